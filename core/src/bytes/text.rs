//! Text in the encodings that plants really use, turned into UTF-8 while it is read.
//!
//! UTF-8, UTF-16 (both byte orders, with or without a byte order mark) and Windows-1252. A full encoding library would bring the
//! tables of every East Asian encoding into the download; these four need one table of 32 characters.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// How characters are written as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8; bytes that are not are read as Windows-1252 and counted.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1252, the superset of Latin-1 that Western Windows writes.
    Windows1252,
}

const CHUNK: usize = 1 << 16;

/// The characters of 0x80…0x9F in Windows-1252; positions that it leaves open keep their control character, as browsers do.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Tells the encoding from the first bytes of a file.
pub(super) fn sniff_encoding(head: &[u8]) -> Encoding {
    match head {
        [0xFF, 0xFE, ..] => return Encoding::Utf16Le,
        [0xFE, 0xFF, ..] => return Encoding::Utf16Be,
        [0xEF, 0xBB, 0xBF, ..] => return Encoding::Utf8,
        _ => {}
    }
    // Without a mark: Western text in UTF-16 has a zero in every other byte, and nothing else has.
    let sample = &head[..head.len().min(1024) & !1];
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    if pairs >= 4 && odd * 10 >= pairs * 7 && even * 10 <= pairs {
        return Encoding::Utf16Le;
    }
    if pairs >= 4 && even * 10 >= pairs * 7 && odd * 10 <= pairs {
        return Encoding::Utf16Be;
    }
    // One byte that was written by something else makes no other encoding of a text: what there is more of decides.
    let (mut valid, mut bad) = (0usize, 0usize);
    let mut chunks = head.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        // The end of the head may cut a character.
        let cut =
            chunks.peek().is_none() && std::str::from_utf8(chunk.invalid()).is_err_and(|e| e.error_len().is_none());
        bad += usize::from(!cut && !chunk.invalid().is_empty());
    }
    if bad > valid { Encoding::Windows1252 } else { Encoding::Utf8 }
}

/// Reads any [`Encoding`] as UTF-8 without a byte order mark: every byte it gives out belongs to valid UTF-8.
pub struct TextReader<R> {
    inner: R,
    encoding: Encoding,
    /// Bytes read but not decoded: the beginning of a character.
    raw: Vec<u8>,
    /// Decoded bytes; `text[at..]` is not consumed yet.
    text: Vec<u8>,
    at: usize,
    started: bool,
    ended: bool,
    strange: Rc<Cell<u64>>,
}

impl<R: Read> TextReader<R> {
    /// Reads `inner` from its start. `strange` counts bytes that are no valid text in `encoding`.
    pub fn new(inner: R, encoding: Encoding, strange: Rc<Cell<u64>>) -> Self {
        let (raw, text) = (Vec::with_capacity(CHUNK), Vec::with_capacity(CHUNK));
        Self { inner, encoding, raw, text, at: 0, started: false, ended: false, strange }
    }

    /// The text does not begin here, so that nothing is a byte order mark.
    pub(super) fn behind_the_start(mut self) -> Self {
        self.started = true;
        self
    }

    fn refill(&mut self) -> io::Result<()> {
        self.text.clear();
        self.at = 0;
        while self.text.is_empty() && !self.ended {
            let kept = self.raw.len();
            self.raw.resize(kept + CHUNK, 0);
            let read = self.inner.read(&mut self.raw[kept..]);
            self.raw.truncate(kept + *read.as_ref().unwrap_or(&0));
            self.ended = read? == 0;
            if !self.started && (self.raw.len() >= 3 || self.ended) {
                self.started = true;
                self.drop_mark();
            }
            if self.started {
                self.decode();
            }
        }
        Ok(())
    }

    fn drop_mark(&mut self) {
        let mark: &[u8] = match self.encoding {
            Encoding::Utf8 | Encoding::Windows1252 => &[0xEF, 0xBB, 0xBF],
            Encoding::Utf16Le => &[0xFF, 0xFE],
            Encoding::Utf16Be => &[0xFE, 0xFF],
        };
        if self.raw.starts_with(mark) {
            self.raw.drain(..mark.len());
        }
    }

    /// Moves whole characters from `raw` to `text`; what is left is the beginning of the next one.
    fn decode(&mut self) {
        match self.encoding {
            Encoding::Utf8 => self.decode_utf8(),
            Encoding::Windows1252 => {
                let text = &mut self.text;
                self.raw.drain(..).for_each(|b| push(text, windows_1252(b)));
            }
            Encoding::Utf16Le => self.decode_utf16(u16::from_le_bytes),
            Encoding::Utf16Be => self.decode_utf16(u16::from_be_bytes),
        }
    }

    fn decode_utf8(&mut self) {
        let mut from = 0;
        loop {
            match std::str::from_utf8(&self.raw[from..]) {
                Ok(_) if from == 0 => {
                    // The whole chunk is fine, as nearly always: no byte is copied.
                    std::mem::swap(&mut self.text, &mut self.raw);
                    return;
                }
                Ok(rest) => {
                    self.text.extend_from_slice(rest.as_bytes());
                    self.raw.clear();
                    return;
                }
                Err(e) => {
                    let valid = from + e.valid_up_to();
                    self.text.extend_from_slice(&self.raw[from..valid]);
                    let bad = match e.error_len() {
                        Some(n) => n,
                        None if self.ended => self.raw.len() - valid,
                        None => {
                            self.raw.drain(..valid);
                            return;
                        }
                    };
                    for b in &self.raw[valid..valid + bad] {
                        push(&mut self.text, windows_1252(*b));
                    }
                    self.strange.set(self.strange.get() + bad as u64);
                    from = valid + bad;
                }
            }
        }
    }

    fn decode_utf16(&mut self, unit: fn([u8; 2]) -> u16) {
        let mut units: Vec<u16> = self.raw.chunks_exact(2).map(|p| unit([p[0], p[1]])).collect();
        let mut kept = self.raw.len() % 2;
        // A pair of surrogates may be cut in half by the end of the chunk.
        if !self.ended && units.last().is_some_and(|u| (0xD800..0xDC00).contains(u)) {
            units.pop();
            kept += 2;
        }
        if self.ended && kept == 1 {
            self.strange.set(self.strange.get() + 1);
            kept = 0;
        }
        for c in char::decode_utf16(units) {
            if c.is_err() {
                self.strange.set(self.strange.get() + 2);
            }
            push(&mut self.text, c.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let done = if self.ended { self.raw.len() } else { self.raw.len() - kept };
        self.raw.drain(..done);
    }
}

/// A byte of Windows-1252.
fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

fn push(text: &mut Vec<u8>, c: char) {
    text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

impl<R: Read> BufRead for TextReader<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at >= self.text.len() {
            self.refill()?;
        }
        Ok(&self.text[self.at..])
    }

    fn consume(&mut self, n: usize) {
        self.at = (self.at + n).min(self.text.len());
    }
}

impl<R: Read> Read for TextReader<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let mut ready = self.fill_buf()?;
        let n = ready.read(buf)?;
        self.consume(n);
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives `step` bytes at a time, so that characters are cut everywhere.
    struct Drip<'a>(&'a [u8], usize);

    impl Read for Drip<'_> {
        fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
            let n = self.1.min(self.0.len()).min(buf.len());
            buf[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn read(bytes: &[u8]) -> Vec<(String, u64)> {
        let encoding = sniff_encoding(bytes);
        (1..=4)
            .map(|step| {
                let strange = Rc::new(Cell::new(0));
                let mut out = String::new();
                let mut reader = TextReader::new(Drip(bytes, step), encoding, Rc::clone(&strange));
                reader.read_to_string(&mut out).expect("a text reader gives valid UTF-8");
                (out, strange.get())
            })
            .collect()
    }

    const TEXT: &str = "Prüfplatz – 20 °C 🏭 ok, and then some plain words";

    fn utf16(mark: bool, unit: fn(u16) -> [u8; 2], text: &str) -> Vec<u8> {
        let mark = mark.then_some(0xFEFF);
        mark.into_iter().chain(text.encode_utf16()).flat_map(unit).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text_however_it_is_cut() {
        let mut marked = vec![0xEF, 0xBB, 0xBF];
        marked.extend_from_slice(TEXT.as_bytes());
        let files = [
            TEXT.as_bytes().to_vec(),
            marked,
            utf16(true, u16::to_le_bytes, TEXT),
            utf16(true, u16::to_be_bytes, TEXT),
            utf16(false, u16::to_le_bytes, TEXT),
            utf16(false, u16::to_be_bytes, TEXT),
        ];
        for file in files {
            for (text, strange) in read(&file) {
                assert_eq!((text.as_str(), strange), (TEXT, 0));
            }
        }
    }

    #[test]
    fn windows_text_is_read_as_such() {
        for (text, strange) in read(b"Pr\xFCfplatz \x96 5 \x80") {
            assert_eq!((text.as_str(), strange), ("Prüfplatz – 5 €", 0));
        }
        // A byte that would begin a longer character.
        for (text, strange) in read(b"S\xE4ge") {
            assert_eq!((text.as_str(), strange), ("Säge", 0));
        }
    }

    #[test]
    fn a_stray_byte_near_the_beginning_spoils_no_other() {
        for (text, strange) in read(b"S\xC3\xA4ge, M\xC3\xBChle, 20 \xB0C") {
            assert_eq!((text.as_str(), strange), ("Säge, Mühle, 20 °C", 1));
        }
        for (text, strange) in read(b"\xEF\xBB\xBF20 \xB0C") {
            assert_eq!((text.as_str(), strange), ("20 °C", 1));
        }
    }

    #[test]
    fn a_stray_byte_far_into_valid_text_is_kept_and_counted() {
        let mut bytes = vec![b'x'; 10];
        bytes.extend_from_slice("é".as_bytes());
        let strange = Rc::new(Cell::new(0));
        bytes.extend_from_slice(b"\xFCber\xE2\x82");
        let mut out = String::new();
        TextReader::new(&bytes[..], Encoding::Utf8, Rc::clone(&strange)).read_to_string(&mut out).expect("valid");
        assert_eq!(out, "xxxxxxxxxxéüberâ‚");
        assert_eq!(strange.get(), 3);
    }
}
