//! The object on a line → cells, quickly where it looks like the one before it.
//!
//! Rows of a log have the same keys in the same order. They are then known by comparing bytes, and values are taken as they stand. Whatever is
//! not so plain (other keys, escapes, numbers that JSON would write otherwise, lists) is left to [`json::cells`], which decides alone what is
//! no row.

use super::header::normal;
use super::json;

/// Digits of which a double keeps every one, so that it is written as it was read.
const EXACT: usize = 15;

/// Lays out objects in the order of columns.
pub(in crate::import) struct Objects {
    /// Columns by their normalised names.
    names: Vec<String>,
    /// The keys of the object before, in quotes, and the column of each; none of it after an object that repeats a column.
    keys: Vec<(Vec<u8>, Option<usize>)>,
    /// Per column, where its value lies in the line.
    values: Vec<(usize, usize)>,
    /// The row read last.
    text: String,
    /// Where its cells end.
    ends: Vec<usize>,
}

impl Objects {
    /// `names` are the columns, normalised.
    pub(super) fn new(names: Vec<String>) -> Self {
        Self { names, keys: Vec::new(), values: Vec::new(), text: String::new(), ends: Vec::new() }
    }

    /// The text of all cells of the row read last, and where each ends.
    pub(super) fn row(&self) -> (&str, &[usize]) {
        (&self.text, &self.ends)
    }

    /// Reads the object on a line, or says why it is no row.
    pub(super) fn read(&mut self, line: &str) -> Result<(), String> {
        if !self.keys.is_empty() && self.plain(line.as_bytes()).is_some() {
            self.text.clear();
            self.ends.clear();
            for (from, to) in &self.values {
                self.text.push_str(line.get(*from..*to).unwrap_or_default());
                self.ends.push(self.text.len());
            }
            return Ok(());
        }
        json::cells(line, &self.names, &mut self.text, &mut self.ends)?;
        self.keys.clear();
        if self.learn(line.as_bytes()).is_none() {
            self.keys.clear();
        }
        Ok(())
    }

    /// Notes the keys of an object that is known to be one.
    fn learn(&mut self, line: &[u8]) -> Option<()> {
        let mut at = blanks(line, 0);
        let mut expected = b'{';
        loop {
            if line.get(at) != Some(&expected) {
                return None;
            }
            let from = blanks(line, at + 1);
            let to = string(line, from)?;
            let name = normal(std::str::from_utf8(line.get(from + 1..to - 1)?).ok()?);
            let column = self.names.iter().position(|n| *n == name);
            // Which of two keys counts is decided elsewhere.
            let again = self.keys.iter().any(|(_, other)| other.is_some() && *other == column);
            if again || self.keys.len() > 4 * self.names.len() {
                return None;
            }
            self.keys.push((line.get(from..to)?.to_vec(), column));
            at = blanks(line, to);
            if line.get(at) != Some(&b':') {
                return None;
            }
            at = blanks(line, value(line, blanks(line, at + 1))?.1);
            if line.get(at) == Some(&b'}') {
                return Some(());
            }
            expected = b',';
        }
    }

    /// Finds the values of an object with the keys of the one before; `None` when anything is not plain.
    fn plain(&mut self, line: &[u8]) -> Option<()> {
        self.values.clear();
        self.values.resize(self.names.len(), (0, 0));
        let mut at = blanks(line, 0);
        let mut expected = b'{';
        for (key, column) in &self.keys {
            if line.get(at) != Some(&expected) {
                return None;
            }
            at = blanks(line, at + 1);
            if line.get(at..at + key.len())? != key.as_slice() {
                return None;
            }
            at = blanks(line, at + key.len());
            if line.get(at) != Some(&b':') {
                return None;
            }
            let (cell, end) = value(line, blanks(line, at + 1))?;
            if let Some(place) = column.and_then(|column| self.values.get_mut(column)) {
                *place = cell;
            }
            at = blanks(line, end);
            expected = b',';
        }
        (line.get(at) == Some(&b'}') && blanks(line, at + 1) == line.len()).then_some(())
    }
}

fn blanks(line: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\t' | b'\r' | b'\n') = line.get(at) {
        at += 1;
    }
    at
}

/// Where a text without escapes that begins at `at` ends, with its quotes.
fn string(line: &[u8], at: usize) -> Option<usize> {
    if line.get(at) != Some(&b'"') {
        return None;
    }
    let rest = line.get(at + 1..)?;
    let end = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20))?;
    (rest.get(end) == Some(&b'"')).then_some(at + end + 2)
}

/// A value whose cell is part of the line: from where to where, and where it ends with its quotes.
fn value(line: &[u8], at: usize) -> Option<((usize, usize), usize)> {
    match line.get(at)? {
        b'"' => string(line, at).map(|end| ((at + 1, end - 1), end)),
        b'-' | b'0'..=b'9' => number(line, at).map(|end| ((at, end), end)),
        _ => {
            let rest = line.get(at..)?;
            let word = [&b"true"[..], b"false", b"null"].into_iter().find(|word| rest.starts_with(word))?;
            let cell = if word == b"null" { at } else { at + word.len() };
            Some(((at, cell), at + word.len()))
        }
    }
}

/// Where a number ends that is written as JSON would write it.
fn number(line: &[u8], at: usize) -> Option<usize> {
    let digits = |from: usize| line.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let whole = at + usize::from(line.get(at) == Some(&b'-'));
    let before = digits(whole);
    let leading_zero = line.get(whole) == Some(&b'0');
    if before == 0 || before > EXACT || (leading_zero && before > 1) {
        return None;
    }
    let mut end = whole + before;
    if line.get(end) == Some(&b'.') {
        let after = digits(end + 1);
        // Small numbers are written with an exponent, and nothing ends in zeros.
        let small = leading_zero && line.get(end + 1..end + 4) == Some(b"000");
        end += 1 + after;
        if after == 0 || before + after > EXACT || line.get(end - 1) == Some(&b'0') || small {
            return None;
        }
    } else if leading_zero && whole > at {
        // Minus zero.
        return None;
    }
    (!matches!(line.get(end), Some(b'e' | b'E' | b'.'))).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NAMES: [&str; 3] = ["asset", "n", "state"];

    fn slowly(line: &str) -> Result<(String, Vec<usize>), String> {
        let (mut text, mut ends) = (String::new(), Vec::new());
        json::cells(line, &NAMES.map(str::to_owned), &mut text, &mut ends).map(|()| (text, ends))
    }

    fn check(lines: &[String]) {
        let mut objects = Objects::new(NAMES.map(str::to_owned).to_vec());
        for line in lines {
            let read = objects.read(line).map(|()| (objects.text.clone(), objects.ends.clone()));
            assert_eq!(read, slowly(line), "{line}");
        }
    }

    #[test]
    fn rows_like_the_one_before_are_read_quickly() {
        let mut objects = Objects::new(NAMES.map(str::to_owned).to_vec());
        objects.read(r#"{"State":"RUN","asset":"Saw","x":1,"n":2}"#).expect("a row");
        assert!(objects.plain(br#" {"State" : "", "asset":"S","x":true,"n":-1.5 } "#).is_some());
        assert!(objects.plain(br#"{"asset":"S","State":"RUN","x":1,"n":2}"#).is_none(), "another order");
        assert!(objects.plain(br#"{"State":"RUN","asset":"Saw","x":1,"n":2,"y":1}"#).is_none(), "one more key");
        assert!(objects.plain(br#"{"State":"RUN","asset":"Saw","x":1}"#).is_none(), "one less");
    }

    #[test]
    fn what_is_not_plain_is_what_it_was() {
        let first = r#"{"asset":"Saw","n":2,"state":"RUN"}"#;
        for second in [
            r#"{"asset":"Saw","n":1.50,"state":"R\u0055N"}"#,
            r#"{"asset":"Saw","n":-0,"state":"RUN"}"#,
            r#"{"asset":"Saw","n":1e3,"state":"RUN"}"#,
            r#"{"asset":"Saw","n":0.00001,"state":"RUN"}"#,
            r#"{"asset":"Saw","n":0.0001,"state":"RUN"}"#,
            r#"{"asset":"Saw","n":01,"state":"RUN"}"#,
            r#"{"asset":"Saw","n":1.,"state":"RUN"}"#,
            r#"{"asset":"Saw","n":[1],"state":"RUN"}"#,
            r#"{"asset":"Saw","n":nul,"state":"RUN"}"#,
            r#"{"asset":"Saw","n":nullx,"state":"RUN"}"#,
            r#"{"asset":"Saw","n":2,"n":3,"state":"RUN"}"#,
            r#"{"asset":"Saw","n":2,"N":3,"state":"RUN"}"#,
            r#"{"asset":"Saw","n":2,"state":"RUN"},"#,
            r#"{"asset":"Saw","n":2,"state":"RUN"} x"#,
            r#"{"asset":"Saw","n":2,"state":"RUN""#,
            "{\"asset\":\"Sa\tw\",\"n\":2,\"state\":\"RUN\"}",
            "[]",
            "",
        ] {
            check(&[first.to_owned(), second.to_owned(), first.to_owned(), second.to_owned()]);
        }
    }

    proptest! {
        #[test]
        fn every_row_is_that_of_the_slow_reader(
            rows in prop::collection::vec(
                (prop::sample::subsequence(vec!["asset", "n", "State", "x", "N", "a\\u0062"], 0..5),
                 prop::collection::vec("\"[a-zä\\\\\" ]{0,4}\"|-?[0-9]{1,17}|-?[0-9]{1,4}\\.[0-9]{1,14}|[0-9.eE+-]{1,6}|true|false|null|\\[1\\]|\\{\\}| ", 5),
                 "[ }x]?"),
                1..6,
            ),
        ) {
            let lines: Vec<String> = rows.iter().map(|(keys, values, tail)| {
                let fields: Vec<String> = keys.iter().zip(values).map(|(key, value)| format!("\"{key}\": {value}")).collect();
                format!("{{{}}}{tail}", fields.join(","))
            }).collect();
            check(&lines);
        }
    }
}
