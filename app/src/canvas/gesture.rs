//! Pointer events → what a person means. A state machine without a browser: it is given points and times.
//!
//! ```text
//!            down                 moved > slop
//!   idle ──────────► pressed ───────────────────► selecting (mouse, pen) · panning (touch)
//!    ▲ ◄── up: tap ────┤ 500 ms, touch: inspect
//!    │                 └── second finger ───────► pinching
//!    └───────────────────── up ──────────────────────┘
//! ```

use super::units::{CssPx, Point};

/// Movement below this is a trembling hand.
const SLOP: CssPx = CssPx(4.0);

/// A finger that rests this long asks what is there.
const LONG_PRESS_MS: f64 = 500.0;

/// One notch of a wheel is about 100 px and makes the window a fifth shorter.
const ZOOM_PER_PX: f64 = 0.0022;

/// What touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Device {
    /// A mouse or a pen: precise, one at a time.
    Mouse,
    /// A finger.
    Touch,
}

/// What a person means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Intent {
    /// Points at something without pressing.
    Hover(Point),
    /// Moves the content by so much.
    Pan { dx: CssPx, dy: CssPx },
    /// Zooms by a factor (below 1 = closer) at a point.
    Zoom { factor: f64, at: CssPx },
    /// Spans a selection from the first point to the second; more follow.
    Select { from: Point, to: Point },
    /// The selection is as it shall be.
    Selected { from: Point, to: Point },
    /// Opens what is at the point.
    Open(Point),
    /// The gesture was taken away: undo its preview.
    Cancelled,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum State {
    Idle,
    Pressed {
        id: i32,
        device: Device,
        at: Point,
        since: f64,
    },
    Selecting {
        id: i32,
        from: Point,
    },
    Panning {
        id: i32,
        last: Point,
    },
    Pinching {
        first: (i32, Point),
        second: (i32, Point),
    },
    /// After a pinch or a long press until all fingers are up: nothing more is meant.
    Spent {
        fingers: u32,
    },
}

/// The state machine.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gesture(State);

impl Default for Gesture {
    fn default() -> Self {
        Gesture(State::Idle)
    }
}

impl Gesture {
    /// A pointer went down.
    pub(crate) fn down(&mut self, id: i32, device: Device, at: Point, now: f64) {
        self.0 = match self.0 {
            State::Idle => State::Pressed { id, device, at, since: now },
            State::Pressed { id: other, device: Device::Touch, at: there, .. }
            | State::Panning { id: other, last: there }
                if device == Device::Touch =>
            {
                State::Pinching { first: (other, there), second: (id, at) }
            }
            State::Pinching { .. } => State::Spent { fingers: 3 },
            State::Spent { fingers } => State::Spent { fingers: fingers + 1 },
            other => other,
        };
    }

    /// A pointer moved.
    pub(crate) fn moved(&mut self, id: i32, at: Point) -> Option<Intent> {
        match self.0 {
            State::Idle => Some(Intent::Hover(at)),
            State::Pressed { id: own, device, at: from, .. } if own == id => {
                if from.distance(at).0 <= SLOP.0 {
                    return None;
                }
                match device {
                    Device::Mouse => {
                        self.0 = State::Selecting { id, from };
                        Some(Intent::Select { from, to: at })
                    }
                    Device::Touch => {
                        self.0 = State::Panning { id, last: at };
                        Some(Intent::Pan { dx: at.x - from.x, dy: at.y - from.y })
                    }
                }
            }
            State::Selecting { id: own, from } if own == id => Some(Intent::Select { from, to: at }),
            State::Panning { id: own, last } if own == id => {
                self.0 = State::Panning { id, last: at };
                Some(Intent::Pan { dx: at.x - last.x, dy: at.y - last.y })
            }
            State::Pinching { first, second } => self.pinched(first, second, id, at),
            _ => None,
        }
    }

    /// Two fingers zoom by their distance along time and pan by their middle; the caller is told one at a time.
    fn pinched(&mut self, first: (i32, Point), second: (i32, Point), id: i32, at: Point) -> Option<Intent> {
        let (new_first, new_second) = if id == first.0 {
            ((id, at), second)
        } else if id == second.0 {
            (first, (id, at))
        } else {
            return None;
        };
        self.0 = State::Pinching { first: new_first, second: new_second };
        let before = first.1.distance(second.1).0;
        let after = new_first.1.distance(new_second.1).0;
        let (middle, old) = (new_first.1.middle(new_second.1), first.1.middle(second.1));
        // Fingers that move together pan; their distance then hardly changes.
        if (after - before).abs() < middle.distance(old).0 {
            Some(Intent::Pan { dx: middle.x - old.x, dy: middle.y - old.y })
        } else {
            Some(Intent::Zoom { factor: before.max(1.0) / after.max(1.0), at: middle.x })
        }
    }

    /// A pointer went up.
    pub(crate) fn up(&mut self, id: i32, at: Point) -> Option<Intent> {
        match self.0 {
            State::Pressed { id: own, at: from, .. } if own == id => {
                self.0 = State::Idle;
                Some(Intent::Open(from))
            }
            State::Selecting { id: own, from } if own == id => {
                self.0 = State::Idle;
                Some(Intent::Selected { from, to: at })
            }
            State::Panning { id: own, .. } if own == id => {
                self.0 = State::Idle;
                None
            }
            State::Pinching { .. } => {
                self.0 = State::Spent { fingers: 1 };
                None
            }
            State::Spent { fingers } => {
                self.0 = if fingers <= 1 { State::Idle } else { State::Spent { fingers: fingers - 1 } };
                None
            }
            _ => None,
        }
    }

    /// The browser took the gesture (to scroll the page), or Esc was pressed.
    pub(crate) fn cancel(&mut self) -> Option<Intent> {
        let was = std::mem::replace(&mut self.0, State::Idle);
        matches!(was, State::Selecting { .. }).then_some(Intent::Cancelled)
    }

    /// Call it some time after a finger went down: a finger that still rests opens what is under it.
    pub(crate) fn rested(&mut self, now: f64) -> Option<Intent> {
        match self.0 {
            State::Pressed { device: Device::Touch, at, since, .. } if now - since >= LONG_PRESS_MS => {
                self.0 = State::Spent { fingers: 1 };
                Some(Intent::Open(at))
            }
            _ => None,
        }
    }

    /// True while a finger rests that may become a long press.
    pub(crate) fn waits(&self) -> bool {
        matches!(self.0, State::Pressed { device: Device::Touch, .. })
    }
}

/// How long to wait before asking [`Gesture::rested`].
pub(crate) const fn long_press_ms() -> f64 {
    LONG_PRESS_MS
}

/// What a turn of the wheel means: with Ctrl (also how browsers report a pinch on a touchpad) zoom, sideways or with Shift
/// pan in time, else scroll lanes.
pub(crate) fn wheel(dx: f64, dy: f64, ctrl: bool, shift: bool, at: CssPx) -> Intent {
    if ctrl {
        Intent::Zoom { factor: (dy * ZOOM_PER_PX).exp().clamp(0.25, 4.0), at }
    } else if shift && dx == 0.0 {
        Intent::Pan { dx: CssPx(-dy), dy: CssPx(0.0) }
    } else {
        Intent::Pan { dx: CssPx(-dx), dy: CssPx(-dy) }
    }
}

#[cfg(test)]
#[path = "gesture_tests.rs"]
mod tests;
