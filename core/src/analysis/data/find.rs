//! Finding assets, items, places and orders by any part of any spelling.

use crate::index::Dataset;
use crate::model::{ItemId, NameId, canonical, canonical_key};
use crate::protocol::{FindAnswer, Found, FoundKind};
use std::collections::{BTreeMap, BinaryHeap};

/// How well a name matches; better ones are smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    /// It is the name, whatever its case or spelling.
    Exact,
    /// The name begins with it.
    Prefix,
    /// The name holds it.
    Inside,
}

/// Things whose name holds `text`, at most `limit`: exact matches first, then beginnings, then the rest, each by name.
pub fn find(data: &Dataset, text: &str, limit: u32) -> FindAnswer {
    let text = text.trim();
    let mut best = Best { limit: limit as usize, heap: BinaryHeap::new(), total: 0 };
    if !text.is_empty() {
        let needle = Needle::new(text);
        assets(data, &needle, &mut best);
        items(data, &needle, text, &mut best);
        // As of an item, another spelling of a place's key names it.
        let place = data.facts.names.find(&canonical(text));
        names(data, &data.search.places, FoundKind::Place, place, &needle, &mut best);
        names(data, &data.search.orders, FoundKind::Order, None, &needle, &mut best);
    }
    best.answer()
}

fn assets(data: &Dataset, needle: &Needle, best: &mut Best) {
    let facts = &data.facts;
    let mut titles: BTreeMap<u32, Vec<NameId>> = BTreeMap::new();
    for row in facts.asset_facts.rows().filter(|row| row.name != NameId::NONE) {
        titles.entry(row.asset.0).or_default().push(row.name);
    }
    for asset in facts.assets.sorted(&facts.names) {
        let id = facts.names.text(facts.assets.name(asset));
        let aliases = titles.get(&asset.0).into_iter().flatten().map(|name| facts.names.text(*name));
        best.offer(FoundKind::Asset, id, needle, aliases);
    }
}

fn items(data: &Dataset, needle: &Needle, text: &str, best: &mut Best) {
    let facts = &data.facts;
    // Another spelling of the same key (element string, URN, link) names the item although no text matches.
    let named: Option<ItemId> = facts.names.find(&canonical_key(text)).and_then(|name| facts.items.find(name));
    let mut aliases = facts.items.all_aliases().peekable();
    let mut spellings: Vec<&str> = Vec::new();
    for item in facts.items.ids() {
        let id = facts.names.text(facts.items.key(item));
        spellings.clear();
        while let Some((_, name)) = aliases.next_if(|(of, _)| *of <= item) {
            spellings.push(facts.names.text(name));
        }
        // Nearly all have one name, and most do not match.
        if spellings.is_empty() && named != Some(item) {
            if let Some(how) = needle.matches(id) {
                best.add(how, FoundKind::Item, id, None);
            }
            continue;
        }
        if named == Some(item) {
            let alias = (id != text && spellings.contains(&text)).then_some(text);
            best.add(Match::Exact, FoundKind::Item, id, alias);
        } else {
            best.offer(FoundKind::Item, id, needle, spellings.iter().copied());
        }
    }
}

fn names(data: &Dataset, names: &[NameId], kind: FoundKind, exact: Option<NameId>, needle: &Needle, best: &mut Best) {
    for name in names {
        let text = data.facts.names.text(*name);
        if exact == Some(*name) {
            best.add(Match::Exact, kind, text, None);
        } else {
            best.offer(kind, text, needle, std::iter::empty());
        }
    }
}

/// The best few, and how many there are.
struct Best {
    limit: usize,
    /// The worst of the best on top.
    heap: BinaryHeap<(Match, String, FoundKind, Option<String>)>,
    total: u64,
}

impl Best {
    /// Takes a thing if its id or one of its other names matches; the id goes before another name that matches as well.
    fn offer<'a>(&mut self, kind: FoundKind, id: &str, needle: &Needle, aliases: impl Iterator<Item = &'a str>) {
        let own = needle.matches(id).map(|how| (how, None));
        let others = aliases.filter_map(|alias| needle.matches(alias).map(|how| (how, Some(alias))));
        if let Some((how, alias)) = own.into_iter().chain(others).min() {
            self.add(how, kind, id, alias);
        }
    }

    fn add(&mut self, how: Match, kind: FoundKind, id: &str, alias: Option<&str>) {
        self.total += 1;
        // Most matches are worse than what is there already; they cost no allocation.
        let full = self.heap.len() >= self.limit;
        if full && self.heap.peek().is_none_or(|(h, i, k, _)| (*h, i.as_str(), *k) <= (how, id, kind)) {
            return;
        }
        self.heap.push((how, id.to_owned(), kind, alias.map(str::to_owned)));
        if self.heap.len() > self.limit {
            self.heap.pop();
        }
    }

    fn answer(self) -> FindAnswer {
        let best = self.heap.into_sorted_vec().into_iter();
        let found = best.map(|(_, id, kind, alias)| Found { kind, id, alias }).collect();
        FindAnswer { found, total: self.total }
    }
}

/// What is looked for, in lower case.
struct Needle {
    lower: String,
    ascii: bool,
}

impl Needle {
    fn new(text: &str) -> Self {
        let lower = text.to_lowercase();
        Self { ascii: lower.is_ascii(), lower }
    }

    fn matches(&self, name: &str) -> Option<Match> {
        if !self.ascii {
            let name = name.to_lowercase();
            return Self::place(name.find(&self.lower)?, name.len(), self.lower.len());
        }
        let (name, needle) = (name.as_bytes(), self.lower.as_bytes());
        let (first, rest) = needle.split_first()?;
        let last = name.len().checked_sub(rest.len())?;
        // Byte by byte: an ASCII needle cannot match the middle of another character.
        let starts = name.get(..last)?.iter().enumerate().filter(|(_, b)| b.to_ascii_lowercase() == *first);
        let here = |at: usize| name.get(at + 1..at + needle.len()).is_some_and(|end| end.eq_ignore_ascii_case(rest));
        let at = starts.map(|(at, _)| at).find(|at| here(*at))?;
        Self::place(at, name.len(), needle.len())
    }

    fn place(at: usize, name: usize, needle: usize) -> Option<Match> {
        Some(match at {
            0 if name == needle => Match::Exact,
            0 => Match::Prefix,
            _ => Match::Inside,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Facts;
    use crate::recipe::Recipe;
    use proptest::prelude::*;

    fn data(assets: &[&str], items: &[(&str, &[&str])]) -> Dataset {
        let mut facts = Facts::default();
        for asset in assets {
            let name = facts.names.intern(asset);
            facts.assets.intern(name);
        }
        for (key, aliases) in items {
            let key = facts.names.intern(key);
            let item = facts.items.intern(key);
            for alias in *aliases {
                let alias = facts.names.intern(alias);
                facts.items.add_alias(item, alias);
            }
        }
        Dataset::build(facts, &Recipe::default())
    }

    fn ids(answer: &FindAnswer) -> Vec<&str> {
        answer.found.iter().map(|found| found.id.as_str()).collect()
    }

    #[test]
    fn the_name_itself_comes_first_then_beginnings_then_the_rest() {
        let data = data(&["Saw", "Band saw", "Saw 2"], &[("LOT-saw", &["x"]), ("9", &["sawn blank"])]);
        let answer = find(&data, " saw ", 10);
        assert_eq!(ids(&answer), ["Saw", "9", "Saw 2", "Band saw", "LOT-saw"]);
        assert_eq!(answer.found[1].alias.as_deref(), Some("sawn blank"));
        assert_eq!(ids(&find(&data, "SAW", 2)), ["Saw", "9"]);
        assert_eq!(find(&data, "SAW", 2).total, 5);
        assert_eq!(find(&data, "  ", 10), FindAnswer::default());
    }

    #[test]
    fn letters_beyond_ascii_are_found_in_either_case() {
        let data = data(&["SÄGE 1", "Presse"], &[]);
        assert_eq!(ids(&find(&data, "säge", 10)), ["SÄGE 1"]);
    }

    proptest! {
        #[test]
        fn agrees_with_lower_casing_everything(names in prop::collection::btree_set("[aAbB ]{1,4}", 0..8), text in "[abA]{1,3}") {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let data = data(&names, &[]);
            let expected = names.iter().filter(|n| n.to_lowercase().contains(&text.to_lowercase())).count();
            prop_assert_eq!(find(&data, &text, 3).total, expected as u64);
        }
    }
}
