//! Where bytes come from, and how they become text on the way to an importer.
//!
//! ```text
//! source.rs    ByteSource (len, read_at), which the driver provides; a reader over it that counts and fingerprints
//! fingerprint.rs tells copies of files from namesakes
//! gzip.rs      unpacking gzip and deflate, with a guard against bombs
//! books.rs     tables that are no text: what a driver brings along to read them
//! zip.rs       the members of a zip archive, each a source of its own
//! text.rs      UTF-8, UTF-16, Windows-1252 → UTF-8
//! lines.rs     numbered lines in bounded memory
//! content.rs   all of it together: Content, and the Head by which a format is told
//! looks.rs     what a file nobody recognises looks like, in words
//! ```

mod books;
mod content;
mod fingerprint;
mod gzip;
mod lines;
mod looks;
mod source;
mod text;
mod zip;

pub use books::{Books, Table, Tables, is_book};
pub use content::{Content, ContentReader, Head, Unpacking};
pub use fingerprint::Fingerprint;
pub use gzip::{Bytes, Taken, UNPACKERS, UnpackError, Unpackers};
pub use lines::{Line, Lines, MAX_LINE};
pub use looks::looks_like;
pub use source::{ByteSource, Marks, Packing, ReadError, STEP_BYTES, SourceReader};
pub use text::{Encoding, TextReader};
pub use zip::{Archive, ArchiveError, Member, archive_members, is_archive, open_archive};
