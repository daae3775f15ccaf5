//! Measures what the timeline and OEE cost on ten million synthetic intervals. Run it on a quiet machine:
//!
//! ```sh
//! cargo run --profile native -p floorlens-tests --bin bench_monitor
//! ```
//!
//! It prints; it never judges: times depend on the machine. `docs/benchmarks.md` holds the last figures.

use floorlens_core::analysis::monitor;
use floorlens_core::index::Dataset;
use floorlens_core::model::tables::{CalendarKind, CalendarRow, CountKind, CountRow, ProductRow, StateRow};
use floorlens_core::model::{Amount, Facts, Micros, NameId, Until};
use floorlens_core::protocol::Instant;
use floorlens_core::recipe::Recipe;
use floorlens_core::view::{RasterSpec, raster};
use std::collections::BTreeMap;
use std::io::Write;
use std::time::{Duration, Instant as Clock};

const LANES: usize = 50;
const PER_LANE: usize = 200_000;
const SECOND: Micros = 1_000_000;
/// Mean length of an interval.
const MEAN: Micros = 20 * SECOND;
const SPAN: Micros = PER_LANE as Micros * MEAN;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let facts = plant();
    let recipe = Recipe::default();
    let begun = Clock::now();
    let data = Dataset::build(facts, &recipe);
    writeln!(out, "{} intervals on {LANES} lanes: all indexes in {:.2?}", LANES * PER_LANE, begun.elapsed())?;
    writeln!(out, "lanes with sums: {:.1} B per interval", data.lanes.bytes() as f64 / (LANES * PER_LANE) as f64)?;

    for (what, share) in [("all", 1), ("a tenth", 10), ("a hundredth", 100), ("ten thousandth", 10_000)] {
        let spec = spec(&data, share);
        let (median, worst) = repeat(20, || raster(&data, &spec).map(|r| r.rgba.len()));
        writeln!(
            out,
            "raster 1920 px × {LANES} lanes of 20 px, {what} of the time: median {median:.2?}, worst {worst:.2?}"
        )?;
    }
    let (median, worst) = repeat(5, || monitor::oee(&data, &recipe, &[], None, None, None).map(|a| a.total));
    writeln!(out, "OEE of every machine with evidence: median {median:.2?}, worst {worst:.2?}")?;
    let even = monitor::TrendParams { bucket: 8.0 * 3600.0, by: None, definition: None };
    let (median, worst) = repeat(5, || monitor::trend(&data, &recipe, &[], None, None, even).map(|t| t.points.len()));
    writeln!(out, "OEE trend by 8 h shift: median {median:.2?}, worst {worst:.2?}")?;
    let (median, worst) = repeat(5, || monitor::losses(&data, &recipe, &[], None, None, None).map(|l| l.losses.len()));
    writeln!(out, "losses: median {median:.2?}, worst {worst:.2?}")?;
    let (median, worst) = repeat(5, || monitor::timeline(&data, None, None).map(|t| t.lanes.len()));
    writeln!(out, "timeline lanes and legend: median {median:.2?}, worst {worst:.2?}")
}

/// Runs it `times` times; the median and the worst.
fn repeat<T>(times: usize, mut run: impl FnMut() -> T) -> (Duration, Duration) {
    let mut taken: Vec<Duration> = (0..times)
        .map(|_| {
            let begun = Clock::now();
            std::hint::black_box(run());
            begun.elapsed()
        })
        .collect();
    taken.sort_unstable();
    (taken.get(times / 2).copied().unwrap_or_default(), taken.last().copied().unwrap_or_default())
}

fn spec(data: &Dataset, share: Micros) -> RasterSpec {
    let middle = SPAN / 2;
    let half = SPAN / share / 2;
    let colours = ["production", "idle", "blocked_starved", "setup", "unplanned_down"];
    RasterSpec {
        from: Instant(middle - half),
        to: Instant(middle + half),
        lanes: data.lanes().map(|lane| lane.name().to_owned()).collect(),
        width: 1920,
        lane_height: 20,
        gap: 4,
        palette: colours
            .iter()
            .zip(1u8..)
            .map(|(name, i)| ((*name).to_owned(), [i * 40, 90, 90, 255]))
            .collect::<BTreeMap<_, _>>(),
        pinned: vec!["unplanned_down".to_owned()],
    }
}

/// Machines that run, wait and break down; a count every hour.
fn plant() -> Facts {
    let mut facts = Facts::default();
    facts.sources.open("synthetic.csv", "floorlens-states", 0);
    let states = ["run", "idle", "run", "starved", "run", "down", "run", "setup"].map(|name| facts.names.intern(name));
    let product = facts.names.intern("part");
    let source = facts.sources.record(1);
    facts.products.push(ProductRow {
        product,
        ideal_cycle_s: Amount::new(12.0),
        source,
        asset: Default::default(),
        cavities: Amount::NONE,
        name: NameId::NONE,
    });
    // A linear congruential generator: the same plant on every machine.
    let mut random: u64 = 20_260_323;
    for lane in 0..LANES {
        let name = facts.names.intern(&format!("M{lane:02}"));
        let asset = facts.assets.intern(name);
        let mut at = 0;
        for i in 0..PER_LANE {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let length = 1 + (random >> 33) as Micros % (2 * MEAN);
            let source = facts.sources.record(i as u32 + 2);
            facts.states.push(StateRow {
                asset,
                start: at,
                state: states[i % states.len()],
                source,
                end: Until(at + length),
                reason: NameId::NONE,
                product: NameId::NONE,
                order: NameId::NONE,
                key: NameId::NONE,
            });
            at += length;
        }
        for shift in 0..SPAN / (8 * 3600 * SECOND) {
            let start = shift * 8 * 3600 * SECOND;
            let source = facts.sources.record(1);
            facts.calendars.push(CalendarRow {
                asset,
                start,
                end: start + 7 * 3600 * SECOND,
                kind: CalendarKind::Planned,
                source,
                shift: NameId::NONE,
            });
        }
        for hour in 1..=SPAN / (3600 * SECOND) {
            let source = facts.sources.record(1);
            facts.counts.push(CountRow {
                asset,
                time: hour * 3600 * SECOND,
                total: Amount::new(150.0),
                source,
                good: Amount::new(147.0),
                scrap: Amount::NONE,
                rework: Amount::NONE,
                kind: CountKind::Delta,
                product,
                order: NameId::NONE,
                key: NameId::NONE,
            });
        }
    }
    facts
}
