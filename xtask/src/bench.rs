//! Measuring the release page in Chromium, alone and beside others. Both print and never judge times; only results that differ are a failure.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::page;
use crate::process::{Failure, Outcome, Run, root};
use crate::server::{self, Server};
use crate::tools;

/// What to measure.
#[derive(Args)]
pub(crate) struct Options {
    /// How many events the generated data holds.
    #[arg(long, default_value_t = 1_000_000)]
    events: u64,
    /// Write the rows here as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
    /// Measure the page in dist/ as it is.
    #[arg(long)]
    no_build: bool,
}

/// The same sub-path that the tests use.
const SUB_PATH: &str = "/plant/floorlens/";

/// `cargo xtask bench`: every budget as a row.
pub(crate) fn bench(options: &Options) -> Outcome<()> {
    measure(options, "bench.mjs", None)
}

/// `cargo xtask compare`: the same work in Floorlens, DuckDB-wasm and elkjs.
pub(crate) fn compare(options: &Options) -> Outcome<()> {
    let (_, npm) = tools::find_node()?;
    let folder = folder();
    install(&npm, &folder)?;
    let server = Server::bind(&folder, &server::Options { port: 0, no_build: true, under: "/".to_owned() })?;
    let peers = server.address();
    std::thread::spawn(move || server.run());
    measure(options, "compare.mjs", Some(peers))
}

fn folder() -> PathBuf {
    root().join("tests/browser/bench")
}

fn measure(options: &Options, script: &str, peers: Option<String>) -> Outcome<()> {
    let browser = tools::prepare_browser()?;
    let (node, npm) = tools::find_node()?;
    install(&npm, &root().join("tests/browser"))?;
    if !options.no_build {
        page::build(&tools::prepare_build()?)?;
    }
    let data = data(options.events)?;
    let dist = page::dist();
    let server = Server::bind(&dist, &server::Options { port: 0, no_build: true, under: SUB_PATH.to_owned() })?;
    let address = server.address();
    std::thread::spawn(move || server.run());
    let run = Run::new(&node, &[script])
        .within(folder())
        .env("FLOORLENS_PAGE", address)
        .env("FLOORLENS_CHROMIUM", &browser.chromium)
        .env("FLOORLENS_BENCH_DIST", &dist)
        .env("FLOORLENS_BENCH_DATA", &data)
        .env("FLOORLENS_BENCH_EVENTS", options.events.to_string());
    let run = match &options.json {
        // The script runs in its own folder, so a relative path would lead elsewhere.
        Some(file) => run.env("FLOORLENS_BENCH_JSON", absolute(file)?),
        None => run,
    };
    match peers {
        Some(peers) => run.env("FLOORLENS_PEERS", peers).done(),
        None => run.done(),
    }
}

fn absolute(file: &Path) -> Outcome<PathBuf> {
    std::path::absolute(file).map_err(Failure::file(file))
}

/// The generated data, under `target/bench/` by its size.
fn data(events: u64) -> Outcome<PathBuf> {
    let out = root().join("target/bench").join(events.to_string());
    let (count, folder) = (events.to_string(), out.to_string_lossy());
    let program = ["run", "--quiet", "--profile", "native", "--package", "floorlens-tests", "--bin", "bench_data"];
    let arguments = ["--", "--events", count.as_str(), "--out", folder.as_ref()];
    Run::cargo(&program.iter().chain(&arguments).copied().collect::<Vec<_>>()).done()?;
    Ok(out)
}

fn install(npm: &Path, folder: &Path) -> Outcome<()> {
    if folder.join("node_modules/.package-lock.json").is_file() {
        return Ok(());
    }
    println!("Installing the packages of {} (a minute, once).", folder.display());
    Run::new(npm, &["ci", "--no-audit", "--no-fund"]).within(folder).done()
}
