//! Digits, marks and blanks.

pub(super) fn digits(text: &[u8]) -> Option<(i64, usize, &[u8])> {
    let width = text.iter().take_while(|b| b.is_ascii_digit()).count();
    if width == 0 || width > 9 {
        return None;
    }
    let (number, rest) = text.split_at(width);
    Some((number.iter().fold(0, |sum, b| sum * 10 + i64::from(b - b'0')), width, rest))
}

pub(super) fn separator(text: &[u8]) -> Option<(u8, &[u8])> {
    match text {
        [mark @ (b'.' | b'/' | b'-'), rest @ ..] => Some((*mark, rest)),
        // 2026年3月23日
        _ => ["年", "月"].iter().find_map(|mark| Some((b'/', text.strip_prefix(mark.as_bytes())?))),
    }
}

pub(super) fn skip_blanks(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] = text {
        text = rest;
    }
    // Spreadsheets like to put a no-break space before PM.
    while let [0xC2, 0xA0, rest @ ..] | [0xE2, 0x80, 0xAF, rest @ ..] = text {
        text = rest;
    }
    text
}

pub(super) fn skip_marks(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'.' | b'-' | b'/' | b',', rest @ ..] = text {
        text = rest;
    }
    text
}
