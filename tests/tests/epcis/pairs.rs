//! XML and JSON of the same name say the same.

use super::*;

/// Identities that are hashes differ where namespaces are spelled differently (with or without `/` at the end, as GS1's own are).
fn graph(path: &Path) -> (u32, Vec<String>) {
    let loaded = open(&std::fs::read_to_string(path).expect("readable"));
    let rows = dump(&loaded.data().facts);
    let plain = |row: String| match (row.find("ni:///"), row.find("?ver=CBV2.0")) {
        (Some(from), Some(to)) if from < to => format!("{}#{}", &row[..from], &row[to..]),
        _ => row,
    };
    (counts(&loaded).records, rows.into_iter().map(plain).collect())
}

#[test]
fn xml_and_json_of_the_same_name_give_the_same_graph() {
    let Some(files) = corpus_files("openepcis") else { return };
    let mut pairs = 0;
    for path in files.iter().filter(|p| p.extension().is_some_and(|e| e == "json") && !is_invalid(p)) {
        let twin =
            PathBuf::from(path.to_string_lossy().replace("/EPCIS/JSON/", "/EPCIS/XML/").replace(".json", ".xml"));
        if !twin.exists() {
            continue;
        }
        let (json, xml) = (graph(path), graph(&twin));
        assert_eq!(xml, json, "{}", twin.display());
        pairs += 1;
    }
    assert!(pairs > 40, "{pairs}");
}
