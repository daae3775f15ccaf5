//! Planted dirt: the ledger adds up, and finds what was planted.

use floorlens_core::Session;
use floorlens_core::protocol::{InspectAnswer, Question, StateLane};
use floorlens_tests::factory::dirt::Soil;
use floorlens_tests::factory::export::{self, File};
use floorlens_tests::factory::scenario::{DirtKind, Scenario};
use floorlens_tests::factory::{Plant, files};
use floorlens_tests::load::{ask, session};
use std::collections::{BTreeMap, BTreeSet};

/// What the simulator planted in the files is what the ledger finds.
#[test]
fn the_ledger_adds_up_for_every_kind_of_planted_dirt() {
    let kinds = [
        DirtKind::OutOfOrder,
        DirtKind::Duplicated,
        DirtKind::CutOff,
        DirtKind::Overlapping,
        DirtKind::Missing,
        DirtKind::WrongUnit,
        DirtKind::DstFold,
        DirtKind::KeyRenamed,
    ];
    for kind in kinds {
        for file in ["states", "counts", "transformations", "operations", "quality", "containment"] {
            let mut scenario = Scenario::named("dirty-exports").expect("it is listed");
            scenario.dirt = vec![floorlens_tests::factory::scenario::Dirt { file: file.to_owned(), kind, share: 0.05 }];
            let plant = Plant::new(scenario, 5, 4_000).expect("a plant");
            let mut all = Vec::new();
            let soiled = files::each(&plant, &mut |name, text| all.push((name, text.into_bytes())));
            let planted = soiled.len() as u32;
            // What the same plant writes when nobody touches its files.
            let mut clean: Vec<String> = Vec::new();
            export::each(&plant, &mut |made| match made {
                File::Table(table) if table.name == file => clean = table.rows,
                File::Table(_) | File::Text { .. } => {}
            });
            let own: Vec<_> = all.into_iter().filter(|(name, _)| name.starts_with(file)).collect();
            let rows: u32 = own.iter().map(|(_, bytes)| bytes.iter().filter(|b| **b == b'\n').count() as u32 - 1).sum();
            // The last row of a file that is cut off has no line end.
            let rows = rows + u32::from(kind == DirtKind::CutOff);
            let text = String::from_utf8_lossy(&own[0].1).into_owned();
            let session = session(own);
            let mut sum: BTreeMap<&str, u32> = BTreeMap::new();
            for file in session.data().facts.sources.files() {
                let c = file.counts();
                assert_eq!(
                    c.used + c.merged + c.superseded + c.retracted + c.repaired + c.rejected,
                    c.records,
                    "{kind:?} {}",
                    file.name
                );
                for (what, n) in
                    [("records", c.records), ("merged", c.merged), ("rejected", c.rejected), ("used", c.used)]
                {
                    *sum.entry(what).or_default() += n;
                }
            }
            let what = format!("{kind:?} in {file}: {planted} planted, {sum:?}");
            // A renamed column makes a file that no importer may know; what of it is read is counted, and nothing is lost of the others.
            if kind != DirtKind::KeyRenamed {
                assert_eq!(sum["records"], rows, "{what}");
            }
            if kind == DirtKind::Missing {
                // Numbers of missing rows are those of the clean table: without them it is what the file holds.
                let gone: BTreeSet<usize> = soiled.iter().map(|soil| soil.row).collect();
                let kept = (1..).zip(&clean).filter(|(n, _)| !gone.contains(n)).map(|(_, row)| row.as_str());
                assert!(kept.eq(text.lines().skip(1)), "{what}");
            }
            if kind == DirtKind::WrongUnit && file == "transformations" {
                wrong_units(&what, &session, &soiled, &clean);
            }
            match kind {
                DirtKind::Duplicated | DirtKind::Overlapping => {
                    assert_eq!((sum["merged"], sum["rejected"]), (planted, 0), "{what}");
                }
                DirtKind::CutOff => assert_eq!((sum["merged"], sum["rejected"]), (0, 1), "{what}"),
                DirtKind::OutOfOrder | DirtKind::Missing | DirtKind::WrongUnit => {
                    assert_eq!((sum["merged"], sum["rejected"]), (0, 0), "{what}");
                }
                // Local times without a zone: read by the zone of the recipe or as UTC, and said so.
                DirtKind::DstFold => assert_eq!(sum["rejected"], 0, "{what}"),
                DirtKind::KeyRenamed => {
                    let report: InspectAnswer = ask(&session, &Question::Inspect {});
                    for file in report.files {
                        if file.name.contains("renamed") {
                            // Whatever it is taken for, all of it is accounted for, or the file says why none is.
                            assert!(file.records == planted || file.records == 0, "{what} {}", file.name);
                            assert!(
                                file.used + file.repaired == planted || file.messages_total > 0,
                                "{what} {}",
                                file.name
                            );
                        } else {
                            assert_eq!((file.used, file.rejected), (file.records, 0), "{what} {}", file.name);
                        }
                    }
                }
            }
            assert!(
                sum["used"] > 0
                    && (planted > 0 || rows < 200 || matches!(kind, DirtKind::DstFold | DirtKind::WrongUnit)),
                "{what}"
            );
        }
    }
}

/// A wrong unit is no fault that a reader of one row could see: the row counts as it stands, and is a thousand times too large. The ledger of dirt says
/// which rows these are, so that whoever looks for such rows can be measured.
fn wrong_units(what: &str, session: &Session, soiled: &[Soil], clean: &[String]) {
    let planted: BTreeSet<u32> = soiled.iter().map(|soil| soil.row as u32).collect();
    let facts = &session.data().facts;
    let mut found = BTreeSet::new();
    for line in facts.transformations.rows() {
        let (_, record) = facts.sources.locate(line.source).expect("a record");
        let cells: Vec<&str> = clean[record as usize - 1].split(',').collect();
        let (said, truth): (f64, f64) =
            (line.quantity.get().unwrap_or(f64::NAN), cells[4].parse().expect("a quantity"));
        if (said - truth).abs() > 1e-9 {
            assert!((said / truth - 1000.0).abs() < 1e-6, "{what} record {record}: {said} for {truth}");
            found.insert(record);
        }
    }
    assert!(found == planted && !planted.is_empty(), "{what}: {found:?}, planted {planted:?}");
}

/// Rows that only stand elsewhere change nothing.
#[test]
fn rows_out_of_order_give_the_same_states() {
    let mut scenario = Scenario::named("dirty-exports").expect("it is listed");
    scenario.dirt.retain(|dirt| dirt.kind == DirtKind::OutOfOrder);
    let mut clean = scenario.clone();
    clean.dirt.clear();
    let states = |scenario: Scenario| {
        let plant = Plant::new(scenario, 5, 6_000).expect("a plant");
        let mut all = Vec::new();
        let planted = files::each(&plant, &mut |name, text| all.push((name, text.into_bytes()))).len();
        let session = session(all);
        (planted, ask::<Vec<StateLane>>(&session, &Question::States { asset: None, from: None, to: None }))
    };
    let ((planted, dirty), (none, clean)) = (states(scenario), states(clean));
    assert!(planted > 50 && none == 0, "{planted}");
    assert_eq!(dirty, clean);
}
