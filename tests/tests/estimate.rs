//! What files are estimated to need in memory, beside what they take. Each file is loaded by a process of its own, because memory is
//! counted per process: this test starts itself again for every one.

use floorlens_core::Session;
use floorlens_core::bytes::ByteSource;
use floorlens_core::import::{Candidate, ESTIMATORS, Importers};
use floorlens_core::model::{Choice, Zones};
use floorlens_tests::{bench, corpus};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

/// The file that a process is to load.
const FILE: &str = "FLOORLENS_ESTIMATE_FILE";
/// What it is to leave out, as JSON.
const CHOICE: &str = "FLOORLENS_ESTIMATE_CHOICE";
/// An estimate is at most so many times too high or too low.
const FACTOR: f64 = 2.0;
/// Where less is taken, what any process takes decides.
const WORTH: u64 = 12 << 20;

/// A figure of this process in bytes.
fn own(what: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(what))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kb| kb * 1024)
}

/// A file as a source that is not held in memory.
struct OnDisk(std::fs::File, u64);

impl ByteSource for OnDisk {
    fn len(&self) -> u64 {
        self.1
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize, floorlens_core::bytes::ReadError> {
        std::os::unix::fs::FileExt::read_at(&self.0, buf, offset)
            .map_err(|error| floorlens_core::bytes::ReadError(error.to_string()))
    }
}

fn source(path: &Path) -> Rc<dyn ByteSource> {
    let file = std::fs::File::open(path).expect("it is there");
    let length = file.metadata().expect("it has a length").len();
    Rc::new(OnDisk(file, length))
}

fn name(path: &Path) -> String {
    path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned()
}

fn choice(json: &str) -> Choice {
    if json.is_empty() { Choice::default() } else { serde_json::from_str(json).expect("a choice") }
}

#[test]
fn loads_the_file_that_it_is_told() {
    let Some(path) = std::env::var_os(FILE).map(PathBuf::from) else { return };
    let chosen = choice(&std::env::var(CHOICE).unwrap_or_default());
    let before = own("VmRSS:").unwrap_or_default();
    let mut session = Session::new();
    session.set_recipe(floorlens_core::recipe::Recipe { load: vec![chosen], ..Default::default() });
    session.add(&name(&path), source(&path));
    session.run();
    while session.data().prepare_to_follow() {}
    let taken = [own("VmRSS:"), own("VmHWM:")].map(|now| now.unwrap_or_default().saturating_sub(before));
    std::fs::write(path.with_extension("taken"), format!("{} {}", taken[0], taken[1])).expect("a folder to write in");
}

/// What loading a file takes: at rest and at most.
fn taken(path: &Path, chosen: &str) -> [u64; 2] {
    let link = std::env::temp_dir().join(format!("floorlens-estimate-{}-{}", std::process::id(), name(path)));
    let _ = std::fs::remove_file(&link);
    std::os::unix::fs::symlink(path, &link).expect("a folder to write in");
    let done = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "loads_the_file_that_it_is_told"])
        .env(FILE, &link)
        .env(CHOICE, chosen)
        .output()
        .expect("it can be started");
    assert!(done.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&done.stdout));
    let said = link.with_extension("taken");
    let text = std::fs::read_to_string(&said).expect("it says what it took");
    let _ = (std::fs::remove_file(&link), std::fs::remove_file(&said));
    let mut numbers = text.split(' ').map(|number| number.parse().expect("a number"));
    [numbers.next().expect("rest"), numbers.next().expect("peak")]
}

#[test]
fn estimates_are_near_what_is_taken() {
    if own("VmRSS:").is_none() {
        return;
    }
    let folder = std::env::temp_dir().join(format!("floorlens-estimates-{}", std::process::id()));
    bench::write(&folder, 400_000).expect("a folder to write in");
    let mut files: Vec<(PathBuf, String)> = [
        "csv/states.csv",
        "gz/states.csv.gz",
        "ndjson/states.ndjson",
        "shdr/M00.txt",
        "streams/streams.xml",
        "epcis/events.json",
        "links/transformations.csv",
        "plant/operations.csv",
        "plant/sightings.csv",
        "plant/counts.csv",
    ]
    .map(|file| (folder.join(file), String::new()))
    .to_vec();
    files.push((folder.join("csv/states.csv"), r#"{"one_in":4,"without":["reason"]}"#.to_owned()));
    files.push((
        folder.join("links/transformations.csv"),
        r#"{"from":"2026-04-02T00:00:00Z","to":"2026-04-04T00:00:00Z"}"#.to_owned(),
    ));
    let real = corpus::corpus().map(|root| root.join("nist-smstestbed/raw/Mazak03-20161102-20161103.txt"));
    files.extend(real.map(|file| (file, String::new())));
    let (mut far, mut all) = (Vec::new(), String::new());
    for (path, chosen) in &files {
        let (held, name) = (source(path), name(path));
        let (importers, zones) = (Importers::all(), Zones::default());
        let candidate = Candidate { name: &name, source: &held, importers: &importers, zones: &zones, mappings: &[] };
        let estimate = (ESTIMATORS.file)(&candidate, &choice(chosen)).expect("it can be read");
        let [rest, peak] = taken(path, chosen);
        let line = format!(
            "{name} {chosen} ({:.1} MB, {}): rest {:.1} of {:.1} MB, peak {:.1} of {:.1} MB\n",
            held.len() as f64 / 1e6,
            estimate.format,
            estimate.rest as f64 / 1e6,
            rest as f64 / 1e6,
            estimate.peak as f64 / 1e6,
            peak as f64 / 1e6,
        );
        all += &line;
        for (told, is) in [(estimate.rest, rest), (estimate.peak, peak)] {
            let ratio = told as f64 / is as f64;
            if is > WORTH && !(1.0 / FACTOR..FACTOR).contains(&ratio) {
                far.push(line.clone());
            }
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
    eprintln!("{all}");
    far.dedup();
    assert!(far.is_empty(), "not near enough:\n{}all:\n{all}", far.concat());
}
