//! An event → facts.
//!
//! ```text
//! input, output          a transformation
//! container (+ content)  containment: in, out or seen, as the activity's name says
//! machine, person, order the operation's
//! place                  a sighting of every thing there
//! every thing            an operation: the activity was a step of work on it
//! ```

use super::entity::Entity;
use super::objects::Objects;
use crate::import::Sink;
use crate::import::roles::{self, Role};
use crate::import::times::instant;
use crate::model::tables::{
    ContainAction, ContainmentRow, DocumentLink, MentionRole, OperationRow, ProductMention, Role as Side, SightingKind,
    SightingRow, TransformationLine,
};
use crate::model::{Amount, AssetId, ItemId, Micros, NameId, SourceId, Until, format_rfc3339};
use crate::order::Order;
use hashbrown::HashMap;

/// A thing in an event.
struct Thing {
    item: ItemId,
    role: Option<Role>,
    quantity: Amount,
    unit: NameId,
}

/// Writes events.
#[derive(Default)]
pub(super) struct Writer {
    /// Roles of qualifiers.
    qualifiers: HashMap<String, Option<Role>>,
}

impl Writer {
    /// Writes one event.
    pub(super) fn event(&mut self, event: &Entity<'_>, objects: &mut Objects, source: SourceId, sink: &mut Sink<'_>) {
        if event.kind.is_empty() {
            return sink.reject(source, "The event has no type, so nobody knows what happened.");
        }
        let time = match event.time.get() {
            "" => return sink.reject(source, "The event has no time."),
            text => match instant(sink, text) {
                Ok(time) => time,
                Err(fault) => return sink.reject(source, &format!("The event's time {fault}.")),
            },
        };
        if let Err(why) = sink.wants_time(time, time) {
            return sink.leave_out(source, why);
        }
        let mut common = Common {
            time,
            source,
            event: NameId::NONE,
            step: sink.name(event.kind.get()),
            asset: AssetId::NONE,
            operator: NameId::NONE,
            order: NameId::NONE,
            place: NameId::NONE,
        };
        let mut things: Vec<Thing> = Vec::with_capacity(event.relations.len());
        for relation in &event.relations {
            if relation.object.is_empty() {
                sink.warn(source, "A relation of the event names no object. It was left out.");
                continue;
            }
            let object = relation.object.get();
            let id = sink.name(object);
            if !relation.object_type.is_empty() {
                objects.declare(id, relation.object_type, sink);
            }
            let by_qualifier = self.qualifier(relation.qualifier.get());
            let role = by_qualifier.or_else(|| objects.role_of(id));
            match role {
                Some(Role::Asset) => common.asset = sink.asset(object),
                Some(Role::Operator) => common.operator = id,
                Some(Role::Place) => common.place = sink.place(object),
                Some(Role::Order) => common.order = id,
                _ => {}
            }
            let thing = !matches!(role, Some(Role::Asset | Role::Operator | Role::Place));
            let item = if thing { sink.item(object) } else { ItemId::NONE };
            if thing {
                objects.meet(id, item, source, sink);
                let quantity = Amount::from(relation.quantity.number());
                things.push(Thing { item, role, quantity, unit: sink.name(relation.unit.get()) });
            } else {
                objects.take_part(id);
            }
        }
        if event.relations.is_empty() {
            sink.warn(source, "The event names no object, so it says nothing of any thing or machine.");
        }
        let flows = things.iter().any(|thing| matches!(thing.role, Some(Role::Input | Role::Output)));
        if flows || !event.operations.is_empty() {
            common.event = sink.name(&identity(event, common.time));
        }
        common.write(&things, event.kind.get(), sink);
        operations(event, &common, sink);
    }

    fn qualifier(&mut self, text: &str) -> Option<Role> {
        if let Some(role) = self.qualifiers.get(text) {
            return *role;
        }
        let role = roles::role(text);
        self.qualifiers.insert(text.to_owned(), role);
        role
    }
}

/// What tells an event from all others. Ids count from one in every log, so the time belongs to it; an event without an id is told by what it says.
fn identity(event: &Entity<'_>, time: Micros) -> String {
    let (id, time) = (event.id.get(), format_rfc3339(time));
    if !id.is_empty() {
        return format!("{id} {time}");
    }
    let mut said: Vec<_> = event.relations.iter().map(|r| (r.qualifier.get(), r.object.get())).collect();
    said.order();
    let mut identity = format!("{} {time}", event.kind.get());
    for (qualifier, object) in said {
        identity.push_str(&format!(" {qualifier} {object}"));
    }
    identity
}

/// What all facts of an event share.
struct Common {
    time: Micros,
    source: SourceId,
    event: NameId,
    step: NameId,
    asset: AssetId,
    operator: NameId,
    order: NameId,
    place: NameId,
}

impl Common {
    fn write(&self, things: &[Thing], activity: &str, sink: &mut Sink<'_>) {
        let (time, source) = (self.time, self.source);
        for thing in things {
            let item = thing.item;
            sink.facts.operations.push(OperationRow {
                item,
                step: self.step,
                start: time,
                source,
                // An event happens at an instant; how long the work took is not said.
                end: Until(time),
                asset: self.asset,
                order: self.order,
                operator: self.operator,
                program: NameId::NONE,
                result: NameId::NONE,
            });
            let side = match thing.role {
                Some(Role::Input) => Some(Side::Input),
                Some(Role::Output) => Some(Side::Output),
                _ => None,
            };
            if let Some(role) = side {
                sink.facts.transformations.push(TransformationLine {
                    event: self.event,
                    time,
                    item,
                    role,
                    source,
                    group: NameId::NONE,
                    quantity: thing.quantity,
                    unit: thing.unit,
                    asset: self.asset,
                    order: self.order,
                    product: NameId::NONE,
                });
            }
            if self.place != NameId::NONE {
                // What went in was there and is no longer.
                let kind = if side == Some(Side::Input) { SightingKind::Passed } else { SightingKind::At };
                sink.facts.sightings.push(SightingRow {
                    item,
                    place: self.place,
                    time,
                    source,
                    kind,
                    reader: self.operator,
                    technology: NameId::NONE,
                    strength: Amount::NONE,
                });
            }
            if self.order != NameId::NONE && thing.role != Some(Role::Order) {
                sink.facts.document_links.push(DocumentLink {
                    item,
                    document: self.order,
                    time,
                    source,
                    kind: NameId::NONE,
                    removed: false,
                });
            }
        }
        self.containment(things, activity, sink);
    }

    fn containment(&self, things: &[Thing], activity: &str, sink: &mut Sink<'_>) {
        let Some(container) = things.iter().find(|t| t.role == Some(Role::Container)) else { return };
        let action = match roles::packs(activity) {
            Some(true) => ContainAction::Add,
            Some(false) => ContainAction::Delete,
            None => ContainAction::Observe,
        };
        // Where no relation says "content", everything that says nothing else is.
        let marked = things.iter().any(|t| t.role == Some(Role::Content));
        let wanted = if marked { Some(Role::Content) } else { None };
        for thing in things.iter().filter(|t| t.role == wanted && t.item != container.item) {
            sink.facts.containments.push(ContainmentRow {
                parent: container.item,
                child: thing.item,
                time: self.time,
                action,
                source: self.source,
                quantity: thing.quantity,
                unit: thing.unit,
                association: false,
            });
        }
    }
}

/// The quantity extension: what was taken from a collection point went in, what was added came out. It names kinds of item, not things.
fn operations(event: &Entity<'_>, common: &Common, sink: &mut Sink<'_>) {
    for operation in &event.operations {
        let said = if operation.quantity.is_empty() { &operation.value } else { &operation.quantity };
        let (Some(quantity), false) = (said.number(), operation.name.is_empty()) else {
            sink.warn(common.source, "A quantity operation names no item or no number. It was left out.");
            continue;
        };
        if quantity == 0.0 {
            continue;
        }
        let role = if quantity < 0.0 { MentionRole::Input } else { MentionRole::Output };
        let row = ProductMention {
            product: sink.name(operation.name.get()),
            time: common.time,
            role,
            source: common.source,
            event: common.event,
            group: NameId::NONE,
            item: sink.item(operation.object.get()),
            quantity: Amount::new(quantity.abs()),
            unit: NameId::NONE,
        };
        sink.facts.product_mentions.push(row);
    }
}

#[cfg(test)]
#[path = "events_tests.rs"]
mod tests;
