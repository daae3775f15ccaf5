//! What was put right while reading: it can be listed, is marked where it matters, and can be switched off.

use floorlens_core::Session;
use floorlens_core::protocol::{
    FileReport, InspectAnswer, LaneSpan, Question, RecordAnswer, RejectsAnswer, RepairsAnswer, StateLane,
};
use floorlens_core::recipe::Recipe;
use floorlens_core::view::{RasterSpec, raster};
use floorlens_tests::load::{ask, session};

/// The second and third line write the key in another way.
const LOG: &str = "2026-01-01T00:00:00Z|execution|ACTIVE\n2026-01-01T01:00:00Z|Execution|READY\n2026-01-01T02:00:00Z|Execution|ACTIVE\n\
                   2026-01-01T03:00:00Z|execution|READY\n2026-01-01T04:00:00Z|execution|READY\n";
const ASSETS: &str = "asset,zone\nSaw,Mars/North\nMill,Europe/Berlin\n";

fn loaded() -> Session {
    session([("saw.txt".to_owned(), LOG.into()), ("assets.csv".to_owned(), ASSETS.into())])
}

fn off(session: &mut Session, kinds: &[&str]) {
    session.set_recipe(Recipe { repairs_off: kinds.iter().map(|k| (*k).to_owned()).collect(), ..Recipe::default() });
    session.run();
}

fn repairs(session: &Session, file: Option<&str>) -> RepairsAnswer {
    ask(session, &Question::Repairs { file: file.map(str::to_owned), after: 0, limit: None })
}

fn report(session: &Session, name: &str) -> FileReport {
    let report: InspectAnswer = ask(session, &Question::Inspect {});
    report.files.into_iter().find(|file| file.name == name).expect("the file was loaded")
}

#[test]
fn repairs_are_listed_with_what_stood_there_and_what_it_was_read_as() {
    let session = loaded();
    let all = repairs(&session, None);
    let kinds: Vec<(&str, u64, bool)> = all.kinds.iter().map(|k| (k.kind.as_str(), k.records, k.off)).collect();
    assert_eq!(kinds, [("asset_detail", 1, false), ("key_spelling", 2, false)]);
    let rows: Vec<_> = all
        .repairs
        .iter()
        .map(|r| (r.source.file.as_str(), r.source.line, r.from.as_deref(), r.to.as_deref(), r.source.repaired))
        .collect();
    assert_eq!(
        rows,
        [
            ("assets.csv", 2, Some("Mars/North"), None, true),
            ("saw.txt", 2, Some("Execution"), Some("execution"), true),
            ("saw.txt", 3, Some("Execution"), Some("execution"), true),
        ]
    );
    assert_eq!(repairs(&session, Some("saw.txt")).total, 2);
    let page: RepairsAnswer = ask(&session, &Question::Repairs { file: None, after: 1, limit: Some(1) });
    assert_eq!((page.total, page.repairs.len(), page.repairs[0].source.line), (3, 1, 2));
}

#[test]
fn a_kind_that_is_switched_off_is_rejected_with_a_reason_and_comes_back() {
    let mut session = loaded();
    let before: Vec<StateLane> = ask(&session, &Question::States { asset: None, from: None, to: None });
    assert_eq!(before[0].states["ACTIVE"], 7200.0);
    off(&mut session, &["key_spelling"]);
    let file = report(&session, "saw.txt");
    assert_eq!((file.records, file.used, file.repaired, file.rejected), (5, 3, 0, 2));
    let rejects: RejectsAnswer = ask(&session, &Question::Rejects { file: "saw.txt".to_owned(), after: None });
    assert_eq!(rejects.records, 2);
    assert!(rejects.csv.contains("2,2,\"Repair switched off"), "{}", rejects.csv);
    assert!(rejects.csv.contains("written `Execution` here"), "{}", rejects.csv);
    let without: Vec<StateLane> = ask(&session, &Question::States { asset: None, from: None, to: None });
    assert_eq!(without[0].states["ACTIVE"], 10_800.0, "what the two lines said does not count");
    let all = repairs(&session, None);
    assert!(all.kinds.iter().any(|k| k.kind == "key_spelling" && k.off && k.records == 2));
    assert!(all.repairs.iter().filter(|r| r.kind == "key_spelling").all(|r| !r.source.repaired));
    assert_eq!(report(&session, "assets.csv").repaired, 1, "other kinds are not touched");
    off(&mut session, &[]);
    let again = report(&session, "saw.txt");
    assert_eq!((again.used, again.repaired, again.rejected), (3, 2, 0));
    assert!(again.messages.iter().all(|m| !m.reason.contains("switched off")));
    assert_eq!(ask::<Vec<StateLane>>(&session, &Question::States { asset: None, from: None, to: None }), before);
}

#[test]
fn what_rests_on_a_repair_is_marked_in_lanes_and_in_the_picture() {
    let session = loaded();
    let at = |time: &str| -> LaneSpan {
        ask(&session, &Question::StateAt { asset: "saw".to_owned(), at: time.parse().expect("a time") })
    };
    assert!(at("2026-01-01T01:30:00Z").source.expect("a record says so").repaired);
    assert!(!at("2026-01-01T00:30:00Z").source.expect("a record says so").repaired);
    let spec = RasterSpec {
        from: "2026-01-01T00:00:00Z".parse().expect("a time"),
        to: "2026-01-01T04:00:00Z".parse().expect("a time"),
        lanes: vec!["saw".to_owned()],
        width: 8,
        lane_height: 4,
        gap: 0,
        palette: std::collections::BTreeMap::new(),
        pinned: Vec::new(),
    };
    let picture = raster(session.data(), &spec).expect("it can be drawn");
    assert_eq!(picture.planned[8..], [0, 0, 255, 255, 255, 255, 0, 0]);
    let sound = floorlens_tests::load::session([("saw.txt".to_owned(), LOG.replace("Execution", "execution").into())]);
    assert_eq!(raster(sound.data(), &spec).expect("it can be drawn").planned.len(), 8, "nothing to say costs nothing");
}

#[test]
fn a_repaired_record_says_so_among_the_messages_and_says_what_was_done_when_it_is_opened() {
    let mut session = loaded();
    let marked = |session: &Session| -> Vec<(u32, bool)> {
        report(session, "assets.csv").messages.iter().map(|message| (message.record, message.repaired)).collect()
    };
    let record = |session: &Session, record: u32| -> RecordAnswer {
        ask(session, &Question::Record { file: "assets.csv".to_owned(), record })
    };
    assert_eq!(marked(&session), [(1, true)]);
    let repair = record(&session, 1).repair.expect("it was put right");
    assert!(repair.contains("Mars/North"), "{repair}");
    assert_eq!(record(&session, 2).repair, None);
    off(&mut session, &["asset_detail"]);
    assert!(marked(&session).iter().all(|(_, repaired)| !repaired) && record(&session, 1).repair.is_none());
}

#[test]
fn a_recipe_that_names_no_kind_of_repair_is_refused() {
    let refused = Recipe::from_json("{\"repairs_off\":[\"everything\"]}", |_| true).expect_err("no such kind");
    assert!(refused.contains("`everything`") && refused.contains("key_spelling"), "{refused}");
}

#[test]
fn what_was_put_right_in_a_record_that_is_rejected_after_all_does_not_bring_it_back() {
    // The second record spells a known key in another way, and then ends within a pair.
    let log = "2026-03-23T06:00:00Z|Xact|1|Yact|1\n2026-03-23T06:01:00Z|xact|2|Yact|3|mode";
    let mut session = session([("log.txt".to_owned(), log.into())]);
    for _ in 0..2 {
        let file = report(&session, "log.txt");
        assert_eq!((file.used, file.repaired, file.rejected), (1, 0, 1), "{:?}", file.messages);
        assert!(file.messages.iter().any(|m| m.record == 2 && m.reason.contains("ends after the key `mode`")));
        assert_eq!(repairs(&session, None).total, 0);
        session.add("other.csv", std::rc::Rc::new(b"asset,start,state\nM2,2026-03-23T06:00:00Z,RUN\n".to_vec()));
        session.run();
    }
}

#[test]
fn a_repaired_record_of_values_only_is_left_out_with_them() {
    for log in ["t|Xact|1\nt|xact|2\n", "t|Xact|1|Yact|5\nt|Yact|5|xact|2\n"] {
        let log = log.replace("t|", "2026-03-23T06:00:00Z|");
        let choice = floorlens_core::model::Choice { without: vec!["values".to_owned()], ..Default::default() };
        let mut session = Session::new();
        session.set_recipe(Recipe { load: vec![choice], ..Recipe::default() });
        session.add("log.txt", std::rc::Rc::new(log.into_bytes()));
        session.run();
        let file = report(&session, "log.txt");
        assert_eq!((file.used, file.repaired, file.left_out), (0, 0, 2), "{:?}", file.messages);
    }
}

#[test]
fn a_zone_that_needs_a_repair_goes_with_it_at_once() {
    let local = "asset,start,state\nM1,2026-03-23 06:00,RUN\nM1,2026-03-23 07:00,IDLE\n";
    let assets = "asset,parent,zone\nM1,M1,Europe/Berlin\n";
    let start = |session: &Session| session.data().lanes.extent().map(|extent| extent.start / 3_600_000_000 % 24);
    let mut one = session([("assets.csv".to_owned(), assets.into()), ("local.csv".to_owned(), local.into())]);
    assert_eq!(start(&one), Some(5));
    off(&mut one, &["asset_detail"]);
    assert_eq!(start(&one), Some(6));
    let progress = one.progress();
    one.add("more.csv", std::rc::Rc::new(b"asset,start,state\nM2,2026-03-23T06:00:00Z,RUN\n".to_vec()));
    // A file more is read alone: opened, read, and the indexes.
    let steps = (1..).find(|_| one.step().done);
    assert!(steps < Some(6) && one.progress().files == progress.files + 1, "{steps:?}");
    off(&mut one, &[]);
    assert_eq!(start(&one), Some(5));
}
