//! The language of the page. English stands in the code; another one is a small file that is fetched when it is wanted and says, text by text,
//! what stands for the English one. Sentences of the engine (reasons of the ledger, needs, formulas) are in English in every language.

use crate::web::{page, storage};
use gloo_net::http::Request;
use js_sys::{Array, JSON, Object};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use wasm_bindgen::JsCast;

const STORED: &str = "floorlens.language";

/// A language that the page speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Language {
    /// English.
    #[default]
    English,
    /// German.
    German,
}

impl Language {
    /// All of them.
    pub(crate) const ALL: [Language; 2] = [Language::English, Language::German];

    /// Its tag (BCP 47).
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::German => "de",
        }
    }

    /// Its name in itself.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::German => "Deutsch",
        }
    }

    /// The language whose conventions numbers and dates follow.
    pub(crate) const fn locale(self) -> &'static str {
        match self {
            Language::English => "en-GB",
            Language::German => "de-DE",
        }
    }

    /// The one that was chosen here before, else the browser's, else English.
    pub(crate) fn preferred() -> Self {
        let wanted = storage::load(STORED).unwrap_or_else(page::language);
        Self::ALL.into_iter().find(|language| wanted.starts_with(language.tag())).unwrap_or_default()
    }
}

thread_local! {
    static NOW: Cell<Language> = Cell::default();
    /// English → the language now; empty for English itself.
    static TEXTS: RefCell<HashMap<&'static str, &'static str>> = RefCell::default();
}

/// The language now.
pub(crate) fn now() -> Language {
    NOW.with(Cell::get)
}

/// What stands for an English text. A text without a translation stays English.
pub(crate) fn say(english: &'static str) -> &'static str {
    TEXTS.with_borrow(|texts| texts.get(english).copied().unwrap_or(english))
}

/// The same for a text with `{0}`, `{1}` … for which parts are put in.
pub(crate) fn fill(english: &'static str, parts: &[&str]) -> String {
    let mut filled = String::new();
    let mut rest = say(english);
    while let Some((before, hole)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((number, after)) = hole.split_once('}') else { break };
        filled.push_str(number.parse::<usize>().ok().and_then(|n| parts.get(n)).copied().unwrap_or_default());
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// Speaks a language from now on, fetching its texts if need be, and remembers it when a person chose it. Texts that are shown already must be
/// made anew.
///
/// # Errors
/// A sentence, when the texts cannot be fetched; the language then stays what it was.
pub(crate) async fn speak(language: Language, remember: bool) -> Result<(), String> {
    let texts = match language {
        Language::English => HashMap::new(),
        Language::German => fetch(language).await.map_err(|error| {
            format!("The {} texts could not be fetched, so the page stays as it is: {error}", language.name())
        })?,
    };
    TEXTS.with(|known| known.replace(texts));
    NOW.with(|now| now.set(language));
    super::format::forget_formatters();
    if remember {
        storage::save(STORED, language.tag());
    }
    // Screen readers choose their voice by it.
    page::set_root_attribute("lang", Some(language.tag()));
    Ok(())
}

async fn fetch(language: Language) -> Result<HashMap<&'static str, &'static str>, String> {
    let response = Request::get(&format!("./texts/lazy-{}.json", language.tag())).send().await;
    let response = response.map_err(|error| error.to_string())?;
    let text = response.text().await.map_err(|error| error.to_string())?;
    let parsed = JSON::parse(&text).ok().and_then(|value| value.dyn_into::<Object>().ok());
    let pairs = parsed.map(|object| Object::entries(&object)).ok_or("they are no JSON object.")?;
    let pair = |pair: wasm_bindgen::JsValue| {
        let pair = pair.dyn_into::<Array>().ok()?;
        // They live as long as the page does; a language is fetched a handful of times at most.
        let keep = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
        Some((keep(pair.get(0).as_string()?), keep(pair.get(1).as_string()?)))
    };
    Ok(pairs.iter().filter_map(pair).collect())
}
