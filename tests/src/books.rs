//! Workbooks for tests, part by part, so that odd ones can be made as well.

use crate::zip::{Style, zip};
use std::fmt::Write;

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook of these sheets, each a name and the XML of its `worksheet`, and of other parts, each a path and its XML.
pub fn workbook(sheets: &[(&str, &str)], others: &[(&str, &str)]) -> Vec<u8> {
    packed(sheets, others, Style { deflate: true, ..Style::default() })
}

/// The same, written in this style.
pub fn packed(sheets: &[(&str, &str)], others: &[(&str, &str)], style: Style) -> Vec<u8> {
    let (mut list, mut targets) = (String::new(), String::new());
    for (number, (name, _)) in (1..).zip(sheets) {
        // Writing into a String cannot fail.
        let _ = write!(list, "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
        let _ = write!(
            targets,
            "<Relationship Id=\"rId{number}\" Type=\"{RELATIONS}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
    }
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), "<Types/>".to_owned()),
        ("xl/workbook.xml".to_owned(), format!("<workbook xmlns:r=\"{RELATIONS}\"><sheets>{list}</sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels".to_owned(), format!("<Relationships>{targets}</Relationships>")),
    ];
    for (number, (_, sheet)) in (1..).zip(sheets) {
        parts.push((format!("xl/worksheets/sheet{number}.xml"), (*sheet).to_owned()));
    }
    for (path, text) in others {
        parts.retain(|(other, _)| other != path);
        parts.push(((*path).to_owned(), (*text).to_owned()));
    }
    let members: Vec<_> = parts.iter().map(|(path, text)| (path.as_str(), text.as_bytes(), style)).collect();
    zip(&members)
}

/// A sheet of these rows, all of them text.
pub fn sheet(rows: &[&[&str]]) -> String {
    let mut text = "<worksheet><sheetData>".to_owned();
    for row in rows {
        text.push_str("<row>");
        for cell in *row {
            let _ = write!(text, "<c t=\"inlineStr\"><is><t>{cell}</t></is></c>");
        }
        text.push_str("</row>");
    }
    text + "</sheetData></worksheet>"
}
