//! Covered hours of a contract's own: a calendar with a name, such as "Weekday evenings", typed like the opening hours of
//! a location.

use clocks::{Calendar, CalendarText, WeekText};
use jiff::{SignedDuration, Timestamp};
use kernel::{Moment, Refusal};
use office::text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Hours with a name, as they are typed.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TypedCalendar {
    /// What these hours are called.
    #[schemars(extend("x-order" = 1), length(max = 200))]
    pub name: String,
    /// The time zone in which they count, as an IANA name such as America/Chicago.
    #[schemars(extend("x-order" = 2), length(max = 60))]
    pub zone: String,
    /// From Monday to Friday, for instance 07:00-19:00.
    #[serde(default)]
    #[schemars(extend("x-order" = 3), length(max = 200))]
    pub weekdays: Option<String>,
    /// On Saturdays.
    #[serde(default)]
    #[schemars(extend("x-order" = 4), length(max = 200))]
    pub saturday: Option<String>,
    /// On Sundays.
    #[serde(default)]
    #[schemars(extend("x-order" = 5), length(max = 200))]
    pub sunday: Option<String>,
    /// Whether the federal holidays of the United States are left out.
    #[serde(default)]
    #[schemars(extend("x-order" = 6))]
    pub federal_holidays: bool,
}

/// Hours with a name, as they are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NamedCalendar {
    pub name: String,
    pub zone: String,
    pub weekdays: String,
    pub saturday: String,
    pub sunday: String,
    pub federal_holidays: bool,
}

impl TypedCalendar {
    /// # Errors
    /// A refusal that names the field.
    pub(crate) fn checked(&self) -> Result<NamedCalendar, Refusal> {
        let plain = |text: &Option<String>| spans(text.as_deref().unwrap_or_default()).join(", ");
        let kept = NamedCalendar {
            name: text::name("terms.calendar.name", &self.name)?,
            zone: self.zone.trim().to_owned(),
            weekdays: plain(&self.weekdays),
            saturday: plain(&self.saturday),
            sunday: plain(&self.sunday),
            federal_holidays: self.federal_holidays,
        };
        match kept.calendar() {
            Ok(_) => Ok(kept),
            Err(problem) => {
                let field = match problem.field.as_str() {
                    "zone" => "zone",
                    f if f.starts_with("week.saturday") => "saturday",
                    f if f.starts_with("week.sunday") => "sunday",
                    _ => "weekdays",
                };
                let sentence =
                    format!("These hours cannot be read: {}.", problem.problem.trim_end_matches('.'));
                Err(Refusal::invalid(&format!("terms.calendar.{field}"), sentence))
            }
        }
    }
}

impl NamedCalendar {
    /// As clocks count in it.
    ///
    /// # Errors
    /// What cannot be read, with its field.
    pub fn calendar(&self) -> Result<Calendar, clocks::CalendarProblem> {
        let weekdays = spans(&self.weekdays);
        let week = WeekText {
            monday: weekdays.clone(),
            tuesday: weekdays.clone(),
            wednesday: weekdays.clone(),
            thursday: weekdays.clone(),
            friday: weekdays,
            saturday: spans(&self.saturday),
            sunday: spans(&self.sunday),
        };
        let holidays = self.federal_holidays.then_some(clocks::Holidays::UsFederal);
        CalendarText { zone: self.zone.clone(), week, holidays, ..CalendarText::default() }.try_into()
    }

    pub(crate) fn typed(&self) -> TypedCalendar {
        TypedCalendar {
            name: self.name.clone(),
            zone: self.zone.clone(),
            weekdays: Some(self.weekdays.clone()),
            saturday: Some(self.saturday.clone()),
            sunday: Some(self.sunday.clone()),
            federal_holidays: self.federal_holidays,
        }
    }

    /// The hours in words.
    pub fn words(&self) -> String {
        let part = |day: &str, spans: &str| {
            (!spans.is_empty()).then(|| format!("{day} {}", spans.replace('-', "–")))
        };
        let days = [
            part("Mon–Fri", &self.weekdays),
            part("Sat", &self.saturday),
            part("Sun", &self.sunday),
            self.federal_holidays.then(|| "not on federal holidays".to_owned()),
        ];
        let days: Vec<String> = days.into_iter().flatten().collect();
        format!("{} ({}, {})", self.name, days.join(" · "), self.zone)
    }
}

fn spans(text: &str) -> Vec<String> {
    let parts = text.split([',', ';', '\n']);
    parts.map(|p| p.replace(['–', '—'], "-").replace(' ', "")).filter(|p| !p.is_empty()).collect()
}

/// Whether a calendar is open at a moment.
pub(crate) fn open_at(calendar: &Calendar, at: Moment) -> bool {
    let start = at.timestamp();
    let end = start.checked_add(SignedDuration::from_millis(1)).unwrap_or(Timestamp::MAX);
    calendar.compile(start, end).is_ok_and(|laid| laid.total_open() > SignedDuration::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evenings() -> TypedCalendar {
        TypedCalendar {
            name: "Weekday evenings".into(),
            zone: "America/Chicago".into(),
            weekdays: Some("07:00 – 12:00, 13:00-21:00".into()),
            saturday: Some("08:00-12:00".into()),
            sunday: None,
            federal_holidays: true,
        }
    }

    #[test]
    fn hours_of_their_own_open_and_close() {
        let kept = evenings().checked().unwrap();
        let open = |at: &str| open_at(&kept.calendar().unwrap(), Moment::from_timestamp(at.parse().unwrap()));
        assert!(open("2026-06-03T20:30:00-05:00") && open("2026-06-06T09:00:00-05:00"));
        assert!(!open("2026-06-03T21:00:00-05:00") && !open("2026-06-07T09:00:00-05:00"));
        assert!(!open("2026-06-03T12:30:00-05:00"));
        assert!(!open("2026-11-26T10:00:00-06:00"), "Thanksgiving Day");
        assert_eq!(
            kept.words(),
            "Weekday evenings (Mon–Fri 07:00–12:00, 13:00–21:00 · Sat 08:00–12:00 · not on federal holidays, \
             America/Chicago)"
        );
        assert_eq!(kept.typed().checked().unwrap(), kept);
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let wrong = [
            (TypedCalendar { name: " ".into(), ..evenings() }, "name"),
            (TypedCalendar { zone: "Central".into(), ..evenings() }, "zone"),
            (TypedCalendar { weekdays: Some("7-9".into()), ..evenings() }, "weekdays"),
            (TypedCalendar { saturday: Some("x".into()), ..evenings() }, "saturday"),
            (TypedCalendar { weekdays: None, saturday: None, ..evenings() }, "weekdays"),
        ];
        for (typed, field) in wrong {
            let refusal = typed.checked().unwrap_err();
            assert_eq!(refusal.field, Some(format!("terms.calendar.{field}")));
        }
    }
}
