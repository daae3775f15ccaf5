//! Finding the item that a person means, and naming items in answers.

use crate::index::Dataset;
use crate::model::{ItemId, NameId, SourceId, SourceRef, canonical_key};
use crate::protocol::AskError;

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
    let near = similar(data, spelling);
    let hint = match near.as_slice() {
        [] => "Check the spelling, or open the file that holds it.".to_owned(),
        near => format!("Similar: {}.", near.join(", ")),
    };
    Err(AskError::new(format!("No record names the item `{spelling}`. {hint}")))
}

/// Keys and spellings that hold `text` or share most of their beginning or end with it, best first.
fn similar(data: &Dataset, text: &str) -> Vec<String> {
    let facts = &data.facts;
    let wanted = text.to_lowercase();
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut best: Vec<(usize, String)> = Vec::new();
    for item in facts.items.ids() {
        let key = facts.names.text(facts.items.key(item));
        for name in std::iter::once(key).chain(facts.items.aliases(item, &facts.names)) {
            if let Some(distance) = distance(&wanted, &name.to_lowercase()) {
                best.push((distance, name.to_owned()));
            }
        }
    }
    best.sort_unstable();
    best.dedup();
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
