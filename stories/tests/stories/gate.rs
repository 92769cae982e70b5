//! The BAA gate, as people meet it: before an agreement, under one, after one.

use crate::world::{Doing, on_each, refused};
use desk::{Board, LookAt, OneTicket, OpenTicket, Take};
use kernel::{Span, Status};

#[test]
fn nobody_of_the_provider_reaches_ephi_before_the_agreement_and_everybody_named_after() {
    on_each(|w| {
        let trouble = OpenTicket { org: w.meridian, department: Some(w.theatre), ..w.trouble() };
        let ticket = w.act(&w.stranger, trouble).ticket;
        for who in [&w.technician, &w.senior, &w.officer, &w.owner] {
            let refusal = refused(w.try_ask(who, OneTicket { ticket }));
            assert!(refusal.citation.unwrap().paragraph.contains("164.502(e)"));
            assert!(refusal.remedy.unwrap().href.unwrap().ends_with("/agreements"));
        }
        Doing(&w.house).agreement(&w.officer, &w.meridian_owner, w.meridian, w.harborlight);
        assert_eq!(w.ask(&w.technician, OneTicket { ticket }).head.ticket, ticket);
        assert_eq!(w.ask(&w.technician, LookAt { ticket, text: None }).texts.len(), 1);
    });
}

#[test]
fn termination_takes_the_act_at_once_and_flags_the_open_work() {
    on_each(|w| {
        let ticket = w.report();
        w.act(&w.technician, Take { ticket });
        assert_eq!(
            w.ask(&w.technician, LookAt { ticket, text: None }).texts[0].words,
            "The chart of my patient does not open"
        );
        w.terminate();
        let refusal = refused(w.try_ask(&w.technician, LookAt { ticket, text: None }));
        assert!(refusal.sentence.contains("was terminated"), "{}", refusal.sentence);
        let board = w.ask(&w.technician, Board { org: None });
        assert!(board.tickets().all(|t| t.standing_lost), "the open ticket is flagged");
        // The client's own workforce goes on.
        assert_eq!(w.ask(&w.practice_owner, OneTicket { ticket }).head.ticket, ticket);
    });
}

#[test]
fn a_lapse_needs_no_round_to_take_effect_and_is_announced_before() {
    on_each(|w| {
        let ticket = w.report();
        w.pass(Span::days(364 - 89));
        let sweep = || {
            let house = kernel::Who::House("lapses");
            let due =
                futures_executor::block_on(w.house.office.read(&house, agreements::lapses_due)).unwrap();
            for client in due {
                w.act(&house, agreements::NoteLapses { client });
            }
        };
        sweep();
        let told = w.ask(&w.owner, office::Entries { before: None, most: Some(5) });
        let names: Vec<String> =
            told.entries.iter().map(|e| e.body["facts"][0]["name"].to_string()).collect();
        assert!(names.iter().any(|n| n.contains("agreement-lapsing")), "{names:?}");
        w.pass(Span::days(100));
        let refusal = refused(w.try_ask(&w.technician, OneTicket { ticket }));
        assert!(refusal.sentence.contains("has lapsed"), "{}", refusal.sentence);
        sweep();
        let told = w.ask(&w.owner, office::Entries { before: None, most: Some(5) });
        let all = serde_json::to_string(&told.entries).unwrap();
        assert!(all.contains("agreement-lapsed"), "{all}");
    });
}

#[test]
fn training_that_is_out_of_date_ends_the_look_and_new_work_and_not_the_work_in_hand() {
    on_each(|w| {
        // Trained a year and two days before anybody looks; the agreement is of yesterday.
        let ticket = w.report();
        w.act(&w.technician, Take { ticket });
        w.pass(Span::days(366));
        Doing(&w.house).agreement(&w.officer, &w.practice_owner, w.larkspur, w.harborlight);
        let words = "Still on it".into();
        let visibility = desk::words::Visibility::Internal;
        w.act(&w.technician, desk::Reply::new(ticket, visibility, words));
        let new = w.report();
        let refusal = refused(w.try_act(&w.technician, Take { ticket: new }));
        assert!(refusal.sentence.contains("current HIPAA training"), "{}", refusal.sentence);
        let refusal = refused(w.try_ask(&w.technician, LookAt { ticket, text: None }));
        assert!(refusal.sentence.contains("training"), "{}", refusal.sentence);
        assert!(refusal.citation.unwrap().paragraph.contains("164.308(a)(5)"));
    });
}

#[test]
fn an_emergency_waives_duties_and_never_standing() {
    on_each(|w| {
        let trouble = OpenTicket { org: w.meridian, department: Some(w.theatre), ..w.trouble() };
        let ticket = w.act(&w.stranger, trouble).ticket;
        let refusal = refused(w.try_act(&w.technician, Take { ticket }));
        assert_eq!(refusal.status, Status::Forbidden);
        assert_ne!(refusal.remedy.unwrap().href.as_deref(), Some("/emergency"), "it would not help");
    });
}
