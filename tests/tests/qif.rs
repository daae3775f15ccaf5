//! QIF results of real pieces: what a coordinate measuring machine measured, against the limits of the drawing.

use floorlens_core::model::{Facts, NameId};
use floorlens_tests::corpus::read;
use floorlens_tests::load::session;
use std::collections::BTreeMap;

const FOLDER: &str = "nist-smstestbed/box-assembly/inspection";

fn text(facts: &Facts, id: NameId) -> &str {
    facts.names.text(id)
}

#[test]
fn every_measured_characteristic_of_the_boxes_covers_and_plates_is_a_measurement_with_its_limits() {
    for (name, results, failed, pieces) in [
        ("BoxResults_19_samples", 893, 1, 19),
        ("CoverResults_20_samples", 541, 0, 20),
        ("PlateResults_20_samples", 620, 51, 20),
    ] {
        let Some(file) = read(&format!("{FOLDER}/{name}.QIF")) else { return };
        // Counted from the file's text alone.
        let xml = String::from_utf8_lossy(&file.1);
        assert_eq!(xml.matches("<CharacteristicStatusEnum>FAIL").count(), failed);
        let verdicts = xml
            .matches("</MeasuredCharacteristics>\n        <InspectionStatus>\n          <InspectionStatusEnum>FAIL")
            .count();
        let loaded = session([file.clone()]);
        let facts = &loaded.data().facts;
        let counts = facts.sources.files()[0].counts();
        assert_eq!((counts.records, counts.used, counts.rejected), (results, results, 0), "{name}");
        assert_eq!(facts.measurements.len() as u32, results);
        assert_eq!(facts.qualities.len(), pieces);
        let bad = facts.qualities.rows().filter(|row| text(facts, row.result) == "fail").count();
        assert_eq!(bad, verdicts, "{name}");
        // Two-sided limits lie around their target, and only what failed is outside.
        let outside = facts.measurements.rows().filter(|m| {
            let value = m.value.get().expect("a number");
            m.lower.get().is_some_and(|lower| value < lower - 1e-9)
                || m.upper.get().is_some_and(|upper| value > upper + 1e-9)
        });
        assert!(outside.count() <= failed + 40, "{name}");
    }
}

#[test]
fn a_hole_is_measured_against_its_own_size() {
    let Some(file) = read(&format!("{FOLDER}/BoxResults_19_samples.QIF")) else { return };
    let loaded = session([file]);
    let facts = &loaded.data().facts;
    type Limits<'f> = (Option<f64>, Option<f64>, Option<f64>, &'f str, usize);
    let mut limits: BTreeMap<&str, Limits<'_>> = BTreeMap::new();
    for m in facts.measurements.rows() {
        let entry = limits.entry(text(facts, m.channel)).or_insert((
            m.lower.get(),
            m.target.get(),
            m.upper.get(),
            text(facts, m.unit),
            0,
        ));
        entry.4 += 1;
    }
    // As the capability report of the same boxes prints them.
    for (channel, lower, target, upper) in [
        ("SIMPLE_HOLE12 DIAMETER1", 3.1, 3.3, 3.5),
        ("CYLINDER-208 DIAMETER7", 6.346, 6.6, 6.854),
        ("CYLINDER-206 DIAMETER7", 10.746, 11.0, 11.254),
        ("HOLE_PATTERN7_3 DIAMETER5", 3.046, 3.3, 3.554),
        ("SLOT5 LENGTH2", 19.492, 20.0, 20.508),
        ("DISTANCEBETWEEN2", 143.901, 144.401, 144.901),
    ] {
        let (lower_limit, nominal, upper_limit, unit, pieces) = limits.get(channel).expect("a channel");
        let printed = |value: &Option<f64>| value.map(|v| (v * 1000.0).round() / 1000.0);
        let found = (printed(lower_limit), printed(nominal), printed(upper_limit), *unit, *pieces);
        assert_eq!(found, (Some(lower), Some(target), Some(upper), "mm", 19), "{channel}");
    }
    assert_eq!(limits.get("PLANE2 FLATNESS1"), Some(&(None, None, Some(0.05), "mm", 19)));
}

/// A document of one piece without a verdict of its own; each result is `id status value`.
fn piece(results: &[(&str, &str, &str)]) -> String {
    let mut out = String::from(
        "<QIFDocument xmlns=\"http://qifstandards.org/xsd/qif3\" versionQIF=\"3.0.0\"><Version><TimeCreated>2026-03-02T06:00:00Z</TimeCreated></Version>\
         <Characteristics><CharacteristicDefinitions><FlatnessCharacteristicDefinition id=\"1\"><ToleranceValue>0.05</ToleranceValue></FlatnessCharacteristicDefinition></CharacteristicDefinitions>\
         <CharacteristicNominals><FlatnessCharacteristicNominal id=\"2\"><CharacteristicDefinitionId>1</CharacteristicDefinitionId></FlatnessCharacteristicNominal></CharacteristicNominals>\
         <CharacteristicItems><FlatnessCharacteristicItem id=\"3\"><Name>FLAT</Name><CharacteristicNominalId>2</CharacteristicNominalId></FlatnessCharacteristicItem></CharacteristicItems></Characteristics>\
         <MeasurementsResults><MeasurementResultsSet><MeasurementResults id=\"9\"><MeasuredCharacteristics><CharacteristicMeasurements>",
    );
    for (id, status, value) in results {
        let status = match *status {
            "" => String::new(),
            status => format!("<Status><CharacteristicStatusEnum>{status}</CharacteristicStatusEnum></Status>"),
        };
        out += &format!(
            "<FlatnessCharacteristicMeasurement id=\"{id}\">{status}<CharacteristicItemId>3</CharacteristicItemId><Value>{value}</Value></FlatnessCharacteristicMeasurement>"
        );
    }
    out + "</CharacteristicMeasurements></MeasuredCharacteristics><ActualComponentIds><Id>8</Id></ActualComponentIds></MeasurementResults></MeasurementResultsSet>\
           <ActualComponentSets><ActualComponentSet><ActualComponent id=\"8\"><SerialNumber>P</SerialNumber></ActualComponent></ActualComponentSet></ActualComponentSets></MeasurementsResults></QIFDocument>"
}

fn verdicts(document: String) -> Vec<String> {
    let loaded = session([("p.qif".to_owned(), document.into_bytes())]);
    let facts = &loaded.data().facts;
    assert!(!facts.measurements.is_empty());
    facts.qualities.rows().map(|row| text(facts, row.result).to_owned()).collect()
}

#[test]
fn a_piece_passes_only_where_a_result_says_so_and_none_leaves_it_open() {
    for (results, expected) in [
        (&[("4", "PASS", "0.01"), ("5", "PASS", "0.02")][..], Some("pass")),
        (&[("4", "PASS", "0.01"), ("5", "", "0.02")], Some("pass")),
        (&[("4", "PASS", "0.01"), ("5", "", "0.2")], None),
        (&[("4", "", "0.01")], None),
        (&[("4", "PASS", "0.01"), ("5", "NOT_MEASURED", "0")], None),
        (&[("4", "UNKNOWN", "0.01")], None),
        (&[("4", "PASS", "0.01"), ("5", "REWORK", "0.06")], Some("rework")),
        (&[("4", "REWORK", "0.06"), ("5", "FAIL", "0.2"), ("6", "UNKNOWN", "0")], Some("fail")),
        (&[("4", "PASS", "0.01"), ("5", "FAIL", "flat")], None),
    ] {
        assert_eq!(verdicts(piece(results)), Vec::from_iter(expected), "{results:?}");
    }
}

#[test]
fn a_piece_whose_results_are_cut_off_has_not_passed() {
    let whole = piece(&[("4", "PASS", "0.01"), ("5", "PASS", "0.02")]);
    let cut = whole.find("<FlatnessCharacteristicMeasurement id=\"5\"").expect("it is there");
    assert_eq!(verdicts(whole[..cut].to_owned()), Vec::<String>::new());
    let whole = piece(&[("4", "FAIL", "0.1"), ("5", "PASS", "0.02")]);
    let cut = whole.find("<FlatnessCharacteristicMeasurement id=\"5\"").expect("it is there");
    assert_eq!(verdicts(whole[..cut].to_owned()), ["fail"]);
}
