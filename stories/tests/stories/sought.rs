//! The search of tickets as people type it: words, "or", a minus, brackets and filters, over texts that stay sealed; and
//! what somebody wanted to be reminded of.

use crate::world::{World, on_each, refused};
use desk::words::{State, View, WaitReason};
use desk::*;
use futures_executor::block_on;
use kernel::{Span, Status, Stop, TicketId, Who};
use office::Together;
use store::Work;

fn found_by(w: &World, who: &Who, typed: &str) -> Vec<TicketId> {
    let asked = Tickets { words: Some(typed.into()), ..Tickets::default() };
    w.ask(who, asked).tickets.iter().map(|t| t.ticket).collect()
}

fn report(w: &World, words: &str) -> TicketId {
    w.act(&w.nurse, OpenTicket { words: words.into(), ..w.trouble() }).ticket
}

#[test]
fn words_or_minus_brackets_and_filters_find_what_they_say() {
    on_each(|w| {
        let icu = report(w, "The printer in the ICU jams");
        let emergency = report(w, "Emergency: the printer needs toner");
        let other = report(w, "Nothing but a blue screen");
        let found = |typed: &str| found_by(w, &w.technician, typed);
        assert_eq!(found("printer"), [emergency, icu]);
        assert_eq!(found("icu OR emergency"), [emergency, icu]);
        assert_eq!(found("(icu OR emergency) printer -toner"), [icu]);
        assert_eq!(found("\"blue screen\" | toner"), [other, emergency]);
        assert_eq!(found("-printer"), [other]);
        assert_eq!(found("the"), []);
        w.act(&w.technician, Take { ticket: icu });
        w.act(&w.technician, Wait { ticket: emergency, reason: WaitReason::Parts });
        assert_eq!(found("mine:yes"), [icu]);
        assert_eq!(found("mine:yes OR waits:parts"), [emergency, icu]);
        assert_eq!(found("status:waiting printer"), [emergency]);
        assert_eq!(found("status:open -(mine:yes OR status:waiting)"), [other]);
        assert_eq!(found("unassigned:yes -toner"), [other]);
        w.act(&w.technician, Resolve { ticket: other, words: "Started it again".into() });
        assert_eq!(found("status:resolved"), [other]);
        assert_eq!(found("blue -status:open"), [other]);
        let number = w.ask(&w.senior, OneTicket { ticket: icu }).head.number;
        assert_eq!(found(&format!("#{number} OR blue")), [other, icu]);
        assert_eq!(found(&icu.to_string()), [icu]);
        // Only the filters were typed: the list is narrowed and may be sorted and counted as with the form.
        let listed =
            w.ask(&w.technician, Tickets { words: Some("status:open".into()), ..Tickets::default() });
        assert_eq!((listed.searched, listed.view, listed.all), (false, View::Open, Some(2)));
        // The other client's people find nothing of all this.
        crate::world::Doing(&w.house).agreement(&w.officer, &w.meridian_owner, w.meridian, w.harborlight);
        let there = OpenTicket { org: w.meridian, department: Some(w.theatre), ..w.trouble() };
        let there = w.act(&w.stranger, there).ticket;
        assert_eq!(found("chart OR -printer"), [there, other]);
    });
}

#[test]
fn a_long_letter_is_found_by_its_last_words_and_a_client_or_a_person_by_name() {
    on_each(|w| {
        let words = |from: u32, to: u32| (from..to).map(|n| format!("thing{n} ")).collect::<String>();
        let long = report(w, &format!("{}mantelpiece {}cupboard", words(0, 150), words(150, 260)));
        let short = report(w, "The printer jams");
        let found = |typed: &str| found_by(w, &w.technician, typed);
        // The 151st word leads to it, and also once the words were carried over to their index.
        assert_eq!(found("thing0 mantelpiece"), [long]);
        assert_eq!(found("cupboard"), [], "beyond two hundred words a text is found by its beginning");
        let gather = |work: &mut Work| {
            work.on_behalf(Who::House("words"), None, kernel::Moment::default());
            Ok(desk::gather_words(work, 1)?)
        };
        while w.house.office.store().write(gather).wait().unwrap() {}
        assert_eq!(found("thing0 mantelpiece"), [long]);
        assert_eq!((found("cupboard"), found("printer")), (vec![], vec![short]));
        assert_eq!(found("print"), [], "a part of a word is none, and the page says so");

        w.act(&w.technician, Take { ticket: short });
        let served = crate::served::Served::new(&w.house);
        let tess = served.sign_in("tess.sample@example.org");
        let page = |typed: &str| {
            let typed: String = typed.bytes().map(|b| format!("%{b:02X}")).collect();
            served.page(&tess, &format!("/tickets?words={typed}"))
        };
        let shows = |typed: &str| {
            let told = page(typed);
            assert_eq!(told.status, 200, "{typed}");
            [long, short].map(|ticket| told.text().contains(&format!("/tickets/{ticket}\"")))
        };
        assert_eq!(shows("client:larkspur"), [true, true]);
        assert_eq!(shows("client:\"Larkspur Family\" printer"), [false, true]);
        assert_eq!(shows("client:meridian"), [false, false], "nothing was reported there");
        assert_eq!(shows("from:nora"), [true, true]);
        assert_eq!(shows("-for:me"), [true, false]);
        assert_eq!(shows("for:\"Tess Sample\" OR mantelpiece"), [true, true]);
        for (typed, says) in
            [("client:nowhere", "no client in your reach"), ("printer from:zzz", "At sign 9")]
        {
            let told = page(typed);
            assert!(told.status == 422 && told.text().contains(says), "{typed}: {}", told.text());
        }
        // What is in nobody's reach has no name: the stranger at Meridian finds no client but their own.
        let sid = served.sign_in("mona.elsewhere@example.org");
        let there = served.page(&sid, "/tickets?words=client%3Alarkspur");
        assert!(!there.text().contains(&long.to_string()), "{}", there.text());
        let csv = served.page(&tess, "/tickets.csv?words=client%3Ameridian").text();
        assert_eq!(csv.trim().lines().count(), 1, "{csv}");
    });
}

#[test]
fn a_search_goes_on_where_its_page_ended() {
    on_each(|w| {
        let all: Vec<TicketId> = (0..7).map(|n| report(w, &format!("Printer {n} of the ward"))).collect();
        for typed in ["printer OR toner", "priority:1,2,3,4 OR tier:2", "printer -toner"] {
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let words = Some(typed.into());
                let page =
                    w.ask(&w.technician, Tickets { words, after, most: Some(3), ..Tickets::default() });
                seen.extend(page.tickets.iter().map(|t| t.ticket));
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
            seen.reverse();
            assert_eq!(seen, all, "{typed}");
        }
    });
}

#[test]
fn what_cannot_be_read_is_refused_with_its_sign_and_only_filters_are_kept() {
    on_each(|w| {
        let asked = Tickets { words: Some("printer (icu".into()), ..Tickets::default() };
        let refusal = refused(w.try_ask(&w.technician, asked));
        assert_eq!((refusal.status, refusal.field.as_deref()), (Status::Invalid, Some("words")));
        assert!(refusal.sentence.starts_with("At sign 9"), "{}", refusal.sentence);
        let keep = |asks: &str| KeepView { name: "Mine to do".into(), asks: asks.into(), shared: false };
        let kept = w.act(&w.technician, keep("view=open&words=mine%3Ayes+OR+due%3Alate"));
        assert_eq!(kept.asks, "view=open&words=mine%3Ayes%20OR%20due%3Alate");
        assert_eq!(w.act(&w.technician, keep("view=open&words=printer")).asks, "view=open");
    });
}

#[test]
fn somebody_is_reminded_and_nobody_else_sees_it() {
    on_each(|w| {
        let ticket = w.report();
        let on = |at: &str, note: &str| RemindMe { ticket, at: at.into(), note: Some(note.into()) };
        w.act(&w.technician, on("2026-11-03T09:00", "Ask the vendor"));
        w.act(&w.technician, on("2026-11-02T14:00", "Ask the vendor again"));
        let mine = w.ask(&w.technician, MyReminder { ticket }).unwrap();
        assert_eq!(
            (mine.at.to_string().as_str(), mine.note.as_deref()),
            ("2026-11-02T20:00:00.000000Z", Some("Ask the vendor again"))
        );
        assert!(w.ask(&w.senior, MyReminder { ticket }).is_none());
        w.pass(Span::hours(6));
        let day = w.ask(&w.technician, MyDay::default());
        assert_eq!((day.reminders.len(), day.reminders[0].ticket.ticket), (1, ticket));
        assert!(day.reminders[0].at <= day.now && w.ask(&w.senior, MyDay::default()).reminders.is_empty());
        let field = |order: RemindMe| refused(w.try_act(&w.technician, order)).field.unwrap_or_default();
        assert_eq!(field(on("2026-11-02T09:00", "Too late")), "at");
        assert_eq!(field(on("2026-12-02T09:00", "Call about MRN 0012345")), "note");
        w.act(&w.technician, DropReminder { ticket });
        let again = refused(w.try_act(&w.technician, DropReminder { ticket }));
        assert_eq!(again.status, Status::Conflict);
        assert_eq!(w.ask(&w.senior, OneTicket { ticket }).head.state, State::New);
    });
}

/// Many reports with the same words, opened at once and a moment apart.
fn reports(w: &World, words: &'static str, count: usize) -> Vec<TicketId> {
    let mut tickets = Vec::new();
    while tickets.len() < count {
        let (nurse, now) = (w.nurse.clone(), w.house.office.now());
        let report = OpenTicket { words: words.into(), ..w.trouble() };
        let (from, many) = (tickets.len(), (count - tickets.len()).min(200));
        let job = move |together: &mut Together| -> Result<Vec<TicketId>, Stop> {
            let at = |n: usize| now.plus(Span(i64::try_from(from + n).unwrap() * 1_000));
            (0..many).map(|n| Ok(together.execute(&nurse, &report, at(n))?.receipt.ticket)).collect()
        };
        tickets.extend(block_on(w.house.office.together(job)).unwrap());
    }
    w.pass(Span::minutes(1));
    tickets
}

#[test]
fn what_is_older_than_a_thousand_others_with_the_word_is_found_as_well() {
    on_each(|w| {
        let (old, toner) = (report(w, "The scanner shows lines"), report(w, "The scanner wants toner"));
        w.pass(Span::minutes(1));
        let many = reports(w, "The printer wants toner", 1_030);
        let newest = report(w, "The scanner of the ward hums");
        let found = |typed: &str| found_by(w, &w.technician, typed);
        // The words of each are read in pieces, and each piece begins where the other word stands next.
        assert_eq!(found("scanner toner"), [toner]);
        assert_eq!(found("scanner -toner"), [newest, old]);
        assert_eq!(found("scanner -printer"), [newest, toner, old]);
        assert_eq!(found("(lines OR printer) (scanner OR hums)"), [old]);
        // A page that only leaves out ends after a thousand, says so, and the next one goes on from there.
        let mut after = None;
        let mut seen = Vec::new();
        for _ in 0..4 {
            let words = Some("-printer".into());
            let page = w.ask(&w.technician, Tickets { words, after, ..Tickets::default() });
            seen.extend(page.tickets.iter().map(|t| t.ticket));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!((seen, after), (vec![newest, toner, old], None));
        // Gathered words lead to the same tickets.
        let job = |work: &mut Work| {
            work.on_behalf(Who::House("words"), None, kernel::Moment::default());
            Ok(desk::gather_words(work, 500)?)
        };
        assert!(w.house.office.store().write(job).wait().unwrap());
        assert_eq!(found("scanner toner"), [toner]);
        assert_eq!(found("scanner -printer"), [newest, toner, old]);
        assert_eq!(found("printer -scanner").first(), many.last());
    });
}
