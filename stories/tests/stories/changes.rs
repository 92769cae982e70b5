//! Changes, as people meet them: planned, agreed to by others, tested, frozen, carried out within their window.

use crate::world::{World, on_each, refused};
use changes::{
    ApproveChange, AskApproval, BackOut, CancelChange, CareArea, Category, ChangeKind, Changes, EndFreeze,
    Environment, FinishChange, FreezeReason, Freezes, LookAtChange, OneChange, Outcome, PlanChange,
    RecordTest, RefuseChange, ReviewChange, ReviseChange, Risk, SetFreeze, StartChange, State, View,
};
use kernel::{ChangeId, Span, Status};
use store::sql;

sql! {
    house LETTERS "stories.letters-about-changes"
        "select recipient, subject, content from outbox where channel = 'mail' order by id";
}

/// The story begins on Monday 2 November 2026, 09:00 in Chicago; the window is the next night.
const STARTS: &str = "2026-11-03T02:00";
const ENDS: &str = "2026-11-03T04:00";

fn plan(w: &World, care_areas: &[CareArea]) -> PlanChange {
    PlanChange {
        org: w.larkspur,
        ticket: None,
        asset: None,
        title: "New firmware on the switch".into(),
        kind: ChangeKind::Normal,
        category: Category::Network,
        build: None,
        care_areas: care_areas.to_vec(),
        downtime_minutes: 20,
        starts: STARTS.into(),
        ends: ENDS.into(),
        back_out: BackOut::Tested,
        plan: "Load it, restart, look at the links".into(),
        way_back: Some("Load the former one".into()),
    }
}

fn asked(w: &World, order: PlanChange) -> ChangeId {
    let change = w.act(&w.technician, order).change;
    w.act(&w.technician, AskApproval { change });
    change
}

fn state(w: &World, change: ChangeId) -> State {
    w.ask(&w.technician, OneChange { change }).line.state
}

#[test]
fn a_change_that_patients_feel_needs_the_clients_own_word_and_is_carried_out_in_its_window() {
    on_each(|w| {
        let change = asked(w, plan(w, &[CareArea::Procedure]));
        let told = w.ask(&w.technician, OneChange { change });
        assert_eq!((told.line.risk, told.line.state), (Risk::Moderate, State::Asked));
        assert!(told.word_missing.unwrap().contains("organization itself"));
        // The provider's senior may agree, and it does not suffice.
        w.act(&w.senior, ApproveChange { change });
        assert_eq!(state(w, change), State::Asked);
        assert_eq!(refused(w.try_act(&w.senior, ApproveChange { change })).status, Status::Conflict);
        w.act(&w.practice_owner, ApproveChange { change });
        assert_eq!(state(w, change), State::Approved);
        let early = refused(w.try_act(&w.technician, StartChange { change }));
        assert!(early.sentence.contains("within its window"), "{}", early.sentence);
        w.pass(Span::hours(18));
        w.act(&w.technician, StartChange { change });
        let finish = FinishChange { change, outcome: Outcome::Succeeded, words: "All links are up".into() };
        w.act(&w.technician, finish);
        assert_eq!(state(w, change), State::Succeeded);
        let texts = w.ask(&w.technician, LookAtChange { change }).texts;
        assert_eq!(texts.len(), 3);
        assert_eq!(texts[2].words, "All links are up");
        let past = w.ask(&w.nurse, Changes { view: Some(View::Past), ..Changes::default() });
        assert_eq!(past.lines.len(), 1, "who works there sees what was changed");
    });
}

#[test]
fn nobody_decides_on_their_own_plan_and_a_new_plan_is_asked_anew() {
    on_each(|w| {
        let change = w.act(&w.senior, plan(w, &[])).change;
        w.act(&w.senior, AskApproval { change });
        let own = refused(w.try_act(&w.senior, ApproveChange { change }));
        assert!(own.sentence.contains("planned themselves"), "{}", own.sentence);
        w.act(&w.practice_owner, ApproveChange { change });
        assert_eq!(state(w, change), State::Approved);
        let anew = ReviseChange {
            change,
            title: "New firmware on both switches".into(),
            kind: ChangeKind::Normal,
            care_areas: vec![CareArea::Procedure],
            downtime_minutes: 90,
            starts: STARTS.into(),
            ends: ENDS.into(),
            back_out: BackOut::Tested,
            plan: None,
        };
        let told = w.act(&w.senior, anew);
        assert_eq!((told.state, told.risk), (State::Draft, Risk::High));
        w.act(&w.senior, AskApproval { change });
        w.act(&w.practice_owner, ApproveChange { change });
        assert_eq!(state(w, change), State::Asked, "high risk takes two");
        w.act(&w.owner, ApproveChange { change });
        assert_eq!(state(w, change), State::Approved);
        let votes = w.ask(&w.senior, OneChange { change }).votes;
        assert_eq!(votes.iter().map(|v| v.round).collect::<Vec<_>>(), [1, 2, 2]);
    });
}

#[test]
fn whoever_plans_somebody_elses_change_anew_does_not_agree_to_it() {
    on_each(|w| {
        let change = asked(w, plan(w, &[]));
        let anew = ReviseChange {
            change,
            title: "New firmware on both switches".into(),
            kind: ChangeKind::Normal,
            care_areas: Vec::new(),
            downtime_minutes: 20,
            starts: STARTS.into(),
            ends: ENDS.into(),
            back_out: BackOut::Tested,
            plan: Some("Load it on both".into()),
        };
        w.act(&w.senior, anew);
        w.act(&w.technician, AskApproval { change });
        let own = refused(w.try_act(&w.senior, ApproveChange { change }));
        assert!(own.sentence.contains("planned themselves"), "{}", own.sentence);
        assert_eq!(state(w, change), State::Asked);
        w.act(&w.practice_owner, ApproveChange { change });
        assert_eq!(state(w, change), State::Approved);
    });
}

#[test]
fn a_refusal_says_why_and_a_cancelled_change_stays_readable() {
    on_each(|w| {
        let change = asked(w, plan(w, &[CareArea::Procedure]));
        w.act(&w.practice_owner, RefuseChange { change, words: "Not in the week of the survey".into() });
        assert_eq!(state(w, change), State::Refused);
        let again = refused(w.try_act(&w.senior, ApproveChange { change }));
        assert_eq!(again.status, Status::Conflict);
        let other = w.act(&w.technician, plan(w, &[])).change;
        w.act(&w.technician, CancelChange { change: other, words: "No longer needed".into() });
        let told = w.ask(&w.technician, OneChange { change: other });
        assert_eq!((told.line.state, told.texts.len()), (State::Cancelled, 3));
    });
}

#[test]
fn a_build_goes_live_with_evidence_and_the_latest_test_counts() {
    on_each(|w| {
        let build = PlanChange {
            category: Category::EhrBuild,
            build: Some("2026.3".into()),
            ..plan(w, &[CareArea::Procedure])
        };
        let change = w.act(&w.technician, build).change;
        let refusal = refused(w.try_act(&w.technician, AskApproval { change }));
        assert!(refusal.sentence.contains("test environment"), "{}", refusal.sentence);
        let test = |environment, passed| RecordTest {
            change,
            environment,
            passed,
            evidence: "Script 12: order, dispense, chart".into(),
        };
        w.act(&w.technician, test(Environment::Test, true));
        w.act(&w.technician, test(Environment::Acceptance, true));
        let refusal = refused(w.try_act(&w.technician, AskApproval { change }));
        assert!(refusal.sentence.contains("user acceptance"), "the builder's own does not count");
        w.act(&w.nurse, test(Environment::Acceptance, true));
        w.act(&w.technician, AskApproval { change });
        w.act(&w.practice_owner, ApproveChange { change });
        w.act(&w.nurse, test(Environment::Acceptance, false));
        w.pass(Span::hours(18));
        let refusal = refused(w.try_act(&w.technician, StartChange { change }));
        assert!(refusal.sentence.contains("user acceptance"), "{}", refusal.sentence);
        w.act(&w.nurse, test(Environment::Acceptance, true));
        w.act(&w.technician, StartChange { change });
        assert_eq!(state(w, change), State::Running);
    });
}

#[test]
fn a_freeze_stops_what_was_approved_and_an_emergency_goes_on_and_is_reviewed() {
    on_each(|w| {
        let change = asked(w, plan(w, &[CareArea::Procedure]));
        w.act(&w.practice_owner, ApproveChange { change });
        let freeze = SetFreeze {
            org: w.larkspur,
            reason: FreezeReason::Survey,
            starts: "2026-11-02T12:00".into(),
            ends: "2026-11-06T12:00".into(),
            care_areas: vec![CareArea::Procedure],
        };
        let freeze = w.act(&w.practice_owner, freeze).freeze;
        assert_eq!(w.ask(&w.nurse, Freezes { org: w.larkspur }).lines.len(), 1);
        let refusal = refused(w.try_act(&w.technician, plan(w, &[CareArea::Procedure])));
        assert!(refusal.sentence.contains("frozen"), "{}", refusal.sentence);
        w.act(&w.technician, plan(w, &[CareArea::Billing]));
        w.pass(Span::hours(18));
        let refusal = refused(w.try_act(&w.technician, StartChange { change }));
        assert!(refusal.sentence.contains("frozen"), "{}", refusal.sentence);
        let now = PlanChange { kind: ChangeKind::Emergency, ..plan(w, &[CareArea::Procedure]) };
        let emergency = asked(w, now);
        w.act(&w.senior, ApproveChange { change: emergency });
        w.act(&w.technician, StartChange { change: emergency });
        let finish = FinishChange {
            change: emergency,
            outcome: Outcome::BackedOut,
            words: "It did not come up".into(),
        };
        w.act(&w.technician, finish);
        let waits = w.ask(&w.senior, Changes { view: Some(View::Review), ..Changes::default() });
        assert_eq!(waits.lines.len(), 1);
        w.act(&w.senior, ReviewChange { change: emergency, words: "It had to be tried".into() });
        let waits = w.ask(&w.senior, Changes { view: Some(View::Review), ..Changes::default() });
        assert!(waits.lines.is_empty());
        w.act(&w.practice_owner, EndFreeze { freeze });
        w.act(&w.technician, StartChange { change });
    });
}

#[test]
fn another_client_neither_sees_nor_decides_and_without_an_agreement_nobody_plans() {
    on_each(|w| {
        let change = asked(w, plan(w, &[CareArea::Procedure]));
        assert_eq!(refused(w.try_ask(&w.stranger, OneChange { change })).status, Status::NotFound);
        assert_eq!(refused(w.try_act(&w.meridian_owner, ApproveChange { change })).status, Status::NotFound);
        assert!(w.ask(&w.stranger, Changes::default()).lines.is_empty());
        w.terminate();
        let refusal = refused(w.try_act(&w.technician, plan(w, &[])));
        assert!(refusal.citation.unwrap().paragraph.contains("164.50"));
    });
}

#[test]
fn letters_ask_the_approvers_and_say_nothing_of_the_plan() {
    on_each(|w| {
        asked(w, plan(w, &[CareArea::Procedure]));
        let house = kernel::Who::House("post");
        let read = w.house.office.read(&house, |look| Ok(look.rows(&LETTERS, &[])?));
        let told: Vec<(String, String)> = futures_executor::block_on(read)
            .unwrap()
            .iter()
            .map(|row| {
                let content: Vec<u8> = row.get("content").unwrap();
                let subject: String = row.get("subject").unwrap();
                (row.get("recipient").unwrap(), format!("{subject} {}", String::from_utf8(content).unwrap()))
            })
            .filter(|(_, text)| text.contains("/changes/"))
            .collect();
        assert!(told.iter().any(|(to, _)| to.contains("paula.testwell")), "{told:?}");
        assert!(
            told.iter().all(|(_, text)| !text.contains("Load it") && !text.contains("firmware")),
            "{told:?}"
        );
    });
}
