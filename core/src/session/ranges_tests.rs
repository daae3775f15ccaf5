//! Reading in ranges beside reading in one go, on tables with everything that can be wrong with them.

use super::*;
use crate::import::{TableDoc, all_tables};
use crate::model::{Choice, Sources, Table, TableWork};
use proptest::prelude::*;
use std::fmt::Write;

/// Decisions, drawn one after the other.
struct Tape<'a>(&'a [u16]);

impl Tape<'_> {
    fn below(&mut self, end: usize) -> usize {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        usize::from(*first) % end
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == n - 1
    }
}

fn cell(tape: &mut Tape<'_>, table: &TableDoc, column: usize) -> String {
    let column = &table.columns[column];
    if tape.one_in(25) {
        return ["", "?", "\"a, b\"", "\"x\"\"y\"", "\"two\nlines\"", "\u{feff}", "½", "  ", "\"open", "a\"b", "\r"]
            [tape.below(11)]
        .to_owned();
    }
    if !column.required && tape.one_in(3) {
        return String::new();
    }
    match column.kind {
        "time" => {
            let zone = if tape.one_in(12) { "" } else { "Z" };
            format!("2026-03-0{}T0{}:00:0{}.5{zone}", 1 + tape.below(4), tape.below(3), tape.below(9))
        }
        "number" | "amount" | "positive" => format!("{}", tape.below(9)),
        "value" => ["1.5", "ok", "7"][tape.below(3)].to_owned(),
        "word" => column.words[tape.below(column.words.len())].to_owned(),
        // The last one is a place in one of its spellings.
        _ => match tape.below(5) {
            4 => ["urn:epc:id:sgln:4012345.00001.0", "https://id.gs1.org/414/4012345000016", "(414)4012345000016"]
                [tape.below(3)]
            .to_owned(),
            kind => format!("{}{}", ["M", "\"P\"", "urn:epc:id:sgtin:4012345.011111.", "é"][kind], tape.below(4)),
        },
    }
}

/// A table, and what its ranges are to be long.
fn table(tape: &mut Tape<'_>) -> Vec<u8> {
    let tables = all_tables();
    let table = &tables[tape.below(tables.len())];
    let mut text = String::new();
    let end = if tape.one_in(3) { "\r\n" } else { "\n" };
    if tape.one_in(5) {
        text.push('\u{feff}');
    }
    let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    let _ = write!(text, "{}{end}", names.join(","));
    let rows = 1 + tape.below(40);
    for _ in 0..rows {
        match tape.below(30) {
            27 => text.push_str(end),
            28 => text.push_str(&",".repeat(tape.below(30))),
            _ => {
                let cells: Vec<String> = (0..names.len()).map(|i| cell(tape, table, i)).collect();
                text.push_str(&cells.join(","));
            }
        }
        if tape.one_in(40) {
            text.push_str(",too,much");
        }
        text.push_str(if tape.one_in(40) { "\r" } else { end });
    }
    if tape.one_in(2) {
        text.truncate(text.trim_end().len());
    }
    let mut bytes = text.into_bytes();
    if tape.one_in(4) {
        let at = tape.below(bytes.len());
        // Inside a character or a cell: no valid UTF-8 any more.
        if bytes[at].is_ascii_alphanumeric() {
            bytes[at] = 0xFC;
        }
    }
    bytes
}

/// The same as objects on lines of their own, and its name.
fn objects(tape: &mut Tape<'_>) -> (String, Vec<u8>) {
    let tables = all_tables();
    let table = &tables[tape.below(tables.len())];
    let end = if tape.one_in(3) { "\r\n" } else { "\n" };
    let mut text = if tape.one_in(5) { "\u{feff}".to_owned() } else { String::new() };
    let backwards = tape.one_in(4);
    for row in 0..1 + tape.below(40) {
        match tape.below(30) {
            25 if row > 0 => text.push_str(["{", "null", "[]", "{}", "{\"asset\":1}", " \t"][tape.below(6)]),
            26 if row > 0 => {}
            _ => {
                let mut fields: Vec<String> = (0..table.columns.len())
                    .map(|i| {
                        let value = match tape.below(40) {
                            38 => ["1.50", "-0", "1e3", "[1]", "{}", "null", "true"][tape.below(7)].to_owned(),
                            _ => serde_json::to_string(cell(tape, table, i).trim_matches('"')).unwrap(),
                        };
                        format!("\"{}\": {value}", table.columns[i].name)
                    })
                    .collect();
                if tape.one_in(20) {
                    fields.swap_remove(0);
                }
                if backwards {
                    fields.reverse();
                }
                text += &format!("{{{}}}", fields.join(","));
            }
        }
        text.push_str(end);
    }
    if tape.one_in(2) {
        text.truncate(text.trim_end().len());
    }
    (format!("{}.ndjson", table.name), text.into_bytes())
}

fn before(choice: &Choice) -> Session {
    let mut session = Session::new();
    session.set_recipe(crate::recipe::Recipe { load: vec![choice.clone()], ..Default::default() });
    session
        .add("first.csv", Rc::new(b"asset,start,state,reason\nM2,2026-03-01T00:00:00Z,RUN,P1\nM1,bad,RUN,\n".to_vec()));
    session
}

fn name_of(bytes: &[u8]) -> String {
    // Ambiguous headers are decided by the name of the file.
    let table = all_tables().into_iter().find(|table| {
        let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        bytes
            .windows(names.join(",").len())
            .next()
            .is_some_and(|_| String::from_utf8_lossy(bytes).contains(&names.join(",")))
    });
    format!("{}.csv", table.map_or("table", |table| table.name))
}

/// Everything that was read, as text.
fn told(session: &mut Session, fingerprints: bool) -> String {
    struct Tables(String);
    impl TableWork for Tables {
        fn on<T: Table>(&mut self, table: &mut T, aside: &mut T, _: &Sources) {
            for table in [table, aside] {
                let mut bytes = Vec::new();
                table.each_column(&mut |column| column.write(&mut bytes));
                let _ = writeln!(self.0, "{} {bytes:?}", table.sources().len());
            }
        }
    }
    let facts = &mut session.data.facts;
    if !fingerprints {
        (0..facts.sources.files().len() as u32)
            .for_each(|file| facts.sources.file_mut(FileId(file)).unwrap().fingerprint = 0);
    }
    let mut all = format!("{:#?}\n{}\n", facts.sources.files(), facts.met_local_times);
    facts.names.iter().for_each(|name| all += &format!("{name:?}\n"));
    all += &format!(
        "{:?}\n",
        (0..facts.assets.len() as u32).map(|id| facts.assets.name(crate::model::AssetId(id))).collect::<Vec<_>>()
    );
    all += &format!("{:?}\n", facts.items.ids().map(|id| facts.items.key(id)).collect::<Vec<_>>());
    all += &format!("{:?}\n", facts.items.all_aliases().collect::<Vec<_>>());
    let mut tables = Tables(all);
    facts.each_table(&mut tables);
    tables.0
}

fn in_one_go(name: &str, bytes: &[u8], fingerprints: bool, choice: &Choice) -> String {
    let mut session = before(choice);
    session.add(name, Rc::new(bytes.to_vec()));
    session.add("last.csv", Rc::new(b"asset,start,state\nM9,2026-03-01T00:00:00Z,RUN\n".to_vec()));
    session.run();
    told(&mut session, fingerprints)
}

/// Reads the second file in ranges of `step`, all of them before the first one is taken; says how often one had to be read again, and whether it
/// was read in one go in the end.
fn in_ranges(name: &str, bytes: &[u8], step: u64, fingerprints: bool, choice: &Choice) -> (String, u32, bool) {
    let mut session = before(choice);
    let (mut agains, mut gave_up) = (0, false);
    while session.progress.files_done == 0 {
        session.step();
    }
    session.add(name, Rc::new(bytes.to_vec()));
    session.add("last.csv", Rc::new(b"asset,start,state\nM9,2026-03-01T00:00:00Z,RUN\n".to_vec()));
    session.step();
    if let Some(mut merge) = Merge::with_ranges_of(&mut session, step) {
        let chunks: Vec<Vec<u8>> = (0..merge.ranges()).map(|i| merge.read(merge.range(i)).unwrap()).collect();
        'all: while let Some(chunk) = chunks.get(merge.next() as usize) {
            let mut again = chunk.clone();
            loop {
                match merge.take(&mut session, &again) {
                    Merged::Taken => break,
                    Merged::Done => break 'all,
                    Merged::Again(range) => {
                        agains += 1;
                        again = merge.read(range).unwrap();
                    }
                    Merged::InOneGo => {
                        gave_up = true;
                        break 'all;
                    }
                }
            }
        }
    }
    session.run();
    (told(&mut session, fingerprints), agains, gave_up)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn ranges_of_any_length_give_what_reading_in_one_go_gives(
        tape in prop::collection::vec(any::<u16>(), 20..400),
        step in prop_oneof![1u64..40, 40u64..900, Just(STEP_BYTES)],
    ) {
        let bytes = table(&mut Tape(&tape));
        let name = name_of(&bytes);
        let fingerprints = step == STEP_BYTES;
        let (ranges, _, _) = in_ranges(&name, &bytes, step, fingerprints, &Choice::default());
        prop_assert_eq!(ranges, in_one_go(&name, &bytes, fingerprints, &Choice::default()));
    }

    #[test]
    fn ranges_leave_out_what_reading_in_one_go_leaves_out(
        tape in prop::collection::vec(any::<u16>(), 20..400),
        choice in any_choice(),
        step in prop_oneof![1u64..40, 40u64..900, Just(STEP_BYTES)],
    ) {
        let mut tape = Tape(&tape);
        let (name, bytes) = if tape.one_in(3) {
            objects(&mut tape)
        } else {
            let bytes = table(&mut tape);
            (name_of(&bytes), bytes)
        };
        let fingerprints = step == STEP_BYTES;
        let (ranges, _, _) = in_ranges(&name, &bytes, step, fingerprints, &choice);
        prop_assert_eq!(ranges, in_one_go(&name, &bytes, fingerprints, &choice));
    }
}

/// A choice that leaves some of such a table out.
fn any_choice() -> impl Strategy<Value = Choice> {
    let day = |day: u32| format!("2026-03-0{day}T01:00:00Z");
    let column = prop::sample::select(vec!["reason", "Order", "operator", "end", "text", "nothing"]);
    (prop::option::of(1u32..4), prop::option::of(4u32..6), 1u32..4, prop::collection::vec(column, 0..3)).prop_map(
        move |(from, to, one_in, without)| Choice {
            from: from.map(day),
            to: to.map(day),
            one_in: Some(one_in),
            without: without.into_iter().map(str::to_owned).collect(),
            ..Choice::default()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn ranges_of_objects_give_what_reading_in_one_go_gives(
        tape in prop::collection::vec(any::<u16>(), 20..400),
        step in prop_oneof![1u64..40, 40u64..900, Just(STEP_BYTES)],
    ) {
        let (name, bytes) = objects(&mut Tape(&tape));
        let fingerprints = step == STEP_BYTES;
        let (ranges, _, _) = in_ranges(&name, &bytes, step, fingerprints, &Choice::default());
        prop_assert_eq!(ranges, in_one_go(&name, &bytes, fingerprints, &Choice::default()));
    }
}

#[test]
fn objects_on_lines_are_divisible_and_need_no_second_reading() {
    let rows: String = (0..900)
        .map(|i| {
            format!(
                "{{\"asset\":\"M{}\",\"start\":\"2026-03-01T00:{:02}:{:02}Z\",\"state\":\"RUN\"}}\n",
                i % 7,
                i / 60,
                i % 60
            )
        })
        .collect();
    for step in [100, 4096] {
        let (ranges, agains, gave_up) = in_ranges("states.ndjson", rows.as_bytes(), step, false, &Choice::default());
        assert!(ranges == in_one_go("states.ndjson", rows.as_bytes(), false, &Choice::default()), "ranges of {step}");
        assert_eq!((agains, gave_up), (0, false));
    }
    let mut session = Session::new();
    session.add("states.ndjson", Rc::new(rows.clone().into_bytes()));
    session.step();
    assert!(session.divisible().is_some());
    let mut session = Session::new();
    session.add("states.json", Rc::new(format!("[{}]", rows.trim_end().replace('\n', ",")).into_bytes()));
    session.step();
    assert!(session.divisible().is_none(), "an array has no lines");
}

fn states(rows: impl Iterator<Item = String>) -> Vec<u8> {
    let mut text = "asset,start,state,reason\n".to_owned();
    rows.for_each(|row| text += &format!("{row}\n"));
    text.into_bytes()
}

fn check(bytes: &[u8], step: u64) -> (u32, bool) {
    let fingerprints = step == STEP_BYTES;
    let (ranges, agains, gave_up) = in_ranges("states.csv", bytes, step, fingerprints, &Choice::default());
    assert!(ranges == in_one_go("states.csv", bytes, fingerprints, &Choice::default()), "ranges of {step}");
    (agains, gave_up)
}

#[test]
fn plain_rows_need_no_second_reading() {
    let bytes = states((0..900).map(|i| format!("M{},2026-03-01T00:{:02}:{:02}Z,RUN,", i % 7, i / 60, i % 60)));
    assert_eq!(check(&bytes, 100), (0, false));
    assert_eq!(check(&bytes, 4096), (0, false));
}

#[test]
fn a_line_end_in_quotes_at_a_seam_is_seen() {
    let bytes =
        states((0..300).map(|i| format!("M{},2026-03-01T00:00:00Z,RUN,\"a\nM1,2026-03-01T00:00:00Z,STOP,b\"", i % 7)));
    let (agains, gave_up) = check(&bytes, 1000);
    assert!(agains > 2 && !gave_up, "{agains} {gave_up}");
}

#[test]
fn sentences_become_short_after_the_same_record() {
    let bytes = states((0..4000).map(|i| format!("M1,never {i},RUN,")));
    let (agains, gave_up) = check(&bytes, 5000);
    assert!(agains > 0 && !gave_up);
}

#[test]
fn after_too_many_open_quotes_the_file_is_read_in_one_go() {
    let bytes = states(["M1,2026-03-01T00:00:00Z,RUN,".to_owned(), "M1,\"open".to_owned()].into_iter());
    let mut session = before(&Choice::default());
    session.run();
    session.add("states.csv", Rc::new(bytes.clone()));
    session.step();
    let mut merge = Merge::begin(&mut session).unwrap();
    let chunk = merge.read(merge.range(0)).unwrap();
    // As if so many had been met in the ranges before.
    merge.unclosed = MAX_UNCLOSED;
    let Merged::Again(range) = merge.take(&mut session, &chunk) else { panic!("it was made from another count") };
    let chunk = merge.read(range).unwrap();
    assert_eq!(merge.take(&mut session, &chunk), Merged::InOneGo);
    session.run();
    assert_eq!(session.data.facts.sources.files()[1].counts().rejected, 1);
}

#[test]
fn long_files_are_the_same_to_the_fingerprint_and_the_marks() {
    let bytes = states((0..220_000).map(|i| {
        format!("M{},2026-03-01T{:02}:{:02}:{:02}Z,RUN,reason {}", i % 50, i / 3600 % 24, i / 60 % 60, i % 60, i % 99)
    }));
    assert!(bytes.len() as u64 > 2 * STEP_BYTES);
    assert_eq!(check(&bytes, STEP_BYTES), (0, false));
}

#[test]
fn times_without_a_zone_are_read_in_one_go_where_a_zone_is_known() {
    let mut session = Session::new();
    session.set_recipe(crate::recipe::Recipe { zone: Some("Europe/Berlin".into()), ..Default::default() });
    session.add("states.csv", Rc::new(states((0..10).map(|i| format!("M1,2026-03-01T00:00:0{i},RUN,")))));
    session.run();
    let zoned = told(&mut session, true);
    let mut session = Session::new();
    session.set_recipe(crate::recipe::Recipe { zone: Some("Europe/Berlin".into()), ..Default::default() });
    session.run();
    session.add("states.csv", Rc::new(states((0..10).map(|i| format!("M1,2026-03-01T00:00:0{i},RUN,")))));
    session.step();
    let mut merge = Merge::begin(&mut session).unwrap();
    let chunk = merge.read(merge.range(0)).unwrap();
    assert_eq!(merge.take(&mut session, &chunk), Merged::InOneGo);
    session.run();
    assert_eq!(told(&mut session, true), zoned);
}
