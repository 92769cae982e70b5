//! A calendar as people write it and as it is stored: zone, week, special days, holidays and exceptions.

use crate::holidays::{Holidays, Observed};
use serde::{Deserialize, Serialize};

/// A calendar as people write it and as it is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarText {
    /// IANA zone name, such as `America/New_York`.
    pub zone: String,
    /// Open at every moment of every day; then there is neither a week nor a special day nor an exception.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub always: bool,
    /// Opening hours for each day of the week.
    #[serde(default, skip_serializing_if = "WeekText::is_empty")]
    pub week: WeekText,
    /// Dates that differ from the week.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub special_days: Vec<SpecialDayText>,
    /// Holidays on which it is closed; a special day of the same date goes before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holidays: Option<Holidays>,
    /// Hours in which it is closed, or open, apart from all the above. Where two meet, closed goes before open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<ExceptionText>,
    /// How long a business day of a contract is, such as `8h`; only needed where the open days of the week differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_day: Option<String>,
}

/// Opening hours for each day of the week, each as a list of spans such as `08:00-17:00`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WeekText {
    pub monday: Vec<String>,
    pub tuesday: Vec<String>,
    pub wednesday: Vec<String>,
    pub thursday: Vec<String>,
    pub friday: Vec<String>,
    pub saturday: Vec<String>,
    pub sunday: Vec<String>,
}

impl WeekText {
    pub(crate) fn is_empty(&self) -> bool {
        self.days().iter().all(|(_, spans)| spans.is_empty())
    }

    pub(crate) fn days(&self) -> [(&'static str, &[String]); 7] {
        [
            ("monday", &self.monday),
            ("tuesday", &self.tuesday),
            ("wednesday", &self.wednesday),
            ("thursday", &self.thursday),
            ("friday", &self.friday),
            ("saturday", &self.saturday),
            ("sunday", &self.sunday),
        ]
    }

    pub(crate) fn days_mut(&mut self) -> [&mut Vec<String>; 7] {
        [
            &mut self.monday,
            &mut self.tuesday,
            &mut self.wednesday,
            &mut self.thursday,
            &mut self.friday,
            &mut self.saturday,
            &mut self.sunday,
        ]
    }
}

/// A date with hours of its own; no hours means closed. With a rule it comes again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpecialDayText {
    /// `2026-11-26`; of a rule, the first one.
    pub date: String,
    /// What the account says: "Thanksgiving Day".
    pub name: String,
    /// Spans such as `08:00-12:00`; empty means closed all day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<String>,
    /// By which rule it comes again (RRULE of RFC 5545): `FREQ=YEARLY;BYMONTH=11;BYDAY=4TH`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// When it is kept if it falls on a weekend.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed: Option<Observed>,
    /// Dates on which the rule does not hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<String>,
    /// From which list it was taken ("Texas holidays"); nothing where somebody typed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
}

/// What an exception does to its hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Does {
    /// A partial closure: a staff meeting, a power cut.
    Closed,
    /// An extra opening: a Saturday in flu season.
    Open,
}

/// Hours in which a calendar is closed, or open, whatever its week says. With a rule they come again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExceptionText {
    /// What the account says: "Staff meeting".
    pub name: String,
    pub does: Does,
    /// `2026-12-24T12:00` in local time, with an offset where that occurs twice, or a date for its first moment.
    pub from: String,
    /// When it is over, in the same form: `2026-12-25` is the midnight with which that date begins.
    pub until: String,
    /// By which rule it comes again (RRULE of RFC 5545), at the same wall clock; `from` is the first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Dates on which the rule does not hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<String>,
    /// The zone of its local times, where it is not the calendar's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// From which list it was taken; nothing where somebody typed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
}
