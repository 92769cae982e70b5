//! How it was, and what belongs together: whoever reported says in one word how it went, tickets are gathered under
//! tags, and a ticket that was merged neither keeps nor breaks a promise of its own.

use crate::served::Served;
use crate::world::{World, on_each, refused};
use desk::words::{Nature, Rating, TextKind};
use desk::{
    Answers, ChangeNature, Class, CountDay, LookAt, Merge, MyTicket, OneTicket, Rate, RatedNow, Reopen,
    Reply, Resolve, Satisfaction, Tag, Take, Tickets, Trends, Untag, Views,
};
use kernel::{Span, Status, Stop, TicketId, Who};
use office::Charted;

store::sql! {
    house LETTERS "stories.letters-of-the-end"
        "select recipient, subject, content, about from outbox where channel = 'mail' order by id";
}

fn resolved(w: &World) -> TicketId {
    let ticket = w.report();
    w.act(&w.technician, Take { ticket });
    w.act(&w.technician, Resolve { ticket, words: "Restarted the terminal server".into() });
    ticket
}

fn rate(
    w: &World,
    who: &Who,
    ticket: TicketId,
    rating: Rating,
    words: &str,
) -> Result<Charted<RatedNow>, Stop> {
    let words = Some(words).filter(|w| !w.is_empty()).map(Into::into);
    w.try_act(who, Rate { ticket, rating, words })
}

fn answers(w: &World, who: &Who) -> Vec<Answers> {
    w.ask(who, Satisfaction::default()).months
}

/// The letters that wait: recipient, subject, text and what each is about.
fn letters(w: &World) -> Vec<(String, String, String, Option<String>)> {
    let read = w.house.office.read(&Who::House("story"), |look| {
        let one = |row: &store::Row| -> anyhow::Result<_> {
            let content = String::from_utf8(row.get("content")?)?;
            Ok((row.get("recipient")?, row.get("subject")?, content, row.get("about")?))
        };
        Ok(look.rows(&LETTERS, &[])?.iter().map(one).collect::<anyhow::Result<Vec<_>>>()?)
    });
    futures_executor::block_on(read).unwrap()
}

#[test]
fn whoever_reported_says_once_how_it_was_and_may_think_again_until_it_is_closed() {
    on_each(|w| {
        let open = w.report();
        let refusal = refused(rate(w, &w.nurse, open, Rating::Good, ""));
        assert!(refusal.sentence.contains("still worked on"), "{}", refusal.sentence);
        let ticket = resolved(w);
        let mine = || w.ask(&w.nurse, MyTicket { ticket });
        assert!(mine().may_rate && mine().rating.is_none());
        // Nobody else says it for her: to them her report is not theirs.
        for who in [&w.practice_owner, &w.technician, &w.owner] {
            assert_eq!(refused(rate(w, who, ticket, Rating::Good, "")).status, Status::NotFound);
        }
        rate(w, &w.nurse, ticket, Rating::Poor, "Nobody called me back").unwrap();
        assert_eq!(mine().rating, Some(Rating::Poor));
        let month = &answers(w, &w.owner)[0];
        assert_eq!((month.year, month.month, month.good, month.fair, month.poor), (2026, 11, 0, 0, 1));
        // Her words are a text of the ticket: sealed, behind the mask, and not in the ledger.
        let told = w.ask(&w.technician, OneTicket { ticket });
        assert_eq!(told.rating, Some(Rating::Poor));
        let said = told.story.iter().flat_map(|h| &h.told).find(|t| t.fact == "desk.rated").unwrap();
        assert_eq!(said.sentence, "said how it was: not good");
        let text = w.ask(&w.technician, LookAt { ticket, text: said.text }).texts.remove(0);
        assert_eq!((text.kind, text.words.as_str()), (TextKind::Rating, "Nobody called me back"));
        // She thinks again; it is still one answer.
        rate(w, &w.nurse, ticket, Rating::Good, "").unwrap();
        assert_eq!(answers(w, &w.owner)[0].all(), 1);
        assert_eq!(answers(w, &w.owner)[0].good, 1);
        let clients = w.ask(&w.owner, Satisfaction { org: Some(w.larkspur), months: Some(1) }).clients;
        assert_eq!((clients.len(), clients[0].org), (1, w.larkspur));
        assert!(answers(w, &w.meridian_owner).is_empty(), "another client's answers are nobody's here");
        let long = refused(w.try_ask(&w.owner, Satisfaction { org: None, months: Some(25) }));
        assert_eq!(long.field.as_deref(), Some("months"));
        // After a week it is closed: what was said stands, and who has not answered still may.
        let other = resolved(w);
        w.pass(Span::days(8));
        assert!(!mine().may_rate);
        assert!(refused(rate(w, &w.nurse, ticket, Rating::Fair, "")).sentence.contains("is closed"));
        rate(w, &w.nurse, other, Rating::Fair, "").unwrap();
        assert!(refused(rate(w, &w.nurse, other, Rating::Good, "")).sentence.contains("is closed"));
    });
}

#[test]
fn whoever_worked_on_a_ticket_does_not_rate_it_though_they_reported_it() {
    on_each(|w| {
        let own = w.act(&w.technician, w.trouble()).ticket;
        w.act(&w.senior, Take { ticket: own });
        w.act(
            &w.technician,
            Reply::new(own, desk::words::Visibility::Internal, "Tried another cable".into()),
        );
        w.act(&w.senior, Resolve { ticket: own, words: "New cable".into() });
        let refusal = refused(rate(w, &w.technician, own, Rating::Good, ""));
        assert_eq!(refusal.status, Status::Forbidden);
        assert!(refusal.sentence.contains("worked on a ticket"), "{}", refusal.sentence);
    });
}

#[test]
fn the_letter_of_the_end_leads_to_the_page_on_which_one_touch_says_how_it_was() {
    on_each(|w| {
        let ticket = resolved(w);
        let (to, subject, text, about) = letters(w).pop().unwrap();
        assert_eq!((to.as_str(), about), ("nora.testwell@example.org", Some(ticket.to_string())));
        assert!(
            subject.ends_with("Your request is resolved") && text.contains(&format!("/my/{ticket}#rate"))
        );
        assert!(!text.contains("terminal server"), "what was done is read behind the sign-in");
        let served = Served::new(&w.house);
        assert_eq!(served.get(&format!("/my/{ticket}")).status, 303, "only for whoever signs in");
        let cookie = served.sign_in("nora.testwell@example.org");
        let page = served.page(&cookie, &format!("/my/{ticket}")).text();
        assert!(page.contains("id=\"rate\"") && page.contains("action=\"/do/desk.rate\""), "{page}");
        let headers = [
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Sec-Fetch-Site", "same-origin"),
            ("Cookie", cookie.as_str()),
        ];
        let touch = format!("ticket={ticket}&rating=good&_next=%2Fmy%2F{ticket}");
        assert_eq!(served.send("POST", "/do/desk.rate", &headers, touch.as_bytes()).status, 303);
        let page = served.page(&cookie, &format!("/my/{ticket}")).text();
        assert!(page.contains("You said: <b>Good</b>"), "{page}");
        let measures = served.page(&served.sign_in("tess.sample@example.org"), "/trends").text();
        assert!(measures.contains("1 answer in 1 month; 1 good, 0 all right, 0 not good. 100 % were good."));
        // Somebody who resolves what they reported themselves needs no letter.
        let own = w.act(&w.technician, w.trouble()).ticket;
        w.act(&w.technician, Resolve { ticket: own, words: "It was the cable".into() });
        assert!(letters(w).iter().all(|(.., about)| *about != Some(own.to_string())));
    });
}

#[test]
fn a_merged_ticket_neither_keeps_nor_breaks_a_promise() {
    on_each(|w| {
        let number = |ticket| w.ask(&w.senior, OneTicket { ticket }).head.number;
        let (first, second, late) = (w.report(), w.report(), w.report());
        w.act(&w.technician, Merge { ticket: second, into: number(first) });
        // Over its time when it is merged: what was missed is missed where it goes on.
        w.pass(Span::hours(7));
        let merged = w.try_act(&w.technician, Merge { ticket: late, into: number(first) }).unwrap();
        assert_eq!(merged.receipt.survivor, first);
        let told = w.ask(&w.senior, OneTicket { ticket: late });
        assert!(told.story.iter().flat_map(|h| &h.told).all(|t| t.fact != "desk.promise-missed"));
        w.act(&w.technician, Take { ticket: first });
        w.act(&w.technician, Resolve { ticket: first, words: "One cause for all".into() });
        let day = w.house.office.now().micros() / 86_400_000_000;
        w.pass(Span::days(1));
        w.act(&Who::House("days"), CountDay { day });
        let trend = w.ask(&w.owner, Trends { org: Some(w.larkspur), days: Some(7) });
        let clinical = trend.classes.iter().find(|c| c.class == Class::Clinical).unwrap();
        assert_eq!(clinical.response_met + clinical.response_missed, 1, "{clinical:?}");
        assert_eq!(clinical.resolution_met + clinical.resolution_missed, 1, "{clinical:?}");
        assert_eq!((clinical.opened, clinical.resolved, clinical.backlog), (3, 1, 0));
        // It is told so where the merged one is read.
        let served = Served::new(&w.house);
        let page = served.page(&served.sign_in("tess.sample@example.org"), &format!("/tickets/{second}"));
        assert!(page.text().contains("What was promised here is kept or missed on ticket 1"));
    });
}

#[test]
fn tags_gather_what_belongs_together_and_are_no_place_for_a_patient() {
    on_each(|w| {
        let (one, two) = (w.report(), w.report());
        let tag = |ticket, word: &str| w.try_act(&w.technician, Tag { ticket, tag: word.into() });
        assert_eq!(tag(one, " Windows 11 ").unwrap().receipt.tags, ["windows-11"]);
        assert_eq!(tag(one, "badge readers").unwrap().receipt.tags, ["badge-readers", "windows-11"]);
        assert_eq!(refused(tag(one, "windows-11")).status, Status::Conflict);
        for wrong in ["MRN 0012345", "Mr. Testwell", "1984-02-11", "x"] {
            assert_eq!(refused(tag(one, wrong)).field.as_deref(), Some("tag"), "{wrong}");
        }
        tag(two, "windows-11").unwrap();
        let with = |word: &str| Tickets { tag: Some(word.to_owned()), ..Tickets::default() };
        let found =
            |asked: Tickets| w.ask(&w.technician, asked).tickets.iter().map(|t| t.ticket).collect::<Vec<_>>();
        assert_eq!(found(with("windows-11")), [two, one]);
        assert_eq!(found(with("badge-readers")), [one]);
        assert!(found(with("windows")).is_empty(), "a tag is a whole word");
        assert_eq!(refused(w.try_ask(&w.technician, with("%"))).field.as_deref(), Some("tag"));
        let back = Tickets { view: Some(desk::words::View::All), ..with("windows-11") };
        assert_eq!(found(back), [two, one]);
        w.act(&w.technician, Untag { ticket: one, tag: "windows-11".into() });
        let gone = w.try_act(&w.technician, Untag { ticket: one, tag: "windows-11".into() });
        assert_eq!(refused(gone).status, Status::Conflict);
        assert_eq!(found(with("windows-11")), [two]);
        // A view keeps it, the ledger says only that there was a tag.
        let keep = desk::KeepView { name: "The move".into(), asks: "tag=windows-11".into(), shared: true };
        w.act(&w.technician, keep);
        assert_eq!(w.ask(&w.technician, Views {}).last().unwrap().asks, "tag=windows-11");
        let told = w.ask(&w.technician, OneTicket { ticket: two }).story;
        assert!(told.iter().flat_map(|h| &h.told).any(|t| t.sentence == "put a tag on it"));
        let elsewhere = w.try_act(&w.stranger, Tag { ticket: one, tag: "windows-11".into() });
        assert_eq!(refused(elsewhere).status, Status::NotFound);
    });
}

#[test]
fn many_tickets_are_tagged_and_named_at_once_each_at_the_same_door() {
    on_each(|w| {
        let (one, two) = (w.report(), w.report());
        w.act(
            &w.technician,
            ChangeNature { ticket: two, nature: Nature::Request, reason: "Asked for".into() },
        );
        let served = Served::new(&w.house);
        let cookie = served.sign_in("tess.sample@example.org");
        let headers = [
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Sec-Fetch-Site", "same-origin"),
            ("Cookie", cookie.as_str()),
        ];
        let rows = format!("&row={one}&row={two}");
        let post = |path: &str, form: String| served.send("POST", path, &headers, form.as_bytes()).text();
        let asked = post("/tickets/bulk", format!("act=tag{rows}"));
        assert!(asked.contains("Which tag?") && asked.contains("Put a tag on (2 tickets)"), "{asked}");
        let done = post("/tickets/bulk/do", format!("act=tag{rows}&tag=Windows+11&_once=a"));
        assert!(done.contains("done for 2 tickets") && done.contains("Take it back"), "{done}");
        let listed = w.ask(&w.technician, Tickets { tag: Some("windows-11".into()), ..Tickets::default() });
        assert_eq!(listed.tickets.len(), 2);
        let off = post("/tickets/bulk/do", format!("act=untag&row={one}&tag=windows-11&_once=b"));
        assert!(off.contains("done for 1 ticket"), "{off}");
        let named = post("/tickets/bulk/do", format!("act=nature{rows}&nature=request&reason=Asked&_once=c"));
        assert!(
            named.contains("done for 1 ticket") && named.contains("That is what it is already."),
            "{named}"
        );
        let csv = served.page(&cookie, "/tickets.csv?tag=windows-11").text();
        assert!(csv.contains("\"tags\"") && csv.contains("\"windows-11\""), "{csv}");
        w.act(&w.technician, Resolve { ticket: one, words: "Done".into() });
        w.act(&w.technician, Reopen { ticket: one, words: "Not over".into() });
    });
}
