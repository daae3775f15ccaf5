//! Which table a file is, and how its cells are separated: both follow from the header.
//!
//! For every delimiter the first row is split; a table matches when all its required columns are there. Several tables may match
//! (`item, place, time, to` holds sightings and movements). Then the most specific one counts, by this order:
//!
//! 1. the table that knows most of the columns;
//! 2. of those, the one that requires most columns;
//! 3. of those, the one that the file is named after (`movements.csv`).
//!
//! If there are still several, the file is refused with their names. Tables that require a single column (`assets`, `items`,
//! `products`) match only if at least half of the file's columns are theirs, or the file is named after them: the word `asset` alone
//! would turn any export into a list of assets.

use super::json;
use super::rows::{Next, Rows};
use super::table::{Column, TABLES, Table};
use crate::bytes::Head;
use crate::model::LeaveOut;

/// How the rows of a file are read.
pub(in crate::import) struct Layout {
    pub(super) table: &'static Table,
    /// How rows are written.
    pub(super) form: Form,
    /// All columns of the table, in its order.
    pub(super) columns: Vec<&'static Column>,
    /// Table column → cell of the file's row; `usize::MAX` where the file has none.
    pub(super) places: Vec<usize>,
    /// How many cells the header has.
    pub(super) width: usize,
    /// Columns of the file that the table does not know.
    pub(super) unknown: Vec<String>,
    /// Columns that occur more than once; the first one counts.
    pub(super) repeated: Vec<String>,
    /// Columns that a person left out.
    pub(super) left_out: Vec<&'static str>,
}

/// Columns without which a row says less, but nothing else: without its end a stop would last until the next one, and without its product
/// a piece would be taken for another's.
const ATTRIBUTES: [&str; 16] = [
    "reason",
    "order",
    "operator",
    "program",
    "result",
    "reader",
    "technology",
    "strength",
    "document",
    "party",
    "severity",
    "text",
    "lower",
    "upper",
    "target",
    "supplier",
];

impl Table {
    fn may_lack(&self, column: &Column) -> bool {
        ATTRIBUTES.contains(&column.name) && self.must.iter().all(|must| must.name != column.name)
    }
}

impl Layout {
    /// Reads the file as if it had not the columns that a person leaves out.
    pub(in crate::import) fn leave_out(&mut self, chosen: &LeaveOut) {
        for (column, place) in self.columns.iter().zip(&mut self.places) {
            if *place != usize::MAX && chosen.column(column.name) && self.table.may_lack(column) {
                *place = usize::MAX;
                self.left_out.push(column.name);
            }
        }
    }

    /// The columns of the file that may be left out.
    pub(super) fn optional(&self) -> Vec<String> {
        let given = self.columns.iter().zip(&self.places).filter(|(_, place)| **place != usize::MAX);
        given.filter(|(column, _)| self.table.may_lack(column)).map(|(column, _)| column.name.to_owned()).collect()
    }
}

impl Layout {
    /// Rows are laid out in the table's own order, whatever the header of the file says.
    pub(super) fn use_own_order(&mut self) {
        self.places = (0..self.columns.len()).collect();
        self.width = self.columns.len();
    }

    /// The table's columns by their normalised names.
    pub(super) fn column_names(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.name.to_owned()).collect()
    }
}

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum Form {
    /// Cells separated by this byte; the first row is the header. `sep_line`: a line `sep=;` comes before it.
    Delimited { delimiter: u8, sep_line: bool },
    /// One JSON object per line, or an array of objects; keys are columns.
    Json,
}

/// What the beginning of a file says.
pub(super) enum Finding {
    /// It is this table.
    Layout(Box<Layout>),
    /// It may be several; the sentence names them.
    Ambiguous(String),
    /// It is no Floorlens table.
    Nothing,
}

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Finds the table.
pub(super) fn find(head: &Head) -> Finding {
    let text = head.trimmed();
    if text.starts_with(['{', '[']) {
        let keys = json::keys(json::as_lines(text).lines().next().unwrap_or_default());
        return keys.map_or(Finding::Nothing, |keys| choose(vec![(Form::Json, keys)], &head.name));
    }
    if text.starts_with('<') || head.is_binary() {
        return Finding::Nothing;
    }
    // Excel's own way to name the delimiter.
    let said = text.strip_prefix("sep=").and_then(|rest| rest.bytes().next());
    let delimiters: Vec<u8> = said.map_or(DELIMITERS.to_vec(), |delimiter| vec![delimiter]);
    let split = |delimiter: u8| {
        let mut rows = Rows::new(head.text.as_bytes(), delimiter);
        let mut wanted = if said.is_some() { 2 } else { 1 };
        while wanted > 0 {
            match rows.next() {
                Ok(Next::Row(_)) => wanted -= 1,
                _ => return None,
            }
        }
        let (text, ends) = rows.row();
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let cells = starts.zip(ends).map(|(from, to)| text.get(from..*to).unwrap_or_default().to_owned());
        Some((Form::Delimited { delimiter, sep_line: said.is_some() }, cells.collect()))
    };
    choose(delimiters.into_iter().filter_map(split).collect(), &head.name)
}

/// `Ideal cycle s ` → `ideal_cycle_s`.
pub(in crate::import) fn normal(name: &str) -> String {
    let plain = name.trim().trim_start_matches('\u{feff}').to_lowercase();
    plain.replace([' ', '-'], "_")
}

fn choose(headers: Vec<(Form, Vec<String>)>, file: &str) -> Finding {
    let mut best: Vec<((usize, usize, bool), Layout)> = Vec::new();
    for (form, header) in headers {
        let names: Vec<String> = header.iter().map(|name| normal(name)).collect();
        for table in TABLES {
            let Some(layout) = fit(table, form, &header, &names, file) else { continue };
            let known = layout.places.iter().filter(|place| **place != usize::MAX).count();
            let score = (known, table.must.len(), named_after(file, table));
            match best.first().map(|(top, _)| score.cmp(top)) {
                Some(std::cmp::Ordering::Less) => {}
                Some(std::cmp::Ordering::Equal) => best.push((score, layout)),
                _ => best = vec![(score, layout)],
            }
        }
    }
    if best.len() > 1 {
        let names: Vec<String> = best.iter().map(|(_, layout)| format!("`{}`", layout.table.name)).collect();
        return Finding::Ambiguous(format!(
            "The header fits the Floorlens tables {} equally well, so nothing was read. Leave out a column that does not belong, or \
             name the file after its table.",
            names.join(" and ")
        ));
    }
    best.pop().map_or(Finding::Nothing, |(_, layout)| Finding::Layout(Box::new(layout)))
}

fn fit(table: &'static Table, form: Form, header: &[String], names: &[String], file: &str) -> Option<Layout> {
    let place = |column: &str| names.iter().position(|name| name == column);
    let complete = table.must.iter().all(|c| place(c.name).is_some());
    let counts = table.any.is_empty() || table.any.iter().any(|name| place(name).is_some());
    if !complete || !counts {
        return None;
    }
    let columns: Vec<&'static Column> = table.columns().collect();
    let places: Vec<usize> = columns.iter().map(|c| place(c.name).unwrap_or(usize::MAX)).collect();
    let known = places.iter().filter(|place| **place != usize::MAX).count();
    if table.must.len() == 1 && known * 2 < names.len() && !named_after(file, table) {
        return None;
    }
    let is_known = |name: &String| columns.iter().any(|c| c.name == *name);
    let strangers = header.iter().zip(names).filter(|(_, name)| !name.is_empty() && !is_known(name));
    let unknown = strangers.map(|(as_written, _)| as_written.trim().to_owned()).collect();
    let again = columns.iter().filter(|c| names.iter().filter(|name| *name == c.name).count() > 1);
    let repeated = again.map(|c| c.name.to_owned()).collect();
    Some(Layout { table, form, places, width: names.len(), unknown, repeated, columns, left_out: Vec::new() })
}

/// True for `states.csv`, `2026-03 states.csv.gz`, `plant/states_line1.tsv`.
fn named_after(file: &str, table: &Table) -> bool {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file).to_lowercase();
    name.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word == table.name)
}
