//! Where the parts of the timeline are. CSS pixels.
//!
//! ```text
//!          ┌──────────────────────────────────┐
//!          │ Mon 23 Mar        Tue 24 Mar     │ upper  ┐ AXIS
//!          │ 06:00   12:00     00:00   06:00  │ lower  ┘
//! M1       │ ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓ │ LANE + GAP
//! M2       │ ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓ │
//! ◄─gutter─►◄───────────── strip ────────────►
//! ```

use crate::canvas::{CssPx, Rows, Size};

pub(super) const UPPER: CssPx = CssPx(18.0);
pub(super) const AXIS: CssPx = CssPx(38.0);
pub(super) const LANE: CssPx = CssPx(28.0);
pub(super) const GAP: CssPx = CssPx(7.0);
/// Space below the last lane, for the foot of marks.
pub(super) const FOOT: CssPx = CssPx(6.0);
/// Room for the scroll bar.
pub(super) const BAR: CssPx = CssPx(8.0);
/// More lanes than this scroll.
const MOST_LANES: usize = 14;

/// The layout for a size and a number of lanes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Layout {
    pub(super) gutter: CssPx,
    /// Width of the strip.
    pub(super) strip: CssPx,
    pub(super) rows: Rows,
}

impl Layout {
    pub(super) fn new(size: Size, lanes: usize, scroll: CssPx) -> Layout {
        let gutter = gutter(size.width);
        let height = CssPx((size.height - AXIS - FOOT).0.max(0.0));
        let rows = Rows { count: lanes, pitch: LANE + GAP, height, scroll: CssPx(0.0) }.scrolled(scroll);
        Layout { gutter, strip: CssPx((size.width - gutter - BAR).0.max(1.0)), rows }
    }
}

/// Width of the lane names: on a phone enough for a word, of which a lane holds two lines.
pub(super) fn gutter(width: CssPx) -> CssPx {
    CssPx((width.0 * 0.16).clamp(88.0, 148.0).round())
}

/// Height of the canvas for so many lanes.
pub(super) fn height(lanes: usize) -> CssPx {
    let lanes = lanes.clamp(1, MOST_LANES) as f64;
    CssPx(AXIS.0 + lanes * (LANE + GAP).0 + FOOT.0)
}
