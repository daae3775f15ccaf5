//! Cuts JSON text into its events without holding the text: a push tokenizer that knows strings, brackets and what may follow what.
//!
//! ```text
//! { "@context": …, "epcisBody": { "eventList": [ {…}, {…}, … ] } }     Header  Event Event …  Root
//! [ {…}, {…} ]                                                           Event Event …  Root
//! {…} ⏎ {…} ⏎ …                                                         Root Root …
//! ```
//!
//! No recursion, and memory for one event. A broken event does not take its neighbours along: an unclosed string ends with its
//! line, a bracket that fits nothing inside the event ends it, and an object where a key must stand is the next event.

/// More than this in one event is not kept; the event is rejected with [`Fault::TooLong`].
pub(super) const MAX_EVENT: usize = 64 << 20;

/// Levels of brackets that are told apart; deeper ones are only counted.
const MAX_KNOWN_DEPTH: usize = 4096;

/// Why a value is not valid JSON, as far as the splitter sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// A string goes on past its line.
    OpenString,
    /// A bracket is missing or too many.
    Brackets,
    /// Something stands where it must not.
    Structure,
    /// The text ends inside it.
    Truncated,
    /// Longer than [`MAX_EVENT`].
    TooLong,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Fault::OpenString => "a string is not closed on its line",
            Fault::Brackets => "a bracket is missing or one too many",
            Fault::Structure => "a comma, colon, key or value is missing or in the wrong place",
            Fault::Truncated => "the file ends inside it",
            Fault::TooLong => "it is longer than 64 MiB",
        })
    }
}

/// What the splitter found. Lines count from 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Piece<'a> {
    /// A document up to its event list, closed so that it parses.
    Header {
        /// The JSON.
        json: &'a [u8],
    },
    /// One element of an event list or of an array at the root.
    Event {
        /// The JSON.
        json: &'a [u8],
        /// Line on which it starts.
        line: u32,
        /// What is wrong with it.
        fault: Option<Fault>,
    },
    /// A whole value at the root, its event lists left empty.
    Root {
        /// The JSON.
        json: &'a [u8],
        /// Line on which it starts.
        line: u32,
        /// What is wrong with it, outside its events.
        fault: Option<Fault>,
        /// True when its events were handed out before.
        listed: bool,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Lex {
    #[default]
    Between,
    String,
    Escape,
    Scalar,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Expect {
    #[default]
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    CommaOrEnd,
}

/// A value that is being collected.
#[derive(Debug, Default)]
struct Unit {
    open: bool,
    json: Vec<u8>,
    line: u32,
    column: u32,
    fault: Option<Fault>,
}

impl Unit {
    fn begin(&mut self, line: u32, column: u32) {
        self.open = true;
        self.json.clear();
        self.json.shrink_to(1 << 20);
        (self.line, self.column, self.fault) = (line, column, None);
    }

    fn keep(&mut self, byte: u8) {
        if self.json.len() < MAX_EVENT {
            self.json.push(byte);
        } else {
            self.fault = Some(Fault::TooLong);
        }
    }

    fn blame(&mut self, fault: Fault) {
        self.fault = self.fault.or(Some(fault));
    }
}

/// Takes text in chunks and hands out [`Piece`]s.
#[derive(Debug)]
pub(super) struct Splitter {
    lex: Lex,
    expect: Expect,
    stack: Vec<u8>,
    /// Levels beyond [`MAX_KNOWN_DEPTH`].
    deeper: usize,
    root: Unit,
    event: Unit,
    /// Length of the stack directly inside the event list.
    list: Option<usize>,
    listed: bool,
    /// Where the last key of the root begins in its text.
    key_at: usize,
    /// Length of that key with its quotes.
    key_len: usize,
    in_key: bool,
    line: u32,
    column: u32,
    /// Only blanks stood on this line so far.
    fresh_line: bool,
}

impl Splitter {
    /// A splitter for text whose first line has this number.
    pub(super) fn new(line: u32) -> Self {
        Self {
            lex: Lex::default(),
            expect: Expect::default(),
            stack: Vec::new(),
            deeper: 0,
            root: Unit::default(),
            event: Unit::default(),
            list: None,
            listed: false,
            key_at: 0,
            key_len: 0,
            in_key: false,
            line,
            column: 0,
            fresh_line: true,
        }
    }

    /// Takes more text.
    pub(super) fn push(&mut self, text: &[u8], out: &mut dyn FnMut(Piece<'_>)) {
        for &byte in text {
            self.byte(byte, out);
            if byte == b'\n' {
                (self.line, self.column, self.fresh_line) = (self.line.saturating_add(1), 0, true);
            } else {
                self.column = self.column.saturating_add(1);
                self.fresh_line &= byte.is_ascii_whitespace();
            }
        }
    }

    /// The text has ended: hands out what is still open.
    pub(super) fn finish(&mut self, out: &mut dyn FnMut(Piece<'_>)) {
        if self.lex == Lex::Scalar {
            self.value_ends(out);
        }
        if self.event.open {
            self.event.blame(Fault::Truncated);
            self.event_ends(out);
        }
        if self.root.open {
            self.root.blame(Fault::Truncated);
            self.root_ends(out);
        }
    }

    fn byte(&mut self, byte: u8, out: &mut dyn FnMut(Piece<'_>)) {
        match self.lex {
            Lex::Escape => {
                self.keep(byte);
                self.lex = Lex::String;
            }
            Lex::String => match byte {
                b'"' => {
                    self.keep(byte);
                    self.string_ends(out);
                }
                b'\n' => {
                    self.blame(Fault::OpenString);
                    self.string_ends(out);
                }
                _ => {
                    self.keep(byte);
                    if byte == b'\\' {
                        self.lex = Lex::Escape;
                    }
                }
            },
            Lex::Scalar
                if !matches!(byte, b',' | b':' | b'"' | b'{' | b'}' | b'[' | b']') && !byte.is_ascii_whitespace() =>
            {
                self.keep(byte);
            }
            Lex::Scalar => {
                self.value_ends(out);
                self.between(byte, out);
            }
            Lex::Between => self.between(byte, out),
        }
    }

    fn between(&mut self, byte: u8, out: &mut dyn FnMut(Piece<'_>)) {
        self.lex = Lex::Between;
        if byte.is_ascii_whitespace() {
            self.keep(byte);
            return;
        }
        if !self.root.open && matches!(byte, b',' | b']' | b'}' | b':' | 0x1e) {
            // Between values at the root: separators of JSON text sequences, and leftovers of a broken value.
            return;
        }
        match byte {
            b'{' | b'[' => self.opens(byte, out),
            b'}' => self.closes(b'{', byte, out),
            b']' => self.closes(b'[', byte, out),
            b',' => {
                self.require(self.expect == Expect::CommaOrEnd);
                self.keep(byte);
                self.expect = if self.stack.last() == Some(&b'{') { Expect::Key } else { Expect::Value };
            }
            b':' => {
                self.require(self.expect == Expect::Colon);
                self.keep(byte);
                self.expect = Expect::Value;
            }
            b'"' => {
                let key = matches!(self.expect, Expect::Key | Expect::KeyOrEnd);
                if !key {
                    self.require(matches!(self.expect, Expect::Value | Expect::ValueOrEnd));
                    self.value_begins();
                }
                if key && !self.event.open {
                    self.key_at = self.root.json.len();
                }
                self.in_key = key;
                self.keep(byte);
                self.lex = Lex::String;
            }
            _ => {
                self.require(matches!(self.expect, Expect::Value | Expect::ValueOrEnd));
                self.value_begins();
                self.keep(byte);
                self.lex = Lex::Scalar;
            }
        }
    }

    fn opens(&mut self, byte: u8, out: &mut dyn FnMut(Piece<'_>)) {
        let unit = if self.event.open { &self.event } else { &self.root };
        let base = if self.event.open { self.list.unwrap_or(0) } else { 0 };
        let allowed = matches!(self.expect, Expect::Value | Expect::ValueOrEnd);
        if byte == b'{' && unit.open {
            // An object where a key must stand, directly in the event: its closing bracket is missing and this is the next one. And in an
            // event that is broken already, an object that begins like the event did, at the same column of a new line.
            let instead_of_key = !allowed && self.stack.len() == base + 1 && self.stack.last() == Some(&b'{');
            let restart = (unit.fault.is_some() || !allowed) && self.fresh_line && self.column == unit.column;
            if (instead_of_key || restart) && (self.event.open || self.list.is_none()) {
                self.blame(Fault::Brackets);
                self.stack.truncate(base);
                self.deeper = 0;
                if self.event.open {
                    self.event_ends(out)
                } else {
                    self.root_ends(out)
                }
                self.expect = Expect::Value;
            }
        }
        let between_events = !self.event.open && self.list == Some(self.stack.len());
        self.require(matches!(self.expect, Expect::Value | Expect::ValueOrEnd) || between_events);
        self.value_begins();
        if byte == b'[' && !self.event.open && self.list.is_none() && self.is_event_list() {
            if !self.stack.is_empty() {
                let mut header = self.root.json.clone();
                header.extend_from_slice(b"[]");
                header.extend(self.stack.iter().map(|_| b'}'));
                out(Piece::Header { json: &header });
            }
            self.keep(byte);
            self.listed = true;
            self.list = Some(self.stack.len() + 1);
        } else {
            self.keep(byte);
        }
        if self.stack.len() < MAX_KNOWN_DEPTH {
            self.stack.push(byte);
        } else {
            self.deeper += 1;
        }
        self.expect = if byte == b'{' { Expect::KeyOrEnd } else { Expect::ValueOrEnd };
    }

    /// An array at the root, or one under the key `eventList` of objects only. The key may be a CURIE or a URI.
    fn is_event_list(&self) -> bool {
        if self.stack.is_empty() {
            return true;
        }
        let key = self.root.json.get(self.key_at..self.key_at + self.key_len).unwrap_or_default();
        let name = key.strip_suffix(b"eventList\"").unwrap_or_default();
        matches!(name.last(), Some(b'"' | b':' | b'/')) && self.stack.iter().all(|b| *b == b'{')
    }

    fn closes(&mut self, wanted: u8, byte: u8, out: &mut dyn FnMut(Piece<'_>)) {
        if self.deeper > 0 {
            self.deeper -= 1;
            self.keep(byte);
            self.expect = Expect::CommaOrEnd;
            return;
        }
        let floor = if self.event.open { self.list.unwrap_or(0) } else { 0 };
        if self.stack.last() == Some(&wanted) && self.stack.len() > floor {
            self.require(matches!(self.expect, Expect::CommaOrEnd | Expect::KeyOrEnd | Expect::ValueOrEnd));
        } else {
            self.blame(Fault::Brackets);
            match self.stack.iter().skip(floor).rposition(|b| *b == wanted) {
                Some(at) => self.stack.truncate(floor + at + 1),
                None if self.event.open && wanted == b'[' => {
                    // Nothing in the event fits. Whether this was meant to close the event or the list shows by what follows.
                    self.stack.truncate(floor);
                    self.event_ends(out);
                    self.expect = Expect::CommaOrEnd;
                    return;
                }
                None => return,
            }
        }
        if self.list == Some(self.stack.len()) && !self.event.open {
            self.list = None;
        } else if self.list.is_some_and(|list| list > self.stack.len()) {
            self.list = None;
            self.root.keep(b']');
        }
        self.stack.pop();
        self.keep(byte);
        self.value_ends(out);
    }

    fn value_begins(&mut self) {
        if !self.root.open {
            self.root.begin(self.line, self.column);
            (self.listed, self.list, self.deeper) = (false, None, 0);
            self.stack.clear();
        } else if !self.event.open && self.list == Some(self.stack.len()) {
            self.event.begin(self.line, self.column);
        }
    }

    fn string_ends(&mut self, out: &mut dyn FnMut(Piece<'_>)) {
        if self.in_key {
            self.key_len = self.root.json.len().saturating_sub(self.key_at);
            (self.lex, self.in_key, self.expect) = (Lex::Between, false, Expect::Colon);
        } else {
            self.value_ends(out);
        }
    }

    fn value_ends(&mut self, out: &mut dyn FnMut(Piece<'_>)) {
        self.lex = Lex::Between;
        self.expect = Expect::CommaOrEnd;
        if self.event.open && self.list == Some(self.stack.len()) && self.deeper == 0 {
            self.event_ends(out);
        } else if self.root.open && self.stack.is_empty() && self.deeper == 0 {
            self.root_ends(out);
        }
    }

    fn event_ends(&mut self, out: &mut dyn FnMut(Piece<'_>)) {
        self.event.open = false;
        out(Piece::Event { json: &self.event.json, line: self.event.line, fault: self.event.fault });
    }

    fn root_ends(&mut self, out: &mut dyn FnMut(Piece<'_>)) {
        self.root.open = false;
        self.expect = Expect::Value;
        out(Piece::Root { json: &self.root.json, line: self.root.line, fault: self.root.fault, listed: self.listed });
    }

    fn keep(&mut self, byte: u8) {
        if self.event.open {
            self.event.keep(byte);
        } else if self.root.open && self.list.is_none() {
            self.root.keep(byte);
        }
    }

    fn blame(&mut self, fault: Fault) {
        let unit = if self.event.open { &mut self.event } else { &mut self.root };
        unit.blame(fault);
    }

    fn require(&mut self, fits: bool) {
        if !fits {
            self.blame(Fault::Structure);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// One line per piece: kind, line, fault, text without blanks.
    fn split(chunks: &[&[u8]]) -> Vec<String> {
        let mut found = Vec::new();
        let mut out = |piece: Piece<'_>| {
            let text = |json: &[u8]| String::from_utf8_lossy(json).split_whitespace().collect::<String>();
            found.push(match piece {
                Piece::Header { json } => format!("header {}", text(json)),
                Piece::Event { json, line, fault } => format!("event {line} {fault:?} {}", text(json)),
                Piece::Root { json, line, fault, listed } => format!("root {line} {fault:?} {listed} {}", text(json)),
            });
        };
        let mut splitter = Splitter::new(1);
        for chunk in chunks {
            splitter.push(chunk, &mut out);
        }
        splitter.finish(&mut out);
        found
    }

    fn events(text: &str) -> Vec<String> {
        split(&[text.as_bytes()]).into_iter().filter(|p| p.starts_with("event")).collect()
    }

    #[test]
    fn a_document_is_cut_into_header_events_and_root() {
        let text =
            "{\"@context\":1,\"b\":{\"x\":\"eventList\",\"eventList\":[\n{\"a\":\"]}\"},\n{\"a\":[{}]}],\"c\":2}}";
        assert_eq!(
            split(&[text.as_bytes()]),
            [
                "header {\"@context\":1,\"b\":{\"x\":\"eventList\",\"eventList\":[]}}",
                "event 2 None {\"a\":\"]}\"}",
                "event 3 None {\"a\":[{}]}",
                "root 1 None true {\"@context\":1,\"b\":{\"x\":\"eventList\",\"eventList\":[],\"c\":2}}",
            ]
        );
    }

    #[test]
    fn lines_and_arrays_of_events_are_cut_too() {
        assert_eq!(
            split(&[b"{\"a\":1}\n\x1e{\"a\":2}\n7"]),
            ["root 1 None false {\"a\":1}", "root 2 None false {\"a\":2}", "root 3 None false 7"]
        );
        assert_eq!(
            split(&[b"[{},{\"eventList\":[1]}]"]),
            ["event 1 None {}", "event 1 None {\"eventList\":[1]}", "root 1 None true []"]
        );
    }

    #[test]
    fn a_broken_event_leaves_its_neighbours_alone() {
        for (broken, fault) in [
            ("{\"a\":\"open\n}", "OpenString"),
            ("{\"a\":[1,2}", "Brackets"),
            ("{\"a\":{\"b\":1}", "Brackets"),
            ("{\"a\":1]", "Brackets"),
            ("{\"a\" 1}", "Structure"),
            ("{\"a\":}", "Structure"),
            ("{\"a\":1,}", "Structure"),
        ] {
            let text = format!("{{\"eventList\":[\n{{\"n\":1}},\n{broken},\n{{\"n\":2}},\n{{\"n\":3}}\n]}}");
            let found = events(&text);
            assert_eq!(found.first().map(String::as_str), Some("event 2 None {\"n\":1}"), "{broken}");
            assert_eq!(found.last().map(|e| e.ends_with("{\"n\":3}")), Some(true), "{broken}: {found:?}");
            assert!(found.iter().any(|e| e.contains(fault) && e.starts_with("event 3")), "{broken}: {found:?}");
            assert_eq!(found.iter().filter(|e| e.contains(" None ")).count(), 3, "{broken}: {found:?}");
        }
    }

    #[test]
    fn a_truncated_line_leaves_the_next_lines_alone() {
        assert_eq!(
            split(&[b"{\"n\":1}\n{\"a\":[\"x\"\n{\"n\":2}\n{\"b\":\"op\n{\"n\":3}"]),
            [
                "root 1 None false {\"n\":1}",
                "root 2 Some(Brackets) false {\"a\":[\"x\"",
                "root 3 None false {\"n\":2}",
                "root 4 Some(OpenString) false {\"b\":\"op",
                "root 5 None false {\"n\":3}",
            ]
        );
    }

    #[test]
    fn a_truncated_document_keeps_what_was_complete() {
        assert_eq!(
            split(&[b"{\"eventList\":[{\"n\":1},{\"n\":"]),
            [
                "header {\"eventList\":[]}",
                "event 1 None {\"n\":1}",
                "event 1 Some(Truncated) {\"n\":",
                "root 1 Some(Truncated) true {\"eventList\":["
            ]
        );
    }

    #[test]
    fn brackets_without_end_cost_no_memory_and_no_stack() {
        let mut splitter = Splitter::new(1);
        let mut pieces = 0;
        for _ in 0..100 {
            splitter.push(&[b'['; 1 << 16], &mut |_| pieces += 1);
        }
        assert!(splitter.stack.len() <= MAX_KNOWN_DEPTH);
        splitter.finish(&mut |_| pieces += 1);
        assert_eq!(pieces, 2);
    }

    proptest! {
        #[test]
        fn chunks_do_not_matter(text in "[\\[\\]{}\",:a\\\\ \n1]{0,60}", cut in 0usize..60) {
            let cut = cut.min(text.len());
            let (a, b) = text.as_bytes().split_at(cut);
            prop_assert_eq!(split(&[a, b]), split(&[text.as_bytes()]));
        }

        #[test]
        fn valid_events_come_out_as_they_went_in(values in prop::collection::vec("[a-z\\[\\]{},:\"\\\\]{0,8}", 0..6)) {
            let events: Vec<String> = values.iter().map(|v| serde_json::json!({"k": v, "l": [v, {"m": v}]}).to_string()).collect();
            let text = format!("{{\"eventList\":[{}]}}", events.join(" ,\n"));
            let mut found = Vec::new();
            let mut splitter = Splitter::new(1);
            splitter.push(text.as_bytes(), &mut |piece| {
                if let Piece::Event { json, fault: None, .. } = piece {
                    found.push(String::from_utf8_lossy(json).into_owned());
                }
            });
            prop_assert_eq!(found, events);
        }
    }
}
