//! Pauses, states, and what a calendar means on the day the clocks change.

use crate::{NEW_YORK, always, at, at_in, daily, due, hours, minutes, office, pauses, weekdays};
use clocks::{Calendar, Clock, ClockProblem, Compiled, Horizon, Pauses, State, TypedProblem, typed, zone};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};

fn clock(start: &str, target: SignedDuration, rest: Pauses, stopped: Option<&str>) -> Clock {
    Clock { start: at(start), target, pauses: rest, stopped: stopped.map(at) }
}

#[test]
fn p2_a_paused_clock_is_not_late_when_the_old_due_time_passes() {
    let rest = pauses(&[("2026-06-08 10:00", None, "waiting for the requester")]);
    let mut horizon = Horizon::new(office());
    let promise = clock("2026-06-08 09:00", hours(2), rest.clone(), None);
    let state = promise.state(&mut horizon, at("2026-06-10 09:00")).unwrap();
    let (since, reason) = (at("2026-06-08 10:00"), "waiting for the requester".to_owned());
    assert_eq!(state, State::Paused { since, reason, due: None, left: hours(1) });
    assert!(!horizon.breached(promise.start, hours(2), &rest, at("2026-06-10 09:00")).unwrap());
    let due = horizon.due(promise.start, hours(2), &rest).unwrap();
    assert_eq!((due.at, due.held.unwrap().left, due.account.counted()), (None, hours(1), hours(1)));
}

#[test]
fn before_a_pause_the_clock_is_seen_running() {
    let rest = pauses(&[("2026-06-08 10:00", None, "waiting for the requester")]);
    let promise = clock("2026-06-08 09:00", hours(2), rest, None);
    let state = promise.state(&mut Horizon::new(office()), at("2026-06-08 09:30")).unwrap();
    assert_eq!(state, State::Running { due: at("2026-06-08 11:00"), left: minutes(90) });
}

#[test]
fn p3_paused_straight_to_done_leaves_the_pause_out() {
    let rest = pauses(&[("2026-02-09 10:00", Some("2026-08-10 10:00"), "on hold for the budget")]);
    let mut horizon = Horizon::new(office());
    let used = horizon.elapsed(at("2026-02-09 09:00"), at("2026-08-10 10:00"), &rest).unwrap();
    assert_eq!(used, hours(1));
    let promise = clock("2026-02-09 09:00", hours(2), rest, Some("2026-08-10 10:00"));
    let state = promise.state(&mut horizon, at("2026-08-11 10:00")).unwrap();
    assert_eq!(state, State::Met { at: at("2026-08-10 10:00") });
}

#[test]
fn p4_a_pause_of_closed_time_changes_nothing() {
    let rest = pauses(&[("2026-06-05 18:00", Some("2026-06-08 07:00"), "waiting for the requester")]);
    let start = at("2026-06-05 16:00");
    assert_eq!(due(&office(), start, hours(2), &rest), due(&office(), start, hours(2), &Pauses::none()));
}

#[test]
fn p5_a_clock_started_on_a_closed_day_begins_at_the_next_opening() {
    assert_eq!(due(&office(), at("2026-06-06 11:00"), hours(1), &Pauses::none()), at("2026-06-08 09:00"));
}

#[test]
fn p15_a_miss_stays_visible_after_the_work_is_done() {
    let mut horizon = Horizon::new(office());
    let promise = clock("2026-06-05 16:00", hours(2), Pauses::none(), Some("2026-06-08 11:00"));
    let late =
        State::Late { due: at("2026-06-08 09:00"), by: hours(2), stopped: Some(at("2026-06-08 11:00")) };
    assert_eq!(promise.state(&mut horizon, at("2026-07-01 09:00")).unwrap(), late);
    let seen_before = promise.state(&mut horizon, at("2026-06-08 08:30")).unwrap();
    assert_eq!(seen_before, State::Running { due: at("2026-06-08 09:00"), left: minutes(30) });
}

#[test]
fn done_at_the_due_time_itself_is_in_time() {
    let mut horizon = Horizon::new(office());
    let promise = clock("2026-06-05 16:00", hours(1), Pauses::none(), Some("2026-06-05 17:00"));
    let state = promise.state(&mut horizon, at("2026-06-05 17:00")).unwrap();
    assert_eq!(state, State::Met { at: at("2026-06-05 17:00") });
}

#[test]
fn a_pause_that_begins_at_the_due_time_comes_too_late_to_move_it() {
    let rest = pauses(&[("2026-06-05 17:00", None, "waiting for the requester")]);
    assert_eq!(due(&office(), at("2026-06-05 16:00"), hours(1), &rest), at("2026-06-05 17:00"));
}

#[test]
fn overlapping_pauses_are_counted_once() {
    let rest = pauses(&[
        ("2026-06-08 11:00", Some("2026-06-08 12:00"), "waiting for the vendor"),
        ("2026-06-08 10:00", Some("2026-06-08 11:30"), "waiting for the requester"),
        ("2026-06-08 10:15", Some("2026-06-08 10:45"), "inside the other"),
    ]);
    assert_eq!(due(&office(), at("2026-06-08 09:00"), hours(2), &rest), at("2026-06-08 13:00"));
}

#[test]
fn a_pause_with_a_planned_end_keeps_its_due_time() {
    let rest = pauses(&[("2026-06-08 10:00", Some("2026-06-09 10:00"), "until tomorrow, as agreed")]);
    let promise = clock("2026-06-08 09:00", hours(2), rest, None);
    let state = promise.state(&mut Horizon::new(office()), at("2026-06-08 12:00")).unwrap();
    let (since, reason) = (at("2026-06-08 10:00"), "until tomorrow, as agreed".to_owned());
    assert_eq!(state, State::Paused { since, reason, due: Some(at("2026-06-09 11:00")), left: hours(1) });
}

#[test]
fn a_special_day_cuts_off_the_night_shift_before_it() {
    let nights = daily(NEW_YORK, "22:00-06:00");
    let closed = nights.with_special_day(date(2026, 6, 4), "Works day", &[]).unwrap();
    assert_eq!(due(&closed, at("2026-06-03 23:00"), hours(2), &Pauses::none()), at("2026-06-05 23:00"));
}

fn open_on(calendar: &Calendar, from: &str, to: &str) -> SignedDuration {
    let zone_name = calendar.text().zone.as_str();
    let compiled: Compiled = calendar.compile(at_in(from, zone_name), at_in(to, zone_name)).unwrap();
    compiled.total_open()
}

#[test]
fn opening_at_a_repeated_time_is_the_first_and_closing_the_last() {
    assert_eq!(
        open_on(&daily(NEW_YORK, "01:30-05:00"), "2026-11-01 00:00", "2026-11-02 00:00"),
        minutes(270)
    );
    assert_eq!(open_on(&daily(NEW_YORK, "00:30-01:30"), "2026-11-01 00:00", "2026-11-02 00:00"), hours(2));
}

#[test]
fn a_skipped_time_means_the_moment_of_the_change() {
    assert_eq!(open_on(&daily(NEW_YORK, "02:30-05:00"), "2026-03-08 00:00", "2026-03-09 00:00"), hours(2));
    assert_eq!(open_on(&daily(NEW_YORK, "01:00-02:30"), "2026-03-08 00:00", "2026-03-09 00:00"), hours(1));
    assert_eq!(open_on(&daily(NEW_YORK, "02:10-02:50"), "2026-03-08 00:00", "2026-03-09 00:00"), hours(0));
}

#[test]
fn whole_days_are_as_long_as_they_are_even_when_midnight_is_skipped_or_repeated() {
    let whole = daily("America/Havana", "00:00-24:00");
    assert_eq!(open_on(&whole, "2026-03-07 12:00", "2026-03-09 12:00"), hours(47));
    assert_eq!(open_on(&whole, "2026-10-31 12:00", "2026-11-02 12:00"), hours(49));
    // Samoa went from 29 to 31 December 2011 without a 30th.
    let apia = daily("Pacific/Apia", "08:00-17:00");
    assert_eq!(open_on(&apia, "2011-12-29 00:00", "2012-01-01 00:00"), hours(18));
}

#[test]
fn a_saturday_open_until_midnight_does_not_run_on_in_the_repeated_hour_of_sunday() {
    let saturdays: Calendar = serde_json::from_value(serde_json::json!({
        "zone": "America/Havana", "week": { "saturday": ["20:00-24:00"] }
    }))
    .unwrap();
    assert_eq!(open_on(&saturdays, "2026-10-31 12:00", "2026-11-02 12:00"), hours(4));
}

#[test]
fn a_typed_time_that_is_skipped_or_repeated_is_refused_with_candidates() {
    let new_york = zone(NEW_YORK).unwrap();
    let repeated = [at("2026-11-01T01:30:00-04:00"), at("2026-11-01T01:30:00-05:00")];
    let refusal = typed(date(2026, 11, 1).at(1, 30, 0, 0), &new_york).unwrap_err();
    assert_eq!(refusal, TypedProblem::Repeated { candidates: repeated });
    let skipped = [at("2026-03-08T01:30:00-05:00"), at("2026-03-08T03:30:00-04:00")];
    let refusal = typed(date(2026, 3, 8).at(2, 30, 0, 0), &new_york).unwrap_err();
    assert_eq!(refusal, TypedProblem::Skipped { candidates: skipped });
}

#[test]
fn a_target_that_ten_years_cannot_hold_is_never_due() {
    let mut horizon = Horizon::new(office());
    let start = at("2026-06-05 16:00");
    let never = Err(ClockProblem::NeverDue);
    assert_eq!(horizon.due_at(start, hours(24_000), &Pauses::none()), never);
    assert_eq!(horizon.due_at(start, SignedDuration::MAX, &Pauses::none()), never);
    let nine_years = horizon.due_at(start, hours(21_000), &Pauses::none()).unwrap().unwrap();
    assert!(nine_years.duration_since(start) > SignedDuration::from_hours(8 * 365 * 24));
    let mut round_the_clock = Horizon::new(always());
    assert_eq!(round_the_clock.due_at(start, hours(24 * 3_653 + 1), &Pauses::none()), never);
    assert!(round_the_clock.due_at(start, hours(24 * 3_653), &Pauses::none()).unwrap().is_some());
}

#[test]
fn a_calendar_whose_open_days_are_all_past_is_never_due_and_is_refused_when_saved() {
    let fair: Calendar = serde_json::from_value(serde_json::json!({
        "zone": NEW_YORK,
        "special_days": [{ "date": "2020-02-29", "name": "Fair", "open": ["08:00-17:00"] }]
    }))
    .unwrap();
    let now = at("2026-06-05 16:00");
    let answer = Horizon::new(fair.clone()).due_at(now, minutes(1), &Pauses::none());
    assert_eq!(answer, Err(ClockProblem::NeverDue));
    assert_eq!(fair.check_opens(now).unwrap_err().field, "week");
    assert_eq!(office().check_opens(now), Ok(()));
}

#[test]
fn starts_in_any_order_and_far_apart_are_answered_alike() {
    let mut shared = Horizon::new(weekdays(&["08:00-12:00", "13:00-17:00"]));
    for start in
        ["2026-06-05 16:00", "1969-07-16 09:32", "2290-01-05 10:00", "2026-06-05 16:00", "2020-01-01 00:00"]
    {
        let start = at(start);
        let mut own = Horizon::new(shared.calendar().clone());
        let answer = shared.due(start, hours(30), &Pauses::none()).unwrap();
        assert_eq!(answer, own.due(start, hours(30), &Pauses::none()).unwrap());
    }
    for far in [Timestamp::MIN, Timestamp::MAX] {
        assert_eq!(shared.due_at(far, hours(1), &Pauses::none()), Err(ClockProblem::OutOfRange));
    }
}
