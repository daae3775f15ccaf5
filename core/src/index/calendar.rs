//! Planned time per asset as disjoint sets of spans.
//!
//! ```text
//! planned        ████████████████████████        planned rows, joined: overlaps count once
//! not_planned                         ████       taken out: a holiday inside a shift pattern
//! break               ██                         planned, but not busy
//! planned_down                 ███               planned, but not busy
//! busy           █████  ███████   ████           planned − not_planned − break − planned_down
//! ```
//!
//! An asset without a planned row of its own takes its parent's, then its grandparent's, and so on; its own breaks still count. Where
//! the whole chain names no planned time, the recipe fills in.

use super::SpanSet;
use crate::model::tables::{CalendarKind, CalendarRow};
use crate::model::{AssetId, Facts, SourceId, Span};
use crate::order::Order;
use crate::recipe::Recipe;
use std::collections::{BTreeMap, BTreeSet};

/// The planned time of one asset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AssetCalendar {
    /// Time the asset was planned to work, breaks and planned down time included.
    pub planned: SpanSet,
    /// Breaks and planned down time inside planned time.
    pub paused: SpanSet,
    /// `planned − paused`.
    pub busy: SpanSet,
    /// Records behind it with their spans, ordered by time, then record.
    pub records: Vec<(Span, SourceId)>,
    /// True when the recipe, not a record, says what is planned.
    pub from_recipe: bool,
}

/// Calendars by asset; an asset without any known planned time is absent.
#[derive(Debug, Default)]
pub struct CalendarIndex {
    by_asset: BTreeMap<AssetId, AssetCalendar>,
    parents: BTreeMap<AssetId, AssetId>,
}

impl CalendarIndex {
    /// Reads calendars and the asset hierarchy; the recipe fills what no record says.
    pub fn build(facts: &Facts, recipe: &Recipe) -> Self {
        let parents = parents(facts);
        let mut rows: BTreeMap<AssetId, Vec<CalendarRow>> = BTreeMap::new();
        for row in facts.calendars.rows() {
            rows.entry(row.asset).or_default().push(row);
        }
        let by_asset = (0..facts.assets.len() as u32)
            .map(AssetId)
            .filter_map(|asset| {
                let chain = rows_of_chain(asset, &rows, &parents);
                calendar(facts, recipe, asset, chain).map(|calendar| (asset, calendar))
            })
            .collect();
        Self { by_asset, parents }
    }

    /// The calendar of an asset; `None` when its planned time is not known.
    pub fn of(&self, asset: AssetId) -> Option<&AssetCalendar> {
        self.by_asset.get(&asset)
    }

    /// What an asset is part of.
    pub fn parent(&self, asset: AssetId) -> Option<AssetId> {
        self.parents.get(&asset).copied()
    }

    /// True when something is part of this asset.
    pub fn is_parent(&self, asset: AssetId) -> bool {
        self.parents.values().any(|p| *p == asset)
    }

    /// An asset, what it is part of, what that is part of, and so on.
    pub fn lineage(&self, asset: AssetId) -> Vec<AssetId> {
        lineage(asset, &self.parents)
    }

    /// True when `asset` is `ancestor` or part of it, over any number of levels.
    pub fn is_within(&self, asset: AssetId, ancestor: AssetId) -> bool {
        lineage(asset, &self.parents).contains(&ancestor)
    }

    /// From the first planned instant to the last, over all assets; what the recipe leaves open does not count.
    pub fn extent(&self) -> Option<Span> {
        let records = self.by_asset.values().flat_map(|c| &c.records).map(|(span, _)| *span);
        let stated = self.by_asset.values().filter(|c| c.from_recipe).filter_map(|c| c.planned.extent());
        records
            .chain(stated.filter(|s| s.start != Span::ALL.start && s.end != Span::ALL.end))
            .reduce(|a, b| Span::new(a.start.min(b.start), a.end.max(b.end)))
    }
}

/// The parent of each asset; where records disagree, the first by file and record counts.
fn parents(facts: &Facts) -> BTreeMap<AssetId, AssetId> {
    let mut rows: Vec<_> =
        facts.asset_facts.rows().filter_map(|r| Some((r.asset, r.parent.some()?, r.source))).collect();
    rows.order_by(|a, b| facts.sources.order_key(a.2).cmp(&facts.sources.order_key(b.2)));
    let mut parents = BTreeMap::new();
    for (asset, parent, _) in rows {
        parents.entry(asset).or_insert(parent);
    }
    parents
}

/// The asset, its parent, its parent's parent … A circle in the data ends it.
fn lineage(asset: AssetId, parents: &BTreeMap<AssetId, AssetId>) -> Vec<AssetId> {
    let mut seen = BTreeSet::new();
    let mut line = Vec::new();
    let mut next = Some(asset);
    while let Some(here) = next.filter(|a| seen.insert(*a)) {
        line.push(here);
        next = parents.get(&here).copied();
    }
    line
}

/// The asset's rows, and those of its ancestors up to the first that states planned time.
fn rows_of_chain(
    asset: AssetId,
    rows: &BTreeMap<AssetId, Vec<CalendarRow>>,
    parents: &BTreeMap<AssetId, AssetId>,
) -> Vec<CalendarRow> {
    let mut chain = Vec::new();
    for level in lineage(asset, parents) {
        chain.extend(rows.get(&level).into_iter().flatten().copied());
        if chain.iter().any(|r| r.kind == CalendarKind::Planned) {
            break;
        }
    }
    chain
}

fn calendar(facts: &Facts, recipe: &Recipe, asset: AssetId, rows: Vec<CalendarRow>) -> Option<AssetCalendar> {
    let of_kind = |kinds: &[CalendarKind]| {
        SpanSet::new(rows.iter().filter(|r| kinds.contains(&r.kind)).map(|r| Span::new(r.start, r.end)).collect())
    };
    let recorded = of_kind(&[CalendarKind::Planned]);
    let from_recipe = recorded.is_empty();
    let stated = if from_recipe { recipe_spans(facts, recipe, asset) } else { recorded };
    if stated.is_empty() {
        return None;
    }
    let planned = stated.difference(&of_kind(&[CalendarKind::NotPlanned]));
    let paused = of_kind(&[CalendarKind::Break, CalendarKind::PlannedDown]).intersection(&planned);
    let mut records: Vec<_> = rows.iter().map(|r| (Span::new(r.start, r.end), r.source)).collect();
    records.order_by(|a, b| (a.0, facts.sources.order_key(a.1)).cmp(&(b.0, facts.sources.order_key(b.1))));
    Some(AssetCalendar { busy: planned.difference(&paused), planned, paused, records, from_recipe })
}

/// What the recipe says of an asset: its own lines, else the lines for all. A bound that is left open reaches to the end of time; every
/// question cuts it to its window.
fn recipe_spans(facts: &Facts, recipe: &Recipe, asset: AssetId) -> SpanSet {
    let name = facts.names.text(facts.assets.name(asset));
    let of = |wanted: Option<&str>| -> SpanSet {
        let lines = recipe.planned.iter().filter(|p| p.asset.as_deref() == wanted);
        SpanSet::new(
            lines
                .map(|p| {
                    let (from, to) = p.bounds();
                    Span::new(from.unwrap_or(Span::ALL.start), to.unwrap_or(Span::ALL.end))
                })
                .collect(),
        )
    };
    let own = of(Some(name));
    if own.is_empty() { of(None) } else { own }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tables::AssetFactRow;
    use crate::model::{Micros, NameId};
    use crate::recipe::PlannedTime;

    const MINUTE: Micros = 60_000_000;

    struct Plant(Facts);

    impl Plant {
        fn new() -> Self {
            let mut facts = Facts::default();
            facts.sources.open("plan.csv", "floorlens-calendars", 0);
            Self(facts)
        }

        fn asset(&mut self, name: &str) -> AssetId {
            let name = self.0.names.intern(name);
            self.0.assets.intern(name)
        }

        fn row(&mut self, asset: &str, kind: CalendarKind, from_min: i64, to_min: i64) {
            let asset = self.asset(asset);
            let source = self.0.sources.record(1);
            self.0.calendars.push(CalendarRow {
                asset,
                start: from_min * MINUTE,
                end: to_min * MINUTE,
                kind,
                source,
                shift: NameId::NONE,
            });
        }

        fn part_of(&mut self, asset: &str, parent: &str) {
            let (asset, parent) = (self.asset(asset), self.asset(parent));
            let source = self.0.sources.record(1);
            self.0.asset_facts.push(AssetFactRow {
                asset,
                source,
                parent,
                kind: NameId::NONE,
                name: NameId::NONE,
                zone: NameId::NONE,
                unlogged: Default::default(),
            });
        }

        fn busy_minutes(&mut self, asset: &str, recipe: &Recipe) -> Option<i64> {
            let asset = self.asset(asset);
            let index = CalendarIndex::build(&self.0, recipe);
            Some(index.of(asset)?.busy.length_in(Span::new(0, 10_000 * MINUTE)) / MINUTE)
        }
    }

    #[test]
    fn busy_time_is_planned_time_without_breaks_planned_down_and_holidays_whatever_overlaps() {
        let mut plant = Plant::new();
        plant.row("saw", CalendarKind::Planned, 0, 480);
        plant.row("saw", CalendarKind::Planned, 240, 480);
        plant.row("saw", CalendarKind::Break, 100, 130);
        plant.row("saw", CalendarKind::Break, 120, 150);
        plant.row("saw", CalendarKind::PlannedDown, 140, 160);
        plant.row("saw", CalendarKind::NotPlanned, 460, 600);
        assert_eq!(plant.busy_minutes("saw", &Recipe::default()), Some(400));
        assert_eq!(plant.busy_minutes("mill", &Recipe::default()), None);
    }

    #[test]
    fn a_machine_takes_the_nearest_calendar_above_it_and_keeps_its_own_breaks() {
        let mut plant = Plant::new();
        plant.row("site", CalendarKind::Planned, 0, 1000);
        plant.row("line", CalendarKind::Planned, 0, 480);
        plant.row("saw", CalendarKind::Break, 0, 30);
        plant.part_of("saw", "line");
        plant.part_of("line", "site");
        assert_eq!(plant.busy_minutes("saw", &Recipe::default()), Some(450));
        plant.row("saw", CalendarKind::Planned, 0, 60);
        assert_eq!(plant.busy_minutes("saw", &Recipe::default()), Some(30));
    }

    #[test]
    fn a_circle_of_parents_ends() {
        let mut plant = Plant::new();
        plant.part_of("a", "b");
        plant.part_of("b", "a");
        assert_eq!(plant.busy_minutes("a", &Recipe::default()), None);
    }

    #[test]
    fn the_recipe_fills_only_where_no_record_says_what_is_planned() {
        let mut plant = Plant::new();
        plant.row("saw", CalendarKind::Planned, 0, 480);
        plant.row("mill", CalendarKind::Break, 0, 60);
        let planned = PlannedTime { asset: None, from: Some("1970-01-01T00:00:00Z".into()), to: None };
        let recipe = Recipe { planned: vec![planned], ..Recipe::default() };
        assert_eq!(plant.busy_minutes("saw", &recipe), Some(480));
        assert_eq!(plant.busy_minutes("mill", &recipe), Some(9_940));
    }
}
