//! Keys of a timeline. Letters go by physical key (`code`), so that WASD lie in the same place on every keyboard; what is
//! printed on a key goes by `key`.

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyIntent {
    /// Closer, around the middle of the window or the cursor.
    ZoomIn,
    /// Farther.
    ZoomOut,
    /// To earlier times.
    Earlier,
    /// To later times.
    Later,
    /// The cursor a little to earlier times.
    CursorEarlier,
    /// The cursor a little to later times.
    CursorLater,
    /// The cursor to the lane above.
    LaneUp,
    /// The cursor to the lane below.
    LaneDown,
    /// All data, or the selection.
    Fit,
    /// A mark at the cursor, or away with it.
    Mark,
    /// The cursor to the previous state of its lane.
    PreviousState,
    /// The cursor to the next state of its lane.
    NextState,
    /// Open what is under the cursor.
    Inspect,
    /// Away with the selection.
    Clear,
}

/// What a pressed key asks for, with its `key`, `code` and whether Shift, or any of Ctrl, Alt and Meta is down.
pub(crate) fn intent(key: &str, code: &str, shift: bool, command: bool) -> Option<KeyIntent> {
    // Ctrl+S and its kin belong to the browser.
    if command {
        return None;
    }
    Some(match (code, key) {
        (_, "+" | "=") | ("KeyW", _) => KeyIntent::ZoomIn,
        (_, "-" | "_") | ("KeyS", _) => KeyIntent::ZoomOut,
        ("KeyA", _) => KeyIntent::Earlier,
        ("KeyD", _) => KeyIntent::Later,
        (_, "ArrowLeft") if shift => KeyIntent::Earlier,
        (_, "ArrowRight") if shift => KeyIntent::Later,
        (_, "ArrowLeft") => KeyIntent::CursorEarlier,
        (_, "ArrowRight") => KeyIntent::CursorLater,
        (_, "ArrowUp") => KeyIntent::LaneUp,
        (_, "ArrowDown") => KeyIntent::LaneDown,
        (_, "f" | "F") => KeyIntent::Fit,
        (_, "m" | "M") => KeyIntent::Mark,
        (_, ",") => KeyIntent::PreviousState,
        (_, ".") => KeyIntent::NextState,
        (_, "Enter" | " ") => KeyIntent::Inspect,
        (_, "Escape") => KeyIntent::Clear,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn wasd_go_by_their_place_on_the_keyboard() {
        // On a French keyboard the key right of Tab's neighbour prints z, and the one left below it q.
        assert_eq!(intent("z", "KeyW", false, false), Some(KeyIntent::ZoomIn));
        assert_eq!(intent("q", "KeyA", false, false), Some(KeyIntent::Earlier));
    }

    #[wasm_bindgen_test]
    fn what_is_printed_goes_by_its_sign() {
        // On a German keyboard the key of `-` is Slash.
        assert_eq!(intent("-", "Slash", false, false), Some(KeyIntent::ZoomOut));
        assert_eq!(intent(".", "Period", false, false), Some(KeyIntent::NextState));
    }

    #[wasm_bindgen_test]
    fn commands_are_left_to_the_browser() {
        assert_eq!(intent("s", "KeyS", false, true), None);
        assert_eq!(intent("f", "KeyF", false, true), None);
        assert_eq!(intent("Tab", "Tab", false, false), None);
    }

    #[wasm_bindgen_test]
    fn shift_makes_an_arrow_move_the_window() {
        assert_eq!(intent("ArrowLeft", "ArrowLeft", false, false), Some(KeyIntent::CursorEarlier));
        assert_eq!(intent("ArrowLeft", "ArrowLeft", true, false), Some(KeyIntent::Earlier));
    }
}
