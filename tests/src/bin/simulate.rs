//! `simulate SCENARIO --seed N --events N --out DIR`: writes a simulated plant as the files it would have, and the truth beside them. Same arguments,
//! same bytes.

use floorlens_tests::factory::scenario::Scenario;
use floorlens_tests::factory::{self, files};
use floorlens_tests::sim::{Plant, export, simulate};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The plant that the page offers.
const SAMPLE: (&str, &str) = (
    "sample-line",
    "Eight machines, two weeks: where the press limits the line, a bad raw lot that fails its test more often, a pallet that vanishes. \
     The sample that the page offers; its size is fixed and it has no truth/ folder.",
);

/// Files of the sample that are larger than this are written as `.gz`: the page reads them as they are.
const GZIP_FROM: usize = 64 * 1024;

const USE: &str = "Use: simulate SCENARIO --seed N --events N --out DIR, or simulate --list.";

fn main() -> ExitCode {
    match run() {
        Ok(said) => {
            let _ = writeln!(std::io::stdout(), "{said}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<String, String> {
    let (mut scenario, mut seed, mut events, mut out) = (None, 1, 100_000, None);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or(format!("`{arg}` needs a value."));
        let number = |text: String| text.parse().map_err(|_| format!("`{text}` is not a whole number."));
        match arg.as_str() {
            "--list" => return Ok(list()),
            "--seed" => seed = number(value()?)?,
            "--events" => events = number(value()?)?,
            "--out" => out = Some(PathBuf::from(value()?)),
            name if !name.starts_with('-') => scenario = Some(name.to_owned()),
            other => return Err(format!("`{other}` is not known. {USE}")),
        }
    }
    let scenario = scenario.ok_or(format!("Name a scenario; `--list` shows them. {USE}"))?;
    let out = out.ok_or("Say where to write with `--out DIR`.")?;
    if scenario == SAMPLE.0 {
        return sample(seed, &out);
    }
    if !(1_000..=10_000_000).contains(&events) {
        return Err("`--events` is between 1,000 and 10,000,000.".to_owned());
    }
    let plant = factory::Plant::new(Scenario::named(&scenario)?, seed, events)?;
    let (mut written, mut bytes, mut failed) = (0, 0, None);
    let mut put = |name: String, text: String| {
        written += 1;
        bytes += text.len();
        if let Err(error) = write(&out, &name, text.as_bytes()) {
            failed.get_or_insert(error);
        }
    };
    let ledger = files::each(&plant, &mut put);
    files::truth(&plant, &ledger, &mut put);
    match failed {
        Some(error) => Err(error),
        None => Ok(format!(
            "{} events, {} lines, {} machines, {written} files, {:.1} MB in {}",
            plant.history.events(),
            plant.lines,
            plant.history.machines.len(),
            bytes as f64 / 1e6,
            out.display()
        )),
    }
}

fn list() -> String {
    let all = std::iter::once((SAMPLE.0, SAMPLE.1.to_owned())).chain(Scenario::list());
    all.map(|(name, text)| format!("{name}\n    {}", text.trim().replace('\n', "\n    ")))
        .collect::<Vec<_>>()
        .join("\n")
}

fn sample(seed: u64, out: &Path) -> Result<String, String> {
    let plant = Plant::sample_line().map_err(|e| format!("The calendar cannot be made: {e}"))?;
    let history = simulate(&plant, seed);
    let mut names = Vec::new();
    for file in export::files(&plant, &history, seed) {
        let (name, bytes) = pack(file.name, &file.text)?;
        write(out, &name, &bytes)?;
        names.push((name, bytes.len()));
    }
    let manifest = serde_json::json!({
        "title": "Sample plant: line 2, pump housings, two weeks",
        "note": "Simulated data, made by this project: every name and figure in it is invented.",
        "files": names.iter().map(|(name, bytes)| serde_json::json!({ "name": name, "bytes": bytes })).collect::<Vec<_>>(),
    });
    write(out, "manifest.json", format!("{manifest:#}\n").as_bytes())?;
    Ok(format!("{} units, {} files in {}", history.units.len(), names.len(), out.display()))
}

fn pack(name: &str, text: &str) -> Result<(String, Vec<u8>), String> {
    if text.len() < GZIP_FROM {
        return Ok((name.to_owned(), text.as_bytes().to_vec()));
    }
    let mut gz = flate2::GzBuilder::new().write(Vec::new(), flate2::Compression::best());
    gz.write_all(text.as_bytes()).map_err(|e| e.to_string())?;
    Ok((format!("{name}.gz"), gz.finish().map_err(|e| e.to_string())?))
}

fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), String> {
    let path = folder.join(name);
    let failed = |e: std::io::Error| format!("{} cannot be written: {e}", path.display());
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(failed)?;
    }
    std::fs::write(&path, bytes).map_err(failed)
}
