//! Any table: columns that bear other names than ours are mapped to facts.
//!
//! ```text
//! layout.rs     separator, title lines, header
//! profile.rs    what the cells of a column look like, row by row in bounded memory
//! lexicon.rs    what headers are called in plants, ERP, MES and historians, in a dozen languages
//! headers.rs    header → roles it may mean
//! candidates.rs header and values → roles, each with how sure and why
//! shapes.rs     what one row is: the shape that explains most columns
//! guess.rs      all of it → Mapping, confidence, open questions
//! times.rs      times as people, spreadsheets and databases write them
//! numbers.rs    numbers and durations
//! values.rs     one row → the texts of its roles
//! quality.rs    codes that say whether the source vouches for a value
//! stock.rs      what a stock movement did to the lot
//! emit.rs       texts of roles → rows of Floorlens tables
//! importer.rs   look, decide, read
//! answer.rs     the same for the mapping panel: guess, questions, preview
//! ```
//!
//! Nothing else of core knows these files except through [`open`] and [`mapping_answer`].

mod answer;
mod candidates;
mod emit;
mod guess;
mod headers;
mod importer;
mod layout;
mod lexicon;
mod numbers;
mod profile;
mod quality;
mod shapes;
mod stock;
mod times;
mod values;

pub use answer::{Draft, mapping_answer};

use super::ImportError;
use super::detect::{Format, Opened, unknown};
use super::tables::json_is_list;
use crate::bytes::{Content, Head};

/// How the registry knows tables that are none of ours.
pub(super) const FORMAT: Format =
    Format { title: "any table with a header and at least two columns (CSV, TSV, JSON)", recognises, open };

/// True for what may be a table: lines that hold the same separator equally often. Looks no closer, because what does is not there
/// before it is needed.
fn recognises(head: &Head) -> bool {
    let text = head.trimmed();
    if text.starts_with('{') {
        if json_is_list(text) {
            return true;
        }
        let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(2);
        return lines.clone().count() == 2
            && lines.all(|line| line.starts_with('{') && (line.ends_with('}') || !head.complete));
    }
    if let Some(array) = text.strip_prefix('[') {
        return array.trim_start().starts_with('{');
    }
    if text.starts_with('<') || head.is_binary() {
        return false;
    }
    let lines = || text.lines().filter(|line| !line.trim().is_empty()).take(50);
    [';', '\t', ',', '|'].into_iter().any(|mark| {
        let most = lines().map(|line| line.matches(mark).count()).max().unwrap_or(0);
        most > 0 && lines().filter(|line| line.matches(mark).count() * 2 > most).count() >= 2
    })
}

fn open(head: &Head, content: Content) -> Result<Opened, ImportError> {
    let layout = layout::find(head).ok_or_else(|| ImportError::Unknown(unknown(head)))?;
    Ok(Opened {
        format: "mapped-table",
        importer: Box::new(importer::MappedImporter::new(&head.name, content, layout)),
    })
}
