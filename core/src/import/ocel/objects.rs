//! What is known of the log's objects: their type, and how their attributes changed.
//!
//! Attributes that hold from the beginning (dated 1970, as OCEL prescribes) say what a thing is: its product, lot or supplier. Later ones are
//! values of a channel at a time. Both are told with the first event that names the object, which is their record.

use super::entity::Entity;
use crate::import::Sink;
use crate::import::roles::{Role, role};
use crate::import::times::instant;
use crate::model::tables::{ItemFactRow, MeasurementRow};
use crate::model::{Amount, AssetId, ItemId, Micros, NameId, Severity, SourceId};
use hashbrown::HashMap;

/// How many faults of objects are told one by one.
const TOLD: u64 = 20;
/// How far the beginning of 1970 can be from that of UTC.
const ANY_ZONE: Micros = 15 * 3_600_000_000;

fn left_out(line: u32, fault: &str) -> String {
    format!("The object on line {line} was left out: {fault}")
}

struct Change {
    channel: NameId,
    /// 0: from the beginning.
    time: Micros,
    value: Amount,
    text: NameId,
}

/// One object.
#[derive(Clone, Copy)]
struct Object {
    kind: NameId,
    role: Option<Role>,
    /// Its part of `changes`.
    changes: (u32, u32),
    met: bool,
}

/// All objects of a log.
#[derive(Default)]
pub(super) struct Objects {
    by_id: HashMap<NameId, Object>,
    changes: Vec<Change>,
    /// Roles of types.
    roles: HashMap<NameId, Option<Role>>,
    relations: u64,
    faults: u64,
    /// Events name objects that the log does not describe.
    pub(super) unknown: u64,
}

impl Objects {
    /// Takes an object.
    pub(super) fn add(&mut self, line: u32, object: Result<Entity<'_>, String>, sink: &mut Sink<'_>) {
        let object = match object {
            Ok(object) if !object.id.is_empty() => object,
            Ok(_) => return self.fault(&left_out(line, "It has no id."), sink),
            Err(fault) => return self.fault(&left_out(line, &fault), sink),
        };
        let (id, kind) = (sink.name(object.id.get()), sink.name(object.kind.get()));
        let first = self.changes.len() as u32;
        for attribute in object.attributes.iter().filter(|a| !a.name.is_empty()) {
            let time = match attribute.time.get() {
                // `0` is how exports before the standard's final text say "from the beginning".
                "" | "0" => 0,
                text => match instant(sink, text) {
                    // Without a zone, the plant's clock says when 1970 began.
                    Ok(time) if time.abs() <= ANY_ZONE => 0,
                    Ok(time) => time,
                    Err(fault) => {
                        let what = format!(
                            "An attribute of the object on line {line} was left out: the time of `{}` {fault}.",
                            attribute.name.get()
                        );
                        self.fault(&what, sink);
                        continue;
                    }
                },
            };
            let value = Amount::from(attribute.value.number());
            let text = if value == Amount::NONE || time == 0 { sink.name(attribute.value.get()) } else { NameId::NONE };
            self.changes.push(Change { channel: sink.name(attribute.name.get()), time, value, text });
        }
        self.relations += object.relations.len() as u64;
        let kind_role = *self.roles.entry(kind).or_insert_with(|| role(object.kind.get()));
        self.by_id
            .insert(id, Object { kind, role: kind_role, changes: (first, self.changes.len() as u32), met: false });
    }

    /// An event of a table names an object, and the column says its type: that is all that is known of it.
    pub(super) fn declare(&mut self, id: NameId, of: &str, sink: &mut Sink<'_>) {
        let kind = sink.name(of);
        let said = *self.roles.entry(kind).or_insert_with(|| role(of));
        self.by_id.entry(id).or_insert(Object { kind, role: said, changes: (0, 0), met: false });
    }

    fn fault(&mut self, what: &str, sink: &mut Sink<'_>) {
        self.faults += 1;
        if self.faults <= TOLD {
            sink.note(Severity::Warning, what);
        }
    }

    /// The role that an object's type says.
    pub(super) fn role_of(&self, id: NameId) -> Option<Role> {
        self.by_id.get(&id)?.role
    }

    /// An event names a machine, a person or a place, of which nothing is told.
    pub(super) fn take_part(&mut self, id: NameId) {
        if let Some(object) = self.by_id.get_mut(&id) {
            object.met = true;
        }
    }

    /// An event names an object: at the first time, tells what the log says of it.
    pub(super) fn meet(&mut self, id: NameId, item: ItemId, source: SourceId, sink: &mut Sink<'_>) {
        let Some(object) = self.by_id.get_mut(&id) else {
            self.unknown += 1;
            return;
        };
        if object.met {
            return;
        }
        object.met = true;
        let Object { kind, changes: (from, to), .. } = *object;
        let mut fact =
            ItemFactRow { item, source, product: NameId::NONE, lot: NameId::NONE, supplier: NameId::NONE, kind };
        for change in self.changes.get(from as usize..to as usize).unwrap_or_default() {
            if change.time == 0 {
                let slot = match sink.facts.names.text(change.channel).to_lowercase().as_str() {
                    "product" | "material" | "article" | "sku" => &mut fact.product,
                    "lot" | "batch" | "lot_number" | "batch_number" => &mut fact.lot,
                    "supplier" | "vendor" => &mut fact.supplier,
                    _ => continue,
                };
                *slot = change.text;
            } else {
                sink.facts.measurements.push(MeasurementRow {
                    time: change.time,
                    channel: change.channel,
                    value: change.value,
                    source,
                    asset: AssetId::NONE,
                    text: change.text,
                    item,
                    unit: NameId::NONE,
                    lower: Amount::NONE,
                    upper: Amount::NONE,
                    target: Amount::NONE,
                });
            }
        }
        sink.facts.item_facts.push(fact);
    }

    /// Sentences about the whole file.
    pub(super) fn notes(&self, sink: &mut Sink<'_>) {
        let alone = self.by_id.values().filter(|object| !object.met).count();
        let mut note = |count: u64, severity, text: &str| {
            if count > 0 {
                sink.note(severity, &format!("{count} {text}"));
            }
        };
        note(self.faults.saturating_sub(TOLD), Severity::Warning, "more objects have faults like these.");
        note(alone as u64, Severity::Info, "objects take part in no event; nothing is known of them but their names.");
        note(
            self.unknown,
            Severity::Warning,
            "times an event names an object that the log does not describe: what it is follows from the qualifier alone.",
        );
        note(
            self.relations,
            Severity::Info,
            "relations between objects carry neither time nor quantity, so no material flow was read from them. Relations of events say what went in and came out.",
        );
    }
}
