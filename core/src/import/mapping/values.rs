//! One row of a foreign table → the texts of its roles, as Floorlens tables write them: ISO times, plain numbers, one spelling for "nothing".

use super::numbers::{duration, number};
use super::profile::is_nothing;
use super::times::{self, DAY, Reading};
use crate::model::{Decimal, FILE_STEM, Mapping, Micros, Moment, Role, TimeForm, Zones, find_zone};

/// A mapping made ready for reading rows.
pub(super) struct Roles {
    pub(super) mapping: Mapping,
    /// Role → its columns.
    columns: Vec<Vec<usize>>,
    /// Role → what holds for every row.
    constants: Vec<String>,
    /// The zone of times without one, where the mapping names it.
    zones: Zones,
}

/// The texts of one row, by role.
#[derive(Default)]
pub(super) struct Values {
    texts: Vec<String>,
}

impl Values {
    /// The text of a role; blank where the row has none.
    pub(super) fn get(&self, role: Role) -> &str {
        self.texts.get(role as usize).map_or("", String::as_str)
    }

    /// Sets the text of a role.
    pub(super) fn set(&mut self, role: Role, text: &str) {
        if let Some(slot) = self.texts.get_mut(role as usize) {
            slot.clear();
            slot.push_str(text);
        }
    }
}

/// Why a row gives no facts: the column's name in the file, the cell, what is wrong with it.
pub(super) struct Wrong {
    pub(super) column: String,
    pub(super) cell: String,
    pub(super) what: &'static str,
}

impl Wrong {
    /// The sentence for the ledger; without the cell's text when `short`.
    pub(super) fn sentence(&self, short: bool) -> String {
        let Wrong { column, cell, what } = self;
        if short {
            return format!("Column `{column}`: the value {what}.");
        }
        let excerpt: String = cell.chars().take(80).collect();
        format!("Column `{column}`: `{excerpt}` {what}.")
    }
}

impl Roles {
    /// `file` is the file's name, for [`FILE_STEM`].
    pub(super) fn new(mapping: Mapping, file: &str) -> Self {
        let mut columns = vec![Vec::new(); Role::ALL.len()];
        for (i, column) in mapping.columns.iter().enumerate() {
            if column.role != Role::Ignore {
                columns[column.role as usize].push(i);
            }
        }
        let mut constants = vec![String::new(); Role::ALL.len()];
        for (role, text) in &mapping.constants {
            constants[*role as usize] = if text == FILE_STEM { stem(file).to_owned() } else { text.trim().to_owned() };
        }
        let zones = Zones::new(Some(find_zone), mapping.zone.as_deref(), []);
        Self { mapping, columns, constants, zones }
    }

    /// The columns of a role.
    pub(super) fn of(&self, role: Role) -> &[usize] {
        self.columns.get(role as usize).map_or(&[], Vec::as_slice)
    }

    /// The name of a role's column in the file.
    pub(super) fn name(&self, role: Role) -> Option<&str> {
        let place = self.of(role).first()?;
        self.mapping.columns.get(*place).map(|column| column.name.as_str())
    }

    /// Reads the row whose cells `cell` gives.
    pub(super) fn read<'a>(&self, cell: &dyn Fn(usize) -> &'a str, values: &mut Values) -> Result<(), Wrong> {
        values.texts.resize(Role::ALL.len(), String::new());
        for role in Role::ALL.iter().copied() {
            let text = &mut values.texts[role as usize];
            text.clear();
            let places = self.of(role);
            match role {
                Role::Ignore | Role::Time | Role::Start | Role::End | Role::Value => {}
                Role::Duration => {
                    if let Some(place) = places.first() {
                        self.duration(*place, cell(*place), text)?;
                    }
                }
                Role::Quantity
                | Role::Good
                | Role::Scrap
                | Role::Rework
                | Role::Total
                | Role::Lower
                | Role::Upper
                | Role::Target
                | Role::Strength => {
                    if let Some(place) = places.first() {
                        self.number(*place, cell(*place), text)?;
                    }
                }
                _ => {
                    let own = places.iter().map(|place| cell(*place).trim()).find(|text| !is_nothing(text));
                    text.push_str(own.unwrap_or_default());
                }
            }
            if text.is_empty()
                && let Some(constant) = self.constants.get(role as usize)
            {
                text.push_str(constant);
            }
        }
        self.times(cell, values)
    }

    /// A cell of a value column, as a measurement's value: a plain number where it is one.
    pub(super) fn value(&self, place: usize, text: &str) -> String {
        let text = text.trim();
        if is_nothing(text) {
            return String::new();
        }
        match number(text, self.decimal(place)) {
            Some(value) => format!("{value}"),
            None => text.to_owned(),
        }
    }

    fn decimal(&self, place: usize) -> Decimal {
        self.mapping.columns.get(place).and_then(|column| column.decimal).unwrap_or(self.mapping.decimal)
    }

    fn wrong(&self, place: usize, cell: &str, what: &'static str) -> Wrong {
        let column = self.mapping.columns.get(place).map_or_else(String::new, |column| column.name.clone());
        Wrong { column, cell: cell.to_owned(), what }
    }

    fn number(&self, place: usize, cell: &str, out: &mut String) -> Result<(), Wrong> {
        if is_nothing(cell.trim()) {
            return Ok(());
        }
        let value = number(cell, self.decimal(place)).ok_or_else(|| self.wrong(place, cell, "is not a number"))?;
        out.push_str(&format!("{value}"));
        Ok(())
    }

    fn duration(&self, place: usize, cell: &str, out: &mut String) -> Result<(), Wrong> {
        if is_nothing(cell.trim()) {
            return Ok(());
        }
        let unit = self.mapping.columns.get(place).and_then(|column| column.unit.as_deref());
        let seconds = duration(cell, self.decimal(place), unit).filter(|s| s.is_finite() && *s >= 0.0);
        let seconds = seconds.ok_or_else(|| self.wrong(place, cell, "is not a duration such as 12.5 or 0:15:00"))?;
        out.push_str(&format!("{seconds}"));
        Ok(())
    }

    /// The times of the row; a start and an end that give a time of day only share the date of the row.
    fn times<'a>(&self, cell: &dyn Fn(usize) -> &'a str, values: &mut Values) -> Result<(), Wrong> {
        let time = self.reading(Role::Time, cell)?;
        let start = self.reading(Role::Start, cell)?;
        let end = self.reading(Role::End, cell)?;
        let day = [time, start, end].into_iter().flatten().find_map(|r| r.date);
        let complete =
            |reading: Option<Reading>, day: Option<Micros>| reading.map(|r| Reading { date: r.date.or(day), ..r });
        let start_day = start.and_then(|r| r.date).or(day);
        let started = complete(start, day).and_then(Reading::moment);
        let mut ended = complete(end, start_day);
        // A shift that ends after midnight gives a time of day that lies before its start.
        if let (Some(Reading { date: None, .. }), Some(Moment::Local(from)), Some(to)) = (end, started, ended.as_mut())
            && let Some(Moment::Local(at)) = to.moment()
            && at < from
        {
            to.date = to.date.map(|date| date + DAY);
        }
        let mut ended = ended.and_then(Reading::moment);
        let timed = complete(time, day).and_then(Reading::moment);
        let seconds: Option<f64> = values.get(Role::Duration).parse().ok();
        let length = seconds.map(|s| libm::round(s * 1e6) as i64);
        let shift = |moment: Moment, by: i64| match moment {
            Moment::Zoned(at) => Moment::Zoned(at.saturating_add(by)),
            Moment::Local(at) => Moment::Local(at.saturating_add(by)),
        };
        let mut started = started;
        // An instant, not a reading of the clock, is moved on: the clock may change in between.
        if let (None, Some(from), Some(length)) = (ended, started.or(timed), length)
            && self.of(Role::End).is_empty()
        {
            ended = Some(shift(self.instant(from), length));
        }
        if let (None, Some(to), Some(length)) = (started, ended, length)
            && self.of(Role::Start).is_empty()
            && self.of(Role::Time).is_empty()
        {
            started = Some(shift(self.instant(to), -length));
        }
        for (role, moment) in [(Role::Time, timed), (Role::Start, started), (Role::End, ended)] {
            let Some(moment) = moment else { continue };
            let mut text = String::new();
            times::iso(self.instant(moment), &mut text);
            values.set(role, &text);
        }
        if values.get(Role::Time).is_empty()
            && let Some(text) = self.constants.get(Role::Time as usize)
        {
            let text = text.clone();
            values.set(Role::Time, &text);
        }
        Ok(())
    }

    /// The instant of a wall clock, where the mapping knows its zone.
    fn instant(&self, moment: Moment) -> Moment {
        match moment {
            Moment::Local(at) if !self.zones.is_empty() => Moment::Zoned(self.zones.instant(at, "")),
            other => other,
        }
    }

    /// What the columns of a time say together: a date, a time of day, or both.
    fn reading<'a>(&self, role: Role, cell: &dyn Fn(usize) -> &'a str) -> Result<Option<Reading>, Wrong> {
        let mut found: Option<Reading> = None;
        for place in self.of(role).iter().copied() {
            let text = cell(place).trim();
            if is_nothing(text) {
                continue;
            }
            let form = self.mapping.columns.get(place).and_then(|column| column.time).unwrap_or(TimeForm::YearFirst);
            let read = times::read(text, form).ok_or_else(|| self.wrong(place, text, no_time(form)))?;
            found = Some(match found {
                None => read,
                Some(other) => {
                    // A date that also has a clock (of midnight, as databases write it) leaves the clock to the other column.
                    let clock = if form == TimeForm::Clock { read.clock } else { other.clock.or(read.clock) };
                    Reading { date: other.date.or(read.date), clock, offset: other.offset.or(read.offset), ..read }
                }
            });
        }
        Ok(found)
    }
}

fn no_time(form: TimeForm) -> &'static str {
    match form {
        TimeForm::YearFirst => "is not a time such as 2026-03-23 06:15:00",
        TimeForm::DayFirst => "is not a time such as 23.03.2026 06:15 or 23/03/2026",
        TimeForm::MonthFirst => "is not a time such as 3/23/2026 6:15 PM",
        TimeForm::Clock => "is not a time of day such as 06:15:00",
        TimeForm::Excel => "is not a day number of Excel such as 46104.26",
        TimeForm::EpochS => "is not a number of seconds since 1970",
        TimeForm::EpochMs => "is not a number of milliseconds since 1970",
        TimeForm::EpochUs => "is not a number of microseconds since 1970",
        TimeForm::EpochNs => "is not a number of nanoseconds since 1970",
    }
}

/// `plant/Saw 3.csv.gz` → `Saw 3`.
fn stem(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let name = name.strip_suffix(".gz").unwrap_or(name);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}
