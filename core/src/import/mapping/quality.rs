//! Quality codes: whether the source vouches for a value.
//!
//! Systems count by different scales, and 0 is good on two of them and bad on two others. So the scale is told by the whole column, or asked.
//!
//! ```text
//! opc_da     0…63 bad, 64…127 uncertain, 192…255 good    OPC DA 3.0, quality flags: bits 6 and 7 of a word. 128…191 is free there and good
//!                                                         in the codes of PROFIBUS PA, which WinCC writes (128 = 0x80)
//! opc_ua     0 good, 0x4… uncertain, 0x8… bad             OPC UA Part 4, StatusCode: bits 30 and 31 of 32; as hex, or decimal with or
//!                                                         without a sign, or by its name (`BadNoCommunication`)
//! aveva      0 and 133 good, 1 bad, 16 doubtful           AVEVA (Wonderware) Historian, column Quality; 133 is an initial value
//! percent    100 good                                     OPC UA Part 13: a value is good where PercentDataGood is reached, 100 if not set
//! one_good   1 good, 0 bad                                a flag such as IsGood
//! zero_good  0 good, anything else bad                    a flag such as Questionable
//! ```
//!
//! Words (`Bad`, `Uncertain`, `Questionable`, …) mean the same on every scale; only of flags such as `Questionable` the scale says which side is good.

use super::headers::take_apart;
use super::profile::Profile;
use crate::model::QualityScale;
use std::fmt::Write;

/// What a cell says of the value beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    /// A number on some scale.
    Code(i64),
    /// Yes or no.
    Flag(bool),
    /// A word that means the same everywhere.
    Bad,
    /// A word that is not known to speak against the value.
    Good,
}

fn said(text: &str) -> Said {
    let text = text.trim().to_lowercase();
    if let Some(code) = code(&text) {
        return Said::Code(code);
    }
    match text.as_str() {
        "true" | "yes" | "ja" | "y" => Said::Flag(true),
        "false" | "no" | "nein" | "n" => Said::Flag(false),
        "schlecht" | "unsicher" | "ungültig" | "ungueltig" | "invalid" | "error" | "fehler" | "i/o timeout"
        | "no data" | "not connected" | "comm failure" | "stale" | "questionable" | "doubtful" => Said::Bad,
        // `BadNoCommunication`, `Uncertain_LastUsableValue`, `Bad (0)`.
        _ if text.starts_with("bad") || text.starts_with("uncertain") => Said::Bad,
        _ => Said::Good,
    }
}

/// A whole number, as hex too; `192.0` is one.
fn code(text: &str) -> Option<i64> {
    if let Some(hex) = text.strip_prefix("0x") {
        return u32::from_str_radix(hex, 16).ok().map(i64::from);
    }
    let whole = text
        .split_once(['.', ','])
        .map_or(text, |(whole, rest)| if rest.bytes().all(|b| b == b'0') { whole } else { "" });
    whole.parse().ok().filter(|code: &i64| code.unsigned_abs() <= u64::from(u32::MAX))
}

/// True unless the source speaks against the value. Without a scale, codes are read as they were before mappings had one: 0 is bad, 192 and
/// above and 100 are good, and so are 1, 2 and 3.
pub(super) fn trusted(text: &str, scale: Option<QualityScale>) -> bool {
    match said(text) {
        // 99.5 is no code, but too little.
        Said::Good if scale == Some(QualityScale::Percent) => {
            !text.trim().replace(',', ".").parse().is_ok_and(|percent: f64| percent < 100.0)
        }
        Said::Good => true,
        Said::Bad => false,
        Said::Flag(yes) => yes != (scale == Some(QualityScale::ZeroGood)),
        Said::Code(code) => match scale {
            Some(QualityScale::OpcDa) => code & 0x80 != 0,
            // As a number with a sign, a bad one is negative.
            Some(QualityScale::OpcUa) => (code as u32) >> 30 == 0,
            Some(QualityScale::Aveva) => code == 0 || code == 133,
            Some(QualityScale::Percent) => code >= 100,
            Some(QualityScale::OneGood) => code == 1,
            Some(QualityScale::ZeroGood) => code == 0,
            None if code > 3 => code & 0xC0 == 0xC0 || code == 100,
            None => code != 0,
        },
    }
}

/// True for what only a scale can tell.
pub(super) fn is_code(text: &str) -> bool {
    matches!(said(text), Said::Code(_))
}

/// Which scale the codes of a column are on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// There are none, or none that another scale would read otherwise.
    Words,
    /// This one.
    By(QualityScale),
    /// Several would fit, and read them differently.
    Open,
}

/// The scale of the column `name` of a table with this header.
pub(super) fn scale(name: &str, header: &[String], p: &Profile) -> Told {
    let (mut codes, mut flags, mut hex) = (Vec::new(), false, false);
    for text in p.distinct.keys() {
        match said(text) {
            Said::Code(code) => codes.push(code),
            Said::Flag(_) => flags = true,
            Said::Bad | Said::Good => {}
        }
        hex |= text.starts_with("0x") || text.starts_with("0X");
    }
    let parts = take_apart(name);
    let speaks = |words: &[&str]| words.iter().any(|word| parts.folded.contains(word));
    let of_fault =
        speaks(&["bad", "questionable", "substituted", "invalid", "doubtful", "error", "fault", "ungueltig", "fehler"]);
    let of_good = speaks(&["good", "valid", "gueltig", "trusted"]);
    if codes.is_empty() {
        return if flags && of_fault { Told::By(QualityScale::ZeroGood) } else { Told::Words };
    }
    let all = |fits: fn(i64) -> bool| codes.iter().all(|code| fits(*code));
    let any = |fits: fn(i64) -> bool| codes.iter().any(|code| fits(*code));
    let aveva = all(|code| matches!(code, 0 | 1 | 16 | 133));
    if hex || any(|code| !(0..1 << 30).contains(&code)) {
        return Told::By(QualityScale::OpcUa);
    }
    if all(|code| code <= 1) && (of_fault || of_good) {
        return Told::By(if of_fault { QualityScale::ZeroGood } else { QualityScale::OneGood });
    }
    if parts.folded.contains("percent") || (any(|code| code == 100) && all(|code| code <= 100)) {
        return Told::By(QualityScale::Percent);
    }
    // 1 is no code of OPC DA.
    if aveva && (any(|code| code == 133) || (any(|code| code == 1) && any(|code| code == 16))) {
        return Told::By(QualityScale::Aveva);
    }
    if any(|code| code >= 128) && all(|code| code <= 0xFFFF) {
        return Told::By(QualityScale::OpcDa);
    }
    let beside = |words: &[&str]| header.iter().any(|other| words.contains(&take_apart(other).folded.as_str()));
    if aveva
        && parts.folded == "quality"
        && beside(&["opcquality", "qualitydetail", "wwtagkey", "wwretrievalmode", "wwresolution"])
    {
        return Told::By(QualityScale::Aveva);
    }
    if speaks(&["statuscode"]) && all(|code| code == 0) {
        return Told::By(QualityScale::OpcUa);
    }
    // Bad and uncertain ones of OPC DA, none of which is a code elsewhere.
    let da = |code| matches!(code, 0 | 4 | 8 | 12 | 16 | 20 | 24 | 28 | 64 | 68 | 80 | 84 | 88);
    if all(da) && any(|code| code > 0 && code != 16) {
        return Told::By(QualityScale::OpcDa);
    }
    Told::Open
}

/// What to ask of a column whose scale is open: what each scale would make of the rows that were looked at.
pub(super) fn question(name: &str, p: &Profile) -> String {
    let rows: u32 = p.distinct.values().sum();
    let mut codes: Vec<&str> = p.distinct.keys().map(String::as_str).filter(|text| is_code(text)).collect();
    codes.truncate(5);
    let mut text =
        format!("Which values of `{name}` are good? It holds {}, which systems count differently.", codes.join(", "));
    let mut told: Vec<u32> = Vec::new();
    for (scale, words) in [
        (QualityScale::ZeroGood, "If 0 is good"),
        (QualityScale::OneGood, "if 1 is good"),
        (QualityScale::OpcDa, "if only 192 and above are (OPC DA)"),
    ] {
        let rejected = p.distinct.iter().filter(|(text, _)| !trusted(text, Some(scale))).map(|(_, n)| n).sum();
        if !told.contains(&rejected) {
            let _ = write!(
                text,
                "{} {words}, {rejected} of {rows} rows are rejected",
                if told.is_empty() { "" } else { ";" }
            );
            told.push(rejected);
        }
    }
    text.push('.');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str, cells: &[&str]) -> Told {
        let mut p = Profile::default();
        cells.iter().for_each(|cell| p.add(cell));
        scale(name, &["TagName".to_owned(), name.to_owned()], &p)
    }

    #[test]
    fn the_whole_column_tells_its_scale_or_leaves_it_open() {
        use QualityScale::{Aveva, OneGood, OpcDa, OpcUa, Percent, ZeroGood};
        for (name, cells, expected) in [
            ("Quality", &["192", "0"][..], Told::By(OpcDa)),
            ("Quality", &["0", "64", "24"], Told::By(OpcDa)),
            ("Quality code", &["128", "24"], Told::By(OpcDa)),
            ("Quality", &["216.0", "192.0"], Told::By(OpcDa)),
            ("Status", &["0", "2147483648"], Told::By(OpcUa)),
            ("Status", &["0", "-2146959360"], Told::By(OpcUa)),
            ("Status", &["0x00000000", "0x80310000"], Told::By(OpcUa)),
            ("StatusCode", &["0", "0"], Told::By(OpcUa)),
            ("Quality", &["0", "1", "16"], Told::By(Aveva)),
            ("Quality", &["0", "133"], Told::By(Aveva)),
            ("Quality", &["100", "0", "50"], Told::By(Percent)),
            ("PercentGood", &["0", "50"], Told::By(Percent)),
            ("IsGood", &["0", "1"], Told::By(OneGood)),
            ("Questionable", &["0", "1"], Told::By(ZeroGood)),
            ("Questionable", &["False", "True"], Told::By(ZeroGood)),
            ("Quality", &["0", "1"], Told::Open),
            ("Quality", &["0", "0"], Told::Open),
            ("Quality", &["1"], Told::Open),
            ("Quality", &["0", "16"], Told::Open),
            ("Quality", &["0", "2", "3"], Told::Open),
            ("Quality", &["Good", "Bad"], Told::Words),
            ("Quality", &["true", "false"], Told::Words),
        ] {
            assert_eq!(told(name, cells), expected, "{name} {cells:?}");
        }
        let mut p = Profile::default();
        ["0", "1"].iter().for_each(|cell| p.add(cell));
        let header = ["TagName", "Quality", "QualityDetail"].map(str::to_owned);
        assert_eq!(scale("Quality", &header, &p), Told::By(Aveva));
    }

    #[test]
    fn each_scale_knows_its_good_values() {
        use QualityScale::{Aveva, OneGood, OpcDa, OpcUa, Percent, ZeroGood};
        for (scale, good, bad) in [
            (Some(OpcDa), &["192", "216", "255", "128", "0xC0", "Good"][..], &["0", "1", "64", "88", "Bad"][..]),
            (
                Some(OpcUa),
                &["0", "0x00000000", "1024", "Good"],
                &[
                    "2147483648",
                    "-2147483648",
                    "0x40000000",
                    "1073741824",
                    "BadNoCommunication",
                    "UncertainLastUsableValue",
                ],
            ),
            (Some(Aveva), &["0", "133"], &["1", "16", "192"]),
            (Some(Percent), &["100", "100.0", "Good"], &["0", "99", "99.5"]),
            (Some(OneGood), &["1", "True"], &["0", "False", "2"]),
            (Some(ZeroGood), &["0", "False", "Substituted"], &["1", "True", "Questionable"]),
            (None, &["192", "100", "1", "Good", "true"], &["0", "64", "bad", "false"]),
        ] {
            for text in good {
                assert!(trusted(text, scale), "{scale:?} {text}");
            }
            for text in bad {
                assert!(!trusted(text, scale), "{scale:?} {text}");
            }
        }
    }

    #[test]
    fn the_question_says_how_many_rows_each_answer_costs() {
        let mut p = Profile::default();
        ["0", "0", "0", "1"].iter().for_each(|cell| p.add(cell));
        assert_eq!(
            question("Quality", &p),
            "Which values of `Quality` are good? It holds 0, 1, which systems count differently. If 0 is good, 1 of 4 rows are rejected; if 1 is \
             good, 3 of 4 rows are rejected; if only 192 and above are (OPC DA), 4 of 4 rows are rejected."
        );
    }
}
