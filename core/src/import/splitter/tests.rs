//! Documents, lines, broken and hostile ones.

use super::{MAX_KNOWN_DEPTH, Piece, Splitter};
use proptest::prelude::*;

/// One line per piece: kind, line, fault, text without blanks.
fn split(chunks: &[&[u8]]) -> Vec<String> {
    let mut found = Vec::new();
    let mut out = |piece: Piece<'_>| {
        let text = |json: &[u8]| String::from_utf8_lossy(json).split_whitespace().collect::<String>();
        found.push(match piece {
            Piece::Header { json } => format!("header {}", text(json)),
            Piece::Event { json, line, fault, .. } => format!("event {line} {fault:?} {}", text(json)),
            Piece::Root { json, line, fault, listed } => format!("root {line} {fault:?} {listed} {}", text(json)),
        });
    };
    let mut splitter = Splitter::new(1, &["eventList"]);
    for chunk in chunks {
        splitter.push(chunk, &mut out);
    }
    splitter.finish(&mut out);
    found
}

fn events(text: &str) -> Vec<String> {
    split(&[text.as_bytes()]).into_iter().filter(|p| p.starts_with("event")).collect()
}

#[test]
fn a_document_is_cut_into_header_events_and_root() {
    let text = "{\"@context\":1,\"b\":{\"x\":\"eventList\",\"eventList\":[\n{\"a\":\"]}\"},\n{\"a\":[{}]}],\"c\":2}}";
    assert_eq!(
        split(&[text.as_bytes()]),
        [
            "header {\"@context\":1,\"b\":{\"x\":\"eventList\",\"eventList\":[]}}",
            "event 2 None {\"a\":\"]}\"}",
            "event 3 None {\"a\":[{}]}",
            "root 1 None true {\"@context\":1,\"b\":{\"x\":\"eventList\",\"eventList\":[],\"c\":2}}",
        ]
    );
}

#[test]
fn lines_and_arrays_of_events_are_cut_too() {
    assert_eq!(
        split(&[b"{\"a\":1}\n\x1e{\"a\":2}\n7"]),
        ["root 1 None false {\"a\":1}", "root 2 None false {\"a\":2}", "root 3 None false 7"]
    );
    assert_eq!(
        split(&[b"[{},{\"eventList\":[1]}]"]),
        ["event 1 None {}", "event 1 None {\"eventList\":[1]}", "root 1 None true []"]
    );
}

#[test]
fn a_broken_event_leaves_its_neighbours_alone() {
    for (broken, fault) in [
        ("{\"a\":\"open\n}", "OpenString"),
        ("{\"a\":[1,2}", "Brackets"),
        ("{\"a\":{\"b\":1}", "Brackets"),
        ("{\"a\":1]", "Brackets"),
        ("{\"a\" 1}", "Structure"),
        ("{\"a\":}", "Structure"),
        ("{\"a\":1,}", "Structure"),
    ] {
        let text = format!("{{\"eventList\":[\n{{\"n\":1}},\n{broken},\n{{\"n\":2}},\n{{\"n\":3}}\n]}}");
        let found = events(&text);
        assert_eq!(found.first().map(String::as_str), Some("event 2 None {\"n\":1}"), "{broken}");
        assert_eq!(found.last().map(|e| e.ends_with("{\"n\":3}")), Some(true), "{broken}: {found:?}");
        assert!(found.iter().any(|e| e.contains(fault) && e.starts_with("event 3")), "{broken}: {found:?}");
        assert_eq!(found.iter().filter(|e| e.contains(" None ")).count(), 3, "{broken}: {found:?}");
    }
}

#[test]
fn a_truncated_line_leaves_the_next_lines_alone() {
    assert_eq!(
        split(&[b"{\"n\":1}\n{\"a\":[\"x\"\n{\"n\":2}\n{\"b\":\"op\n{\"n\":3}"]),
        [
            "root 1 None false {\"n\":1}",
            "root 2 Some(Brackets) false {\"a\":[\"x\"",
            "root 3 None false {\"n\":2}",
            "root 4 Some(OpenString) false {\"b\":\"op",
            "root 5 None false {\"n\":3}",
        ]
    );
}

#[test]
fn a_truncated_document_keeps_what_was_complete() {
    assert_eq!(
        split(&[b"{\"eventList\":[{\"n\":1},{\"n\":"]),
        [
            "header {\"eventList\":[]}",
            "event 1 None {\"n\":1}",
            "event 1 Some(Truncated) {\"n\":",
            "root 1 Some(Truncated) true {\"eventList\":["
        ]
    );
}

#[test]
fn brackets_without_end_cost_no_memory_and_no_stack() {
    let mut splitter = Splitter::new(1, &["eventList"]);
    let mut pieces = 0;
    for _ in 0..100 {
        splitter.push(&[b'['; 1 << 16], &mut |_| pieces += 1);
    }
    assert!(splitter.stack.len() <= MAX_KNOWN_DEPTH);
    splitter.finish(&mut |_| pieces += 1);
    assert_eq!(pieces, 2);
}

proptest! {
    #[test]
    fn chunks_do_not_matter(text in "[\\[\\]{}\",:a\\\\ \n1]{0,60}", cut in 0usize..60) {
        let cut = cut.min(text.len());
        let (a, b) = text.as_bytes().split_at(cut);
        prop_assert_eq!(split(&[a, b]), split(&[text.as_bytes()]));
    }

    #[test]
    fn elements_that_lie_whole_in_memory_are_those_found_byte_by_byte(
        parts in prop::collection::vec(
            "\\{|\\}|\\[|\\]|,|:|\"a\"|\"\\\\\\\"b\"|\"\\\\\n\"|1|tru e|\n|\"|\"a\":|\\{\"a\":|\\{\"a\":1\\}|, \n \\{\"b\":\\[\\]|\\\\",
            0..24,
        ),
        listed in any::<bool>(),
    ) {
        let text = format!("{}{}", if listed { "{\"x\":1,\"eventList\":[" } else { "[" }, parts.concat());
        let bytes: Vec<&[u8]> = text.as_bytes().chunks(1).collect();
        prop_assert_eq!(split(&[text.as_bytes()]), split(&bytes), "{}", text);
    }

    #[test]
    fn valid_events_come_out_as_they_went_in(values in prop::collection::vec("[a-z\\[\\]{},:\"\\\\]{0,8}", 0..6)) {
        let events: Vec<String> = values.iter().map(|v| serde_json::json!({"k": v, "l": [v, {"m": v}]}).to_string()).collect();
        let text = format!("{{\"eventList\":[{}]}}", events.join(" ,\n"));
        let mut found = Vec::new();
        let mut splitter = Splitter::new(1, &["eventList"]);
        splitter.push(text.as_bytes(), &mut |piece| {
            if let Piece::Event { json, fault: None, .. } = piece {
                found.push(String::from_utf8_lossy(json).into_owned());
            }
        });
        prop_assert_eq!(found, events);
    }
}

#[test]
fn lists_without_end_do_not_copy_their_document_for_each() {
    let text = format!("{{\"a\":1,{}\"b\":2}}", "\"eventList\":[],".repeat(1000));
    let found = split(&[text.as_bytes()]);
    assert_eq!(found.iter().filter(|piece| piece.starts_with("header")).count(), 1);
    assert_eq!(found.first().map(String::as_str), Some("header {\"a\":1,\"eventList\":[]}"));
}
