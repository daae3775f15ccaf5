//! Texts that cells share.

use super::parts::damaged;
use floorlens_core::import::{Node, Xml};

/// More text than this is in no workbook: a sheet has at most a million rows.
const MOST: usize = 1 << 30;

/// One after the other in one buffer.
#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    /// Reads `sharedStrings.xml`.
    pub(super) fn read(mut xml: Xml) -> Result<Self, String> {
        const PATH: &str = "xl/sharedStrings.xml";
        let mut strings = Self::default();
        let mut piece = Piece::default();
        loop {
            let depth = xml.depth();
            match xml.next().map_err(|e| damaged(PATH, &e.to_string()))? {
                Node::Start(element) if element.name() == "si" => piece = Piece::default(),
                Node::Start(element) => piece.start(element.name(), depth),
                Node::Text(text) => piece.text(text, &mut strings.text),
                // The list has depth 1, an entry 2.
                Node::End if depth == 2 => strings.ends.push(strings.text.len()),
                Node::End => piece.end(depth),
                Node::Eof => return Ok(strings),
            }
            if strings.text.len() > MOST {
                return Err(format!(
                    "The workbook holds more than {} MiB of text. Save its sheets as CSV.",
                    MOST >> 20
                ));
            }
        }
    }

    /// A text by its number.
    pub(super) fn get(&self, number: usize) -> Option<&str> {
        let end = *self.ends.get(number)?;
        let start = number.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(start..end)
    }
}

/// The text of a string with several runs; its reading aids for other scripts are none of it.
#[derive(Default)]
pub(super) struct Piece {
    /// Inside of `t`, which was opened at this depth.
    inside: Option<usize>,
    /// Inside of `rPh`.
    aid: Option<usize>,
}

impl Piece {
    /// An element begins at this depth.
    pub(super) fn start(&mut self, name: &str, depth: usize) {
        match name {
            "rPh" if self.aid.is_none() => self.aid = Some(depth + 1),
            "t" if self.aid.is_none() => self.inside = Some(depth + 1),
            _ => {}
        }
    }

    /// An element ends that was so deep.
    pub(super) fn end(&mut self, depth: usize) {
        for slot in [&mut self.inside, &mut self.aid] {
            if *slot == Some(depth) {
                *slot = None;
            }
        }
    }

    /// Text comes.
    pub(super) fn text(&self, text: &str, out: &mut String) {
        if self.inside.is_some() {
            unescape(text, out);
        }
    }
}

/// Control characters are written as `_x000D_`.
fn unescape(mut text: &str, out: &mut String) {
    while let Some(at) = text.find("_x") {
        let code = text.get(at + 2..at + 6).filter(|_| text.get(at + 6..at + 7) == Some("_"));
        match code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
            Some(c) => {
                out.push_str(&text[..at]);
                out.push(c);
                text = &text[at + 7..];
            }
            None => {
                out.push_str(&text[..at + 2]);
                text = &text[at + 2..];
            }
        }
    }
    out.push_str(text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_joined_and_reading_aids_left_out() {
        let text = "<sst><si><t>Press 1</t></si><si><r><t>No </t></r><r><t>material</t></r></si><si/>\
                    <si><t>東京</t><rPh sb=\"0\"><t>トウキョウ</t></rPh></si><si><t>a_x000D_b_x</t></si></sst>";
        let strings = Strings::read(Xml::of(Box::new(text.as_bytes()))).expect("sound");
        let all: Vec<&str> = (0..6).filter_map(|i| strings.get(i)).collect();
        assert_eq!(all, ["Press 1", "No material", "", "東京", "a\rb_x"]);
    }
}
