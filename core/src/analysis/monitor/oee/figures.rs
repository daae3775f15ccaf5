//! Every figure from buckets: value, formula, inputs, and what is missing where there is no value.
//!
//! OEE = Σ PRI·GQ / PBT holds everywhere. It needs neither run time nor total, so it can be known where A, P and Q are not. With several
//! ideal times, quality weighs pieces by them: only then is A × P × Q the same number.

use super::buckets::{Buckets, Known, both, needs};
use crate::model::seconds;
use crate::order::Gather;
use crate::protocol::{Figure, OeeFigures};
use std::collections::BTreeMap;

/// The figures of OEE from times and quantities.
pub(in crate::analysis::monitor) fn figures(b: &Buckets) -> OeeFigures {
    let apt = b.run.clone().map(seconds);
    let pbt = b.planned.clone().map(seconds);
    let all = seconds(b.all);
    let inputs = Inputs(b);

    let availability = Figure {
        inputs: inputs.of(&["APT", "PBT", "AUST", "no_data"]),
        ..figure(ratio(&apt, &pbt, NO_PLANNED_TIME), "APT / PBT")
    };
    let performance = Figure {
        inputs: inputs.of(&["PRI", "PQ", "PRI·PQ", "APT"]),
        ..figure(ratio(&b.ideal_made, &apt, NO_RUN_TIME), "Σ PRI·PQ / APT")
    };
    let by_pieces = (ratio(&b.good, &b.made, NO_PIECES), "GQ / PQ");
    let (quality, formula) = match ratio(&b.ideal_good, &b.ideal_made, NO_PIECES) {
        weighed @ Ok(_) if b.ideal().is_none() => (weighed, "Σ PRI·GQ / Σ PRI·PQ"),
        _ => by_pieces,
    };
    let quality = Figure { inputs: inputs.of(&["GQ", "PQ", "SQ", "PRI·GQ", "PRI·PQ"]), ..figure(quality, formula) };
    let oee = Figure {
        inputs: inputs.of(&["PRI", "GQ", "PRI·GQ", "PBT"]),
        ..figure(ratio(&b.ideal_good, &pbt, NO_PLANNED_TIME), "Σ PRI·GQ / PBT (= A × P × Q)")
    };
    let share = ratio(&pbt, &Ok(all), "This window has no length.");
    let teep = both(&ratio(&b.ideal_good, &pbt, NO_PLANNED_TIME), &share)
        .and_then(|_| ratio(&b.ideal_good, &Ok(all), "This window has no length."));
    let teep = Figure { inputs: inputs.of(&["PRI·GQ", "PBT", "all_time"]), ..figure(teep, "OEE × PBT / all time") };
    let known = b.planned.clone().map(|planned| seconds(planned - b.unknown));
    let coverage = Figure {
        inputs: inputs.of(&["PBT", "no_data"]),
        ..figure(ratio(&known, &pbt, NO_PLANNED_TIME), "(PBT − no_data) / PBT")
    };
    OeeFigures { availability, performance, quality, oee, teep, coverage }
}

const NO_PLANNED_TIME: &str = "No planned time lies in this window. Choose another window.";
const NO_RUN_TIME: &str = "Nothing ran in this window, so there is no speed to compare.";
const NO_PIECES: &str = "No piece was counted in this window.";

/// `top / bottom`; what is needed where one is missing or `bottom` is nothing.
fn ratio(top: &Known<f64>, bottom: &Known<f64>, nothing: &str) -> Known<f64> {
    let (top, bottom) = both(top, bottom)?;
    if bottom > 0.0 { Ok(top / bottom) } else { needs(nothing) }
}

fn figure(value: Known<f64>, formula: &str) -> Figure {
    let (value, needs) = match value {
        Ok(value) => (Some(value), Vec::new()),
        Err(needs) => (None, needs.into_iter().collect()),
    };
    Figure { value, needs, formula: formula.to_owned(), ..Figure::default() }
}

/// Inputs by their ISO 22400 names; those that are not known are left out.
struct Inputs<'a>(&'a Buckets);

impl Inputs<'_> {
    fn of(&self, names: &[&str]) -> BTreeMap<String, f64> {
        names.iter().filter_map(|name| Some(((*name).to_owned(), self.input(name)?))).gather_map()
    }

    fn input(&self, name: &str) -> Option<f64> {
        let b = self.0;
        let known = |k: &Known<f64>| k.as_ref().ok().copied();
        match name {
            "APT" => b.run.as_ref().ok().copied().map(seconds),
            "PBT" => b.planned.as_ref().ok().copied().map(seconds),
            "AUST" => b.run.is_ok().then(|| seconds(b.setup)),
            "no_data" => b.planned.is_ok().then(|| seconds(b.unknown)),
            "PQ" => known(&b.made),
            "GQ" => known(&b.good),
            "SQ" => Some(known(&b.made)? - known(&b.good)?),
            "PRI" => b.ideal(),
            "PRI·PQ" => known(&b.ideal_made),
            "PRI·GQ" => known(&b.ideal_good),
            "all_time" => Some(seconds(b.all)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Minutes and pieces of a machine: planned, run, ideal seconds per piece, made, good.
    fn buckets(planned: i64, run: i64, ideal: f64, made: f64, good: f64) -> Buckets {
        let minute = 60_000_000;
        Buckets {
            all: planned * minute,
            planned: Ok(planned * minute),
            run: Ok(run * minute),
            made: Ok(made),
            good: Ok(good),
            ideal_made: Ok(ideal * made),
            ideal_good: Ok(ideal * good),
            ideals: [ideal.to_bits()].into(),
            ..Buckets::zero()
        }
    }

    fn near(value: Option<f64>, expected: f64) -> bool {
        value.is_some_and(|v| (v - expected).abs() <= 1e-12)
    }

    #[test]
    fn a_roll_up_divides_the_sums_and_never_averages() {
        let (m1, m2) = (buckets(100, 90, 60.0, 80.0, 80.0), buckets(300, 150, 60.0, 150.0, 135.0));
        assert!(near(figures(&m1).oee.value, 0.80) && near(figures(&m2).oee.value, 0.45));
        let mut sum = m1;
        sum.add(&m2);
        let total = figures(&sum);
        assert!(near(total.oee.value, 0.5375), "{:?}", total.oee);
        assert!(near(total.availability.value, 240.0 / 400.0));
        assert!(near(total.performance.value, 230.0 / 240.0));
        assert!(near(total.quality.value, 215.0 / 230.0));
    }

    #[test]
    fn a_sum_needs_what_any_part_needs() {
        let mut sum = buckets(100, 90, 60.0, 80.0, 80.0);
        sum.add(&Buckets { run: needs("the states of m2"), ..buckets(100, 0, 60.0, 50.0, 50.0) });
        let total = figures(&sum);
        assert_eq!(total.availability.value, None);
        assert_eq!(total.availability.needs, ["the states of m2"]);
        assert!(near(total.oee.value, 130.0 / 200.0), "OEE does not need run time");
    }

    proptest! {
        #[test]
        fn oee_is_availability_times_performance_times_quality_for_any_mix_of_products(
            machines in prop::collection::vec((1i64..500, 1u32..100, 1u32..90, 1u32..900, 0u32..=100), 1..6)
        ) {
            let mut sum = Buckets::zero();
            for (planned, run_share, ideal, made, good_share) in machines {
                let run = (planned * i64::from(run_share) / 100).max(1);
                let made = f64::from(made);
                sum.add(&buckets(planned, run, f64::from(ideal), made, (made * f64::from(good_share) / 100.0).floor()));
            }
            let f = figures(&sum);
            let product = [&f.availability, &f.performance, &f.quality].into_iter().filter_map(|f| f.value).product::<f64>();
            prop_assert!(near(f.oee.value.map(|oee| oee - product), 0.0), "{:?} {product}", f.oee.value);
        }
    }
}
