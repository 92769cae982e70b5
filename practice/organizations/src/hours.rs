//! Opening hours as people type them, and as a calendar that clocks can count in. A location is open round
//! the clock, or on weekdays, Saturdays and Sundays at certain hours, apart from special days such as
//! holidays.

use clocks::{Calendar, CalendarText, Holidays, SpecialDayText, WeekText};
use kernel::{Moment, Refusal, Stop};

/// What is open when nobody says anything else.
const ORDINARY: &str = "08:00-17:00";
/// More special days than this are a mistake.
const MOST_SPECIAL_DAYS: usize = 400;

/// The fields of a form about hours.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hours<'a> {
    /// Open round the clock; then all else is blank.
    pub always: bool,
    /// Spans such as `08:00-12:00, 13:00-17:00`.
    pub weekdays: Option<&'a str>,
    pub saturday: Option<&'a str>,
    pub sunday: Option<&'a str>,
    /// One a line: `2026-11-26 Thanksgiving Day` is closed; `2026-12-24 08:00-12:00 Christmas Eve` has hours
    /// of its own.
    pub special_days: &'a [String],
    /// Closed on the federal holidays of the United States; never for what is open round the clock.
    pub holidays: bool,
}

impl Hours<'_> {
    /// The calendar in this zone. Weekdays from 08:00 to 17:00 when no hours are given at all.
    ///
    /// # Errors
    /// A refusal that names the field.
    pub fn calendar(&self, zone: &str, now: Moment) -> Result<Calendar, Stop> {
        if !crate::is_zone(zone) {
            let sentence =
                "This is not a time zone. Choose one, or write an IANA name such as America/New_York.";
            return Err(Refusal::invalid("zone", sentence).into());
        }
        let week = self.week();
        let special_days = self.special()?;
        if self.always && self.holidays {
            let sentence = "What is open round the clock is open on holidays too.";
            return Err(Refusal::invalid("federal_holidays", sentence).into());
        }
        let holidays = self.holidays.then_some(Holidays::UsFederal);
        let text = CalendarText {
            zone: zone.to_owned(),
            always: self.always,
            week,
            special_days,
            holidays,
            ..CalendarText::default()
        };
        let calendar = Calendar::try_from(text).map_err(refusal)?;
        calendar.check_opens(now.timestamp()).map_err(refusal)?;
        Ok(calendar)
    }

    fn week(&self) -> WeekText {
        let (weekdays, saturday, sunday) = (spans(self.weekdays), spans(self.saturday), spans(self.sunday));
        let nothing = weekdays.is_empty() && saturday.is_empty() && sunday.is_empty();
        let weekdays = if nothing && !self.always { vec![ORDINARY.to_owned()] } else { weekdays };
        WeekText {
            monday: weekdays.clone(),
            tuesday: weekdays.clone(),
            wednesday: weekdays.clone(),
            thursday: weekdays.clone(),
            friday: weekdays,
            saturday,
            sunday,
        }
    }

    fn special(&self) -> Result<Vec<SpecialDayText>, Stop> {
        if self.special_days.len() > MOST_SPECIAL_DAYS {
            let sentence = format!("There are more than {MOST_SPECIAL_DAYS} special days.");
            return Err(Refusal::invalid("special_days", sentence).into());
        }
        let lines = self.special_days.iter().map(|l| l.trim()).filter(|l| !l.is_empty());
        Ok(lines.map(special_day).collect())
    }
}

fn spans(text: Option<&str>) -> Vec<String> {
    let parts = text.unwrap_or_default().split([',', ';', '\n']);
    parts.map(|p| p.replace(['–', '—'], "-").replace(' ', "")).filter(|p| !p.is_empty()).collect()
}

/// `2026-12-24 08:00-12:00 Christmas Eve`: the date, then hours if there are any, then the name.
fn special_day(line: &str) -> SpecialDayText {
    let (date, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let (mut open, mut name) = (Vec::new(), rest.trim());
    while let Some((first, after)) = name.split_once(char::is_whitespace) {
        let first = first.trim_end_matches(',');
        if clocks::Span::parse(first).is_err() {
            break;
        }
        open.push(first.to_owned());
        name = after.trim();
    }
    let name = if name.is_empty() { "Special day" } else { name };
    SpecialDayText { date: date.to_owned(), name: name.to_owned(), open, ..SpecialDayText::default() }
}

/// A problem of the calendar, said at the field of the form.
fn refusal(problem: clocks::CalendarProblem) -> Stop {
    let field = match problem.field.as_str() {
        f if f.starts_with("special_days") => "special_days",
        f if f.starts_with("week.saturday") => "saturday",
        f if f.starts_with("week.sunday") => "sunday",
        "zone" => "zone",
        _ => "weekdays",
    };
    let mut sentence = problem.problem;
    if let Some(first) = sentence.get(..1).map(str::to_uppercase) {
        sentence.replace_range(..1, &first);
    }
    Refusal::invalid(field, format!("{}.", sentence.trim_end_matches('.'))).into()
}

/// The hours in words: "round the clock", or "Mon–Fri 08:00–17:00 · Sat 09:00–12:00".
pub fn in_words(text: &CalendarText) -> String {
    if text.always {
        return "round the clock".to_owned();
    }
    let week = &text.week;
    let days = [
        ("Mon", &week.monday),
        ("Tue", &week.tuesday),
        ("Wed", &week.wednesday),
        ("Thu", &week.thursday),
        ("Fri", &week.friday),
        ("Sat", &week.saturday),
        ("Sun", &week.sunday),
    ];
    let mut parts: Vec<String> = Vec::new();
    let mut at = 0;
    while at < days.len() {
        let (first, spans) = days[at];
        let run = days[at..].iter().take_while(|(_, other)| *other == spans).count();
        let last = days[at + run - 1].0;
        at += run;
        if !spans.is_empty() {
            let days = if run == 1 { first.to_owned() } else { format!("{first}–{last}") };
            parts.push(format!("{days} {}", spans.join(", ").replace('-', "–")));
        }
    }
    if text.holidays.is_some() {
        parts.push("closed on federal holidays".to_owned());
    }
    match text.special_days.len() {
        0 => {}
        1 => parts.push("1 special day".to_owned()),
        n => parts.push(format!("{n} special days")),
    }
    parts.join(" · ")
}

/// The fields of the form again, to revise what is there: always, weekdays, Saturday, Sunday, and the special days that
/// somebody typed.
pub(crate) fn typed(text: &CalendarText) -> (bool, String, String, String, Vec<String>) {
    let week = &text.week;
    let day = |d: &SpecialDayText| {
        [std::slice::from_ref(&d.date), &d.open, std::slice::from_ref(&d.name)].concat().join(" ")
    };
    (
        text.always,
        week.monday.join(", "),
        week.saturday.join(", "),
        week.sunday.join(", "),
        text.special_days.iter().filter(|d| d.list.is_none()).map(day).collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-11-22T12:00:00Z";

    fn calendar(hours: Hours) -> Result<Calendar, Stop> {
        hours.calendar("America/Chicago", Moment::from_timestamp(NOW.parse().unwrap()))
    }

    fn wrong(outcome: Result<Calendar, Stop>) -> Option<String> {
        match outcome {
            Err(Stop::Refused(refusal)) => refusal.field,
            _ => None,
        }
    }

    #[test]
    fn hours_as_people_type_them() {
        let days =
            ["2026-11-26 Thanksgiving Day".to_owned(), "2026-12-24 08:00-12:00 Christmas Eve".to_owned()];
        let typed_in = Hours {
            weekdays: Some("08:00 – 12:00, 13:00-17:00"),
            saturday: Some("09:00-12:00"),
            special_days: &days,
            ..Hours::default()
        };
        let text = CalendarText::from(calendar(typed_in).unwrap());
        assert_eq!(in_words(&text), "Mon–Fri 08:00–12:00, 13:00–17:00 · Sat 09:00–12:00 · 2 special days");
        assert_eq!(text.special_days[1].open, ["08:00-12:00"]);
        let (always, weekdays, saturday, sunday, again) = typed(&text);
        assert_eq!((always, weekdays.as_str()), (false, "08:00-12:00, 13:00-17:00"));
        assert_eq!((saturday.as_str(), sunday.as_str()), ("09:00-12:00", ""));
        assert_eq!(again, days);
        assert_eq!(in_words(&calendar(Hours::default()).unwrap().into()), "Mon–Fri 08:00–17:00");
        let always = Hours { always: true, ..Hours::default() };
        assert_eq!(in_words(&calendar(always).unwrap().into()), "round the clock");
    }

    #[test]
    fn federal_holidays_are_closed_by_rule() {
        let kept = calendar(Hours { holidays: true, ..Hours::default() }).unwrap();
        assert_eq!(in_words(kept.text()), "Mon–Fri 08:00–17:00 · closed on federal holidays");
        let always = Hours { always: true, holidays: true, ..Hours::default() };
        assert_eq!(wrong(calendar(always)).as_deref(), Some("federal_holidays"));
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let bad_day = ["26 Nov Thanksgiving".to_owned()];
        let cases = [
            (Hours { weekdays: Some("8-17"), ..Hours::default() }, "weekdays"),
            (Hours { saturday: Some("09:00-08:61"), ..Hours::default() }, "saturday"),
            (Hours { sunday: Some("10:00-10:00"), ..Hours::default() }, "sunday"),
            (Hours { special_days: &bad_day, ..Hours::default() }, "special_days"),
            (Hours { always: true, weekdays: Some("08:00-09:00"), ..Hours::default() }, "weekdays"),
        ];
        for (hours, field) in cases {
            assert_eq!(wrong(calendar(hours)).as_deref(), Some(field), "{hours:?}");
        }
        let nowhere = Hours::default().calendar("Central", Moment::from_micros(0));
        assert_eq!(wrong(nowhere).as_deref(), Some("zone"));
    }
}
