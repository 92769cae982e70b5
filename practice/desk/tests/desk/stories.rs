//! From a report at the bedside to the last line of the ledger.

use crate::town::*;
use desk::words::*;
use desk::*;
use kernel::{OrgId, Private, TicketId, Who};
use std::sync::atomic::Ordering;

fn report(org: OrgId, words: &str) -> OpenTicket {
    OpenTicket {
        org,
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

fn urgent(words: &str) -> OpenTicket {
    OpenTicket {
        patient_affected: true,
        department: Some(ward()),
        asset: Some(pump()),
        workaround: Some(false),
        ..report(hospital(), words)
    }
}

const MONDAY: &str = "2026-06-08T09:00:00-04:00";

fn promise(story: &Story, kind: PromiseKind) -> promises::PromiseTold {
    story.promises.iter().find(|p| p.kind == kind).unwrap().clone()
}

#[test]
fn a_ticket_lives_from_the_bedside_to_its_end_and_back() {
    towns(|town| {
        let opened = town.done(nurse(), MONDAY, report(hospital(), "The café printer jams"));
        assert_eq!((opened.number, opened.priority), (1, 4));
        assert_eq!(opened.because, "billing");
        // Eight working hours to the first reply, forty-five to the resolution.
        assert_eq!(opened.response_due, Some(at("2026-06-08T17:00:00-04:00")));
        assert_eq!(opened.resolution_due, Some(at("2026-06-15T09:00:00-04:00")));
        let ticket = opened.ticket;

        assert_eq!(
            town.done(technician(), "2026-06-08T09:10:00-04:00", Take { ticket }).state,
            State::Working
        );
        let reply = Reply::new(ticket, Visibility::Public, "On my way".into());
        assert_eq!(town.done(technician(), "2026-06-08T10:00:00-04:00", reply).text, 1);
        let story = town.asked(technician(), "2026-06-08T10:01:00-04:00", OneTicket { ticket });
        assert_eq!(promise(&story, PromiseKind::Response).state, PromiseState::Met);
        assert_eq!(story.head.due_what, Some(PromiseKind::Resolution));

        let waiting = Wait { ticket, reason: WaitReason::Parts };
        assert_eq!(town.done(technician(), "2026-06-08T11:00:00-04:00", waiting).due_at, None);
        let resumed = town.done(technician(), "2026-06-09T11:00:00-04:00", Resume { ticket });
        assert_eq!(resumed.due_at, Some(at("2026-06-16T09:00:00-04:00")));

        let resolve = Resolve { ticket, words: "New roller".into() };
        town.done(technician(), "2026-06-09T12:00:00-04:00", resolve.clone());
        assert_eq!(town.refused(technician(), "2026-06-09T12:01:00-04:00", resolve), 409);
        let again = ReopenMine { ticket, words: "It jams again".into() };
        let again = town.done(nurse(), "2026-06-10T12:00:00-04:00", again);
        assert_eq!((again.state, again.due_at), (State::Working, Some(at("2026-06-17T09:00:00-04:00"))));

        let story = town.asked(technician(), "2026-06-10T12:30:00-04:00", OneTicket { ticket });
        assert_eq!((story.reopened, story.texts.len(), story.story.len()), (1, 4, 7));
        let told: Vec<&str> =
            story.story.iter().flat_map(|h| &h.told).map(|told| told.sentence.as_str()).collect();
        assert_eq!(
            told,
            [
                "opened ticket 1 with priority 4 · billing",
                "took the ticket",
                "replied",
                "waits for parts; the clock of the resolution rests",
                "went on with the work",
                "resolved the ticket",
                "opened the ticket again",
            ]
        );
    });
}

#[test]
fn what_is_urgent_stands_first_and_what_is_late_is_noted_once() {
    towns(|town| {
        let calm = town.done(nurse(), MONDAY, report(hospital(), "Toner is low")).ticket;
        let first = town.done(nurse(), "2026-06-08T09:05:00-04:00", urgent("The pump stopped"));
        assert_eq!((first.number, first.priority), (2, 1));
        assert_eq!(
            first.because,
            "inpatient ward, patient affected now, life-critical device, no workaround"
        );
        assert_eq!(first.response_due, Some(at("2026-06-08T09:20:00-04:00")));
        let board = town.asked(technician(), "2026-06-08T09:10:00-04:00", Board::default());
        assert_eq!(board.at_once.iter().map(|t| t.ticket).collect::<Vec<_>>(), [first.ticket]);
        assert_eq!(board.today.iter().map(|t| t.ticket).collect::<Vec<_>>(), [calm]);

        let later = at("2026-06-08T10:00:00-04:00");
        let house = Who::House("watch");
        let overdue = |office: &office::Office| {
            futures_executor::block_on(office.at(later).read(&house, |look| Ok(desk::overdue(look, 10)?)))
                .unwrap()
        };
        assert_eq!(overdue(&town.office), [first.ticket]);
        let note = NoteMissed { ticket: first.ticket };
        let noted = futures_executor::block_on(town.office.at(later).execute(&house, note.clone())).unwrap();
        assert_eq!(noted.facts.iter().map(|f| f.name).collect::<Vec<_>>(), ["desk.promise-missed"]);
        assert!(overdue(&town.office).is_empty());
        assert!(futures_executor::block_on(town.office.at(later).execute(&house, note)).is_err());
        // The miss is not washed away by a late answer.
        let reply = Reply::new(first.ticket, Visibility::Public, "Coming".into());
        town.done(technician(), "2026-06-08T10:05:00-04:00", reply);
        let story = town.asked(technician(), "2026-06-08T10:06:00-04:00", OneTicket { ticket: first.ticket });
        assert_eq!(promise(&story, PromiseKind::Response).state, PromiseState::Missed);
        let trend = town.asked(technician(), "2026-06-08T12:00:00-04:00", Trends::default());
        assert_eq!(trend.days.last().unwrap().opened, 2);
        let about = AssetTickets { asset: pump(), after: None, most: None };
        assert_eq!(town.asked(technician(), MONDAY, about).len(), 1);
    });
}

#[test]
fn triage_sets_facts_and_what_was_used_carries_over() {
    towns(|town| {
        let ticket = town.done(nurse(), MONDAY, report(hospital(), "Claims do not go out")).ticket;
        let facts = Triage {
            ticket,
            patient_affected: false,
            users: 60,
            workaround: None,
            care_area: None,
            reason: None,
        };
        let triaged = town.done(technician(), "2026-06-08T10:00:00-04:00", facts.clone());
        assert_eq!((triaged.priority, triaged.because.as_str()), (2, "billing, 60 people"));
        assert_eq!(triaged.due_at, Some(at("2026-06-08T09:30:00-04:00")));
        let elsewhere = Triage { care_area: Some(CareArea::Emergency), ..facts };
        assert_eq!(town.refused(technician(), "2026-06-08T10:01:00-04:00", elsewhere.clone()), 422);
        let elsewhere = Triage { reason: Some("It is the desk of the ED".into()), ..elsewhere };
        assert_eq!(town.done(technician(), "2026-06-08T10:02:00-04:00", elsewhere.clone()).priority, 1);
        // Nurses report; they do not set how urgent a thing is.
        assert_eq!(town.refused(nurse(), "2026-06-08T10:03:00-04:00", elsewhere), 403);
    });
}

#[test]
fn nobody_next_door_learns_that_a_ticket_exists() {
    towns(|town| {
        let ticket = town.done(nurse(), MONDAY, report(hospital(), "Secret cabinet")).ticket;
        assert_eq!(town.no_answer(stranger(), MONDAY, OneTicket { ticket }), 404);
        assert_eq!(town.no_answer(stranger(), MONDAY, LookAt { ticket, text: None }), 404);
        assert_eq!(town.no_answer(stranger(), MONDAY, MyTicket { ticket }), 404);
        assert_eq!(town.refused(stranger(), MONDAY, Take { ticket }), 404);
        assert_eq!(town.refused(stranger(), MONDAY, report(hospital(), "Let me in")), 404);
        let reply = Reply::new(ticket, Visibility::Public, "Hello".into());
        assert_eq!(town.refused(stranger(), MONDAY, reply), 404);
        let all = |words: &str| Tickets { words: Some(Private::from(words)), ..Tickets::default() };
        assert!(town.asked(stranger(), MONDAY, all("secret")).tickets.is_empty());
        assert!(town.asked(stranger(), MONDAY, all("1")).tickets.is_empty());
        let there = Tickets { org: Some(hospital()), words: Some("secret".into()), ..Tickets::default() };
        assert!(town.asked(stranger(), MONDAY, there).tickets.is_empty());
        assert!(town.asked(stranger(), MONDAY, Tickets::default()).tickets.is_empty());
        assert!(town.asked(stranger(), MONDAY, Board::default()).tickets().next().is_none());
        assert!(town.asked(stranger(), MONDAY, Trends::default()).days.iter().all(|day| day.opened == 0));
        // The neighbour's own numbers begin at one.
        assert_eq!(town.done(stranger(), MONDAY, report(neighbour(), "Ours")).number, 1);
    });
}

#[test]
fn sealed_words_are_found_and_every_look_is_charted() {
    towns(|town| {
        let opened = town.done(nurse(), MONDAY, report(hospital(), "Der Müller-Drucker klemmt in room 12"));
        town.done(nurse(), MONDAY, report(hospital(), "Another printer"));
        let search = |words: &str| {
            let question = Tickets { words: Some(Private::from(words)), ..Tickets::default() };
            town.asked(technician(), MONDAY, question).tickets.iter().map(|t| t.number).collect::<Vec<_>>()
        };
        assert_eq!(search("muller DRUCKER"), [1]);
        assert_eq!(search("muller printer"), Vec::<i64>::new());
        assert_eq!(search("#2"), [2]);
        let look = LookAt { ticket: opened.ticket, text: Some(0) };
        let texts = town.asked(technician(), MONDAY, look).texts;
        assert_eq!(texts[0].words, "Der Müller-Drucker klemmt in room 12");
        let story = town.asked(technician(), MONDAY, OneTicket { ticket: opened.ticket });
        assert_eq!(story.story.last().unwrap().outcome, "looked");
        let ledger = serde_json::to_string(&story).unwrap();
        assert!(!ledger.contains("Drucker"), "a typed text reached the ledger");
        // Without the agreement the look is refused, and so is the page.
        town.agreement.store(false, Ordering::SeqCst);
        assert_eq!(town.no_answer(technician(), MONDAY, LookAt { ticket: opened.ticket, text: None }), 403);
        assert_eq!(town.no_answer(technician(), MONDAY, OneTicket { ticket: opened.ticket }), 403);
    });
}

#[test]
fn a_reporter_follows_their_own_report_and_nobody_elses() {
    towns(|town| {
        let ticket = town.done(nurse(), MONDAY, report(hospital(), "The scanner is dark")).ticket;
        let theirs = town.done(technician(), MONDAY, report(hospital(), "Found on a walk")).ticket;
        let mine = town.asked(nurse(), MONDAY, MyTickets::default());
        assert_eq!(mine.iter().map(|t| t.ticket).collect::<Vec<_>>(), [ticket]);
        assert_eq!(town.no_answer(nurse(), MONDAY, MyTicket { ticket: theirs }), 404);
        assert_eq!(
            town.refused(nurse(), MONDAY, ReplyToMine { ticket: theirs, words: "Me too".into() }),
            404
        );
        let waiting = Wait { ticket, reason: WaitReason::Reporter };
        town.done(technician(), "2026-06-08T10:00:00-04:00", waiting);
        let mine = town.asked(nurse(), "2026-06-08T10:01:00-04:00", MyTicket { ticket });
        assert_eq!(mine.next_step, "The desk needs an answer from you to go on.");
        let answer = ReplyToMine { ticket, words: "It is in room 4".into() };
        let answered = town.done(nurse(), "2026-06-08T11:00:00-04:00", answer);
        assert_eq!((answered.text, answered.state), (1, State::New));
        let note = Reply::new(ticket, Visibility::Internal, "Third time this month".into());
        town.done(technician(), "2026-06-08T11:10:00-04:00", note);
        // At a ward station without a second factor the texts stay closed.
        assert_eq!(town.no_answer(nurse(), "2026-06-08T11:11:00-04:00", MyWords { ticket }), 403);
        town.second_factor.store(true, Ordering::SeqCst);
        let words = town.asked(nurse(), "2026-06-08T11:12:00-04:00", MyWords { ticket });
        let read: Vec<&str> = words.texts.iter().map(|t| t.words.as_str()).collect();
        assert_eq!(read, ["The scanner is dark", "It is in room 4"]);
        let resolve = Resolve { ticket, words: "New lamp".into() };
        town.done(technician(), "2026-06-08T12:00:00-04:00", resolve);
        let late = ReopenMine { ticket, words: "Dark again".into() };
        assert_eq!(town.refused(nurse(), "2026-06-16T12:00:00-04:00", late), 409);
    });
}

#[test]
fn commitments_are_versions_that_open_tickets_follow_and_resolved_ones_do_not() {
    towns(|town| {
        let before = town.done(nurse(), MONDAY, report(hospital(), "One")).ticket;
        let over = town.done(nurse(), MONDAY, report(hospital(), "Over")).ticket;
        let due =
            |ticket, kind| promise(&town.asked(technician(), MONDAY, OneTicket { ticket }), kind).due_at;
        town.done(technician(), MONDAY, Resolve { ticket: over, words: "Done".into() });
        assert_eq!(due(before, PromiseKind::Response), Some(at("2026-06-08T17:00:00-04:00")));
        let target = |response_minutes, resolution_minutes| Target {
            response_minutes,
            resolution_minutes,
            update_minutes: None,
            arrival_minutes: None,
            hours: Hours::Always,
        };
        let set = SetCommitments {
            org: hospital(),
            location: None,
            criticality: None,
            contract: None,
            p1: target(5, 60),
            p2: target(10, 120),
            p3: target(20, 240),
            p4: target(30, 480),
            pausing: vec![WaitReason::Reporter],
        };
        let wrong = SetCommitments { p2: target(10, 9), ..set.clone() };
        assert_eq!(town.refused(technician(), MONDAY, wrong), 422);
        assert_eq!(town.refused(nurse(), MONDAY, set.clone()), 403);
        assert_eq!(town.done(technician(), MONDAY, set.clone()).version, 1);
        let after = town.done(nurse(), MONDAY, report(hospital(), "Two"));
        assert_eq!(after.response_due, Some(at("2026-06-08T09:30:00-04:00")));
        assert_eq!(due(before, PromiseKind::Response), Some(at("2026-06-08T09:30:00-04:00")));
        assert_eq!(due(before, PromiseKind::Resolution), Some(at("2026-06-08T17:00:00-04:00")));
        assert_eq!(
            due(over, PromiseKind::Response),
            Some(at("2026-06-08T17:00:00-04:00")),
            "as it was judged"
        );
        // Waiting for the vendor was not agreed to stop the clock here.
        let wait = Wait { ticket: after.ticket, reason: WaitReason::Vendor };
        assert!(town.done(technician(), MONDAY, wait).due_at.is_some());
        let here = SetCommitments { location: Some(site()), p4: target(7, 70), ..set };
        assert_eq!(town.done(technician(), MONDAY, here).version, 2);
        let third = town.done(nurse(), MONDAY, report(hospital(), "Three"));
        assert_eq!(third.response_due, Some(at("2026-06-08T09:07:00-04:00")));
        assert_eq!(due(before, PromiseKind::Response), Some(at("2026-06-08T09:07:00-04:00")));
        let shown = town.asked(technician(), MONDAY, Commitments { org: hospital() });
        assert_eq!(shown.places.len(), 2);
    });
}

#[test]
fn standing_and_opening_hours_reach_the_open_tickets() {
    towns(|town| {
        let open = town.done(nurse(), MONDAY, report(hospital(), "Open")).ticket;
        let closed = town.done(nurse(), MONDAY, report(hospital(), "Closed")).ticket;
        town.done(technician(), MONDAY, Resolve { ticket: closed, words: "Done".into() });
        let flagged =
            |ticket: TicketId| town.asked(technician(), MONDAY, OneTicket { ticket }).head.standing_lost;
        let react = |lost: bool| {
            let job = move |work: &mut store::Work| {
                work.on_behalf(Who::House("town"), None, at(MONDAY));
                work.at(Some(hospital()));
                work.as_house(true);
                if lost {
                    standing_lost(work, hospital(), provider())
                } else {
                    standing_back(work, hospital(), provider())
                }
            };
            futures_executor::block_on(town.office.store().write(job)).unwrap()
        };
        assert_eq!(react(true)[0].about, [open.to_string()]);
        assert!(react(true).is_empty());
        assert!(flagged(open) && !flagged(closed));
        assert_eq!(react(false)[0].name, "desk.standing-back");
        assert!(!flagged(open));

        let holiday = WEEKDAYS
            .replace(r#""week""#, r#""special_days":[{"date":"2026-06-08","name":"Founders' Day"}],"week""#);
        let moved = futures_executor::block_on(town.office.store().write(move |work: &mut store::Work| {
            work.on_behalf(Who::House("town"), None, at(MONDAY));
            work.at(Some(hospital()));
            work.as_house(true);
            calendar_changed(work, hospital(), site(), &holiday)
        }));
        assert_eq!(moved.unwrap()[0].about, [open.to_string()]);
        let story = town.asked(technician(), MONDAY, OneTicket { ticket: open });
        let response = promise(&story, PromiseKind::Response);
        assert_eq!(response.due_at, Some(at("2026-06-09T16:00:00-04:00")));
        assert!(response.account.iter().any(|row| row.why == "closed for Founders' Day"));
    });
}

#[test]
fn every_statement_is_understood() {
    towns(|town| {
        let prepared = town.office.store().statement_check().unwrap();
        assert!(prepared.iter().filter(|p| p.name.starts_with("desk.")).count() > 40, "{}", town.engine);
    });
}
