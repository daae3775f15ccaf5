//! An event as facts. What each kind of event means stands at each table.

use super::event::{Action, Event, Kind};
use super::lists::Thing;
use crate::import::Sink;
use crate::model::tables::{
    ContainAction, ContainmentRow, DocumentLink, EventId, ItemFactRow, LifecycleRow, MeasurementRow, MentionRole,
    MovementKind, MovementRow, ProductMention, Retraction, Role, SightingKind, SightingRow, TransformationLine,
};
use crate::model::{Amount, AssetId, ItemId, KeyClass, Micros, NameId, SourceId, canonical_key};

/// Appends what an event says. `identity` is its id, else its hash.
pub(super) fn append(sink: &mut Sink<'_>, event: &Event<'_>, identity: &str, source: SourceId) {
    let name = sink.name(identity);
    if let Some(withdrawal) = &event.withdrawal {
        // The event repeats what it withdraws, so it states nothing itself.
        // A hash is an id, but one that an event with an id of its own does not have.
        if event.id.as_deref().is_none_or(|id| id.starts_with("ni:")) {
            sink.warn(
                source,
                "The error declaration names no eventID, or a hash: it withdraws events without one that say exactly the same. Was the withdrawn event given an id, it \
                 still counts; add its eventID to the declaration.",
            );
        }
        let reason = sink.name(&withdrawal.reason);
        sink.facts.retractions.push(Retraction { event: name, time: withdrawal.time, source, reason });
        return;
    }
    sink.facts.event_ids.push(EventId { event: name, source, hash: NameId::NONE });
    let mut writer = Writer { group: NameId::NONE, event: name, time: event.time, source, action: event.action, sink };
    writer.group = writer.optional(event.group.as_deref());
    match event.kind {
        Kind::Object => writer.object(event),
        Kind::Aggregation | Kind::Association => writer.containment(event),
        Kind::Transaction => writer.transaction(event),
        Kind::Transformation => writer.transformation(event),
    }
}

struct Writer<'a, 'b> {
    sink: &'a mut Sink<'b>,
    event: NameId,
    group: NameId,
    time: Micros,
    source: SourceId,
    action: Action,
}

impl Writer<'_, '_> {
    fn optional(&mut self, text: Option<&str>) -> NameId {
        text.map_or(NameId::NONE, |text| self.sink.name(text))
    }

    fn object(&mut self, event: &Event<'_>) {
        let items = self.items(&event.things, MentionRole::Seen, ItemId::NONE);
        if event.action != Action::Observe {
            let birth = event.action == Action::Add;
            for (item, thing) in &items {
                let unit = self.sink.name(&thing.unit);
                let (time, source) = (self.time, self.source);
                self.sink.facts.lifecycles.push(LifecycleRow {
                    item: *item,
                    time,
                    birth,
                    source,
                    quantity: thing.quantity,
                    unit,
                });
            }
            if birth {
                self.lots(event, &items);
            }
        }
        self.common(event, &items);
    }

    fn containment(&mut self, event: &Event<'_>) {
        let parent = match &event.parent {
            Some(parent) => self.items(std::slice::from_ref(parent), MentionRole::Parent, ItemId::NONE),
            None => Vec::new(),
        };
        let container = parent.first().map_or(ItemId::NONE, |(item, _)| *item);
        let children = self.items(&event.things, MentionRole::Child, container);
        let action = match event.action {
            Action::Add => ContainAction::Add,
            Action::Delete => ContainAction::Delete,
            Action::Observe => ContainAction::Observe,
        };
        let row = ContainmentRow {
            parent: container,
            child: ItemId::NONE,
            time: self.time,
            action,
            source: self.source,
            quantity: Amount::NONE,
            unit: NameId::NONE,
            association: event.kind == Kind::Association,
        };
        if container != ItemId::NONE {
            for (child, thing) in &children {
                let unit = self.sink.name(&thing.unit);
                self.sink.facts.containments.push(ContainmentRow {
                    child: *child,
                    quantity: thing.quantity,
                    unit,
                    ..row
                });
            }
            // Only a list that is really empty empties the parent: children that are mere products are no list.
            if event.things.is_empty() && event.action == Action::Delete {
                self.sink.facts.containments.push(row);
            }
        }
        let all: Vec<_> = parent.into_iter().chain(children).collect();
        self.common(event, &all);
    }

    fn transaction(&mut self, event: &Event<'_>) {
        let all: Vec<Thing> = event.parent.iter().chain(&event.things).cloned().collect();
        let items = self.items(&all, MentionRole::Seen, ItemId::NONE);
        self.common(event, &items);
    }

    fn transformation(&mut self, event: &Event<'_>) {
        let order = event.documents.iter().find(|(kind, _)| kind == "prodorder").map(|(_, id)| id.as_str());
        let order = self.optional(order);
        let mut sides = Vec::new();
        for (things, role, mention) in
            [(&event.things, Role::Input, MentionRole::Input), (&event.outputs, Role::Output, MentionRole::Output)]
        {
            let items = self.items(things, mention, ItemId::NONE);
            for (item, thing) in &items {
                let unit = self.sink.name(&thing.unit);
                let product = self.optional(thing.identity.product().as_deref());
                self.sink.facts.transformations.push(TransformationLine {
                    event: self.event,
                    time: self.time,
                    item: *item,
                    role,
                    source: self.source,
                    group: self.group,
                    quantity: thing.quantity,
                    unit,
                    asset: AssetId::NONE,
                    order,
                    product,
                });
            }
            sides.push(items);
        }
        let outputs = sides.pop().unwrap_or_default();
        let inputs = sides.pop().unwrap_or_default();
        self.lots(event, &outputs);
        // What went in was at the place and is no longer: only the outputs stay there.
        self.sightings(event, &inputs, SightingKind::Passed);
        self.documents(event, &inputs);
        self.common(event, &outputs);
    }

    /// The things with lot or serial as items; the others as product mentions.
    fn items<'t>(&mut self, things: &'t [Thing], role: MentionRole, container: ItemId) -> Vec<(ItemId, &'t Thing)> {
        let mut items = Vec::with_capacity(things.len());
        for thing in things {
            if thing.identity.class == KeyClass::Product {
                let product = self.sink.name(&thing.identity.key);
                let unit = self.sink.name(&thing.unit);
                self.sink.facts.product_mentions.push(ProductMention {
                    product,
                    time: self.time,
                    role,
                    source: self.source,
                    event: self.event,
                    group: self.group,
                    item: container,
                    quantity: thing.quantity,
                    unit,
                });
            } else {
                items.push((self.sink.item_of(&thing.identity.key, &thing.spelling), thing));
            }
        }
        items
    }

    /// What every kind of event says of its items.
    fn common(&mut self, event: &Event<'_>, items: &[(ItemId, &Thing)]) {
        let moved = self.movements(event, items);
        // What is shipped has left, wherever the event happened.
        let kind = if moved == Some(MovementKind::Ship) { SightingKind::Passed } else { SightingKind::At };
        self.sightings(event, items, kind);
        self.documents(event, items);
        self.measurements(event, items);
    }

    fn sightings(&mut self, event: &Event<'_>, items: &[(ItemId, &Thing)], kind: SightingKind) {
        let (place, kind, reader) = match (&event.location, &event.read_point) {
            (Some(location), read_point) => (location, kind, read_point.as_deref()),
            (None, Some(read_point)) => (read_point, SightingKind::Passed, None),
            (None, None) => return,
        };
        let place = self.sink.place(place);
        let reader = reader.map(canonical_key);
        let reader = self.optional(reader.as_deref());
        for (item, _) in items {
            self.sink.facts.sightings.push(SightingRow {
                item: *item,
                place,
                time: self.time,
                source: self.source,
                kind,
                reader,
                technology: NameId::NONE,
                strength: Amount::NONE,
            });
        }
    }

    /// Shipping and receiving as movements. A parent moves its children, so that only it is booked.
    fn movements(&mut self, event: &Event<'_>, items: &[(ItemId, &Thing)]) -> Option<MovementKind> {
        // Vocabularies before CBV: `urn:epcglobal:fmcg:bizstep:receiving`, `urn:epcglobal:epcis:bizstep:fmcg:shipped`.
        let step = match event.step.split_once("bizstep:") {
            Some((_, words)) => words.rsplit(':').next().unwrap_or(words),
            None => event.step.as_ref(),
        };
        let kind = match step {
            "shipping" | "shipped" => MovementKind::Ship,
            "receiving" | "received" => MovementKind::Receive,
            _ => return None,
        };
        if event.kind == Kind::Transformation {
            return None;
        }
        let of = |list: &[(String, String)], kinds: &[&str]| {
            let found = kinds.iter().find_map(|kind| list.iter().find(|(k, _)| k == kind));
            found.map(|(_, id)| canonical_key(id))
        };
        const PARTIES: &[&str] = &["possessing_party", "owning_party"];
        let here = event.location.as_ref().or(event.read_point.as_ref()).map(|p| canonical_key(p));
        let (from, to, party) = match kind {
            MovementKind::Receive => (
                of(&event.sources, &["location"]),
                here.or_else(|| of(&event.destinations, &["location"])),
                of(&event.sources, PARTIES),
            ),
            _ => {
                let party = of(&event.destinations, PARTIES);
                (
                    here.or_else(|| of(&event.sources, &["location"])),
                    of(&event.destinations, &["location"]).or(party.clone()),
                    party,
                )
            }
        };
        let (from, to, party) =
            (self.optional(from.as_deref()), self.optional(to.as_deref()), self.optional(party.as_deref()));
        let document = self.optional(event.documents.first().map(|(_, id)| id.as_str()));
        let contained = matches!(event.kind, Kind::Aggregation | Kind::Association) && event.parent.is_some();
        for (item, thing) in items.iter().take(if contained { 1 } else { usize::MAX }) {
            let unit = self.sink.name(&thing.unit);
            self.sink.facts.movements.push(MovementRow {
                item: *item,
                time: self.time,
                to,
                source: self.source,
                kind,
                from,
                document,
                party,
                quantity: thing.quantity,
                unit,
            });
        }
        Some(kind)
    }

    fn documents(&mut self, event: &Event<'_>, items: &[(ItemId, &Thing)]) {
        // Only a transaction event takes items off a document.
        let removed = event.kind == Kind::Transaction && self.action == Action::Delete;
        for (kind, document) in &event.documents {
            let (kind, document) = (self.sink.name(kind), self.sink.name(document));
            for (item, _) in items {
                let (time, source) = (self.time, self.source);
                self.sink.facts.document_links.push(DocumentLink {
                    item: *item,
                    document,
                    time,
                    source,
                    kind,
                    removed,
                });
            }
        }
    }

    fn measurements(&mut self, event: &Event<'_>, items: &[(ItemId, &Thing)]) {
        if self.sink.facts.leave_out.as_ref().is_some_and(|chosen| chosen.values()) {
            return;
        }
        for reading in &event.readings {
            let channel = self.sink.name(&reading.channel);
            let text = self.sink.name(&reading.text);
            let unit = self.sink.name(&reading.unit);
            let row = MeasurementRow {
                time: reading.time,
                channel,
                value: reading.value,
                source: self.source,
                asset: AssetId::NONE,
                text,
                item: ItemId::NONE,
                unit,
                lower: Amount::NONE,
                upper: Amount::NONE,
                target: Amount::NONE,
            };
            if items.is_empty() {
                self.sink.facts.measurements.push(row);
            }
            for (item, _) in items {
                self.sink.facts.measurements.push(MeasurementRow { item: *item, ..row });
            }
        }
    }

    /// The lot of new things, from master data or from an identifier that gives lot and serial.
    fn lots(&mut self, event: &Event<'_>, items: &[(ItemId, &Thing)]) {
        for (item, thing) in items {
            let lot = thing.identity.lot.as_deref().or(event.lot.as_deref());
            let lot = self.optional(lot);
            if lot != NameId::NONE {
                let none = NameId::NONE;
                let source = self.source;
                self.sink.facts.item_facts.push(ItemFactRow {
                    item: *item,
                    source,
                    product: none,
                    lot,
                    supplier: none,
                    kind: none,
                });
            }
        }
    }
}
