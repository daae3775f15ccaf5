//! Acceptance cases as the tables that people have, in the spellings that they may come in.

use crate::Session;
use crate::protocol::{Answer, OeeAnswer, OeeFigures, Question};
use crate::recipe::Recipe;
use std::rc::Rc;

fn session(files: &[&str]) -> Session {
    let mut session = Session::new();
    for (i, text) in files.iter().enumerate() {
        session.add(&format!("{i}.csv"), Rc::new(text.as_bytes().to_vec()));
    }
    session.run();
    for file in session.data().facts.sources.files() {
        assert_eq!(file.counts().rejected, 0, "{} holds rejected rows", file.name);
    }
    session
}

fn ask(session: &Session, from: Option<&str>, to: Option<&str>, definition: Option<&str>) -> OeeAnswer {
    let at = |t: Option<&str>| t.and_then(|t| t.parse().ok());
    let question =
        Question::Oee { assets: vec![], from: at(from), to: at(to), definition: definition.map(str::to_owned) };
    match session.ask(&question) {
        Ok(Answer::Oee(answer)) => answer,
        other => panic!("no OEE: {other:?}"),
    }
}

fn oee(files: &[&str]) -> OeeAnswer {
    ask(&session(files), None, None, None)
}

#[track_caller]
fn assert_apq(f: &OeeFigures, a: f64, p: f64, q: f64, oee: f64) {
    for (name, figure, expected) in
        [("A", &f.availability, a), ("P", &f.performance, p), ("Q", &f.quality, q), ("OEE", &f.oee, oee)]
    {
        let value = figure.value.unwrap_or_else(|| panic!("{name} needs {:?}", figure.needs));
        assert!((value - expected).abs() <= 1e-12, "{name} is {value}, expected {expected}");
    }
}

const SHIFT: &str = "asset,start,end,kind\n\
    press,2026-03-23T06:00:00Z,2026-03-23T14:00:00Z,planned\n\
    press,2026-03-23T10:00:00Z,2026-03-23T10:45:00Z,break\n\
    press,2026-03-23T12:00:00Z,2026-03-23T12:15:00Z,break\n";
const STOPS_ONLY: &str = "asset,unlogged\npress,running\n";
const STOPS: &str = "asset,start,end,state,reason\n\
    press,2026-03-23T07:00:00Z,2026-03-23T07:30:00Z,down,belt\n\
    press,2026-03-23T13:00:00Z,2026-03-23T13:17:00Z,down,jam\n";
const PRODUCT: &str = "product,ideal_cycle_s\ncap,1.0\n";

fn assert_m1(answer: &OeeAnswer) {
    let f = &answer.assets[0].figures;
    assert_apq(f, 373.0 / 420.0, 19271.0 / 22380.0, 18848.0 / 19271.0, 18848.0 / 25200.0);
    assert_apq(&answer.total, 373.0 / 420.0, 19271.0 / 22380.0, 18848.0 / 19271.0, 18848.0 / 25200.0);
    assert!(f.teep.value.is_some_and(|t| (t - 18848.0 / 28800.0).abs() <= 1e-12), "{:?}", f.teep);
    assert_eq!(f.coverage.value, Some(1.0));
}

#[test]
fn the_oee_com_shift_is_right_wherever_in_or_at_the_edge_of_the_shift_it_was_counted() {
    for time in ["06:00:00", "09:12:00", "10:10:00", "14:00:00"] {
        for columns in ["total,good", "total,scrap", "good,scrap"] {
            for product in ["", "cap"] {
                let figures = columns.replace("total", "19271").replace("good", "18848").replace("scrap", "423");
                let counts = format!("asset,time,{columns},product\npress,2026-03-23T{time}Z,{figures},{product}\n");
                let plant = session(&[SHIFT, STOPS_ONLY, STOPS, PRODUCT, &counts]);
                assert_m1(&ask(&plant, None, None, None));
                let (from, to) = (Some("2026-03-23T06:00:00Z"), Some("2026-03-23T14:00:00Z"));
                assert_m1(&ask(&plant, from, to, None));
            }
        }
    }
}

#[test]
fn the_oee_com_shift_is_the_same_with_run_states_and_with_a_count_per_minute() {
    let mut counts = String::from("asset,time,total,scrap\n");
    for minute in 1..=480 {
        let (total, scrap) = if minute == 480 { (19271 - 479 * 40, 423) } else { (40, 0) };
        let time = format!("2026-03-23T{:02}:{:02}:00Z", 6 + minute / 60, minute % 60);
        counts.push_str(&format!("press,{time},{total},{scrap}\n"));
    }
    let states = "asset,start,state\n\
        press,2026-03-23T06:00:00Z,run\n\
        press,2026-03-23T07:00:00Z,down\n\
        press,2026-03-23T07:30:00Z,run\n\
        press,2026-03-23T13:00:00Z,down\n\
        press,2026-03-23T13:17:00Z,run\n";
    let bound = "product,ideal_cycle_s,asset\ncap,1.0,press\nlid,3.0,other\n";
    let plant = session(&[SHIFT, states, bound, &counts]);
    assert_m1(&ask(&plant, None, None, None));
    assert_m1(&ask(&plant, Some("2026-03-23T06:00:00Z"), Some("2026-03-23T14:00:00Z"), None));
}

#[test]
fn a_roll_up_adds_times_and_pieces() {
    // Minutes in one spelling, seconds in the other: what is short is still a stop that somebody recorded.
    let minutes = [
        "asset,start,end,kind\nm1,2026-03-23T06:00:00Z,2026-03-23T07:40:00Z,planned\nm2,2026-03-23T06:00:00Z,2026-03-23T11:00:00Z,planned\n",
        "asset,start,end,state\nm1,2026-03-23T06:00:00Z,2026-03-23T07:30:00Z,run\nm2,2026-03-23T06:00:00Z,2026-03-23T08:30:00Z,run\n\
         m2,2026-03-23T08:30:00Z,2026-03-23T11:00:00Z,down\n",
        "product,ideal_cycle_s\np,60\n",
        "asset,time,total,good\nm1,2026-03-23T07:00:00Z,80,80\nm2,2026-03-23T07:00:00Z,150,135\n",
    ];
    let seconds = [
        "asset,start,end,kind\nm1,2026-03-23T06:00:00Z,2026-03-23T06:01:40Z,planned\nm2,2026-03-23T06:00:00Z,2026-03-23T06:05:00Z,planned\n",
        "asset,start,end,state\nm1,2026-03-23T06:00:00Z,2026-03-23T06:01:30Z,run\nm1,2026-03-23T06:01:30Z,2026-03-23T06:01:40Z,down\n\
         m2,2026-03-23T06:00:00Z,2026-03-23T06:02:30Z,run\nm2,2026-03-23T06:02:30Z,2026-03-23T06:05:00Z,down\n",
        "product,ideal_cycle_s\np,1\n",
        "asset,time,total,good\nm1,2026-03-23T06:01:40Z,80,80\nm2,2026-03-23T06:05:00Z,150,135\n",
    ];
    for files in [minutes, seconds] {
        let answer = oee(&files);
        assert!(answer.assets[0].figures.oee.value.is_some_and(|v| (v - 0.80).abs() <= 1e-12));
        assert!(answer.assets[1].figures.oee.value.is_some_and(|v| (v - 0.45).abs() <= 1e-12));
        assert_apq(&answer.total, 240.0 / 400.0, 230.0 / 240.0, 215.0 / 230.0, 0.5375);
    }
}

#[test]
fn oee_is_known_from_good_pieces_alone_while_its_factors_say_what_they_need() {
    let answer = oee(&[
        "asset,start,end,kind\nfiller,2026-03-23T06:00:00Z,2026-03-23T14:00:00Z,planned\n",
        "product,ideal_cycle_s\nbottle,1\n",
        "asset,time,good\nfiller,2026-03-23T14:00:00Z,9000\n",
    ]);
    for f in [&answer.assets[0].figures, &answer.total] {
        assert_eq!(f.oee.value, Some(0.3125));
        for (figure, word) in [(&f.availability, "run time"), (&f.performance, "run time"), (&f.quality, "All pieces")]
        {
            assert_eq!(figure.value, None);
            assert!(figure.needs.iter().any(|n| n.contains(word) && n.contains("filler")), "{:?}", figure.needs);
        }
        assert!(f.performance.needs.len() == 2, "{:?}", f.performance.needs);
    }
}

#[test]
fn performance_above_one_is_shown_as_it_is_and_doubted() {
    let answer = oee(&[
        "asset,start,end,kind\nsaw,2026-03-23T06:00:00Z,2026-03-23T06:01:40Z,planned\n",
        "asset,start,end,state\nsaw,2026-03-23T06:00:00Z,2026-03-23T06:01:40Z,ACTIVE\n",
        "product,ideal_cycle_s\np,1.2\n",
        "asset,time,total,good\nsaw,2026-03-23T06:01:40Z,100,100\n",
    ]);
    assert_apq(&answer.total, 1.0, 1.2, 1.0, 1.2);
    assert!(answer.warnings.iter().any(|w| w.contains("saw") && w.contains("ideal cycle")), "{:?}", answer.warnings);
}

const OVERLAPPING: &str = "asset,start,end,state\n\
    saw,2026-03-23T00:00:00Z,2026-03-23T15:00:00Z,down\n\
    saw,2026-03-23T00:10:00Z,2026-03-23T14:00:00Z,stopped\n";

#[test]
fn overlapping_stops_count_once() {
    let calendar = "asset,start,end,kind\nsaw,2026-03-23T00:00:00Z,2026-03-23T16:18:00Z,planned\n";
    let declared = "asset,unlogged\nsaw,running\n";
    let with_calendar = session(&[calendar, declared, OVERLAPPING]);
    let window_only = session(&[declared, OVERLAPPING]);
    let (from, to) = (Some("2026-03-23T00:00:00Z"), Some("2026-03-23T16:18:00Z"));
    for answer in
        [ask(&with_calendar, None, None, None), ask(&with_calendar, from, to, None), ask(&window_only, from, to, None)]
    {
        let a = &answer.assets[0].figures.availability;
        assert!(a.value.is_some_and(|v| (v - 78.0 / 978.0).abs() <= 1e-12), "{a:?}");
        assert!(answer.warnings.iter().any(|w| w.contains("claim time")), "{:?}", answer.warnings);
    }
    let unknown = ask(&window_only, None, None, None);
    assert_eq!(unknown.assets[0].figures.availability.value, None);
    assert!(unknown.assets[0].figures.availability.needs[0].contains("planned time"));
}

#[test]
fn smrp_counts_scheduled_down_time_as_a_loss_and_takes_idle_time_out() {
    let day = "asset,start,end,kind\nmill,2026-03-23T00:00:00Z,2026-03-24T00:00:00Z,planned\n";
    // 8 h idle, 1.66 h scheduled down, 2.08 h unscheduled down.
    let states = "asset,start,end,state\n\
        mill,2026-03-23T00:00:00Z,2026-03-23T08:00:00Z,idle\n\
        mill,2026-03-23T10:00:00Z,2026-03-23T11:39:36Z,scheduled_down\n\
        mill,2026-03-23T15:00:00Z,2026-03-23T17:04:48Z,unscheduled_down\n";
    let declared = "asset,unlogged\nmill,running\n";
    let by_calendar = "asset,start,end,kind\n\
        mill,2026-03-23T00:00:00Z,2026-03-24T00:00:00Z,planned\n\
        mill,2026-03-23T00:00:00Z,2026-03-23T08:00:00Z,not_planned\n\
        mill,2026-03-23T10:00:00Z,2026-03-23T11:39:36Z,planned_down\n";
    let stop = "asset,start,end,state\nmill,2026-03-23T15:00:00Z,2026-03-23T17:04:48Z,unscheduled_down\n";
    let plain = session(&[day, states, declared]);
    let a = ask(&plain, None, None, Some("smrp")).assets[0].figures.availability.clone();
    assert!(a.value.is_some_and(|v| (v - 12.26 / 16.0).abs() <= 1e-12), "{a:?}");
    let vorne = ask(&plain, None, None, None).assets[0].figures.availability.clone();
    assert!(vorne.value.is_some_and(|v| (v - 12.26 / 22.34).abs() <= 1e-12), "{vorne:?}");
    let calendar = ask(&session(&[by_calendar, stop, declared]), None, None, Some("smrp"));
    let a = &calendar.assets[0].figures.availability;
    assert!(a.value.is_some_and(|v| (v - 12.26 / 16.0).abs() <= 1e-12), "{a:?}");
}

#[test]
fn micro_stops_move_between_availability_and_performance_and_leave_oee_alone() {
    let files = [
        "asset,start,end,kind\nsaw,2026-03-23T06:00:00Z,2026-03-23T07:00:00Z,planned\n",
        "asset,start,end,state\nsaw,2026-03-23T06:00:00Z,2026-03-23T06:30:00Z,run\nsaw,2026-03-23T06:30:00Z,2026-03-23T06:32:00Z,jam\n\
         saw,2026-03-23T06:32:00Z,2026-03-23T07:00:00Z,run\n",
        "product,ideal_cycle_s\np,10\n",
        "asset,time,total,good\nsaw,2026-03-23T06:50:00Z,300,290\n",
    ];
    let plant = session(&files);
    let iso = ask(&plant, None, None, Some("iso22400")).total;
    let nakajima = ask(&plant, None, None, Some("nakajima")).total;
    assert_apq(&iso, 58.0 / 60.0, 3000.0 / 3480.0, 290.0 / 300.0, 2900.0 / 3600.0);
    assert_apq(&nakajima, 1.0, 3000.0 / 3600.0, 290.0 / 300.0, 2900.0 / 3600.0);
    let mut stated = session(&files);
    stated.set_recipe(Recipe { minor_stop_s: Some(180.0), ..Recipe::default() });
    assert_eq!(ask(&stated, None, None, None).total.availability.value, Some(1.0));
}

#[test]
fn nothing_that_is_missing_is_ever_zero() {
    let states = "asset,start,end,state\nsaw,2026-03-23T06:00:00Z,2026-03-23T07:00:00Z,run\n";
    let answer = oee(&[states]);
    let f = &answer.assets[0].figures;
    for figure in [&f.availability, &f.performance, &f.quality, &f.oee, &f.teep, &f.coverage] {
        assert_eq!(figure.value, None);
        assert!(!figure.needs.is_empty());
    }
    let nothing = oee(&[]);
    assert_eq!(nothing.total.oee.value, None);
    assert!(!nothing.total.oee.needs.is_empty());
}

#[test]
fn the_recipe_fills_what_no_table_says_and_a_state_without_meaning_is_named() {
    let mut plant = session(&[
        "asset,start,end,state\nsaw,2026-03-23T06:00:00Z,2026-03-23T07:00:00Z,run\nsaw,2026-03-23T07:00:00Z,2026-03-23T08:00:00Z,zz\n",
        "asset,time,total,scrap\nsaw,2026-03-23T07:30:00Z,360,36\n",
    ]);
    let recipe = r#"{"ideal_cycles":[{"seconds":10}],"planned":[{}]}"#;
    plant.set_recipe(Recipe::from_json(recipe, |_| true).unwrap_or_default());
    let answer = ask(&plant, None, None, None);
    assert_apq(&answer.total, 0.5, 1.0, 0.9, 0.45);
    assert!(answer.warnings.iter().any(|w| w.contains("`zz`") && w.contains("3600 s")), "{:?}", answer.warnings);
}

#[test]
fn cavities_and_several_products_share_one_run_time() {
    let answer = oee(&[
        "asset,start,end,kind\nmould,2026-03-23T06:00:00Z,2026-03-23T07:00:00Z,planned\n",
        "asset,start,end,state\nmould,2026-03-23T06:00:00Z,2026-03-23T07:00:00Z,run\n",
        "product,ideal_cycle_s,cavities\na,20,4\nb,10,1\n",
        "asset,time,total,good,product\nmould,2026-03-23T06:30:00Z,240,228,a\nmould,2026-03-23T07:00:00Z,180,90,b\n",
    ]);
    // 240 × 5 s + 180 × 10 s = 3000 s; good 228 × 5 + 90 × 10 = 2040 s.
    assert_apq(&answer.total, 1.0, 3000.0 / 3600.0, 2040.0 / 3000.0, 2040.0 / 3600.0);
}

#[test]
fn counts_that_could_mean_several_products_need_to_say_which() {
    let answer = oee(&[
        "asset,start,end,kind\nmould,2026-03-23T06:00:00Z,2026-03-23T07:00:00Z,planned\n",
        "product,ideal_cycle_s\na,20\nb,10\n",
        "asset,time,total,good\nmould,2026-03-23T06:30:00Z,240,228\n",
    ]);
    let f = &answer.assets[0].figures;
    assert!(f.oee.needs.iter().any(|n| n.contains("a or b")), "{:?}", f.oee.needs);
    assert_eq!(f.quality.value, Some(228.0 / 240.0));
}

#[test]
fn every_input_names_its_records() {
    let plant =
        session(&[SHIFT, STOPS_ONLY, STOPS, PRODUCT, "asset,time,total,scrap\npress,2026-03-23T09:00:00Z,19271,423\n"]);
    let answer = ask(&plant, None, None, None);
    let asset = &answer.assets[0];
    let of = |input: &str| -> Vec<(String, u32)> {
        asset.sources.get(input).into_iter().flatten().map(|r| (r.file.clone(), r.line)).collect()
    };
    let at = |file: &str, line: u32| (format!("{file}.csv"), line);
    assert_eq!(of("PBT"), [at("0", 2), at("0", 3), at("0", 4)]);
    assert_eq!(of("APT"), [at("2", 2), at("2", 3)]);
    assert_eq!(of("PQ"), [at("4", 2)]);
    assert_eq!(of("PRI"), [at("3", 2)]);
    assert_eq!(asset.sources_total["APT"], 2);
}
