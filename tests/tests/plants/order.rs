//! The order of rows, their repetition and how they are spread over files change no answer.

use super::{plants, trace, written};
use floorlens_core::Session;
use floorlens_core::protocol::{Direction, OeeAnswer, Question, StateLane};
use floorlens_tests::factory::history::ItemKind;
use floorlens_tests::load::{ask, session};

/// Loaded twice, once at three times its size.
const EVENTS: u64 = 4_000;

/// Rows in another order, spread over two files, and a part of them once more in a third.
fn scrambled(files: &[(String, Vec<u8>)]) -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    for (name, bytes) in files.iter().rev() {
        let text = String::from_utf8(bytes.clone()).expect("tables are text");
        let mut lines = text.lines();
        let header = lines.next().unwrap_or_default();
        let mut numbered: Vec<(u64, &str)> = (0..).zip(lines).collect();
        // A fixed shuffle.
        numbered.sort_by_key(|(n, _)| n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let rows: Vec<&str> = numbered.into_iter().map(|(_, row)| row).collect();
        let count = rows.len();
        let file = |part: &str, rows: &[&str]| {
            (format!("{name} {part}"), format!("{header}\n{}\n", rows.join("\n")).into_bytes())
        };
        out.push(file("b", &rows[count / 3..]));
        out.push(file("a", &rows[..count / 3]));
        out.push(file("again", &rows[count / 4..count / 2]));
    }
    out
}

#[test]
fn order_repetition_and_spread_over_files_change_nothing() {
    for (name, plant) in plants(EVENTS) {
        let files = written(&plant);
        let (plain, other) = (session(files.clone()), session(scrambled(&files)));
        let states = Question::States { asset: None, from: None, to: None };
        assert_eq!(ask::<Vec<StateLane>>(&plain, &states), ask::<Vec<StateLane>>(&other, &states), "{name}");
        let oee = Question::Oee { assets: Vec::new(), from: None, to: None, definition: None };
        let figures = |session: &Session| {
            let answer: OeeAnswer = ask(session, &oee);
            answer.assets.into_iter().map(|a| (a.asset, a.figures)).collect::<Vec<_>>()
        };
        assert_eq!(figures(&plain), figures(&other), "{name}");
        for item in plant.history.items.iter().step_by(97).filter(|item| item.kind != ItemKind::Container) {
            for direction in [Direction::Back, Direction::Forward] {
                let ids =
                    |session| trace(session, &item.id, direction).items.into_iter().map(|i| i.id).collect::<Vec<_>>();
                assert_eq!(ids(&plain), ids(&other), "{name} {}", item.id);
            }
        }
    }
}
