//! Hostile and broken input of every format: memory stays bounded, the ledger adds up, and a sentence says what happened.

use floorlens_core::Session;
use floorlens_core::bytes::{ByteSource, ReadError};
use floorlens_core::protocol::{FileReport, InspectAnswer, Question};
use floorlens_tests::books::{sheet, workbook};
use floorlens_tests::fuzz::{check, targets};
use floorlens_tests::load::{ask, session};
use std::rc::Rc;

fn report(name: &str, bytes: Vec<u8>) -> FileReport {
    let loaded = session([(name.to_owned(), bytes)]);
    ask::<InspectAnswer>(&loaded, &Question::Inspect {}).files.swap_remove(0)
}

fn said(file: &FileReport) -> String {
    file.messages.iter().map(|m| m.reason.as_str()).collect::<Vec<_>>().join(" ")
}

/// A beginning, one byte again and again, and an end: a file that exists nowhere.
struct Endless {
    head: Vec<u8>,
    fill: u8,
    count: u64,
    tail: Vec<u8>,
}

impl ByteSource for Endless {
    fn len(&self) -> u64 {
        self.head.len() as u64 + self.count + self.tail.len() as u64
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize, ReadError> {
        let (head, end) = (self.head.len() as u64, self.head.len() as u64 + self.count);
        if offset >= head && offset < end {
            let n = buf.len().min((end - offset) as usize);
            buf[..n].fill(self.fill);
            return Ok(n);
        }
        let rest = if offset < head {
            &self.head[offset as usize..]
        } else {
            self.tail.get((offset - end) as usize..).unwrap_or(&[])
        };
        let n = rest.len().min(buf.len());
        buf[..n].copy_from_slice(&rest[..n]);
        Ok(n)
    }
}

#[test]
fn a_file_may_end_anywhere() {
    for target in targets() {
        for (name, bytes) in &target.seeds {
            // Every cut of what is short, some of what is long; and with half a character at the end.
            let step = 1 + bytes.len() / 60;
            for cut in (0..bytes.len()).step_by(step) {
                assert_eq!(check(name, &bytes[..cut]), Ok(()), "{}: {name} cut at {cut}", target.name);
            }
            let mut half = bytes[..bytes.len() / 2].to_vec();
            half.push(0xC3);
            assert_eq!(check(name, &half), Ok(()), "{}: {name}", target.name);
        }
    }
}

#[test]
fn zero_bytes_and_two_encodings_in_one_file_are_no_crash() {
    for target in targets() {
        for (name, bytes) in &target.seeds {
            let middle = bytes.len() / 2;
            for piece in [
                &b"\0"[..],
                b"\0\0\0\0",
                b"\xFCber\xA9",
                "über".as_bytes(),
                b"\xFF\xFE",
                b"\xEF\xBB\xBF",
                b"\xED\xA0\x80",
            ] {
                let mut broken = bytes.clone();
                broken.splice(middle..middle, piece.iter().copied());
                assert_eq!(check(name, &broken), Ok(()), "{}: {name} {piece:?}", target.name);
            }
            // Of files that are UTF-8 the same text can be written as UTF-16.
            if let Ok(text) = std::str::from_utf8(bytes)
                && !["archives", "xlsx", "parquet"].contains(&target.name)
            {
                let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
                let (plain, wide) = (report(name, bytes.clone()), report(name, utf16));
                assert_eq!(
                    (wide.format, wide.records, wide.used),
                    (plain.format, plain.records, plain.used),
                    "{name} in UTF-16"
                );
            }
        }
    }
}

#[test]
fn entities_that_expand_are_refused_in_every_xml_format() {
    for target in targets() {
        for (name, bytes) in
            target.seeds.iter().filter(|(name, bytes)| !name.ends_with(".txt") && bytes.starts_with(b"<"))
        {
            let text = String::from_utf8_lossy(bytes);
            let (declaration, rest) = match text.strip_prefix("<?xml") {
                Some(rest) => rest.split_once("?>").map(|(d, rest)| (format!("<?xml{d}?>"), rest)).expect("it ends"),
                None => (String::new(), text.as_ref()),
            };
            let laughs: String = (1..10).map(|i| format!("<!ENTITY l{i} \"&l{};&l{};\">", i - 1, i - 1)).collect();
            let laughing = format!("{declaration}<!DOCTYPE x [<!ENTITY l0 \"ha\">{laughs}]>{rest}");
            let file = report(name, laughing.into_bytes());
            assert_eq!(file.used, 0, "{name}");
            assert!(said(&file).contains("entity of its own"), "{}: {name}: {}", target.name, said(&file));
        }
    }
}

#[test]
fn a_hundred_thousand_levels_cost_no_stack() {
    let deep = |open: &str, close: &str| (open.repeat(100_000), close.repeat(100_000));
    let (opens, closes) = deep("<a>", "</a>");
    let (brackets, ends) = deep("[", "]");
    for (name, text) in [
        (
            "ocel.json",
            format!(
                "{{\"objectTypes\":[],\"eventTypes\":[],\"objects\":[],\"events\":[{{\"id\":{brackets}{ends}}},{{\"id\":\"e\",\"type\":\"t\",\"time\":\"2026-01-01T00:00:00Z\"}}]}}"
            ),
        ),
        ("streams.json", format!("{{\"MTConnectStreams\":{{\"Streams\":{brackets}{ends}}}}}")),
        (
            "ocel.xml",
            format!(
                "<log><object-types/><events><event id=\"e\" type=\"t\" time=\"2026-01-01T00:00:00Z\">{opens}{closes}</event></events></log>"
            ),
        ),
        ("log.xes", format!("<log><trace>{opens}{closes}</trace></log>")),
        ("x.qif", format!("<QIFDocument>{opens}{closes}</QIFDocument>")),
        ("s.xml", format!("<MTConnectStreams><Streams>{opens}{closes}</Streams></MTConnectStreams>")),
        ("a.xml", format!("<MTConnectAssets><Assets>{opens}{closes}</Assets></MTConnectAssets>")),
        (
            "e.xml",
            format!(
                "<EPCISDocument schemaVersion=\"2.0\" creationDate=\"x\"><EPCISBody>{opens}{closes}</EPCISBody></EPCISDocument>"
            ),
        ),
        ("states.json", format!("{brackets}{ends}")),
    ] {
        assert_eq!(check(name, text.as_bytes()), Ok(()), "{name}");
    }
}

#[test]
fn one_endless_line_or_text_fills_no_memory() {
    // A little more than the longest thing that each reader keeps (64 MiB, 16 MiB or 1 MiB).
    for (name, head, fill, count, tail) in [
        ("log.xes", "<log><trace><string key=\"concept:name\" value=\"", b'x', 70u64 << 20, "\"/></trace></log>"),
        ("s.xml", "<MTConnectStreams><Streams>", b'x', 70 << 20, "</Streams></MTConnectStreams>"),
        ("s.json", "{\"MTConnectStreams\":{\"a\":\"", b'x', 70 << 20, "\"}}"),
        (
            "ocel.json",
            "{\"objectTypes\":[],\"eventTypes\":[],\"objects\":[],\"events\":[{\"id\":\"",
            b'x',
            70 << 20,
            "\"}]}",
        ),
        ("e.json", "{\"type\":\"EPCISDocument\",\"epcisBody\":{\"eventList\":[{\"type\":\"", b'x', 70 << 20, "\"}]}}"),
        (
            "saw.txt",
            "2026-01-01T00:00:00Z|execution|READY\n2026-01-01T00:00:00Z|execution|",
            b'x',
            20 << 20,
            "\n2026-01-01T00:00:09Z|execution|ACTIVE\n",
        ),
        (
            "states.csv",
            "asset,start,state\nSaw,2026-01-01T00:00:00Z,",
            b'x',
            3 << 20,
            "\nSaw,2026-01-01T00:00:09Z,RUN\n",
        ),
    ] {
        let source = Endless { head: head.as_bytes().to_vec(), fill, count, tail: tail.as_bytes().to_vec() };
        let mut session = Session::new();
        session.add(name, Rc::new(source));
        session.run();
        let file = ask::<InspectAnswer>(&session, &Question::Inspect {}).files.swap_remove(0);
        let sum = file.used + file.merged + file.superseded + file.retracted + file.repaired + file.rejected;
        assert_eq!(sum, file.records, "{name}");
        assert!(!file.messages.is_empty(), "{name}: {file:?}");
        assert!(said(&file).len() < 100_000, "{name}: the sentences are long themselves");
    }
}

#[test]
fn a_line_of_a_gibibyte_costs_its_row_and_nothing_else() {
    let head = "asset,start,state\nSaw,2026-01-01T00:00:00Z,STOP\nSaw,2026-01-01T00:00:01Z,";
    let tail = "\nSaw,2026-01-01T00:00:09Z,RUN\n";
    let (head, tail) = (head.as_bytes().to_vec(), tail.as_bytes().to_vec());
    let mut session = Session::new();
    session.add("states.csv", Rc::new(Endless { head, fill: b'x', count: 1 << 30, tail }));
    session.run();
    let file = ask::<InspectAnswer>(&session, &Question::Inspect {}).files.swap_remove(0);
    assert_eq!((file.records, file.used, file.rejected), (3, 2, 1), "{file:?}");
    assert!(said(&file).len() < 10_000 && said(&file).contains("MiB"), "{}", said(&file));
}

#[test]
fn clocks_at_the_edges_of_time_are_kept_or_refused_with_a_reason() {
    for (time, used) in [
        ("1970-01-01T00:00:00Z", true),
        ("2002-01-01T00:00:00Z", true),
        ("0001-01-01T00:00:00Z", true),
        ("9999-12-31T23:59:59.999999Z", true),
        ("2026-02-30T00:00:00Z", false),
        ("2026-01-01T00:00:00+99:00", false),
        ("20260101", false),
    ] {
        let ocel = format!(
            "{{\"objectTypes\":[],\"eventTypes\":[],\"events\":[{{\"id\":\"e\",\"type\":\"Mix\",\"time\":\"{time}\",\"relationships\":[{{\"objectId\":\"o\",\"qualifier\":\"input\"}}]}}],\"objects\":[]}}"
        );
        let xes = format!(
            "<log><trace><string key=\"concept:name\" value=\"c\"/><event><string key=\"concept:name\" value=\"a\"/><date key=\"time:timestamp\" value=\"{time}\"/></event></trace></log>"
        );
        let streams = format!(
            "<MTConnectStreams><Streams><DeviceStream name=\"d\"><Samples><Load dataItemId=\"l\" timestamp=\"{time}\">1</Load></Samples></DeviceStream></Streams></MTConnectStreams>"
        );
        for (name, text) in [("o.json", ocel), ("l.xes", xes), ("s.xml", streams)] {
            let file = report(name, text.into_bytes());
            assert_eq!((file.records, file.used == 1), (1, used), "{name} {time}: {file:?}");
            assert!(used || said(&file).contains(time), "{name} {time}: {}", said(&file));
        }
    }
}

#[test]
fn an_operation_that_completes_before_it_starts_is_two() {
    let event = |transition: &str, time: &str| {
        format!(
            "<event><string key=\"concept:name\" value=\"a\"/><string key=\"lifecycle:transition\" value=\"{transition}\"/><date key=\"time:timestamp\" value=\"{time}\"/></event>"
        )
    };
    let log = format!(
        "<log><trace><string key=\"concept:name\" value=\"c\"/>{}{}</trace></log>",
        event("start", "2026-01-01T02:00:00Z"),
        event("complete", "2026-01-01T01:00:00Z")
    );
    let loaded = session([("l.xes".to_owned(), log.into_bytes())]);
    let facts = &loaded.data().facts;
    let rows: Vec<_> = facts.operations.rows().map(|row| (row.start, row.end.get())).collect();
    let (one, two) = (1_767_229_200_000_000, 1_767_232_800_000_000);
    assert_eq!(rows, [(one, Some(one)), (two, None)]);
}

#[test]
fn a_folder_of_unrelated_files_is_refused_one_by_one_and_hides_nothing() {
    let files: [(&str, &[u8]); 9] = [
        ("holiday.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF"),
        ("invoice.pdf", b"%PDF-1.7\n"),
        ("page.html", b"<!DOCTYPE html><html><body>hi</body></html>"),
        ("notes.txt", b"Call the supplier.\n"),
        ("config.json", b"{\"a\": 1}"),
        ("feed.xml", b"<rss><channel/></rss>"),
        ("empty.csv", b""),
        ("program.exe", b"MZ\x90\0\x03"),
        ("log.xml", b"<log><entry level=\"info\">started</entry></log>"),
    ];
    let mut all: Vec<(String, Vec<u8>)> =
        files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
    all.push(("good.csv".to_owned(), b"asset,start,state\nSaw,2026-01-01T00:00:00Z,RUN\n".to_vec()));
    let loaded = session(all);
    let answer: InspectAnswer = ask(&loaded, &Question::Inspect {});
    assert_eq!(answer.files.len(), 10);
    for file in &answer.files {
        match file.name.as_str() {
            "good.csv" => assert_eq!(file.used, 1),
            _ => assert!(file.records == 0 && !file.messages.is_empty(), "{file:?}"),
        }
    }
}

/// The same table as text and as a workbook.
fn both_ways(name: &str, rows: &[&[&str]]) -> [FileReport; 2] {
    let lines: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
    let csv = report(&format!("{name}.csv"), lines.join("\n").into_bytes());
    let xlsx = report(&format!("{name}.xlsx"), workbook(&[("A", &sheet(rows))], &[]));
    [csv, xlsx]
}

#[test]
fn headers_that_come_twice_are_told_and_the_first_one_is_read() {
    let ours: &[&[&str]] = &[&["asset", "start", "state", "state"], &["Saw", "2026-01-01T00:00:00Z", "RUN", "STOP"]];
    for file in both_ways("states", ours) {
        assert_eq!((file.records, file.used), (1, 1), "{}", file.name);
        assert!(said(&file).contains("`state` occurs more than once"), "{}: {}", file.name, said(&file));
    }
    let others: &[&[&str]] = &[
        &["Maschine", "Beginn", "Ende", "Grund", "Grund"],
        &["Presse 1", "2026-03-23 06:00", "2026-03-23 06:15", "Stau", "x"],
        &["Presse 1", "2026-03-23 07:00", "2026-03-23 07:15", "Stau", "y"],
    ];
    for file in both_ways("stops", others) {
        assert_eq!((file.records, file.used), (2, 2), "{}", file.name);
        assert!(said(&file).contains("`Grund (2)`"), "{}: {}", file.name, said(&file));
    }
}

#[test]
fn spans_that_end_before_they_begin_and_zones_that_are_none_cost_their_row() {
    let rows: &[&[&str]] = &[
        &["asset", "start", "end", "state"],
        &["Saw", "2026-01-01T02:00:00Z", "2026-01-01T01:00:00Z", "RUN"],
        &["Saw", "2026-01-01T03:00:00Z", "2026-01-01T04:00:00Z", "RUN"],
        &["Saw", "2026-01-01T05:00:00+25:00", "", "RUN"],
        &["Saw", "2026-01-01T06:00:00 Mars/North", "", "RUN"],
    ];
    for file in both_ways("states", rows) {
        assert_eq!((file.records, file.used, file.rejected), (4, 1, 3), "{}", file.name);
        for sentence in ["start and end may be swapped", "zone that cannot be read"] {
            assert!(said(&file).contains(sentence), "{}: {}", file.name, said(&file));
        }
        let lines: Vec<u32> = file.messages.iter().map(|m| m.line).filter(|line| *line > 0).collect();
        assert_eq!(lines, [2, 4, 5], "{}", file.name);
    }
}

#[test]
fn footers_of_parquet_that_promise_too_much_are_refused() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("books/snappy.parquet");
    let good = std::fs::read(path).expect("a file of the tests");
    let end = good.len() - 8;
    let footer = u32::from_le_bytes(good[end..end + 4].try_into().expect("four bytes")) as usize;
    // Bytes all over the footer: the largest numbers, and a neighbour.
    for at in (end - footer..end).step_by(31) {
        for change in [0xff, 0x7f, good[at] ^ 1] {
            let mut bytes = good.clone();
            bytes[at] = change;
            assert_eq!(check("hostile.parquet", &bytes), Ok(()), "byte {at} set to {change}");
        }
    }
    for length in [0, 1, footer as u32 + 1, u32::MAX] {
        let mut bytes = good.clone();
        bytes[end..end + 4].copy_from_slice(&length.to_le_bytes());
        let file = report("hostile.parquet", bytes);
        assert_eq!(file.records, 0);
        assert!(said(&file).contains("Parquet file"), "{}", said(&file));
    }
}

#[test]
fn work_that_is_broken_off_in_a_process_log_has_ended() {
    let event = |transition: &str, hour: u32| {
        format!(
            "<event><string key=\"concept:name\" value=\"a\"/><string key=\"lifecycle:transition\" value=\"{transition}\"/><date key=\"time:timestamp\" value=\"2026-01-01T{hour:02}:00:00Z\"/></event>"
        )
    };
    let events: String = [
        ("start", 1),
        ("start", 2),
        ("ate_abort", 3),
        ("complete", 4),
        ("start", 5),
        ("withdraw", 6),
        ("pi_abort", 7),
        ("schedule", 8),
    ]
    .map(|(transition, hour)| event(transition, hour))
    .concat();
    let log = format!("<log><trace><string key=\"concept:name\" value=\"c\"/>{events}</trace></log>");
    let loaded = session([("l.xes".to_owned(), log.into_bytes())]);
    let facts = &loaded.data().facts;
    let hour = |at: i64| (at - 1_767_225_600_000_000) / 3_600_000_000;
    let rows: Vec<_> = facts
        .operations
        .rows()
        .map(|row| (hour(row.start), row.end.get().map(hour), facts.names.text(row.result)))
        .collect();
    // The first one started is the first one ended, and nothing goes on for ever.
    assert_eq!(rows, [(1, Some(3), "ate_abort"), (2, Some(4), ""), (5, Some(6), "withdraw")]);
    let file = &ask::<InspectAnswer>(&loaded, &Question::Inspect {}).files[0];
    assert!(said(file).contains("2 events neither start nor complete"), "{}", said(file));
}

#[test]
fn an_event_of_a_hundred_thousand_different_elements_is_read_in_one_go() {
    // Where each of them is put into its place among those before, this takes an hour.
    let mut text = String::from(
        "<epcis:EPCISDocument xmlns:epcis=\"urn:epcglobal:epcis:xsd:1\" schemaVersion=\"1.2\" creationDate=\"2026-01-01T00:00:00Z\"><EPCISBody><EventList><ObjectEvent>\
         <eventTime>2026-01-01T00:00:00Z</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset><epcList><epc>urn:epc:id:sgtin:4012345.011111.1</epc></epcList><action>OBSERVE</action>\
         <bizStep>urn:epcglobal:cbv:bizstep:inspecting</bizStep>",
    );
    for i in (0..100_000).rev() {
        text += &format!("<x:e{i} xmlns:x=\"urn:n{i}\">1</x:e{i}>");
    }
    text += "</ObjectEvent></EventList></EPCISBody></epcis:EPCISDocument>";
    let file = report("a.xml", text.into_bytes());
    assert_eq!((file.records, file.used), (1, 1), "{}", said(&file));
}

#[test]
fn a_hundred_thousand_prefixes_are_found_in_one_go() {
    // Where each name is looked for among all that are declared, this takes many minutes.
    let declared: String = (0..100_000).map(|i| format!(" xmlns:p{i}=\"urn:n{}\"", i % 7)).collect();
    let fields = "<p0:a>1</p0:a>".repeat(100_000);
    let text = format!(
        "<epcis:EPCISDocument xmlns:epcis=\"urn:epcglobal:epcis:xsd:1\" schemaVersion=\"1.2\" creationDate=\"2026-01-01T00:00:00Z\"{declared}><EPCISBody><EventList><ObjectEvent>\
         <eventTime>2026-01-01T00:00:00Z</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset><epcList><epc>urn:epc:id:sgtin:4012345.011111.1</epc></epcList><action>OBSERVE</action>\
         <bizStep>urn:epcglobal:cbv:bizstep:inspecting</bizStep>{fields}</ObjectEvent></EventList></EPCISBody></epcis:EPCISDocument>"
    );
    let file = report("a.xml", text.into_bytes());
    assert_eq!((file.records, file.used), (1, 1), "{}", said(&file));
}
