//! Cuts JSON text into the elements of its long lists without holding the text: a push tokenizer that knows strings, brackets and what may
//! follow what.
//!
//! ```text
//! { "@context": …, "epcisBody": { "eventList": [ {…}, {…}, … ] } }     Header  Event Event …  Root
//! [ {…}, {…} ]                                                           Event Event …  Root
//! {…} ⏎ {…} ⏎ …                                                         Root Root …
//! ```
//!
//! ```text
//! whole.rs  the end of an element that lies whole in memory
//! piece.rs  what is handed out, and a value while it is collected
//! tests.rs  documents, lines, broken and hostile ones
//! ```
//!
//! No recursion, and memory for one event. A broken event does not take its neighbours along: an unclosed string ends with its
//! line, a bracket that fits nothing inside the event ends it, and an object where a key must stand is the next event.

mod piece;
#[cfg(test)]
mod tests;
mod whole;

pub(super) use piece::{Fault, MAX_EVENT, Piece};

use memchr::memchr3;
use piece::Unit;

/// Levels of brackets that are told apart; deeper ones are only counted.
const MAX_KNOWN_DEPTH: usize = 4096;

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
    /// The keys whose lists are cut into their elements, in objects only. The key may be a CURIE or a URI.
    lists: &'static [&'static str],
    /// Length of the stack directly inside the list that is open.
    list: Option<usize>,
    /// Which of `lists` it is; their number for an array at the root.
    which: usize,
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
    /// A splitter for text whose first line has this number. The lists under the keys `lists` are cut into their elements.
    pub(super) fn new(line: u32, lists: &'static [&'static str]) -> Self {
        Self {
            lex: Lex::default(),
            expect: Expect::default(),
            stack: Vec::new(),
            deeper: 0,
            root: Unit::default(),
            event: Unit::default(),
            lists,
            list: None,
            which: 0,
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
    pub(super) fn push(&mut self, mut text: &[u8], out: &mut dyn FnMut(Piece<'_>)) {
        while let Some((&byte, rest)) = text.split_first() {
            // Nearly all elements lie whole in the text and are faultless.
            if byte == b'{'
                && self.lex == Lex::Between
                && !self.event.open
                && self.list == Some(self.stack.len())
                && let Some(length) = whole::whole(text)
            {
                let (json, rest) = text.split_at(length);
                out(Piece::Event { json, line: self.line, fault: None, list: self.which });
                self.pass(json);
                text = rest;
                continue;
            }
            if self.lex == Lex::String {
                // Most of a document is plain text inside strings: it is kept at once.
                let plain = memchr3(b'"', b'\\', b'\n', text).unwrap_or(text.len());
                if plain > 0 {
                    let (head, tail) = text.split_at(plain);
                    self.keep_all(head);
                    self.column = self.column.saturating_add(plain as u32);
                    self.fresh_line = false;
                    text = tail;
                    continue;
                }
            }
            text = rest;
            self.byte(byte, out);
            if byte == b'\n' {
                (self.line, self.column, self.fresh_line) = (self.line.saturating_add(1), 0, true);
            } else {
                self.column = self.column.saturating_add(1);
                self.fresh_line &= byte.is_ascii_whitespace();
            }
        }
    }

    /// Moves on behind an element that was handed out.
    fn pass(&mut self, json: &[u8]) {
        self.expect = Expect::CommaOrEnd;
        self.fresh_line = false;
        if memchr::memchr(b'"', json).is_some() {
            // The keys inside of an element are not that of its list, so a bracket behind the list opens no second one.
            self.key_len = self.root.json.len().saturating_sub(self.key_at);
        }
        match memchr::memrchr(b'\n', json) {
            None => self.column = self.column.saturating_add(json.len() as u32),
            Some(last) => {
                let lines = memchr::memchr_iter(b'\n', json).count();
                self.line = self.line.saturating_add(lines as u32);
                self.column = (json.len() - last - 1) as u32;
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
        if byte == b'['
            && !self.event.open
            && self.list.is_none()
            && let Some(which) = self.starts_list()
        {
            self.which = which;
            // What stands in front of the first list is all that is known before its elements; a header for each of a million lists would copy it
            // a million times.
            if !self.stack.is_empty() && !self.listed {
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

    /// An array at the root, or one of `lists` in objects only.
    fn starts_list(&self) -> Option<usize> {
        if self.stack.is_empty() {
            return Some(self.lists.len());
        }
        let key = self.root.json.get(self.key_at..self.key_at + self.key_len)?.strip_suffix(b"\"")?;
        let named = |list: &&str| {
            key.strip_suffix(list.as_bytes()).is_some_and(|before| matches!(before.last(), Some(b'"' | b':' | b'/')))
        };
        self.lists.iter().position(named).filter(|_| self.stack.iter().all(|b| *b == b'{'))
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
        out(Piece::Event { json: &self.event.json, line: self.event.line, fault: self.event.fault, list: self.which });
    }

    fn root_ends(&mut self, out: &mut dyn FnMut(Piece<'_>)) {
        self.root.open = false;
        self.expect = Expect::Value;
        out(Piece::Root { json: &self.root.json, line: self.root.line, fault: self.root.fault, listed: self.listed });
    }

    fn keep_all(&mut self, bytes: &[u8]) {
        if self.event.open {
            self.event.keep_all(bytes);
        } else if self.root.open && self.list.is_none() {
            self.root.keep_all(bytes);
        }
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
