//! What a file that nobody recognises looks like, in words: so that a person sees at once that the wrong thing was dropped.

use super::Head;

const MAGIC: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\xD0\xCF\x11\xE0", "an old Office document (.xls, .doc)"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x28\xB5\x2F\xFD", "a Zstandard archive"),
    (b"\xFD7zXZ", "an XZ archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\x1F\x8B", "a gzip archive inside another one"),
    (b"\x7FELF", "a program"),
    (b"MZ", "a Windows program"),
    (b"\0asm", "a WebAssembly program"),
];

/// Such as `a PNG image` or `an XML document with the root <html>`.
pub fn looks_like(head: &Head) -> String {
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| head.raw.starts_with(magic)) {
        return (*what).to_owned();
    }
    if head.is_binary() {
        let text = head.raw.iter().all(|b| *b >= b' ' || matches!(b, b'\t' | b'\r' | b'\n'));
        let other = "text in an encoding that is not read (only UTF-8, UTF-16 and Windows-1252 are): save it as UTF-8";
        return if text { other } else { "binary data" }.to_owned();
    }
    let text = head.trimmed();
    if text.is_empty() {
        return "blank text".to_owned();
    }
    if text.starts_with('<') {
        return match head.xml_root() {
            None => "the beginning of an XML document".to_owned(),
            Some(root) if root.eq_ignore_ascii_case("html") => "a web page".to_owned(),
            Some(root) => format!("an XML document with the root <{}>", excerpt(root)),
        };
    }
    if text.starts_with(['{', '[']) {
        return "JSON".to_owned();
    }
    let first = text.lines().next().unwrap_or_default();
    let fields = |c: char| first.matches(c).count() + 1;
    match [(',', "commas"), (';', "semicolons"), ('\t', "tabs"), ('|', "bars")]
        .into_iter()
        .max_by_key(|(c, _)| fields(*c))
    {
        Some((c, words)) if fields(c) > 1 => {
            format!("a table with {} columns separated by {words}, beginning with `{}`", fields(c), excerpt(first))
        }
        _ => format!("plain text beginning with `{}`", excerpt(first)),
    }
}

fn excerpt(line: &str) -> String {
    let mut short: String = line.chars().filter(|c| !c.is_control()).take(60).collect();
    if short.len() < line.len() {
        short.push('…');
    }
    short
}
