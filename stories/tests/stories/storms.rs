//! A storm of alerts: it is carried out in parts, each person gets one letter for many, nobody is told twice and nobody is
//! forgotten, also when a server dies in the middle of it or one alert cannot be read.

use crate::{
    escalation::{floor, letters, policy, step, three_steps, turn},
    proof,
    world::{World, on_each},
};
use futures_executor::block_on;
use kernel::{Moment, Role, Span, Stop, TicketId, Who};
use office::Together;
use oncall::words::{AfterHours, Every, Target};
use oncall::{AddStep, OpenRota, TicketEscalation};
use rounds::{Escalations, Round};
use store::{Look, Sql, Work, params, sql};

sql! {
    house UNSENT "stories.storm-unsent" "select count(*) as found from escalation_notices where sent_at is null";
    house ALL "stories.storm-notices" "select count(*) as found from escalation_notices";
    house DUE "stories.storm-due" "select count(*) as found from escalations where next_at <= :now";
    house DOUBLE "stories.storm-most-notices-of-a-ticket"
        "select max(n) as found from (select count(*) as n from escalation_notices group by ticket, person) x";
    house PARTS "stories.storm-parts" "select count(*) as found from entries where act = 'oncall.fire-steps'";
    house HOLES "stories.storm-holes"
        "select count(*) as found from outbox where subject like '%found nobody on call%'";
    house SPOIL "stories.storm-spoil" "update tickets set state = :state where id = :ticket";
}

const STORM: usize = 150;

/// As many tickets in a second, opened through the gate.
fn storm(w: &World) -> Vec<TicketId> {
    let mut tickets = Vec::new();
    for part in 0..2 {
        let (nurse, report) = (w.nurse.clone(), w.trouble());
        let now = w.house.office.now();
        let job = move |together: &mut Together| -> Result<Vec<TicketId>, Stop> {
            let at = |n: usize| now.plus(Span(i64::try_from(n).unwrap() * 1_000));
            (0..STORM / 2).map(|n| Ok(together.execute(&nurse, &report, at(n))?.receipt.ticket)).collect()
        };
        tickets.extend(block_on(w.house.office.together(job)).unwrap());
        assert_eq!(tickets.len(), (part + 1) * STORM / 2);
    }
    tickets
}

fn count(w: &World, sql: &'static Sql) -> usize {
    let found =
        proof::look(&w.house, move |look: &mut Look| look.row(sql, &[])?.unwrap().get::<i64>("found"));
    usize::try_from(found).unwrap()
}

/// How many tickets a letter speaks of.
fn spoken_of(letter: &(String, String)) -> usize {
    let words = letter.1.split(' ').next().unwrap();
    words.parse().unwrap_or_else(|_| panic!("it does not begin with a number: {}", letter.1))
}

/// Every notice has left once, in letters to `to` alone.
fn told_once(w: &World, to: &str) {
    assert_eq!((count(w, &ALL), count(w, &UNSENT), count(w, &DOUBLE), count(w, &DUE)), (STORM, 0, 1, 0));
    let letters = letters(w);
    assert!(letters.iter().all(|(address, _)| address == to), "{letters:?}");
    assert_eq!(letters.iter().map(spoken_of).sum::<usize>(), STORM, "none is lost and none is told twice");
    assert_eq!(letters.len(), 2, "the first at once, and one for whatever came within the minute");
}

#[test]
fn e6_a_storm_is_grouped_for_each_person_and_the_first_letter_does_not_wait_for_its_end() {
    on_each(|w| {
        three_steps(w);
        let tickets = storm(w);
        w.pass(Span::minutes(6));
        let (floor, mut round) = (floor(&w.house, "one"), Escalations::default());
        round.round(&floor, w.house.office.now()).unwrap();
        assert_eq!(letters(w).len(), 1, "the first part was told before the second was looked at");
        assert!(count(w, &ALL) < STORM, "and that was a part");
        turn(w);
        assert_eq!((count(w, &ALL), letters(w).len()), (STORM, 1), "what comes within a minute is gathered");
        assert_eq!(count(w, &PARTS), STORM.div_ceil(100), "a hundred at a time");
        w.pass(Span::seconds(61));
        turn(w);
        told_once(w, "tess.sample@example.org");
        assert!(letters(w)[1].1.contains("more. See /tickets"));
        // Many went on in one entry; the story of each tells of its own step only.
        let story = w.ask(&w.technician, desk::OneTicket { ticket: tickets[77] }).story;
        let steps = story.iter().flat_map(|line| &line.told).filter(|t| t.fact == "oncall.step-fired");
        assert_eq!(steps.count(), 1);
    });
}

#[test]
fn e7_a_server_that_dies_in_the_middle_of_a_storm_leaves_the_rest_to_another() {
    on_each(|w| {
        three_steps(w);
        storm(w);
        w.pass(Span::minutes(6));
        let (dies, mut its) = (floor(&w.house, "one"), Escalations::default());
        its.round(&dies, w.house.office.now()).unwrap();
        let before = count(w, &ALL);
        assert!(0 < before && before < STORM);
        // It gives nothing back; its lease ends by itself.
        w.pass(Span::seconds(11));
        let other = w.place.open(2);
        let (goes_on, mut its) = (floor(&other, "two"), Escalations::default());
        for _ in 0..20 {
            its.round(&goes_on, other.office.now()).unwrap();
        }
        assert_eq!(count(w, &ALL), STORM);
        w.pass(Span::seconds(61));
        its.round(&goes_on, other.office.now()).unwrap();
        told_once(w, "tess.sample@example.org");
    });
}

#[test]
fn an_alert_that_cannot_be_read_holds_up_no_other() {
    on_each(|w| {
        three_steps(w);
        let spoiled = storm(w)[7];
        let set = |state: &'static str| {
            let now: Moment = w.house.office.now();
            let done = w.house.office.store().write(move |work: &mut Work| -> Result<u64, Stop> {
                work.on_behalf(Who::House("story"), None, now);
                Ok(work.run(&SPOIL, params! { "state": state, "ticket": spoiled })?)
            });
            assert_eq!(block_on(done).unwrap(), 1);
        };
        set("a state that nobody knows");
        w.pass(Span::minutes(6));
        let (floor, mut round) = (floor(&w.house, "one"), Escalations::default());
        for _ in 0..5 {
            round.round(&floor, w.house.office.now()).unwrap();
        }
        assert_eq!((count(w, &ALL), count(w, &DUE)), (STORM - 1, 1));
        set("new");
        w.pass(Span::seconds(61));
        for _ in 0..2 {
            round.round(&floor, w.house.office.now()).unwrap();
        }
        told_once(w, "tess.sample@example.org");
    });
}

#[test]
fn a_storm_without_anybody_on_call_is_one_alarm_and_goes_to_the_next_step() {
    on_each(|w| {
        let nights = OpenRota {
            org: w.harborlight,
            name: "Nights only".into(),
            people: vec![w.technician.person().unwrap()],
            every: Every::Together,
            times: None,
            starts: "2026-11-01T00:00".into(),
            only: vec!["mon-sun 22:00-06:00".into()],
            certification: None,
            always: false,
            zone: Some("America/Chicago".into()),
        };
        let (rota, policy) = (w.act(&w.senior, nights).rota, policy(w, AfterHours::Continue));
        w.act(&w.senior, AddStep { rota: Some(rota), ..step(policy, 5, Target::Rota) });
        w.act(&w.senior, AddStep { role: Some(Role::SeniorTechnician), ..step(policy, 600, Target::Role) });
        let tickets = storm(w);
        w.pass(Span::minutes(6));
        turn(w);
        let told = w.ask(&w.technician, TicketEscalation { ticket: tickets[140] });
        assert_eq!(told.fired.iter().map(|f| f.people).collect::<Vec<_>>(), [0, 1]);
        // The owner and the senior technician direct the work; they hear of the hole once, not of each ticket.
        assert_eq!(count(w, &HOLES), 2);
        w.pass(Span::seconds(61));
        turn(w);
        told_once(w, "sven.sample@example.org");
    });
}
