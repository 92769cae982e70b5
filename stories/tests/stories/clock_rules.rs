//! What clocks do is a term of a service contract: two contracts of one client choose differently, and the same things that
//! happen lead to two due times, each of which says which contract decided it.

use crate::escalation::{policy, step};
use crate::proof;
use crate::world::{Doing, World, on_each, refused, terms};
use agreements::contracts::{ActivateContract, ContractKind, DraftContract, TypedTerms};
use desk::promises::PromiseTold;
use desk::rules::{
    ClockRules, WhenClosed, WhenMerged, WhenPromised, WhenReminded, WhenReopened, WhenUpdated,
};
use desk::words::{PromiseKind, PromiseState};
use desk::{
    Backdate, ClockRulesOf, Merge, MyTicket, OneTicket, OpenTicket, Reopen, ReopenMine, ReplyToMine,
    ReportAgain, Resolve, SetClockRules, SetPriority,
};
use kernel::{ContractId, LocationId, Moment, Span, Status, TicketId, Who};
use oncall::words::{AfterHours, Target};
use oncall::{AddStep, TicketEscalation};

/// The client's two places, each under a contract of its own.
struct Two {
    clinic: LocationId,
    annex: LocationId,
    here: ContractId,
    there: ContractId,
}

fn contract(w: &World, place: LocationId) -> ContractId {
    let draft = DraftContract {
        client: w.larkspur,
        title: "One place".into(),
        starts_on: w.house.office.now().date_in("America/Chicago"),
        ends_on: None,
        notice_days: None,
        terms: TypedTerms { locations: vec![place], ..terms(ContractKind::Managed) },
    };
    let contract = w.act(&w.owner, draft).contract;
    w.act(&w.owner, ActivateContract { contract });
    contract
}

fn two(w: &World) -> Two {
    let annex = Doing(&w.house).location(&w.owner, w.larkspur, "Larkspur annex");
    Two { clinic: w.clinic, annex, here: contract(w, w.clinic), there: contract(w, annex) }
}

fn agree(w: &World, contract: ContractId, rules: ClockRules) -> i64 {
    w.act(&w.owner, SetClockRules { contract, rules }).version
}

/// Nobody's care hangs on it: it is promised in opening hours, on weekdays from eight to five.
fn at(w: &World, location: LocationId) -> TicketId {
    let trouble = OpenTicket {
        department: None,
        location: Some(location),
        patient_affected: false,
        workaround: Some(true),
        ..w.trouble()
    };
    w.act(&w.nurse, trouble).ticket
}

fn resolution(w: &World, ticket: TicketId) -> PromiseTold {
    let told = w.ask(&w.technician, OneTicket { ticket }).promises;
    told.into_iter().find(|p| p.kind == PromiseKind::Resolution).unwrap()
}

/// The story's clock moves by some milliseconds with each order.
fn near(at: Moment, other: Moment) -> bool {
    at.since(other).0.abs() < Span::seconds(2).0
}

#[test]
fn the_same_happens_under_two_contracts_and_each_has_its_own_due_time() {
    on_each(|w| {
        let two = two(w);
        let other = ClockRules {
            priority_raised: WhenPromised::Restart,
            reopened_in_grace: WhenReopened::Restart,
            ..ClockRules::standard()
        };
        assert_eq!(agree(w, two.here, ClockRules::standard()), 1);
        assert_eq!(agree(w, two.there, other), 1);
        let (here, there) = (at(w, two.clinic), at(w, two.annex));
        let opened = w.house.office.now();
        w.pass(Span::hours(1));
        for ticket in [here, there] {
            let raise = SetPriority { ticket, priority: 1, reason: "More hangs on it".into() };
            w.act(&w.senior, raise);
        }
        // Four hours around the clock: from the report on here, from the change on there.
        let due = |ticket| resolution(w, ticket).due_at.unwrap();
        assert!(near(due(here), opened.plus(Span::hours(4))), "{}", due(here));
        assert!(near(due(there), opened.plus(Span::hours(5))), "{}", due(there));
        let because = |ticket| resolution(w, ticket).because;
        assert_eq!(because(here).len(), 1);
        assert!(
            because(here)[0]
                .contains("what was used and every rest carry over (its rules for clocks, version 1)")
        );
        let said = because(there);
        assert!(said[0].starts_with("It became more urgent"), "{}", said[0]);
        assert!(said[0].contains("Because the contract says: the new target is counted from the change on"));

        w.pass(Span::hours(1));
        for ticket in [here, there] {
            w.act(&w.senior, desk::Take { ticket });
            w.act(&w.senior, Resolve { ticket, words: "A new cable".into() });
        }
        w.pass(Span::hours(20));
        for ticket in [here, there] {
            w.act(&w.nurse, ReopenMine { ticket, words: "It is gone again".into() });
        }
        let again = w.house.office.now();
        assert!(near(due(here), again.plus(Span::hours(2))), "two of four hours were used: {}", due(here));
        assert!(near(due(there), again.plus(Span::hours(4))), "all four: {}", due(there));
        assert_eq!(because(there).len(), 2);
        let counted: i64 =
            resolution(w, there).account.iter().filter(|row| row.counted).map(|row| row.seconds()).sum();
        assert_eq!(counted, 4 * 3600, "the account adds up to what was promised");
    });
}

#[test]
fn what_was_closed_goes_by_the_version_that_held_then() {
    on_each(|w| {
        let two = two(w);
        let strict = ClockRules { reopened_in_grace: WhenReopened::New, ..ClockRules::standard() };
        let (before, after) = (at(w, two.clinic), at(w, two.clinic));
        let done = |ticket| {
            w.act(&w.senior, desk::Take { ticket });
            w.act(&w.senior, Resolve { ticket, words: "A new cable".into() })
        };
        done(before);
        assert_eq!(agree(w, two.here, strict), 1);
        assert!(
            refused(w.try_act(&w.owner, SetClockRules { contract: two.here, rules: strict }))
                .sentence
                .contains("already")
        );
        done(after);
        assert!(w.ask(&w.nurse, MyTicket { ticket: before }).may_reopen);
        w.act(&w.nurse, ReopenMine { ticket: before, words: "Not over".into() });
        // From this version on it is reported anew, by the reporter and by the desk.
        assert!(!w.ask(&w.nurse, MyTicket { ticket: after }).may_reopen);
        let no = refused(w.try_act(&w.nurse, ReopenMine { ticket: after, words: "Not over".into() }));
        assert!(no.sentence.contains("Under its service contract") && no.remedy.is_some());
        let no = refused(w.try_act(&w.technician, Reopen { ticket: after, words: "Not over".into() }));
        assert_eq!(no.status, Status::Conflict);
        let again = ReportAgain { ticket: after, words: "Not over".into(), patient_affected: false };
        assert_ne!(w.act(&w.nurse, again).ticket, after);

        let now = w.ask(&w.practice_owner, ClockRulesOf { contract: two.here });
        assert_eq!((now.rules, now.versions.len()), (strict, 1));
        assert_eq!(w.ask(&w.owner, ClockRulesOf { contract: two.there }).rules, ClockRules::standard());
        // Only the provider's people agree on it, and only for contracts within reach.
        let mine = SetClockRules { contract: two.here, rules: ClockRules::standard() };
        assert!(w.try_act(&w.practice_owner, mine.clone()).is_err());
        assert!(w.try_act(&w.technician, mine).is_err());
        assert!(w.try_ask(&w.meridian_owner, ClockRulesOf { contract: two.here }).is_err());
        let far = ClockRules { backdating_days: 366, ..strict };
        let far = refused(w.try_act(&w.owner, SetClockRules { contract: two.here, rules: far }));
        assert_eq!(far.field.as_deref(), Some("rules.backdating_days"));
    });
}

/// The same of every priority, an update every two hours among it.
fn with_updates(w: &World) -> desk::SetCommitments {
    let target = desk::Target {
        response_minutes: 60,
        resolution_minutes: 600,
        update_minutes: Some(120),
        arrival_minutes: None,
        hours: desk::words::Hours::Always,
    };
    desk::SetCommitments {
        org: w.larkspur,
        location: None,
        criticality: None,
        contract: None,
        p1: target,
        p2: target,
        p3: target,
        p4: target,
        pausing: Vec::new(),
    }
}

#[test]
fn a_contract_decides_about_merges_back_dating_and_updates() {
    on_each(|w| {
        let two = two(w);
        agree(
            w,
            two.here,
            ClockRules {
                merged: WhenMerged::Survivor,
                backdating_days: 0,
                updates: WhenUpdated::Answers,
                reminders: WhenReminded::Held,
                ..ClockRules::standard()
            },
        );
        let pair = |place| {
            let first = at(w, place);
            w.pass(Span::hours(3));
            let second = at(w, place);
            let number = w.ask(&w.technician, OneTicket { ticket: second }).head.number;
            let alone = resolution(w, second).due_at.unwrap();
            w.act(&w.technician, Merge { ticket: first, into: number });
            (second, alone)
        };
        let (here, alone) = pair(two.clinic);
        assert_eq!(resolution(w, here).due_at, Some(alone), "its own clock stays");
        let (there, alone) = pair(two.annex);
        assert!(near(resolution(w, there).due_at.unwrap().plus(Span::hours(3)), alone), "the earlier start");

        let typed = |ago: Span| w.house.office.now().minus(ago).to_string();
        let back = |ticket| w.try_act(&w.technician, Backdate { ticket, at: typed(Span::hours(4)) });
        assert_eq!(refused(back(here)).field.as_deref(), Some("at"), "this contract does not accept it");
        assert!(back(there).is_ok());

        // While the reporter is silent none is due; what they say and nobody has answered begins the next update.
        w.act(&w.owner, with_updates(w));
        let update = |ticket| {
            let told = w.ask(&w.technician, OneTicket { ticket }).promises;
            told.into_iter().find(|p| p.kind == PromiseKind::Update).map(|p| p.state)
        };
        let answer = |ticket| {
            let says = desk::words::Visibility::Public;
            w.act(&w.technician, desk::Reply::new(ticket, says, "We look at it".into()))
        };
        let (here, there) = (at(w, two.clinic), at(w, two.annex));
        answer(here);
        answer(there);
        assert_eq!((update(here), update(there)), (None, Some(PromiseState::Running)));
        w.act(&w.nurse, ReplyToMine { ticket: here, words: "Any news?".into() });
        assert_eq!(update(here), Some(PromiseState::Running));
    });
}

fn moment(text: &str) -> Moment {
    Moment::from_timestamp(text.parse().unwrap())
}

#[test]
fn a_contract_decides_whether_steps_are_carried_out_after_hours() {
    on_each(|w| {
        let two = two(w);
        let after_hours = |after_hours| ClockRules { after_hours, ..ClockRules::standard() };
        agree(w, two.here, after_hours(WhenClosed::WorkingTime));
        agree(w, two.there, after_hours(WhenClosed::Hold));
        let policy = policy(w, AfterHours::Continue);
        w.act(&w.senior, AddStep { tier: Some(1), ..step(policy, 60, Target::Tier) });
        // Half past four: half an hour is left today.
        w.pass(Span::minutes(450));
        let next =
            |place| w.ask(&w.technician, TicketEscalation { ticket: at(w, place) }).run.unwrap().next_at;
        let eight = moment("2026-11-03T14:00:00Z");
        let (here, there) = (next(two.clinic).unwrap(), next(two.annex).unwrap());
        assert!(near(here, eight.plus(Span::minutes(30))), "the rest is counted in the morning: {here}");
        assert!(near(there, eight), "what falls after hours waits for the opening: {there}");
        agree(w, two.there, after_hours(WhenClosed::Policy));
        let by_policy = next(two.annex).unwrap();
        assert!(near(by_policy, moment("2026-11-02T23:30:00Z")), "as the escalation says: {by_policy}");
    });
}

#[test]
fn a_contract_lets_the_word_of_a_missed_promise_wait_for_the_opening() {
    on_each(|w| {
        let two = two(w);
        agree(w, two.here, ClockRules { reminders: WhenReminded::Held, ..ClockRules::standard() });
        let (here, there) = (at(w, two.clinic), at(w, two.annex));
        // On Saturday a round notices what was due on a weekday.
        w.pass(Span::days(12));
        let house = Who::House("promises");
        let now = w.house.office.now();
        w.act(&house, desk::NoteMissed { ticket: here });
        w.act(&house, desk::NoteMissed { ticket: there });
        let letters = proof::look(&w.house, |look: &mut store::Look| {
            let read = |row: &store::Row| {
                let text = String::from_utf8(row.get::<Vec<u8>>("content")?)?;
                Ok((text, row.get::<Moment>("due_at")?))
            };
            look.rows(&TOLD, &[])?.iter().map(read).collect::<anyhow::Result<Vec<_>>>()
        });
        let leaves = |ticket: TicketId| {
            let of = letters.iter().filter(|(text, _)| text.contains(&ticket.to_string()));
            of.map(|(_, due)| *due).collect::<Vec<_>>()
        };
        let monday = moment("2026-11-16T14:00:00Z");
        assert_eq!((leaves(here).len(), leaves(there).len()), (2, 2), "the reply and the resolution");
        assert!(leaves(here).iter().all(|due| *due == monday), "nobody hears of it on a Saturday");
        assert!(leaves(there).iter().all(|due| near(*due, now)), "no contract says anything: at once");
    });
}

store::sql! {
    house TOLD "stories.letters-of-missed-promises"
        "select content, due_at from outbox where channel = 'mail' and subject like '%promise was missed%' order by id";
}
