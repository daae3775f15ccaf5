//! Finding the item that a person means, and naming items in answers.

use crate::index::Dataset;
use crate::model::{ItemId, NameId, SourceId, SourceRef, canonical_key};
use crate::order::Gather;
use crate::protocol::AskError;
use std::collections::BTreeSet;

/// How many similar names an error offers.
const SUGGESTIONS: usize = 3;

/// The item with this key, in any spelling; the error names items that look like it.
pub fn find_item(data: &Dataset, spelling: &str) -> Result<ItemId, AskError> {
    let facts = &data.facts;
    let known = |text: &str| facts.names.find(text).and_then(|name| facts.items.find(name));
    let spelling = spelling.trim();
    if let Some(item) = known(spelling).or_else(|| known(&canonical_key(spelling))) {
        return Ok(item);
    }
    let names = facts.items.ids().flat_map(|item| {
        let key = facts.names.text(facts.items.key(item));
        std::iter::once(key).chain(facts.items.aliases(item, &facts.names))
    });
    let hint = similar_sentence(spelling, names, "Check the spelling, or open the file that holds it.");
    Err(AskError::new(format!("No record names the item `{spelling}`. {hint}")))
}

/// A sentence with the names that look like `text`, or `otherwise`.
pub(crate) fn similar_sentence<'a>(text: &str, names: impl Iterator<Item = &'a str>, otherwise: &str) -> String {
    let near = similar(text, names);
    if near.is_empty() { otherwise.to_owned() } else { format!("Similar: {}.", near.join(", ")) }
}

/// Names that hold `text` or share most of their beginning or end with it, best first.
fn similar<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = text.trim().to_lowercase();
    if wanted.is_empty() {
        return Vec::new();
    }
    let alike = names.filter_map(|name| Some((distance(&wanted, &name.to_lowercase())?, name)));
    let best: BTreeSet<(usize, &str)> = alike.gather_set();
    best.into_iter().take(SUGGESTIONS).map(|(_, name)| name).collect()
}

/// How many characters two names do not share at their ends; `None` when they are not alike.
fn distance(a: &str, b: &str) -> Option<usize> {
    let (long, short) = (a.chars().count().max(b.chars().count()), a.chars().count().min(b.chars().count()));
    if b.contains(a) || a.contains(b) {
        return (short >= 2).then_some(long - short);
    }
    let front = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    let back = a.chars().rev().zip(b.chars().rev()).take_while(|(x, y)| x == y).count();
    let shared = (front + back).min(short);
    (shared * 3 >= long * 2).then_some(long - shared)
}

/// The canonical key of an item.
pub(crate) fn key(data: &Dataset, item: ItemId) -> &str {
    data.facts.names.text(data.facts.items.key(item))
}

/// The other spellings of an item.
pub(crate) fn aliases(data: &Dataset, item: ItemId) -> Vec<String> {
    data.facts.items.aliases(item, &data.facts.names).into_iter().map(str::to_owned).collect()
}

/// An optional name as an answer gives it.
pub(crate) fn text(data: &Dataset, name: NameId) -> Option<String> {
    data.facts.names.get(name).map(str::to_owned)
}

/// A record as an answer names it.
pub(crate) fn source(data: &Dataset, source: SourceId) -> Option<SourceRef> {
    data.facts.sources.reference(source)
}
