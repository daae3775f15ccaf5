//! Cells that are merged over several rows. They stand behind the rows of a sheet, which is why it is gone through once before.

use floorlens_core::bytes::Bytes;
use std::collections::BTreeMap;
use std::io::Read;

/// The list of them is shorter in any real sheet.
const MOST: usize = 8 << 20;
const END: &[u8] = b"sheetData>";

/// The first row → column and last row, all from 0, of those that reach over more than one row.
pub(super) type Merged = BTreeMap<u32, Vec<(u32, u32)>>;

/// Finds them. Nothing is parsed before the rows end.
pub(super) fn find(mut bytes: Bytes) -> Merged {
    let (mut window, mut kept) = (vec![0; 256 << 10], 0);
    let mut tail: Option<Vec<u8>> = None;
    loop {
        let read = match bytes.read(window.get_mut(kept..).unwrap_or_default()) {
            Ok(0) => break,
            Ok(n) => n,
            // What is wrong with the sheet is told where its rows are read.
            Err(_) => break,
        };
        let filled = window.get(..kept + read).unwrap_or_default();
        if let Some(tail) = &mut tail {
            tail.extend_from_slice(filled);
            if tail.len() > MOST {
                break;
            }
            kept = 0;
            continue;
        }
        match last(filled) {
            // Not the start tag.
            Some(at) if closes(filled, at) => {
                tail = Some(filled.get(at..).unwrap_or_default().to_vec());
                kept = 0;
            }
            _ => {
                let keep = filled.len().min(END.len() + 16);
                let from = filled.len() - keep;
                window.copy_within(from..from + keep, 0);
                kept = keep;
            }
        }
    }
    let tail = tail.unwrap_or_default();
    regions(&String::from_utf8_lossy(&tail))
}

fn last(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::rfind(bytes, END)
}

/// True for `</sheetData>` and `</x:sheetData>`.
fn closes(bytes: &[u8], at: usize) -> bool {
    let before = &bytes[..at];
    let open = before.iter().rposition(|byte| *byte == b'<');
    open.is_some_and(|open| before.get(open + 1) == Some(&b'/') && at - open <= 16)
}

fn regions(tail: &str) -> Merged {
    let mut merged = Merged::new();
    for tag in tail.split("mergeCell ").skip(1) {
        let Some(text) = tag.split("ref=\"").nth(1).and_then(|rest| rest.split('"').next()) else { continue };
        let Some((from, to)) = text.split_once(':') else { continue };
        let (Some((row, column)), Some((last, _))) = (place(from.as_bytes()), place(to.as_bytes())) else { continue };
        if last > row {
            merged.entry(row).or_default().push((column, last));
        }
    }
    merged
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
    use std::io;

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
    fn merged_cells_are_found_behind_the_rows_however_the_file_is_cut() {
        let rows = "<row/>".repeat(100_000);
        let text = format!(
            "<x:worksheet><x:sheetData>{rows}</x:sheetData><mergeCells><mergeCell ref=\"A2:A4\"/><mergeCell ref=\"B1:D1\"/>\
             <mergeCell ref=\"B2:C9\"/></mergeCells></x:worksheet>"
        );
        let expected = Merged::from([(1, vec![(0, 3), (1, 8)])]);
        assert_eq!(find(Box::new(io::Cursor::new(text.clone().into_bytes()))), expected);
        assert_eq!(find(Box::new(io::Cursor::new(b"<worksheet><sheetData/></worksheet>".to_vec()))), Merged::new());
        assert_eq!(find(Box::new(io::Cursor::new(text.as_bytes()[..200_000].to_vec()))), Merged::new());
    }
}
