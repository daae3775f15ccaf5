//! Every dependency's licence against the one list in `deny.toml`.
//!
//! The list is in cargo-deny's format, so that `cargo deny check licenses` reads the same file; this check needs
//! nothing installed and no network.

use std::fs;

use serde_json::Value;
use spdx::Expression;

use crate::process::{Failure, Outcome, Run, root};

/// Fails with the name, version and licence of every dependency that the list does not cover.
pub(crate) fn check() -> Outcome<()> {
    let allowed = allowed()?;
    let metadata = Run::cargo(&["metadata", "--format-version", "1", "--locked"]).output()?;
    let metadata: Value = serde_json::from_str(&metadata)
        .map_err(|error| Failure::Found(format!("cargo metadata is not JSON: {error}.")))?;
    let packages = metadata["packages"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| !is_covered(package["license"].as_str(), &allowed))
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
        return Err(Failure::Found(
            "cargo metadata lists no packages.".to_owned(),
        ));
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

fn allowed() -> Outcome<Vec<String>> {
    let path = root().join("deny.toml");
    let list = fs::read_to_string(&path).map_err(Failure::file(&path))?;
    let list: toml::Table = list
        .parse()
        .map_err(|error| Failure::Found(format!("deny.toml does not parse: {error}")))?;
    let names = list
        .get("licenses")
        .and_then(|section| section.get("allow")?.as_array())
        .ok_or_else(|| Failure::Found("deny.toml has no list licenses.allow.".to_owned()))?;
    Ok(names
        .iter()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect())
}

/// Whether the SPDX expression can be satisfied by the allowed licences alone.
fn is_covered(expression: Option<&str>, allowed: &[String]) -> bool {
    // Old packages write `MIT/Apache-2.0`, which always meant "or".
    let Some(expression) = expression.map(|text| text.replace('/', " OR ")) else {
        return false;
    };
    Expression::parse(&expression).is_ok_and(|expression| {
        expression.evaluate(|requirement| {
            let name = requirement.to_string();
            allowed.contains(&name)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_covered_when_some_choice_of_it_is_allowed() {
        let allowed = ["MIT".to_owned(), "Unicode-3.0".to_owned()];
        for good in [
            "MIT",
            "MIT OR GPL-3.0-only",
            "Apache-2.0/MIT",
            "MIT AND Unicode-3.0",
        ] {
            assert!(is_covered(Some(good), &allowed), "{good}");
        }
        for bad in ["GPL-3.0-only", "MIT AND GPL-3.0-only", "Apache-2.0", "ours"] {
            assert!(!is_covered(Some(bad), &allowed), "{bad}");
        }
        assert!(!is_covered(None, &allowed));
    }
}
