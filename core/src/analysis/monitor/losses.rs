//! Where planned time went: losses by cause, which add up to planned time minus good time.

use super::oee::{
    Buckets, Definition, Ideals, Machine, Made, Piece, USUAL_MINOR_STOP, Use, Window, assets, buckets, counts, figures,
    is_minor, made, stated_minor_stop,
};
use crate::index::{Category, Cause, Dataset, NO_DATA, RUNNING};
use crate::model::{AssetId, Micros, NameId, seconds};
use crate::order::{Gather, Order};
use crate::protocol::{AskError, Instant, Loss, LossesAnswer};
use crate::recipe::Recipe;
use std::collections::{BTreeMap, BTreeSet};

/// Time lost to one cause.
#[derive(Debug, Clone, Copy, Default)]
struct Lost {
    time: Micros,
    count: u64,
    /// Which stop was counted last: its machine, when its state began, and where the piece of it ended.
    last: Option<(AssetId, Micros, Micros)>,
}

/// Losses by cause, largest first: stops by reason (else by state), then what speed and scrap cost at the ideal cycle.
///
/// planned − losses = good, where good is Σ PRI·GQ. Where run time or pieces are not known, the losses that are known are listed and good
/// time is null.
pub fn losses(
    data: &Dataset,
    recipe: &Recipe,
    asked: &[String],
    from: Option<Instant>,
    to: Option<Instant>,
    preset: Option<&str>,
) -> Result<LossesAnswer, AskError> {
    let definition = Definition::choose(preset, recipe).map_err(AskError::new)?;
    let window = Window::choose(data, from, to)?;
    let ideals = Ideals::new(data, recipe);
    let minor = stated_minor_stop(recipe).unwrap_or(USUAL_MINOR_STOP);
    let mut stops = Stops::default();
    let mut sum = Buckets::zero();
    let (mut minor_inside_run, mut startup) = (0, 0.0);
    let assets = assets(data, recipe, asked)?;
    for asset in &assets {
        let machine = Machine::new(data, recipe, definition, *asset, window);
        let made = made(&machine, &ideals);
        let b = buckets(&machine, &made);
        if b.run.is_ok() {
            // What runs is lost to nothing here, but where it only runs because nothing is logged: then a break is not run time.
            let mut wanted = [true; Category::COUNT];
            wanted[Category::Production as usize] = machine.runs_unlogged;
            machine.pieces_of(&wanted, &mut |piece| {
                if let Some((category, cause)) = cause(&machine, piece, minor) {
                    stops.add(category, cause, *asset, piece);
                }
                if piece.used == Use::MinorStop {
                    minor_inside_run = piece.span.length().saturating_add(minor_inside_run);
                }
            });
            startup += startup_yield(&machine, &ideals, &made);
        }
        sum.add(&b);
    }
    let mut losses: Vec<Loss> = stops
        .by_name(data)
        .into_iter()
        .map(|((category, cause), lost)| Loss {
            cause: cause.to_owned(),
            category: category.to_owned(),
            seconds: seconds(lost.time),
            count: lost.count,
        })
        .collect();
    if let (Ok(run), Ok(ideal)) = (&sum.run, &sum.ideal_made) {
        push(
            &mut losses,
            "Slower than the ideal cycle, stops that nobody logged",
            "speed",
            seconds(run - minor_inside_run) - ideal,
        );
    }
    if let (Ok(made), Ok(good)) = (&sum.ideal_made, &sum.ideal_good) {
        push(&mut losses, "Scrap and rework", "defect", made - good - startup);
        push(&mut losses, "Scrap during set-up and start-up", "startup", startup);
    }
    losses.order_by(|a, b| {
        b.seconds.total_cmp(&a.seconds).then_with(|| (&a.cause, &a.category).cmp(&(&b.cause, &b.category)))
    });
    let coverage = figures(&sum).coverage.value;
    let known = !assets.is_empty();
    let planned = sum.planned.as_ref().ok().filter(|_| known).map(|p| seconds(*p));
    let good = (planned.is_some() && sum.run.is_ok()).then(|| sum.ideal_good.as_ref().ok().copied()).flatten();
    let needs: BTreeSet<String> = [sum.planned.err(), sum.run.err(), sum.ideal_made.err(), sum.ideal_good.err()]
        .into_iter()
        .flatten()
        .flatten()
        .gather_set();
    Ok(LossesAnswer {
        planned,
        losses,
        good,
        needs: needs.into_iter().collect(),
        coverage: coverage.filter(|_| known),
        left_out: data.left_out,
    })
}

/// What stopped a machine: the reason or state that a record names, or what stands for it where none does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    Record(NameId),
    Text(&'static str),
}

/// Stops by what they are called. There are few, and most stops are like the one before.
#[derive(Default)]
struct Stops(Vec<(&'static str, Named, Lost)>);

impl Stops {
    /// Adds a piece of a stop; the pieces of a machine come in time order. A stop that breaks and the ends of shifts cut is one stop, and so
    /// is a break over which the log goes on.
    fn add(&mut self, category: &'static str, cause: Named, asset: AssetId, piece: &Piece) {
        // One category is one string; comparing its address would do, its length and letters are as quick for so few.
        let known = self.0.iter_mut().find(|(of, named, _)| *named == cause && *of == category);
        let (_, _, lost) = match known {
            Some(known) => known,
            None => {
                self.0.push((category, cause, Lost::default()));
                let last = self.0.len() - 1;
                &mut self.0[last]
            }
        };
        let (span, began) = (piece.span, piece.state.span.start);
        let goes_on = lost.last.is_some_and(|(of, start, end)| {
            // Of a break the log's states say nothing: it ends where the machine is planned to work again.
            let is_break = piece.state.category == Category::Production;
            of == asset && if is_break { end == span.start } else { start == began }
        });
        lost.last = Some((asset, began, span.end));
        lost.time = lost.time.saturating_add(span.length());
        lost.count += u64::from(!goes_on);
    }

    fn by_name(self, data: &Dataset) -> BTreeMap<(&'static str, &str), Lost> {
        let mut all: BTreeMap<(&'static str, &str), Lost> = BTreeMap::new();
        for (category, named, lost) in self.0 {
            let name = match named {
                Named::Record(name) => data.facts.names.text(name),
                Named::Text(text) => text,
            };
            let sum = all.entry((category, name)).or_default();
            sum.time = sum.time.saturating_add(lost.time);
            sum.count += lost.count;
        }
        all
    }
}

/// Adds a loss that is not nothing. Made faster than the ideal cycle, the loss of speed is negative: then the sum still holds.
fn push(losses: &mut Vec<Loss>, cause: &str, category: &str, seconds: f64) {
    if seconds != 0.0 {
        losses.push(Loss { cause: cause.to_owned(), category: category.to_owned(), seconds, count: 0 });
    }
}

/// Which loss a piece of planned time is, and its cause: the reason, else the state's own name.
fn cause(machine: &Machine<'_>, piece: &Piece, minor: Micros) -> Option<(&'static str, Named)> {
    let category = match (piece.used, piece.state.category) {
        (Use::Run | Use::NotPlanned, _) => return None,
        (Use::Setup, _) => "setup",
        (Use::Unknown, _) => "no_data",
        (Use::MinorStop, _) => "minor_stop",
        (Use::Stop, state) if is_minor(state, piece.state.span.length(), Some(minor)) => "minor_stop",
        (Use::Stop, Category::UnplannedDown) => "breakdown",
        (Use::Stop, Category::PlannedDown | Category::Production) => "planned_down",
        (Use::Stop, Category::Idle) => "idle",
        (Use::Stop, Category::BlockedStarved) => "blocked_starved",
        (Use::Stop, Category::Engineering) => "engineering",
        (Use::Stop, _) => "unclassified",
    };
    let lane = machine.lane.as_ref()?;
    let cause = match (piece.state.category, piece.state.cause) {
        // The calendar, not a record, says that the machine stood.
        (Category::Production, _) => Named::Text("Breaks and planned down time"),
        (_, Cause::NoData) => Named::Text(NO_DATA),
        (_, Cause::Unlogged) => Named::Text(RUNNING),
        _ => Named::Record(lane.cause_name(&piece.state)),
    };
    Some((category, cause))
}

/// Ideal seconds of what was scrapped while the machine was being set up: the yield lost at start-up.
fn startup_yield(machine: &Machine<'_>, ideals: &Ideals<'_>, made: &[Made]) -> f64 {
    let Some(lane) = &machine.lane else { return 0.0 };
    // Only where the scrap is known to be part of what is charged to quality.
    if made.iter().any(|m| m.total.is_err() || m.good.is_err() || m.ideal.is_err()) {
        return 0.0;
    }
    let mut near = 0;
    let mut lost = 0.0;
    for count in counts(machine) {
        let scrap = match (count.scrap, count.rework, count.total, count.good) {
            (None, None, Some(total), Some(good)) => total - good,
            (None, None, _, _) => continue,
            (scrap, rework, _, _) => scrap.unwrap_or(0.0) + rework.unwrap_or(0.0),
        };
        // Most rows count no scrap, and need no look at the lane.
        if scrap != 0.0
            && lane.at_near(count.at, &mut near).category == Category::Setup
            && let Ok(ideal) = ideals.per_piece(machine.asset, count.product)
        {
            lost += scrap * ideal.seconds;
        }
    }
    // Minus zero would show as a loss of −0 s.
    lost + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;
    use crate::model::format_rfc3339;
    use crate::testing::monitor::{plant, rows};
    use std::rc::Rc;

    fn losses_of(files: &[String]) -> LossesAnswer {
        let mut session = Session::new();
        for (i, text) in files.iter().enumerate() {
            session.add(&format!("{i}.csv"), Rc::new(text.as_bytes().to_vec()));
        }
        session.run();
        losses(session.data(), &Recipe::default(), &[], None, None, None).expect("the question is sound")
    }

    /// A shift of 480 min that begins at 06:00; times in minutes from then.
    fn at(minute: i64) -> String {
        format_rfc3339(1_774_245_600_000_000 + minute * 60_000_000)
    }

    #[test]
    fn the_six_losses_add_up_to_planned_minus_good_time() {
        let answer = losses_of(&[
            format!("asset,start,end,kind\nsaw,{},{},planned\n", at(0), at(480)),
            "asset,unlogged\nsaw,running\n".into(),
            format!(
                "asset,start,end,state,reason\nsaw,{},{},setup,\nsaw,{},{},down,belt\n",
                at(60),
                at(90),
                at(200),
                at(250)
            ),
            "product,ideal_cycle_s\np,30\n".into(),
            format!("asset,time,total,scrap\nsaw,{},60,40\nsaw,{},640,60\n", at(75), at(480)),
        ]);
        let minutes = |category: &str| -> f64 {
            answer.losses.iter().filter(|l| l.category == category).map(|l| l.seconds / 60.0).sum()
        };
        assert_eq!((minutes("breakdown"), minutes("setup"), minutes("speed")), (50.0, 30.0, 50.0));
        assert_eq!((minutes("defect"), minutes("startup")), (30.0, 20.0));
        assert_eq!((answer.planned, answer.good), (Some(480.0 * 60.0), Some(300.0 * 60.0)));
        assert_eq!(answer.losses.iter().map(|l| l.seconds).sum::<f64>(), 180.0 * 60.0);
        assert!(answer.losses.windows(2).all(|w| w[0].seconds >= w[1].seconds));
        assert!(answer.losses.iter().any(|l| l.cause == "belt" && l.count == 1), "{answer:?}");
    }

    #[test]
    fn without_pieces_the_stops_are_still_listed_and_good_time_is_not_made_up() {
        let answer = losses_of(&[
            format!("asset,start,end,kind\nsaw,{},{},planned\n", at(0), at(60)),
            format!("asset,start,end,state\nsaw,{},{},run\nsaw,{},{},jam\n", at(0), at(30), at(30), at(31)),
        ]);
        let found: Vec<_> = answer.losses.iter().map(|l| (l.category.as_str(), l.cause.as_str(), l.seconds)).collect();
        assert_eq!(found, [("no_data", "NO_DATA", 29.0 * 60.0), ("minor_stop", "jam", 60.0)]);
        assert_eq!(answer.good, None);
        assert!(answer.needs.iter().any(|n| n.contains("counts")), "{:?}", answer.needs);
    }

    #[test]
    fn a_stop_that_a_break_or_the_end_of_a_shift_cuts_is_one_stop() {
        let plan = |rows: &[(i64, i64, &str)]| {
            let row = |(from, to, kind): &(i64, i64, &str)| format!("saw,{},{},{kind}\n", at(*from), at(*to));
            format!("asset,start,end,kind\n{}", rows.iter().map(row).collect::<String>())
        };
        let stops = |plan: String, states: &[(i64, i64, &str)]| -> Vec<(String, f64, u64)> {
            let row = |(from, to, state): &(i64, i64, &str)| format!("saw,{},{},{state}\n", at(*from), at(*to));
            let states = format!("asset,start,end,state\n{}", states.iter().map(row).collect::<String>());
            let losses = losses_of(&[plan, states, "asset,unlogged\nsaw,running\n".into()]).losses;
            losses.into_iter().filter(|l| l.count > 0).map(|l| (l.cause, l.seconds / 60.0, l.count)).collect()
        };
        let day = plan(&[(0, 480, "planned"), (360, 390, "break")]);
        assert_eq!(stops(day, &[(350, 400, "down")]), [("down".to_owned(), 20.0, 1)]);
        let shifts = plan(&[(0, 480, "planned"), (480, 960, "planned"), (970, 1440, "planned")]);
        let twice = [(400, 1000, "down"), (1100, 1160, "down")];
        assert_eq!(stops(shifts, &twice), [("down".to_owned(), 560.0 + 30.0 + 60.0, 2)]);
    }

    /// Machines and when their stops began.
    type Begun = BTreeSet<(AssetId, Micros)>;

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

        /// Every piece looked at, its cause by name, summed in one map.
        #[test]
        fn stops_by_number_are_stops_by_name(
            states in rows(), calendar in rows(), running in proptest::bool::ANY, preset in 0..4_usize,
        ) {
            let session = plant(&states, &calendar, running, false);
            let (data, recipe) = (session.data(), Recipe::default());
            let name = ["vorne", "iso22400", "nakajima", "smrp"][preset];
            let definition = Definition::choose(Some(name), &recipe).unwrap();
            let window = Window::choose(data, None, None).unwrap();
            let mut slow: BTreeMap<(String, String), (f64, Begun)> = BTreeMap::new();
            for asset in assets(data, &recipe, &[]).unwrap() {
                let machine = Machine::new(data, &recipe, definition, asset, window);
                let lane = machine.lane;
                // Of a machine whose run time nobody knows no stops are listed.
                if machine.times().1.is_err() {
                    continue;
                }
                let mut before: Option<(String, Micros, Micros)> = None;
                machine.pieces(&mut |piece| {
                    let Some((category, _)) = cause(&machine, piece, USUAL_MINOR_STOP) else { return };
                    let Some(lane) = &lane else { return };
                    let name = match piece.state.category {
                        Category::Production => "Breaks and planned down time",
                        _ => lane.reason(&piece.state).unwrap_or_else(|| lane.state(&piece.state)),
                    };
                    let lost = slow.entry((category.to_owned(), name.to_owned())).or_default();
                    lost.0 += seconds(piece.span.length());
                    // A stop is its state, whatever cuts it; a break is what follows without a gap.
                    let began = match (&before, piece.state.category) {
                        (Some((of, began, end)), Category::Production) if of == name && *end == piece.span.start => *began,
                        (_, Category::Production) => piece.span.start,
                        _ => piece.state.span.start,
                    };
                    lost.1.insert((asset, began));
                    before = Some((name.to_owned(), began, piece.span.end));
                });
            }
            let said = losses(data, &recipe, &[], None, None, Some(name)).unwrap();
            let stops = said.losses.iter().filter(|l| l.count > 0);
            let said: BTreeMap<(String, String), (f64, u64)> =
                stops.map(|l| ((l.category.clone(), l.cause.clone()), (l.seconds, l.count))).collect();
            proptest::prop_assert_eq!(said.len(), slow.len());
            for (key, (time, stops)) in slow {
                let (fast, n) = said[&key];
                proptest::prop_assert!((fast - time).abs() < 1e-6 && n == stops.len() as u64, "{:?}", key);
            }
        }
    }
}
