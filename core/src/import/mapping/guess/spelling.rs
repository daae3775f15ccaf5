//! How times and numbers are written, as far as the columns tell.

use super::questions::question;
use crate::import::mapping::candidates::is_epoch;
use crate::import::mapping::layout::{Form, Layout};
use crate::import::mapping::profile::Profile;
use crate::import::mapping::shapes::{Column, Fitted};
use crate::model::{Decimal, Mapping, Role, TimeForm};
use crate::protocol::{MappingQuestion, MappingQuestionKind};

/// The columns whose order of day, month and year is open.
pub(super) fn undecided_dates(profiles: &[Profile]) -> Vec<usize> {
    let open = |p: &Profile| p.is_date() && matches!(date_order(p), Order::Open | Order::WideOpen);
    (0..profiles.len()).filter(|i| profiles.get(*i).is_some_and(open)).collect()
}

/// Day and month of a column of dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Year,
    Day,
    Month,
    /// No date in the column tells.
    Open,
    /// Nor whether the year comes first.
    WideOpen,
    /// Some dates can only be the one, some only the other.
    Mixed,
}

pub(super) fn date_order(p: &Profile) -> Order {
    // A year of two digits may stand in front. It is the number that changes less; where months change too, a report of each month's first day
    // looks the same from both ends.
    if let Some([years, months, days]) = p.short.filter(|[_, months, days]| !p.long && months.1 <= 12 && days.1 <= 31) {
        let spread = |(least, greatest): (i64, i64)| greatest - least;
        let less = spread(days) - spread(years);
        let clear = if spread(months) > 0 { 3 } else { 0 };
        if years.1 > 31 || (less > clear && p.mark != b'.') {
            return Order::Year;
        }
        if less >= -clear && p.mark != b'.' {
            return Order::WideOpen;
        }
    }
    match (p.first > 12, p.second > 12) {
        _ if p.first == 0 => Order::Year,
        (true, true) => Order::Mixed,
        (true, false) => Order::Day,
        (false, true) => Order::Month,
        // Nobody writes the month first with dots.
        _ if p.mark == b'.' => Order::Day,
        _ => Order::Open,
    }
}

/// How the times of a column are written, if it holds any, whatever it was taken for.
pub(super) fn holds_times(p: &Profile, column: &Column) -> Option<TimeForm> {
    (p.is_date() || column.clock || is_epoch(p) || p.mostly(p.excel)).then(|| time_form(p, column.clock))
}

/// How the times of a column are written.
pub(super) fn time_form(p: &Profile, clock: bool) -> TimeForm {
    if clock {
        return TimeForm::Clock;
    }
    if p.is_date() {
        return match date_order(p) {
            Order::Year => TimeForm::YearFirst,
            Order::Month => TimeForm::MonthFirst,
            _ => TimeForm::DayFirst,
        };
    }
    if is_epoch(p) {
        let forms = [TimeForm::EpochS, TimeForm::EpochMs, TimeForm::EpochUs, TimeForm::EpochNs];
        let place = p.epochs.iter().position(|n| p.mostly(*n)).unwrap_or(0);
        return forms.get(place).copied().unwrap_or(TimeForm::EpochS);
    }
    TimeForm::Excel
}

/// A column that leaves day, month or year open follows one that does not; else it is asked.
pub(super) fn settle_date_order(mapping: &mut Mapping, profiles: &[Profile], questions: &mut Vec<MappingQuestion>) {
    let orders: Vec<Order> = profiles.iter().map(date_order).collect();
    let decided = |order: Order| orders.iter().zip(profiles).any(|(o, p)| *o == order && p.is_date() && p.mark != b'.');
    let by_others = match (decided(Order::Day), decided(Order::Month)) {
        (true, false) => Some(TimeForm::DayFirst),
        (false, true) => Some(TimeForm::MonthFirst),
        _ => None,
    };
    let years_first = orders.iter().zip(profiles).any(|(order, p)| *order == Order::Year && p.short.is_some());
    for ((column, order), p) in mapping.columns.iter_mut().zip(&orders).zip(profiles) {
        if column.time.is_none() || !p.is_date() {
            continue;
        }
        let sample = p.samples.first().map_or("", String::as_str);
        match (order, by_others) {
            (Order::WideOpen, _) if years_first => column.time = Some(TimeForm::YearFirst),
            (Order::Open | Order::WideOpen, Some(form)) => column.time = Some(form),
            (Order::WideOpen, None) => questions.push(question(
                MappingQuestionKind::DateOrder,
                Some(&column.name),
                format!(
                    "Does `{}` begin with the day, the month or the year? No date in the whole column tells; the first is {sample}.",
                    column.name
                ),
                true,
            )),
            (Order::Open, None) => questions.push(question(
                MappingQuestionKind::DateOrder,
                Some(&column.name),
                format!(
                    "Does `{}` give the day first or the month first? No date in the whole column tells; the first is {sample}.",
                    column.name
                ),
                true,
            )),
            (Order::Mixed, _) => questions.push(question(
                MappingQuestionKind::DateOrder,
                Some(&column.name),
                format!(
                    "`{}` holds dates that can only have the day first and others that can only have the month first. Which is right? The \
                     others will be rejected.",
                    column.name
                ),
                true,
            )),
            _ => {}
        }
    }
}

/// The decimal mark of a column whose numbers contradict that of the file, and do so with one voice.
pub(super) fn own_decimal(role: Role, p: &Profile, file: Decimal) -> Option<Decimal> {
    let own = match (p.must_point > 0, p.must_comma > 0) {
        (true, false) => Decimal::Point,
        (false, true) => Decimal::Comma,
        _ => return None,
    };
    (is_counted(role) && p.numbers() * 2 > p.filled && own != file).then_some(own)
}

/// Roles whose cells are numbers.
fn is_counted(role: Role) -> bool {
    matches!(
        role,
        Role::Quantity
            | Role::Value
            | Role::Duration
            | Role::Good
            | Role::Scrap
            | Role::Rework
            | Role::Total
            | Role::Lower
            | Role::Upper
            | Role::Target
            | Role::Strength
    )
}

/// The decimal mark of the whole file, of which columns that contradict it are left out ([`own_decimal`]).
pub(super) fn decimal(
    layout: &Layout,
    profiles: &[Profile],
    best: &Fitted,
    questions: &mut Vec<MappingQuestion>,
) -> Decimal {
    let counted = |role: &Option<Role>| role.is_some_and(is_counted);
    let numbers: Vec<(usize, &Profile)> = profiles
        .iter()
        .enumerate()
        .filter(|(i, p)| best.roles.get(*i).is_some_and(counted) && p.numbers() * 2 > p.filled)
        .collect();
    let sum = |of: fn(&Profile) -> u32| numbers.iter().map(|(_, p)| of(p)).sum::<u32>();
    let (comma, point) = (sum(|p| p.must_comma), sum(|p| p.must_point));
    let semicolons = layout.form == Form::Delimited(b';');
    let dots = profiles.iter().any(|p| p.is_date() && p.mark == b'.');
    match comma.cmp(&point) {
        std::cmp::Ordering::Greater => return Decimal::Comma,
        std::cmp::Ordering::Less => return Decimal::Point,
        std::cmp::Ordering::Equal => {}
    }
    let (open_comma, open_point) = (sum(|p| p.open_comma), sum(|p| p.open_point));
    if open_comma + open_point > 0 && !(semicolons || dots) && open_comma > 0 {
        let open = numbers.iter().find(|(_, p)| p.open_comma > 0);
        let (name, sample) = open
            .and_then(|(i, p)| {
                Some((
                    layout.header.get(*i)?.as_str(),
                    p.samples.iter().find(|s| s.contains(',')).map_or("", String::as_str),
                ))
            })
            .unwrap_or(("", ""));
        questions.push(question(
            MappingQuestionKind::Decimal,
            Some(name),
            format!("Is the comma in `{sample}` of `{name}` a decimal mark, or does it group thousands? No number in the column tells."),
            true,
        ));
    }
    let comma = semicolons || dots;
    if comma && open_comma + open_point + sum(|p| p.integers) > 0 { Decimal::Comma } else { Decimal::Point }
}
