//! The manifest of a folder of data that was dropped with its files: it gives no facts and is no riddle either.

use super::detect::{Format, Opened};
use super::{ImportError, Importer, Sink, Step};
use crate::bytes::{Content, Head};
use crate::model::{Manifest, Severity};

pub(super) const FORMAT: Format = Format { title: "manifest of a folder", recognises, open };

fn recognises(head: &Head) -> bool {
    head.complete && head.trimmed().starts_with('{') && Manifest::from_json(head.trimmed()).is_ok()
}

fn open(head: &Head, _: Content) -> Result<Opened, ImportError> {
    let manifest = Manifest::from_json(head.trimmed()).map_err(ImportError::Broken)?;
    Ok(Opened { format: "floorlens-manifest", importer: Box::new(Named(manifest)) })
}

struct Named(Manifest);

impl Importer for Named {
    fn step(&mut self, sink: &mut Sink<'_>) -> Result<Step, ImportError> {
        let Manifest { title, files, .. } = &self.0;
        let of = if title.is_empty() { String::new() } else { format!(" of “{title}”") };
        sink.note(
            Severity::Info,
            &format!("This is the manifest{of}: it names {} files and holds no facts itself.", files.len()),
        );
        Ok(Step::Done)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;
    use std::rc::Rc;

    #[test]
    fn a_manifest_dropped_with_its_files_is_no_error_and_other_json_is_no_manifest() {
        let mut session = Session::new();
        session.add("x/manifest.json", Rc::new(br#"{"title":"Line 2","files":[{"name":"states.csv"}]}"#.to_vec()));
        session.add("x/other.json", Rc::new(br#"{"title":"Line 2","files":3}"#.to_vec()));
        session.run();
        let files = session.data().facts.sources.files();
        assert_eq!(files[0].format, "floorlens-manifest");
        assert_eq!(files[0].messages.iter().map(|m| m.severity).collect::<Vec<_>>(), [Severity::Info]);
        assert_eq!(files[1].format, "unknown");
    }
}
