//! Everything that was read, before any question is asked, and the rows that do not count.

use super::columns::{Marks, Table};
use super::tables::{
    Alarms, AssetFacts, Calendars, Containments, Counts, DataItems, DocumentLinks, EventIds, ItemFacts, Lifecycles,
    Measurements, Movements, Operations, ProductMentions, Products, Qualities, Retractions, Sightings, States,
    TransformationLines,
};
use super::{Assets, FileId, Items, LeaveOut, Names, Records, SourceId, Sources, Zones};

/// All registries and tables of a dataset, in load order. Importers append; indexes read.
#[derive(Default)]
#[allow(missing_docs, reason = "each field is documented at its type")]
pub struct Facts {
    pub names: Names,
    pub assets: Assets,
    pub items: Items,
    pub sources: Sources,
    pub states: States,
    pub counts: Counts,
    pub products: Products,
    pub calendars: Calendars,
    pub asset_facts: AssetFacts,
    pub operations: Operations,
    pub sightings: Sightings,
    pub transformations: TransformationLines,
    pub containments: Containments,
    pub movements: Movements,
    pub measurements: Measurements,
    pub qualities: Qualities,
    pub alarms: Alarms,
    pub item_facts: ItemFacts,
    pub lifecycles: Lifecycles,
    pub retractions: Retractions,
    pub event_ids: EventIds,
    pub data_items: DataItems,
    pub product_mentions: ProductMentions,
    pub document_links: DocumentLinks,
    pub zones: Zones,
    /// True when a time without a zone was met, so that [`Facts::zones`] mattered.
    pub met_local_times: bool,
    /// What is left out of the file being read.
    pub leave_out: Option<Box<LeaveOut>>,
    /// Rows that do not count at present, because other records say the same or withdraw them.
    pub(crate) set_aside: SetAside,
}

/// Something done to every table in turn.
pub(crate) trait TableWork {
    /// Does it to one table; `aside` holds its rows that do not count.
    fn on<T: Table>(&mut self, table: &mut T, aside: &mut T, sources: &Sources);
}

/// Makes room for what the rest of a file will bring, judged by its first part. Tables then grow once instead of by doubling, which in a browser
/// costs memory that it never gets back.
#[derive(Default)]
pub(crate) struct Room {
    /// Rows of each table before the file.
    before: Vec<usize>,
}

impl Room {
    /// Notes how long the tables are before a file is read.
    pub(crate) fn note(facts: &mut Facts) -> Self {
        let mut work = Note(Vec::new());
        facts.each_table(&mut work);
        Self { before: work.0 }
    }

    /// The room that one file takes up, wherever its rows stand.
    pub(crate) fn of(facts: &mut Facts, file: FileId) -> Self {
        let mut others = Others { records: facts.sources.numbers_of(file), rows: Vec::new() };
        facts.each_table(&mut others);
        Self { before: others.rows }
    }

    /// Makes room for the rest, which is `rest` times as long as what was read so far.
    pub(crate) fn make(self, facts: &mut Facts, rest: f64) {
        let records = facts.sources.current().and_then(|file| facts.sources.files().get(file.0 as usize));
        let records = records.map_or(0, |file| file.records() as usize);
        facts.sources.reserve(times(records, rest));
        facts.each_table(&mut Make { before: self.before.into_iter(), rest });
    }
}

/// A little more than `rows` times `rest`: rows are not all of one length.
fn times(rows: usize, rest: f64) -> usize {
    (rows as f64 * rest * 1.02) as usize + 64
}

struct Note(Vec<usize>);

impl TableWork for Note {
    fn on<T: Table>(&mut self, table: &mut T, _: &mut T, _: &Sources) {
        self.0.push(table.sources().len());
    }
}

/// How many rows of each table are not of these records.
struct Others {
    records: Vec<std::ops::Range<u32>>,
    rows: Vec<usize>,
}

impl TableWork for Others {
    fn on<T: Table>(&mut self, table: &mut T, _: &mut T, _: &Sources) {
        self.count(table.sources());
    }
}

impl Others {
    #[inline(never)]
    fn count(&mut self, sources: &Records) {
        let is_other = |source: &SourceId| !self.records.iter().any(|records| records.contains(&source.0));
        let rows = sources.iter().filter(is_other).count();
        self.rows.push(rows);
    }
}

struct Make {
    before: std::vec::IntoIter<usize>,
    rest: f64,
}

impl TableWork for Make {
    fn on<T: Table>(&mut self, table: &mut T, _: &mut T, _: &Sources) {
        let before = self.before.next().unwrap_or_default();
        let came = table.sources().len().saturating_sub(before);
        if came > 0 {
            table.reserve(times(came, self.rest));
        }
    }
}

macro_rules! fact_tables {
    ($($field:ident: $table:ty,)*) => {
        /// For each table, its rows that do not count at present. Nothing is thrown away: what other files say later may make a row
        /// count again.
        #[derive(Default)]
        pub(crate) struct SetAside {
            $(pub(crate) $field: $table,)*
        }

        impl Facts {
            /// Does `work` to every table of facts. Statements about records ([`Retractions`], [`EventIds`]) are left out: they must
            /// outlive the facts that they take out.
            pub(crate) fn each_table(&mut self, work: &mut impl TableWork) {
                // Every field is named, so that a new table cannot be forgotten.
                let Facts {
                    names: _, assets: _, items: _, sources, retractions: _, event_ids: _, zones: _, met_local_times: _, leave_out: _, set_aside,
                    $($field,)*
                } = self;
                $(work.on($field, &mut set_aside.$field, sources);)*
            }

            /// Rows of each table and the bytes that they hold, in the order of [`Facts::each_table`].
            pub(crate) fn sizes(&self) -> Vec<[u64; 2]> {
                vec![$([self.$field.len() as u64, (self.$field.bytes() + self.set_aside.$field.bytes()) as u64],)*]
            }
        }
    };
}

fact_tables! {
    states: States,
    counts: Counts,
    products: Products,
    calendars: Calendars,
    asset_facts: AssetFacts,
    operations: Operations,
    sightings: Sightings,
    transformations: TransformationLines,
    containments: Containments,
    movements: Movements,
    measurements: Measurements,
    qualities: Qualities,
    alarms: Alarms,
    item_facts: ItemFacts,
    lifecycles: Lifecycles,
    data_items: DataItems,
    product_mentions: ProductMentions,
    document_links: DocumentLinks,
}

impl Facts {
    /// Forgets a file and every fact that came from it; files after it move up by one. Names of assets and items that only it knew stay:
    /// see [`Facts::has_orphans`]. Statements about records of other files are not forgotten, so it must not be asked of a file that
    /// makes any.
    pub(crate) fn forget(&mut self, file: FileId) {
        struct Forget(Vec<std::ops::Range<u32>>);
        impl Forget {
            /// The rows of others, if not all are.
            #[inline(never)]
            fn others(&self, sources: &Records) -> Option<Vec<bool>> {
                let is_other = |source: SourceId| !self.0.iter().any(|records| records.contains(&source.0));
                let keep: Vec<bool> = sources.iter().map(is_other).collect();
                keep.contains(&false).then_some(keep)
            }
        }
        impl TableWork for Forget {
            fn on<T: Table>(&mut self, table: &mut T, aside: &mut T, _: &Sources) {
                for rows in [table, aside] {
                    if let Some(keep) = self.others(rows.sources()) {
                        rows.keep(&keep, &mut T::default());
                    }
                }
            }
        }
        let mut records = self.sources.numbers_of(file);
        records.retain(|numbers| !numbers.is_empty());
        if !records.is_empty() {
            self.each_table(&mut Forget(records));
        }
        self.sources.forget(file);
    }

    /// True when an asset or an item is known that no fact names.
    pub(crate) fn has_orphans(&mut self) -> bool {
        struct Mark(Marks);
        impl TableWork for Mark {
            fn on<T: Table>(&mut self, table: &mut T, aside: &mut T, _: &Sources) {
                table.mark(&mut self.0);
                aside.mark(&mut self.0);
            }
        }
        let mut mark = Mark(Marks { assets: vec![false; self.assets.len()], items: vec![false; self.items.len()] });
        self.each_table(&mut mark);
        mark.0.assets.contains(&false) || mark.0.items.contains(&false)
    }
}
