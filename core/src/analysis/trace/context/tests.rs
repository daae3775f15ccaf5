use super::context;
use crate::model::tables::{AlarmRow, AssetFactRow, ItemFactRow, MeasurementRow, QualityRow, StateRow};
use crate::model::{Amount, ItemId, NameId, OPEN_END, Until};
use crate::testing::Plant;

const S: i64 = 1_000_000;

fn state(plant: &mut Plant, start: i64, end: i64, state: &str) {
    let (source, asset, state) = (plant.record(), plant.asset("lathe"), plant.name(state));
    plant.facts.states.push(StateRow {
        asset,
        start,
        state,
        source,
        end: Until(end),
        reason: NameId::NONE,
        product: NameId::NONE,
        order: NameId::NONE,
        key: NameId::NONE,
    });
}

fn alarm(plant: &mut Plant, start: i64, code: &str, severity: &str, key: &str) {
    let (source, asset) = (plant.record(), plant.asset("lathe"));
    let (code, severity, key) = (plant.name(code), plant.name(severity), plant.name(key));
    plant.facts.alarms.push(AlarmRow {
        asset,
        start,
        code,
        source,
        end: Until::OPEN,
        severity,
        text: NameId::NONE,
        key,
    });
}

fn measured(plant: &mut Plant, time: i64, value: f64, on: &str, item: ItemId) {
    let (source, asset, channel) = (plant.record(), plant.asset(on), plant.name("diameter"));
    plant.facts.measurements.push(MeasurementRow {
        time,
        channel,
        value: Amount::new(value),
        source,
        asset,
        text: NameId::NONE,
        item,
        unit: NameId::NONE,
        lower: Amount::new(1.0),
        upper: Amount::new(2.0),
        target: Amount::NONE,
    });
}

#[test]
fn an_operation_tells_what_its_machine_did_said_and_measured_meanwhile() {
    let mut plant =
        Plant::new().worked(10 * S, 20 * S, "a", "turn", "lathe").worked(30 * S, 40 * S, "b", "turn", "lathe");
    state(&mut plant, 0, 15 * S, "RUN");
    state(&mut plant, 15 * S, 18 * S, "STOP");
    state(&mut plant, 18 * S, 60 * S, "RUN");
    alarm(&mut plant, 5 * S, "41", "FAULT", "motion");
    alarm(&mut plant, 12 * S, "", "NORMAL", "motion");
    alarm(&mut plant, 25 * S, "42", "FAULT", "motion");
    alarm(&mut plant, 16 * S, "E7", "", "");
    for (time, value) in [(9, 9.0), (10, 1.0), (15, 3.0), (20, 9.0)] {
        measured(&mut plant, time * S, value, "lathe", ItemId::NONE);
    }
    let item = plant.item("a");
    measured(&mut plant, 50 * S, 1.5, "", item);
    let (source, result) = (plant.record(), plant.name("pass"));
    plant.facts.qualities.push(QualityRow {
        item,
        time: 51 * S,
        result,
        source,
        defect: NameId::NONE,
        quantity: Amount::NONE,
    });
    let answer = context(&plant.data(), "a").unwrap();
    let [turn] = answer.operations.as_slice() else { panic!("one operation") };
    assert_eq!((turn.step.as_str(), turn.asset.as_deref(), turn.of.as_deref()), ("turn", Some("lathe"), None));
    let states: Vec<(&str, f64)> = turn.states.iter().map(|(s, t)| (s.as_str(), *t)).collect();
    assert_eq!(states, [("RUN", 7.0), ("STOP", 3.0)]);
    let alarms: Vec<_> = turn.alarms.iter().map(|a| (a.code.as_str(), a.end.map(|e| e.0 / S))).collect();
    assert_eq!(alarms, [("41", Some(12)), ("E7", None)]);
    let [diameter] = turn.measurements.as_slice() else { panic!("one channel") };
    assert_eq!(
        (diameter.count, diameter.min, diameter.mean, diameter.max, diameter.outside),
        (2, 1.0, 2.0, 3.0, Some(1))
    );
    assert_eq!(answer.measurements[0].count, 1);
    assert_eq!(answer.quality[0].result, "pass");
}

#[test]
fn operations_on_the_lot_and_on_the_container_around_it_are_labelled() {
    let mut plant = Plant::new()
        .worked(10, 20, "L", "mix", "kettle")
        .pack(30, "rack", "a")
        .worked(32, 35, "rack", "cure", "oven")
        .unpack(40, "rack", "")
        .worked(50, 60, "rack", "wash", "washer")
        .worked(70, OPEN_END, "a", "test", "bench")
        .worked(90, 95, "b", "test", "bench");
    let (item, lot, source) = (plant.item("a"), plant.name("L"), plant.record());
    plant.facts.item_facts.push(ItemFactRow {
        item,
        source,
        product: NameId::NONE,
        lot,
        supplier: NameId::NONE,
        kind: NameId::NONE,
    });
    let answer = context(&plant.data(), "a").unwrap();
    let told: Vec<_> = answer.operations.iter().map(|o| (o.step.as_str(), o.of.as_deref())).collect();
    assert_eq!(told, [("mix", Some("L")), ("cure", Some("rack")), ("test", None)]);
}

#[test]
fn work_at_a_position_is_told_with_what_its_machine_did() {
    let mut plant = Plant::new().worked(10 * S, 20 * S, "a", "turn", "lathe/spindle 2");
    state(&mut plant, 0, 15 * S, "RUN");
    state(&mut plant, 15 * S, 60 * S, "STOP");
    alarm(&mut plant, 16 * S, "E7", "", "");
    measured(&mut plant, 12 * S, 1.5, "lathe", ItemId::NONE);
    measured(&mut plant, 13 * S, 1.7, "lathe/spindle 2", ItemId::NONE);
    let (asset, parent, source) = (plant.asset("lathe/spindle 2"), plant.asset("lathe"), plant.record());
    plant.facts.asset_facts.push(AssetFactRow {
        asset,
        source,
        parent,
        kind: NameId::NONE,
        name: NameId::NONE,
        zone: NameId::NONE,
        unlogged: Default::default(),
    });
    let answer = context(&plant.data(), "a").unwrap();
    let [turn] = answer.operations.as_slice() else { panic!("one operation") };
    assert_eq!(turn.asset.as_deref(), Some("lathe/spindle 2"));
    assert_eq!(turn.states.iter().map(|(s, t)| (s.as_str(), *t)).collect::<Vec<_>>(), [("RUN", 5.0), ("STOP", 5.0)]);
    assert_eq!((turn.alarms.len(), turn.measurements[0].count), (1, 2));
}
