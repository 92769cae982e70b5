//! Calendars that are refused, each with the field that is wrong.

use crate::{at, hours, office};
use clocks::{Calendar, ClockProblem, Horizon, Pause, Pauses};
use jiff::civil::date;
use serde_json::json;

fn refusal(value: serde_json::Value) -> String {
    serde_json::from_value::<Calendar>(value).unwrap_err().to_string()
}

#[test]
fn every_refusal_names_its_field() {
    let zone = "America/Chicago";
    let cases = [
        (json!({ "zone": "Mars/Olympus", "always": true }), "zone: \"Mars/Olympus\" is not an IANA zone"),
        (json!({ "zone": zone }), "week: has no open hours"),
        (json!({ "zone": zone, "hours": {} }), "unknown field `hours`"),
        (json!({ "zone": zone, "week": { "moonday": [] } }), "unknown field `moonday`"),
        (
            json!({ "zone": zone, "week": { "monday": ["8-17"] } }),
            "week.monday[0]: \"8-17\" is not of the form",
        ),
        (json!({ "zone": zone, "week": { "friday": ["08:00-12:00", "12:60-13:00"] } }), "week.friday[1]: "),
        (
            json!({ "zone": zone, "week": { "friday": ["24:00-12:00"] } }),
            "week.friday[0]: 24:00 can only end",
        ),
        (json!({ "zone": zone, "week": { "friday": ["08:00-08:00"] } }), "week.friday[0]: starts and ends"),
        (
            json!({ "zone": zone, "week": { "sunday": ["08:00-12:00", "11:00-13:00"] } }),
            "week.sunday[1]: 11:00-13:00 o",
        ),
        (json!({ "zone": zone, "week": { "sunday": vec!["x"; 25] } }), "week.sunday: has more than 24 spans"),
        (
            json!({ "zone": zone, "always": true, "week": { "sunday": ["08:00-12:00"] } }),
            "week: must be empty",
        ),
        (json!({ "zone": zone, "always": true, "holidays": "us-federal" }), "holidays: must be absent"),
        (
            json!({ "zone": zone, "always": true, "special_days": [{ "date": "2026-01-01", "name": "x" }] }),
            "special_days: must be empty",
        ),
        (
            json!({ "zone": zone, "special_days": [{ "date": "2026-02-30", "name": "x" }] }),
            "special_days[0].date: \"2026-02-30\" is not a date",
        ),
        (
            json!({ "zone": zone, "special_days": [{ "date": "2026-02-03", "name": " " }] }),
            "special_days[0].name: must have",
        ),
        (
            json!({ "zone": zone, "special_days": [{ "date": "2026-02-03", "name": "x", "open": ["a"] }] }),
            "special_days[0].open[0]: \"a\" is not",
        ),
    ];
    for (value, expected) in cases {
        let said = refusal(value);
        assert!(said.starts_with(expected), "expected \"{expected}\", was told \"{said}\"");
    }
}

#[test]
fn a_date_listed_twice_is_refused() {
    let once = office().with_special_day(date(2026, 7, 3), "Independence Day observed", &[]).unwrap();
    let twice = once.with_special_day(date(2026, 7, 3), "Works day", &[]);
    assert_eq!(twice.unwrap_err().to_string(), "special_days[1].date: 2026-07-03 is listed twice");
}

#[test]
fn a_calendar_reads_back_as_it_was_written() {
    let calendar = office().with_special_day(date(2026, 12, 24), "Christmas Eve", &["08:00-12:00"]).unwrap();
    let text = serde_json::to_string(&calendar).unwrap();
    assert_eq!(serde_json::from_str::<Calendar>(&text).unwrap(), calendar);
    assert!(!text.contains("always"), "what is not said is not written: {text}");
}

#[test]
fn a_backward_pause_and_a_negative_target_are_refused() {
    let (from, until) = (at("2026-06-08 10:00"), Some(at("2026-06-08 09:00")));
    let backward = Pauses::new([Pause { from, until, reason: "mistyped".into() }]);
    assert_eq!(backward, Err(ClockProblem::PauseBackwards(0)));
    let answer = Horizon::new(office()).due_at(from, hours(-1), &Pauses::none());
    assert_eq!(answer, Err(ClockProblem::Negative));
}
