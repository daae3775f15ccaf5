//! Zip archives for tests, byte by byte, so that odd ones can be made as well.

use flate2::{Compression, Crc, write::DeflateEncoder};
use std::io::Write;

/// How a member is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// Packed by deflate; else stored.
    pub deflate: bool,
    /// Its lengths follow the data instead of standing before it.
    pub descriptor: bool,
    /// Its lengths stand in the 64-bit extra field.
    pub zip64: bool,
    /// Marked as encrypted.
    pub encrypted: bool,
    /// Another method than its data has.
    pub method: Option<u16>,
}

/// An archive of these members.
pub fn zip(members: &[(&str, &[u8], Style)]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content, style) in members {
        let mut sum = Crc::new();
        sum.update(content);
        let packed = if style.deflate { deflate(content) } else { content.to_vec() };
        let (crc, size, length) = (sum.sum(), content.len() as u32, packed.len() as u32);
        let flags = u16::from(style.encrypted) | u16::from(style.descriptor) << 3 | 1 << 11;
        let method = style.method.unwrap_or(if style.deflate { 8 } else { 0 });
        let at = out.len() as u32;
        let said = if style.descriptor { [0; 3] } else { [crc, length, size] };
        out.extend(b"PK\x03\x04\x14\x00");
        numbers(&mut out, &[flags, method, 0, 0]);
        words(&mut out, &said);
        numbers(&mut out, &[name.len() as u16, 0]);
        out.extend(name.as_bytes());
        out.extend(&packed);
        if style.descriptor {
            out.extend(b"PK\x07\x08");
            words(&mut out, &[crc, length, size]);
        }
        directory.extend(b"PK\x01\x02\x14\x00\x14\x00");
        numbers(&mut directory, &[flags, method, 0, 0]);
        let said = if style.zip64 { [crc, u32::MAX, u32::MAX] } else { [crc, length, size] };
        words(&mut directory, &said);
        numbers(&mut directory, &[name.len() as u16, if style.zip64 { 20 } else { 0 }, 0, 0, 0]);
        words(&mut directory, &[0, at]);
        directory.extend(name.as_bytes());
        if style.zip64 {
            numbers(&mut directory, &[1, 16]);
            directory.extend(u64::from(size).to_le_bytes());
            directory.extend(u64::from(length).to_le_bytes());
        }
    }
    let at = out.len() as u32;
    out.extend(&directory);
    let zip64 = members.iter().any(|(.., style)| style.zip64);
    if zip64 {
        let end = out.len() as u64;
        out.extend(b"PK\x06\x06");
        out.extend(44u64.to_le_bytes());
        numbers(&mut out, &[45, 45]);
        words(&mut out, &[0, 0]);
        for number in [members.len() as u64, members.len() as u64, directory.len() as u64, u64::from(at)] {
            out.extend(number.to_le_bytes());
        }
        out.extend(b"PK\x06\x07");
        words(&mut out, &[0]);
        out.extend(end.to_le_bytes());
        words(&mut out, &[1]);
    }
    let count = if zip64 { u16::MAX } else { members.len() as u16 };
    out.extend(b"PK\x05\x06");
    numbers(&mut out, &[0, 0, count, count]);
    words(&mut out, &if zip64 { [u32::MAX; 2] } else { [directory.len() as u32, at] });
    numbers(&mut out, &[0]);
    out
}

fn numbers(out: &mut Vec<u8>, numbers: &[u16]) {
    out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

fn words(out: &mut Vec<u8>, words: &[u32]) {
    out.extend(words.iter().flat_map(|word| word.to_le_bytes()));
}

fn deflate(content: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).and_then(|()| encoder.finish()).unwrap_or_default()
}
