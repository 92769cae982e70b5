//! The golden vectors: cases in which a help desk or monitoring product is known to be wrong. The numbers are
//! theirs in the catalogue, so that gaps in the numbering are normal.

use crate::{NEW_YORK, always, at, at_in, daily, due, hours, minutes, office, pauses, weekdays};
use clocks::{Calendar, CalendarProblem, Clock, Horizon, Pauses};
use jiff::SignedDuration;
use jiff::civil::date;

fn check(calendar: &Calendar, start: &str, target: SignedDuration, expected: &str) {
    assert_eq!(due(calendar, at(start), target, &Pauses::none()), at(expected), "started {start}");
}

fn christmas(boxing: bool) -> Calendar {
    let eve = office().with_special_day(date(2026, 12, 24), "Christmas Eve", &["08:00-12:00"]).unwrap();
    if boxing { eve.with_special_day(date(2026, 12, 25), "Christmas Day", &[]).unwrap() } else { eve }
}

fn thanksgiving() -> Calendar {
    office().with_special_day(date(2026, 11, 26), "Thanksgiving Day", &[]).unwrap()
}

#[test]
fn c01_over_a_weekend() {
    check(&office(), "2026-06-05 16:00", hours(2), "2026-06-08 09:00");
}

#[test]
fn c02_over_a_holiday() {
    check(&thanksgiving(), "2026-11-25 16:00", hours(4), "2026-11-27 11:00");
}

#[test]
fn c03_over_half_a_day_and_a_holiday() {
    check(&christmas(true), "2026-12-23 16:00", hours(6), "2026-12-28 09:00");
}

#[test]
fn c03b_over_half_a_day() {
    check(&christmas(false), "2026-12-23 16:00", hours(6), "2026-12-25 09:00");
}

#[test]
fn c04_over_lunch() {
    check(&weekdays(&["08:00-12:00", "13:00-17:00"]), "2026-06-03 08:00", hours(6), "2026-06-03 15:00");
}

#[test]
fn c05_one_day_a_week() {
    let tuesdays: Calendar = serde_json::from_value(serde_json::json!({
        "zone": NEW_YORK, "week": { "tuesday": ["08:00-17:00"] }
    }))
    .unwrap();
    check(&tuesdays, "2026-06-03 10:00", hours(4), "2026-06-09 12:00");
}

#[test]
fn c06_over_midnight() {
    check(&daily(NEW_YORK, "22:00-06:00"), "2026-06-03 23:00", hours(2), "2026-06-04 01:00");
}

#[test]
fn c07_through_the_repeated_hour() {
    check(&always(), "2026-11-01 00:30", hours(2), "2026-11-01T01:30:00-05:00");
}

#[test]
fn c08_over_the_night_the_clocks_go_back() {
    check(&always(), "2026-10-31 23:00", hours(4), "2026-11-01T02:00:00-05:00");
}

#[test]
fn c09_through_the_missing_hour() {
    check(&always(), "2026-03-08 01:30", hours(1), "2026-03-08 03:30");
}

#[test]
fn c10_two_hundred_working_hours() {
    check(&office(), "2026-06-05 16:00", hours(200), "2026-07-08 09:00");
}

#[test]
fn c11_from_the_second_half_past_one() {
    check(&always(), "2026-11-01T01:30:00-05:00", minutes(30), "2026-11-01T02:00:00-05:00");
}

#[test]
fn c12_paused_over_a_weekend() {
    let rest = pauses(&[("2026-06-05 16:00", Some("2026-06-08 10:00"), "waiting for a part")]);
    assert_eq!(due(&office(), at("2026-06-05 15:00"), hours(8), &rest), at("2026-06-08 17:00"));
}

#[test]
fn c13_paused_twice_in_a_day() {
    let rest = pauses(&[
        ("2026-06-08 10:00", Some("2026-06-08 10:30"), "waiting for the requester"),
        ("2026-06-08 13:00", Some("2026-06-08 14:00"), "waiting for the vendor"),
    ]);
    assert_eq!(due(&office(), at("2026-06-08 09:00"), hours(8), &rest), at("2026-06-09 09:30"));
}

#[test]
fn c18_clocks_that_jump_at_midnight() {
    let havana = daily("America/Havana", "08:00-17:00");
    let start = at_in("2026-03-08 06:00", "America/Havana");
    assert_eq!(due(&havana, start, hours(1), &Pauses::none()), at_in("2026-03-08 09:00", "America/Havana"));
}

#[test]
fn c19_started_inside_a_closure() {
    check(&thanksgiving(), "2026-11-26 11:00", hours(1), "2026-11-27 09:00");
}

#[test]
fn c20_a_warning_counts_back_in_working_time() {
    let calendar = weekdays(&["08:00-18:00"]);
    let start = at("2026-06-08 17:00");
    assert_eq!(due(&calendar, start, hours(4), &Pauses::none()), at("2026-06-09 11:00"));
    let clock = Clock { start, target: hours(4), pauses: Pauses::none(), stopped: None };
    let warning = clock.warn_at(&mut Horizon::new(calendar), hours(1)).unwrap();
    assert_eq!(warning, Some(at("2026-06-09 10:00")));
}

#[test]
fn c22_a_calendar_without_an_open_span_is_refused_when_it_is_written() {
    let closed = Calendar::weekdays(NEW_YORK, &[]);
    let problem = CalendarProblem {
        field: "week".into(),
        problem: "has no open hours, so nothing would ever be due".into(),
    };
    assert_eq!(closed, Err(problem));
}

#[test]
fn holidays_by_rule_close_the_days_they_are_observed_and_a_day_of_its_own_goes_before() {
    let text = serde_json::json!({
        "zone": NEW_YORK, "holidays": "us-federal",
        "week": { "monday": ["08:00-17:00"], "tuesday": ["08:00-17:00"], "wednesday": ["08:00-17:00"],
                  "thursday": ["08:00-17:00"], "friday": ["08:00-17:00"] },
        "special_days": [{ "date": "2026-12-24", "name": "Christmas Eve", "open": ["08:00-12:00"] },
                         { "date": "2026-10-12", "name": "Open all the same", "open": ["08:00-17:00"] }] });
    let calendar: Calendar = serde_json::from_value(text).unwrap();
    let due = |from: &str, budget: i64| {
        let due = Horizon::new(calendar.clone()).due(at(from), hours(budget), &Pauses::none()).unwrap();
        due.sentence(&clocks::zone(NEW_YORK).unwrap())
    };
    // C02, C03 and the observed Independence Day of 2026, a Friday.
    assert!(due("2026-11-25 16:00", 4).contains("Fri 2026-11-27 11:00"));
    assert!(due("2026-12-23 16:00", 6).contains("Mon 2026-12-28 09:00"));
    assert!(due("2026-07-02 16:00", 2).contains("Mon 2026-07-06 09:00"));
    assert!(due("2026-10-09 16:00", 2).contains("Mon 2026-10-12 09:00"));
}
