//! Lists cut to the rows that a screen shows, with how many there are in all.
//!
//! The analysis says everything there is; what is sent never grows with the data. A list is ordered by names and times, so the same row has the
//! same number however the files were loaded, and "after" means the same to two questions about the same data.

use crate::analysis::{items, trace, track};
use crate::index::Dataset;
use crate::model::{Micros, NameId, RecordStatus, RepairKind, SourceRef, Span};
use crate::protocol::{
    AskError, ContextAnswer, Direction, InMachineAnswer, Instant, JourneyAnswer, PlaceAnswer, PlacesAnswer,
    RepairKindReport, RepairReport, RepairsAnswer, TracePageAnswer, TracePart, page_limit,
};
use crate::recipe::Recipe;

/// Which rows of a list are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    after: usize,
    limit: usize,
}

impl Page {
    /// Passes over `after` rows, then takes `limit` (cut to what any answer may hold).
    pub fn new(after: u64, limit: Option<u32>) -> Self {
        Self { after: usize::try_from(after).unwrap_or(usize::MAX), limit: page_limit(limit) }
    }

    /// Keeps the rows wanted and says how many there were.
    fn cut<T>(self, rows: &mut Vec<T>) -> u64 {
        let total = rows.len();
        rows.truncate(self.after.saturating_add(self.limit));
        rows.drain(..self.after.min(rows.len()));
        total as u64
    }
}

/// Records that were put right, of one file or of all, by file and record.
pub fn repairs(data: &Dataset, recipe: &Recipe, file: Option<&str>, page: Page) -> RepairsAnswer {
    let (sources, names) = (&data.facts.sources, &data.facts.names);
    let off = recipe.switched_off();
    let mut records = [0; RepairKind::ALL.len()];
    let mut answer = RepairsAnswer::default();
    let text = |name: NameId| names.get(name).map(str::to_owned);
    for id in sources.sorted() {
        let Some(of) = sources.files().get(id.0 as usize).filter(|of| file.is_none_or(|file| file == of.name)) else {
            continue;
        };
        for (record, repair) in sources.repairs(id) {
            records[repair.kind as usize] += 1;
            let row = answer.total;
            answer.total += 1;
            if row >= page.after as u64 && answer.repairs.len() < page.limit {
                let repaired = of.status_of(record) == Some(RecordStatus::Repaired);
                answer.repairs.push(RepairReport {
                    source: SourceRef { file: of.name.clone(), record, line: of.line_of(record), repaired },
                    kind: repair.kind.name().to_owned(),
                    from: text(repair.from),
                    to: text(repair.to),
                    reason: names.text(repair.reason).to_owned(),
                });
            }
        }
    }
    let kinds = RepairKind::ALL.into_iter().zip(records);
    let report = |(kind, records): (RepairKind, u64)| RepairKindReport {
        kind: kind.name().to_owned(),
        title: kind.title().to_owned(),
        records,
        off: off.contains(&kind),
    };
    answer.kinds = kinds.filter(|(kind, records)| *records > 0 || off.contains(kind)).map(report).collect();
    answer
}

/// Stays of an item.
pub fn journey(data: &Dataset, item: &str, page: Page) -> Result<JourneyAnswer, AskError> {
    let mut answer = track::journey(data, item)?;
    answer.total = page.cut(&mut answer.stays);
    Ok(answer)
}

/// What is at a place.
pub fn place(data: &Dataset, place: &str, at: Option<Micros>, page: Page) -> Result<PlaceAnswer, AskError> {
    let mut answer = track::place(data, place, at, page.after.saturating_add(page.limit))?;
    page.cut(&mut answer.items);
    Ok(answer)
}

/// Places with how many items are there. Only those of the page are counted.
pub fn places(data: &Dataset, at: Option<Micros>, page: Page) -> PlacesAnswer {
    let at = at.unwrap_or_else(|| track::end_of_data(data));
    let mut names = track::place_names(data);
    let total = page.cut(&mut names);
    PlacesAnswer { at: Instant(at), places: track::place_counts(data, &names, at), total, left_out: data.left_out }
}

/// What was in a machine.
pub fn in_machine(data: &Dataset, asset: &str, span: Span, page: Page) -> Result<InMachineAnswer, AskError> {
    let mut items = track::in_machine(data, asset, span)?;
    let total = page.cut(&mut items);
    Ok(InMachineAnswer { items, total })
}

/// Operations on an item with what machines did meanwhile; each of its lists has at most as many rows.
pub fn context(data: &Dataset, item: &str, page: Page) -> Result<ContextAnswer, AskError> {
    let mut answer = trace::context(data, item)?;
    answer.operations_total = Some(page.cut(&mut answer.operations));
    answer.quality_total = Some(page.cut(&mut answer.quality));
    let first = Page { after: 0, ..page };
    for operation in &mut answer.operations {
        let total = first.cut(&mut operation.alarms);
        operation.alarms_total = (total > operation.alarms.len() as u64).then_some(total);
    }
    Ok(answer)
}

/// One list of a trace; with `only`, just that item of it.
pub fn trace_page(
    data: &Dataset,
    item: &str,
    direction: Direction,
    part: TracePart,
    only: Option<&str>,
    page: Page,
) -> Result<TracePageAnswer, AskError> {
    let whole = trace::Whole::run(data, items::find_item(data, item)?, direction);
    let only = only.map(|only| items::find_item(data, only)).transpose()?;
    let (mut items, mut gaps, mut coverage) = (Vec::new(), Vec::new(), None);
    let total = match part {
        TracePart::Items => {
            let mut rows = whole.items();
            rows.retain(|item| only.is_none_or(|only| only == *item));
            let total = page.cut(&mut rows);
            items = whole.describe(&rows);
            total
        }
        TracePart::Exposed => {
            let mut rows = whole.exposed();
            rows.retain(|(item, _)| only.is_none_or(|only| only == *item));
            let total = page.cut(&mut rows);
            items = whole.describe_exposed(&rows);
            total
        }
        TracePart::Gaps => {
            gaps = whole.gaps();
            coverage = Some(whole.coverage(&gaps));
            let only = only.map(|only| items::key(data, only));
            gaps.retain(|gap| only.is_none_or(|only| only == gap.item));
            page.cut(&mut gaps)
        }
    };
    let item = items::key(data, whole.anchor()).to_owned();
    Ok(TracePageAnswer { item, direction, part, items, gaps, total, coverage })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_cut_from_anywhere_and_knows_the_whole() {
        let of = |after, limit| {
            let mut rows: Vec<u32> = (0..10).collect();
            let total = Page::new(after, limit).cut(&mut rows);
            (rows, total)
        };
        assert_eq!(of(0, Some(3)), (vec![0, 1, 2], 10));
        assert_eq!(of(8, Some(3)), (vec![8, 9], 10));
        assert_eq!(of(10, Some(3)), (vec![], 10));
        assert_eq!(of(u64::MAX, None), (vec![], 10));
        assert_eq!(Page::new(0, Some(u32::MAX)).limit, 1_000);
    }
}
