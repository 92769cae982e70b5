//! The one door: what every order leaves behind, what a refusal says, and what cannot be known from outside.

use crate::world::{on_each, refused};
use desk::{Board, OneTicket, Reply, Resolve, Take};
use kernel::{Status, Who};
use serde_json::json;

#[test]
fn a_report_becomes_work_and_its_timeline_is_the_ledger() {
    on_each(|w| {
        let ticket = w.report();
        w.act(&w.technician, Take { ticket });
        let words = "Restarted the session broker; please try again".into();
        w.act(
            &w.technician,
            Reply { ticket, words, visibility: desk::words::Visibility::Public, seen: None },
        );
        w.act(&w.technician, Resolve { ticket, words: "It opens again".into() });
        let told = w.ask(&w.technician, OneTicket { ticket });
        let facts: Vec<&str> = told.story.iter().flat_map(|h| &h.told).map(|t| t.fact.as_str()).collect();
        assert_eq!(facts, ["desk.ticket-opened", "desk.ticket-taken", "desk.replied", "desk.resolved"]);
        assert!(told.head.because.contains("patient affected"), "{}", told.head.because);
        assert!(w.ask(&w.technician, Board { org: None }).tickets().next().is_none());
    });
}

#[test]
fn nothing_that_was_typed_stands_in_the_ledger() {
    on_each(|w| {
        let ticket = w.report();
        let told = w.ask(&w.owner, office::Entries { before: None, most: Some(5) });
        let entry = told.entries.iter().find(|e| e.act == "desk.open-ticket").unwrap();
        let body = entry.body.to_string();
        assert!(body.contains(&ticket.to_string()) && body.contains("hmac-sha256:"), "{body}");
        assert!(!body.contains("chart of my patient"), "{body}");
    });
}

#[test]
fn what_is_not_there_and_what_is_not_yours_are_one_answer() {
    on_each(|w| {
        let ticket = w.report();
        let nothing: kernel::TicketId = "tkt_00000000000000000000000000000000".parse().unwrap();
        let foreign = refused(w.try_ask(&w.meridian_owner, OneTicket { ticket }));
        let absent = refused(w.try_ask(&w.meridian_owner, OneTicket { ticket: nothing }));
        assert_eq!(foreign, absent);
        assert_eq!(foreign.status, Status::NotFound);
    });
}

#[test]
fn a_refusal_is_charted_where_the_caller_works() {
    on_each(|w| {
        let refusal = refused(w.try_ask(&w.nurse, Board { org: None }));
        assert!(refusal.sentence.contains("work tickets"), "{}", refusal.sentence);
        let told = w.ask(&w.practice_owner, office::Entries { before: None, most: Some(3) });
        assert_eq!(told.entries[0].outcome, "refused");
        assert_eq!(told.entries[0].org, Some(w.larkspur));
    });
}

#[test]
fn an_order_with_a_key_is_carried_out_once() {
    on_each(|w| {
        let body = json!({ "org": w.larkspur, "kind": "printing", "words": "Labels are blank", "patient_affected": false });
        let call = |body: &serde_json::Value, key: &str| {
            let call = w.house.office.call(&w.nurse, "desk.open-ticket", body.clone(), Some(key.to_owned()));
            futures_executor::block_on(call)
        };
        let first = call(&body, "k-1").unwrap();
        assert_eq!(call(&body, "k-1").unwrap().body, first.body);
        assert_ne!(call(&body, "k-2").unwrap().body, first.body);
        let mut other = body.clone();
        other["words"] = json!("Something else");
        assert_eq!(refused(call(&other, "k-1")).status, Status::Conflict);
    });
}

#[test]
fn a_wrong_field_is_named_and_an_unknown_act_is_not_there() {
    on_each(|w| {
        let call = |name: &str, body| {
            refused(futures_executor::block_on(w.house.office.call(&w.nurse, name, body, None)))
        };
        let refusal = call("desk.open-ticket", json!({ "org": w.larkspur, "nobody": 1 }));
        assert_eq!((refusal.status, refusal.field.as_deref()), (Status::Invalid, Some("nobody")));
        assert_eq!(call("desk.nothing", json!({})).status, Status::NotFound);
        let nobody = futures_executor::block_on(w.house.office.answer(&Who::Nobody, Board { org: None }));
        assert_eq!(refused(nobody).status, Status::SignIn);
    });
}
