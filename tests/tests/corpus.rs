//! Every file of the corpus of real exports: what it is read as, and that every record is accounted for.

use floorlens_core::protocol::{InspectAnswer, Question};
use floorlens_tests::corpus::corpus;
use floorlens_tests::load::{ask, session};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn files_below(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).expect("a folder").flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files_below(&path, out) } else { out.push(path) }
    }
}

/// What a file is, by its folder and name: what it should be read as.
fn expected(path: &str) -> &'static str {
    let ends = |ends: &[&str]| ends.iter().any(|end| path.ends_with(end));
    match path {
        // Words about the data, hashes, lists, and a workbook, which no importer of text reads. Lines that are all cut alike by one
        // separator look like a table, which the mapping then asks about.
        _ if ends(&["README.md", "LICENSE", ".list", ".hashes", ".prehashes", ".xlsx"]) => "no export",
        _ if ends(&["Devices.xml"]) => "mtconnect-devices",
        _ if ends(&["qdr_input001.xml", "Cover-Hurco04-01of20.xml"]) => "mtconnect-streams",
        _ if ends(&[".QIF"]) => "qif",
        _ if path.starts_with("epcis-event-hash") || path.starts_with("openepcis") => {
            if ends(&[".xml"]) {
                "epcis-xml"
            } else {
                "epcis-json"
            }
        }
        _ => "mtconnect-shdr",
    }
}

#[test]
fn every_file_is_read_as_what_it_is_and_every_record_is_accounted_for() {
    let Some(folder) = corpus() else { return };
    let mut files = Vec::new();
    files_below(&folder, &mut files);
    assert!(files.len() > 250, "the corpus has changed: {} files", files.len());
    let mut formats: BTreeMap<&str, u32> = BTreeMap::new();
    for path in files {
        let name = path.strip_prefix(&folder).expect("below").to_string_lossy().into_owned();
        let loaded = session([(name.clone(), std::fs::read(&path).expect("readable"))]);
        let answer: InspectAnswer = ask(&loaded, &Question::Inspect {});
        let file = &answer.files[0];
        let wanted = expected(&name);
        if wanted == "no export" {
            assert!(["unknown", "mapped-table"].contains(&file.format.as_str()), "{name}: {file:?}");
        } else {
            assert_eq!(file.format, wanted, "{name}");
        }
        *formats.entry(wanted).or_default() += 1;
        let sum = file.used + file.merged + file.superseded + file.retracted + file.repaired + file.rejected;
        assert_eq!(sum, file.records, "{name}");
        if file.format == "unknown" {
            assert!(
                file.messages.iter().any(|m| m.reason.contains("of no format that Floorlens knows")),
                "{name}: {file:?}"
            );
        } else if wanted != "no export" {
            assert!(file.records > 0, "{name}: {file:?}");
            // Of whatever was rejected a message says why, and where.
            let told = file.messages.iter().filter(|m| m.record > 0 && m.line > 0).map(|m| m.record);
            let told: std::collections::BTreeSet<u32> = told.collect();
            assert!(file.messages_total > 1000 || told.len() as u32 >= file.rejected, "{name}: {file:?}");
        }
    }
    for (format, least) in [
        ("epcis-xml", 85),
        ("epcis-json", 80),
        ("qif", 3),
        ("mtconnect-shdr", 29),
        ("mtconnect-devices", 3),
        ("mtconnect-streams", 2),
    ] {
        assert!(formats[format] >= least, "{format}: {formats:?}");
    }
}
