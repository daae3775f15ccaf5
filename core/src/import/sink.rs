//! The only way into [`Facts`]: numbers records, keeps the ledger, resolves names and identities.

use crate::model::{
    AssetId, Facts, FileId, ItemId, LateDays, LeftOut, Micros, Moment, NameId, RecordStatus, Repair, RepairKind,
    Severity, SourceId, TimeFault, canonical, canonical_key,
};
use std::borrow::Cow;

/// Where an importer puts what it read.
pub struct Sink<'a> {
    /// All facts; importers push rows into its tables.
    pub facts: &'a mut Facts,
    file: FileId,
    local_times: u64,
    /// The place named last: events come from the same one again and again.
    place: (String, NameId),
    days: LateDays,
}

impl<'a> Sink<'a> {
    /// A sink for the file that was opened last.
    pub fn new(facts: &'a mut Facts, file: FileId) -> Self {
        let place = (String::new(), NameId::NONE);
        Self { facts, file, local_times: 0, place, days: LateDays::default() }
    }

    /// The name of the file being read, as it was dropped.
    pub fn file_name(&self) -> &str {
        self.facts.sources.files().get(self.file.0 as usize).map_or("", |f| f.name.as_str())
    }

    /// Begins a record that starts on `line` (from 1). It counts as used until [`Sink::reject`] or [`Sink::repair`] says otherwise.
    pub fn record(&mut self, line: u32) -> SourceId {
        self.facts.sources.record(line)
    }

    /// The record could not be read: it gives no facts, and the ledger says why.
    pub fn reject(&mut self, record: SourceId, reason: &str) {
        self.facts.sources.set_status(record, RecordStatus::Rejected);
        self.say(record, Severity::Error, reason);
    }

    /// A person chose not to load the record: it gives no facts.
    pub fn leave_out(&mut self, record: SourceId, why: LeftOut) {
        self.facts.sources.set_status(record, RecordStatus::LeftOut(why));
    }

    /// Whether something is loaded that happened from `start` to `end`: the same instant for what took no time.
    pub fn wants_time(&self, start: Micros, end: Micros) -> Result<(), LeftOut> {
        self.facts.leave_out.as_ref().map_or(Ok(()), |chosen| chosen.time(start, end))
    }

    /// [`Sink::wants_time`], of what a machine says.
    pub fn wants_of_machine(&self, start: Micros, end: Micros, name: &str) -> Result<(), LeftOut> {
        let Some(chosen) = &self.facts.leave_out else { return Ok(()) };
        chosen.time(start, end).and_then(|()| chosen.machine(name))
    }

    /// [`Sink::wants_time`], of what is said of an item.
    pub fn wants_of_item(&self, start: Micros, end: Micros, spelling: &str) -> Result<(), LeftOut> {
        let Some(chosen) = &self.facts.leave_out else { return Ok(()) };
        chosen.time(start, end).and_then(|()| chosen.item(spelling))
    }

    /// True when values that were measured are left out: then the record counts for what else it says, if anything.
    pub fn leaves_values_out(&mut self, record: SourceId) -> bool {
        let Facts { leave_out, sources, states, counts, alarms, .. } = &mut *self.facts;
        if !leave_out.as_ref().is_some_and(|chosen| chosen.values()) {
            return false;
        }
        let last =
            [&states.source, &counts.source, &alarms.source].map(|records| records.get(records.len().wrapping_sub(1)));
        if !last.contains(&Some(record)) && sources.status(record).is_some_and(RecordStatus::counts) {
            sources.set_status(record, RecordStatus::LeftOut(LeftOut::Values));
        }
        true
    }

    /// A record whose values are left out says something else as well.
    pub fn counts_after_all(&mut self, record: SourceId) {
        if self.facts.leave_out.is_some()
            && self.facts.sources.status(record) == Some(RecordStatus::LeftOut(LeftOut::Values))
        {
            let status = self.facts.sources.as_read(record);
            self.facts.sources.set_status(record, status);
        }
    }

    /// Whether what is known of an item itself is loaded.
    pub fn wants_item(&self, spelling: &str) -> Result<(), LeftOut> {
        self.facts.leave_out.as_ref().map_or(Ok(()), |chosen| chosen.item(spelling))
    }

    /// The record counts after a correction; the ledger says which. `from` stands in the file and was read as `to`; blank where it is no
    /// single value, or was left out.
    pub fn repair(&mut self, record: SourceId, kind: RepairKind, from_to: [&str; 2], reason: &str) {
        self.repair_again(record, kind, from_to, reason);
        self.say(record, Severity::Warning, reason);
    }

    /// The same without a sentence of its own in the ledger, because one of an earlier record says it already.
    pub fn repair_again(&mut self, record: SourceId, kind: RepairKind, [from, to]: [&str; 2], reason: &str) {
        let names = &mut self.facts.names;
        let (reason, from, to) = (names.intern(reason), names.optional(from), names.optional(to));
        self.facts.sources.repair(record, Repair { kind, reason, from, to });
    }

    /// The record counts, but a person should know this.
    pub fn warn(&mut self, record: SourceId, reason: &str) {
        self.say(record, Severity::Warning, reason);
    }

    /// The record counts, and this is good to know.
    pub fn remark(&mut self, record: SourceId, reason: &str) {
        self.say(record, Severity::Info, reason);
    }

    /// A sentence about the whole file.
    pub fn note(&mut self, severity: Severity, reason: &str) {
        let reason = self.facts.names.intern(reason);
        self.facts.sources.file_message(self.file, severity, reason);
    }

    fn say(&mut self, record: SourceId, severity: Severity, reason: &str) {
        let reason = self.facts.names.intern(reason);
        self.facts.sources.message(record, severity, reason);
    }

    /// [`crate::model::parse_iso8601`], faster for times that lie close to those read lately.
    pub fn parse_time(&mut self, text: &str) -> Result<Moment, TimeFault> {
        self.days.parse(text)
    }

    /// The instant at which the wall clock of `asset` (blank = any) showed `local`; for times that were written without a zone.
    pub fn local_time(&mut self, local: Micros, asset: &str) -> Micros {
        self.local_times += 1;
        self.facts.met_local_times = true;
        self.facts.zones.instant(local, asset)
    }

    /// How many times without a zone were read since this was last asked.
    pub fn take_local_times(&mut self) -> u64 {
        std::mem::take(&mut self.local_times)
    }

    /// The id of a name; blank is [`NameId::NONE`].
    pub fn name(&mut self, text: &str) -> NameId {
        self.facts.names.optional(text)
    }

    /// The name of a place under its canonical key; blank is [`NameId::NONE`].
    pub fn place(&mut self, spelling: &str) -> NameId {
        let spelling = spelling.trim();
        if self.place.0 == spelling {
            return self.place.1;
        }
        // A plain name is its own key, and not worth remembering.
        let name = match canonical(spelling) {
            Cow::Borrowed(plain) => return self.name(plain),
            Cow::Owned(key) => self.name(&key),
        };
        spelling.clone_into(&mut self.place.0);
        self.place.1 = name;
        name
    }

    /// The asset of that name; blank is [`AssetId::NONE`].
    pub fn asset(&mut self, text: &str) -> AssetId {
        match self.facts.names.optional(text).some() {
            Some(name) => self.facts.assets.intern(name),
            None => AssetId::NONE,
        }
    }

    /// The item that `spelling` names, under its canonical key; blank is [`ItemId::NONE`].
    pub fn item(&mut self, spelling: &str) -> ItemId {
        let spelling = spelling.trim();
        if spelling.is_empty() {
            return ItemId::NONE;
        }
        let name = self.facts.names.intern(spelling);
        // Most spellings come again and again; the canonical key need not be worked out each time.
        self.facts.items.find(name).unwrap_or_else(|| self.new_item(&canonical_key(spelling), name, spelling))
    }

    /// The same where its canonical key is known already.
    pub fn item_of(&mut self, key: &str, spelling: &str) -> ItemId {
        let name = self.facts.names.intern(spelling);
        self.facts.items.find(name).unwrap_or_else(|| self.new_item(key, name, spelling))
    }

    /// The item with this canonical key, which was spelled so for the first time.
    fn new_item(&mut self, key: &str, name: NameId, spelling: &str) -> ItemId {
        let key = if key == spelling { name } else { self.facts.names.intern(key) };
        let item = self.facts.items.intern(key);
        self.facts.items.add_alias(item, name);
        item
    }
}
