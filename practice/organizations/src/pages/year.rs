//! A location's year in twelve small months. Odd days stand out by shape and letter as well as by colour, and are
//! listed below with their names and hours.

use crate::YearTold;
use crate::year::{OddDay, OddKind};
use jiff::ToSpan;
use jiff::civil::Date;
use markup::{Markup, html};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [(&str, &str); 7] = [
    ("Mo", "Monday"),
    ("Tu", "Tuesday"),
    ("We", "Wednesday"),
    ("Th", "Thursday"),
    ("Fr", "Friday"),
    ("Sa", "Saturday"),
    ("Su", "Sunday"),
];

/// The page's content.
pub fn year_page(told: &YearTold, manages: bool) -> Markup {
    let year = |year: i16| format!("/locations/{}/year?year={year}", told.location);
    html! {
        p { "Open " (told.hours) ", on the clocks of " (told.zone) "." }
        nav.row aria-label="Years" {
            a href=(year(told.year - 1)) { (told.year - 1) } " " b { (told.year) } " "
            a href=(year(told.year + 1)) { (told.year + 1) }
        }
        ul.year-key {
            @for kind in OddKind::ALL {
                li { span class={ "year-day " (class(*kind)) } { (letter(*kind)) } " " (kind.title()) }
            }
        }
        div.year { @for month in 1..=12_i8 { (self::month(told, month)) } }
        @if told.odd.is_empty() { p.soft { "Every day of this year is as its weekday is." } } @else {
            h2 { "The odd days" }
            (list(&told.odd))
        }
        p { a href={ "/locations/" (told.location) "/year.ics?year=" (told.year) } {
            "The year as a file for other calendars (iCalendar)"
        } }
        (super::taken::lists(told, manages))
    }
}

/// Odd days, one a line.
pub(super) fn list(days: &[OddDay]) -> Markup {
    html! {
        ul.plain { @for day in days { li {
            b { (weekday(day)) " " (day.date) } " · " (day.name) " · " (day.kind.title().to_lowercase())
            @if !day.open.is_empty() { " · open " (day.open) }
        } } }
    }
}

fn weekday(day: &OddDay) -> &'static str {
    let date: Option<Date> = day.date.parse().ok();
    let of = date.map(|date| date.weekday().to_monday_zero_offset());
    of.and_then(|of| usize::try_from(of).ok()).and_then(|of| DAYS.get(of)).map_or("", |day| day.1)
}

fn class(kind: OddKind) -> &'static str {
    match kind {
        OddKind::Closed => "year-closed",
        OddKind::Shorter => "year-shorter",
        OddKind::Longer => "year-longer",
        OddKind::Moved => "year-moved",
        OddKind::Clocks => "year-clocks",
    }
}

/// What stands beside the number, for whoever sees no colour.
fn letter(kind: OddKind) -> &'static str {
    match kind {
        OddKind::Closed => "×",
        OddKind::Shorter => "−",
        OddKind::Longer => "+",
        OddKind::Moved => "~",
        OddKind::Clocks => "◷",
    }
}

/// The weeks of a month, Monday first; days of other months stay blank.
fn weeks(year: i16, month: i8) -> Vec<[Option<Date>; 7]> {
    let Ok(first) = Date::new(year, month, 1) else { return Vec::new() };
    let mut weeks = Vec::new();
    let mut week = [None; 7];
    for day in 0..i64::from(first.days_in_month()) {
        let Ok(date) = first.checked_add(day.days()) else { break };
        let place = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or_default();
        week[place] = Some(date);
        if place == 6 {
            weeks.push(std::mem::take(&mut week));
        }
    }
    if week.iter().any(Option::is_some) {
        weeks.push(week);
    }
    weeks
}

fn month(told: &YearTold, month: i8) -> Markup {
    let name = usize::try_from(month - 1).ok().and_then(|m| MONTHS.get(m)).copied().unwrap_or_default();
    html! {
        table.year-month {
            caption { (name) }
            thead { tr { @for (short, long) in DAYS { th scope="col" abbr=(long) { (short) } } } }
            tbody { @for week in weeks(told.year, month) {
                tr { @for (place, date) in week.iter().enumerate() { @match date {
                    None => td {},
                    Some(date) => (day(told, *date, told.open[place])),
                } } }
            } }
        }
    }
}

fn day(told: &YearTold, date: Date, open: bool) -> Markup {
    let text = date.to_string();
    let odd: Vec<&OddDay> = told.odd.iter().filter(|day| day.date == text).collect();
    let first = odd.first();
    let class = first.map_or(if open { "year-day" } else { "year-day year-rest" }.to_owned(), |odd| {
        format!("year-day {}", class(odd.kind))
    });
    let says: Vec<String> = odd
        .iter()
        .map(|odd| match odd.open.as_str() {
            "" => odd.name.clone(),
            hours => format!("{}, open {hours}", odd.name),
        })
        .collect();
    let title = (!says.is_empty()).then(|| says.join("; "));
    let today = (text == told.today).then_some("date");
    html! {
        td class=(class) title=[title] aria-current=[today] {
            (date.day()) @for odd in &odd { span.year-mark { (letter(odd.kind)) } }
        }
    }
}
