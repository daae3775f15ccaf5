//! Every chore of the repository as `cargo xtask …`. Run `cargo xtask help` for the list.
//!
//! ```text
//! main.rs       the commands and what each is made of
//! tools.rs      what must be on the machine; installs into the user's cache folder, keyed by version
//! page.rs       the release page: Trunk, offline, with the prepared tools
//! server.rs     a static file server on loopback, for trying and testing the page
//! suite.rs      every test, in order, with what was left out and why
//! bench.rs      measuring the page in Chromium, alone and beside others
//! budget.rs     the download size of a first useful view
//! licences.rs   every dependency's licence against deny.toml
//! structure.rs  who may know whom: core's folders, and core without a browser
//! process.rs    running other programs; the one error type
//! ```
#![allow(clippy::print_stdout, reason = "this program's whole purpose is to talk to a terminal")]

mod bench;
mod budget;
mod licences;
mod page;
mod process;
mod server;
mod structure;
mod suite;
mod tools;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use process::{Outcome, Run};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The chores of the Floorlens repository")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Install what is missing: the wasm target, Trunk and the wasm-bindgen CLI.
    Setup,
    /// Build the release page into dist/.
    Build,
    /// Build the release page and serve it on a loopback port.
    Serve(server::Options),
    /// Run every test: core, golden cases, the page's Rust in headless Chromium, the browser journey.
    Test(suite::Options),
    /// Write a simulated plant as the files it would have: `simulate SCENARIO --seed N --events N --out DIR`, or `simulate --list`.
    Simulate {
        /// Passed on as they are.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Measure the release page in Chromium: every budget as a row, missed ones too.
    Bench(bench::Options),
    /// The same work in Floorlens, DuckDB-wasm and elkjs, side by side in one browser.
    Compare(bench::Options),
    /// Check formatting, then run clippy natively and for wasm32; a warning is an error.
    Lint,
    /// Check the download size of a first useful view in dist/.
    CheckSize,
    /// Check every dependency's licence against deny.toml.
    CheckDeps,
    /// Check who may know whom: core's folders, and that core depends on no browser crate.
    CheckStructure,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().chore {
        Chore::Setup => tools::prepare_build().map(drop),
        Chore::Build => tools::prepare_build().and_then(|tools| page::build(&tools)),
        Chore::Serve(options) => serve(&options),
        Chore::Test(options) => suite::run(&options),
        Chore::Simulate { arguments } => simulate(&arguments),
        Chore::Bench(options) => bench::bench(&options),
        Chore::Compare(options) => bench::compare(&options),
        Chore::Lint => lint(),
        Chore::CheckSize => budget::check(),
        Chore::CheckDeps => licences::check(),
        Chore::CheckStructure => structure::check(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nerror: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn simulate(arguments: &[String]) -> Outcome<()> {
    // A process of its own: xtask itself must build in seconds, so it does not depend on the simulator.
    let mut all: Vec<&str> = vec!["run", "--quiet", "--package", "floorlens-tests", "--bin", "simulate", "--"];
    all.extend(arguments.iter().map(String::as_str));
    Run::cargo(&all).done()
}

fn serve(options: &server::Options) -> Outcome<()> {
    if !options.no_build {
        page::build(&tools::prepare_build()?)?;
    }
    let server = server::Server::bind(&page::dist(), options)?;
    println!("\nFloorlens is served on this machine only. Stop it with Ctrl+C.\n");
    println!("  the empty page               {}", server.address());
    if let Some(sample) = page::sample_fragment() {
        println!("  with the sample plant open   {}{sample}", server.address());
    }
    server.run()
}

fn lint() -> Outcome<()> {
    Run::cargo(&["fmt", "--all", "--check"]).done()?;
    // The page is a browser program: it is checked for wasm32 only, everything else natively.
    // floorlens-quick has core's sources and is checked with the page, as it is compiled for it.
    let native =
        ["clippy", "--workspace", "--exclude", "floorlens-app", "--exclude", "floorlens-quick", "--all-targets"];
    Run::cargo(&[&native[..], &["--", "-D", "warnings"]].concat()).done()?;
    tools::prepare_wasm_target()?;
    Run::cargo(&[
        "clippy",
        "--package",
        "floorlens-app",
        "--package",
        "floorlens-books",
        "--all-targets",
        "--features",
        "floorlens-app/split",
        "--target",
        tools::WASM_TARGET,
        "--",
        "-D",
        "warnings",
    ])
    .done()
}
