//! The golden hashes of the Core Business Vocabulary.

use super::*;

fn hashes(text: &str) -> Vec<String> {
    let loaded = open(text);
    let facts = &loaded.data().facts;
    let mut all: Vec<String> = facts.event_ids.rows().map(|row| facts.names.text(row.event).to_owned()).collect();
    all.sort_unstable();
    all
}

fn compare(text: &str, golden: &str, path: &Path) {
    let mut golden: Vec<&str> = golden.split_whitespace().collect();
    golden.sort_unstable();
    assert_eq!(hashes(text), golden, "{}", path.display());
}

/// XML without these elements: an event with an id of its own is known by that and not by its hash.
fn without(text: &str, names: &[&str]) -> String {
    let mut text = text.to_owned();
    for name in names {
        while let Some(from) = text.find(&format!("<{name}>")) {
            let end = format!("</{name}>");
            let to = text[from..].find(&end).expect("the element ends") + from + end.len();
            text.replace_range(from..to, "");
        }
    }
    text
}

#[test]
fn event_hashes_are_the_golden_ones_of_the_core_business_vocabulary() {
    let Some(files) = corpus_files("epcis-event-hash") else { return };
    let (mut compared, mut ignored) = (0, 0);
    for path in files {
        let Ok(golden) = std::fs::read_to_string(path.with_extension("hashes")) else { continue };
        let text = std::fs::read_to_string(&path).expect("readable");
        // The generator that made the golden hashes can be told by a field of its own (`ignoreFields`) to leave fields out. CBV knows no such
        // field, so these four documents (two JSON, two XML) have other hashes by the standard.
        if text.contains("ignoreFields") {
            ignored += 1;
            continue;
        }
        let mut document: Value = match serde_json::from_str(&text) {
            Ok(document) => document,
            Err(_) => {
                compare(&without(&text, &["eventID", "errorDeclaration"]), &golden, &path);
                compared += golden.split_whitespace().count();
                continue;
            }
        };
        let body = &mut document["epcisBody"];
        let list = if body["eventList"].is_array() {
            &mut body["eventList"]
        } else {
            &mut body["queryResults"]["resultsBody"]["eventList"]
        };
        for event in list.as_array_mut().expect("events") {
            let event = event.as_object_mut().expect("an object");
            event.retain(|key, _| key != "eventID" && key != "errorDeclaration");
        }
        compare(&document.to_string(), &golden, &path);
        compared += golden.split_whitespace().count();
    }
    assert!(compared > 50, "{compared}");
    assert_eq!(ignored, 4);
}

#[test]
fn events_that_say_the_same_in_other_words_have_one_hash() {
    let Some(folder) = floorlens_tests::corpus::corpus() else { return };
    let mut files = Vec::new();
    files_below(&folder.join("epcis-event-hash/tests/expected_equal"), &mut files);
    assert_eq!(files.len(), 11);
    for path in files {
        let loaded = hashes(&std::fs::read_to_string(&path).expect("readable"));
        assert!(loaded.len() > 1, "{}", path.display());
        assert!(loaded.iter().all(|hash| *hash == loaded[0]), "{}: {loaded:?}", path.display());
    }
}
