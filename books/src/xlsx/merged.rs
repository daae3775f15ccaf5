//! Cells that are merged over several rows. They stand behind the rows of a sheet, which is why it is gone through once before.

use floorlens_core::bytes::Bytes;
use floorlens_core::import::{Node, Xml};
use std::cmp::Reverse;
use std::io::{Cursor, Read};

/// So many are kept: four in every row that a sheet can have.
const MOST: usize = 4 << 20;
const END: &[u8] = b"sheetData>";

/// A cell that reaches over more than one row, by its place; all from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Region {
    pub(super) row: u32,
    pub(super) column: u32,
    pub(super) last: Reverse<u32>,
}

/// Those of a sheet.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Merged {
    /// By their places, one per place.
    regions: Vec<Region>,
    /// Why there are more of them than these, as a sentence.
    pub(super) remark: Option<String>,
}

impl Merged {
    /// Those that begin in a row, by their columns.
    pub(super) fn begun(&self, row: u32) -> impl Iterator<Item = &Region> {
        let from = self.regions.partition_point(|region| region.row < row);
        self.regions.iter().skip(from).take_while(move |region| region.row == row)
    }
}

/// Finds them. Nothing is parsed before the rows end.
pub(super) fn find(bytes: Bytes) -> Merged {
    behind_rows(bytes).map(|tail| regions(tail, MOST)).unwrap_or_default()
}

/// What stands behind the rows, as a document of its own; `None` where that is not reached, which is told where rows are read.
fn behind_rows(mut bytes: Bytes) -> Option<Xml> {
    let (mut window, mut kept) = (vec![0; 256 << 10], 0);
    loop {
        let read = match bytes.read(window.get_mut(kept..).unwrap_or_default()) {
            Ok(0) | Err(_) => return None,
            Ok(n) => n,
        };
        let filled = window.get(..kept + read).unwrap_or_default();
        if let Some((at, prefix)) = last(filled).and_then(|at| Some((at, closes(filled, at)?))) {
            // The sheet's end tag finds a start tag like its own.
            let begin = [b"<", prefix, b"worksheet>", filled.get(at + END.len()..).unwrap_or_default()].concat();
            return Some(Xml::of(Box::new(Cursor::new(begin).chain(bytes))));
        }
        let keep = filled.len().min(END.len() + 16);
        let from = filled.len() - keep;
        window.copy_within(from..from + keep, 0);
        kept = keep;
    }
}

fn last(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::rfind(bytes, END)
}

/// The prefix in `</sheetData>` and `</x:sheetData>`; `None` for a start tag.
fn closes(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let open = bytes.get(..at)?.iter().rposition(|byte| *byte == b'<').filter(|open| at - open <= 16)?;
    bytes.get(open + 1..at)?.strip_prefix(b"/")
}

fn regions(mut tail: Xml, most: usize) -> Merged {
    let (mut regions, mut remark, mut list) = (Vec::new(), None, None);
    loop {
        let depth = tail.depth();
        let element = match tail.next() {
            Ok(Node::Start(element)) if element.name() == "mergeCell" => element,
            Ok(Node::Start(element)) if element.name() == "mergeCells" => {
                list = Some(depth + 1);
                continue;
            }
            // There is one list, and what comes behind it is of no interest.
            Ok(Node::End) if list == Some(depth) => break,
            Ok(Node::Eof) => break,
            Ok(_) => continue,
            Err(error) => {
                remark = Some(format!(
                    "What stands behind the rows of the sheet cannot be read ({error}). Cells that are merged there count for their first row \
                     alone. Save the workbook again."
                ));
                break;
            }
        };
        let mut region = None;
        element.attributes(|key, value| {
            if key == "ref"
                && let Some((from, to)) = value.split_once(':')
                && let (Some((row, column)), Some((last, _))) = (place(from.as_bytes()), place(to.as_bytes()))
            {
                region = Some(Region { row, column, last: Reverse(last) });
            }
        });
        let Some(region) = region.filter(|region| region.last.0 > region.row) else { continue };
        if regions.len() == most {
            remark = Some(format!(
                "The sheet merges cells over several rows more than {most} times. From the one at {} on, those that the file lists count for \
                 their first row alone. Take the merging away, or save the sheet as CSV.",
                name(region.row, region.column)
            ));
            break;
        }
        regions.push(region);
    }
    regions.sort_unstable();
    // Of those that begin at the same place the longest comes first.
    regions.dedup_by_key(|region| (region.row, region.column));
    Merged { regions, remark }
}

/// Row 6, column 2 → `C7`.
fn name(row: u32, column: u32) -> String {
    let (mut letters, mut rest) = (String::new(), column + 1);
    while rest > 0 {
        letters.insert(0, char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    format!("{letters}{}", row + 1)
}

/// `C7` → row 6, column 2. `None` outside of what a sheet can have: 1,048,576 rows and 16,384 columns.
pub(super) fn place(name: &[u8]) -> Option<(u32, u32)> {
    let (mut column, mut row) = (0_u32, 0_u32);
    for byte in name.iter().filter(|byte| **byte != b'$') {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                column = column * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1
            }
            b'0'..=b'9' => row = row * 10 + u32::from(byte - b'0'),
            _ => return None,
        }
        if column > 16_384 || row > 1_048_576 {
            return None;
        }
    }
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_within_the_limits_of_a_sheet() {
        assert_eq!(place(b"C7"), Some((6, 2)));
        assert_eq!(place(b"$AA$10"), Some((9, 26)));
        assert_eq!(place(b"XFD1048576"), Some((1_048_575, 16_383)));
        for wrong in [&b"XFE1"[..], b"A1048577", b"A0", b"7", b"A", b"A1B", b""] {
            assert_eq!(place(wrong), None);
        }
    }

    #[test]
    fn places_have_the_names_by_which_they_are_read() {
        for text in ["A1", "Z9", "AA10", "AZ1", "BA2", "XFD1048576"] {
            assert_eq!(place(text.as_bytes()).map(|(row, column)| name(row, column)).as_deref(), Some(text));
        }
    }

    fn found(text: &str) -> Vec<(u32, u32, u32)> {
        let merged = find(Box::new(Cursor::new(text.as_bytes().to_vec())));
        assert_eq!(merged.remark, None);
        merged.regions.iter().map(|region| (region.row, region.column, region.last.0)).collect()
    }

    #[test]
    fn merged_cells_are_found_behind_the_rows_however_the_file_is_cut() {
        let rows = "<row/>".repeat(100_000);
        let text = format!(
            "<x:worksheet><x:sheetData>{rows}</x:sheetData><mergeCells><mergeCell ref=\"A2:A4\"/><mergeCell ref=\"B1:D1\"/>\
             <mergeCell ref=\"B2:C9\"/></mergeCells></x:worksheet>"
        );
        assert_eq!(found(&text), [(1, 0, 3), (1, 1, 8)]);
        assert_eq!(found("<worksheet><sheetData/></worksheet>"), []);
        assert_eq!(found(&text[..200_000]), []);
        // As other writers may put it, and the same place twice.
        assert_eq!(
            found(
                "<worksheet><sheetData><row/></sheetData><mergeCells><mergeCell\n ref = 'C3:C4'></mergeCell><mergeCell ref='C3:C8'/>\
                 <mergeCell ref='A1:A2'/></mergeCells></worksheet>"
            ),
            [(0, 0, 1), (2, 2, 7)]
        );
    }

    #[test]
    fn merged_cells_that_are_not_kept_are_told() {
        let text = "<worksheet><mergeCell ref=\"A1:A2\"/><mergeCell ref=\"B1:C1\"/><mergeCell ref=\"A3:A4\"/><mergeCell ref=\"AB5:AB6\"/>";
        let read = |text: &str, most| regions(Xml::of(Box::new(Cursor::new(text.as_bytes().to_vec()))), most);
        let (cut, more) = (read(text, 9), read(text, 2));
        assert_eq!((cut.regions.len(), more.regions.len()), (3, 2));
        assert!(cut.remark.as_ref().is_some_and(|remark| remark.contains("cannot be read")), "{cut:?}");
        assert!(more.remark.as_ref().is_some_and(|remark| remark.contains("the one at AB5 on")), "{more:?}");
    }
}
