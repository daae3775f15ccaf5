//! XML as a stream of elements with their lines, safe against hostile documents.
//!
//! Entities that a document declares itself are refused, so that nothing can be expanded (billion laughs); one piece of markup or text may
//! be at most [`MAX_PIECE`] long, so that memory stays bounded; elements left open at the end of the file are an error that says so.

use super::ImportError;
use crate::bytes::{Content, ContentReader, Encoding, TextReader, UnpackError};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// The longest tag or text that is kept.
const MAX_PIECE: usize = 64 << 20;

/// What the stream gives.
pub enum Node<'a> {
    /// An element begins (an empty one ends right after).
    Start(Element<'a>),
    /// The innermost open element ends.
    End,
    /// Text inside the innermost open element; one text may come in several parts.
    Text(&'a str),
    /// The document is over.
    Eof,
}

/// A start tag.
pub struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// The name without its prefix.
    pub fn name(&self) -> &str {
        let name = self.0.name().0;
        name.rsplit(':').next().unwrap_or(name)
    }

    /// The name with its prefix, as it stands.
    pub fn qualified_name(&self) -> &str {
        self.0.name().0
    }

    /// True when it may declare namespaces.
    pub fn declares(&self) -> bool {
        self.0.contains("xmlns")
    }

    /// The attributes by local name; one that cannot be read is skipped.
    pub fn attributes(&self, mut each: impl FnMut(&str, &str)) {
        self.qualified_attributes(&mut |key, value| each(key.rsplit(':').next().unwrap_or(key), value));
    }

    /// The attributes by name with prefix, declarations of namespaces among them; one that cannot be read is skipped.
    pub fn qualified_attributes(&self, each: &mut dyn FnMut(&str, &str)) {
        for attribute in self.0.attributes().with_checks(false).flatten() {
            if let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) {
                each(attribute.key.0, value.trim());
            }
        }
    }
}

/// Reads a document.
pub struct Xml {
    reader: Reader<Counted<ContentReader>>,
    line: Rc<Cell<u32>>,
    piece: Rc<Cell<usize>>,
    buf: Vec<u8>,
    text: String,
    depth: usize,
}

impl Xml {
    /// The document that the content is.
    pub fn new(content: &Content) -> Self {
        Self::over(content.reader())
    }

    /// The document that these bytes are, in UTF-8.
    pub fn of(bytes: Box<dyn Read>) -> Self {
        Self::over(TextReader::new(bytes, Encoding::Utf8, Rc::default()))
    }

    fn over(reader: ContentReader) -> Self {
        let (line, piece) = (Rc::new(Cell::new(1)), Rc::new(Cell::new(0)));
        let counted = Counted { inner: reader, line: Rc::clone(&line), piece: Rc::clone(&piece) };
        let mut reader = Reader::from_reader(counted);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, line, piece, buf: Vec::new(), text: String::new(), depth: 0 }
    }

    /// Bytes of text taken so far.
    pub fn taken(&self) -> u64 {
        self.reader.buffer_position()
    }

    /// The line on which the next node begins.
    pub fn line(&self) -> u32 {
        self.line.get()
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// The next node. After an error nothing more can be read; what was read before stays.
    #[allow(clippy::should_implement_trait, reason = "it lends what it gives")]
    pub fn next(&mut self) -> Result<Node<'_>, ImportError> {
        let line = self.line();
        // Comments and the like are skipped. What is lent out is copied to `text`: a borrow of `buf` would last for the whole loop.
        loop {
            self.buf.clear();
            self.piece.set(0);
            let event = match self.reader.read_event_into(&mut self.buf) {
                Ok(event) => event,
                Err(error) => return Err(broken(&error, line)),
            };
            self.text.clear();
            match event {
                Event::Start(start) | Event::Empty(start) => {
                    self.depth += 1;
                    self.text.push_str(&start);
                    let length = start.name().0.len();
                    return Ok(Node::Start(Element(BytesStart::from_content(self.text.as_str(), length))));
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Node::End);
                }
                Event::Text(text) => {
                    self.text.push_str(&text.xml10_content());
                    return Ok(Node::Text(&self.text));
                }
                Event::CData(text) => {
                    self.text.push_str(&text.xml10_content());
                    return Ok(Node::Text(&self.text));
                }
                Event::GeneralRef(entity) => {
                    match (entity.resolve_char_ref(), &*entity) {
                        (Ok(Some(c)), _) => self.text.push(c),
                        (_, "lt") => self.text.push('<'),
                        (_, "gt") => self.text.push('>'),
                        (_, "amp") => self.text.push('&'),
                        (_, "apos") => self.text.push('\''),
                        (_, "quot") => self.text.push('"'),
                        (_, name) => return Err(entity_refused(name, line)),
                    }
                    return Ok(Node::Text(&self.text));
                }
                Event::DocType(text) if text.contains("<!ENTITY") => {
                    return Err(entity_refused("declared in its DOCTYPE", line));
                }
                Event::Eof if self.depth > 0 => {
                    return Err(ImportError::Broken(format!(
                        "The file ends at line {line} in the middle of its XML: what stands before was read, the rest is missing. Copy or \
                         export the file again."
                    )));
                }
                Event::Eof => return Ok(Node::Eof),
                Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }
}

fn entity_refused(name: &str, line: u32) -> ImportError {
    ImportError::Broken(format!(
        "The XML uses an entity of its own ({name}) at line {line}, which is refused because such entities can expand without end. What \
         stands before was read. Export the file without entities."
    ))
}

fn broken(error: &quick_xml::Error, line: u32) -> ImportError {
    if let quick_xml::Error::Io(inner) = error {
        return match inner.get_ref().and_then(|e| e.downcast_ref::<UnpackError>()) {
            Some(UnpackError::Bomb { .. }) => ImportError::Limit(inner.to_string()),
            Some(_) => ImportError::Broken(inner.to_string()),
            None if inner.get_ref().is_some_and(|e| e.is::<TooLong>()) => {
                ImportError::Limit(format!("At line {line}: {inner}"))
            }
            None => ImportError::Read(crate::bytes::ReadError(inner.to_string())),
        };
    }
    ImportError::Broken(format!(
        "The XML breaks at line {line} ({error}): what stands before was read, the rest is missing. Copy or export the file again."
    ))
}

/// One tag or text is longer than any real one.
#[derive(Debug)]
struct TooLong;

impl std::fmt::Display for TooLong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "one element is longer than {} MiB, which no machine writes. Reading stopped there.", MAX_PIECE >> 20)
    }
}

impl std::error::Error for TooLong {}

/// Counts the lines and the bytes that were consumed.
struct Counted<R> {
    inner: R,
    line: Rc<Cell<u32>>,
    piece: Rc<Cell<usize>>,
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.piece.get() > MAX_PIECE {
            return Err(io::Error::other(TooLong));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        // The bytes are still in the inner buffer: asking for it again reads nothing.
        if let Ok(buf) = self.inner.fill_buf() {
            let lines = memchr::memchr_iter(b'\n', &buf[..n.min(buf.len())]).count();
            self.line.set(self.line.get().saturating_add(lines as u32));
        }
        self.piece.set(self.piece.get() + n);
        self.inner.consume(n);
    }
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(buf)?;
        self.consume(n);
        Ok(n)
    }
}
