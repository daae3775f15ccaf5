//! Makes wasm-bindgen's script small on the wire: short names for what script and program call each other by, which end in random
//! digits that nothing compresses, and neither comments nor indentation.

use std::collections::HashMap;

use eyre::Result;
use wasmparser::{Parser, Payload, TypeRef};

/// Long name → short name, for everything that only script and program know.
pub(crate) type Names = HashMap<String, String>;

/// The names of functions between `program` and its script; those that chunks know are left alone.
pub(crate) fn names(program: &[u8]) -> Result<Names> {
    let mut long: Vec<String> = Vec::new();
    for payload in Parser::new(0).parse_all(program) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    if matches!(import.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)) && import.name.starts_with("__wb")
                    {
                        long.push(import.name.to_owned());
                    }
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let name = export?.name;
                    if name.starts_with("wasm_bindgen__") {
                        long.push(name.to_owned());
                    }
                }
            }
            _ => {}
        }
    }
    long.sort_unstable();
    long.dedup();
    Ok(long.into_iter().zip(0..).map(|(long, number)| (long, format!("_{number:x}"))).collect())
}

/// The script with short names.
pub(crate) fn shorten(script: &str, names: &Names) -> String {
    let mut short = String::with_capacity(script.len());
    let mut comment = false;
    for line in script.lines().map(str::trim) {
        comment |= line.starts_with("/*");
        if comment {
            comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            rename(line, names, &mut short);
            short.push('\n');
        }
    }
    short
}

/// Replaces whole words.
fn rename(line: &str, names: &Names, out: &mut String) {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
    let mut rest = line;
    while let Some(start) = rest.find(is_word) {
        let (before, from) = rest.split_at(start);
        let (word, after) = from.split_at(from.find(|c| !is_word(c)).unwrap_or(from.len()));
        out.push_str(before);
        out.push_str(names.get(word).map_or(word, String::as_str));
        rest = after;
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_renamed_and_comments_go() {
        let names = Names::from([("__wbg_log_0a".to_owned(), "_0".to_owned())]);
        let script =
            "/**\n * Says it.\n */\n  __wbg_log_0a: function(a) {\n    // once\n    my__wbg_log_0a(`//`);\n  },\n";
        assert_eq!(shorten(script, &names), "_0: function(a) {\nmy__wbg_log_0a(`//`);\n},\n");
    }
}
