//! What is left out by choice, beside a file from which it was left out by hand.

use super::*;
use crate::index::Cause;
use crate::protocol::{Answer, FileReport, Question};
use proptest::prelude::*;

const MACHINES: [&str; 5] = ["Saw", "Mill 10", "Mill 20", "Press", "Oven"];

fn states(rows: &[(usize, u32, u32)]) -> String {
    let mut text = "asset,start,state,end,reason\n".to_owned();
    for (machine, start, minutes) in rows {
        let at = |minute: u32| format!("2026-03-0{}T{:02}:{:02}:00Z", 1 + minute / 1440, minute / 60 % 24, minute % 60);
        let (name, end) = (MACHINES[*machine], if *minutes == 0 { String::new() } else { at(start + minutes) });
        text +=
            &format!("{name},{},{},{end},jam {}\n", at(*start), ["RUN", "STOP"][(*start % 2) as usize], minutes % 3);
    }
    text
}

fn loaded(files: &[(&str, &str)], choice: Option<Choice>) -> Session {
    let mut session = Session::new();
    session.set_recipe(Recipe { load: choice.into_iter().collect(), ..Recipe::default() });
    for (name, text) in files {
        session.add(name, Rc::new(text.as_bytes().to_vec()));
    }
    session.run();
    session
}

fn told(session: &Session) -> Vec<String> {
    let ask = |question: &str| session.ask_json(question).unwrap_or_else(|error| error.to_string());
    // Records are numbered differently in a shorter file.
    let plain = |text: String| {
        let value: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        without_sources(value).to_string()
    };
    vec![
        plain(ask(r#"{"ask":"states"}"#)),
        plain(ask(r#"{"ask":"timeline"}"#)),
        plain(ask(r#"{"ask":"oee","assets":[]}"#)),
    ]
}

fn without_sources(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::Object(fields) => {
            let fields =
                fields.into_iter().filter(|(key, _)| !matches!(key.as_str(), "source" | "sources" | "left_out"));
            fields.map(|(key, value)| (key, without_sources(value))).collect()
        }
        serde_json::Value::Array(all) => all.into_iter().map(without_sources).collect(),
        other => other,
    }
}

fn reports(session: &Session) -> Vec<FileReport> {
    match session.ask(&Question::Inspect {}) {
        Ok(Answer::Inspect(report)) => report.files,
        other => panic!("{other:?}"),
    }
}

fn adds_up(file: &FileReport) -> bool {
    let read = file.used + file.merged + file.superseded + file.retracted + file.repaired;
    read + file.rejected + file.left_out == file.records
}

proptest! {
    #[test]
    fn figures_are_those_of_a_file_from_which_the_rest_was_cut_by_hand(
        rows in prop::collection::vec((0usize..5, 0u32..4000, 0u32..90), 1..60),
        from in prop::option::of(0u32..2), to in prop::option::of(2u32..4), one_in in 1u32..4, no_reason in any::<bool>(),
    ) {
        let mut rows = rows;
        rows.sort_by_key(|row| (row.1, row.0));
        rows.dedup_by_key(|row| (row.1, row.0));
        let day = |day: u32| format!("2026-03-0{}T00:00:00Z", day + 1);
        let choice = Choice {
            from: from.map(day), to: to.map(day), one_in: Some(one_in),
            without: if no_reason { vec!["Reason".to_owned()] } else { Vec::new() },
            ..Choice::default()
        };
        let all = states(&rows);
        let wanted = |(machine, start, minutes): &(usize, u32, u32)| {
            let (begin, end) = (from.map_or(0, |d| d * 1440), to.map_or(u32::MAX, |d| d * 1440));
            // As is written above each: reaches into the time, and the name is drawn.
            let in_time = *start < end && (*start >= begin || start + minutes > begin);
            in_time && LeaveOut::of(&choice).is_none_or(|chosen| chosen.machine(MACHINES[*machine]).is_ok())
        };
        let kept: Vec<_> = rows.iter().copied().filter(wanted).collect();
        // How long an open state holds behind the chosen time is nobody's knowledge; in a file that was cut by hand other work decides it.
        let end = to.map_or(u32::MAX, |d| d * 1440);
        let open_beside = |row: &(usize, u32, u32)| kept.iter().any(|(m, s, len)| *m == row.0 && *len == 0 && *s >= row.1);
        prop_assume!(!kept.iter().any(|row| row.1 + row.2 > end && open_beside(row)));
        let mut cut = states(&kept);
        if no_reason {
            cut = cut.lines().map(|line| format!("{}\n", line.rsplit_once(',').unwrap().0)).collect();
        }
        let (by_choice, by_hand) = (loaded(&[("states.csv", &all)], Some(choice)), loaded(&[("states.csv", &cut)], None));
        prop_assert_eq!(told(&by_choice), told(&by_hand));
        let file = &reports(&by_choice)[0];
        prop_assert!(adds_up(file));
        prop_assert_eq!((file.records as usize, file.left_out as usize), (rows.len(), rows.len() - kept.len()));
        prop_assert_eq!(file.rejected, 0, "what was left out by choice is no reject");
    }
}

#[test]
fn a_state_does_not_outlast_what_was_chosen_of_its_file() {
    const STATES: &str =
        "asset,start,state\nM1,2026-03-02T00:00:00Z,RUN\nM1,2026-03-04T00:00:00Z,IDLE\nM1,2026-03-06T00:00:00Z,RUN\n";
    const COUNTS: &str = "asset,time,good\nM1,2026-03-02T01:00:00Z,1\nM1,2026-03-08T00:00:00Z,1\n";
    let choice = Choice { file: Some("states.csv".to_owned()), ..march(1, 5) };
    const SECOND: i64 = 1_772_409_600_000_000;
    const EIGHTH: i64 = SECOND + 6 * 86_400_000_000;
    let spans = |choice| {
        let session = loaded(&[("states.csv", STATES), ("counts.csv", COUNTS)], choice);
        let hours = |span: crate::model::Span| (span.end.min(EIGHTH) - span.start) / 3_600_000_000;
        let (data, names) = (session.data(), ["RUN", "IDLE"]);
        let lane = data.lanes().next().expect("one machine");
        let name = |cause| match cause {
            Cause::State(row) => names[usize::from(data.facts.names.text(data.facts.states.state.at(row)) == "IDLE")],
            _ => "NO_DATA",
        };
        let all = crate::model::Span::new(0, EIGHTH);
        let spans = lane.spans(all).filter(|span| span.span.start >= SECOND);
        spans.map(|span| (name(span.cause).to_owned(), hours(span.span))).collect::<Vec<_>>()
    };
    let told =
        |spans: &[(&str, i64)]| spans.iter().map(|(state, hours)| ((*state).to_owned(), *hours)).collect::<Vec<_>>();
    assert_eq!(spans(None), told(&[("RUN", 48), ("IDLE", 48), ("RUN", 48)]));
    assert_eq!(spans(Some(choice)), told(&[("RUN", 48), ("IDLE", 24), ("NO_DATA", 72)]));
}

#[test]
fn an_item_keeps_its_product_when_only_the_end_of_its_work_is_not_wanted() {
    let jobs = "Item,Machine,Start,End,Good,Product\nS1,M1,2026-03-01 23:00,2026-03-02 01:00,5,A\nS1,M1,2026-03-01 21:00,2026-03-01 22:00,5,A\n";
    let session = loaded(&[("jobs.csv", jobs)], Some(Choice { to: march(1, 2).to, ..Choice::default() }));
    assert_eq!(session.data().facts.item_facts.len(), 1, "{:?}", reports(&session)[0].messages);
}

fn march(from: u32, to: u32) -> Choice {
    let day = |day: u32| Some(format!("2026-03-{day:02}T00:00:00Z"));
    Choice { from: day(from), to: day(to), ..Choice::default() }
}

#[test]
fn choosing_after_loading_gives_what_choosing_before_gives_and_back() {
    let rows: Vec<_> = (0..300).map(|i| (i as usize % 5, i * 13, 5)).collect();
    let (one, two) = (states(&rows), states(&rows[..40]));
    let files = [("a.csv", one.as_str()), ("b.csv", two.as_str())];
    let choice = Choice { file: Some("a.csv".to_owned()), one_in: Some(2), ..march(2, 3) };
    let mut session = loaded(&files, None);
    let all = told(&session);
    session.set_recipe(Recipe { load: vec![choice.clone()], ..Recipe::default() });
    assert!(!session.progress().done, "the driver takes the steps");
    session.run();
    assert_eq!(told(&session), told(&loaded(&files, Some(choice))));
    assert_ne!(told(&session), all);
    session.set_recipe(Recipe::default());
    session.run();
    assert_eq!(told(&session), all);
}

#[test]
fn a_file_that_nobody_wants_is_in_the_ledger_and_can_be_wanted_again() {
    let rows: Vec<_> = (0..20).map(|i| (i as usize % 5, i * 13, 5)).collect();
    let text = states(&rows);
    let choice = Choice { file: Some("a.csv".to_owned()), skip: true, ..Choice::default() };
    let mut session = loaded(&[("a.csv", &text)], Some(choice));
    let file = &reports(&session)[0];
    assert_eq!((file.records, file.messages[0].reason.as_str()), (0, SKIPPED));
    assert!(file.load.as_ref().is_some_and(|load| load.choice.as_ref().is_some_and(|choice| choice.skip)));
    session.set_recipe(Recipe::default());
    session.run();
    assert_eq!((reports(&session)[0].records, reports(&session)[0].load.clone()), (20, None));
}

#[test]
fn what_other_formats_say_is_left_out_by_time_and_by_kind() {
    let shdr = "2026-03-01T10:00:00Z|execution|ACTIVE|Xpos|1.5\n2026-03-01T10:01:00Z|Xpos|1.6\n\
                2026-03-02T10:00:00Z|Xpos|1.7\n2026-03-02T10:00:01Z|execution|READY\n";
    let mut choice = march(1, 2);
    let counted = |choice: &Choice| {
        let session = loaded(&[("M1.log", shdr)], Some(choice.clone()));
        let file = reports(&session).remove(0);
        assert!(adds_up(&file) && file.format == "mtconnect-shdr");
        (file.used, file.left_out, session.data().facts.measurements.len(), session.data().facts.states.len())
    };
    assert_eq!(counted(&choice), (2, 2, 2, 1));
    choice.without = vec!["values".to_owned()];
    assert_eq!(counted(&choice), (1, 3, 0, 1));
    let xes = r#"<log xmlns="http://www.xes-standard.org/"><trace><string key="concept:name" value="T1"/>
        <event><string key="concept:name" value="cut"/><date key="time:timestamp" value="2026-03-01T08:00:00Z"/></event>
        <event><string key="concept:name" value="drill"/><date key="time:timestamp" value="2026-03-03T08:00:00Z"/></event>
        </trace></log>"#;
    let session = loaded(&[("log.xes", xes)], Some(march(1, 2)));
    let file = reports(&session).remove(0);
    assert_eq!((file.records, file.used, file.left_out), (2, 1, 1));
}

#[test]
fn a_mapped_table_says_of_an_item_what_the_rows_that_are_loaded_say() {
    let reads = "Serial;Scanned at;Gate;Article\nS1;2026-03-01 08:00:00;G1;A\nS1;2026-03-02 08:00:00;G2;A\n\
                 S2;2026-03-01 09:00:00;G1;B\nS3;2026-03-02 09:00:00;G1;B\n";
    let session = loaded(&[("reads.csv", reads)], Some(march(2, 3)));
    let file = reports(&session).remove(0);
    assert_eq!((file.records, file.used, file.left_out), (4, 2, 2), "{file:?}");
    let facts = &session.data().facts;
    assert_eq!((facts.sightings.len(), facts.items.len()), (2, 2), "S2 is not known at all");
    assert_eq!(facts.item_facts.len(), 2, "the product of S1 is said by the row that is loaded");
}

#[test]
fn a_withdrawal_counts_and_withdrawn_events_come_back_with_their_file() {
    let event = |id: &str, day: u32, more: &str| {
        format!(
            r#"{{"type":"ObjectEvent","eventID":"{id}","action":"OBSERVE","eventTime":"2026-03-0{day}T08:00:00Z","eventTimeZoneOffset":"+00:00","epcList":["urn:epc:id:sgtin:4012345.011111.{day}"],"bizLocation":{{"id":"urn:epc:id:sgln:4012345.00001.0"}}{more}}}"#
        )
    };
    let document = |events: &[String]| {
        format!(
            r#"{{"@context":"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld","type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-03-05T00:00:00Z","epcisBody":{{"eventList":[{}]}}}}"#,
            events.join(",")
        )
    };
    let wrong = r#","errorDeclaration":{"declarationTime":"2026-03-03T00:00:00Z","reason":"incorrect_data"}"#;
    let first = document(&[event("urn:uuid:1", 1, ""), event("urn:uuid:2", 2, "")]);
    let second = document(&[event("urn:uuid:2", 2, wrong)]);
    let files = [("a.json", first.as_str()), ("b.json", second.as_str())];
    let counts =
        |session: &Session| reports(session).iter().map(|f| (f.used, f.retracted, f.left_out)).collect::<Vec<_>>();
    let mut session = loaded(&files, None);
    assert_eq!(counts(&session), [(1, 1, 0), (1, 0, 0)]);
    let only =
        |file: &str| Recipe { load: vec![Choice { file: Some(file.to_owned()), ..march(1, 2) }], ..Recipe::default() };
    session.set_recipe(only("a.json"));
    session.run();
    assert_eq!(counts(&session), [(1, 0, 1), (1, 0, 0)]);
    session.set_recipe(only("b.json"));
    session.run();
    assert_eq!(counts(&session), [(1, 1, 0), (1, 0, 0)], "a withdrawal is not left out");
}

/// A table of which a megabyte and a half is read with the memory of a small machine.
fn long() -> Vec<u8> {
    let rows: Vec<_> = (0..30_000_u32).map(|i| (i as usize % 5, i / 8, 5)).collect();
    states(&rows).into_bytes()
}

fn tight(memory: u64, recipe: Recipe) -> Session {
    let mut session = Session::new();
    session.set_memory(Some(memory));
    session.set_recipe(recipe);
    session.add("long.csv", Rc::new(long()));
    session.add("short.csv", Rc::new(states(&[(0, 0, 5)]).into_bytes()));
    session.run();
    session
}

#[test]
fn a_file_that_does_not_fit_waits_and_the_others_are_read() {
    const MEMORY: u64 = 11_300_000;
    let mut session = tight(MEMORY, Recipe::default());
    let files = reports(&session);
    let load = files[0].load.clone().expect("it waits");
    assert!(load.waiting && files[0].records == 0 && files[1].used == 1, "{files:?}");
    assert!(load.needs > load.free && load.free == Some(MEMORY));
    let said = &files[0].messages[0];
    assert!(said.severity == Severity::Warning && said.reason.contains("estimated to need 1"), "{}", said.reason);
    // A sample fits, and is what a person then has.
    let asked = |session: &Session, choice: Option<Choice>| match session
        .ask(&Question::Load { file: "long.csv".to_owned(), choice: choice.map(Box::new) })
    {
        Ok(Answer::Load(answer)) => answer,
        other => panic!("{other:?}"),
    };
    let sample = Choice { file: Some("long.csv".to_owned()), one_in: Some(3), ..Choice::default() };
    let (all, less) = (asked(&session, None), asked(&session, Some(sample.clone())));
    assert!(all.waiting && !all.fits && less.fits && less.needs < all.needs, "{all:?} {less:?}");
    assert_eq!(
        (all.records, all.wanted, all.machines, all.columns),
        (30_000, 30_000, [5, 5], vec!["reason".to_owned()])
    );
    assert!(less.machines[1] < 5 && less.wanted == 6_000 * less.machines[1]);
    session.set_recipe(Recipe { load: vec![sample], ..Recipe::default() });
    session.run();
    let file = reports(&session).remove(0);
    assert_eq!((u64::from(file.records), u64::from(file.used + file.merged)), (30_000, less.wanted));
    assert!(!asked(&session, None).waiting);
}

#[test]
fn what_a_person_wants_in_any_case_is_loaded_and_what_fits_is_not_asked_about() {
    let anyway = Choice { anyway: true, ..Choice::default() };
    let loaded = reports(&tight(11_300_000, Recipe { load: vec![anyway], ..Recipe::default() }));
    assert_eq!(loaded[0].records, 30_000);
    let loaded = reports(&tight(100_000_000, Recipe::default()));
    assert_eq!((loaded[0].records, loaded[0].load.clone()), (30_000, None));
    let skip = Choice { file: Some("long.csv".to_owned()), skip: true, ..Choice::default() };
    let loaded = reports(&tight(11_300_000, Recipe { load: vec![skip], ..Recipe::default() }));
    assert_eq!((loaded[0].records, loaded[1].used), (0, 1));
}

#[test]
fn every_answer_that_may_rest_on_a_part_of_the_data_says_so() {
    let files = [
        ("states.csv", states(&[(0, 100, 5), (1, 1600, 5), (2, 1700, 5)])),
        ("sightings.csv", "item,place,time\nA,Dock,2026-03-02T01:00:00Z\n".to_owned()),
        (
            "transformations.csv",
            "event,time,item,role\nE,2026-03-02T01:00:00Z,A,input\nE,2026-03-02T01:00:00Z,B,output\n".to_owned(),
        ),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let (all, part) = (loaded(&files, None), loaded(&files, Some(march(2, 4))));
    for question in [
        r#"{"ask":"oee"}"#,
        r#"{"ask":"losses"}"#,
        r#"{"ask":"trend","bucket":3600}"#,
        r#"{"ask":"places"}"#,
        r#"{"ask":"place","place":"Dock"}"#,
        r#"{"ask":"trace","item":"B","direction":"back"}"#,
        r#"{"ask":"trace_page","item":"B","direction":"back","part":"gaps"}"#,
    ] {
        let said = |session: &Session| session.ask_json(question).expect("a sound question").contains("\"left_out\":1");
        assert_eq!((said(&all), said(&part)), (false, true), "{question}");
    }
    let Ok(Answer::Place(place)) = part.ask(&Question::Place { place: "Dock".into(), at: None, after: 0, limit: None })
    else {
        panic!("the place is known")
    };
    assert_eq!((place.definite, place.total), (place.items.len() as u64, place.items.len() as u64));
}
