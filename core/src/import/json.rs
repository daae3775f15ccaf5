//! JSON as a stream of tokens with their lines and the path to them, safe against hostile documents.
//!
//! For documents whose parts stand deep inside (MTConnect). Long lists of like elements go through the splitter, which gets over broken ones.

use super::ImportError;
use crate::bytes::{Content, ContentReader};
use std::io::Read;

/// The longest text that is kept.
const MAX_TEXT: usize = 64 << 20;
/// No real document nests deeper; each level costs its name.
const MAX_DEPTH: usize = 1000;
const CHUNK: usize = 1 << 16;

/// What the stream gives.
#[derive(Debug, PartialEq)]
pub(super) enum Token {
    /// An object or array begins; it is the last of [`Json::path`].
    Begin,
    /// The innermost object or array has ended; it is no longer in the path.
    End,
    /// A text, number or word; [`Json::text`] has it, [`Json::name`] its name.
    Scalar,
    /// The document is over.
    Eof,
}

/// An object or array that is open.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) array: bool,
    /// Its key; for an element of an array the array's.
    pub(super) name: String,
}

/// Reads a document.
pub(super) struct Json {
    reader: ContentReader,
    chunk: Vec<u8>,
    at: usize,
    taken: u64,
    line: u32,
    path: Vec<Frame>,
    /// The key of the value that comes next, in an object.
    key: String,
    text: Vec<u8>,
    /// A comma must come before the next value or key.
    full: bool,
    done: bool,
    /// The text has ended.
    ended: bool,
}

impl Json {
    pub(super) fn new(content: &Content) -> Self {
        Self {
            reader: content.reader(),
            chunk: Vec::new(),
            at: 0,
            taken: 0,
            line: 1,
            path: Vec::new(),
            key: String::new(),
            text: Vec::new(),
            full: false,
            done: false,
            ended: false,
        }
    }

    /// Bytes of text taken so far.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// The line on which the last token stands.
    pub(super) fn line(&self) -> u32 {
        self.line
    }

    /// The objects and arrays that are open, the outermost first.
    pub(super) fn path(&self) -> &[Frame] {
        &self.path
    }

    /// The last scalar.
    pub(super) fn text(&self) -> &str {
        std::str::from_utf8(&self.text).unwrap_or_default()
    }

    /// The key of the last scalar; in an array the array's.
    pub(super) fn name(&self) -> &str {
        match self.path.last() {
            Some(frame) if frame.array => &frame.name,
            _ => &self.key,
        }
    }

    /// The next token. After an error nothing more can be read; what was read before stays.
    pub(super) fn next(&mut self) -> Result<Token, ImportError> {
        let mut byte = self.visible()?;
        if self.path.is_empty() && self.done {
            return match byte {
                None => Ok(Token::Eof),
                Some(_) => Err(self.broken("something stands after the document")),
            };
        }
        if let (Some(b']' | b'}'), Some(frame)) = (byte, self.path.last()) {
            if frame.array != (byte == Some(b']')) {
                return Err(self.broken("a bracket does not fit"));
            }
            self.path.pop();
            (self.full, self.done) = (true, self.path.is_empty());
            return Ok(Token::End);
        }
        if self.full {
            if byte != Some(b',') {
                return Err(self.broken("a comma is missing"));
            }
            byte = self.visible()?;
        }
        self.full = true;
        let in_object = self.path.last().is_some_and(|frame| !frame.array);
        if in_object {
            if byte != Some(b'"') {
                return Err(self.broken("a key is missing"));
            }
            self.string()?;
            self.key = self.text().to_owned();
            if self.visible()? != Some(b':') {
                return Err(self.broken("a colon is missing"));
            }
            byte = self.visible()?;
        }
        match byte {
            Some(open @ (b'{' | b'[')) => {
                if self.path.len() >= MAX_DEPTH {
                    return Err(ImportError::Limit(format!(
                        "The JSON is nested more than {MAX_DEPTH} levels deep at line {}, which no machine writes. Reading stopped there.",
                        self.line
                    )));
                }
                let name = self.name().to_owned();
                self.path.push(Frame { array: open == b'[', name });
                self.full = false;
                Ok(Token::Begin)
            }
            Some(b'"') => {
                self.string()?;
                self.done = self.path.is_empty();
                Ok(Token::Scalar)
            }
            Some(first @ (b'-' | b'0'..=b'9' | b'a'..=b'z')) => {
                self.word(first)?;
                self.done = self.path.is_empty();
                Ok(Token::Scalar)
            }
            _ => Err(self.broken("a value is missing")),
        }
    }

    /// A number, `true`, `false` or `null` (which is the empty text).
    fn word(&mut self, first: u8) -> Result<(), ImportError> {
        self.text.clear();
        self.text.push(first);
        while let Some(byte) = self.peek()?.filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'+' | b'-')) {
            self.text.push(byte);
            self.at += 1;
            self.limit()?;
        }
        let text = self.text();
        match text {
            "null" => self.text.clear(),
            "true" | "false" => {}
            _ if text.parse::<f64>().is_ok() => {}
            _ => return Err(self.broken("a value is neither text nor number")),
        }
        Ok(())
    }

    /// The rest of a text whose opening quote was taken.
    fn string(&mut self) -> Result<(), ImportError> {
        self.text.clear();
        let mut escaped = false;
        loop {
            match self.take()? {
                None => return Err(self.broken("a text is not closed")),
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.text.push(b'\\');
                    let next = self.take()?;
                    self.text.extend(next);
                }
                Some(byte) => self.text.push(byte),
            }
            self.limit()?;
        }
        if escaped {
            let quoted = [b"\"", self.text.as_slice(), b"\""].concat();
            match serde_json::from_slice::<String>(&quoted) {
                Ok(text) => self.text = text.into_bytes(),
                Err(_) => return Err(self.broken("a text has an escape that does not exist")),
            }
        }
        Ok(())
    }

    fn limit(&self) -> Result<(), ImportError> {
        if self.text.len() <= MAX_TEXT {
            return Ok(());
        }
        Err(ImportError::Limit(format!(
            "At line {}: one text is longer than {} MiB, which no machine writes. Reading stopped there.",
            self.line,
            MAX_TEXT >> 20
        )))
    }

    fn visible(&mut self) -> Result<Option<u8>, ImportError> {
        loop {
            match self.take()? {
                Some(b' ' | b'\t' | b'\r' | b'\n') => {}
                other => return Ok(other),
            }
        }
    }

    fn take(&mut self) -> Result<Option<u8>, ImportError> {
        let byte = self.peek()?;
        match byte {
            Some(_) => self.at += 1,
            None => self.ended = true,
        }
        if byte == Some(b'\n') {
            self.line = self.line.saturating_add(1);
        }
        Ok(byte)
    }

    fn peek(&mut self) -> Result<Option<u8>, ImportError> {
        if self.at == self.chunk.len() {
            self.chunk.resize(CHUNK, 0);
            self.at = 0;
            let read = self.reader.read(&mut self.chunk);
            self.chunk.truncate(*read.as_ref().unwrap_or(&0));
            self.taken += read? as u64;
        }
        Ok(self.chunk.get(self.at).copied())
    }

    fn broken(&self, why: &str) -> ImportError {
        // Where the text simply ends, that is the fault.
        let why = if self.ended { "the file ends in the middle of it" } else { why };
        ImportError::Broken(format!(
            "The JSON breaks at line {} ({why}): what stands before was read, the rest is missing. Copy or export the file again.",
            self.line
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::rc::Rc;

    fn tokens(text: &str) -> (Vec<String>, Option<String>) {
        let (content, _) =
            Content::open("x", Rc::new(text.as_bytes().to_vec()), Rc::default(), crate::bytes::Unpacking::default())
                .expect("memory does not fail");
        let mut json = Json::new(&content);
        let mut out = Vec::new();
        loop {
            match json.next() {
                Ok(Token::Eof) => return (out, None),
                Ok(Token::Begin) => out.push(format!("begin {}", json.path().last().map_or("", |f| &f.name))),
                Ok(Token::End) => out.push("end".to_owned()),
                Ok(Token::Scalar) => out.push(format!("{}={} ({})", json.name(), json.text(), json.line())),
                Err(error) => return (out, Some(error.to_string())),
            }
        }
    }

    #[test]
    fn a_document_becomes_tokens_with_names_and_lines() {
        let (out, error) = tokens("{\"a\": [1, {\"b\": \"x\\u00e4\\\"\"}],\n \"c\": null, \"d\": true}");
        assert_eq!(error, None);
        assert_eq!(
            out,
            ["begin ", "begin a", "a=1 (1)", "begin a", "b=xä\" (1)", "end", "end", "c= (2)", "d=true (2)", "end"]
        );
    }

    #[test]
    fn what_is_broken_is_named_with_its_line() {
        for (text, why) in [
            ("{\"a\" 1}", "line 1 (a colon is missing)"),
            ("{\"a\":\n1 \"b\":2}", "line 2 (a comma is missing)"),
            ("{\"a\":[1}", "a bracket does not fit"),
            ("{\"a\":[1", "the file ends in the middle"),
            ("{\"a\":\"x", "the file ends in the middle"),
            ("{\"a\":nul}", "neither text nor number"),
            ("{} {}", "something stands after"),
            ("{a:1}", "a key is missing"),
        ] {
            let (_, error) = tokens(text);
            assert!(error.as_deref().is_some_and(|e| e.contains(why)), "{text}: {error:?}");
        }
        let (_, error) = tokens(&"[".repeat(2000));
        assert!(error.is_some_and(|e| e.contains("1000 levels")));
    }
}
