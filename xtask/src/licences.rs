//! Every dependency's licence against the one list in `deny.toml`.
//!
//! The list is in cargo-deny's format, so that `cargo deny check licenses` reads the same file; this check needs
//! nothing installed and no network.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;
use spdx::Expression;

use crate::process::{Failure, Outcome, Run, root};

/// Fails with the name, version and licence of every dependency that the list does not cover.
pub(crate) fn check() -> Outcome<()> {
    let list = List::read()?;
    let metadata = Run::cargo(&["metadata", "--format-version", "1", "--locked"]).output()?;
    let metadata: Value = serde_json::from_str(&metadata)
        .map_err(|error| Failure::Found(format!("cargo metadata is not JSON: {error}.")))?;
    let packages = metadata["packages"].as_array().map_or(&[][..], Vec::as_slice);
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| {
            let name = text(&package["name"]);
            !is_covered(package["license"].as_str(), &list.allowed_for(name))
        })
        .map(|package| {
            format!(
                "  {} {}: {}",
                text(&package["name"]),
                text(&package["version"]),
                package["license"].as_str().unwrap_or("no licence stated")
            )
        })
        .collect();
    if packages.is_empty() {
        return Err(Failure::Found("cargo metadata lists no packages.".to_owned()));
    }
    if refused.is_empty() {
        println!("{} packages, every licence is allowed.", packages.len());
        return Ok(());
    }
    Err(Failure::Found(format!(
        "These licences are not in deny.toml:\n{}\nReplace the dependency, or add the licence with a reason.",
        refused.join("\n")
    )))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("?")
}

/// What `deny.toml` allows.
struct List {
    allow: BTreeSet<String>,
    /// Licences that only the named crate may have besides.
    exceptions: BTreeMap<String, BTreeSet<String>>,
}

impl List {
    fn read() -> Outcome<List> {
        let path = root().join("deny.toml");
        let text = fs::read_to_string(&path).map_err(Failure::file(&path))?;
        List::parse(&text).map_err(|what| Failure::Found(format!("deny.toml {what}")))
    }

    fn parse(text: &str) -> Result<List, String> {
        let file: toml::Table = text.parse().map_err(|error| format!("does not parse: {error}"))?;
        let section = file.get("licenses").ok_or("has no section [licenses].")?;
        let allow = names(section.get("allow")).ok_or("has no list licenses.allow.")?;
        let mut exceptions = BTreeMap::new();
        let listed = section.get("exceptions").and_then(toml::Value::as_array);
        for exception in listed.into_iter().flatten() {
            let name = exception.get("crate").and_then(toml::Value::as_str);
            let (name, allowed) =
                name.zip(names(exception.get("allow"))).ok_or("has an exception without crate or allow.")?;
            exceptions.insert(name.to_owned(), allowed);
        }
        Ok(List { allow, exceptions })
    }

    fn allowed_for(&self, package: &str) -> BTreeSet<String> {
        let more = self.exceptions.get(package).into_iter().flatten();
        self.allow.iter().chain(more).cloned().collect()
    }
}

fn names(list: Option<&toml::Value>) -> Option<BTreeSet<String>> {
    let list = list?.as_array()?;
    Some(list.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect())
}

/// Whether the SPDX expression can be satisfied by the allowed licences alone.
fn is_covered(expression: Option<&str>, allowed: &BTreeSet<String>) -> bool {
    // Old packages write `MIT/Apache-2.0`, which always meant "or".
    let Some(expression) = expression.map(|text| text.replace('/', " OR ")) else {
        return false;
    };
    Expression::parse(&expression)
        .is_ok_and(|expression| expression.evaluate(|requirement| allowed.contains(&requirement.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_covered_when_some_choice_of_it_is_allowed() {
        let allowed = ["MIT", "Unicode-3.0"].map(str::to_owned).into();
        for good in ["MIT", "MIT OR GPL-3.0-only", "Apache-2.0/MIT", "MIT AND Unicode-3.0"] {
            assert!(is_covered(Some(good), &allowed), "{good}");
        }
        for bad in ["GPL-3.0-only", "MIT AND GPL-3.0-only", "Apache-2.0", "ours"] {
            assert!(!is_covered(Some(bad), &allowed), "{bad}");
        }
        assert!(!is_covered(None, &allowed));
    }

    #[test]
    fn an_exception_covers_the_named_crate_alone() {
        let text = "[licenses]\nallow = [\"MIT\"]\nexceptions = [{ crate = \"a\", allow = [\"CC0-1.0\"] }]";
        let list = List::parse(text).expect("the list is well formed");
        assert!(is_covered(Some("CC0-1.0"), &list.allowed_for("a")));
        assert!(!is_covered(Some("CC0-1.0"), &list.allowed_for("b")));
        assert!(List::parse("[licenses]").is_err());
    }
}
