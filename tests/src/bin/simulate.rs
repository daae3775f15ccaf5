//! `simulate SCENARIO --seed N --out DIR`: writes a simulated plant as the files it would have. Same arguments, same bytes.

use floorlens_tests::sim::{Plant, export, simulate};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const SCENARIOS: &[(&str, &str)] = &[(
    "sample-line",
    "Eight machines, two weeks: where the press limits the line, a bad raw lot that fails its test more often, a pallet that vanishes.",
)];

/// Files larger than this are written as `.gz`: the page reads them as they are.
const GZIP_FROM: usize = 64 * 1024;

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
    let (mut scenario, mut seed, mut out) = (None, 1, None);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or(format!("`{arg}` needs a value."));
        match arg.as_str() {
            "--list" => {
                return Ok(SCENARIOS.iter().map(|(n, d)| format!("{n}\n    {d}")).collect::<Vec<_>>().join("\n"));
            }
            "--seed" => seed = value()?.parse().map_err(|_| "`--seed` takes a whole number.".to_owned())?,
            "--out" => out = Some(PathBuf::from(value()?)),
            name if !name.starts_with('-') => scenario = Some(name.to_owned()),
            other => {
                return Err(format!("`{other}` is not known. Use: simulate SCENARIO --seed N --out DIR, or --list."));
            }
        }
    }
    let scenario = scenario.ok_or("Name a scenario; `--list` shows them.")?;
    if scenario != "sample-line" {
        return Err(format!("There is no scenario `{scenario}`; `--list` shows them."));
    }
    let out = out.ok_or("Say where to write with `--out DIR`.")?;
    let plant = Plant::sample_line().map_err(|e| format!("The calendar cannot be made: {e}"))?;
    let history = simulate(&plant, seed);
    std::fs::create_dir_all(&out).map_err(|e| format!("{} cannot be created: {e}", out.display()))?;
    let mut names = Vec::new();
    for file in export::files(&plant, &history, seed) {
        names.push(write(&out, file.name, &file.text)?);
    }
    let manifest = serde_json::json!({
        "title": "Sample plant: line 2, pump housings, two weeks",
        "note": "Simulated data, made by this project: every name and figure in it is invented.",
        "files": names.iter().map(|(name, bytes)| serde_json::json!({ "name": name, "bytes": bytes })).collect::<Vec<_>>(),
    });
    write(&out, "manifest.json", &format!("{manifest:#}\n"))?;
    Ok(format!("{} units, {} files in {}", history.units.len(), names.len(), out.display()))
}

fn write(folder: &Path, name: &str, text: &str) -> Result<(String, usize), String> {
    let (name, bytes) = if text.len() >= GZIP_FROM {
        let mut gz = flate2::GzBuilder::new().write(Vec::new(), flate2::Compression::best());
        gz.write_all(text.as_bytes()).map_err(|e| e.to_string())?;
        (format!("{name}.gz"), gz.finish().map_err(|e| e.to_string())?)
    } else {
        (name.to_owned(), text.as_bytes().to_vec())
    };
    let path = folder.join(&name);
    std::fs::write(&path, &bytes).map_err(|e| format!("{} cannot be written: {e}", path.display()))?;
    Ok((name, bytes.len()))
}
