//! From a question to its answer.
//!
//! Questions come in groups by what their analyses need, a function for each: [`first`] answers what the first view of a page asks,
//! [`needs`] what is missing for OEE, [`closer`] what is asked on a closer look, [`follow`] what follows items (track and trace), [`map`] how foreign tables are read,
//! [`load`] how much memory a file needs.
//! Whoever may be without the code of a group asks by its function alone.

use super::Session;
use crate::analysis;
use crate::import;
use crate::model::Span;
use crate::protocol::{Answer, AskError, Question, VERSION, Versioned};
use crate::view;
use crate::view::pages::{self, Page};
use serde::Serialize;

/// How an answer is given: as a value or as the JSON that travels. Written once per group, so that a program with one shape and one
/// group holds nothing of the others.
pub trait Shape {
    /// What comes out.
    type Out;
    /// Gives an answer's payload.
    fn give<T: Serialize + Into<Answer>>(payload: T) -> Result<Self::Out, AskError>;
}

/// Answers as values.
pub struct AsValue;

impl Shape for AsValue {
    type Out = Answer;
    fn give<T: Serialize + Into<Answer>>(payload: T) -> Result<Answer, AskError> {
        Ok(payload.into())
    }
}

/// Answers as JSON.
pub struct AsJson;

impl Shape for AsJson {
    type Out = String;
    fn give<T: Serialize + Into<Answer>>(payload: T) -> Result<String, AskError> {
        serde_json::to_string(&payload)
            .map_err(|e| AskError::new(format!("The answer cannot be written as JSON: {e}.")))
    }
}

/// An answer, or why there is none.
pub type Given<S> = Result<<S as Shape>::Out, AskError>;

/// Reads a question from JSON.
pub fn read(question: &str) -> Result<Question, AskError> {
    let Versioned { version, question } =
        serde_json::from_str(question).map_err(|e| AskError::new(format!("The question is not valid: {e}.")))?;
    if version > VERSION {
        return Err(AskError::new(format!(
            "The question is of version {version}; this program speaks version {VERSION}."
        )));
    }
    Ok(question)
}

/// What was loaded, and what machines did. `None` for a question of another group.
pub fn first<S: Shape>(session: &Session, question: &Question) -> Option<Given<S>> {
    let (data, recipe) = (&session.data, &session.recipe);
    Some(match question {
        Question::Inspect {} => S::give(session.inspect()),
        Question::StateAt { asset, at } => analysis::monitor::state_at(data, asset, *at).and_then(S::give),
        Question::Oee { assets, from, to, definition } => {
            analysis::monitor::oee(data, recipe, assets, *from, *to, definition.as_deref()).and_then(S::give)
        }
        Question::Losses { assets, from, to, definition } => {
            analysis::monitor::losses(data, recipe, assets, *from, *to, definition.as_deref()).and_then(S::give)
        }
        Question::Timeline { from, to } => analysis::monitor::timeline(data, *from, *to).and_then(S::give),
        // Named one by one, so that no new question can be forgotten.
        Question::Record { .. }
        | Question::Rejects { .. }
        | Question::Repairs { .. }
        | Question::Find { .. }
        | Question::States { .. }
        | Question::Cycles { .. }
        | Question::Trend { .. }
        | Question::Needs {}
        | Question::Locate { .. }
        | Question::Journey { .. }
        | Question::Place { .. }
        | Question::Places { .. }
        | Question::InMachine { .. }
        | Question::Context { .. }
        | Question::Trace { .. }
        | Question::TracePage { .. }
        | Question::Tree { .. }
        | Question::Load { .. }
        | Question::Mapping { .. } => return None,
    })
}

/// What is missing for OEE. `None` for a question of another group.
pub fn needs<S: Shape>(session: &Session, question: &Question) -> Option<Given<S>> {
    match question {
        Question::Needs {} => Some(analysis::monitor::needs(&session.data, &session.recipe).and_then(S::give)),
        _ => None,
    }
}

/// Records, names, tables, OEE over time. `None` for a question of another group.
pub fn closer<S: Shape>(session: &Session, question: &Question) -> Option<Given<S>> {
    let (data, recipe) = (&session.data, &session.recipe);
    Some(match question {
        Question::Record { file, record } => {
            analysis::data::record(data, session.originals(), file, *record).and_then(S::give)
        }
        Question::Rejects { file, after } => {
            analysis::data::rejects(data, session.originals(), file, after.unwrap_or(0)).and_then(S::give)
        }
        Question::Repairs { file, after, limit } => {
            S::give(pages::repairs(data, recipe, file.as_deref(), Page::new(*after, *limit)))
        }
        Question::Find { text, limit } => S::give(analysis::data::find(data, text, *limit)),
        Question::States { asset, from, to } => {
            analysis::monitor::states(data, asset.as_deref(), *from, *to).and_then(S::give)
        }
        Question::Cycles { asset } => analysis::monitor::cycles(data, asset.as_deref()).and_then(S::give),
        Question::Trend { assets, from, to, bucket, by, definition } => {
            let params = analysis::monitor::TrendParams { bucket: *bucket, by: *by, definition: definition.as_deref() };
            analysis::monitor::trend(data, recipe, assets, *from, *to, params).and_then(S::give)
        }
        Question::Needs {}
        | Question::Inspect {}
        | Question::StateAt { .. }
        | Question::Oee { .. }
        | Question::Losses { .. }
        | Question::Timeline { .. }
        | Question::Locate { .. }
        | Question::Journey { .. }
        | Question::Place { .. }
        | Question::Places { .. }
        | Question::InMachine { .. }
        | Question::Context { .. }
        | Question::Trace { .. }
        | Question::TracePage { .. }
        | Question::Tree { .. }
        | Question::Load { .. }
        | Question::Mapping { .. } => return None,
    })
}

/// Whether [`follow`] answers the question.
pub fn follows(question: &Question) -> bool {
    matches!(
        question,
        Question::Locate { .. }
            | Question::Journey { .. }
            | Question::Place { .. }
            | Question::Places { .. }
            | Question::InMachine { .. }
            | Question::Context { .. }
            | Question::Trace { .. }
            | Question::TracePage { .. }
            | Question::Tree { .. }
    )
}

/// Where items are and were, what they are made of and became. `None` for a question of another group.
pub fn follow<S: Shape>(session: &Session, question: &Question) -> Option<Given<S>> {
    let data = &session.data;
    Some(match question {
        Question::Locate { item, at } => analysis::track::locate(data, item, at.map(|at| at.0)).and_then(S::give),
        Question::Journey { item, after, limit } => {
            pages::journey(data, item, Page::new(*after, *limit)).and_then(S::give)
        }
        Question::Place { place, at, after, limit } => {
            pages::place(data, place, at.map(|at| at.0), Page::new(*after, *limit)).and_then(S::give)
        }
        Question::Places { at, after, limit } => {
            S::give(pages::places(data, at.map(|at| at.0), Page::new(*after, *limit)))
        }
        Question::InMachine { asset, from, to, after, limit } => {
            pages::in_machine(data, asset, Span::new(from.0, to.0), Page::new(*after, *limit)).and_then(S::give)
        }
        Question::Context { item, after: 0, limit: None } => analysis::trace::context(data, item).and_then(S::give),
        Question::Context { item, after, limit } => {
            pages::context(data, item, Page::new(*after, *limit)).and_then(S::give)
        }
        Question::TracePage { item, direction, part, only, after, limit } => {
            let page = Page::new(*after, *limit);
            pages::trace_page(data, item, *direction, *part, only.as_deref(), page).and_then(S::give)
        }
        Question::Trace { item, direction } => analysis::trace::trace(data, item, *direction).and_then(S::give),
        Question::Tree { item, direction, expanded, pages, limit } => {
            let params = view::tree::TreeParams { expanded, pages: Some(pages), limit: *limit };
            view::tree::tree(data, item, *direction, &params).and_then(S::give)
        }
        Question::Inspect {}
        | Question::Record { .. }
        | Question::Rejects { .. }
        | Question::Repairs { .. }
        | Question::Find { .. }
        | Question::States { .. }
        | Question::Cycles { .. }
        | Question::StateAt { .. }
        | Question::Oee { .. }
        | Question::Losses { .. }
        | Question::Trend { .. }
        | Question::Needs {}
        | Question::Timeline { .. }
        | Question::Load { .. }
        | Question::Mapping { .. } => return None,
    })
}

/// How a table that is none of ours is read. `None` for a question of another group.
pub fn map<S: Shape>(session: &Session, question: &Question) -> Option<Given<S>> {
    match question {
        Question::Mapping { file, shape, mapping } => {
            let draft = import::Draft { mapping: mapping.as_deref(), shape: *shape };
            Some(session.mapping(file, &draft).and_then(S::give))
        }
        _ => None,
    }
}

/// How much memory a file needs. `None` for a question of another group.
pub fn load<S: Shape>(session: &Session, question: &Question) -> Option<Given<S>> {
    match question {
        Question::Load { file, choice } => Some(session.load(file, choice.as_deref()).and_then(S::give)),
        _ => None,
    }
}

impl Session {
    /// Answers a question.
    pub fn ask(&self, question: &Question) -> Result<Answer, AskError> {
        self.answer::<AsValue>(question)
    }

    /// Answers a question given as JSON; the answer is JSON too.
    pub fn ask_json(&self, question: &str) -> Result<String, AskError> {
        self.answer::<AsJson>(&read(question)?)
    }

    fn answer<S: Shape>(&self, question: &Question) -> Given<S> {
        first::<S>(self, question)
            .or_else(|| needs::<S>(self, question))
            .or_else(|| closer::<S>(self, question))
            .or_else(|| follow::<S>(self, question))
            .or_else(|| map::<S>(self, question))
            .or_else(|| load::<S>(self, question))
            .unwrap_or_else(|| Err(AskError::new("This program does not know the question.")))
    }
}
