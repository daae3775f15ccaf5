//! The manifest of a folder of data, which names its files because a static host cannot list them.

use serde::{Deserialize, Serialize};

/// The name of the manifest in its folder.
pub const MANIFEST: &str = "manifest.json";

/// What a folder holds. An address that ends in `/` is such a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// What a person calls it.
    #[serde(default)]
    pub title: String,
    /// A sentence about it.
    #[serde(default)]
    pub note: String,
    /// Its files.
    pub files: Vec<ManifestFile>,
}

/// One file of a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestFile {
    /// Its name, relative to the manifest.
    pub name: String,
    /// Its length.
    #[serde(default)]
    pub bytes: u64,
}

impl Manifest {
    /// Reads a manifest; the error is a sentence that says what is wrong. Names that would leave the folder are refused, so that a
    /// manifest can only speak of its own files.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let manifest: Manifest =
            serde_json::from_str(text).map_err(|e| format!("The folder's {MANIFEST} is not valid: {e}."))?;
        match manifest.files.iter().find(|f| leaves_folder(&f.name)) {
            Some(file) => Err(format!(
                "The folder's {MANIFEST} names `{}`, which is outside the folder. Only names inside it are read.",
                file.name
            )),
            None => Ok(manifest),
        }
    }
}

fn leaves_folder(name: &str) -> bool {
    name.is_empty()
        || name.starts_with('/')
        || name.contains(['\\', ':', '?', '#', '%'])
        || name.split('/').any(|part| part == "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_names_files_inside_its_folder_only() {
        let of = |name: &str| Manifest::from_json(&format!(r#"{{"files":[{{"name":"{name}"}}]}}"#));
        assert_eq!(of("line 2/states.csv.gz").map(|m| m.files.len()), Ok(1));
        for name in ["", "/etc/x", "../x", "a/../../x", "https://elsewhere/x", "a?b", "%2e%2e/x"] {
            let error = of(name).expect_err(name);
            assert!(error.contains("outside the folder"), "{error}");
        }
        assert!(Manifest::from_json("[").is_err_and(|e| e.contains("not valid")));
    }
}
