//! Every test in one command.
//!
//! Each part runs even if an earlier one failed, so that one look shows everything; what was left out is said at the
//! end with its reason. With `CI` set nothing may be left out.

use std::env;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::page;
use crate::process::{Failure, Outcome, Run, root};
use crate::server::{self, Server};
use crate::tools::{self, Browser, Tools};

/// What to run.
#[derive(Args)]
pub(crate) struct Options {
    /// Only this part; may be given several times.
    #[arg(long, value_enum)]
    only: Vec<Part>,
    /// Test the page in dist/ as it is.
    #[arg(long)]
    no_build: bool,
}

/// The parts of the suite, in order.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// Core, CLI, golden cases and these chores, natively.
    Native,
    /// The page's Rust in headless Chromium.
    Wasm,
    /// A person's way through the release page in Chromium.
    Journey,
}

const PARTS: [Part; 3] = [Part::Native, Part::Wasm, Part::Journey];

/// The folder of real exports that some tests read.
const CORPUS: &str = "FLOORLENS_CORPUS";

/// What property tests draw their cases from.
const PROPERTY_SEED: &str = "PROPTEST_RNG_SEED";

/// A sub-path, because that is where the page must work too.
const SUB_PATH: &str = "/plant/floorlens/";

/// Runs the parts, prints what each came to, and fails if any failed.
pub(crate) fn run(options: &Options) -> Outcome<()> {
    let strict = env::var_os("CI").is_some();
    let mut left_out = Vec::new();
    let corpus = match env::var_os(CORPUS).map(PathBuf::from) {
        // Tests run in their own package's folder, so a relative path would lead elsewhere.
        Some(folder) => Some(folder.canonicalize().map_err(Failure::file(&folder))?),
        None if strict => {
            return Err(Failure::Missing {
                what: format!("The corpus of real exports ({CORPUS})"),
                remedy: "In CI it must be set, so that no test is left out.".to_owned(),
            });
        }
        None => {
            left_out.push(format!("tests on real exports: {CORPUS} is not set to the corpus folder"));
            None
        }
    };
    let chosen = |part: Part| options.only.is_empty() || options.only.contains(&part);
    for part in PARTS.into_iter().filter(|part| !chosen(*part)) {
        left_out.push(format!("{}: not chosen by --only", title(part)));
    }
    // What is missing on the machine stops the run before minutes are spent on it.
    let needs_browser = chosen(Part::Wasm) || chosen(Part::Journey);
    let browser = needs_browser.then(tools::prepare_browser).transpose()?;
    let node = chosen(Part::Journey).then(tools::find_node).transpose()?;
    let build = needs_browser.then(tools::prepare_build).transpose()?;

    let mut results = Vec::new();
    for part in PARTS.into_iter().filter(|part| chosen(*part)) {
        println!("\n== {} ==", title(part));
        let outcome = match (part, &build, &browser, &node) {
            (Part::Native, ..) => native(corpus.as_deref()),
            (Part::Wasm, Some(tools), Some(browser), _) => wasm(tools, browser),
            (Part::Journey, Some(tools), Some(browser), Some((node, npm))) => {
                journey(tools, browser, node, npm, corpus.as_deref(), options.no_build)
            }
            _ => Err(Failure::Found("what this part needs was not prepared".to_owned())),
        };
        results.push((part, outcome));
    }
    report(&results, &left_out)
}

fn title(part: Part) -> &'static str {
    match part {
        Part::Native => "core, CLI and golden cases",
        Part::Wasm => "the page's Rust in headless Chromium",
        Part::Journey => "the browser journey",
    }
}

fn native(corpus: Option<&Path>) -> Outcome<()> {
    let tests = Run::cargo(&["test", "--workspace", "--exclude", "floorlens-app", "--exclude", "floorlens-quick"]);
    // One commit, one verdict: the property tests draw the same cases each time. Set it to another number to look for new ones.
    let tests = match env::var_os(PROPERTY_SEED) {
        Some(_) => tests,
        None => tests.env(PROPERTY_SEED, "1"),
    };
    match corpus {
        Some(folder) => tests.env(CORPUS, folder).done(),
        None => tests.done(),
    }
}

fn wasm(tools: &Tools, browser: &Browser) -> Outcome<()> {
    // Without the feature `split`: the runner calls wasm-bindgen itself, so nobody would cut the program.
    Run::cargo(&["test", "--package", "floorlens-app", "--target", tools::WASM_TARGET])
        // Chromium's switches are in app/webdriver.json, where the runner looks for them.
        .env("CHROMEDRIVER", &browser.driver)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
        .env("PATH", tools.path())
        .done()
}

fn journey(
    tools: &Tools,
    browser: &Browser,
    node: &Path,
    npm: &Path,
    corpus: Option<&Path>,
    built: bool,
) -> Outcome<()> {
    if !built {
        page::build(tools)?;
    }
    let folder = root().join("tests/browser");
    if !folder.join("node_modules/.package-lock.json").is_file() {
        println!("Installing the journey's two packages (less than a minute, once).");
        Run::new(npm, &["ci", "--no-audit", "--no-fund"]).within(&folder).done()?;
    }
    let options = server::Options { port: 0, no_build: true, under: SUB_PATH.to_owned() };
    let server = Server::bind(&page::dist(), &options)?;
    let address = server.address();
    std::thread::spawn(move || server.run());
    let journey = Run::new(node, &["journey.mjs"])
        .within(&folder)
        .env("FLOORLENS_PAGE", address)
        .env("FLOORLENS_CHROMIUM", &browser.chromium);
    match corpus {
        Some(corpus) => journey.env(CORPUS, corpus).done(),
        None => journey.done(),
    }
}

fn report(results: &[(Part, Outcome<()>)], left_out: &[String]) -> Outcome<()> {
    println!("\n== Summary ==");
    for (part, outcome) in results {
        match outcome {
            Ok(()) => println!("  passed    {}", title(*part)),
            Err(failure) => println!("  FAILED    {}: {failure}", title(*part)),
        }
    }
    for reason in left_out {
        println!("  left out  {reason}");
    }
    let failed = results.iter().filter(|(_, outcome)| outcome.is_err()).count();
    println!("parts: {} passed, {failed} failed", results.len() - failed);
    if failed > 0 {
        return Err(Failure::Found("Some tests failed; see above.".to_owned()));
    }
    Ok(())
}
