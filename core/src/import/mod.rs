//! One file per format: bytes → records → facts, appended straight into a [`Sink`].
//!
//! ```text
//! sink.rs     Sink: records, rejects, repairs, names, identities; the only way into Facts
//! detect.rs   recognises a format by content and opens its importer
//! shdr/       MTConnect SHDR adapter logs
//! epcis/      EPCIS, JSON and XML
//! mtconnect/  what MTConnect agents answer, XML and JSON
//! observation.rs values of data items → rows of facts
//! value.rs    JSON of one element, lent from its text
//! json.rs     JSON as a stream of tokens, safe against hostile documents
//! xml.rs      XML as a stream of elements, safe against hostile documents
//! splitter/   JSON text → one element of a long list at a time
//! ocel/       OCEL 2.0, JSON, XML and CSV
//! xes.rs      XES event logs
//! estimate.rs how much memory a file is going to need
//! ranges.rs   ranges of a long table, read apart from each other
//! roles.rs    what words of logs say of things
//! qif/        QIF measurement results
//! times.rs    times that may leave the zone out
//! tables/     Floorlens tables: CSV, TSV, NDJSON
//! mapping/    any other table: its columns are mapped to facts
//! ```
//!
//! An importer never fails at row 7: a bad record is rejected with a reason and the rest goes on. An [`ImportError`] means that
//! nothing more of the file can be read.

mod detect;
mod epcis;
mod estimate;
mod json;
mod manifest;
mod mapping;
mod mtconnect;
mod observation;
mod ocel;
mod qif;
mod ranges;
mod roles;
mod shdr;
mod sink;
mod splitter;
mod tables;
mod times;
mod value;
mod xes;
mod xml;

pub use detect::{Importers, Met, Opened, Part, Recognised, open};
pub(crate) use estimate::at_most;
pub use estimate::{Candidate, ESTIMATORS, Estimate, Estimators};
pub use mapping::{Draft, mapping_answer};
pub(crate) use ranges::Chunk;
pub use ranges::{Divided, Range};
pub use sink::Sink;
pub use tables::{ColumnDoc, TableDoc, all_tables};
pub(crate) use tables::{FULL_SENTENCES, MAX_UNCLOSED, goes_on_in_ranges};
pub use xml::{Element, Node, Xml};

use crate::bytes::{ArchiveError, ReadError, UnpackError};
use crate::model::{LeaveOut, Mapping};
use crate::protocol::FileMapping;

/// What a step achieved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// There is more to read.
    More,
    /// The file has been read to its end.
    Done,
}

/// Reads one file, a few megabytes at a time.
pub trait Importer {
    /// Reads about [`crate::bytes::STEP_BYTES`] and appends what it finds.
    fn step(&mut self, sink: &mut Sink<'_>) -> Result<Step, ImportError>;

    /// Tells an importer of tables that are none of ours, before its first step, which mappings a person has saved.
    fn use_mappings(&mut self, _saved: &[Mapping]) {}

    /// Tells an importer, before its first step, which columns a person leaves out. What is left out of rows is the [`Sink`]'s affair.
    fn use_choice(&mut self, _chosen: &LeaveOut) {}

    /// What [`crate::model::Choice::without`] may name in this file.
    fn columns(&self) -> Vec<String> {
        Vec::new()
    }

    /// How a table that is none of ours is read, or why it waits; `None` for every other format.
    fn mapping(&self) -> Option<FileMapping> {
        None
    }

    /// True before its first step when the file may as well be read in ranges, or in pieces of its text, see [`Divided`].
    fn is_divisible(&self) -> bool {
        false
    }

    /// True before its first step when it reads rows of a gzipped text, which somebody else may unpack, see [`Divided::of_text`].
    fn is_packed_text(&self) -> bool {
        false
    }

    /// The text of a table of a book, from its start.
    fn text(&self) -> Option<Box<dyn std::io::Read>> {
        None
    }

    /// True when it looks up zones, see [`crate::model::Zones::find`].
    fn needs_zones(&self) -> bool {
        false
    }
}

/// Why a file, or the rest of it, could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportError {
    /// The bytes could not be had.
    Read(ReadError),
    /// The file is empty.
    Empty,
    /// No importer recognised the content; names what was tried and what the content looks like.
    Unknown(String),
    /// The content breaks its format from here on: what, and where.
    Broken(String),
    /// A limit was met: what, and what to do.
    Limit(String),
    /// The members of an archive could not be listed.
    Archive(ArchiveError),
}

impl std::fmt::Display for ImportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ImportError::Read(e) => write!(f, "The file could not be read: {e}"),
            ImportError::Empty => f.write_str("The file is empty: there is nothing to read. Export it again."),
            ImportError::Archive(e) => write!(f, "{e}"),
            ImportError::Unknown(what) | ImportError::Broken(what) | ImportError::Limit(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for ImportError {}

impl From<ReadError> for ImportError {
    fn from(e: ReadError) -> Self {
        ImportError::Read(e)
    }
}

/// What reading gives when it fails half-way: the source's own error, or what [`UnpackError`] says.
impl From<std::io::Error> for ImportError {
    fn from(e: std::io::Error) -> Self {
        match e.get_ref() {
            Some(inner) if inner.is::<UnpackError>() => match inner.downcast_ref() {
                Some(UnpackError::Bomb { .. }) => ImportError::Limit(e.to_string()),
                _ => ImportError::Broken(e.to_string()),
            },
            _ => ImportError::Read(ReadError(e.to_string())),
        }
    }
}
