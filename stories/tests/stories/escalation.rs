//! Escalations, each case of the book by its id: who is told when nobody answers, that nobody is told twice, and that a step
//! which finds nobody hands on at once. Storms are told in [`crate::storms`].

use crate::{
    oncall::opened,
    proof,
    world::{Doing, World, on_each, refused},
};
use kernel::{EscalationPolicyId, Role, Span, Status, TicketId, Who};
use oncall::{
    Acknowledge, AddStep, DropStep, ForceStep, OpenPolicy, OpenRota, PathTold, RetirePolicy, SendNotices,
    Snooze, TicketEscalation,
    words::{AfterHours, Every, OnChange, RunState, SnoozeReason, StepBegins, Target},
};
use rounds::{Escalations, Every as Beats, Floor, Next, Round};
use store::{Look, sql};

sql! {
    house LETTERS "stories.notices-in-the-outbox"
        "select recipient, subject, content from outbox where channel = 'mail'
           and (subject like '%needs you%' or subject like '%need you%') order by id";
    house HOLES "stories.letters-of-nobody"
        "select count(*) as found from outbox where subject like '%found nobody on call%'";
    house UNSENT "stories.notices-unsent" "select count(*) as found from escalation_notices where sent_at is null";
    house DOUBLE "stories.notices-of-a-ticket"
        "select max(n) as found from (select count(*) as n from escalation_notices group by ticket, person) x";
}

fn count(w: &World, sql: &'static store::Sql) -> i64 {
    proof::look(&w.house, move |look: &mut Look| look.row(sql, &[])?.unwrap().get("found"))
}

/// The letters that ask somebody for something: to whom, and what they say.
pub fn letters(w: &World) -> Vec<(String, String)> {
    proof::look(&w.house, |look: &mut Look| {
        let read = |row: &store::Row| {
            let text = String::from_utf8(row.get::<Vec<u8>>("content")?)?;
            Ok((row.get("recipient")?, format!("{}\n{text}", row.get::<String>("subject")?)))
        };
        look.rows(&LETTERS, &[])?.iter().map(read).collect()
    })
}

pub fn floor(house: &orderly::House, holder: &str) -> Floor {
    let origin = "https://desk.example.org".to_owned();
    Floor::new(house.office.clone(), house.sealer.clone(), origin, holder.to_owned(), Beats::default())
}

/// Lets the engine do everything that is due now, and says in how many turns.
pub fn turn(w: &World) -> usize {
    let (floor, mut round) = (floor(&w.house, "one"), Escalations::default());
    let busy = |_: &usize| round.round(&floor, w.house.office.now()).unwrap() == Next::AT_ONCE;
    (0..1_000).take_while(busy).count()
}

pub fn step(policy: EscalationPolicyId, minutes: i64, target: Target) -> AddStep {
    let begins = StepBegins::AfterOpened;
    AddStep {
        policy,
        minutes,
        begins,
        target,
        person: None,
        role: None,
        rota: None,
        tier: None,
        running: OnChange::Keep,
    }
}

pub fn policy(w: &World, after_hours: AfterHours) -> EscalationPolicyId {
    let open = OpenPolicy { org: w.harborlight, name: "Everything".into(), priority: 5, after_hours };
    w.act(&w.senior, open).policy
}

/// After five minutes whoever is on call, after fifteen every senior technician, after thirty the client's own owner.
pub fn three_steps(w: &World) -> EscalationPolicyId {
    let (rota, policy) = (opened(w), policy(w, AfterHours::Continue));
    w.act(&w.senior, AddStep { rota: Some(rota), ..step(policy, 5, Target::Rota) });
    w.act(&w.senior, AddStep { role: Some(Role::SeniorTechnician), ..step(policy, 15, Target::Role) });
    w.act(&w.senior, AddStep { role: Some(Role::PracticeOwner), ..step(policy, 30, Target::ClientRole) });
    policy
}

fn path(w: &World, ticket: TicketId) -> PathTold {
    w.ask(&w.technician, TicketEscalation { ticket })
}

fn state(w: &World, ticket: TicketId) -> RunState {
    path(w, ticket).run.unwrap().state
}

#[test]
fn steps_are_carried_out_in_their_time_and_the_path_tells_what_was_and_what_will_be() {
    on_each(|w| {
        three_steps(w);
        let ticket = w.report();
        turn(w);
        assert!(letters(w).is_empty());
        w.pass(Span::minutes(6));
        turn(w);
        let told = letters(w);
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].0, "tess.sample@example.org", "whoever is on call, and nobody else");
        assert!(
            told[0].1.contains(&format!("/tickets/{ticket}")) && !told[0].1.contains("chart of my patient")
        );
        turn(w);
        assert_eq!(letters(w).len(), 1, "nothing is told twice");
        w.pass(Span::minutes(10));
        turn(w);
        w.pass(Span::minutes(20));
        turn(w);
        let to: Vec<String> = letters(w).into_iter().map(|(to, _)| to).collect();
        assert_eq!(to[1..], ["sven.sample@example.org", "paula.testwell@example.org"]);
        let told = path(w, ticket);
        assert_eq!(told.fired.iter().map(|f| f.people).collect::<Vec<_>>(), [1, 1, 1]);
        assert!(told.told.iter().all(|t| t.sent_at.is_some()));
        assert_eq!(told.run.unwrap().state, RunState::Exhausted);
        // The client's own staff see the path of their ticket; somebody else's do not.
        assert!(w.try_ask(&w.practice_owner, TicketEscalation { ticket }).is_ok());
        assert!(w.try_ask(&w.meridian_owner, TicketEscalation { ticket }).is_err());
        let gone = w.try_act(&w.technician, ForceStep { ticket });
        assert!(refused(gone).sentence.contains("none to force"));
    });
}

#[test]
fn e1_a_step_that_waits_for_the_opening_is_carried_out_there_by_another_server() {
    on_each(|w| {
        let policy = policy(w, AfterHours::Hold);
        w.act(&w.senior, AddStep { tier: Some(1), ..step(policy, 5, Target::Tier) });
        // Saturday: the clinic is closed, and the step waits in the database.
        w.pass(Span::days(5));
        let ticket = w.report();
        let at = path(w, ticket).run.unwrap().next_at.unwrap();
        assert!(at.since(w.house.office.now()) > Span::hours(12), "{at}");
        w.pass(Span::hours(1));
        turn(w);
        assert!(letters(w).is_empty());
        w.pass(Span(at.since(w.house.office.now()).0 + 1_000_000));
        let other = w.place.open(2);
        Escalations::default().round(&floor(&other, "two"), other.office.now()).unwrap();
        assert_eq!(letters(w).len(), 1);
        assert_eq!(letters(w)[0].0, "tess.sample@example.org", "the first tier");
    });
}

#[test]
fn e2_who_has_answered_and_is_silent_for_months_is_not_told_again() {
    on_each(|w| {
        three_steps(w);
        let (by_hand, by_taking) = (w.report(), w.report());
        w.pass(Span::minutes(6));
        turn(w);
        let before = letters(w).len();
        w.act(&w.technician, Acknowledge { ticket: by_hand });
        assert!(refused(w.try_act(&w.senior, Acknowledge { ticket: by_hand })).sentence.contains("already"));
        w.act(&w.technician, desk::Take { ticket: by_taking });
        for _ in 0..6 {
            w.pass(Span::days(30));
            turn(w);
        }
        assert_eq!(letters(w).len(), before);
        let answered = path(w, by_taking).run.unwrap();
        assert_eq!((answered.state, answered.answered_by), (RunState::Answered, w.technician.person()));
        let _ = state(w, by_hand);
    });
}

#[test]
fn e3_nobody_on_call_means_the_next_step_now_and_an_alarm() {
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
        let ticket = w.report();
        w.pass(Span::minutes(6));
        turn(w);
        let told = path(w, ticket);
        assert_eq!(told.fired.iter().map(|f| f.people).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(letters(w)[0].0, "sven.sample@example.org", "the next step, ten hours before its time");
        assert!(count(w, &HOLES) > 0, "and the hole is told");
    });
}

#[test]
fn e4_running_escalations_keep_their_steps_or_adopt_the_new_ones_as_the_change_says() {
    on_each(|w| {
        let policy = three_steps(w);
        let ticket = w.report();
        let first = path(w, ticket).run.unwrap();
        w.act(&w.senior, DropStep { policy, running: OnChange::Keep });
        assert_eq!(path(w, ticket).run.unwrap().version, first.version, "it keeps the steps it began with");
        let assignee = AddStep { person: w.owner.person(), ..step(policy, 1, Target::Person) };
        let version = w.act(&w.senior, AddStep { running: OnChange::Adopt, ..assignee }).version;
        assert_eq!(path(w, ticket).run.unwrap().version, version, "it goes on by the new ones");
        turn(w);
        assert_eq!(path(w, ticket).run.unwrap().next_at, first.next_at, "the timer was looked at again");
        w.pass(Span::minutes(6));
        turn(w);
        w.pass(Span::minutes(10));
        turn(w);
        let told = path(w, ticket);
        let last = told.told.iter().find(|t| t.place == 2).map(|t| t.person);
        assert_eq!((told.fired.len(), last), (3, w.owner.person()));
        let other = w.act(&w.senior, RetirePolicy { policy }).policy;
        assert_eq!(other, policy);
        assert!(path(w, w.report()).run.is_none(), "nothing begins by a retired policy");
    });
}

#[test]
fn e5_when_a_hold_ends_with_many_alerts_each_is_looked_at_again_and_they_are_one_letter() {
    on_each(|w| {
        let policy = policy(w, AfterHours::Hold);
        w.act(&w.senior, AddStep { tier: Some(1), ..step(policy, 5, Target::Tier) });
        w.pass(Span::days(5));
        let tickets: Vec<TicketId> = (0..30).map(|_| w.report()).collect();
        for ticket in &tickets[..10] {
            w.act(&w.technician, Acknowledge { ticket: *ticket });
        }
        w.pass(Span::days(3));
        turn(w);
        assert_eq!(letters(w).len(), 1);
        assert!(letters(w)[0].1.starts_with("20 tickets need you"), "{}", letters(w)[0].1);
        assert_eq!(count(w, &UNSENT), 0);
    });
}

#[test]
fn o10_an_override_for_one_policy_does_not_leak_into_anything_else() {
    on_each(|w| {
        let policy = three_steps(w);
        let rota = w.ask(&w.technician, oncall::Rotas::default()).lines[0].id;
        let over = oncall::AddOverride {
            rota,
            kind: oncall::words::OverrideKind::Alone,
            person: None,
            stand_in: w.owner.person(),
            starts: "2026-11-02T00:00".into(),
            ends: "2026-11-20T00:00".into(),
            policy: Some(policy),
        };
        w.act(&w.senior, over);
        let asked = w.ask(&w.technician, oncall::OnCallAt { rota, at: None });
        assert_ne!(asked.people, [w.owner.person().unwrap()], "whoever else asks hears the rota itself");
        w.report();
        w.pass(Span::minutes(6));
        turn(w);
        let told: Vec<String> = letters(w).into_iter().map(|(to, _)| to).collect();
        assert!(told.len() == 1 && !told[0].starts_with("tess"), "{told:?}");
    });
}

#[test]
fn e7_whatever_is_ordered_twice_or_by_two_servers_is_told_once() {
    on_each(|w| {
        three_steps(w);
        w.report();
        w.pass(Span::minutes(6));
        let other = w.place.open(2);
        let (mine, theirs) = (floor(&w.house, "one"), floor(&other, "two"));
        for _ in 0..3 {
            Escalations::default().round(&mine, w.house.office.now()).unwrap();
            Escalations::default().round(&theirs, other.office.now()).unwrap();
        }
        let send = SendNotices { person: w.technician.person().unwrap() };
        let house = Who::House("escalations");
        assert!(refused(w.try_act(&house, send.clone())).sentence.contains("Nothing waits"));
        assert_eq!(refused(w.try_act(&w.senior, send)).status, Status::Forbidden);
        assert_eq!((letters(w).len(), count(w, &DOUBLE)), (1, 1));
    });
}

#[test]
fn e9_a_clock_that_moves_back_carries_nothing_out_again() {
    on_each(|w| {
        three_steps(w);
        let ticket = w.report();
        w.pass(Span::minutes(6));
        turn(w);
        w.pass(Span::minutes(-5));
        turn(w);
        w.pass(Span::minutes(5));
        turn(w);
        assert_eq!((letters(w).len(), path(w, ticket).fired.len()), (1, 1));
    });
}

#[test]
fn somebody_lets_it_rest_for_a_reason_or_forces_the_next_step_and_the_end_of_the_work_ends_it() {
    on_each(|w| {
        three_steps(w);
        let ticket = w.report();
        let rest = Snooze { ticket, minutes: 120, reason: SnoozeReason::Vendor };
        let long = Snooze { minutes: 100_000, ..rest.clone() };
        assert_eq!(refused(w.try_act(&w.technician, long)).field.as_deref(), Some("minutes"));
        w.act(&w.technician, rest);
        w.pass(Span::minutes(100));
        turn(w);
        assert!(letters(w).is_empty());
        w.pass(Span::minutes(25));
        turn(w);
        assert_eq!(
            path(w, ticket).fired.len(),
            1,
            "its rest is over, and it put the other steps off as well"
        );
        w.pass(Span::minutes(11));
        turn(w);
        assert_eq!(path(w, ticket).fired.len(), 2);
        let forced = w.report();
        w.act(&w.technician, ForceStep { ticket: forced });
        turn(w);
        assert_eq!(path(w, forced).fired.len(), 1);
        assert_eq!(refused(w.try_act(&w.nurse, ForceStep { ticket: forced })).status, Status::Forbidden);
        let take = desk::Take { ticket: forced };
        w.act(&w.technician, take);
        let resolve = desk::Resolve { ticket: forced, words: "It works again".into() };
        w.act(&w.technician, resolve);
        assert_eq!(state(w, forced), RunState::Ended);
        let none = refused(w.try_act(&w.technician, Acknowledge { ticket: forced }));
        assert!(none.remedy.is_some() && none.sentence.contains("Nothing escalates"));
    });
}

#[test]
fn a_step_says_exactly_what_its_target_needs_and_names_nobody_out_of_reach() {
    on_each(|w| {
        let policy = policy(w, AfterHours::Continue);
        let field = |step: AddStep| refused(w.try_act(&w.senior, step)).field;
        assert_eq!(field(step(policy, 5, Target::Rota)).as_deref(), Some("rota"));
        assert_eq!(field(step(policy, -1, Target::Assignee)).as_deref(), Some("minutes"));
        assert_eq!(
            field(AddStep { tier: Some(9), ..step(policy, 5, Target::Tier) }).as_deref(),
            Some("tier")
        );
        let both = AddStep { person: w.owner.person(), ..step(policy, 5, Target::Assignee) };
        assert_eq!(field(both).as_deref(), Some("person"));
        let own = OpenPolicy {
            org: w.larkspur,
            name: "Own".into(),
            priority: 5,
            after_hours: AfterHours::Continue,
        };
        let lark = Doing(&w.house).person(&w.owner, w.larkspur, "Lark Testwell", &[Role::SeniorTechnician]);
        let own = w.act(&lark, own).policy;
        let theirs = AddStep { person: w.stranger.person(), ..step(own, 5, Target::Person) };
        assert_eq!(refused(w.try_act(&lark, theirs)).status, Status::NotFound);
        // The client's own policy goes before that of who serves it.
        w.act(&lark, AddStep { person: lark.person(), ..step(own, 5, Target::Person) });
        let ticket = w.report();
        w.pass(Span::minutes(6));
        turn(w);
        assert_eq!(letters(w)[0].0, "lark.testwell@example.org");
        assert_eq!(path(w, ticket).run.unwrap().policy, own);
    });
}
