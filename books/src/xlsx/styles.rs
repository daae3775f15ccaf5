//! Which formats of cells are times.

use super::parts::each;
use floorlens_core::import::Xml;
use std::collections::BTreeMap;

/// What a number in a cell means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kind {
    /// A number.
    #[default]
    Number,
    /// A date, a time, or both.
    Time,
    /// Hours that may be more than a day's.
    Duration,
}

/// Kinds by the number that a cell gives as its style.
#[derive(Default)]
pub(super) struct Styles(Vec<Kind>);

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn read(mut xml: Xml) -> Result<Self, String> {
        let (mut own, mut formats, mut cells): (BTreeMap<u32, Kind>, Vec<u32>, bool) =
            (BTreeMap::new(), Vec::new(), false);
        each(&mut xml, "xl/styles.xml", &mut |element| match element.name() {
            "numFmt" => {
                let (mut id, mut kind) = (0, Kind::Number);
                element.attributes(|key, value| match key {
                    "numFmtId" => id = value.parse().unwrap_or(0),
                    "formatCode" => kind = kind_of(value),
                    _ => {}
                });
                own.insert(id, kind);
            }
            "cellXfs" => cells = true,
            "cellStyleXfs" | "cellStyles" | "dxfs" => cells = false,
            "xf" if cells => {
                let mut id = 0;
                element.attributes(|key, value| {
                    if key == "numFmtId" {
                        id = value.parse().unwrap_or(0);
                    }
                });
                formats.push(id);
            }
            _ => {}
        })?;
        Ok(Self(formats.into_iter().map(|id| own.get(&id).copied().unwrap_or_else(|| built_in(id))).collect()))
    }

    /// The kind of a style.
    pub(super) fn kind(&self, style: usize) -> Kind {
        self.0.get(style).copied().unwrap_or_default()
    }
}

/// ECMA-376 part 1, 18.8.30; 27 to 36 and 50 to 58 are dates in East Asian versions.
fn built_in(id: u32) -> Kind {
    match id {
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Kind::Time,
        46 => Kind::Duration,
        _ => Kind::Number,
    }
}

/// A format is a time's when a letter of dates stands in it outside of quotes, escapes and brackets; in brackets they count hours on.
fn kind_of(format: &str) -> Kind {
    let mut letters = format.chars();
    // What stands before the first semicolon is for positive numbers.
    while let Some(c) = letters.next() {
        match c {
            '"' => drop(letters.by_ref().find(|c| *c == '"')),
            '\\' | '_' | '*' => drop(letters.next()),
            '[' => {
                let inside: String = letters.by_ref().take_while(|c| *c != ']').collect();
                let inside = inside.to_ascii_lowercase();
                if !inside.is_empty() && ["h", "m", "s"].iter().any(|c| inside.chars().all(|i| c.contains(i))) {
                    return Kind::Duration;
                }
            }
            'G' | 'g' if letters.as_str().get(..6).is_some_and(|rest| rest.eq_ignore_ascii_case("eneral")) => {
                return Kind::Number;
            }
            ';' => return Kind::Number,
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => return Kind::Time,
            _ => {}
        }
    }
    Kind::Number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_times_are_told_from_those_of_numbers() {
        for format in ["yyyy-mm-dd hh:mm:ss", "[$-407]d. mmm yyyy", "[Red]h:mm AM/PM", "dd\\.mm\\.yy;@", "\"am \"dd"] {
            assert_eq!(kind_of(format), Kind::Time, "{format}");
        }
        for format in ["[h]:mm:ss", "[mm]:ss", "[$-409][h]:mm"] {
            assert_eq!(kind_of(format), Kind::Duration, "{format}");
        }
        for format in ["General", "0.00E+00", "#,##0 \"days\"", "[Red]-0", "0\\d", "_-* #,##0", "@", "0%;d"] {
            assert_eq!(kind_of(format), Kind::Number, "{format}");
        }
    }
}
