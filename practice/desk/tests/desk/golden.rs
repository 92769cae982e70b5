//! The wrong cases of other desks (P1 to P15, R1 to R4 of the catalogue), told here with moments that were worked out by
//! hand.

use crate::town::*;
use desk::words::*;
use desk::*;
use kernel::{Private, Stop, TicketId};

/// A weekday ticket of the billing office: eight working hours to the first reply, forty-five to the resolution.
fn report(words: &str) -> OpenTicket {
    OpenTicket {
        org: hospital(),
        kind: Trouble::BrokenDevice,
        words: Private::from(words),
        patient_affected: false,
        department: None,
        location: None,
        asset: None,
        workaround: None,
        users: None,
        called: None,
    }
}

const MONDAY: &str = "2026-06-08T09:00:00-04:00";

fn reply(ticket: TicketId) -> Reply {
    Reply::new(ticket, Visibility::Public, "We are on it".into())
}

fn told(town: &Town, moment: &str, ticket: TicketId, kind: PromiseKind) -> promises::PromiseTold {
    let story = town.asked(technician(), moment, OneTicket { ticket });
    story.promises.into_iter().find(|p| p.kind == kind).unwrap()
}

fn missed(town: &Town, moment: &str, ticket: TicketId) -> u32 {
    let who = kernel::Who::House("missed");
    let office = town.office.at(at(moment));
    match futures_executor::block_on(office.execute(&who, NoteMissed { ticket })) {
        Ok(done) => done.receipt,
        Err(Stop::Refused(_)) => 0,
        Err(failed) => panic!("{failed}"),
    }
}

/// First reply in 1 hour, resolution in 8, an update every 2, on site within 4; around the clock at priority 1 only.
fn promise(town: &Town, pausing: &[WaitReason]) {
    let target = |response_minutes, update_minutes| Target {
        response_minutes,
        resolution_minutes: 8 * 60,
        update_minutes: Some(update_minutes),
        arrival_minutes: Some(4 * 60),
        hours: Hours::Business,
    };
    let set = SetCommitments {
        org: hospital(),
        location: None,
        criticality: None,
        contract: None,
        p1: target(15, 60),
        p2: target(30, 60),
        p3: target(60, 120),
        p4: target(60, 120),
        pausing: pausing.to_vec(),
    };
    town.done(technician(), "2026-06-05T09:00:00-04:00", set);
}

#[test]
fn p1_what_was_used_and_rested_carries_over_when_the_priority_changes() {
    towns(|town| {
        promise(town, WaitReason::ALL);
        let ticket = town.done(nurse(), MONDAY, report("One")).ticket;
        town.done(technician(), "2026-06-08T10:00:00-04:00", Wait { ticket, reason: WaitReason::Parts });
        town.done(technician(), "2026-06-08T12:00:00-04:00", Resume { ticket });
        let triage = Triage {
            ticket,
            patient_affected: false,
            users: 60,
            workaround: None,
            care_area: None,
            reason: None,
        };
        assert_eq!(town.done(technician(), "2026-06-08T13:00:00-04:00", triage).priority, 2);
        // Eight hours from nine with two at rest: nineteen o'clock is past closing, so ten on Tuesday.
        let resolution = told(town, "2026-06-08T13:00:00-04:00", ticket, PromiseKind::Resolution);
        assert_eq!(resolution.due_at, Some(at("2026-06-09T10:00:00-04:00")));
        assert!(resolution.account.iter().any(|row| !row.counted && row.why == "paused: waiting for parts"));
        let story = town.asked(technician(), "2026-06-08T13:01:00-04:00", OneTicket { ticket });
        let said: Vec<&str> = story.story.iter().flat_map(|h| &h.told).map(|t| t.sentence.as_str()).collect();
        assert!(said.iter().any(|s| s.ends_with("the time used so far carries over")), "{said:?}");
    });
}

#[test]
fn p2_p3_a_paused_ticket_is_never_late_and_the_pause_is_no_part_of_the_resolution() {
    towns(|town| {
        promise(town, WaitReason::ALL);
        let ticket = town.done(nurse(), MONDAY, report("One")).ticket;
        town.done(technician(), "2026-06-08T09:30:00-04:00", reply(ticket));
        let wait = Wait { ticket, reason: WaitReason::Reporter };
        assert_eq!(town.done(technician(), "2026-06-08T10:00:00-04:00", wait).due_at, None);
        assert_eq!(missed(town, "2026-08-10T10:00:00-04:00", ticket), 0, "P2: no breach while it rests");
        let resolve = Resolve { ticket, words: "Done".into() };
        town.done(technician(), "2026-08-10T10:00:00-04:00", resolve);
        for kind in [PromiseKind::Response, PromiseKind::Update, PromiseKind::Resolution] {
            let state = told(town, "2026-08-10T10:01:00-04:00", ticket, kind).state;
            assert_eq!(state, PromiseState::Met, "P3: {kind:?}");
        }
    });
}

#[test]
fn p4_p5_closed_hours_count_for_nothing() {
    towns(|town| {
        promise(town, WaitReason::ALL);
        // P5: reported on Saturday, measured from Monday's opening.
        let ticket = town.done(nurse(), "2026-06-06T12:00:00-04:00", report("One")).ticket;
        let response = told(town, MONDAY, ticket, PromiseKind::Response);
        assert_eq!(response.due_at, Some(at("2026-06-08T09:00:00-04:00")));
        // P4: a pause that begins and ends outside the hours moves nothing.
        let before = told(town, MONDAY, ticket, PromiseKind::Resolution).due_at;
        town.done(technician(), "2026-06-08T20:00:00-04:00", Wait { ticket, reason: WaitReason::Parts });
        town.done(technician(), "2026-06-09T06:00:00-04:00", Resume { ticket });
        assert_eq!(told(town, "2026-06-09T06:00:00-04:00", ticket, PromiseKind::Resolution).due_at, before);
    });
}

#[test]
fn p8_a_pause_keeps_the_meaning_that_its_reason_had() {
    towns(|town| {
        promise(town, &[WaitReason::Parts]);
        let ticket = town.done(nurse(), MONDAY, report("One")).ticket;
        town.done(technician(), "2026-06-08T10:00:00-04:00", Wait { ticket, reason: WaitReason::Parts });
        town.done(technician(), "2026-06-08T12:00:00-04:00", Resume { ticket });
        let due = told(town, "2026-06-08T12:00:00-04:00", ticket, PromiseKind::Resolution).due_at;
        promise(town, &[]);
        assert_eq!(told(town, "2026-06-08T12:30:00-04:00", ticket, PromiseKind::Resolution).due_at, due);
        // From now on it stops nothing.
        let wait = Wait { ticket, reason: WaitReason::Parts };
        assert_eq!(
            town.done(technician(), "2026-06-08T13:00:00-04:00", wait).due_at,
            due.min(Some(at("2026-06-08T10:00:00-04:00")))
        );
    });
}

#[test]
fn p12_after_the_resolution_no_clock_runs_and_the_reporter_cannot_start_one_by_saying_thanks() {
    towns(|town| {
        promise(town, &[]);
        let ticket = town.done(nurse(), MONDAY, report("One")).ticket;
        town.done(technician(), "2026-06-08T09:30:00-04:00", reply(ticket));
        town.done(technician(), "2026-06-08T10:00:00-04:00", Resolve { ticket, words: "Done".into() });
        // R4: thanks is no reason to open it again.
        let thanks = ReplyToMine { ticket, words: "Thank you!".into() };
        assert_eq!(town.refused(nurse(), "2026-06-08T10:05:00-04:00", thanks), 409);
        assert_eq!(missed(town, "2026-06-30T10:00:00-04:00", ticket), 0);
        let story = town.asked(technician(), "2026-06-30T10:00:00-04:00", OneTicket { ticket });
        assert!(story.promises.iter().all(|p| p.stopped_at.is_some() && p.state == PromiseState::Met));
        assert_eq!(story.head.due_at, None);
    });
}

#[test]
fn p13_p14_updates_are_counted_from_the_last_answer_and_never_before_the_first() {
    towns(|town| {
        promise(town, &[]);
        let ticket = town.done(nurse(), MONDAY, report("One")).ticket;
        // P14: the first reply is judged by itself; no update is due before it.
        let story = town.asked(technician(), MONDAY, OneTicket { ticket });
        assert!(story.promises.iter().all(|p| p.kind != PromiseKind::Update));
        assert_eq!(story.head.due_what, Some(PromiseKind::Response));
        town.done(technician(), "2026-06-08T09:30:00-04:00", reply(ticket));
        let due = |moment| told(town, moment, ticket, PromiseKind::Update).due_at;
        assert_eq!(due("2026-06-08T09:31:00-04:00"), Some(at("2026-06-08T11:30:00-04:00")));
        // A note among colleagues is no update; an answer is.
        let note = Reply { visibility: Visibility::Internal, ..reply(ticket) };
        town.done(technician(), "2026-06-08T10:00:00-04:00", note);
        assert_eq!(due("2026-06-08T10:01:00-04:00"), Some(at("2026-06-08T11:30:00-04:00")));
        town.done(technician(), "2026-06-08T11:00:00-04:00", reply(ticket));
        assert_eq!(due("2026-06-08T11:01:00-04:00"), Some(at("2026-06-08T13:00:00-04:00")));
        // P13: the reporter is waited for, so nothing fires, whatever was agreed about pausing.
        town.done(technician(), "2026-06-08T11:30:00-04:00", Wait { ticket, reason: WaitReason::Reporter });
        assert_eq!(due("2026-06-08T11:31:00-04:00"), None);
        assert_eq!(
            told(town, "2026-06-08T16:00:00-04:00", ticket, PromiseKind::Update).state,
            PromiseState::Paused
        );
        town.done(nurse(), "2026-06-09T09:00:00-04:00", ReplyToMine { ticket, words: "Here".into() });
        assert_eq!(due("2026-06-09T09:00:00-04:00"), Some(at("2026-06-09T10:30:00-04:00")));
        // Waiting for somebody else is no reason for silence.
        town.done(technician(), "2026-06-09T09:10:00-04:00", Wait { ticket, reason: WaitReason::Vendor });
        assert_eq!(due("2026-06-09T09:11:00-04:00"), Some(at("2026-06-09T10:30:00-04:00")));
    });
}

#[test]
fn p15_a_late_first_reply_and_a_late_update_stay_visible() {
    towns(|town| {
        promise(town, &[]);
        let ticket = town.done(nurse(), MONDAY, report("One")).ticket;
        assert_eq!(missed(town, "2026-06-08T10:01:00-04:00", ticket), 1);
        town.done(technician(), "2026-06-08T10:30:00-04:00", reply(ticket));
        town.done(technician(), "2026-06-08T11:00:00-04:00", reply(ticket));
        let response = told(town, "2026-06-08T11:01:00-04:00", ticket, PromiseKind::Response);
        assert_eq!(response.state, PromiseState::Missed);
        // The next update is late, noted, and given; the one after begins anew and counts the miss.
        assert_eq!(missed(town, "2026-06-08T13:01:00-04:00", ticket), 1);
        town.done(technician(), "2026-06-08T14:00:00-04:00", reply(ticket));
        let update = told(town, "2026-06-08T14:01:00-04:00", ticket, PromiseKind::Update);
        assert_eq!((update.state, update.missed_before), (PromiseState::Running, 1));
        // It can be missed again, and nobody need have noticed.
        town.done(technician(), "2026-06-08T16:30:00-04:00", reply(ticket));
        let update = told(town, "2026-06-08T16:31:00-04:00", ticket, PromiseKind::Update);
        assert_eq!((update.state, update.missed_before), (PromiseState::Running, 2));
    });
}

#[test]
fn an_arrival_is_promised_only_where_somebody_is_sent() {
    towns(|town| {
        promise(town, &[]);
        let ticket = town.done(nurse(), MONDAY, report("One")).ticket;
        town.done(technician(), "2026-06-08T10:00:00-04:00", SendOnSite { ticket });
        let arrival = told(town, "2026-06-08T10:01:00-04:00", ticket, PromiseKind::Arrival);
        assert_eq!(arrival.due_at, Some(at("2026-06-08T14:00:00-04:00")));
        assert_eq!(town.refused(technician(), "2026-06-08T10:02:00-04:00", SendOnSite { ticket }), 409);
        town.done(technician(), "2026-06-08T13:59:00-04:00", NoteArrival { ticket });
        let arrival = told(town, "2026-06-08T14:30:00-04:00", ticket, PromiseKind::Arrival);
        assert_eq!(arrival.state, PromiseState::Met);
    });
}

#[test]
fn r1_r2_r3_reopening_continues_the_clock_and_after_the_grace_a_new_report_carries_on() {
    towns(|town| {
        promise(town, &[]);
        let ticket = town.done(nurse(), MONDAY, report("One")).ticket;
        town.done(technician(), "2026-06-08T09:30:00-04:00", reply(ticket));
        town.done(technician(), "2026-06-08T11:00:00-04:00", Resolve { ticket, words: "Done".into() });
        // R1: closed for a day; six of eight hours are left.
        let again = ReopenMine { ticket, words: "It is back".into() };
        town.done(nurse(), "2026-06-09T11:00:00-04:00", again.clone());
        let due = told(town, "2026-06-09T11:01:00-04:00", ticket, PromiseKind::Resolution).due_at;
        assert_eq!(due, Some(at("2026-06-09T17:00:00-04:00")));
        let update = told(town, "2026-06-09T11:01:00-04:00", ticket, PromiseKind::Update).due_at;
        assert_eq!(update, Some(at("2026-06-09T13:00:00-04:00")));
        town.done(technician(), "2026-06-09T12:00:00-04:00", Resolve { ticket, words: "Now it is".into() });
        // R3: the first and the last closing are both kept.
        let story = town.asked(technician(), "2026-06-09T12:01:00-04:00", OneTicket { ticket });
        assert_eq!(story.first_resolved_at, Some(at("2026-06-08T11:00:00-04:00")));
        assert_eq!(story.head.resolved_at, Some(at("2026-06-09T12:00:00-04:00")));
        // R2: after the grace it is a new report, linked with the old one, and its clock begins anew.
        let late = "2026-06-22T09:00:00-04:00";
        assert_eq!(town.refused(nurse(), late, again), 409);
        let new = ReportAgain { ticket, words: "It is back".into(), patient_affected: false };
        assert_eq!(town.refused(nurse(), "2026-06-10T09:00:00-04:00", new.clone()), 409);
        let opened = town.done(nurse(), late, new);
        assert_eq!(opened.response_due, Some(at("2026-06-22T10:00:00-04:00")));
        let story = town.asked(technician(), late, OneTicket { ticket: opened.ticket });
        assert_eq!(story.relations.links[0].says, "Carries on");
        assert_eq!(story.relations.links[0].to.ticket, ticket);
    });
}

#[test]
fn a_merge_takes_the_earlier_start_with_its_rests_and_an_undone_merge_gives_everything_back() {
    towns(|town| {
        promise(town, WaitReason::ALL);
        let first = town.done(nurse(), MONDAY, report("One")).ticket;
        town.done(technician(), "2026-06-08T09:30:00-04:00", reply(first));
        town.done(
            technician(),
            "2026-06-08T10:00:00-04:00",
            Wait { ticket: first, reason: WaitReason::Parts },
        );
        town.done(technician(), "2026-06-08T11:00:00-04:00", Resume { ticket: first });
        let second = town.done(nurse(), "2026-06-08T12:00:00-04:00", report("The same")).ticket;
        let due = |moment, kind| told(town, moment, second, kind).due_at;
        let before = due("2026-06-08T12:01:00-04:00", PromiseKind::Resolution);
        assert_eq!(before, Some(at("2026-06-09T11:00:00-04:00")));
        let merged = town.done(technician(), "2026-06-08T13:00:00-04:00", Merge { ticket: first, into: 2 });
        assert_eq!(merged.survivor, second);
        // Eight hours from nine with the hour of the parts: nine on Tuesday.
        assert_eq!(
            due("2026-06-08T13:01:00-04:00", PromiseKind::Resolution),
            Some(at("2026-06-09T09:00:00-04:00"))
        );
        // The first reply was given on the other one.
        let response = told(town, "2026-06-08T13:01:00-04:00", second, PromiseKind::Response);
        assert_eq!(
            (response.state, response.stopped_at),
            (PromiseState::Met, Some(at("2026-06-08T09:30:00-04:00")))
        );
        town.done(technician(), "2026-06-08T14:00:00-04:00", Unmerge { ticket: first });
        assert_eq!(due("2026-06-08T14:01:00-04:00", PromiseKind::Resolution), before);
        assert_eq!(
            due("2026-06-08T14:01:00-04:00", PromiseKind::Response),
            Some(at("2026-06-08T13:00:00-04:00"))
        );
        let own = told(town, "2026-06-08T14:01:00-04:00", first, PromiseKind::Resolution);
        assert_eq!((own.state, own.due_at), (PromiseState::Running, Some(at("2026-06-09T09:00:00-04:00"))));
        // After a week it stays as it is.
        town.done(technician(), "2026-06-08T15:00:00-04:00", Merge { ticket: first, into: 2 });
        assert_eq!(town.refused(technician(), "2026-06-16T15:00:00-04:00", Unmerge { ticket: first }), 409);
    });
}

#[test]
fn a_part_has_waited_since_it_was_written() {
    towns(|town| {
        promise(town, &[]);
        let ticket = town.done(nurse(), MONDAY, report("One")).ticket;
        let more = ReplyToMine { ticket, words: "The scanner is dead too".into() };
        let text = town.done(nurse(), "2026-06-08T09:30:00-04:00", more).text;
        let split = Split { ticket, text: Some(text), words: None, kind: None, patient_affected: false };
        let part = town.done(technician(), "2026-06-08T10:15:00-04:00", split.clone());
        assert_eq!(part.response_due, Some(at("2026-06-08T10:30:00-04:00")));
        let due = told(town, "2026-06-08T10:16:00-04:00", part.ticket, PromiseKind::Response);
        assert_eq!((due.from, due.due_at), (at("2026-06-08T09:30:00-04:00"), part.response_due));
        let look = LookAt { ticket: part.ticket, text: None };
        let there = town.asked(technician(), "2026-06-08T10:20:00-04:00", look);
        assert_eq!(there.texts[0].words, "The scanner is dead too");
        let nothing = Split { text: None, ..split.clone() };
        assert_eq!(town.refused(technician(), "2026-06-08T10:21:00-04:00", nothing), 422);
        let nowhere = Split { text: Some(99), ..split };
        assert_eq!(town.refused(technician(), "2026-06-08T10:22:00-04:00", nowhere), 422);
    });
}

#[test]
fn a_deadline_is_judged_again_as_it_nears() {
    towns(|town| {
        let ticket = town.done(nurse(), MONDAY, report("Payroll does not print")).ticket;
        let friday = SetDeadline {
            ticket,
            deadline: DeadlineKind::Payroll,
            on: "2026-06-12".into(),
            at: Some("17:00".into()),
        };
        assert_eq!(town.done(technician(), MONDAY, friday).priority, 4);
        let due = |moment: &str| {
            let house = kernel::Who::House("deadlines");
            let office = town.office.at(at(moment));
            let read = office.read(&house, |look| Ok(to_judge_again(look, 10)?));
            futures_executor::block_on(read).unwrap()
        };
        let judge = |moment: &str| {
            let house = kernel::Who::House("deadlines");
            let office = town.office.at(at(moment));
            futures_executor::block_on(office.execute(&house, JudgeAgain { ticket })).unwrap().receipt
        };
        assert_eq!(due("2026-06-09T16:59:00-04:00"), []);
        assert_eq!(due("2026-06-09T17:00:00-04:00"), [ticket]);
        assert_eq!(judge("2026-06-09T17:00:00-04:00"), 3);
        assert_eq!(due("2026-06-09T17:01:00-04:00"), []);
        assert_eq!(judge("2026-06-11T17:00:00-04:00"), 2);
        let story = town.asked(technician(), "2026-06-11T17:01:00-04:00", OneTicket { ticket });
        assert_eq!((story.head.priority, story.head.because.as_str()), (2, "billing, payroll within a day"));
        town.done(technician(), "2026-06-11T18:00:00-04:00", ClearDeadline { ticket });
        assert_eq!(due("2026-06-13T17:00:00-04:00"), []);
        let story = town.asked(technician(), "2026-06-11T18:01:00-04:00", OneTicket { ticket });
        assert_eq!(story.head.priority, 4);
    });
}
