//! Question and Answer: plain serde data, versioned. The only language that page, CLI and embedders speak.
//!
//! A question is a JSON object with the field `ask`; its answer is the payload alone, the same JSON from every door. Times are RFC 3339,
//! durations seconds, fractions plain numbers.
//!
//! ```text
//! data.rs      what was loaded, the ledger, finding things, opening a source record
//! mapping.rs   how a foreign table is read
//! monitor.rs   states, cycles, OEE, losses, trend, timeline
//! track.rs     where an item is and was, what is at a place
//! trace.rs     what it is made of, where it went, what machines did meanwhile
//! tree.rs      a trace as an interactive picture
//! time.rs      instants as RFC 3339
//! reading.rs   questions from JSON
//! ```

mod data;
mod mapping;
mod monitor;
mod reading;
mod time;
mod trace;
mod track;
mod tree;

pub use data::{
    FileLoad, FileReport, FindAnswer, Found, FoundKind, InspectAnswer, LoadAnswer, MessageReport, RecordAnswer,
    RejectsAnswer, RepairKindReport, RepairReport, RepairsAnswer,
};
pub use mapping::{
    ColumnGuess, FileMapping, MappingAnswer, MappingQuestion, MappingQuestionKind, PreviewTable, ShapeGuess,
};
pub use monitor::{
    AssetOee, Cycle, Figure, Lane, LaneSpan, Loss, LossesAnswer, Need, NeedKind, NeedsAnswer, OeeAnswer, OeeFigures,
    StateLane, TimelineAnswer, TrendAnswer, TrendBy, TrendPoint,
};
pub use reading::Versioned;
pub use time::Instant;
pub use trace::{
    Certainty, ContextAlarm, ContextAnswer, ContextMeasurement, ContextOperation, ContextQuality, Direction, Edge, Gap,
    TraceAnswer, TraceCoverage, TracePageAnswer, TracePart, TracedItem,
};
pub use track::{
    Container, InMachineAnswer, JourneyAnswer, LocateAnswer, PlaceAnswer, PlaceCount, PlacedItem, PlacesAnswer, Stay,
};
pub use tree::{TreeAnswer, TreeMore, TreeNode};

use crate::model::{Choice, Mapping, Shape};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of this language. A question of a newer version is refused with a sentence.
pub const VERSION: u32 = 1;

/// How many rows an answer that comes page by page holds when the question does not say.
pub const PAGE_ROWS: u32 = 100;

/// How many rows it holds at most, whatever the question says: no screen shows more at once.
pub const MOST_PAGE_ROWS: u32 = 1_000;

/// How many rows a page holds.
pub fn page_limit(limit: Option<u32>) -> usize {
    limit.unwrap_or(PAGE_ROWS).min(MOST_PAGE_ROWS) as usize
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// Everything that can be asked of a dataset. `from`/`to` absent = all there is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum Question {
    /// What was loaded and what became of every record. → [`InspectAnswer`]
    Inspect {},
    /// The text of one source record, as it stands in the file. → [`RecordAnswer`]
    Record {
        /// File name.
        file: String,
        /// Record number from 1.
        record: u32,
    },
    /// The rejected records of a file with their reasons, as CSV. → [`RejectsAnswer`]
    Rejects {
        /// File name.
        file: String,
        /// Only records after this one; absent = from the first on.
        #[serde(skip_serializing_if = "Option::is_none")]
        after: Option<u32>,
    },
    /// Records that count after a repair, or would if their kind were not switched off, page by page. → [`RepairsAnswer`]
    Repairs {
        /// Only of this file.
        #[serde(skip_serializing_if = "Option::is_none")]
        file: Option<String>,
        /// Rows to pass over; none when absent.
        #[serde(skip_serializing_if = "is_zero")]
        after: u64,
        /// At most so many rows; see [`page_limit`].
        #[serde(skip_serializing_if = "Option::is_none")]
        limit: Option<u32>,
    },
    /// How much memory a file needs as it is chosen to be loaded, or would need under another choice. → [`LoadAnswer`]
    Load {
        /// File name.
        file: String,
        /// What would be loaded of it; absent = what the recipe says.
        #[serde(skip_serializing_if = "Option::is_none")]
        choice: Option<Box<Choice>>,
    },
    /// How a table that is none of ours is read; with `shape` or `mapping`, how it would be. → [`MappingAnswer`]
    Mapping {
        /// File name.
        file: String,
        /// A fresh guess under this shape.
        #[serde(skip_serializing_if = "Option::is_none")]
        shape: Option<Shape>,
        /// A mapping to try out.
        #[serde(skip_serializing_if = "Option::is_none")]
        mapping: Option<Box<Mapping>>,
    },
    /// Assets, items, places and orders whose name holds `text`. → [`FindAnswer`]
    Find {
        /// What to look for, in any spelling.
        text: String,
        /// At most so many.
        limit: u32,
    },
    /// Seconds per state and asset; states tile the window. → [`StateLane`] list
    States {
        /// Only this asset.
        #[serde(skip_serializing_if = "Option::is_none")]
        asset: Option<String>,
        /// Window start.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<Instant>,
        /// Window end.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<Instant>,
    },
    /// Machine cycles. → [`Cycle`] list
    Cycles {
        /// Only this asset.
        #[serde(skip_serializing_if = "Option::is_none")]
        asset: Option<String>,
    },
    /// OEE with its inputs. → [`OeeAnswer`]
    Oee {
        /// Only these assets; empty = all.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        assets: Vec<String>,
        /// Window start.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<Instant>,
        /// Window end.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<Instant>,
        /// Preset name; the recipe's when absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        definition: Option<String>,
    },
    /// Losses by cause, largest first. → [`LossesAnswer`]
    Losses {
        /// Only these assets; empty = all.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        assets: Vec<String>,
        /// Window start.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<Instant>,
        /// Window end.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<Instant>,
        /// Preset name; the recipe's when absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        definition: Option<String>,
    },
    /// OEE per bucket of time. → [`TrendAnswer`]
    Trend {
        /// Only these assets; empty = all.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        assets: Vec<String>,
        /// Window start.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<Instant>,
        /// Window end.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<Instant>,
        /// Length of even buckets in seconds; needed where no calendar says what `by` asks for.
        bucket: f64,
        /// Where buckets begin; absent = even ones from the start of the window.
        #[serde(skip_serializing_if = "Option::is_none")]
        by: Option<TrendBy>,
        /// Preset name; the recipe's when absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        definition: Option<String>,
    },
    /// What is missing for OEE, per machine. → [`NeedsAnswer`]
    Needs {},
    /// The lanes of the timeline (names, totals, legend); the picture itself is a raster. → [`TimelineAnswer`]
    Timeline {
        /// Window start.
        #[serde(skip_serializing_if = "Option::is_none")]
        from: Option<Instant>,
        /// Window end.
        #[serde(skip_serializing_if = "Option::is_none")]
        to: Option<Instant>,
    },
    /// The state of an asset at a time, with its neighbours. → [`LaneSpan`]
    StateAt {
        /// The asset.
        asset: String,
        /// When.
        at: Instant,
    },
    /// Where an item is or was. → [`LocateAnswer`]
    Locate {
        /// The item in any spelling.
        item: String,
        /// When; absent = at the end of the data.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<Instant>,
    },
    /// Stays of an item, page by page. → [`JourneyAnswer`]
    Journey {
        /// The item in any spelling.
        item: String,
        /// Rows to pass over; none when absent.
        #[serde(skip_serializing_if = "is_zero")]
        after: u64,
        /// At most so many rows; see [`page_limit`].
        #[serde(skip_serializing_if = "Option::is_none")]
        limit: Option<u32>,
    },
    /// What is at a place. → [`PlaceAnswer`]
    Place {
        /// The place.
        place: String,
        /// When; absent = at the end of the data.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<Instant>,
        /// Rows to pass over; none when absent.
        #[serde(skip_serializing_if = "is_zero")]
        after: u64,
        /// At most so many rows; see [`page_limit`].
        #[serde(skip_serializing_if = "Option::is_none")]
        limit: Option<u32>,
    },
    /// Places, with how many items are there, page by page. → [`PlacesAnswer`]
    Places {
        /// When; absent = at the end of the data.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<Instant>,
        /// Rows to pass over; none when absent.
        #[serde(skip_serializing_if = "is_zero")]
        after: u64,
        /// At most so many rows; see [`page_limit`].
        #[serde(skip_serializing_if = "Option::is_none")]
        limit: Option<u32>,
    },
    /// What an item is made of, or what became of it, as a whole. A screen asks [`Question::TracePage`]. → [`TraceAnswer`]
    Trace {
        /// The item in any spelling.
        item: String,
        /// Back to its inputs or forward to its outputs.
        direction: Direction,
    },
    /// One of the lists of a trace, page by page. → [`TracePageAnswer`]
    TracePage {
        /// The item in any spelling.
        item: String,
        /// Back to its inputs or forward to its outputs.
        direction: Direction,
        /// Which list.
        part: TracePart,
        /// Only this item, wherever it stands in the list.
        #[serde(skip_serializing_if = "Option::is_none")]
        only: Option<String>,
        /// Rows to pass over; none when absent.
        #[serde(skip_serializing_if = "is_zero")]
        after: u64,
        /// At most so many rows; see [`page_limit`].
        #[serde(skip_serializing_if = "Option::is_none")]
        limit: Option<u32>,
    },
    /// The open part of a trace as a picture; the anchor is always open. → [`TreeAnswer`]
    Tree {
        /// The anchor in any spelling.
        item: String,
        /// Back to its inputs or forward to its outputs.
        direction: Direction,
        /// Items whose children are shown.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        expanded: Vec<String>,
        /// Item → pages of children beyond the first ("… n more").
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        pages: BTreeMap<String, u32>,
        /// At most so many boxes; 400 when absent, which is what a screen holds, and 3,000 at most.
        #[serde(skip_serializing_if = "Option::is_none")]
        limit: Option<u32>,
    },
    /// What machines did, said and measured while they worked on an item. → [`ContextAnswer`]
    Context {
        /// The item in any spelling.
        item: String,
        /// Operations and inspections to pass over; none when absent.
        #[serde(skip_serializing_if = "is_zero")]
        after: u64,
        /// At most so many operations, inspections and alarms of one operation; all when absent. A screen gives it.
        #[serde(skip_serializing_if = "Option::is_none")]
        limit: Option<u32>,
    },
    /// The items that were in a machine during a span, page by page. → [`InMachineAnswer`]
    InMachine {
        /// The asset.
        asset: String,
        /// From.
        from: Instant,
        /// To.
        to: Instant,
        /// Rows to pass over; none when absent.
        #[serde(skip_serializing_if = "is_zero")]
        after: u64,
        /// At most so many rows; see [`page_limit`].
        #[serde(skip_serializing_if = "Option::is_none")]
        limit: Option<u32>,
    },
}

/// An answer: the payload alone.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs, reason = "each payload is documented at its type")]
#[allow(clippy::large_enum_variant, reason = "an answer lives for one serialisation; boxing would buy nothing")]
pub enum Answer {
    Inspect(InspectAnswer),
    Record(RecordAnswer),
    Rejects(RejectsAnswer),
    Repairs(RepairsAnswer),
    Mapping(MappingAnswer),
    Load(LoadAnswer),
    Find(FindAnswer),
    States(Vec<StateLane>),
    Cycles(Vec<Cycle>),
    Oee(OeeAnswer),
    Losses(LossesAnswer),
    Trend(TrendAnswer),
    Needs(NeedsAnswer),
    Timeline(TimelineAnswer),
    StateAt(LaneSpan),
    Locate(LocateAnswer),
    Journey(JourneyAnswer),
    Place(PlaceAnswer),
    Places(PlacesAnswer),
    Trace(TraceAnswer),
    TracePage(TracePageAnswer),
    Tree(TreeAnswer),
    Context(ContextAnswer),
    InMachine(InMachineAnswer),
}

macro_rules! payloads {
    ($($variant:ident($payload:ty)),+ $(,)?) => {
        $(impl From<$payload> for Answer {
            fn from(payload: $payload) -> Self {
                Self::$variant(payload)
            }
        })+
    };
}

payloads!(
    Inspect(InspectAnswer),
    Record(RecordAnswer),
    Rejects(RejectsAnswer),
    Repairs(RepairsAnswer),
    Mapping(MappingAnswer),
    Load(LoadAnswer),
    Find(FindAnswer),
    States(Vec<StateLane>),
    Cycles(Vec<Cycle>),
    Oee(OeeAnswer),
    Losses(LossesAnswer),
    Trend(TrendAnswer),
    Needs(NeedsAnswer),
    Timeline(TimelineAnswer),
    StateAt(LaneSpan),
    Locate(LocateAnswer),
    Journey(JourneyAnswer),
    Place(PlaceAnswer),
    Places(PlacesAnswer),
    Trace(TraceAnswer),
    TracePage(TracePageAnswer),
    Tree(TreeAnswer),
    Context(ContextAnswer),
    InMachine(InMachineAnswer),
);

/// Why a question has no answer: a full sentence for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskError {
    /// What is wrong and what to do.
    pub error: String,
}

impl AskError {
    /// An error with this sentence.
    pub fn new(error: impl Into<String>) -> Self {
        Self { error: error.into() }
    }
}

impl std::fmt::Display for AskError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.error)
    }
}

impl std::error::Error for AskError {}
