//! One asset in one window: its planned time, and what it did in each piece of it.

use super::buckets::{Known, needs};
use super::definition::Definition;
use super::scope::{Window, runs_unlogged};
use crate::index::{Category, Cause, Dataset, Lane, SpanSet, StateSpan};
use crate::model::{AssetId, Micros, Span};
use crate::order::Order;
use crate::recipe::Recipe;

/// One asset in one window, under one definition.
pub(in crate::analysis::monitor) struct Machine<'a> {
    pub(in crate::analysis::monitor) data: &'a Dataset,
    pub(in crate::analysis::monitor) asset: AssetId,
    pub(in crate::analysis::monitor) name: &'a str,
    pub(in crate::analysis::monitor) window: Window,
    pub(in crate::analysis::monitor) definition: Definition,
    /// What it did; none when no record says anything of its states.
    pub(in crate::analysis::monitor) lane: Option<Lane<'a>>,
    /// True when its log lists only stops.
    pub(in crate::analysis::monitor) runs_unlogged: bool,
    /// Planned time by calendar, before states say what of it was not planned after all.
    pub(in crate::analysis::monitor) shifts: Known<SpanSet>,
    /// True when no calendar is known and the window itself stands for it.
    pub(in crate::analysis::monitor) window_is_planned: bool,
    minor_stop: Option<Micros>,
}

/// What a piece of planned time counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis::monitor) enum Use {
    /// Producing.
    Run,
    /// A stop so short that it counts as lost speed.
    MinorStop,
    /// Set-up.
    Setup,
    /// Any other stop.
    Stop,
    /// No record says anything.
    Unknown,
    /// Not planned time, as the state says.
    NotPlanned,
}

/// A piece of planned time.
#[derive(Debug, Clone, Copy)]
pub(in crate::analysis::monitor) struct Piece {
    /// When, inside planned time.
    pub(in crate::analysis::monitor) span: Span,
    /// The whole state span that it is part of.
    pub(in crate::analysis::monitor) state: StateSpan,
    /// What it counts as.
    pub(in crate::analysis::monitor) used: Use,
}

/// Planned busy time and what became of it, in microseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::analysis::monitor) struct Times {
    pub(in crate::analysis::monitor) planned: Micros,
    pub(in crate::analysis::monitor) run: Micros,
    pub(in crate::analysis::monitor) setup: Micros,
    pub(in crate::analysis::monitor) unknown: Micros,
}

impl<'a> Machine<'a> {
    pub(in crate::analysis::monitor) fn new(
        data: &'a Dataset,
        recipe: &Recipe,
        definition: Definition,
        asset: AssetId,
        window: Window,
    ) -> Self {
        let facts = &data.facts;
        let name = facts.names.text(facts.assets.name(asset));
        let runs_unlogged = runs_unlogged(data, recipe, asset);
        let calendar = data.calendars.of(asset);
        // Who declares that the machine runs whenever nothing is logged, and asks for a window, says that it was to run all of it.
        let window_is_planned = calendar.is_none() && runs_unlogged && window.stated;
        let shifts = match calendar {
            Some(c) if definition.pauses_are_not_planned => Ok(c.busy.clip(window.span)),
            Some(c) => Ok(c.planned.clip(window.span)),
            None if window_is_planned => Ok(SpanSet::from(window.span)),
            None => needs(format!(
                "The planned time of {name}: load a calendars table, or type it on the Data screen (`planned` in a recipe)."
            )),
        };
        // Without any row a lane is nothing but filler, which only says something where unlogged time is run time.
        let lane = data.lanes.get(facts, asset).filter(|l| !l.is_empty() || runs_unlogged);
        let minor_stop = definition.minor_stop(recipe);
        Self { data, asset, name, window, definition, lane, runs_unlogged, shifts, window_is_planned, minor_stop }
    }

    /// What a state span counts as. In a break or in planned down time (`paused`) that a definition keeps in planned time, a machine runs
    /// only where a record says so.
    fn used(&self, state: &StateSpan, paused: bool) -> Use {
        match state.category {
            Category::Production if paused && state.cause == Cause::Unlogged => Use::Stop,
            category if self.definition.is_not_planned(category) => Use::NotPlanned,
            Category::Production => Use::Run,
            Category::NoData => Use::Unknown,
            Category::Setup => Use::Setup,
            category if is_minor(category, state.span.length(), self.minor_stop) => Use::MinorStop,
            _ => Use::Stop,
        }
    }

    /// Planned time by calendar in time order, each span with whether it is a break or planned down time.
    fn segments(&self) -> Vec<(Span, bool)> {
        let Ok(shifts) = &self.shifts else { return Vec::new() };
        let paused = self.data.calendars.of(self.asset).map(|c| c.paused.intersection(shifts)).unwrap_or_default();
        let busy = shifts.difference(&paused);
        let mut all: Vec<(Span, bool)> = busy.spans().iter().map(|s| (*s, false)).collect();
        all.extend(paused.spans().iter().map(|s| (*s, true)));
        all.order();
        all
    }

    /// All pieces of planned time in time order, one by one; they tile the shifts. Without a lane there are none.
    pub(in crate::analysis::monitor) fn pieces(&self, visit: &mut dyn FnMut(&Piece)) {
        self.pieces_of(&[true; Category::COUNT], visit);
    }

    /// Those in states of a wanted category.
    pub(in crate::analysis::monitor) fn pieces_of(
        &self,
        wanted: &[bool; Category::COUNT],
        visit: &mut dyn FnMut(&Piece),
    ) {
        let Some(lane) = &self.lane else { return };
        for (segment, paused) in self.segments() {
            // How long the stop really was, outside planned time as well, decides whether it was minor.
            lane.each_of(segment, wanted, &mut |span, state| {
                visit(&Piece { span, state, used: self.used(&state, paused) });
            });
        }
    }

    /// What the spans of each segment count as, by their category: where no single span matters, so that nobody has to look at each.
    pub(in crate::analysis::monitor) fn by_category(&self) -> Option<Vec<(Span, [Use; Category::COUNT])>> {
        if self.minor_stop.is_some() {
            return None;
        }
        let uses = |(segment, paused): (Span, bool)| {
            let used = |category| self.used(&StateSpan { span: segment, category, cause: Cause::NoData }, paused);
            (segment, Category::ALL.map(used))
        };
        Some(self.segments().into_iter().map(uses).collect())
    }

    /// Planned time and what became of it; needs what is not known.
    pub(in crate::analysis::monitor) fn times(&self) -> (Known<Micros>, Known<Times>) {
        let shifts = match &self.shifts {
            Ok(shifts) => shifts,
            Err(needs) => return (Err(needs.clone()), Err(needs.clone())),
        };
        let all = shifts.length_in(self.window.span);
        let Some(lane) = &self.lane else { return (Ok(all), self.no_states()) };
        let mut times = Times { planned: all, ..Times::default() };
        let segments = self.segments();
        let by_piece = self.minor_stop.is_some() || (self.runs_unlogged && segments.iter().any(|(_, paused)| *paused));
        if by_piece {
            self.pieces(&mut |p| times.add(p.used, p.span.length()));
        } else {
            // No single stop matters: sums by category will do.
            for (span, paused) in segments {
                let by_category = lane.time_by_category(span);
                for category in Category::ALL {
                    let state = StateSpan { span, category, cause: Cause::NoData };
                    times.add(self.used(&state, paused), by_category.get(category));
                }
            }
        }
        if times.planned > 0 && times.unknown == times.planned {
            return (Ok(times.planned), self.no_states());
        }
        (Ok(times.planned), Ok(times))
    }

    fn no_states<T>(&self) -> Known<T> {
        let name = self.name;
        needs(match self.lane {
            None => format!(
                "The run time of {name}: load a states table or a machine log. If its log lists only stops, say so in an assets table \
                 (`unlogged` = `running`)."
            ),
            Some(_) => {
                format!("The run time of {name}: no record of its states falls into its planned time in this window.")
            }
        })
    }
}

impl Times {
    fn add(&mut self, used: Use, time: Micros) {
        match used {
            // A minor stop is lost speed: it stays inside run time, and performance pays for it.
            Use::Run | Use::MinorStop => self.run += time,
            Use::Setup => self.setup += time,
            Use::Unknown => self.unknown += time,
            Use::NotPlanned => self.planned -= time,
            Use::Stop => {}
        }
    }
}

/// True when a stop of this kind and length is a minor one.
pub(in crate::analysis::monitor) fn is_minor(category: Category, length: Micros, below: Option<Micros>) -> bool {
    let can_be = matches!(
        category,
        Category::UnplannedDown | Category::Idle | Category::BlockedStarved | Category::Unclassified
    );
    can_be && below.is_some_and(|below| length < below)
}
