//! Every text of the page has its translation, and no translation is left of a text that is gone.

#![allow(clippy::unwrap_used, reason = "a helper that cannot do its part fails the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The string literals in a piece of Rust, in order.
fn literals(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        if letter != '"' {
            continue;
        }
        let mut text = String::new();
        while let Some(letter) = letters.next() {
            match letter {
                '"' => break,
                '\\' => text.extend(letters.next()),
                letter => text.push(letter),
            }
        }
        found.push(text);
    }
    found
}

/// What stands between the parenthesis after `call` and the one that closes it.
fn arguments<'c>(code: &'c str, call: &str) -> Vec<&'c str> {
    let mut found = Vec::new();
    let mut rest = code;
    while let Some(at) = rest.find(call) {
        rest = &rest[at + call.len()..];
        let mut depth = 1;
        let end = rest.char_indices().find(|(_, letter)| {
            depth += match letter {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            depth == 0
        });
        found.push(&rest[..end.map_or(rest.len(), |(at, _)| at)]);
    }
    found
}

/// The English texts: those of `words!`, the first literal of every `fill`, all of every `say` and `plural`, and the lists that are said.
fn english() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/src/text");
    let mut texts = BTreeSet::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let code = fs::read_to_string(&path).unwrap();
        let code = code.split("#[cfg(test)]").next().unwrap();
        let code: String =
            code.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect();
        if let Some(words) = code.split("words! {").nth(1).filter(|_| name != "mod.rs") {
            texts.extend(literals(words.split("\n}").next().unwrap()));
        }
        // Inside a `match`, the patterns are names of the data, what follows the arrow is the text.
        let said = |call: &str| {
            arguments(&code, call)
                .into_iter()
                .flat_map(|inside| match inside.contains("=>") {
                    true => {
                        inside.split("=>").skip(1).flat_map(|arm| literals(arm).into_iter().take(1)).collect::<Vec<_>>()
                    }
                    false => literals(inside),
                })
                .collect::<Vec<_>>()
        };
        texts.extend(said("say("));
        texts.extend(arguments(&code, "plural(").into_iter().flat_map(literals));
        texts.extend(arguments(&code, "fill(").into_iter().filter_map(|inside| literals(inside).into_iter().next()));
        for list in ["LEDGER: [", "CATEGORIES: [", "REPAIRS: [", "let known = ["] {
            if let Some(list) = code.split(list).nth(1).and_then(|rest| rest.split("];").next()) {
                let all = literals(list);
                let pairs = list.contains('(');
                texts.extend(all.into_iter().enumerate().filter(|(i, _)| !pairs || i % 2 == 1).map(|(_, text)| text));
            }
        }
    }
    texts.remove("");
    texts
}

fn german() -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/texts/lazy-de.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn every_text_has_german_and_no_german_is_left_over() {
    let (english, german) = (english(), german());
    assert!(english.len() > 200, "the texts were found: {}", english.len());
    let missing: Vec<&String> = english.iter().filter(|text| !german.contains_key(*text)).collect();
    assert!(missing.is_empty(), "without German: {missing:#?}");
    let left_over: Vec<&String> = german.keys().filter(|text| !english.contains(*text)).collect();
    assert!(left_over.is_empty(), "German of no text: {left_over:#?}");
}

#[test]
fn a_translation_has_the_same_parts_to_fill_in() {
    let parts = |text: &str| -> BTreeSet<String> {
        text.split('{').skip(1).filter_map(|hole| hole.split_once('}')).map(|(number, _)| number.to_owned()).collect()
    };
    for (english, german) in german() {
        assert_eq!(parts(&english), parts(&german), "{english}");
        assert!(!german.trim().is_empty(), "{english}");
    }
}
