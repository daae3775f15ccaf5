//! How categories of states look: colour, letter, order. Colour is never alone: a letter goes with it.

use crate::canvas::Rgb;
use floorlens_core::order::Gather;
use std::collections::BTreeMap;

/// A category, by its name in answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Category {
    /// `production`, `unplanned_down` …
    pub(super) name: &'static str,
    /// One letter for lanes, legend and tables.
    pub(super) letter: &'static str,
    /// The default colours: minimum ΔE00 13 between any two under normal and colour-blind vision.
    plain: Rgb,
    /// ISA-101: grey is normal, saturated colour is abnormal.
    by_exception: Rgb,
    /// IEC 60073: green normal, yellow caution, red failure.
    andon: Rgb,
}

const fn category(name: &'static str, letter: &'static str, colours: [u32; 3]) -> Category {
    let [plain, by_exception, andon] = colours;
    Category { name, letter, plain: rgb(plain), by_exception: rgb(by_exception), andon: rgb(andon) }
}

const fn rgb(hex: u32) -> Rgb {
    Rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

/// In the order of the legend: what should be first.
pub(super) const CATEGORIES: [Category; 9] = [
    category("production", "R", [0x1b9e77, 0xc3c9cd, 0x2e9e44]),
    category("idle", "I", [0xf2e394, 0xe3e6e8, 0xfbe69a]),
    category("blocked_starved", "B", [0xe0a100, 0xe0a100, 0xf2b705]),
    category("setup", "S", [0x2b4fb0, 0x7f8c96, 0x2b5fc4]),
    category("unplanned_down", "D", [0xb2182b, 0xc8102e, 0xd0021b]),
    category("planned_down", "P", [0x92c5de, 0xa9bcc8, 0x9cc3e6]),
    category("engineering", "E", [0xb469c0, 0x9a86ad, 0xb469c0]),
    category("non_scheduled", "N", [0x4d4d4d, 0x5a6167, 0x4d4d4d]),
    category("unclassified", "?", [0xb9a894, 0xd8b25c, 0xb9a894]),
];

/// The name of time of which nothing is known; it has no colour but a hatch.
pub(super) const NO_DATA: &str = "no_data";

/// The letter of time of which nothing is known.
pub(super) const NO_DATA_LETTER: &str = "–";

/// Which colours: plants follow conflicting conventions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Palette {
    /// Told apart by everyone.
    #[default]
    Plain,
    /// Grey is normal.
    ByException,
    /// Green, yellow, red.
    Andon,
}

impl Palette {
    pub(super) const ALL: [Palette; 3] = [Palette::Plain, Palette::ByException, Palette::Andon];

    /// As it is kept and as the choice shows it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Palette::Plain => "Default",
            Palette::ByException => "By exception",
            Palette::Andon => "Andon",
        }
    }

    /// The palette of that name; the default for an unknown one.
    pub(super) fn named(name: &str) -> Palette {
        Palette::ALL.into_iter().find(|p| p.name() == name).unwrap_or_default()
    }

    /// The colour of a category; none for no data and for names that this release does not know.
    pub(super) fn colour(self, name: &str) -> Option<Rgb> {
        let category = CATEGORIES.iter().find(|c| c.name == name)?;
        Some(match self {
            Palette::Plain => category.plain,
            Palette::ByException => category.by_exception,
            Palette::Andon => category.andon,
        })
    }

    /// RGBA by category, as the raster wants it.
    pub(super) fn rgba(self) -> BTreeMap<String, [u8; 4]> {
        CATEGORIES
            .iter()
            .filter_map(|c| self.colour(c.name).map(|Rgb(r, g, b)| (c.name.to_owned(), [r, g, b, 255])))
            .gather_map()
    }

    /// The letter of the category that has this colour.
    pub(super) fn letter_of(self, colour: Rgb) -> Option<&'static str> {
        CATEGORIES.iter().find(|c| self.colour(c.name) == Some(colour)).map(|c| c.letter)
    }

    /// The colour of a kind of loss.
    pub(super) fn loss(self, kind: &str) -> Option<Rgb> {
        self.colour(match kind {
            "breakdown" | "unplanned" => "unplanned_down",
            "minor_stop" | "minor" | "waiting" | "minor_and_speed" => "blocked_starved",
            "idling" | "speed" => "idle",
            "defect" | "defects" | "yield" | "startup" => "engineering",
            "planned" => "planned_down",
            other => other,
        })
    }
}

/// The letter of a category.
pub(super) fn letter(name: &str) -> &'static str {
    CATEGORIES.iter().find(|c| c.name == name).map_or(NO_DATA_LETTER, |c| c.letter)
}

/// Where a category stands in the legend.
pub(super) fn rank(name: &str) -> usize {
    CATEGORIES.iter().position(|c| c.name == name).unwrap_or(CATEGORIES.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn every_palette_gives_every_category_a_colour_of_its_own() {
        for palette in Palette::ALL {
            assert_eq!(palette.rgba().len(), CATEGORIES.len());
            for category in CATEGORIES {
                let colour = palette.colour(category.name).expect("it has a colour");
                assert_eq!(palette.letter_of(colour), Some(category.letter), "{} {}", palette.name(), category.name);
            }
            assert_eq!(Palette::named(palette.name()), palette);
        }
    }

    #[wasm_bindgen_test]
    fn letters_differ() {
        let mut letters: Vec<&str> = CATEGORIES.iter().map(|c| c.letter).chain([NO_DATA_LETTER]).collect();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), CATEGORIES.len() + 1);
    }
}
