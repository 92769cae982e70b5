//! The clock of a promise against moments that were worked out by hand.

use super::*;
use crate::rules::ClockRules;
use crate::words::PromiseState;

const WEEKDAYS: &str = r#"{"zone":"America/New_York","week":{"monday":["08:00-17:00"],"tuesday":["08:00-17:00"],
    "wednesday":["08:00-17:00"],"thursday":["08:00-17:00"],"friday":["08:00-17:00"]}}"#;

fn at(text: &str) -> Moment {
    Moment::from_timestamp(text.parse().unwrap())
}

fn promise(start: &str, hours: i64) -> Promise {
    Promise {
        kind: PromiseKind::Resolution,
        started_at: at(start),
        target_s: hours * 3600,
        hours: Hours::Business,
        commitment: Some(3),
        origin: None,
        calendar: WEEKDAYS.to_owned(),
        zone: "America/New_York".to_owned(),
        earlier: Vec::new(),
        due_at: None,
        stopped_at: None,
        missed_at: None,
        missed_before: 0,
        beside: Vec::new(),
        decided: Vec::new(),
        contract: None,
    }
}

fn rest(from: &str, until: Option<&str>, stops: bool) -> Rest {
    Rest { from: at(from), until: until.map(at), reason: "waiting for parts".into(), stops, quiet: false }
}

#[test]
fn a_pause_moves_the_due_time_by_the_open_time_in_it() {
    // C12: Friday 15:00, paused from Friday 16:00 to Monday 10:00, eight hours.
    let p = promise("2026-06-05T15:00:00-04:00", 8);
    let rests = [rest("2026-06-05T16:00:00-04:00", Some("2026-06-08T10:00:00-04:00"), true)];
    assert_eq!(p.due(&rests).unwrap(), Some(at("2026-06-08T17:00:00-04:00")));
    assert_eq!(p.due(&[]).unwrap(), Some(at("2026-06-08T14:00:00-04:00")));
}

#[test]
fn a_reason_that_did_not_stop_the_clock_then_never_stops_it_later() {
    let p = promise("2026-06-05T15:00:00-04:00", 8);
    let rests = [rest("2026-06-05T16:00:00-04:00", Some("2026-06-08T10:00:00-04:00"), false)];
    assert_eq!(p.due(&rests).unwrap(), p.due(&[]).unwrap());
}

#[test]
fn waiting_never_stops_the_clock_of_the_first_reply() {
    let p = Promise { kind: PromiseKind::Response, ..promise("2026-06-05T15:00:00-04:00", 1) };
    let rests = [rest("2026-06-05T15:10:00-04:00", None, true)];
    assert_eq!(p.due(&rests).unwrap(), Some(at("2026-06-05T16:00:00-04:00")));
}

#[test]
fn a_paused_promise_that_passes_its_old_due_time_is_not_late() {
    let p = promise("2026-06-08T09:00:00-04:00", 2);
    let rests = [rest("2026-06-08T10:00:00-04:00", None, true)];
    let told = p.told(&rests, at("2026-06-09T16:00:00-04:00")).unwrap();
    assert_eq!((told.state, told.due_at), (PromiseState::Paused, None));
    assert_eq!((told.left_seconds, told.paused_because.as_deref()), (Some(3600), Some("waiting for parts")));
}

#[test]
fn paused_straight_to_resolved_does_not_count_the_pause() {
    let p = Promise {
        stopped_at: Some(at("2026-06-11T12:00:00-04:00")),
        ..promise("2026-06-08T09:00:00-04:00", 2)
    };
    let rests = [rest("2026-06-08T10:00:00-04:00", Some("2026-06-11T12:00:00-04:00"), true)];
    assert_eq!(p.told(&rests, at("2026-06-12T12:00:00-04:00")).unwrap().state, PromiseState::Met);
}

#[test]
fn after_reopening_the_clock_continues_without_the_closed_time() {
    // Resolved on Monday with one of two hours used, open again on Wednesday 09:00.
    let p = promise("2026-06-08T09:00:00-04:00", 2);
    let rests = [rest("2026-06-08T10:00:00-04:00", Some("2026-06-10T09:00:00-04:00"), true)];
    assert_eq!(p.due(&rests).unwrap(), Some(at("2026-06-10T10:00:00-04:00")));
    let told = p.told(&rests, at("2026-06-10T09:30:00-04:00")).unwrap();
    assert_eq!((told.state, told.left_seconds), (PromiseState::Running, Some(1800)));
    assert!(told.account.iter().any(|row| !row.counted && row.why == "paused: waiting for parts"));
    let counted: i64 = told.account.iter().filter(|row| row.counted).map(AccountLine::seconds).sum();
    assert_eq!(counted, 7200);
}

#[test]
fn a_miss_stays_visible() {
    let late = Promise {
        stopped_at: Some(at("2026-06-08T12:00:00-04:00")),
        ..promise("2026-06-08T09:00:00-04:00", 2)
    };
    assert_eq!(late.told(&[], at("2026-06-09T09:00:00-04:00")).unwrap().state, PromiseState::Missed);
    // A longer promise made afterwards does not wash it away.
    let longer = Promise { target_s: 8 * 3600, missed_at: Some(at("2026-06-08T11:01:00-04:00")), ..late };
    assert_eq!(longer.told(&[], at("2026-06-09T09:00:00-04:00")).unwrap().state, PromiseState::Missed);
}

#[test]
fn the_house_promises_more_the_more_urgent_it_is() {
    for priority in 1..4 {
        let (urgent, less) = (house_commitment(priority), house_commitment(priority + 1));
        assert!(urgent.response_minutes < less.response_minutes);
        assert!(urgent.resolution_minutes < less.resolution_minutes);
    }
}

#[test]
fn the_next_update_rests_only_while_the_reporter_is_waited_for() {
    let p = Promise { kind: PromiseKind::Update, ..promise("2026-06-08T09:00:00-04:00", 4) };
    let vendor = rest("2026-06-08T10:00:00-04:00", None, true);
    assert_eq!(p.due(std::slice::from_ref(&vendor)).unwrap(), Some(at("2026-06-08T13:00:00-04:00")));
    let reporter = Rest { quiet: true, ..vendor };
    assert_eq!(p.due(&[reporter]).unwrap(), None, "P13: answered, and the reporter is silent");
}

fn one_of(survivor: &Promise, merged: &Promise) -> Promise {
    joined((survivor, &[]), (merged, &[]), at("2026-06-08T12:00:00-04:00"), &Rules::house()).unwrap()
}

#[test]
fn a_merged_clock_takes_the_earlier_start_and_an_answer_counts_for_both() {
    let later = Promise { kind: PromiseKind::Response, ..promise("2026-06-08T11:00:00-04:00", 2) };
    let earlier = Promise { started_at: at("2026-06-08T09:00:00-04:00"), ..later.clone() };
    let one = one_of(&later, &earlier);
    assert_eq!((one.started_at, one.stopped_at), (earlier.started_at, None));
    let answered = Promise { stopped_at: Some(at("2026-06-08T09:30:00-04:00")), ..earlier.clone() };
    assert_eq!(one_of(&later, &answered).stopped_at, answered.stopped_at);
    // What was judged stays as it was judged.
    let judged = Promise { stopped_at: Some(at("2026-06-08T11:30:00-04:00")), ..later };
    assert_eq!(one_of(&judged, &earlier), judged);
    let ends = promise("2026-06-08T11:00:00-04:00", 2);
    let begun = Promise { started_at: at("2026-06-05T15:00:00-04:00"), ..ends.clone() };
    assert_eq!(one_of(&ends, &begun).stopped_at, None, "resolving one never resolves the other");
}

#[test]
fn an_undone_merge_leaves_no_trace_in_the_clock() {
    let own = Promise { kind: PromiseKind::Response, ..promise("2026-06-08T11:00:00-04:00", 2) };
    let other = Promise {
        started_at: at("2026-06-08T09:00:00-04:00"),
        stopped_at: Some(at("2026-06-08T09:30:00-04:00")),
        ..own.clone()
    };
    let merged_at = at("2026-06-08T12:00:00-04:00");
    assert_eq!(parted(&one_of(&own, &other), &own.kept(), merged_at), own);
    // What happened since stays.
    let running = Promise { stopped_at: None, ..other };
    let answered = Promise { stopped_at: Some(at("2026-06-08T12:30:00-04:00")), ..one_of(&own, &running) };
    let after = parted(&answered, &own.kept(), merged_at);
    assert_eq!((after.started_at, after.stopped_at), (own.started_at, answered.stopped_at));
}

#[test]
fn rests_of_the_merged_one_count_until_the_survivor_was_opened() {
    let opened = at("2026-06-08T11:00:00-04:00");
    let rests = [
        rest("2026-06-08T09:00:00-04:00", Some("2026-06-08T09:30:00-04:00"), true),
        rest("2026-06-08T10:30:00-04:00", None, true),
        rest("2026-06-08T12:00:00-04:00", None, true),
    ];
    let before = rests_before(&rests, opened);
    assert_eq!(before.len(), 2);
    assert_eq!(before[1].until, Some(opened));
}

#[test]
fn what_was_used_in_opening_hours_stays_used_in_them_when_a_raised_priority_counts_around_the_clock() {
    // Friday 16:00, eight hours in opening hours; on Monday at nine it becomes four hours around the clock.
    let p = promise("2026-06-05T16:00:00-04:00", 8);
    let monday = at("2026-06-08T09:00:00-04:00");
    let raised =
        p.promised_anew(&[], (monday, Anew::Raised), (4 * 3600, Hours::Always), &Rules::house()).unwrap();
    // An hour on Friday and one on Monday were used: two are left, and the weekend was not counted.
    assert_eq!(raised.due(&[]).unwrap(), Some(at("2026-06-08T11:00:00-04:00")));
    assert_eq!(raised.earlier, [Earlier { until: monday, hours: Hours::Business }]);
    // Lowered again at half past nine, it goes on in opening hours.
    let lowered = at("2026-06-08T09:30:00-04:00");
    let again = raised
        .promised_anew(&[], (lowered, Anew::Lowered), (12 * 3600, Hours::Business), &Rules::house())
        .unwrap();
    assert_eq!(again.due(&[]).unwrap(), Some(at("2026-06-09T10:00:00-04:00")));
    assert_eq!(again.earlier.len(), 2);
    let told = again.told(&[], lowered).unwrap();
    assert!(told.account.iter().any(|row| row.counted && row.why == "runs around the clock"));
    let counted: i64 = told.account.iter().filter(|row| row.counted).map(AccountLine::seconds).sum();
    assert_eq!(counted, 12 * 3600);
}

fn contract(rules: ClockRules) -> Rules {
    Rules { rules, version: Some((ContractId::new(at("2026-01-01T00:00:00Z"), [7; 10]), 2)) }
}

#[test]
fn a_contract_that_lets_both_due_times_hold_keeps_both_through_rests() {
    use crate::rules::WhenPromised::Stricter;
    // Friday 16:00, eight hours in opening hours: due on Monday at 16:00. On Monday at nine it becomes twelve hours
    // around the clock: from Friday 16:00 an hour was used until nine, and one on Monday: due at 19:00.
    let p = promise("2026-06-05T16:00:00-04:00", 8);
    let (monday, rules) = (
        at("2026-06-08T09:00:00-04:00"),
        contract(ClockRules { priority_lowered: Stricter, ..ClockRules::standard() }),
    );
    let both = p.promised_anew(&[], (monday, Anew::Lowered), (12 * 3600, Hours::Always), &rules).unwrap();
    assert_eq!(both.due(&[]).unwrap(), Some(at("2026-06-08T15:00:00-04:00")));
    assert_eq!((both.beside.len(), both.target_s), (1, 12 * 3600));
    // It rests over the evening: the clock that runs around the clock is now due first.
    let rests = [rest("2026-06-08T10:00:00-04:00", Some("2026-06-08T17:00:00-04:00"), true)];
    assert_eq!(both.due(&rests).unwrap(), Some(at("2026-06-09T02:00:00-04:00")));
    let told = both.told(&[], monday).unwrap();
    assert_eq!(told.because.len(), 1);
    assert!(
        told.because[0].contains("Because the contract says: the old due time and the new one both hold")
    );
    assert!(told.because[0].ends_with("(its rules for clocks, version 2)."), "{}", told.because[0]);
}

#[test]
fn a_contract_may_count_anew_when_it_is_opened_again_and_a_miss_before_stays_counted() {
    let p = Promise {
        stopped_at: Some(at("2026-06-08T12:00:00-04:00")),
        missed_at: Some(at("2026-06-08T11:01:00-04:00")),
        ..promise("2026-06-08T09:00:00-04:00", 2)
    };
    let tuesday = at("2026-06-09T09:00:00-04:00");
    let closed = [rest("2026-06-08T12:00:00-04:00", Some("2026-06-09T09:00:00-04:00"), true)];
    let rules = contract(ClockRules {
        reopened_in_grace: crate::rules::WhenReopened::Restart,
        ..ClockRules::standard()
    });
    let anew = p.reopened(&closed, tuesday, &rules).unwrap();
    assert_eq!(anew.due(&closed).unwrap(), Some(at("2026-06-09T11:00:00-04:00")));
    assert_eq!((anew.stopped_at, anew.missed_at, anew.missed_before), (None, None, 1));
    let on = p.reopened(&closed, tuesday, &Rules::house()).unwrap();
    assert_eq!((on.started_at, on.missed_at, on.missed_before), (p.started_at, p.missed_at, 0));
    assert!(on.decided.is_empty(), "the house's own rules need no word of a contract");
}

#[test]
fn of_two_tickets_that_become_one_a_contract_may_let_both_promises_hold() {
    let ends = promise("2026-06-08T11:00:00-04:00", 2);
    let other = promise("2026-06-08T09:00:00-04:00", 5);
    // The other rested for two hours by itself: due at 16:00, and the one that goes on at 13:00.
    let rested = [rest("2026-06-08T09:30:00-04:00", Some("2026-06-08T11:30:00-04:00"), true)];
    let merged_at = at("2026-06-08T12:00:00-04:00");
    let with = |merged| {
        let rules = contract(ClockRules { merged, ..ClockRules::standard() });
        joined((&ends, &[]), (&other, &rested), merged_at, &rules).unwrap()
    };
    let both = with(crate::rules::WhenMerged::Stricter);
    assert_eq!(both.due(&[]).unwrap(), Some(at("2026-06-08T13:00:00-04:00")));
    // What goes on is promised for longer: now the other's own due time counts, with its own rests and no others.
    let longer = Promise { target_s: 6 * 3600, ..both.clone() };
    assert_eq!(longer.due(&[]).unwrap(), Some(at("2026-06-08T16:00:00-04:00")));
    let later = [rest("2026-06-08T12:30:00-04:00", Some("2026-06-08T13:00:00-04:00"), true)];
    assert_eq!(longer.due(&later).unwrap(), Some(at("2026-06-08T16:30:00-04:00")));
    assert_eq!(parted(&both, &ends.kept(), merged_at), ends, "undone as if it had never been");
    let alone = with(crate::rules::WhenMerged::Survivor);
    assert_eq!((alone.started_at, alone.beside.len()), (ends.started_at, 0));
}
