//! The end of an element that lies whole in memory and has no fault, found without going through it byte by byte.

use memchr::memchr3;

/// What may follow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    CommaOrEnd,
}

/// Brackets that are open at most; what nests deeper is left to the splitter.
const DEEPEST: u32 = 64;

/// Where the object at the beginning of `text` ends. `None` when it does not end there, or when the splitter would find any fault in it.
pub(super) fn whole(text: &[u8]) -> Option<usize> {
    let (mut at, mut depth) = (0, 0);
    // One bit per open bracket, the innermost last: 1 for an object.
    let mut objects = 0u64;
    let mut next = Next::Value;
    loop {
        let byte = *text.get(at)?;
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' | 0xc => {}
            b'"' => {
                next = match next {
                    Next::Key | Next::KeyOrEnd => Next::Colon,
                    Next::Value | Next::ValueOrEnd => Next::CommaOrEnd,
                    _ => return None,
                };
                at = string(text, at + 1)?;
                continue;
            }
            b':' if next == Next::Colon => next = Next::Value,
            b',' if next == Next::CommaOrEnd => next = if objects & 1 == 1 { Next::Key } else { Next::Value },
            b'{' | b'[' => {
                if !matches!(next, Next::Value | Next::ValueOrEnd) || depth == DEEPEST {
                    return None;
                }
                depth += 1;
                objects = objects << 1 | u64::from(byte == b'{');
                next = if byte == b'{' { Next::KeyOrEnd } else { Next::ValueOrEnd };
            }
            b'}' | b']' => {
                let fits = (objects & 1 == 1) == (byte == b'}');
                if !fits || depth == 0 || !matches!(next, Next::CommaOrEnd | Next::KeyOrEnd | Next::ValueOrEnd) {
                    return None;
                }
                depth -= 1;
                objects >>= 1;
                next = Next::CommaOrEnd;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {
                if depth == 0 || !matches!(next, Next::Value | Next::ValueOrEnd) {
                    return None;
                }
                let rest = text.get(at..)?;
                let ends =
                    |b: &u8| matches!(b, b',' | b':' | b'"' | b'{' | b'}' | b'[' | b']') || b.is_ascii_whitespace();
                at += rest.iter().position(ends)?;
                next = Next::CommaOrEnd;
                continue;
            }
        }
        at += 1;
    }
}

/// Where a text ends whose first character stands at `at`; none goes on past its line.
fn string(text: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr3(b'"', b'\\', b'\n', text.get(at..)?)?;
        match text.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => return None,
        }
    }
}
