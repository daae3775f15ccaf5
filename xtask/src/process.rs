//! Running other programs, and the one error type of this crate.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What every chore returns.
pub(crate) type Outcome<T> = Result<T, Failure>;

/// Why a chore stopped. Each prints as a full sentence that says what to do.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Another program ended with an error, which it has printed itself.
    Program { command: String, status: String },
    /// Another program could not be started.
    Start { program: String, error: std::io::Error },
    /// A file or folder could not be read or written.
    File { path: PathBuf, error: std::io::Error },
    /// Something must be installed by hand first.
    Missing { what: String, remedy: String },
    /// A check or a test found something wrong.
    Found(String),
}

impl Failure {
    /// For `map_err` on file operations.
    pub(crate) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Failure {
        let path = path.to_path_buf();
        move |error| Failure::File { path, error }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Program { command, status } => write!(f, "`{command}` ended with {status}."),
            Failure::Start { program, error } => {
                write!(f, "`{program}` could not be started: {error}.")
            }
            Failure::File { path, error } => write!(f, "{}: {error}.", path.display()),
            Failure::Missing { what, remedy } => write!(f, "{what} is missing. {remedy}"),
            Failure::Found(text) => f.write_str(text),
        }
    }
}

/// A program about to be run in the repository's root.
pub(crate) struct Run(Command);

impl Run {
    /// A program with its arguments.
    pub(crate) fn new<S: AsRef<OsStr>>(program: impl AsRef<OsStr>, arguments: &[S]) -> Run {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(root()).stdin(Stdio::null());
        Run(command)
    }

    /// The same cargo that runs this program.
    pub(crate) fn cargo<S: AsRef<OsStr>>(arguments: &[S]) -> Run {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        Run::new(cargo, arguments)
    }

    /// Sets one environment variable.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Run {
        self.0.env(name, value);
        self
    }

    /// Runs in `folder` instead of the repository's root.
    pub(crate) fn within(mut self, folder: impl AsRef<Path>) -> Run {
        self.0.current_dir(folder);
        self
    }

    /// Runs to the end with its output on the terminal; an error status is a [`Failure::Program`].
    pub(crate) fn done(mut self) -> Outcome<()> {
        let line = self.line();
        println!("$ {line}");
        let status = self.0.status().map_err(|error| self.not_started(error))?;
        if status.success() { Ok(()) } else { Err(Failure::Program { command: line, status: status.to_string() }) }
    }

    /// Runs to the end and returns what it printed; what it complains about goes to the terminal.
    pub(crate) fn output(mut self) -> Outcome<String> {
        let output = self.0.stderr(Stdio::inherit()).output().map_err(|error| self.not_started(error))?;
        if output.status.success() {
            Ok(String::from_utf8_lossy(&output.stdout).into_owned())
        } else {
            Err(Failure::Program { command: self.line(), status: output.status.to_string() })
        }
    }

    fn not_started(&self, error: std::io::Error) -> Failure {
        let program = self.0.get_program().to_string_lossy().into_owned();
        Failure::Start { program, error }
    }

    fn line(&self) -> String {
        let program = Path::new(self.0.get_program());
        let name = program.file_name().unwrap_or(self.0.get_program());
        std::iter::once(name).chain(self.0.get_args()).map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
    }
}

/// The repository's root: the folder above this crate.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// Where `program` is found on PATH.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(program)).find(|file| file.is_file())
}
