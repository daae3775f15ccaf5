//! A sheet → its rows, read as they come.

use super::Shared;
use super::merged::{Merged, place};
use super::parts::damaged;
use super::strings::Piece;
use super::styles::Kind;
use super::times::excel_time;
use crate::book::Rows;
use crate::text;
use floorlens_core::bytes::Bytes;
use floorlens_core::import::{Node, Xml};
use std::cell::Cell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

/// Rows that are held back until it is known how many columns the sheet uses, so that all rows have as many cells.
const LOOK: usize = 2_000;
/// Text of these rows, and of merged cells, that is kept at most: many cells may share one long text.
const MOST_HELD: usize = 64 << 20;
/// Text of a row that is kept at most. Core gives up rows that are half as long, each with a sentence.
const MOST_ROW: usize = 2 << 20;
/// What a cell takes besides its text, about.
const PER_CELL: usize = 48;
/// Text that a sheet may hold whatever it was made of.
const FREE: u64 = 256 << 20;
/// Beyond, so many bytes of text per byte of the sheet: a cell that names a text takes some 30, and the texts of real ones are rarely longer.
const MAX_RATIO: u64 = 50;

/// Cells with their columns, ascending.
type Cells = Vec<(u32, Vec<u8>)>;

/// Reads the rows of a sheet.
pub(super) struct SheetRows {
    xml: Xml,
    path: String,
    taken: Rc<Cell<u64>>,
    shared: Rc<Shared>,
    merged: Rc<Merged>,
    /// Merged cells that reach into the rows to come: column → last row, text.
    reaching: BTreeMap<u32, (u32, Vec<u8>)>,
    /// The row that comes next where a row does not say which it is.
    row: u32,
    held: VecDeque<(u32, Cells)>,
    held_bytes: usize,
    /// Bytes of text in the cells so far.
    given: u64,
    /// First column that is used and the one after the last; known once enough rows were seen.
    columns: Option<(u32, u32)>,
    /// The line to be written next, from 0.
    line: u32,
    over: bool,
    fault: Option<String>,
}

impl SheetRows {
    pub(super) fn new(path: &str, bytes: Bytes, taken: Rc<Cell<u64>>, shared: Rc<Shared>, merged: Rc<Merged>) -> Self {
        Self {
            xml: Xml::of(bytes),
            path: path.to_owned(),
            taken,
            shared,
            merged,
            reaching: BTreeMap::new(),
            row: 0,
            held: VecDeque::new(),
            held_bytes: 0,
            given: 0,
            columns: None,
            line: 0,
            over: false,
            fault: None,
        }
    }

    /// The next row that holds anything; `None` after the last.
    fn read(&mut self) -> Result<Option<(u32, Cells)>, String> {
        let broken = |path: &str, why: &str| damaged(path, why);
        loop {
            let event = self.xml.next().map_err(|e| broken(&self.path, &e.to_string()))?;
            match event {
                Node::Start(element) if element.name() == "row" => {
                    let mut number = None;
                    element.attributes(|key, value| {
                        if key == "r" {
                            number = Some(value.parse::<u32>().ok().filter(|row| (1..=1_048_576).contains(row)));
                        }
                    });
                    let row = match number {
                        None => self.row,
                        Some(Some(row)) => row - 1,
                        Some(None) => return Err(broken(&self.path, "A row has no number that a sheet can have.")),
                    };
                    if row < self.row {
                        return Err(broken(&self.path, &format!("Row {} comes twice or too late.", row + 1)));
                    }
                    if row >= 1_048_576 {
                        return Err(broken(&self.path, "It has more rows than a sheet can have."));
                    }
                    self.row = row + 1;
                    let mut cells = self.cells()?;
                    self.merge(row, &mut cells)?;
                    self.guard(&cells)?;
                    if cells.iter().any(|(_, text)| !text.is_empty()) {
                        return Ok(Some((row, cells)));
                    }
                }
                Node::Start(element) if element.name() == "sheetData" => {}
                // What stands after the rows is of no interest.
                Node::Start(_) if self.row > 0 => return Ok(None),
                Node::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    /// The cells up to the end of the row.
    fn cells(&mut self) -> Result<Cells, String> {
        let end = self.xml.depth();
        let (mut cells, mut next, mut room) = (Cells::new(), 0, MOST_ROW);
        loop {
            let depth = self.xml.depth();
            match self.xml.next().map_err(|e| damaged(&self.path, &e.to_string()))? {
                Node::Start(element) if element.name() == "c" => {
                    let (mut at, mut kind, mut style) = (Some(next), String::new(), 0);
                    element.attributes(|key, value| match key {
                        "r" => at = place(value.as_bytes()).map(|(_, column)| column),
                        "t" => value.clone_into(&mut kind),
                        "s" => style = value.parse().unwrap_or(0),
                        _ => {}
                    });
                    let column = at.filter(|column| *column >= next && *column < 16_384);
                    let column = column.ok_or_else(|| {
                        damaged(&self.path, &format!("A cell of row {} stands where none can be.", self.row))
                    })?;
                    next = column + 1;
                    let mut text = self.cell(&kind, style)?;
                    text.truncate(room);
                    room -= text.len();
                    if !text.is_empty() {
                        cells.push((column, text));
                    }
                }
                Node::End if depth == end => return Ok(cells),
                Node::Eof => return Ok(cells),
                _ => {}
            }
        }
    }

    /// The text of a cell, as it is to be read.
    fn cell(&mut self, kind: &str, style: usize) -> Result<Vec<u8>, String> {
        let end = self.xml.depth();
        let (mut value, mut inline, mut piece) = (String::new(), String::new(), Piece::default());
        let mut in_value = false;
        loop {
            let depth = self.xml.depth();
            match self.xml.next().map_err(|e| damaged(&self.path, &e.to_string()))? {
                Node::Start(element) => {
                    in_value = element.name() == "v";
                    piece.start(element.name(), depth);
                }
                // The rest of what fills a row alone is of no use.
                Node::Text(_) if value.len().max(inline.len()) > MOST_ROW => {}
                Node::Text(text) if in_value => value.push_str(text),
                Node::Text(text) => piece.text(text, &mut inline),
                Node::End if depth == end => break,
                Node::End => {
                    in_value = false;
                    piece.end(depth);
                }
                Node::Eof => break,
            }
        }
        let mut out = Vec::new();
        match kind {
            "inlineStr" => out.extend_from_slice(inline.as_bytes()),
            // A kind without a value says as little as no cell at all; some writers keep formatted cells like that.
            "s" | "b" if value.trim().is_empty() => {}
            "s" => {
                let known = value.trim().parse().ok().and_then(|number| self.shared.strings.get(number));
                let known = known.ok_or_else(|| {
                    damaged(&self.path, &format!("A cell of row {} names a text that is not there.", self.row))
                })?;
                out.extend_from_slice(&known.as_bytes()[..known.len().min(MOST_ROW)]);
            }
            "str" | "d" => out.extend_from_slice(value.as_bytes()),
            "b" => out.extend_from_slice(if matches!(value.trim(), "1" | "true") { b"true" } else { b"false" }),
            // `#N/A` and the like state nothing.
            "e" => {}
            _ => match (value.trim().parse::<f64>(), self.shared.styles.kind(style)) {
                (Ok(number), Kind::Number) => text::print(number, &mut out),
                (Ok(days), kind) => excel_time(days, kind == Kind::Duration, self.shared.from_1904, &mut out),
                (Err(_), _) => out.extend_from_slice(value.trim().as_bytes()),
            },
        }
        Ok(out)
    }

    /// Fills merged cells that reach into this row, and notes those that begin in it.
    fn merge(&mut self, row: u32, cells: &mut Cells) -> Result<(), String> {
        // A row that says nothing itself is a blank one, and nothing that counts begins in it.
        if cells.is_empty() {
            return Ok(());
        }
        self.reaching.retain(|_, (last, _)| *last >= row);
        let mut filled = Cells::new();
        let mut room = MOST_ROW.saturating_sub(length(cells));
        for (column, (_, text)) in &self.reaching {
            if room > 0 && cells.binary_search_by_key(column, |(at, _)| *at).is_err() {
                let text = text.get(..room).unwrap_or(text);
                room -= text.len();
                filled.push((*column, text.to_vec()));
            }
        }
        let mut begun = false;
        for region in self.merged.begun(row) {
            if let Ok(at) = cells.binary_search_by_key(&region.column, |(at, _)| *at) {
                self.reaching.insert(region.column, (region.last.0, cells[at].1.clone()));
                begun = true;
            }
        }
        if !filled.is_empty() {
            cells.append(&mut filled);
            cells.sort_by_key(|(column, _)| *column);
        }
        if begun && self.reaching.values().map(|(_, text)| text.len()).sum::<usize>() > MOST_HELD {
            return Err(format!(
                "Reading stopped at row {} of the sheet: its merged cells hold more than {} MiB of text. What stands above was read. Take the \
                 merging away, or save the sheet as CSV and open that.",
                self.row,
                MOST_HELD >> 20
            ));
        }
        Ok(())
    }

    /// Stops a sheet whose cells make far more text than there is.
    fn guard(&mut self, cells: &Cells) -> Result<(), String> {
        self.given += length(cells) as u64;
        let taken = self.xml.taken().max(1);
        if self.given > FREE && self.given / taken > MAX_RATIO {
            return Err(format!(
                "Reading stopped at row {} of the sheet: its cells repeat texts so often that {} bytes gave {}, more than any real sheet. \
                 What stands above was read. If the file is what it should be, save the sheet as CSV and open that.",
                self.row, taken, self.given
            ));
        }
        Ok(())
    }

    fn write(&mut self, row: u32, cells: &Cells, out: &mut Vec<u8>) {
        let (first, end) = self.columns.unwrap_or_default();
        while self.line < row {
            out.push(b'\n');
            self.line += 1;
        }
        let mut cells = cells.iter().peekable();
        // Nothing above says that a row begins further left; it is shown at its end, where it is in nobody's column.
        let mut left: Vec<&Vec<u8>> = Vec::new();
        while let Some((_, text)) = cells.next_if(|(column, _)| *column < first) {
            left.push(text);
        }
        let mut column = first;
        loop {
            let cell = cells.next_if(|(at, _)| *at == column);
            if column > first {
                out.push(b',');
            }
            if let Some((_, cell)) = cell {
                text::quote(&String::from_utf8_lossy(cell), out);
            }
            column += 1;
            if column >= end && cells.peek().is_none() {
                break;
            }
        }
        for cell in left {
            out.push(b',');
            text::quote(&String::from_utf8_lossy(cell), out);
        }
        out.push(b'\n');
        self.line += 1;
    }

    /// The columns that the rows seen so far use.
    fn settle(&mut self) {
        let used = self.held.iter().flat_map(|(_, cells)| cells.iter().map(|(column, _)| *column));
        let first = used.clone().min().unwrap_or(0);
        self.columns = Some((first, used.max().map_or(0, |last| last + 1)));
    }
}

/// Bytes of text in a row.
fn length(cells: &Cells) -> usize {
    cells.iter().map(|(_, text)| text.len()).sum()
}

impl Rows for SheetRows {
    fn next(&mut self, out: &mut Vec<u8>) -> Result<bool, String> {
        if self.columns.is_some() {
            if let Some((row, cells)) = self.held.pop_front() {
                self.write(row, &cells, out);
                return Ok(true);
            }
            if let Some(fault) = self.fault.take() {
                return Err(fault);
            }
        }
        if self.over {
            return Ok(false);
        }
        let read = self.read();
        match (read, self.columns) {
            (Ok(Some((row, cells))), Some(_)) => self.write(row, &cells, out),
            (Ok(Some((row, cells))), None) => {
                self.held_bytes += length(&cells) + cells.len() * PER_CELL;
                self.held.push_back((row, cells));
                if self.held.len() >= LOOK || self.held_bytes > MOST_HELD {
                    self.settle();
                }
            }
            (ended, columns) => {
                self.over = true;
                self.fault = ended.err();
                if columns.is_none() {
                    self.settle();
                }
            }
        }
        Ok(true)
    }

    fn taken(&self) -> u64 {
        self.taken.get()
    }
}
