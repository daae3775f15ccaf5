//! Facts for tests, written as a person would tell them.

use crate::index::Dataset;
use crate::model::tables::{
    ContainAction, ContainmentRow, LifecycleRow, MovementKind, MovementRow, OperationRow, Role, SightingKind,
    SightingRow, TransformationLine,
};
use crate::model::{Amount, AssetId, Facts, ItemId, Micros, NameId, SourceId, Until};
use crate::recipe::Recipe;

/// Builds facts record by record. Every call is one record of the file `plant`, or of the file opened last.
pub(crate) struct Plant {
    pub(crate) facts: Facts,
    line: u32,
}

impl Plant {
    pub(crate) fn new() -> Self {
        let mut facts = Facts::default();
        facts.sources.open("plant", "test", 0);
        Self { facts, line: 0 }
    }

    pub(crate) fn file(mut self, name: &str) -> Self {
        // Files of equal length and fingerprint would be taken for copies.
        let bytes = self.facts.sources.files().len() as u64;
        self.facts.sources.open(name, "test", bytes);
        self.line = 0;
        self
    }

    pub(crate) fn record(&mut self) -> SourceId {
        self.line += 1;
        self.facts.sources.record(self.line)
    }

    pub(crate) fn name(&mut self, text: &str) -> NameId {
        self.facts.names.optional(text)
    }

    pub(crate) fn item(&mut self, key: &str) -> ItemId {
        if key.is_empty() {
            return ItemId::NONE;
        }
        let key = self.facts.names.intern(key);
        self.facts.items.intern(key)
    }

    pub(crate) fn asset(&mut self, name: &str) -> AssetId {
        match self.facts.names.optional(name).some() {
            Some(name) => self.facts.assets.intern(name),
            None => AssetId::NONE,
        }
    }

    /// One transformation event: items are separated by blanks.
    pub(crate) fn made(self, event: &str, time: Micros, inputs: &str, outputs: &str) -> Self {
        self.made_in(event, "", time, inputs, outputs)
    }

    /// One transformation event of a shared transformationID.
    pub(crate) fn made_in(mut self, event: &str, group: &str, time: Micros, inputs: &str, outputs: &str) -> Self {
        let source = self.record();
        let (event, group) = (self.name(event), self.name(group));
        for (role, items) in [(Role::Input, inputs), (Role::Output, outputs)] {
            for item in items.split_whitespace() {
                let item = self.item(item);
                self.facts.transformations.push(TransformationLine {
                    event,
                    time,
                    item,
                    role,
                    source,
                    group,
                    quantity: Amount::NONE,
                    unit: NameId::NONE,
                    asset: AssetId::NONE,
                    order: NameId::NONE,
                    product: NameId::NONE,
                });
            }
        }
        self
    }

    /// One line of a transformation with its quantity in pieces; each line is a record.
    pub(crate) fn line(mut self, event: &str, time: Micros, role: Role, item: &str, quantity: f64) -> Self {
        let source = self.record();
        let (event, item) = (self.name(event), self.item(item));
        self.facts.transformations.push(TransformationLine {
            event,
            time,
            item,
            role,
            source,
            group: NameId::NONE,
            quantity: Amount::new(quantity),
            unit: NameId::NONE,
            asset: AssetId::NONE,
            order: NameId::NONE,
            product: NameId::NONE,
        });
        self
    }

    fn contain(mut self, action: ContainAction, time: Micros, parent: &str, children: &str, association: bool) -> Self {
        let source = self.record();
        let parent = self.item(parent);
        let mut all: Vec<ItemId> = children.split_whitespace().map(|child| self.item(child)).collect();
        if all.is_empty() {
            all.push(ItemId::NONE);
        }
        for child in all {
            self.facts.containments.push(ContainmentRow {
                parent,
                child,
                time,
                action,
                source,
                quantity: Amount::NONE,
                unit: NameId::NONE,
                association,
            });
        }
        self
    }

    pub(crate) fn pack(self, time: Micros, parent: &str, children: &str) -> Self {
        self.contain(ContainAction::Add, time, parent, children, false)
    }

    pub(crate) fn unpack(self, time: Micros, parent: &str, children: &str) -> Self {
        self.contain(ContainAction::Delete, time, parent, children, false)
    }

    pub(crate) fn seen_inside(self, time: Micros, parent: &str, children: &str) -> Self {
        self.contain(ContainAction::Observe, time, parent, children, false)
    }

    pub(crate) fn install(self, time: Micros, parent: &str, children: &str) -> Self {
        self.contain(ContainAction::Add, time, parent, children, true)
    }

    fn sighting(mut self, time: Micros, item: &str, place: &str, kind: SightingKind) -> Self {
        let source = self.record();
        let (item, place) = (self.item(item), self.name(place));
        self.facts.sightings.push(SightingRow {
            item,
            place,
            time,
            source,
            kind,
            reader: NameId::NONE,
            technology: NameId::NONE,
            strength: Amount::NONE,
        });
        self
    }

    pub(crate) fn seen(self, time: Micros, item: &str, place: &str) -> Self {
        self.sighting(time, item, place, SightingKind::At)
    }

    pub(crate) fn passed(self, time: Micros, item: &str, place: &str) -> Self {
        self.sighting(time, item, place, SightingKind::Passed)
    }

    pub(crate) fn moved(mut self, time: Micros, item: &str, kind: MovementKind, to: &str) -> Self {
        let source = self.record();
        let (item, to) = (self.item(item), self.name(to));
        self.facts.movements.push(MovementRow {
            item,
            time,
            to,
            source,
            kind,
            from: NameId::NONE,
            document: NameId::NONE,
            party: NameId::NONE,
            quantity: Amount::NONE,
            unit: NameId::NONE,
        });
        self
    }

    pub(crate) fn worked(mut self, start: Micros, end: Micros, item: &str, step: &str, asset: &str) -> Self {
        let source = self.record();
        let (item, step, asset) = (self.item(item), self.name(step), self.asset(asset));
        self.facts.operations.push(OperationRow {
            item,
            step,
            start,
            source,
            end: Until(end),
            asset,
            order: NameId::NONE,
            operator: NameId::NONE,
            program: NameId::NONE,
            result: NameId::NONE,
        });
        self
    }

    fn life(mut self, time: Micros, item: &str, birth: bool) -> Self {
        let source = self.record();
        let item = self.item(item);
        self.facts.lifecycles.push(LifecycleRow {
            item,
            time,
            birth,
            source,
            quantity: Amount::NONE,
            unit: NameId::NONE,
        });
        self
    }

    pub(crate) fn born(self, time: Micros, item: &str) -> Self {
        self.life(time, item, true)
    }

    pub(crate) fn died(self, time: Micros, item: &str) -> Self {
        self.life(time, item, false)
    }

    pub(crate) fn data(self) -> Dataset {
        Dataset::build(self.facts, &Recipe::default())
    }
}

/// Machines with any states in any calendar, for properties of what is computed from them.
pub(crate) mod monitor {
    use crate::Session;
    use crate::model::{Micros, format_rfc3339};
    use proptest::prelude::*;
    use std::fmt::Write;
    use std::rc::Rc;

    /// Start, length and kind of a row.
    pub(crate) type Row = (i64, i64, usize);

    /// Some rows, in minutes.
    pub(crate) fn rows() -> impl Strategy<Value = Vec<Row>> {
        proptest::collection::vec((0..300_i64, 1..60_i64, 0..24_usize), 1..14)
    }

    /// Two machines; `repeated`: every second state says the same at once as an alarm list would, in a record of its own.
    pub(crate) fn plant(states: &[Row], calendar: &[Row], running: bool, repeated: bool) -> Session {
        const STATES: [&str; 12] = [
            "run",
            "down",
            "setup",
            "idle",
            "starved",
            "run",
            "maintenance",
            "xyzzy",
            "no shift",
            "blocked",
            "run",
            "jam",
        ];
        const KINDS: [&str; 5] = ["planned", "planned", "planned", "break", "planned_down"];
        let at = |minute: i64| format_rfc3339(1_774_245_600_000_000 + minute as Micros * 60_000_000);
        let mut text = "asset,start,end,state,reason\n".to_owned();
        for (start, length, kind) in states {
            let (asset, state) = (["saw", "press"][kind % 2], STATES[kind / 2]);
            let reason = if kind % 3 == 0 { "belt" } else { "" };
            // A String takes any text.
            let _ = writeln!(text, "{asset},{},{},{state},{reason}", at(*start), at(start + length));
            if repeated && kind % 2 == 0 {
                let _ = writeln!(text, "{asset},{},{},{state},again", at(start + length), at(start + 2 * length));
            }
        }
        let mut plan = "asset,start,end,kind\nsaw,".to_owned();
        let _ = writeln!(plan, "{},{},planned", at(0), at(240));
        for (start, length, kind) in calendar {
            let (asset, kind) = (["saw", "press"][kind % 2], KINDS[kind % 5]);
            let _ = writeln!(plan, "{asset},{},{},{kind}", at(*start), at(start + length));
        }
        let unlogged = format!("asset,unlogged\nsaw,{}\n", if running { "running" } else { "no_data" });
        let counts = format!("asset,time,total,scrap\nsaw,{},60,4\npress,{},9,1\n", at(75), at(180));
        let mut session = Session::new();
        for (name, text) in [("states", text), ("calendars", plan), ("assets", unlogged), ("counts", counts)] {
            session.add(&format!("{name}.csv"), Rc::new(text.into_bytes()));
        }
        session.run();
        session
    }
}

/// Counts rows that are looked at, where a test holds what an answer may cost.
pub(crate) mod work {
    use std::cell::Cell;

    thread_local! {
        static LOOKED: Cell<usize> = const { Cell::new(0) };
    }

    pub(crate) fn look(rows: usize) {
        LOOKED.with(|looked| looked.set(looked.get() + rows));
    }

    /// The answer of `run`, and how many rows it looked at.
    pub(crate) fn of<T>(run: impl FnOnce() -> T) -> (T, usize) {
        let before = LOOKED.with(Cell::get);
        let answer = run();
        (answer, LOOKED.with(Cell::get) - before)
    }
}
