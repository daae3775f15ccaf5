//! Running counters become pieces: what was counted between two readings.
//!
//! ```text
//! reading   100  120  125     3   10   600000   15   20
//! pieces      –   20    5     3    7        –    5    5
//!                             ▲             ▲
//!                        reset: 3 since     spike: left out, the next step is taken from 10
//! ```
//!
//! A drop is a rollover when the old reading was just below a power of two or ten that counters wrap at (a thousand or more) and the new one just above
//! zero; a drop by a few steps to a reading that is not small is a correction by hand; else the counter was reset and the new reading is what was
//! counted since.

use crate::order::Order;
/// What happened at a reading.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Reading {
    /// The first reading: it only says where the counter stood.
    Baseline,
    /// So many pieces since the reading before.
    Pieces(f64),
    /// The counter was reset; so many pieces since.
    Reset(f64),
    /// The counter went back by a few steps, as after a correction by hand: what was counted meanwhile is not known.
    Corrected,
    /// The counter wrapped at its end; so many pieces since the reading before.
    Rollover(f64),
    /// The reading is out of all proportion and is left out.
    Spike,
}

impl Reading {
    /// Pieces since the reading before, where that is known.
    pub(super) fn pieces(self) -> Option<f64> {
        match self {
            Reading::Pieces(n) | Reading::Reset(n) | Reading::Rollover(n) => Some(n),
            Reading::Baseline | Reading::Corrected | Reading::Spike => None,
        }
    }
}

/// Where counters wrap, besides powers of ten: 2¹⁵, 2¹⁶, 2³¹, 2³².
const BINARY_ENDS: [f64; 4] = [32_768.0, 65_536.0, 2_147_483_648.0, 4_294_967_296.0];

/// How many usual steps a plausible step may have.
const PLAUSIBLE: f64 = 10.0;

/// What happened at each of the readings, which must be in time order.
pub(super) fn read_counter(values: &[f64]) -> Vec<Reading> {
    let usual = usual_step(values);
    let mut read = Vec::with_capacity(values.len());
    let mut last: Option<f64> = None;
    for (i, &value) in values.iter().enumerate() {
        let Some(before) = last else {
            read.push(Reading::Baseline);
            last = Some(value);
            continue;
        };
        if is_spike(before, value, values.get(i + 1).copied(), usual) {
            read.push(Reading::Spike);
            continue;
        }
        read.push(if value >= before {
            Reading::Pieces(value - before)
        } else if let Some(end) = wrapped_at(before, value, usual) {
            Reading::Rollover(end - before + value)
        } else if before - value <= PLAUSIBLE * usual && value > PLAUSIBLE * usual {
            Reading::Corrected
        } else {
            Reading::Reset(value.max(0.0))
        });
        last = Some(value);
    }
    read
}

/// The median of the steps upwards; at least one piece.
fn usual_step(values: &[f64]) -> f64 {
    let mut steps: Vec<f64> = values.windows(2).map(|w| w[1] - w[0]).filter(|d| *d > 0.0).collect();
    steps.order_by(f64::total_cmp);
    steps.get(steps.len() / 2).copied().unwrap_or(1.0).max(1.0)
}

/// A reading that leaves the counter's course and comes back to it at once: up and down again (2000, 599999, 2000), or to nothing and
/// back (2000, 0, 2001).
fn is_spike(before: f64, value: f64, after: Option<f64>, usual: f64) -> bool {
    let Some(after) = after else { return false };
    let returns = after >= before && after - before <= PLAUSIBLE * usual;
    let leaves = (value - before).abs() > PLAUSIBLE * usual.max(after - before);
    let turns = (value > before && after < value) || (value < before && after > value);
    returns && leaves && turns
}

/// The end at which a counter that fell from `before` to `value` wrapped, if it lies near one.
fn wrapped_at(before: f64, value: f64, usual: f64) -> Option<f64> {
    let tens = (3..=12).map(|n| 10f64.powi(n));
    BINARY_ENDS.into_iter().chain(tens).filter(|end| before < *end).find(|end| {
        let near = (PLAUSIBLE * usual).min(end / 10.0).max(end / 1000.0);
        end - before <= near && (0.0..=near).contains(&value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use Reading::{Baseline, Corrected, Pieces, Reset, Rollover, Spike};
    use proptest::prelude::*;

    #[test]
    fn a_counter_that_only_rises_gives_its_steps() {
        assert_eq!(read_counter(&[100.0, 120.0, 120.0, 125.0]), [Baseline, Pieces(20.0), Pieces(0.0), Pieces(5.0)]);
        assert_eq!(read_counter(&[]), []);
    }

    #[test]
    fn a_drop_to_a_small_reading_is_a_reset() {
        assert_eq!(read_counter(&[340.0, 350.0, 3.0, 10.0]), [Baseline, Pieces(10.0), Reset(3.0), Pieces(7.0)]);
    }

    #[test]
    fn a_drop_from_just_below_the_end_of_a_counter_is_a_rollover() {
        for end in [32_768.0, 65_536.0, 2_147_483_648.0, 4_294_967_296.0, 10_000.0, 1_000_000.0] {
            let read = read_counter(&[end - 11.0, end - 4.0, 3.0, 10.0]);
            assert_eq!(read, [Baseline, Pieces(7.0), Rollover(7.0), Pieces(7.0)], "{end}");
        }
    }

    #[test]
    fn a_counter_that_goes_back_a_little_was_corrected_and_made_nothing() {
        assert_eq!(
            read_counter(&[990.0, 995.0, 1000.0, 998.0, 1003.0]),
            [Baseline, Pieces(5.0), Pieces(5.0), Corrected, Pieces(5.0)]
        );
        // A signed counter that wraps has no known end.
        assert_eq!(read_counter(&[32_766.0, 32_767.0, -32_768.0]), [Baseline, Pieces(1.0), Reset(0.0)]);
    }

    #[test]
    fn a_reading_out_of_all_proportion_is_left_out_in_either_direction() {
        assert_eq!(
            read_counter(&[1990.0, 2000.0, 599_999.0, 2000.0, 2010.0]),
            [Baseline, Pieces(10.0), Spike, Pieces(0.0), Pieces(10.0)]
        );
        assert_eq!(
            read_counter(&[1990.0, 2000.0, 0.0, 2001.0, 2010.0]),
            [Baseline, Pieces(10.0), Spike, Pieces(1.0), Pieces(9.0)]
        );
    }

    proptest! {
        #[test]
        fn pieces_counted_between_resets_add_up(runs in prop::collection::vec(prop::collection::vec(1u32..9, 30..40), 1..5)) {
            // Each run starts again at zero, well away from where counters wrap: the truth is known by construction.
            let mut readings = Vec::new();
            let mut made = 0u32;
            for steps in &runs {
                let mut counter = 0;
                for step in steps {
                    counter += step;
                    made += step;
                    readings.push(f64::from(counter));
                }
            }
            prop_assume!(runs.iter().all(|steps| (103..990).contains(&steps.iter().sum::<u32>())));
            let first = readings[0];
            let counted: f64 = read_counter(&readings).into_iter().filter_map(Reading::pieces).sum();
            prop_assert_eq!(counted + first, f64::from(made));
        }
    }
}
