//! What of a file is loaded, where a person does not want all of it: because it would not fit into memory, or because the rest is of no use.
//!
//! ```text
//! columns   what a column says is left out; rows stay
//! time      [from, to): what happened outside is left out. An interval that reaches into it stays whole, for without it a
//!           stop that began earlier would be taken for something else
//! sample    one of every n machines, and one of every n items: each with everything that is said of it, or not at all. Single rows are never
//!           drawn, because a log with rows missing tells of states that lasted too long
//! ```
//!
//! Which machine or item is in the sample follows from its name alone, so that it is in it in every file, in any order of files and ranges.
//! Rows that tie things together (transformations, packing) or that describe the plant (products, calendars, assets) are not drawn: a
//! chain with links missing would say that something came from nowhere.

use super::{Micros, canonical_key, parse_rfc3339};
use serde::{Deserialize, Serialize};

/// A person's choice for one file, or for all that have none of their own.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Choice {
    /// Name of the file; absent = every file without a choice of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// True = nothing of it is loaded.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub skip: bool,
    /// True = it is loaded even where it is estimated not to fit into memory.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub anyway: bool,
    /// Names of columns that are left out, in any case; `values` leaves out what was measured, in logs of machines.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<String>,
    /// Only from this instant on, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Only before this instant, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// One of every so many machines and items, with all that is said of each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub one_in: Option<u32>,
}

impl Choice {
    /// True when all of the file is loaded, if it fits.
    pub fn is_everything(&self) -> bool {
        !self.skip && LeaveOut::of(self).is_none()
    }

    /// What is wrong with it, as a sentence.
    pub fn fault(&self) -> Option<String> {
        for text in self.from.iter().chain(&self.to) {
            if parse_rfc3339(text).is_none() {
                return Some(format!("`{text}` is not an RFC 3339 time"));
            }
        }
        if let (Some(from), Some(to)) = (&self.from, &self.to)
            && parse_rfc3339(from) >= parse_rfc3339(to)
        {
            return Some(format!("the time to load ends at {to}, before it begins at {from}"));
        }
        (self.one_in == Some(0)).then(|| "one in 0 is no sample".to_owned())
    }
}

/// Why a record was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// It happened outside the time that was chosen.
    Time,
    /// Its machine or item is not in the sample.
    Sample,
    /// All that it says is of a kind that is left out.
    Values,
}

impl LeftOut {
    /// All of them.
    pub const ALL: [LeftOut; 3] = [LeftOut::Time, LeftOut::Sample, LeftOut::Values];
}

/// A choice as reading applies it.
#[derive(Debug, Clone, PartialEq)]
pub struct LeaveOut {
    from: Micros,
    to: Micros,
    one_in: u32,
    without: Vec<String>,
}

impl LeaveOut {
    /// `None` when nothing is left out.
    pub fn of(choice: &Choice) -> Option<Self> {
        let at = |text: &Option<String>| text.as_deref().and_then(parse_rfc3339);
        let all = Self {
            from: at(&choice.from).unwrap_or(Micros::MIN),
            to: at(&choice.to).unwrap_or(Micros::MAX),
            one_in: choice.one_in.unwrap_or(1).max(1),
            without: choice.without.iter().map(|name| name.trim().to_lowercase()).collect(),
        };
        let everything = all.from == Micros::MIN && all.to == Micros::MAX && all.one_in == 1 && all.without.is_empty();
        (!everything).then_some(all)
    }

    /// Whether something that happened from `start` to `end` (the same for what took no time) is left out.
    pub fn time(&self, start: Micros, end: Micros) -> Result<(), LeftOut> {
        let reaches_in = start >= self.from || end > self.from;
        if start < self.to && reaches_in { Ok(()) } else { Err(LeftOut::Time) }
    }

    /// Whether what is said of the machine of this name is left out; no name = it is not.
    pub fn machine(&self, name: &str) -> Result<(), LeftOut> {
        if self.one_in == 1 || name.is_empty() || drawn(name, self.one_in) { Ok(()) } else { Err(LeftOut::Sample) }
    }

    /// Whether what is said of the item with this spelling is left out; blank = it is not.
    pub fn item(&self, spelling: &str) -> Result<(), LeftOut> {
        if self.one_in == 1 || spelling.is_empty() || drawn(&canonical_key(spelling.trim()), self.one_in) {
            Ok(())
        } else {
            Err(LeftOut::Sample)
        }
    }

    /// Whether this column of the file, by the name in its header, is left out.
    pub fn column(&self, name: &str) -> bool {
        let name = name.trim().to_lowercase();
        self.without.iter().any(|without| *without == name || without.replace([' ', '-'], "_") == name)
    }

    /// Whether what was measured is left out.
    pub fn values(&self) -> bool {
        self.without.iter().any(|name| name == VALUES)
    }

    /// The times from which and before which things are loaded, where there are such.
    pub fn range(&self) -> (Option<Micros>, Option<Micros>) {
        ((self.from != Micros::MIN).then_some(self.from), (self.to != Micros::MAX).then_some(self.to))
    }

    /// One of how many machines and items is loaded.
    pub fn one_in(&self) -> u32 {
        self.one_in
    }
}

/// The word for everything that was measured, in [`Choice::without`].
pub const VALUES: &str = "values";

/// Whether a name is drawn into a sample of one in `n`: FNV-1a over its bytes, then mixed, because its last bits follow the last letters.
fn drawn(name: &str, n: u32) -> bool {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in name.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash.is_multiple_of(u64::from(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(from: &str, to: &str) -> LeaveOut {
        let choice = Choice { from: Some(from.into()), to: Some(to.into()), ..Choice::default() };
        LeaveOut::of(&choice).expect("it leaves something out")
    }

    #[test]
    fn what_reaches_into_the_time_stays_and_its_end_is_not_part_of_it() {
        let chosen = only("1970-01-01T00:00:10Z", "1970-01-01T00:00:20Z");
        let at = |start: i64, end: i64| chosen.time(start * 1_000_000, end * 1_000_000).is_ok();
        assert!(at(10, 10) && at(19, 19) && at(5, 11) && at(5, 99) && at(19, 99));
        assert!(!at(9, 9) && !at(20, 20) && !at(5, 10) && !at(20, 99));
    }

    #[test]
    fn a_sample_is_about_one_in_n_and_the_same_for_every_spelling() {
        let chosen = LeaveOut::of(&Choice { one_in: Some(4), ..Choice::default() }).expect("it leaves something out");
        let machines = (0..4000).filter(|i| chosen.machine(&format!("Press {i}")).is_ok()).count();
        assert!((850..1150).contains(&machines), "{machines}");
        let spellings = ["urn:epc:id:sgtin:4012345.011111.17", "(01)04012345111118(21)17"];
        let items = (0..400).filter(|i| chosen.item(&format!("urn:epc:id:sgtin:4012345.011111.{i}")).is_ok()).count();
        assert!((60..140).contains(&items), "{items}");
        assert_eq!(chosen.item(spellings[0]), chosen.item(spellings[1]));
        assert_eq!(chosen.item(""), Ok(()));
    }

    #[test]
    fn a_choice_that_takes_everything_leaves_nothing_out() {
        for choice in [Choice::default(), Choice { one_in: Some(1), anyway: true, ..Choice::default() }] {
            assert!(LeaveOut::of(&choice).is_none() && choice.is_everything());
        }
    }

    #[test]
    fn what_cannot_be_chosen_is_said() {
        let fault = |choice: Choice| choice.fault().unwrap_or_default();
        let time = |from: &str, to: &str| Choice { from: Some(from.into()), to: Some(to.into()), ..Choice::default() };
        assert!(fault(time("yesterday", "2026-01-01T00:00:00Z")).contains("`yesterday`"));
        assert!(fault(time("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z")).contains("before it begins"));
        assert!(fault(Choice { one_in: Some(0), ..Choice::default() }).contains("one in 0"));
        assert_eq!(Choice::default().fault(), None);
    }
}
