//! The facts, in columns, one table per file, and what they are made of: names, time, identities, sources.
//!
//! ```text
//! time.rs      Micros (UTC), Span (half-open), RFC 3339
//! civil.rs     days as dates
//! iso8601.rs   times as tables and logs write them
//! zones.rs     the wall clocks behind times without a zone
//! number.rs    numbers as tables and logs write them
//! names.rs     Names: every string once, NameId
//! columns.rs   the columns! macro: struct of arrays + row struct; Lazy columns that cost nothing while empty
//! narrow.rs    columns of ids that are as wide as the largest of them
//! identity/    canonical keys of items (GS1 Digital Link), spellings, products
//! ids.rs       AssetId, ItemId, SourceId and their dense registries
//! manifest.rs  Manifest: what a folder of data holds
//! sources/     files, records, lines, and the ledger of every record
//! repairs.rs   what was put right while reading
//! choice.rs    what of a file is loaded, where a person does not want all of it
//! tables/      one fact table per file
//! execution.rs which keys of a machine log look like its state
//! part_count.rs what a part count counts
//! facts.rs     Facts: all tables and registries together
//! ```

mod choice;
pub(crate) mod chunk;
pub mod civil;
#[macro_use]
mod columns;
mod execution;
mod facts;
mod identity;
mod ids;
mod iso8601;
mod manifest;
mod mapping;
mod names;
mod narrow;
mod number;
mod part_count;
mod records;
mod repairs;
mod sources;
pub mod tables;
mod time;
mod zones;

pub use choice::{Choice, LeaveOut, LeftOut, VALUES};
pub(crate) use columns::Table;
pub use columns::{Amount, Lazy, Until};
pub use execution::{execution_rank, is_unavailable};
pub use facts::Facts;
pub(crate) use facts::{Room, TableWork};
pub use identity::{
    Identity, IdentityFault, KeyClass, canonical, canonical_key, identify, identity_fault, key_class, lot_of,
    product_of,
};
pub use ids::{AssetId, Assets, ItemId, Items};
pub use iso8601::{LateDays, Moment, TimeFault, parse_iso8601};
pub use manifest::{MANIFEST, Manifest, ManifestFile};
pub use mapping::{Counting, Decimal, FILE_STEM, MappedColumn, Mapping, QualityScale, Role, Shape, TimeForm};
pub use names::{NameId, Names};
pub use narrow::{Id, Narrow};
pub use number::parse_number;
pub use part_count::{Figure, part_count};
pub use records::Records;
pub use repairs::{Repair, RepairKind};
pub use sources::{FileCounts, FileId, Message, RecordStatus, Severity, SourceFile, SourceId, SourceRef, Sources};
pub use time::{Micros, OPEN_END, Span, format_rfc3339, parse_rfc3339, seconds};
pub use zones::{FindZone, Utc, Zone, Zones, find_zone};
