//! Keys of one log: whose they are, what they are, and in which spelling they go on.

use crate::import::Sink;
use crate::model::{AssetId, NameId, execution_rank};
use hashbrown::HashMap;

/// What the values of a key are, as far as its name tells. A device file may say otherwise when indexes are built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It may be the state lane.
    State,
    /// It counts pieces.
    Count,
    /// Anything else.
    Channel,
}

/// One key of one asset.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    pub(super) asset: AssetId,
    pub(super) name: NameId,
    pub(super) role: Role,
    /// True when this spelling differs in case from the one that came first.
    pub(super) respelled: bool,
    /// True once a condition was seen under this key.
    pub(super) condition: bool,
}

/// The keys of one file.
pub(super) struct Keys {
    /// The asset of keys without `device:`.
    own: String,
    by_spelling: HashMap<String, Key>,
    /// Asset and lower-case key → the spelling that came first.
    first: HashMap<(AssetId, String), NameId>,
}

impl Keys {
    pub(super) fn new(file: &str) -> Self {
        Self { own: asset_of_file(file), by_spelling: HashMap::new(), first: HashMap::new() }
    }

    /// The key as it stands in the log, such as `execution` or `Mazak03:execution`.
    pub(super) fn get(&mut self, sink: &mut Sink<'_>, spelling: &str) -> Key {
        if let Some(key) = self.by_spelling.get(spelling) {
            return *key;
        }
        let key = self.make(sink, spelling);
        self.by_spelling.insert(spelling.to_owned(), key);
        key
    }

    /// From now on this key is known to be a condition.
    pub(super) fn is_condition(&mut self, spelling: &str) {
        if let Some(key) = self.by_spelling.get_mut(spelling) {
            key.condition = true;
        }
    }

    fn make(&mut self, sink: &mut Sink<'_>, spelling: &str) -> Key {
        let spelling = spelling.trim();
        let (device, key) = match spelling.split_once(':') {
            Some((device, key)) if !device.is_empty() && !key.is_empty() => (device, key),
            _ => (self.own.as_str(), spelling),
        };
        let asset = sink.asset(device);
        let own = sink.name(key);
        let name = *self.first.entry((asset, key.to_lowercase())).or_insert(own);
        Key { asset, name, role: role(key), respelled: name != own, condition: false }
    }
}

fn role(key: &str) -> Role {
    if execution_rank(key).is_some() {
        return Role::State;
    }
    let plain: String = key.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let planned = ["target", "desired", "goal", "remain", "limit"].iter().any(|word| plain.contains(word));
    if plain.contains("partcount") && !planned { Role::Count } else { Role::Channel }
}

/// The machine that a log is about: the file's name without folders, extensions and a range of dates.
pub(super) fn asset_of_file(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let name =
        if name.len() > 3 && name.to_ascii_lowercase().ends_with(".gz") { &name[..name.len() - 3] } else { name };
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = if stem.is_empty() { name } else { stem };
    without_date(stem).and_then(without_date).filter(|rest| !rest.is_empty()).unwrap_or(stem).to_owned()
}

/// Without a trailing `-20161102` or `_20161102`.
fn without_date(stem: &str) -> Option<&str> {
    let (rest, date) = stem.rsplit_once(['-', '_'])?;
    (date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit())).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_about_the_machine_that_its_name_names() {
        for (file, asset) in [
            ("Mazak03-20161102-20161103.txt", "Mazak03"),
            ("raw/Mazak03-20161102-20161103.txt.gz", "Mazak03"),
            ("C:\\logs\\okuma.txt", "okuma"),
            ("Plate-Hurco04-01of20.txt", "Plate-Hurco04-01of20"),
            ("mtc_adapter007-head.txt", "mtc_adapter007-head"),
            ("Saw_20240101_20240102", "Saw"),
            ("20240101-20240102.log", "20240101-20240102"),
            ("Saw-20240101.log", "Saw-20240101"),
            (".log", ".log"),
            ("Säge.GZ", "Säge"),
        ] {
            assert_eq!(asset_of_file(file), asset);
        }
    }

    #[test]
    fn part_counts_are_told_from_part_targets() {
        for key in ["Part_Count", "PartCountAct", "ppartcount", "PART_COUNT"] {
            assert_eq!(role(key), Role::Count, "{key}");
        }
        assert_eq!(role("PartCountTarget"), Role::Channel);
        assert_eq!(role("pexecution"), Role::State);
        assert_eq!(role("mode"), Role::Channel);
    }
}
