//! What a promise does when something happens to its ticket: one vector for each choice, and the catalogue's cases of
//! pauses, changes and reopenings.

use crate::{NEW_YORK, always, at, hours, minutes, office};
use clocks::{
    AfterHours, Budget, Calendar, CalendarVersion, Event, OnBackdate, OnChange, OnMerge, OnMove, OnReopen,
    Pauses, Policy, Promise, PromiseProblem, Reminders, Reopener, State, TargetVersion,
};
use jiff::Timestamp;
use jiff::civil::date;

fn front() -> CalendarVersion {
    CalendarVersion::first("Front desk", office())
}

fn target(hours: u16) -> TargetVersion {
    TargetVersion::first("Resolution", Budget::hours(hours))
}

/// A promise of eight hours from Monday 09:00 that lived through some events.
fn lived(policy: &Policy, events: &[(&str, Event)]) -> Promise {
    let mut promise = Promise::new(at("2026-06-08 09:00"), front(), target(8));
    for (when, event) in events {
        promise.apply(policy, at(when), event).unwrap();
    }
    promise
}

fn due(policy: &Policy, events: &[(&str, Event)]) -> Timestamp {
    lived(policy, events).due().unwrap().unwrap()
}

fn changed(way: OnChange) -> Policy {
    Policy { target_changed: way, priority_raised: way, priority_lowered: way, ..Policy::default() }
}

#[test]
fn p1_on_a_target_change_the_clock_carries_restarts_or_takes_the_stricter() {
    let rests = |event: fn(TargetVersion) -> Event, hours: u16| {
        [
            ("2026-06-08 10:00", Event::Paused("waiting for the requester".into())),
            ("2026-06-08 11:00", Event::Resumed("waiting for the requester".into())),
            ("2026-06-08 13:00", event(target(hours))),
        ]
    };
    // Three hours are used when the target becomes four, one of them is left; or four anew from then on.
    let shorter = rests(Event::TargetChanged, 4);
    assert_eq!(due(&changed(OnChange::Carry), &shorter), at("2026-06-08 14:00"));
    assert_eq!(due(&changed(OnChange::Restart), &shorter), at("2026-06-08 17:00"));
    assert_eq!(due(&changed(OnChange::Stricter), &shorter), at("2026-06-08 14:00"));
    // When it becomes twelve, the stricter of both is the old one.
    let longer = rests(Event::TargetChanged, 12);
    assert_eq!(due(&changed(OnChange::Carry), &longer), at("2026-06-09 13:00"));
    assert_eq!(due(&changed(OnChange::Restart), &longer), at("2026-06-09 16:00"));
    assert_eq!(due(&changed(OnChange::Stricter), &longer), at("2026-06-09 09:00"));
}

#[test]
fn a_raised_and_a_lowered_priority_have_a_switch_each() {
    let policy = Policy {
        priority_raised: OnChange::Restart,
        priority_lowered: OnChange::Stricter,
        ..Policy::default()
    };
    let raised = [("2026-06-08 12:00", Event::PriorityRaised(target(2)))];
    assert_eq!(due(&policy, &raised), at("2026-06-08 14:00"));
    let lowered = [("2026-06-08 12:00", Event::PriorityLowered(target(20)))];
    assert_eq!(due(&policy, &lowered), at("2026-06-08 17:00"));
    let carried = Policy::default();
    assert_eq!(due(&carried, &raised), at("2026-06-08 11:00"), "what was used is used: it is late at once");
    assert_eq!(due(&carried, &lowered), at("2026-06-10 11:00"));
}

#[test]
fn a_transfer_counts_on_in_the_hours_of_the_new_place_or_anew_or_keeps_the_old() {
    let los_angeles = Calendar::weekdays("America/Los_Angeles", &["08:00-17:00"]).unwrap();
    let there = CalendarVersion::first("Los Angeles", los_angeles);
    let moved = [("2026-06-08 14:00", Event::Moved(there, None))];
    let policy = |moved| Policy { moved, ..Policy::default() };
    // Five hours are used at 14:00 in New York, which is 11:00 there.
    assert_eq!(due(&policy(OnMove::Carry), &moved), at("2026-06-08T14:00-07:00"));
    assert_eq!(due(&policy(OnMove::Restart), &moved), at("2026-06-09T10:00-07:00"));
    assert_eq!(due(&policy(OnMove::Keep), &moved), at("2026-06-08 17:00"));
    // The account goes through both places without a gap and adds up to the target.
    let account = lived(&policy(OnMove::Carry), &moved).account(at("2026-06-09 09:00")).unwrap();
    assert_eq!(account.counted(), hours(8));
    assert!(account.rows.windows(2).all(|pair| pair[0].to == pair[1].from));
}

fn reopening(policy: &Policy, reopened: &str) -> Promise {
    let events = [("2026-06-08 11:00", Event::Done), (reopened, Event::Reopened(Reopener::Person))];
    lived(policy, &events)
}

#[test]
fn r1_reopened_in_grace_it_continues_without_the_closed_time_or_restarts() {
    let promise = reopening(&Policy::default(), "2026-06-09 11:00");
    assert_eq!(promise.due().unwrap(), Some(at("2026-06-09 17:00")), "two hours of eight were used");
    let zone = office().zone().clone();
    let account = promise.account(at("2026-06-10 09:00")).unwrap().sentences(&zone);
    assert_eq!(
        account[1],
        "Mon 2026-06-08 11:00 EDT to Tue 2026-06-09 11:00 EDT: not counted, paused: closed."
    );
    let restart = Policy { reopened_in_grace: OnReopen::Restart, ..Policy::default() };
    let anew = reopening(&restart, "2026-06-09 11:00");
    assert_eq!(anew.due().unwrap(), Some(at("2026-06-10 10:00")));
}

#[test]
fn r2_reopened_after_grace_a_new_promise_begins_or_it_restarts_as_the_contract_says() {
    let new = reopening(&Policy::default(), "2026-06-16 09:00");
    assert_eq!(new.follow_up(), Some(at("2026-06-16 09:00")));
    assert_eq!(new.state(at("2026-06-20 09:00")).unwrap(), State::Met { at: at("2026-06-08 11:00") });
    let restart = Policy { reopened_later: OnReopen::Restart, ..Policy::default() };
    let anew = reopening(&restart, "2026-06-16 09:00");
    assert_eq!((anew.follow_up(), anew.due().unwrap()), (None, Some(at("2026-06-16 17:00"))));
}

#[test]
fn r3_the_first_and_the_last_close_are_both_kept() {
    let events = [
        ("2026-06-08 11:00", Event::Done),
        ("2026-06-09 11:00", Event::Reopened(Reopener::Person)),
        ("2026-06-10 11:00", Event::Done),
    ];
    let promise = lived(&Policy::default(), &events);
    let judged: Vec<(Timestamp, bool)> = promise.verdicts().iter().map(|v| (v.done, v.met)).collect();
    assert_eq!(judged, [(at("2026-06-08 11:00"), true), (at("2026-06-10 11:00"), false)]);
    let late =
        State::Late { due: at("2026-06-09 17:00"), by: hours(3), stopped: Some(at("2026-06-10 11:00")) };
    assert_eq!(promise.state(at("2026-07-01 09:00")).unwrap(), late);
}

#[test]
fn r4_an_automatic_answer_and_a_thank_you_open_nothing() {
    for by in [Reopener::Automatic, Reopener::Thanks] {
        let events = [("2026-06-08 11:00", Event::Done), ("2026-06-08 11:05", Event::Reopened(by))];
        let promise = lived(&Policy::default(), &events);
        assert_eq!(promise.state(at("2026-06-09 09:00")).unwrap(), State::Met { at: at("2026-06-08 11:00") });
    }
}

#[test]
fn a_merge_takes_the_earlier_start_or_the_survivors_or_the_stricter() {
    let other = || {
        let mut other = Promise::new(at("2026-06-05 15:00"), front(), target(12));
        let rest = Event::Paused("waiting for a part".into());
        other.apply(&Policy::default(), at("2026-06-05 16:00"), &rest).unwrap();
        other
    };
    let merged = [("2026-06-08 12:00", Event::Merged(Box::new(other())))];
    let policy = |merged| Policy { merged, ..Policy::default() };
    // An hour was counted before the rest, which ends with the survivor's own start.
    assert_eq!(due(&policy(OnMerge::Earlier), &merged), at("2026-06-08 16:00"));
    assert_eq!(due(&policy(OnMerge::Survivor), &merged), at("2026-06-08 17:00"));
    assert_eq!(due(&policy(OnMerge::Stricter), &merged), at("2026-06-08 17:00"), "the other one rests");
    let running = Promise::new(at("2026-06-05 15:00"), front(), target(8));
    let merged = [("2026-06-08 12:00", Event::Merged(Box::new(running)))];
    assert_eq!(due(&policy(OnMerge::Stricter), &merged), at("2026-06-08 14:00"));
}

#[test]
fn p10_what_is_backdated_is_reckoned_anew_with_both_due_times_or_refused() {
    let words = || "waiting for the requester".to_owned();
    let (now, policy) = (at("2026-06-08 15:00"), Policy::default());
    // Four hours later somebody says that it had rested since eleven; until then it was due at five.
    assert_eq!(due(&policy, &[]), at("2026-06-08 17:00"));
    assert_eq!(policy.backdating(at("2026-06-08 11:00"), now), Ok(true));
    let rest = ("2026-06-08 11:00", Event::Paused(words()));
    assert_eq!(lived(&policy, std::slice::from_ref(&rest)).due().unwrap(), None);
    // What happens now is not backdated, and what follows is reckoned from what happened first.
    assert_eq!(policy.backdating(now, now), Ok(false));
    let resumed = ("2026-06-08 16:00", Event::Resumed(words()));
    assert_eq!(due(&policy, &[rest.clone(), resumed.clone()]), at("2026-06-09 13:00"));
    // It was reported an hour sooner, and is due an hour sooner.
    let mut sooner = Promise::new(at("2026-06-08 08:00"), front(), target(8));
    for (when, event) in [rest, resumed] {
        sooner.apply(&policy, at(when), &event).unwrap();
    }
    assert_eq!(sooner.due().unwrap(), Some(at("2026-06-09 12:00")));

    let never = Policy { backdated: OnBackdate::Refuse, ..Policy::default() };
    let refused = never.backdating(at("2026-06-08 11:00"), now);
    assert_eq!(refused, Err(PromiseProblem::Backdated { most_seconds: 0 }));
    let an_hour = Policy { backdated: OnBackdate::Recompute(3600), ..Policy::default() };
    let refusal = an_hour.backdating(at("2026-06-08 11:00"), now).unwrap_err().to_string();
    assert_eq!(refusal, "nothing may be said to have happened more than 1 h ago");
    assert_eq!(an_hour.backdating(at("2026-06-08 14:00"), now), Ok(true));
}

#[test]
fn p11_an_edited_calendar_moves_open_work_and_leaves_closed_work_as_it_was_judged() {
    let holiday = office().with_special_day(date(2026, 6, 8), "Founders' Day", &[]).unwrap();
    let edited = front().next(holiday);
    assert_eq!(edited.stamp().to_string(), "Front desk, version 2");
    let edit = ("2026-06-10 09:00", Event::CalendarEdited(edited));
    assert_eq!(due(&Policy::default(), std::slice::from_ref(&edit)), at("2026-06-09 16:00"));
    let closed = lived(&Policy::default(), &[("2026-06-09 11:00", Event::Done), edit]);
    let verdict = &closed.verdicts()[0];
    assert_eq!((verdict.calendar.number, verdict.target.number, verdict.met), (1, 1, false));
    assert_eq!(closed.due().unwrap(), Some(at("2026-06-08 17:00")));
    // Another calendar's edit does not concern it.
    let foreign = CalendarVersion::first("Back office", always());
    assert_eq!(
        due(&Policy::default(), &[("2026-06-08 10:00", Event::CalendarEdited(foreign))]),
        at("2026-06-08 17:00")
    );
}

#[test]
fn p8_a_pause_keeps_the_words_it_had_and_reasons_stack() {
    let (vendor, part) = ("waiting for the vendor", "waiting for a part");
    let events = [
        ("2026-06-08 10:00", Event::Paused(vendor.into())),
        ("2026-06-08 11:00", Event::Paused(part.into())),
        // The one ends, the other goes on.
        ("2026-06-08 12:00", Event::Resumed(vendor.into())),
        ("2026-06-08 13:00", Event::Resumed(part.into())),
    ];
    let promise = lived(&Policy::default(), &events);
    assert_eq!(promise.due().unwrap(), Some(at("2026-06-09 11:00")));
    let zone = office().zone().clone();
    let said = promise.account(at("2026-06-09 11:00")).unwrap().sentences(&zone);
    let said: Vec<&str> = said.iter().map(|row| row.rsplit("EDT: ").next().unwrap()).collect();
    assert_eq!(
        said[..5],
        [
            "1 h counted, within working hours.",
            "not counted, paused: waiting for the vendor.",
            "not counted, paused: waiting for the vendor, and waiting for a part.",
            "not counted, paused: waiting for a part.",
            "4 h counted, within working hours.",
        ]
    );
    let resting = lived(&Policy::default(), &events[..3]).state(at("2026-06-08 12:30")).unwrap();
    let since = at("2026-06-08 12:00");
    assert_eq!(resting, State::Paused { since, reason: part.into(), due: None, left: hours(7) });
}

#[test]
fn p3_what_rests_when_it_is_done_is_not_late() {
    let events = [
        ("2026-06-08 10:00", Event::Paused("on hold for the budget".into())),
        ("2026-08-10 10:00", Event::Done),
    ];
    let promise = lived(&Policy::default(), &events);
    let verdict = &promise.verdicts()[0];
    assert_eq!((verdict.met, verdict.due, verdict.used), (true, None, hours(1)));
}

#[test]
fn e8_a_step_after_closing_time_runs_or_is_held_or_waits_in_working_time() {
    let (alert, wait) = (at("2026-06-05 16:59"), minutes(15));
    let step = |way: AfterHours| way.step_at(&front(), alert, wait).unwrap();
    assert_eq!(step(AfterHours::Run), at("2026-06-05 17:14"));
    assert_eq!(step(AfterHours::Hold), at("2026-06-08 08:00"));
    assert_eq!(step(AfterHours::WorkingTime), at("2026-06-08 08:14"));
    assert!(AfterHours::Run.step_at(&front(), alert, hours(-1)).is_err());
}

#[test]
fn p17_a_reminder_while_closed_is_held_unless_the_calendar_never_closes() {
    let saturday = at("2026-06-06 11:00");
    assert_eq!(Reminders::Held.sent_at(&front(), saturday).unwrap(), at("2026-06-08 08:00"));
    assert_eq!(Reminders::Anytime.sent_at(&front(), saturday).unwrap(), saturday);
    let always = CalendarVersion::first("Always", always());
    assert_eq!(Reminders::Held.sent_at(&always, saturday).unwrap(), saturday);
    let friday = at("2026-06-05 11:00");
    assert_eq!(Reminders::Held.sent_at(&front(), friday).unwrap(), friday);
    assert_eq!(Reminders::Held.sent_at(&front(), at("2026-06-05 17:00")).unwrap(), at("2026-06-08 08:00"));
}

#[test]
fn p16_a_warning_before_due_counts_back_in_working_time() {
    let clock = clocks::Clock {
        start: at("2026-06-05 16:00"),
        target: hours(3),
        pauses: Pauses::none(),
        stopped: None,
    };
    let mut horizon = clocks::Horizon::new(office());
    assert_eq!(clock.warn_at(&mut horizon, hours(2)).unwrap(), Some(at("2026-06-05 17:00")));
    assert_eq!(clock.warn_at(&mut horizon, minutes(90)).unwrap(), Some(at("2026-06-08 08:30")));
}

#[test]
fn a_business_day_is_a_term_of_the_calendar_and_never_a_day_and_a_night() {
    let calendar = office();
    assert_eq!("2bd".parse::<Budget>().unwrap().on(&calendar).unwrap(), hours(18));
    let odd: Calendar = serde_json::from_value(serde_json::json!({
        "zone": NEW_YORK, "week": { "monday": ["08:00-17:00"], "friday": ["08:00-12:00"] }
    }))
    .unwrap();
    assert_eq!(Budget::business_days(1).on(&odd).unwrap_err().field, "business_day");
    let stated: Calendar = serde_json::from_value(serde_json::json!({
        "zone": NEW_YORK, "business_day": "7h 30m",
        "week": { "monday": ["08:00-17:00"], "friday": ["08:00-12:00"] }
    }))
    .unwrap();
    assert_eq!("2bd 1h".parse::<Budget>().unwrap().on(&stated).unwrap(), hours(16));
    assert!(Budget::business_days(1).on(&always()).is_err());
    // A promise of days on such a calendar is refused when it is made, not when it falls due.
    let mut promise = Promise::new(at("2026-06-08 09:00"), CalendarVersion::first("Odd", odd), target(2));
    let days = Event::TargetChanged(TargetVersion::first("Days", Budget::business_days(2)));
    assert!(promise.apply(&Policy::default(), at("2026-06-08 10:00"), &days).is_err());
}

#[test]
fn an_amount_reads_back_and_nonsense_is_refused() {
    for (text, shown, said) in [
        ("4h", "4h", "4 h"),
        (" 1h 30m ", "1h30m", "1 h 30 min"),
        ("90min", "1h30m", "1 h 30 min"),
        ("45S", "45s", "45 s"),
        ("2bd", "2bd", "2 business days"),
        ("1bd 15m", "1bd15m", "1 business day 15 min"),
        ("0h", "0s", "0 s"),
    ] {
        let budget: Budget = text.parse().unwrap();
        assert_eq!((String::from(budget).as_str(), budget.to_string().as_str()), (shown, said));
        assert_eq!(shown.parse(), Ok(budget));
    }
    for wrong in
        ["", "4", "h", "-4h", "4x", "1d", "4h!", "1.5h", "99999999999999999999h", "36526bd", "876601h"]
    {
        assert!(wrong.parse::<Budget>().is_err(), "{wrong}");
    }
}

#[test]
fn e9_a_clock_that_goes_back_fires_nothing_twice() {
    let mut upcoming = clocks::Upcoming::new();
    upcoming.set(7u64, Some(at("2026-06-08 10:00")));
    upcoming.set(8, Some(at("2026-06-08 10:00")));
    upcoming.set(9, Some(at("2026-06-08 12:00")));
    upcoming.set(9, Some(at("2026-06-08 11:00")));
    upcoming.set(8, None);
    assert_eq!(upcoming.take_due(at("2026-06-08 10:00"), 10), [], "due at the instant itself is in time");
    assert_eq!(upcoming.take_due(at("2026-06-08 10:01"), 10), [(at("2026-06-08 10:00"), 7)]);
    assert_eq!(upcoming.take_due(at("2026-06-08 09:00"), 10), []);
    assert_eq!(upcoming.take_due(at("2026-06-08 10:01"), 10), []);
    assert_eq!((upcoming.next(), upcoming.len()), (Some(at("2026-06-08 11:00")), 1));
    assert_eq!(upcoming.take_due(at("2026-06-09 10:01"), 10), [(at("2026-06-08 11:00"), 9)]);
    assert!(upcoming.is_empty());
}
