//! What the splitter hands out, and a value while it is collected.

/// More than this in one event is not kept; the event is rejected with [`Fault::TooLong`].
pub(in crate::import) const MAX_EVENT: usize = 64 << 20;

/// Why a value is not valid JSON, as far as the splitter sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum Fault {
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
pub(in crate::import) enum Piece<'a> {
    /// A document up to its first list, closed so that it parses.
    Header {
        /// The JSON.
        json: &'a [u8],
    },
    /// One element of a list or of an array at the root.
    Event {
        /// The JSON.
        json: &'a [u8],
        /// Line on which it starts.
        line: u32,
        /// What is wrong with it.
        fault: Option<Fault>,
        /// Which of the splitter's lists it stands in; their number for an array at the root.
        list: usize,
    },
    /// A whole value at the root, its lists left empty.
    Root {
        /// The JSON.
        json: &'a [u8],
        /// Line on which it starts.
        line: u32,
        /// What is wrong with it, outside its lists.
        fault: Option<Fault>,
        /// True when elements of lists were handed out before.
        listed: bool,
    },
}

/// A value that is being collected.
#[derive(Debug, Default)]
pub(super) struct Unit {
    pub(super) open: bool,
    pub(super) json: Vec<u8>,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) fault: Option<Fault>,
}

impl Unit {
    pub(super) fn begin(&mut self, line: u32, column: u32) {
        self.open = true;
        self.json.clear();
        self.json.shrink_to(1 << 20);
        (self.line, self.column, self.fault) = (line, column, None);
    }

    pub(super) fn keep(&mut self, byte: u8) {
        if self.json.len() < MAX_EVENT {
            self.json.push(byte);
        } else {
            self.fault = Some(Fault::TooLong);
        }
    }

    pub(super) fn keep_all(&mut self, bytes: &[u8]) {
        let room = MAX_EVENT.saturating_sub(self.json.len());
        self.json.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
        if bytes.len() > room {
            self.fault = Some(Fault::TooLong);
        }
    }

    pub(super) fn blame(&mut self, fault: Fault) {
        self.fault = self.fault.or(Some(fault));
    }
}
