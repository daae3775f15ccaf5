//! Reading a question.
//!
//! By hand, because an internally tagged enum is read into a tree first and then by code for each of its variants, which alone came to
//! a twentieth of what a browser had to download.

use super::{Direction, Instant, Question, TracePart, TrendBy};
use crate::model::{Choice, Mapping, Shape};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// A question with the version of the language that it was written for (1 when absent).
#[derive(Debug, Clone, PartialEq)]
pub struct Versioned {
    /// Version of this language.
    pub version: u32,
    /// The question.
    pub question: Question,
}

/// The fields of all questions.
#[derive(Deserialize)]
struct Fields {
    version: Option<u32>,
    ask: String,
    file: Option<String>,
    record: Option<u32>,
    after: Option<u64>,
    text: Option<String>,
    limit: Option<u32>,
    asset: Option<String>,
    assets: Option<Vec<String>>,
    from: Option<Instant>,
    to: Option<Instant>,
    at: Option<Instant>,
    bucket: Option<f64>,
    by: Option<TrendBy>,
    definition: Option<String>,
    item: Option<String>,
    place: Option<String>,
    direction: Option<Direction>,
    part: Option<TracePart>,
    only: Option<String>,
    expanded: Option<Vec<String>>,
    pages: Option<BTreeMap<String, u32>>,
    shape: Option<Shape>,
    mapping: Option<Box<Mapping>>,
    choice: Option<Box<Choice>>,
}

impl<'de> Deserialize<'de> for Versioned {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Fields::deserialize(deserializer)?;
        let version = fields.version.unwrap_or(1);
        fields.question().map(|question| Versioned { version, question }).map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Question {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Versioned::deserialize(deserializer).map(|versioned| versioned.question)
    }
}

impl Question {
    /// The question as JSON.
    pub fn to_json(&self) -> String {
        // Strings, numbers and maps with text keys can always be written.
        serde_json::to_string(self).unwrap_or_default()
    }
}

fn need<T>(field: Option<T>, name: &str) -> Result<T, String> {
    field.ok_or_else(|| format!("missing field `{name}`"))
}

impl Fields {
    fn question(self) -> Result<Question, String> {
        let Fields { asset, from, to, definition, at, limit, .. } = self;
        let assets = self.assets.unwrap_or_default();
        let after = self.after.unwrap_or_default();
        Ok(match self.ask.as_str() {
            "inspect" => Question::Inspect {},
            "record" => Question::Record { file: need(self.file, "file")?, record: need(self.record, "record")? },
            "rejects" => {
                let after = self.after.map(|after| u32::try_from(after).unwrap_or(u32::MAX));
                Question::Rejects { file: need(self.file, "file")?, after }
            }
            "repairs" => Question::Repairs { file: self.file, after, limit },
            "mapping" => Question::Mapping { file: need(self.file, "file")?, shape: self.shape, mapping: self.mapping },
            "load" => Question::Load { file: need(self.file, "file")?, choice: self.choice },
            "find" => Question::Find { text: need(self.text, "text")?, limit: need(limit, "limit")? },
            "states" => Question::States { asset, from, to },
            "cycles" => Question::Cycles { asset },
            "oee" => Question::Oee { assets, from, to, definition },
            "losses" => Question::Losses { assets, from, to, definition },
            "trend" => {
                let bucket = match self.by {
                    Some(_) => self.bucket.unwrap_or_default(),
                    None => need(self.bucket, "bucket")?,
                };
                Question::Trend { assets, from, to, bucket, by: self.by, definition }
            }
            "needs" => Question::Needs {},
            "timeline" => Question::Timeline { from, to },
            "state_at" => Question::StateAt { asset: need(asset, "asset")?, at: need(at, "at")? },
            "locate" => Question::Locate { item: need(self.item, "item")?, at },
            "journey" => Question::Journey { item: need(self.item, "item")?, after, limit },
            "place" => Question::Place { place: need(self.place, "place")?, at, after, limit },
            "places" => Question::Places { at, after, limit },
            "trace" => {
                Question::Trace { item: need(self.item, "item")?, direction: need(self.direction, "direction")? }
            }
            "trace_page" => Question::TracePage {
                item: need(self.item, "item")?,
                direction: need(self.direction, "direction")?,
                part: need(self.part, "part")?,
                only: self.only,
                after,
                limit,
            },
            "tree" => Question::Tree {
                item: need(self.item, "item")?,
                direction: need(self.direction, "direction")?,
                expanded: self.expanded.unwrap_or_default(),
                pages: self.pages.unwrap_or_default(),
                limit,
            },
            "context" => Question::Context { item: need(self.item, "item")?, after, limit },
            "in_machine" => {
                let (from, to) = (need(from, "from")?, need(to, "to")?);
                Question::InMachine { asset: need(asset, "asset")?, from, to, after, limit }
            }
            other => return Err(format!("`{other}` is no question; docs/embed.md names them")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_question_is_read_as_it_is_written() {
        let (item, asset) = (|| "urn:a".to_owned(), || "press".to_owned());
        let (from, to, at) = (Some(Instant(0)), Some(Instant(5)), Some(Instant(7)));
        let assets = vec!["a".to_owned(), "b".to_owned()];
        let definition = Some("nakajima".to_owned());
        let questions = [
            Question::Inspect {},
            Question::Record { file: "a.csv".to_owned(), record: 3 },
            Question::Rejects { file: "a.csv".to_owned(), after: Some(2) },
            Question::Mapping { file: "a.csv".to_owned(), shape: Some(Shape::ReadLog), mapping: None },
            Question::Load { file: "a.csv".to_owned(), choice: None },
            Question::Load {
                file: "a.csv".to_owned(),
                choice: Some(Box::new(Choice { one_in: Some(4), ..Choice::default() })),
            },
            Question::Find { text: "x".to_owned(), limit: 9 },
            Question::States { asset: Some(asset()), from, to },
            Question::Cycles { asset: None },
            Question::Oee { assets: assets.clone(), from, to: None, definition: definition.clone() },
            Question::Losses { assets: vec![], from: None, to, definition: None },
            Question::Trend {
                assets: assets.clone(),
                from,
                to,
                bucket: 60.5,
                by: None,
                definition: definition.clone(),
            },
            Question::Trend { assets, from, to, bucket: 0.0, by: Some(TrendBy::Auto), definition },
            Question::Needs {},
            Question::Timeline { from, to },
            Question::StateAt { asset: asset(), at: Instant(9) },
            Question::Locate { item: item(), at },
            Question::Journey { item: item(), after: 0, limit: None },
            Question::Place { place: "dock".to_owned(), at: None, after: 50, limit: Some(50) },
            Question::Places { at, after: 0, limit: Some(7) },
            Question::Trace { item: item(), direction: Direction::Back },
            Question::TracePage {
                item: item(),
                direction: Direction::Back,
                part: TracePart::Gaps,
                only: Some(item()),
                after: 5_000_000_000,
                limit: None,
            },
            Question::Tree {
                item: item(),
                direction: Direction::Forward,
                expanded: vec![item()],
                pages: BTreeMap::from([(item(), 2)]),
                limit: Some(50),
            },
            Question::Context { item: item(), after: 1, limit: Some(2) },
            Question::InMachine { asset: asset(), from: Instant(1), to: Instant(2), after: 3, limit: None },
        ];
        for question in questions {
            let json = serde_json::to_string(&question).expect("it is plain data");
            assert_eq!(serde_json::from_str::<Question>(&json).ok(), Some(question), "{json}");
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        for (json, says) in [
            (r#"{"ask":"trace","item":"a"}"#, "missing field `direction`"),
            (r#"{"item":"a"}"#, "missing field `ask`"),
            (r#"{"ask":"dance"}"#, "`dance` is no question"),
            (r#"{"ask":"locate","item":"a","at":"noon"}"#, "`noon` is not an RFC 3339 time"),
        ] {
            let error = serde_json::from_str::<Versioned>(json).expect_err("it is no question").to_string();
            assert!(error.contains(says), "{error}");
        }
    }
}
