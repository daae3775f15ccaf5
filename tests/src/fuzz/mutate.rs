//! One file → a broken one.

use crate::sim::Rng;

/// Pieces that parsers trip over.
const PIECES: &[&[u8]] = &[
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xc3",
    b"\"",
    b"'",
    b"<",
    b">",
    b"</",
    b"/>",
    b"&",
    b"&x;",
    b"&#0;",
    b"<![CDATA[",
    b"<!--",
    b"<!DOCTYPE x [<!ENTITY a \"b\">]>",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b",",
    b"\\",
    b"\\u",
    b"\\ud800",
    b"null",
    b"-",
    b"1e999",
    b"-1",
    b"99999999999999999999",
    b"NaN",
    b"0.0000001",
    b"\n",
    b"\r\n",
    b"|",
    b";",
    b"\t",
    b"9999-12-31T23:59:59Z",
    b"0000-00-00",
    b"1970-01-01T00:00:00Z",
    b"2026-02-30T25:61:61+99:99",
    b"@",
    b"*",
    b"--multiline--X",
    b"UNAVAILABLE",
    b"urn:epc:id:sgtin:1.2.3",
    b"https://id.gs1.org/01/1",
    b"xmlns=\"\"",
    b"xmlns:a=\"b\"",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b\x08",
];

/// A broken copy of `seed`, now and then with a piece of `other`.
pub fn mutate(seed: &[u8], other: &[u8], rng: &mut Rng) -> Vec<u8> {
    let mut out = seed.to_vec();
    let rounds = 1 + rng.bits() % 6;
    for _ in 0..rounds {
        let at = place(&out, rng);
        match rng.bits() % 10 {
            0 => {
                if let Some(byte) = out.get_mut(at) {
                    *byte ^= 1 << (rng.bits() % 8);
                }
            }
            1 => {
                if let Some(byte) = out.get_mut(at) {
                    *byte = rng.bits() as u8;
                }
            }
            2 => drop(out.splice(at..at, rng.pick(PIECES).iter().copied())),
            3 => {
                let end = out.len().min(at + 1 + (rng.bits() % 40) as usize);
                out.drain(at..end);
            }
            4 => out.truncate(at),
            5 => {
                let end = out.len().min(at + 1 + (rng.bits() % 200) as usize);
                let piece = out[at..end].to_vec();
                let to = place(&out, rng);
                out.splice(to..to, piece);
            }
            6 => {
                // A whole line or what lies between two marks, elsewhere again.
                let mark = *rng.pick(b"\n<,{|");
                let from = out[..at].iter().rposition(|b| *b == mark).unwrap_or(0);
                let to = out[at..].iter().position(|b| *b == mark).map_or(out.len(), |i| at + i);
                let piece = out[from..to].to_vec();
                let times = if rng.chance(0.1) { 200 } else { 1 };
                for _ in 0..times {
                    out.splice(at..at, piece.iter().copied());
                }
            }
            7 => {
                let from = place(other, rng);
                let end = other.len().min(from + 1 + (rng.bits() % 300) as usize);
                let piece = other[from..end].to_vec();
                out.splice(at..at, piece);
            }
            8 => {
                // The digits of a number.
                if let Some(digit) = out[at..].iter().position(u8::is_ascii_digit) {
                    const DIGITS: [&[u8]; 6] = [b"-", b"9", b"000", b"18446744073709551616", b"e", b"."];
                    let piece = *rng.pick(&DIGITS);
                    out.splice(at + digit..at + digit, piece.iter().copied());
                }
            }
            _ => {
                let piece = rng.pick(PIECES).repeat(1 + (rng.bits() % 300) as usize);
                out.splice(at..at, piece);
            }
        }
        out.truncate(1 << 20);
    }
    out
}

fn place(bytes: &[u8], rng: &mut Rng) -> usize {
    if bytes.is_empty() { 0 } else { (rng.bits() % bytes.len() as u64) as usize }
}
