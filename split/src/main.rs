//! Stands before wasm-bindgen when Trunk builds the page: cuts the compiled program into what the first view needs and
//! chunks that are fetched when they are first needed.
//!
//! Trunk calls `wasm-bindgen --out-dir=… --out-name=… program.wasm`. `cargo xtask build` puts this program in front of the real
//! one, under its name. It
//!
//! 1. cuts `program.wasm` at the functions that `app/src/chunks.rs` marks; what several chunks share becomes a chunk too,
//! 2. runs the real wasm-bindgen on what is left, which is the program that starts,
//! 3. puts the chunks, and the script that fetches them, into `snippets/`, which Trunk copies into `dist/` as they are.
//!
//! 4. makes all of them small: see `pack.rs`, `squeeze.rs` and `script.rs`.
//!
//! Every name holds the fingerprint of the program, so that chunks of two releases never meet.
//! Called without a `.wasm` file (Trunk asks for the version first) it is the real wasm-bindgen.

mod loader;
mod pack;
mod script;
mod squeeze;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::thread;

use script::Names;

use eyre::{OptionExt, Result, WrapErr, bail};

/// Where the real wasm-bindgen is.
const REAL: &str = "FLOORLENS_WASM_BINDGEN";

/// The folder beside wasm-bindgen's output that Trunk copies as a whole.
const SNIPPETS: &str = "snippets";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("The program could not be split: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let real = std::env::var_os(REAL).ok_or_eyre(format!("{REAL} does not name the real wasm-bindgen"))?;
    let mut arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let mut chunks = Vec::new();
    let is_wasm = |argument: &OsString| Path::new(argument).extension().is_some_and(|ending| ending == "wasm");
    if let Some(at) = arguments.iter().position(is_wasm) {
        let program = PathBuf::from(&arguments[at]);
        let out = option(&arguments, "--out-dir=").ok_or_eyre("no --out-dir=")?;
        let (eager, cut) = split(&program, Path::new(out)).wrap_err(format!("splitting {}", program.display()))?;
        chunks = cut;
        arguments[at] = eager.into();
        // Chunks join the program through its function table, which wasm-bindgen would otherwise hide.
        arguments.push("--keep-lld-exports".into());
    }
    let status = Command::new(&real).args(&arguments).status().wrap_err(format!("starting {}", real.display()))?;
    if let (true, Some(out), Some(name)) =
        (status.success(), option(&arguments, "--out-dir="), option(&arguments, "--out-name="))
    {
        let bound = Path::new(out).join(format!("{name}_bg.wasm"));
        let script = Path::new(out).join(format!("{name}.js"));
        let names = script::names(&fs::read(&bound)?)?;
        let program = pack_file(&bound, &names)?;
        fs::write(&bound, squeeze::squeeze(&program, &[])?)?;
        write_chunks(&chunks, &program)?;
        fs::write(&script, script::shorten(&fs::read_to_string(&script)?, &names))?;
    }
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// One file of those that are fetched later: a chunk, or all the small ones.
struct File {
    path: PathBuf,
    content: Vec<u8>,
}

/// Chunks shorter than this stand in one file, one after the other: each would cost a request, and more room than what is in it.
const SMALL: usize = 1_000;

/// Cuts `program`, writes the script of its chunks below `out`, and returns where the rest of the program is, and the files of its chunks.
fn split(program: &Path, out: &Path) -> Result<(PathBuf, Vec<File>)> {
    let bytes = fs::read(program)?;
    let release = fingerprint(&bytes);
    let script = format!("./{SNIPPETS}/chunks-{release}.js");
    let work = out.join("split");
    empty(&work)?;
    empty(&out.join(SNIPPETS))?;
    // The splitter writes a script of its own there, which knows the program's script by name; ours replaces it.
    fs::create_dir_all(work.join(SNIPPETS))?;
    let eager = work.join("eager.wasm");
    let mut options = wasm_split_cli_support::Options::new(&bytes);
    options.output_dir = &work;
    options.main_out_path = &eager;
    options.link_name = &script;
    let split = wasm_split_cli_support::transform(options)?;

    let snippets = out.join(SNIPPETS);
    let mut files = Vec::new();
    let mut small = File { path: snippets.join(released("chunk_small", &release)), content: Vec::new() };
    let mut places: BTreeMap<String, String> = BTreeMap::new();
    for name in split.prefetch_map.values().flatten() {
        if places.contains_key(name) {
            continue;
        }
        let content = pack_file(&work.join(format!("{name}.wasm")), &Names::new())?;
        let place = if content.len() < SMALL {
            let from = small.content.len();
            small.content.extend(content);
            format!("{}#{from}:{}", released("chunk_small", &release), small.content.len())
        } else {
            let file = released(name, &release);
            files.push(File { path: snippets.join(&file), content });
            file
        };
        places.insert(name.clone(), place);
    }
    files.push(small);
    // Chunk by chunk where what it is made of stands, in the order in which it must be started.
    let chunks: BTreeMap<String, Vec<String>> = split
        .prefetch_map
        .into_iter()
        .map(|(chunk, names)| (chunk, names.iter().filter_map(|name| places.get(name).cloned()).collect()))
        .collect();
    fs::write(out.join(&script), loader::script(&chunks))?;
    Ok((eager, files))
}

/// Writes the files of the chunks of `program`.
fn write_chunks(files: &[File], program: &[u8]) -> Result<()> {
    let write = |file: &File| -> Result<()> { Ok(fs::write(&file.path, squeeze::squeeze(&file.content, program)?)?) };
    // Going through the program for each of them takes a while.
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let share = |first| files.iter().skip(first).step_by(cores).try_for_each(write);
        let shares: Vec<_> = (0..cores).map(|first| scope.spawn(move || share(first))).collect();
        shares.into_iter().try_for_each(|share| share.join().unwrap_or_else(|_| bail!("packing chunks broke off")))
    })
}

fn option<'a>(arguments: &'a [OsString], name: &str) -> Option<&'a str> {
    arguments.iter().find_map(|argument| argument.to_str()?.strip_prefix(name))
}

fn pack_file(path: &Path, names: &Names) -> Result<Vec<u8>> {
    let packing = || format!("packing {}", path.display());
    let (packed, called) = pack::pack(&fs::read(path).wrap_err_with(packing)?, names).wrap_err_with(packing)?;
    // Both stay in the folder of the build, `target/wasm-bindgen/release`, for whoever looks for their weight.
    fs::write(path.with_extension("functions"), called)?;
    fs::write(path.with_extension("packed"), &packed)?;
    Ok(packed)
}

/// `split_trace` → `trace-lazy-1f3a.wasm`, `chunk_2` → `shared-2-lazy-1f3a.wasm`. What counts as lazy is told by the name.
fn released(name: &str, release: &str) -> String {
    let name = match name.strip_prefix("chunk_") {
        Some(number) => format!("shared-{number}"),
        None => name.strip_prefix("split_").unwrap_or(name).to_owned(),
    };
    format!("{name}-lazy-{release}.wasm")
}

/// Tells releases apart; nobody gains from forging it.
fn fingerprint(bytes: &[u8]) -> String {
    let mut hasher = std::hash::DefaultHasher::new();
    hasher.write(bytes);
    format!("{:016x}", hasher.finish())
}

fn empty(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        fs::remove_dir_all(folder).wrap_err(format!("emptying {}", folder.display()))?;
    }
    fs::create_dir_all(folder).wrap_err(format!("making {}", folder.display()))
}
