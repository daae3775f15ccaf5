//! One lane into RGBA: a stacked bar per pixel column, the first category at the bottom.

use super::rows::Rows;
use crate::model::{Micros, Span};

/// What a lane is drawn with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Brush<const N: usize> {
    /// RGBA per category, in stacking order from the bottom.
    pub(super) palette: [[u8; 4]; N],
    /// Categories that keep at least one row wherever they occur.
    pub(super) pinned: [bool; N],
}

/// The instant at the left edge of pixel column `x` (0..=width): columns tile the window to the microsecond.
pub(super) fn edge(window: Span, width: u32, x: u32) -> Micros {
    let length = i128::from(window.end) - i128::from(window.start);
    let at = i128::from(window.start) + length * i128::from(x) / i128::from(width.max(1));
    at.clamp(i128::from(window.start), i128::from(window.end)) as Micros
}

/// Draws a lane into `rgba`, which holds `height` rows of one pixel per column; columns lie between neighbouring `edges`. `before` gives
/// the time per category before an instant, counted from anywhere; it is asked once per edge, from left to right.
pub(super) fn paint<const N: usize>(
    rgba: &mut [u8],
    height: u32,
    edges: &[Micros],
    brush: &Brush<N>,
    mut before: impl FnMut(Micros) -> [Micros; N],
) {
    let stride = edges.len().saturating_sub(1) * 4;
    let mut rows = Rows::new(height, brush.pinned);
    let mut sums = [0; N];
    for (edge, at) in edges.iter().enumerate() {
        let until = before(*at);
        let mut shares = until;
        for (share, sum) in shares.iter_mut().zip(sums) {
            *share = share.wrapping_sub(sum);
        }
        sums = until;
        // The first edge opens a column and closes none; a column without time (more pixels than microseconds) stays clear.
        let Some(x) = edge.checked_sub(1) else { continue };
        if edges.get(x).is_none_or(|from| from >= at) {
            continue;
        }

        let mut bottom = height as usize;
        for (count, colour) in rows.give(&shares).into_iter().zip(brush.palette) {
            for row in bottom.saturating_sub(count as usize)..bottom {
                let pixel = row * stride + x * 4;
                if let Some(slot) = rgba.get_mut(pixel..pixel + 4) {
                    slot.copy_from_slice(&colour);
                }
            }
            bottom = bottom.saturating_sub(count as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PALETTE: [[u8; 4]; 4] = [[1, 0, 0, 255], [2, 0, 0, 255], [3, 0, 0, 255], [0, 0, 0, 0]];

    /// The lane as the definition says: every interval added up.
    struct Slow {
        intervals: Vec<(Span, usize)>,
    }

    impl Slow {
        fn new(lengths: &[(i64, usize)]) -> Self {
            let mut at = 0;
            let mut intervals = Vec::new();
            for (length, category) in lengths {
                intervals.push((Span::new(at, at + length), *category));
                at += length;
            }
            Self { intervals }
        }

        fn within(&self, span: Span) -> [Micros; 4] {
            let mut sums = [0; 4];
            for (interval, category) in &self.intervals {
                sums[*category] += interval.intersect(span).length();
            }
            // Time outside the lane is no data.
            sums[3] += span.length() - sums.iter().sum::<i64>();
            sums
        }

        fn before(&self, at: Micros) -> [Micros; 4] {
            self.within(Span::new(-1_000_000, at))
        }
    }

    #[test]
    fn the_first_category_stands_at_the_bottom_and_time_outside_the_lane_is_clear() {
        let lane = Slow::new(&[(50, 0), (50, 2)]);
        let mut rgba = vec![0; 2 * 4 * 4];
        let brush = Brush { palette: PALETTE, pinned: [false; 4] };
        paint(&mut rgba, 4, &[0, 100, 200], &brush, |at| lane.before(at));
        let reds: Vec<u8> = rgba.chunks(4).map(|p| p[0]).collect();
        assert_eq!(reds, [3, 0, 3, 0, 1, 0, 1, 0]);
        assert_eq!((rgba[3], rgba[7]), (255, 0));
    }

    proptest! {
        #[test]
        fn the_picture_holds_every_state_by_its_share_of_time(
            lengths in prop::collection::vec((1i64..400, 0usize..3), 1..200),
            from in -500i64..500, length in 100_000i64..200_000, width in 50u32..200, height in 8u32..32, speed in 1i64..100,
        ) {
            let lengths: Vec<_> = lengths.into_iter().map(|(n, c)| (n * speed, c)).collect();
            let lane = Slow::new(&lengths);
            let window = Span::new(from, from + length);
            let mut rgba = vec![0; width as usize * height as usize * 4];
            let brush = Brush { palette: PALETTE, pinned: [false; 4] };
            let edges: Vec<_> = (0..=width).map(|x| edge(window, width, x)).collect();
            paint(&mut rgba, height, &edges, &brush, |at| lane.before(at));

            let mut drawn = [0; 4];
            for x in 0..width {
                let column = Span::new(edge(window, width, x), edge(window, width, x + 1));
                let shares = lane.within(column);
                for (k, drawn) in drawn.iter_mut().enumerate() {
                    let rows = (0..height).filter(|y| rgba[((y * width + x) * 4) as usize] == PALETTE[k][0]).count();
                    *drawn += rows;
                    let share = shares[k] as f64 / column.length() as f64 * f64::from(height);
                    prop_assert!((rows as f64 - share).abs() < 1.0 + 1e-9, "column {x}: {rows} rows for {share}");
                }
            }
            for (drawn, time) in drawn.into_iter().zip(lane.within(window)) {
                let whole = time as f64 / length as f64;
                let seen = drawn as f64 / f64::from(width * height);
                // A few rows may be owed at the end, and columns of 500 µs and more differ by one microsecond.
                let tolerance = 4.0 / f64::from(width * height) + 0.001;
                prop_assert!((seen - whole).abs() <= tolerance, "{seen} drawn of {whole}");
            }
        }
    }
}
