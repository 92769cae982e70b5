//! Several orders in one turn of the writer: each passes the gate and is charted as if it had come alone, each sees what
//! those before it did, and all of them are kept or none.

use crate::world::{World, on_each, refused};
use desk::{Resolve, Take};
use futures_executor::block_on;
use kernel::{Span, Status, Stop, TicketId};
use office::{Entries, Together, Told};

/// The ledger of the practice, the newest first, as many as there are since it was looked at before.
fn entries(w: &World, most: u32) -> Vec<Told> {
    w.ask(&w.officer, Entries { before: None, most: Some(most) }).entries
}

fn tickets(w: &World) -> usize {
    w.ask(&w.technician, desk::Tickets { most: Some(200), ..desk::Tickets::default() }).tickets.len()
}

#[test]
fn what_is_done_together_is_charted_one_by_one_each_at_its_own_moment() {
    on_each(|w| {
        let (office, start) = (&w.house.office, w.house.office.now());
        let (nurse, technician, trouble) = (w.nurse.clone(), w.technician.clone(), w.trouble());
        let days = 20;
        let done: Vec<TicketId> = block_on(office.together(move |t: &mut Together| {
            // The job may run again, so it begins anew each time.
            let mut opened = Vec::new();
            for day in 0..days {
                let at = start.plus(Span::hours(day));
                let ticket = t.execute(&nurse, &trouble, at)?.receipt.ticket;
                // What the order before did is seen, although nothing is committed yet.
                t.execute(&technician, &Take { ticket }, at.plus(Span::minutes(5)))?;
                let words = "Started the chart again".into();
                t.execute(&technician, &Resolve { ticket, words }, at.plus(Span::minutes(30)))?;
                opened.push(ticket);
            }
            Ok(opened)
        }))
        .unwrap();
        let count = usize::try_from(days).unwrap();
        assert_eq!(done.len(), count);
        let told = entries(w, 60);
        let acts: Vec<&str> = told.iter().rev().take(3).map(|e| e.act.as_str()).collect();
        assert_eq!(acts, ["desk.open-ticket", "desk.take", "desk.resolve"]);
        for (at, which) in told.iter().rev().zip((0..days).flat_map(|h| [(h, 0), (h, 5), (h, 30)])) {
            assert_eq!(at.at, start.plus(Span::hours(which.0)).plus(Span::minutes(which.1)));
            assert_eq!(at.outcome, "done");
        }
        w.pass(Span::days(2));
        for ticket in done {
            let one = w.ask(&w.technician, desk::OneTicket { ticket });
            assert!(!one.head.state.is_open(), "{ticket}");
        }
        assert!(w.seal() > 60, "the tree takes them like any others");
    });
}

#[test]
fn one_refusal_and_nothing_of_what_was_done_together_is_kept() {
    on_each(|w| {
        let before = (tickets(w), entries(w, 200).len());
        let now = w.house.office.now();
        let (nurse, stranger, trouble) = (w.nurse.clone(), w.stranger.clone(), w.trouble());
        let done = block_on(w.house.office.together(move |t: &mut Together| {
            t.execute(&nurse, &trouble, now)?;
            // The gate asks each of them: somebody of another client reports nothing here.
            t.execute(&stranger, &trouble, now)?;
            Ok(())
        }));
        assert_eq!(refused(done).status, Status::NotFound);
        assert_eq!(tickets(w), before.0);
        // The refusal is charted, at the organization of whoever asked.
        let told = w.ask(&w.officer, Entries { before: None, most: Some(200) }).entries;
        assert_eq!(told.len(), before.1 + 1);
        assert_eq!((told[0].act.as_str(), told[0].outcome.as_str()), ("desk.open-ticket", "refused"));
    });
}

#[test]
fn whoever_goes_on_after_a_refusal_is_stopped() {
    on_each(|w| {
        let before = tickets(w);
        let now = w.house.office.now();
        let (nurse, stranger, trouble) = (w.nurse.clone(), w.stranger.clone(), w.trouble());
        let done = block_on(w.house.office.together(move |t: &mut Together| {
            t.execute(&nurse, &trouble, now)?;
            drop(t.execute(&stranger, &trouble, now));
            t.execute(&nurse, &trouble, now)?;
            Ok(())
        }));
        let Err(Stop::Failed(fault)) = done else { panic!("a refusal was overlooked") };
        assert!(format!("{fault:#}").contains("went on"), "{fault:#}");
        assert_eq!(tickets(w), before);
    });
}
