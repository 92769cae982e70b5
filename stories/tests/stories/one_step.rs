//! An answer and what goes with it in one step: the ticket waits or is resolved, minutes are logged, others get a copy;
//! and a report that somebody of the desk writes down for whoever called. All of it happens, or nothing.

use crate::tickets::letters;
use crate::world::{Doing, World, on_each, refused};
use billing::TicketTime;
use desk::words::{AndThen, State, TextKind, Visibility};
use desk::*;
use kernel::{PersonId, Role, Status, TicketId, Who};

fn person(who: &Who) -> PersonId {
    who.person().unwrap()
}

fn colleague(w: &World) -> Who {
    Doing(&w.house).person(&w.owner, w.larkspur, "Nils Testwell", &[Role::Reporter])
}

fn answer(ticket: TicketId) -> Reply {
    Reply::new(ticket, Visibility::Public, "The cable was loose, it is in again".into())
}

fn state(w: &World, ticket: TicketId) -> (State, usize) {
    let told = w.ask(&w.senior, OneTicket { ticket });
    (told.head.state, told.texts.len())
}

#[test]
fn one_answer_resolves_logs_minutes_and_goes_to_a_colleague() {
    on_each(|w| {
        let (ticket, nils) = (w.report(), colleague(w));
        let all = Reply {
            then: Some(AndThen::Resolve),
            minutes: Some(12),
            on_site: Some(true),
            copies: vec![person(&nils), person(&w.nurse)],
            ..answer(ticket)
        };
        let done = w.act(&w.technician, all);
        assert_eq!((done.state, state(w, ticket)), (State::Resolved, (State::Resolved, 2)));
        let time = w.ask(&w.senior, TicketTime { ticket });
        assert_eq!((time.minutes, time.lines[0].on_site), (12, true));
        let story = w.ask(&w.senior, OneTicket { ticket }).story;
        let told: Vec<&str> = story.iter().flat_map(|h| &h.told).map(|t| t.fact.as_str()).collect();
        assert!(told.contains(&"desk.resolved") && told.contains(&"billing.time-logged"), "{told:?}");
        let said: Vec<&str> = story.iter().flat_map(|h| &h.told).map(|t| t.sentence.as_str()).collect();
        assert!(said.contains(&"time logged: 12 min"), "{said:?}");
        let letters = letters(w);
        let of = |words: &str| letters.iter().filter(|l| l.contains(words)).count();
        // The nurse is the reporter and hears as such.
        assert_eq!((of("A copy of an answer"), of("is resolved. Sign in")), (1, 1));
        assert!(!letters.iter().any(|l| l.contains("cable")), "{letters:?}");
        let his = w.ask(&nils, MyTicket { ticket });
        assert!(his.copied && !his.may_rate && his.reopen_until.is_none() && his.replies == 1);
        let read = w.ask(&nils, MyWords { ticket }).texts;
        assert_eq!((read.len(), read[0].kind), (1, TextKind::Resolution));
        assert_eq!(read[0].words, "The cable was loose, it is in again");
        let other = w.try_ask(&w.practice_owner, MyTicket { ticket });
        assert_eq!(refused(other).status, Status::NotFound);
        let adds = ReplyToMine { ticket, words: "Thank you".into() };
        assert_eq!(refused(w.try_act(&nils, adds)).status, Status::NotFound);
    });
}

#[test]
fn a_copied_person_who_left_meanwhile_gets_nothing() {
    on_each(|w| {
        let (ticket, nils) = (w.report(), colleague(w));
        let copied = || Reply { copies: vec![person(&nils)], ..answer(ticket) };
        w.act(&w.technician, copied());
        assert_eq!(w.ask(&nils, MyWords { ticket }).texts.len(), 1);
        let copies = || letters(w).iter().filter(|l| l.contains("A copy of an answer")).count();
        assert_eq!(copies(), 1);
        // The page on which the next answer is written still names him.
        w.act(&w.owner, people::EndPerson { person: person(&nils) });
        let refusal = refused(w.try_act(&w.technician, copied()));
        assert_eq!((refusal.status, refusal.field.as_deref()), (Status::Invalid, Some("copies")));
        assert_eq!((copies(), state(w, ticket).1), (1, 2), "nothing was written and nothing was sent");
        assert!(w.try_ask(&nils, MyWords { ticket }).is_err(), "nor does he read what he once could");
        w.act(&w.technician, answer(ticket));
        assert_eq!(copies(), 1);
    });
}

#[test]
fn an_answer_lets_the_ticket_wait() {
    on_each(|w| {
        let ticket = w.report();
        let asks = Reply { then: Some(AndThen::WaitForReporter), ..answer(ticket) };
        assert_eq!(w.act(&w.technician, asks.clone()).state, State::Waiting);
        let refusal = refused(w.try_act(&w.technician, asks));
        assert_eq!(refusal.status, Status::Conflict);
        assert_eq!(state(w, ticket), (State::Waiting, 2));
        w.act(&w.nurse, ReplyToMine { ticket, words: "It still flickers".into() });
        assert_eq!(state(w, ticket), (State::New, 3));
    });
}

#[test]
fn what_cannot_be_done_whole_is_not_begun() {
    on_each(|w| {
        let ticket = w.report();
        let all = || Reply { then: Some(AndThen::Resolve), minutes: Some(5), ..answer(ticket) };
        let field = |reply: Reply| refused(w.try_act(&w.technician, reply)).field.unwrap_or_default();
        assert_eq!(field(Reply { minutes: Some(0), ..all() }), "minutes");
        assert_eq!(field(Reply { minutes: Some(1441), ..all() }), "minutes");
        assert_eq!(field(Reply { visibility: Visibility::Internal, ..all() }), "then");
        let internal = Reply { visibility: Visibility::Internal, then: None, ..all() };
        let nurse = person(&w.practice_owner);
        assert_eq!(field(Reply { copies: vec![nurse], ..internal }), "copies");
        assert_eq!(field(Reply { copies: vec![person(&w.stranger)], ..all() }), "copies");
        assert_eq!(field(Reply { copies: vec![nurse; 11], ..all() }), "copies");
        let task = AddTask { ticket, words: "Order a cable".into() };
        w.act(&w.technician, task);
        assert_eq!(refused(w.try_act(&w.technician, all())).status, Status::Conflict);
        assert_eq!(state(w, ticket), (State::New, 1));
        assert_eq!(w.ask(&w.senior, TicketTime { ticket }).minutes, 0);
        let letters = letters(w);
        assert!(!letters.iter().any(|l| l.contains("answer")), "{letters:?}");
    });
}

#[test]
fn somebody_of_the_desk_writes_down_who_called() {
    on_each(|w| {
        let called = OpenTicket { called: Some(person(&w.practice_owner)), ..w.trouble() };
        let ticket = w.act(&w.technician, called.clone()).ticket;
        let told = w.ask(&w.senior, OneTicket { ticket });
        assert_eq!(told.head.reporter, w.practice_owner.person());
        assert_eq!(told.texts[0].author, w.technician.person());
        assert_eq!(w.ask(&w.practice_owner, MyTicket { ticket }).head.ticket, ticket);
        assert!(letters(w).iter().any(|l| l.contains("was written down")));
        let stranger = OpenTicket { called: w.stranger.person(), ..w.trouble() };
        assert_eq!(refused(w.try_act(&w.technician, stranger)).status, Status::NotFound);
        assert_eq!(refused(w.try_act(&w.nurse, called)).field.as_deref(), Some("called"));
        let herself = OpenTicket { called: w.nurse.person(), ..w.trouble() };
        let ticket = w.act(&w.nurse, herself).ticket;
        assert_eq!(w.ask(&w.senior, OneTicket { ticket }).head.reporter, w.nurse.person());
    });
}
