//! Per target a few valid files.

use crate::books::{packed, sheet};
use crate::zip::{Style, zip};
use flate2::{Compression, write::GzEncoder};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// One importer and files that it reads.
pub struct Target {
    /// Its name, and that of its folder of findings.
    pub name: &'static str,
    /// Files, by name.
    pub seeds: Vec<(String, Vec<u8>)>,
}

const SHDR: &str = "2026-01-01T00:00:00Z|execution|READY|Part_Count|1\n2026-01-01T00:00:05.1234567Z|execution|ACTIVE|line|10\n\
2026-01-01T00:00:06Z|temp|FAULT|217|10|HIGH|Hot\n2026-01-01T00:00:07Z|msg|42|Door \\| open\n* PONG 10000\n\
2026-01-01T00:00:08Z|@ASSET@|123.1|CuttingTool|--multiline--ABC\n<CuttingTool/>\n--multiline--ABC\n2026-01-01T00:00:09Z@10|Saw:execution|\"a\\|b\"\n";

const STREAMS_XML: &str = "<?xml version=\"1.0\"?><m:MTConnectStreams xmlns:m=\"urn:x\"><m:Header/><m:Streams><m:DeviceStream name=\"Saw\" uuid=\"u\">\
<m:ComponentStream><m:Samples><m:Load dataItemId=\"l\" timestamp=\"2026-01-01T00:00:01Z\">1.5</m:Load>\
<m:PositionTimeSeries dataItemId=\"s\" timestamp=\"2026-01-01T00:00:10Z\" sampleCount=\"3\" sampleRate=\"2\">4 5 6</m:PositionTimeSeries></m:Samples>\
<m:Events><m:Execution dataItemId=\"e\" timestamp=\"2026-01-01T00:00:00Z\">ACTIVE</m:Execution>\
<m:VariableDataSet dataItemId=\"v\" timestamp=\"2026-01-01T00:00:06Z\"><m:Entry key=\"a\">1</m:Entry></m:VariableDataSet></m:Events>\
<m:Condition><m:Fault dataItemId=\"c\" timestamp=\"2026-01-01T00:00:08Z\" nativeCode=\"217\">Hot</m:Fault></m:Condition>\
</m:ComponentStream></m:DeviceStream></m:Streams></m:MTConnectStreams>";

const STREAMS_JSON: [&str; 2] = [
    "{\"MTConnectStreams\":{\"Header\":{},\"Streams\":[{\"DeviceStream\":{\"ComponentStreams\":[{\"ComponentStream\":{\"Events\":[{\"Execution\":{\"dataItemId\":\"e\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"value\":\"ACTIVE\"}}],\
     \"Samples\":[{\"PathPosition\":{\"dataItemId\":\"p\",\"timestamp\":\"2026-01-01T00:00:01Z\",\"value\":[1,2,3]}}]}}],\"name\":\"Saw\",\"uuid\":\"u\"}}]}}",
    "{\"MTConnectStreams\":{\"jsonVersion\":2,\"Streams\":{\"DeviceStream\":[{\"name\":\"Saw\",\"ComponentStream\":[{\"Condition\":{\"Normal\":[{\"dataItemId\":\"c\",\"timestamp\":\"2026-01-01T00:00:09Z\"}]},\
     \"Events\":{\"Table\":[{\"value\":{\"r\":{\"c\":1.5}},\"dataItemId\":\"w\",\"timestamp\":\"2026-01-01T00:00:06Z\"}]}}]}]}}}",
];

const AGENT: [(&str, &str); 4] = [
    (
        "devices.xml",
        "<MTConnectDevices><Devices><Device name=\"Saw\" uuid=\"u\"><DataItems><DataItem category=\"EVENT\" id=\"e\" type=\"EXECUTION\"/><DataItem category=\"CONDITION\" id=\"c\" name=\"motor\" type=\"LOAD\"/></DataItems></Device></Devices></MTConnectDevices>",
    ),
    (
        "devices.json",
        "{\"MTConnectDevices\":{\"Devices\":[{\"Device\":{\"DataItems\":[{\"DataItem\":{\"category\":\"EVENT\",\"id\":\"e\",\"type\":\"PART_COUNT\",\"subType\":\"GOOD\"}}],\"name\":\"Saw\"}}]}}",
    ),
    (
        "assets.xml",
        "<MTConnectAssets><Assets><CuttingTool assetId=\"T1\" deviceUuid=\"u\" timestamp=\"2026-01-01T00:00:00Z\"><Location/></CuttingTool></Assets></MTConnectAssets>",
    ),
    (
        "error.xml",
        "<MTConnectError><Errors><Error errorCode=\"OUT_OF_RANGE\">too far</Error></Errors></MTConnectError>",
    ),
];

const STATES: &[&[&str]] =
    &[&["asset", "start", "state"], &["Saw", "2026-01-01T00:00:00Z", "RUN"], &["Saw", "2026-01-01T01:00:00Z", "STOP"]];

const MERGED: &str = "<worksheet><sheetData><row r=\"2\"><c r=\"B2\" t=\"s\"><v>0</v></c><c r=\"C2\" t=\"s\"><v>1</v></c></row><row r=\"3\">\
<c r=\"B3\" t=\"str\"><f>1</f><v>Saw</v></c><c r=\"C3\"><v>1.5</v></c></row><row r=\"4\"><c r=\"C4\"><v>2</v></c></row></sheetData>\
<mergeCells><mergeCell ref=\"B3:B4\"/></mergeCells></worksheet>";

const SHARED: &str = "<sst><si><t>asset</t></si><si><r><t>tot</t></r><r><t>al</t></r></si></sst>";

const EPCIS_JSON: &str = "{\"@context\":[\"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld\",{\"ex\":\"https://example.com/\"}],\"type\":\"EPCISDocument\",\"schemaVersion\":\"2.0\",\
\"creationDate\":\"2026-01-01T00:00:00Z\",\"epcisBody\":{\"eventList\":[{\"type\":\"AggregationEvent\",\"eventTime\":\"2026-01-02T03:04:05Z\",\"eventTimeZoneOffset\":\"+00:00\",\"parentID\":\"urn:epc:id:sscc:4012345.0000000333\",\
\"childEPCs\":[\"ex:c\"],\"action\":\"ADD\",\"bizStep\":\"receiving\",\"bizLocation\":{\"id\":\"ex:p\"},\"sensorElementList\":[{\"sensorReport\":[{\"type\":\"Temperature\",\"value\":4.5,\"uom\":\"CEL\"}]}]},\n\
{\"type\":\"TransformationEvent\",\"eventTime\":\"2026-01-02T03:04:05Z\",\"eventTimeZoneOffset\":\"+00:00\",\"inputQuantityList\":[{\"epcClass\":\"urn:epc:class:lgtin:4012345.011111.L1\",\"quantity\":4,\"uom\":\"KGM\"}],\
\"outputEPCList\":[\"urn:epc:id:sgtin:4012345.033333.1\"],\"ilmd\":{\"cbvmda:lotNumber\":\"L9\"},\"ex:more\":{\"ex:a\":[1,\"2\"]},\"errorDeclaration\":{\"declarationTime\":\"2026-01-05T00:00:00Z\",\"reason\":\"incorrect_data\"}}]}}";

fn read(path: &Path) -> Option<(String, Vec<u8>)> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    Some((name, fs::read(path).ok()?))
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
    gz.write_all(bytes).and_then(|()| gz.finish()).unwrap_or_default()
}

/// Foreign tables of every shape, from the golden cases.
fn foreign(here: &Path) -> Vec<Option<(String, Vec<u8>)>> {
    let cases = fs::read_dir(here.join("golden")).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = cases
        .filter(|case| case.file_name().to_string_lossy().starts_with("mapping-"))
        .flat_map(|case| fs::read_dir(case.path()).into_iter().flatten().flatten())
        .map(|file| file.path())
        .filter(|path| {
            path.extension().is_some_and(|e| ["csv", "tsv", "txt", "json", "ndjson"].iter().any(|own| e == *own))
        })
        .filter(|path| {
            path.file_stem().is_some_and(|stem| ["columns", "inspect", "preview"].iter().all(|own| stem != *own))
        })
        .collect();
    files.sort();
    files.iter().map(|path| read(path)).collect()
}

/// All targets. Fixtures are those of the golden cases and of the documents.
pub fn targets() -> Vec<Target> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let golden = |path: &str| read(&here.join("golden").join(path));
    let text = |name: &str, text: &str| Some((name.to_owned(), text.as_bytes().to_vec()));
    let mut tables: Vec<_> =
        fs::read_dir(here.join("../docs/tables")).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    tables.sort();
    let csv: Vec<_> =
        tables.iter().filter(|path| path.extension().is_some_and(|e| e == "csv")).map(|path| read(path)).collect();
    let ndjson = "{\"asset\":\"Saw\",\"start\":\"2026-01-01T00:00:00Z\",\"state\":\"RUN\",\"end\":null}\n{\"asset\":\"Saw\",\"start\":\"2026-01-01T01:00:00Z\",\"state\":\"STOP\"}\n";
    let states = ndjson.as_bytes();
    let deflate = Style { deflate: true, ..Style::default() };
    let archive = zip(&[
        ("a/states.ndjson", states, deflate),
        ("b.json.gz", &gz(EPCIS_JSON.as_bytes()), Style::default()),
        ("c.txt", b"?", Style { descriptor: true, zip64: true, ..deflate }),
    ]);
    let target =
        |name, seeds: Vec<Option<(String, Vec<u8>)>>| Target { name, seeds: seeds.into_iter().flatten().collect() };
    vec![
        target("tables", csv),
        target(
            "ndjson",
            vec![
                text("states.ndjson", ndjson),
                text(
                    "states.json",
                    "[{\"asset\":\"Saw\",\"start\":\"2026-01-01T00:00:00Z\",\"state\":\"RUN\"},\n{\"asset\":\"Saw\",\"start\":\"2026-01-01T01:00:00Z\",\"state\":\"STOP\"}]",
                ),
            ],
        ),
        target("mapped", foreign(&here)),
        target("shdr", vec![text("saw.txt", SHDR)]),
        target(
            "mtconnect-xml",
            vec![
                text("streams.xml", STREAMS_XML),
                text(AGENT[0].0, AGENT[0].1),
                text(AGENT[2].0, AGENT[2].1),
                text(AGENT[3].0, AGENT[3].1),
            ],
        ),
        target(
            "mtconnect-json",
            vec![text("v1.json", STREAMS_JSON[0]), text("v2.json", STREAMS_JSON[1]), text(AGENT[1].0, AGENT[1].1)],
        ),
        target("epcis-json", vec![text("events.json", EPCIS_JSON)]),
        target("epcis-xml", vec![golden("epcis-xml-old-and-new/old.xml"), golden("epcis-xml-old-and-new/new.xml")]),
        target("ocel-json", vec![golden("ocel-production/log.json")]),
        target("ocel-csv", vec![golden("ocel-csv/log.csv")]),
        target("ocel-xml", vec![golden("ocel-xml/log.xml")]),
        target("xes", vec![golden("xes-jobs/jobs.xes")]),
        target("qif", vec![golden("qif-two-plates/plates.qif")]),
        target(
            "xlsx",
            vec![
                golden("book-workbook/plant.xlsx"),
                // Not packed, so that what is broken in it reaches the reader of sheets.
                Some((
                    "states.xlsx".to_owned(),
                    packed(
                        &[("A", &sheet(STATES)), ("B", MERGED)],
                        &[("xl/sharedStrings.xml", SHARED)],
                        Style::default(),
                    ),
                )),
            ],
        ),
        target(
            "parquet",
            ["none", "snappy", "gzip", "brotli", "lz4", "zstd", "second-version", "int96"]
                .map(|name| read(&here.join(format!("books/{name}.parquet"))))
                .into(),
        ),
        target(
            "archives",
            vec![Some(("export.zip".to_owned(), archive)), Some(("log.gz".to_owned(), gz(SHDR.as_bytes())))],
        ),
    ]
}
