//! What a `case.toml` says.

use serde::Deserialize;
use std::path::{Path, PathBuf};

/// One golden case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What the case shows, in a sentence.
    pub about: String,
    /// Files beside `case.toml`, or `corpus:` and a path in the corpus of real exports.
    pub inputs: Vec<String>,
    /// A recipe beside `case.toml`.
    pub recipe: Option<String>,
    /// True for what is known not to work yet: the case fails once it does.
    #[serde(default)]
    pub known_failure: bool,
    /// How far numbers may be off, relative to the expected one; 0 when absent.
    #[serde(default)]
    pub tolerance: f64,
    /// The questions.
    pub ask: Vec<Ask>,
}

/// One question of a case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// As in the protocol, such as `{ ask = "inspect" }`.
    pub question: serde_json::Value,
    /// The file beside `case.toml` with the expected answer.
    pub answer: String,
    /// Only this part of the answer, as a JSON pointer such as `/files/0/used`.
    #[serde(default)]
    pub select: String,
    /// Instead of the case's tolerance.
    pub tolerance: Option<f64>,
}

impl Case {
    /// Reads the `case.toml` of a directory.
    ///
    /// # Errors
    /// A sentence that names the file and what is wrong.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let path = folder.join("case.toml");
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))
    }

    /// The inputs as (name, path); `None` when one lies in the corpus and there is no corpus.
    pub fn inputs(&self, folder: &Path, corpus: Option<&Path>) -> Option<Vec<(String, PathBuf)>> {
        let find = |input: &String| match input.strip_prefix("corpus:") {
            Some(path) => Some((path.to_owned(), corpus?.join(path))),
            None => Some((input.clone(), folder.join(input))),
        };
        self.inputs.iter().map(find).collect()
    }
}
