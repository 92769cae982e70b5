//! What is said on a ticket, and the promises it keeps or breaks: the first reply, the updates and the resolution each
//! have a clock of their own.

use crate::{at, hours, office};
use clocks::{Pauses, Said, State, Talk, Targets, Updates};
use jiff::Timestamp;

fn talk(said: &[(&str, Said)]) -> Talk {
    let targets = Targets { response: Some(hours(4)), update: Some(hours(2)), resolution: Some(hours(20)) };
    let said: Vec<(Timestamp, Said)> = said.iter().map(|(when, what)| (at(when), *what)).collect();
    let begun = Talk::new(at("2026-06-08 09:00"), targets, &Pauses::none());
    begun.after(&said, targets, Updates::Answers, &Pauses::none())
}

#[test]
fn p12_a_reply_after_it_is_done_starts_a_follow_up_that_stops_with_the_closing() {
    let talk = talk(&[
        ("2026-06-08 10:00", Said::Desk),
        ("2026-06-08 11:00", Said::Done),
        ("2026-06-08 12:00", Said::Reporter),
        ("2026-06-08 12:05", Said::Done),
    ]);
    assert_eq!(talk.updates.len(), 1);
    assert_eq!(talk.updates[0].stopped, Some(at("2026-06-08 12:05")));
    assert_eq!(talk.resolution.unwrap().stopped, Some(at("2026-06-08 11:00")), "it was done once");
}

#[test]
fn p13_while_the_reporter_is_silent_no_update_is_due() {
    let talk = talk(&[("2026-06-08 10:00", Said::Reporter), ("2026-06-08 10:30", Said::Desk)]);
    assert!(talk.updates.is_empty(), "before the first reply only that is waited for");
    assert_eq!(talk.response.unwrap().stopped, Some(at("2026-06-08 10:30")));
}

#[test]
fn p14_a_short_update_does_not_judge_the_first_reply() {
    let talk = talk(&[
        ("2026-06-08 10:00", Said::Reporter),
        ("2026-06-08 12:30", Said::Desk),
        ("2026-06-08 13:00", Said::Reporter),
        ("2026-06-08 13:10", Said::Reporter),
        ("2026-06-08 13:30", Said::Desk),
    ]);
    let mut horizon = clocks::Horizon::new(office());
    let later = at("2026-06-09 09:00");
    let first = talk.response.unwrap();
    assert_eq!(first.state(&mut horizon, later).unwrap(), State::Met { at: at("2026-06-08 12:30") });
    assert_eq!(talk.updates.len(), 1, "counted from the first unanswered message");
    assert_eq!(talk.updates[0].start, at("2026-06-08 13:00"));
    assert_eq!(
        talk.updates[0].state(&mut horizon, later).unwrap(),
        State::Met { at: at("2026-06-08 13:30") }
    );
}

#[test]
fn p15_a_late_first_reply_stays_late_when_the_next_is_in_time() {
    let talk = talk(&[
        ("2026-06-08 14:00", Said::Desk),
        ("2026-06-08 15:00", Said::Reporter),
        ("2026-06-08 15:10", Said::Desk),
        ("2026-06-08 16:00", Said::Done),
        ("2026-06-09 08:00", Said::Reopened),
    ]);
    let mut horizon = clocks::Horizon::new(office());
    let state = talk.response.unwrap().state(&mut horizon, at("2026-06-10 09:00")).unwrap();
    let (due, stopped) = (at("2026-06-08 13:00"), Some(at("2026-06-08 14:00")));
    assert_eq!(state, State::Late { due, by: hours(1), stopped });
    // R1 for the resolution: seven hours were used before it was closed overnight.
    let running = talk.resolution.unwrap().state(&mut horizon, at("2026-06-09 09:00")).unwrap();
    assert_eq!(running, State::Running { due: at("2026-06-10 12:00"), left: hours(12) });
}

#[test]
fn regular_updates_are_counted_from_each_answer_until_it_is_done_and_anew_when_it_is_opened_again() {
    let targets = Targets { response: Some(hours(4)), update: Some(hours(2)), resolution: Some(hours(20)) };
    let said = [
        ("2026-06-08 10:00", Said::Desk),
        ("2026-06-08 10:30", Said::Reporter),
        ("2026-06-08 11:00", Said::Desk),
        ("2026-06-08 12:00", Said::Done),
        ("2026-06-08 14:00", Said::Reopened),
    ];
    let said = said.map(|(when, what)| (at(when), what));
    let begun = Talk::new(at("2026-06-08 09:00"), targets, &Pauses::none());
    let talk = begun.after(&said, targets, Updates::Regular, &Pauses::none());
    let told: Vec<_> = talk.updates.iter().map(|clock| (clock.start, clock.stopped)).collect();
    let (ten, eleven, noon, two) = (said[0].0, said[2].0, said[3].0, said[4].0);
    assert_eq!(told, [(ten, Some(eleven)), (eleven, Some(noon)), (two, None)]);
}
