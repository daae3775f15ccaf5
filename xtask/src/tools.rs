//! What must be on the machine, installed where missing.
//!
//! Trunk and the wasm-bindgen CLI go into the user's cache folder under their version, so that every checkout
//! shares them and two checkouts with different versions do not fight:
//! `~/.cache/floorlens/tools/trunk-0.21.14/bin/trunk`.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::process::{Failure, Outcome, Run, on_path};

/// The page's compilation target.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// A command-line tool that is installed from source.
struct Tool {
    name: &'static str,
    version: &'static str,
    /// Trunk is built as its authors tested it. The wasm-bindgen CLI's published lock file holds versions that newer
    /// compilers refuse, so it takes current ones.
    locked: bool,
    minutes: u32,
}

const TRUNK: Tool = Tool { name: "trunk", version: "0.21.14", locked: true, minutes: 10 };

/// The same version as the `wasm-bindgen` crate in the workspace; Trunk is offline, so a drift fails loudly.
const WASM_BINDGEN: Tool = Tool { name: "wasm-bindgen-cli", version: "0.2.130", locked: false, minutes: 4 };

/// Tools ready for use.
pub(crate) struct Tools {
    trunk: PathBuf,
    wasm_bindgen: PathBuf,
}

impl Tools {
    /// The `trunk` program.
    pub(crate) fn trunk(&self) -> PathBuf {
        self.trunk.join("trunk")
    }

    /// The `wasm-bindgen` program.
    pub(crate) fn wasm_bindgen(&self) -> PathBuf {
        self.wasm_bindgen.join("wasm-bindgen")
    }

    /// PATH with the prepared tools in front.
    pub(crate) fn path(&self) -> OsString {
        self.join(&[])
    }

    /// PATH with the prepared tools in front, and `first` before them.
    pub(crate) fn path_behind(&self, first: &Path) -> OsString {
        self.join(&[first.to_path_buf()])
    }

    fn join(&self, first: &[PathBuf]) -> OsString {
        let others = std::env::var_os("PATH").unwrap_or_default();
        let tools = [self.trunk.clone(), self.wasm_bindgen.clone()];
        let folders = first.iter().cloned().chain(tools).chain(std::env::split_paths(&others));
        // Only a folder with a colon in its name cannot be joined, and such a PATH never worked.
        std::env::join_paths(folders).unwrap_or(others)
    }
}

/// The browser that tests run in, and its driver.
pub(crate) struct Browser {
    pub(crate) chromium: PathBuf,
    pub(crate) driver: PathBuf,
}

/// Everything that the release page needs.
pub(crate) fn prepare_build() -> Outcome<Tools> {
    prepare_wasm_target()?;
    Ok(Tools { trunk: install(&TRUNK)?, wasm_bindgen: install(&WASM_BINDGEN)? })
}

/// The compiler's wasm32 target, by rustup where there is one.
pub(crate) fn prepare_wasm_target() -> Outcome<()> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let folder = Run::new(rustc, &["--print", "target-libdir", "--target", WASM_TARGET]).output()?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    if on_path("rustup").is_none() {
        return Err(Failure::Missing {
            what: format!("The compiler's target {WASM_TARGET}"),
            remedy: "Install Rust by rustup, which can add it, or add it by your package manager.".to_owned(),
        });
    }
    println!("Adding the compiler's target {WASM_TARGET} (about a minute, once).");
    Run::new("rustup", &["target", "add", WASM_TARGET]).done()
}

/// Chromium and its driver: those on PATH, else installed where that is possible without asking.
pub(crate) fn prepare_browser() -> Outcome<Browser> {
    if let Some(browser) = find_browser() {
        return Ok(browser);
    }
    let missing = || Failure::Missing {
        what: "Chromium or its driver".to_owned(),
        remedy: "Install both and put `chromium` and `chromedriver` on PATH; the packages are called chromium and \
                 chromium-driver on Debian, chromium and chromium-chromedriver on Alpine, chromium on Arch and Fedora."
            .to_owned(),
    };
    if !Path::new("/etc/debian_version").is_file() || !is_root()? {
        return Err(missing());
    }
    println!("Installing Chromium and its driver by apt-get (two to five minutes, once).");
    Run::new("apt-get", &["update"]).done()?;
    let install = ["install", "-y", "--no-install-recommends", "chromium", "chromium-driver"];
    Run::new("apt-get", &install).env("DEBIAN_FRONTEND", "noninteractive").done()?;
    find_browser().ok_or_else(missing)
}

/// Node.js and npm, which run the browser journey.
pub(crate) fn find_node() -> Outcome<(PathBuf, PathBuf)> {
    on_path("node").zip(on_path("npm")).ok_or_else(|| Failure::Missing {
        what: "Node.js or npm".to_owned(),
        remedy: "Install Node.js 20 or newer with npm and put both on PATH; the browser journey runs on it.".to_owned(),
    })
}

fn find_browser() -> Option<Browser> {
    let chromium =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].into_iter().find_map(on_path)?;
    let driver = on_path("chromedriver")?;
    Some(Browser { chromium, driver })
}

fn is_root() -> Outcome<bool> {
    Ok(Run::new("id", &["-u"]).output()?.trim() == "0")
}

/// The folder with the tool's programs, after installing it if it is not there.
fn install(tool: &Tool) -> Outcome<PathBuf> {
    let home = cache()?.join(format!("{}-{}", tool.name, tool.version));
    let programs = home.join("bin");
    // Cargo writes this list last, so a half-done installation is not taken for a whole one.
    if home.join(".crates.toml").is_file() {
        return Ok(programs);
    }
    println!(
        "Installing {} {} into {} (about {} minutes on two cores, once).",
        tool.name,
        tool.version,
        home.display(),
        tool.minutes
    );
    let package = format!("{}@{}", tool.name, tool.version);
    let root = home.to_string_lossy();
    let mut arguments = vec!["install", package.as_str(), "--root", root.as_ref()];
    if tool.locked {
        arguments.push("--locked");
    }
    Run::cargo(&arguments).done()?;
    Ok(programs)
}

/// `$XDG_CACHE_HOME/floorlens/tools`, or the same under the home folder's `.cache`.
fn cache() -> Outcome<PathBuf> {
    let base = std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|folder| folder.is_absolute())
        .or_else(|| std::env::home_dir().map(|home| home.join(".cache")))
        .ok_or_else(|| Failure::Missing {
            what: "A cache folder".to_owned(),
            remedy: "Set HOME or XDG_CACHE_HOME.".to_owned(),
        })?;
    Ok(base.join("floorlens").join("tools"))
}
