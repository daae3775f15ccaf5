//! Where the table begins and how its cells are separated.
//!
//! Exports carry titles above the header, empty columns beside it and lines of dashes around it. For every separator the rows of the
//! beginning are split; the one under which most rows have the same, and the most, cells wins. The header is the first row whose cells
//! are words: no cell of a header is a number or a date.

use super::numbers::number;
use super::times;
use crate::bytes::Head;
use crate::import::tables::{Next, Rows, json_is_list, json_keys, json_lines};
use crate::model::{Decimal, TimeForm};
use crate::order::Gather;
use std::collections::BTreeMap;

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Cells separated by this byte.
    Delimited(u8),
    /// One JSON object per line.
    Json,
}

/// A table inside a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) form: Form,
    /// The columns' names, each once.
    pub(super) header: Vec<String>,
    /// The line on which the header stands; 0 = there is none.
    pub(super) header_line: u32,
    /// Lines above the header that are no part of the table.
    pub(super) titles: u32,
}

/// How many rows of the beginning are looked at.
const ROWS: usize = 200;

/// The table of a file, if it holds one: at least two columns and one row.
pub(super) fn find(head: &Head) -> Option<Layout> {
    let text = head.trimmed();
    if text.starts_with(['{', '[']) {
        // Of an array only complete elements are looked at.
        return objects(&json_lines(text), head.complete || json_is_list(text));
    }
    if text.starts_with('<') || head.is_binary() {
        return None;
    }
    let said = text.strip_prefix("sep=").and_then(|rest| rest.bytes().next());
    // A mark that makes a header is one, however many decimal commas the rows hold.
    let mut best: Option<((bool, usize), Layout)> = None;
    for delimiter in [b';', b'\t', b',', b'|'] {
        if said.is_some_and(|said| said != delimiter) {
            continue;
        }
        if let Some((score, layout)) = delimited(&head.text, delimiter)
            && best.as_ref().is_none_or(|(top, _)| score > *top)
        {
            best = Some((score, layout));
        }
    }
    best.map(|(_, layout)| layout)
}

/// The rows of the beginning with their lines.
fn rows(text: &str, delimiter: u8) -> Vec<(u32, Vec<String>)> {
    let mut rows = Rows::new(text.as_bytes(), delimiter);
    let mut found = Vec::new();
    while found.len() < ROWS {
        match rows.next() {
            Ok(Next::Row(line)) => found.push((line, cells(&rows))),
            Ok(Next::Unclosed(_) | Next::TooLong(_)) => {}
            _ => break,
        }
    }
    found
}

fn cells(rows: &Rows<&[u8]>) -> Vec<String> {
    let (text, ends) = rows.row();
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(ends).map(|(from, to)| text.get(from..*to).unwrap_or_default().trim().to_owned()).collect()
}

fn delimited(text: &str, delimiter: u8) -> Option<((bool, usize), Layout)> {
    let rows: Vec<_> = rows(text, delimiter).into_iter().filter(|(_, cells)| !is_decoration(cells)).collect();
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, cells) in &rows {
        *widths.entry(cells.len()).or_default() += 1;
    }
    // The commonest width; the larger one of equals.
    let (width, times) = widths.into_iter().filter(|(width, _)| *width > 1).max_by_key(|(width, n)| (*n, *width))?;
    if times < 2 || times * 10 < rows.len() * 6 {
        return None;
    }
    let filled = |cells: &[String]| cells.iter().filter(|cell| !cell.is_empty()).count();
    let table: Vec<&(u32, Vec<String>)> = rows.iter().filter(|(_, cells)| cells.len() == width).collect();
    // Columns in which no row has anything are frames, not columns.
    let most = table.iter().map(|(_, cells)| filled(cells)).max().unwrap_or(0);
    if most < 2 {
        return None;
    }
    let place = rows.iter().position(|(_, cells)| {
        cells.len() >= width.saturating_sub(1)
            && filled(cells) * 2 > most
            && filled(cells) >= 2
            && !cells.iter().any(|c| is_datum(c))
    });
    // Columns called by numbers (`Time,0,1,2`) have a header of whole numbers beside words under which only data stands.
    let place = place.or_else(|| {
        let (header, data) = table.split_first()?;
        let number = |cell: &String| !cell.is_empty() && cell.len() <= 4 && cell.bytes().all(|b| b.is_ascii_digit());
        let (numbers, words): (Vec<_>, Vec<_>) = (0..width).partition(|i| number(&header.1[*i]));
        let only_data = |i: &usize| data.iter().all(|(_, cells)| is_datum(&cells[*i])) && !is_datum(&header.1[*i]);
        let named = data.len() > 1
            && !numbers.is_empty()
            && words.iter().any(only_data)
            && words.iter().all(|i| !is_datum(&header.1[*i]))
            && numbers.iter().map(|i| &header.1[*i]).gather_set().len() == numbers.len();
        rows.iter().position(|row| row.0 == header.0).filter(|_| named)
    });
    // A header that comes after data is a row whose cells all happen to be words.
    let place = place
        .filter(|place| rows.iter().take(*place).all(|(_, cells)| cells.len() != width || filled(cells) * 2 <= most));
    let first = rows.first()?.0;
    let (names, header_line, titles) = match place.and_then(|place| rows.get(place)) {
        Some((line, cells)) => {
            let titles = line.saturating_sub(first);
            let mut cells = cells.clone();
            cells.resize(width, String::new());
            (cells, *line, titles)
        }
        None => (vec![String::new(); width], 0, 0),
    };
    let data = table.iter().filter(|(line, _)| *line > header_line).count();
    if data == 0 {
        return None;
    }
    let layout = Layout { form: Form::Delimited(delimiter), header: unique(&names), header_line, titles };
    Some(((header_line > 0, times * most), layout))
}

/// Lines of dashes and the like, rows without anything, and the annotations of a time series database.
pub(super) fn is_decoration(cells: &[String]) -> bool {
    let annotation = |cell: &String| matches!(cell.as_str(), "#group" | "#datatype" | "#default");
    cells.first().is_some_and(annotation)
        || cells.iter().all(|cell| cell.chars().all(|c| matches!(c, '-' | '=' | '_' | '+' | '*' | ' ')))
}

/// True for what stands in rows and never in a header: numbers, dates.
fn is_datum(cell: &str) -> bool {
    !cell.is_empty()
        && cell.bytes().any(|b| b.is_ascii_digit())
        && (number(cell, Decimal::Point).is_some()
            || number(cell, Decimal::Comma).is_some()
            || [TimeForm::DayFirst, TimeForm::MonthFirst, TimeForm::Clock]
                .iter()
                .any(|form| times::read(cell, *form).is_some()))
}

/// Names for all columns: those without one get their number, and one that comes again is numbered.
fn unique(names: &[String]) -> Vec<String> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let name = |(i, name): (usize, &String)| {
        let name = name.trim().trim_matches('\u{feff}');
        let name = if name.is_empty() {
            format!("column {}", i + 1)
        } else {
            name.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let times = seen.entry(name.to_lowercase()).or_default();
        *times += 1;
        if *times > 1 { format!("{name} ({times})") } else { name }
    };
    names.iter().enumerate().map(name).collect()
}

/// One JSON object per line: the keys of the first ones.
fn objects(text: &str, complete: bool) -> Option<Layout> {
    let mut header: Vec<String> = Vec::new();
    let mut lines = 0;
    for line in text.lines().filter(|line| !line.trim().is_empty()).take(50) {
        let Some(keys) = json_keys(line) else {
            // The last line of the beginning may be cut off.
            if lines > 0 && !complete {
                break;
            }
            return None;
        };
        lines += 1;
        let known = header.iter().cloned().gather_set();
        header.extend(keys.into_iter().filter(|key| !known.contains(key)));
    }
    // One object alone may be anything.
    (lines > 1 && header.len() > 1).then_some(Layout { form: Form::Json, header, header_line: 0, titles: 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(text: &str) -> Option<(String, u32, String)> {
        let head = Head { name: "x".into(), raw: text.into(), text: text.into(), complete: true, fault: None };
        find(&head).map(|layout| {
            let form = match layout.form {
                Form::Delimited(delimiter) => char::from(delimiter).to_string(),
                Form::Json => "json".to_owned(),
            };
            (form, layout.header_line, layout.header.join("/"))
        })
    }

    fn found(form: &str, line: u32, header: &str) -> Option<(String, u32, String)> {
        Some((form.to_owned(), line, header.to_owned()))
    }

    #[test]
    fn a_table_is_found_below_titles_and_between_frames() {
        assert_eq!(layout("when;what;who\n1;2;3\n"), found(";", 1, "when/what/who"));
        assert_eq!(layout("Report of March\n\nA,B\nx,1\ny,2\n"), found(",", 3, "A/B"));
        assert_eq!(layout("Report;;\nPlant: 1000;;\nA;B;B\nx;1,5;2\ny;2,5;3\n"), found(";", 3, "A/B/B (2)"));
        let framed = "-----------\n|A   |B   |\n|----|----|\n|x   |1   |\n|y   |2   |\n";
        assert_eq!(layout(framed), found("|", 2, "column 1/A/B/column 4"));
        assert_eq!(layout("{\"a\":1,\"b\":2}\n{\"a\":1,\"c\":2}\n"), found("json", 0, "a/b/c"));
        assert_eq!(layout("A;B\n21,5;22,5\n21,6;22,6\n21,7;22,7\n"), found(";", 1, "A/B"));
        let german = "Zeit;T1;T2\n23.03.2026 06:15:00,123;21,5;22,5\n23.03.2026 06:16:00,123;21,5;22,5\n23.03.2026 06:17:00,123;1,5;2,5\n\
                      23.03.2026 06:18:00,123;21,5;22,5\n";
        assert_eq!(layout(german), found(";", 1, "Zeit/T1/T2"));
        assert_eq!(layout("2026-01-01,5\n2026-01-02,6\n"), found(",", 0, "column 1/column 2"));
    }

    #[test]
    fn a_header_may_call_its_columns_by_numbers() {
        let text = "Time,0,1,Pass/Fail\n2008-07-19 11:55:00,3030.9,2564,-1\n2008-07-19 12:32:00,3095.7,2465,1\n";
        assert_eq!(layout(text), found(",", 1, "Time/0/1/Pass/Fail"));
        assert_eq!(layout("M1,5\nM2,6\nM1,7\n"), found(",", 0, "column 1/column 2"));
        let annotated = "#group,false,true\n#datatype,string,double\n#default,mean,\n,result,_value\n,,21.5\n,,21.9\n";
        assert_eq!(layout(annotated), found(",", 4, "column 1/result/_value"));
    }

    #[test]
    fn what_is_no_table_is_left_alone() {
        for text in ["Dear all,\nplease find attached", "nothing in particular", "a;b\n", "{\"a\":{\"deep\":1}}", ""] {
            assert_eq!(layout(text), None, "{text}");
        }
    }
}
