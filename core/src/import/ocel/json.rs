//! OCEL 2.0 JSON: `{"objectTypes": […], "eventTypes": […], "objects": […], "events": […]}`, keys in any order.

use super::{Log, Pass, entity};
use crate::bytes::{Content, ContentReader, Head, STEP_BYTES};
use crate::import::detect::{Format, Opened};
use crate::import::splitter::{Fault, Piece, Splitter};
use crate::import::{ImportError, Importer, Sink, Step};
use crate::model::Severity;
use std::io::Read;

/// How the registry knows OCEL JSON.
pub(in crate::import) const FORMAT: Format = Format { title: "OCEL 2.0 JSON", recognises, open };

const LISTS: &[&str] = &["objects", "events"];
const OBJECTS: usize = 0;
const EVENTS: usize = 1;

fn recognises(head: &Head) -> bool {
    let text = head.trimmed();
    let has = |key: &str| text.contains(key);
    text.starts_with('{')
        && (has("\"objectTypes\"") && (has("\"eventTypes\"") || has("\"objects\"") || has("\"events\""))
            || has("\"relationships\"") && has("\"objectId\"")
            || is_first_version(text))
}

/// OCEL 1.0 has maps where 2.0 has lists.
fn is_first_version(text: &str) -> bool {
    text.contains("\"ocel:global-log\"") || text.contains("\"ocel:events\"")
}

fn open(head: &Head, content: Content) -> Result<Opened, ImportError> {
    if is_first_version(head.trimmed()) {
        return Err(ImportError::Unknown(
            "This is OCEL 1.0, which has no qualifiers, so nothing of it was read. Save it as OCEL 2.0 (pm4py: write_ocel2_json) and open that."
                .to_owned(),
        ));
    }
    let importer = OcelJson {
        reader: content.reader(),
        content,
        splitter: Splitter::new(1, LISTS),
        log: Log::default(),
        truncated: false,
    };
    Ok(Opened { format: "ocel-json", importer: Box::new(importer) })
}

struct OcelJson {
    content: Content,
    reader: ContentReader,
    splitter: Splitter,
    log: Log,
    truncated: bool,
}

impl Importer for OcelJson {
    fn step(&mut self, sink: &mut Sink<'_>) -> Result<Step, ImportError> {
        let mut chunk = vec![0; 1 << 16];
        let mut read = 0;
        while read < STEP_BYTES {
            let n = match self.reader.read(&mut chunk) {
                Ok(n) => n,
                Err(error) => {
                    // The rest cannot be had. Events that came before their objects are still unread: read them up to the same place.
                    self.finish(sink);
                    if self.log.pass == Pass::Objects {
                        self.again();
                        self.log.pass = Pass::Events;
                        return Ok(Step::More);
                    }
                    self.log.ends(sink);
                    return Err(error.into());
                }
            };
            read += n as u64;
            if n == 0 {
                self.finish(sink);
                if self.log.ends(sink) {
                    self.again();
                    return Ok(Step::More);
                }
                return self.end(sink);
            }
            let (log, truncated) = (&mut self.log, &mut self.truncated);
            self.splitter.push(chunk.get(..n).unwrap_or_default(), &mut |piece| take(piece, log, truncated, sink));
        }
        Ok(Step::More)
    }
}

impl OcelJson {
    fn again(&mut self) {
        (self.splitter, self.reader) = (Splitter::new(1, LISTS), self.content.reader());
    }

    fn finish(&mut self, sink: &mut Sink<'_>) {
        let (log, truncated) = (&mut self.log, &mut self.truncated);
        self.splitter.finish(&mut |piece| take(piece, log, truncated, sink));
    }

    fn end(&self, sink: &mut Sink<'_>) -> Result<Step, ImportError> {
        if self.truncated {
            sink.note(
                Severity::Error,
                "The file ends before its JSON is complete: what was complete up to there was read. Export it again.",
            );
        }
        let strange = self.content.strange_bytes();
        if strange > 0 {
            sink.note(
                Severity::Warning,
                &format!("{strange} bytes are not valid UTF-8, which JSON requires; they were read as Windows-1252."),
            );
        }
        Ok(Step::Done)
    }
}

fn take(piece: Piece<'_>, log: &mut Log, truncated: &mut bool, sink: &mut Sink<'_>) {
    match piece {
        Piece::Event { json, line, fault, list } => {
            // What the pass does not read need not be parsed.
            let wanted = match list {
                OBJECTS => log.pass != Pass::Events,
                EVENTS => log.pass != Pass::Objects,
                _ => false,
            };
            if !wanted {
                return;
            }
            let entity = match fault {
                None => entity::from_json(json),
                Some(fault) => Err(format!("It is not valid JSON ({fault}).")),
            };
            match list {
                OBJECTS => log.object(line, entity, sink),
                _ => log.event(line, entity.map_err(|fault| format!("The event is rejected. {fault}")), sink),
            }
        }
        Piece::Header { .. } => {}
        Piece::Root { fault, .. } => *truncated = fault == Some(Fault::Truncated),
    }
}
