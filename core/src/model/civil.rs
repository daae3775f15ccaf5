//! Days as dates of the Gregorian calendar, which is taken to hold for years before its invention as well (as ISO 8601 does).

/// A date. Years before 1 are counted on: 0, −1 and so on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year.
    pub year: i64,
    /// Month, 1…12.
    pub month: i64,
    /// Day of the month, from 1.
    pub day: i64,
}

const BEFORE: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/// Days from 1970-01-01 to a date; `None` where there is no such day.
pub fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(leap),
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    let before = BEFORE[month as usize - 1] + i64::from(leap && month > 2);
    // Leap days of all years before this one, counted from the year 0, which has one itself.
    let past = year - 1;
    let leaps = past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400) + 1;
    // 719_528 days lie between 0000-01-01 and 1970-01-01.
    Some(year * 365 + leaps + before + day - 1 - 719_528)
}

/// The date that lies so many days after 1970-01-01.
pub fn date_of(days: i64) -> Date {
    // Years are taken to begin in March, so that a leap day is the last of its year; 400 of them are 146,097 days.
    let since = days + 719_468;
    let (era, day) = (since.div_euclid(146_097), since.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    // 153 days in five months, again and again: 31, 30, 31, 30, 31.
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
    Date { year: era * 400 + year, month, day }
}

/// Days since Monday, 0…6.
pub fn weekday(days: i64) -> i64 {
    // 1970-01-01 was a Thursday.
    (days + 3).rem_euclid(7)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;

    #[test]
    fn every_day_of_twenty_thousand_years_is_the_librarys() {
        let mut expected = jiff::civil::Date::MIN;
        let mut days = days_since_1970(-9999, 1, 1).expect("there is such a day");
        loop {
            let (year, month, day) =
                (i64::from(expected.year()), i64::from(expected.month()), i64::from(expected.day()));
            assert_eq!(date_of(days), Date { year, month, day });
            assert_eq!(days_since_1970(year, month, day), Some(days));
            assert_eq!(weekday(days), i64::from(expected.weekday().to_monday_zero_offset()));
            let Ok(next) = expected.checked_add(1.day()) else { break };
            (expected, days) = (next, days + 1);
        }
    }
}
