//! The script that fetches the chunks.

use std::collections::BTreeMap;
use std::fmt::Write;

/// The script: per chunk a function with the name under which the program imports it, which knows where what it is made of
/// stands: a file, or `file#from:to`.
pub(crate) fn script(chunks: &BTreeMap<String, Vec<String>>) -> String {
    let mut script = include_str!("loader.js").to_owned();
    for (chunk, files) in chunks {
        let files: Vec<String> = files.iter().map(|file| format!("\"./{file}\"")).collect();
        // Writing into a String cannot fail.
        let _ = writeln!(script, "export const __wasm_split_load_{chunk} = part([{}]);", files.join(", "));
    }
    script
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chunk_is_exported_with_its_files_in_order() {
        let chunks = BTreeMap::from([("trace".to_owned(), vec!["shared.wasm".to_owned(), "trace.wasm".to_owned()])]);
        let script = script(&chunks);
        assert!(
            script.ends_with("export const __wasm_split_load_trace = part([\"./shared.wasm\", \"./trace.wasm\"]);\n")
        );
    }
}
