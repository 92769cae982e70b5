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
        w.act(&w.technician, Reply::new(ticket, desk::words::Visibility::Public, words));
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

/// Something slow, which says whether its slow part was done.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
struct Slow {
    ticket: kernel::TicketId,
    #[serde(skip)]
    #[schemars(skip)]
    prepared: std::sync::Arc<std::sync::atomic::AtomicUsize>,
}

impl office::Order for Slow {
    const ACT: office::Act = office::Act {
        name: "stories.slow",
        says: "Do something slow",
        path: "/stories/{ticket}/slow",
        duty: kernel::Duty::WorkTickets,
        phi: kernel::Phi::Incidental,
    };
    const PREPARES: bool = true;
    type Receipt = ();
    type Needs = ();

    fn ground(&self) -> office::Ground {
        office::Ground::thing(self.ticket)
    }

    fn prepare(&mut self, look: &mut store::Look) -> Result<(), kernel::Stop> {
        assert!(look.org().is_some(), "the place is known by then");
        self.prepared.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Ok(())
    }

    fn perform(&self, work: &mut store::Work, (): ()) -> Result<kernel::Done<()>, kernel::Stop> {
        Ok(kernel::Done::new(kernel::Fact::new("stories.slow-done", work.org()).about(self.ticket), ()))
    }
}

#[test]
fn nothing_slow_is_done_for_whom_the_gate_refuses() {
    on_each(|w| {
        let mut registry = orderly::house::registry();
        registry.order::<Slow>();
        let ticket = w.report();
        let (store, now) = (w.house.office.store().clone(), w.house.office.now());
        let aside: office::Aside = Box::new(|job| drop(std::thread::spawn(job)));
        let roll = orderly::directory::Roll;
        let office = office::Office::new(store, registry, roll, move || now, aside).unwrap();
        let slow = Slow { ticket, prepared: std::sync::Arc::default() };
        let done = |who: &Who| futures_executor::block_on(office.execute(who, slow.clone()));
        let times = || slow.prepared.load(std::sync::atomic::Ordering::Relaxed);
        for who in [&w.stranger, &w.meridian_owner, &w.nurse, &Who::Nobody] {
            refused(done(who));
        }
        assert_eq!(times(), 0);
        let charted = w.ask(&w.officer, office::Entries { before: None, most: Some(1) }).entries;
        assert_eq!((charted[0].act.as_str(), charted[0].outcome.as_str()), ("stories.slow", "refused"));
        assert!(done(&w.technician).is_ok() && times() > 0);
    });
}

#[test]
fn what_is_typed_into_the_question_of_an_export_stays_out_of_the_ledger() {
    on_each(|w| {
        let typed = "view=resolved&remark=Rosa+Sample&tag=rosa-sample".to_owned();
        let asks = desk::ExportTickets { org: None, asks: typed };
        let taken = w.try_act(&w.technician, asks.clone());
        let wrong = desk::ExportTickets { asks: "priority=Rosa+Sample".to_owned(), ..asks };
        assert_eq!(refused(w.try_act(&w.technician, wrong)).field.as_deref(), Some("asks"));
        let told = w.ask(&w.officer, office::Entries { before: None, most: Some(2) }).entries;
        for entry in &told {
            let body = entry.body.to_string();
            assert!(!body.to_lowercase().contains("rosa") && body.contains("hmac-sha256:"), "{body}");
        }
        assert!(taken.is_ok() && told[1].body.to_string().contains("view=resolved"));
    });
}
