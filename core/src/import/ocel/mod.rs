//! OCEL 2.0, the object-centric event log, as JSON, XML and CSV.
//!
//! ```text
//! entity.rs   an event or object as all of them give it
//! json.rs     JSON → entities, one at a time
//! xml.rs      XML → entities, one at a time
//! csv.rs      pm4py's table of events → entities, one at a time
//! objects.rs  what is known of the log's objects
//! events.rs   an event → facts
//! ```
//!
//! An event is a record. Objects are needed before the events that name them; where a file gives them after, it is read twice. What an object
//! is to an event (input, output, container, machine …) is said by the qualifier of the relation, else by the object's type; see `roles.rs`.

mod csv;
mod entity;
mod events;
mod json;
mod objects;
mod xml;

pub(super) use csv::FORMAT as CSV_FORMAT;
pub(super) use json::FORMAT as JSON_FORMAT;
pub(super) use xml::FORMAT as XML_FORMAT;

use super::Sink;
use super::times::note_local_times;
use crate::model::Severity;
use entity::Entity;
use events::Writer;
use objects::Objects;

/// Which entities of a file are read now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Pass {
    /// Objects have come first so far: everything is read.
    #[default]
    Both,
    /// Events came first: only objects are read, to the end.
    Objects,
    /// All objects are known: only events are read.
    Events,
}

/// One log while it is read.
#[derive(Default)]
struct Log {
    pass: Pass,
    objects: Objects,
    seen_objects: bool,
    writer: Writer,
    local_times: u64,
}

impl Log {
    /// An object. Objects are no records: their faults are told of the file.
    fn object(&mut self, line: u32, object: Result<Entity<'_>, String>, sink: &mut Sink<'_>) {
        self.seen_objects = true;
        if self.pass != Pass::Events {
            self.objects.add(line, object, sink);
            self.local_times += sink.take_local_times();
        }
    }

    /// An event.
    fn event(&mut self, line: u32, event: Result<Entity<'_>, String>, sink: &mut Sink<'_>) {
        if self.pass == Pass::Both && !self.seen_objects {
            self.pass = Pass::Objects;
        }
        if self.pass == Pass::Objects || sink.facts.sources.is_full() {
            return;
        }
        let source = sink.record(line);
        match event {
            Ok(event) => self.writer.event(&event, &mut self.objects, source, sink),
            Err(fault) => sink.reject(source, &fault),
        }
        self.local_times += sink.take_local_times();
    }

    /// The end of the file; true when it must be read again for its events.
    fn ends(&mut self, sink: &mut Sink<'_>) -> bool {
        if self.pass == Pass::Objects {
            self.pass = Pass::Events;
            return true;
        }
        self.objects.notes(sink);
        note_local_times(sink, self.local_times);
        if sink.facts.sources.is_full() {
            sink.note(
                Severity::Error,
                "No more records can be numbered: the rest of this file is missing. Load fewer files at once.",
            );
        }
        false
    }
}
