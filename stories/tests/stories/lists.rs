//! How work is found, kept in view and done many at a time: lists that narrow by everything at once, views
//! and texts that a desk keeps, acts for many tickets where each passes the gate by itself, a list as a
//! file, one's day, and how the days went.

use crate::served::Served;
use crate::world::{World, on_each, refused};
use desk::filter::{DueWithin, Sort};
use desk::words::{State, Trouble, View, WaitReason};
use desk::{
    CountDay, DropTemplate, DropView, KeepTemplate, KeepView, MyDay, RenameView, Resolve, Take, TemplateUse,
    Templates, TheseTickets, Tickets, Trends, Views, Wait,
};
use kernel::{Span, Status, TicketId, Who};

const TESS: &str = "tess.sample@example.org";

fn of_kind(w: &World, who: &Who, kind: Trouble, affected: bool) -> TicketId {
    let trouble = desk::OpenTicket { kind, patient_affected: affected, ..w.trouble() };
    w.act(who, trouble).ticket
}

fn listed(w: &World, who: &Who, asked: Tickets) -> Vec<TicketId> {
    w.ask(who, asked).tickets.iter().map(|t| t.ticket).collect()
}

/// Walks all pages of a list, two tickets a page.
fn walked(w: &World, who: &Who, asked: &Tickets) -> Vec<TicketId> {
    let (mut all, mut asked) = (Vec::new(), Tickets { most: Some(2), ..asked.clone() });
    loop {
        let page = w.ask(who, asked.clone());
        assert!(page.tickets.len() <= 2);
        all.extend(page.tickets.iter().map(|t| t.ticket));
        assert!(all.len() < 100, "the pages never end");
        match page.next {
            Some(after) => {
                asked = Tickets {
                    after: Some(after),
                    after_first: page.next_first,
                    after_second: page.next_second,
                    ..asked
                }
            }
            None => return all,
        }
    }
}

#[test]
fn what_narrows_a_list_can_be_put_together() {
    on_each(|w| {
        let printing = of_kind(w, &w.nurse, Trouble::Printing, false);
        let slow = of_kind(w, &w.nurse, Trouble::Slow, false);
        let urgent = of_kind(w, &w.nurse, Trouble::CannotWork, true);
        w.act(&w.technician, Take { ticket: slow });
        w.act(&w.technician, Wait { ticket: slow, reason: WaitReason::Vendor });
        let tess = w.technician.person();
        let all = Tickets::default;
        let found = |asked| listed(w, &w.technician, asked);
        assert_eq!(found(all()), [urgent, slow, printing]);
        assert_eq!(found(Tickets { kind: Some(Trouble::Printing), ..all() }), [printing]);
        assert_eq!(found(Tickets { state: Some(State::Waiting), assignee: tess, ..all() }), [slow]);
        assert_eq!(found(Tickets { waiting_for: Some(WaitReason::Vendor), ..all() }), [slow]);
        assert!(found(Tickets { waiting_for: Some(WaitReason::Parts), ..all() }).is_empty());
        assert_eq!(found(Tickets { view: Some(View::Unassigned), ..all() }), [urgent, printing]);
        assert_eq!(found(Tickets { view: Some(View::Mine), ..all() }), [slow]);
        assert_eq!(found(Tickets { org: Some(w.larkspur), location: Some(w.clinic), ..all() }).len(), 3);
        assert!(found(Tickets { org: Some(w.meridian), ..all() }).is_empty());
        assert!(found(Tickets { older_days: Some(1), ..all() }).is_empty());
        assert_eq!(found(Tickets { newer_days: Some(1), ..all() }).len(), 3);
        assert!(found(Tickets { due: Some(DueWithin::Late), ..all() }).is_empty());
        assert_eq!(
            found(Tickets { due: Some(DueWithin::Week), kind: Some(Trouble::CannotWork), ..all() }),
            [urgent]
        );
        assert!(found(Tickets { standing_lost: Some(true), ..all() }).is_empty());
        // A search narrows by the same.
        let words = Some("chart patient".into());
        let search = |asked| Tickets { words: Some("chart patient".into()), ..asked };
        assert_eq!(found(Tickets { words, ..all() }).len(), 3);
        assert_eq!(found(search(Tickets { kind: Some(Trouble::Slow), ..all() })), [slow]);
        assert!(found(search(Tickets { view: Some(View::Resolved), ..all() })).is_empty());
        assert_eq!(found(Tickets { words: Some(urgent.to_string().as_str().into()), ..all() }), [urgent]);
        assert_eq!(found(Tickets { words: Some("#2".into()), ..all() }), [slow]);
        // What is resolved is listed by itself, and among everything.
        w.act(&w.technician, Resolve { ticket: printing, words: "Cleared the jam".into() });
        assert_eq!(found(Tickets { view: Some(View::Resolved), ..all() }), [printing]);
        assert_eq!(found(Tickets { view: Some(View::Resolved), kind: Some(Trouble::Slow), ..all() }), []);
        assert_eq!(found(Tickets { view: Some(View::All), org: Some(w.larkspur), ..all() }).len(), 3);
        assert_eq!(found(Tickets { view: Some(View::All), assignee: tess, ..all() }), [slow]);
        let page = w.ask(&w.technician, all());
        assert_eq!(
            (page.all, page.counts.iter().find(|c| c.view == View::Resolved).unwrap().count),
            (Some(2), 1)
        );
        let wrong = refused(w.try_ask(&w.technician, Tickets { priority: Some(9), ..all() }));
        assert_eq!((wrong.status, wrong.field.as_deref()), (Status::Invalid, Some("priority")));
        // Nobody else sees any of it.
        assert!(listed(w, &w.meridian_owner, Tickets { view: Some(View::All), ..all() }).is_empty());
    });
}

#[test]
fn every_order_is_walked_page_by_page_and_no_ticket_is_missed_or_told_twice() {
    on_each(|w| {
        let kinds =
            [Trouble::Printing, Trouble::CannotWork, Trouble::Slow, Trouble::Network, Trouble::Question];
        let opened: Vec<TicketId> =
            kinds.iter().map(|kind| of_kind(w, &w.nurse, *kind, *kind == Trouble::CannotWork)).collect();
        w.act(&w.technician, Take { ticket: opened[0] });
        w.act(&w.technician, Wait { ticket: opened[0], reason: WaitReason::Vendor });
        for sort in Sort::ALL {
            let asked = Tickets { sort: Some(*sort), ..Tickets::default() };
            let whole = listed(w, &w.technician, asked.clone());
            assert_eq!(whole.len(), 5, "{sort:?}");
            assert_eq!(walked(w, &w.technician, &asked), whole, "{sort:?}");
        }
        let newest = listed(w, &w.technician, Tickets::default());
        let oldest = listed(w, &w.technician, Tickets { sort: Some(Sort::Oldest), ..Tickets::default() });
        assert_eq!(oldest, opened);
        assert_eq!(newest, opened.iter().rev().copied().collect::<Vec<_>>());
        let first = listed(w, &w.technician, Tickets { sort: Some(Sort::Priority), ..Tickets::default() })[0];
        assert_eq!(first, opened[1], "whose patient is affected stands first");
        for ticket in &opened {
            w.act(&w.technician, Resolve { ticket: *ticket, words: "It works again".into() });
        }
        for view in [View::Resolved, View::All] {
            assert_eq!(walked(w, &w.technician, &Tickets { view: Some(view), ..Tickets::default() }), newest);
            let at = Tickets { view: Some(view), org: Some(w.larkspur), ..Tickets::default() };
            assert_eq!(walked(w, &w.technician, &at), newest);
        }
    });
}

#[test]
fn a_view_is_kept_for_oneself_or_for_the_desk() {
    on_each(|w| {
        let keep =
            |asks: &str, shared| KeepView { name: "Late at vendors".into(), asks: asks.into(), shared };
        let own = w.act(&w.technician, keep("waiting_for=vendor&due=late&view=waiting&page=7", false));
        assert_eq!(own.asks, "view=waiting&waiting_for=vendor&due=late", "as a list writes it");
        let shared = w.act(&w.technician, keep("priority=1", true));
        let names = |who: &Who| -> Vec<_> { w.ask(who, Views {}).iter().map(|v| v.view).collect() };
        assert_eq!(names(&w.technician), [own.view, shared.view]);
        assert_eq!(names(&w.senior), [shared.view]);
        assert!(names(&w.practice_owner).is_empty(), "a desk's views are not the client's");
        let wrong = refused(w.try_act(&w.technician, keep("priority=urgent", false)));
        assert_eq!((wrong.status, wrong.field.as_deref()), (Status::Invalid, Some("asks")));
        assert_eq!(refused(w.try_act(&w.senior, DropView { view: own.view })).status, Status::NotFound);
        let rename = |view| RenameView { view, name: "First of all".into() };
        assert_eq!(refused(w.try_act(&w.practice_owner, rename(shared.view))).status, Status::NotFound);
        w.act(&w.senior, rename(shared.view));
        assert_eq!(w.ask(&w.technician, Views {})[1].name, "First of all");
        w.act(&w.technician, DropView { view: own.view });
        assert_eq!(names(&w.technician), [shared.view]);
    });
}

#[test]
fn a_text_is_kept_to_use_again_at_the_desk_that_uses_it() {
    on_each(|w| {
        let keep = KeepTemplate {
            template: None,
            use_for: TemplateUse::Reply,
            trouble: Some(Trouble::Printing),
            name: "Asked for the label".into(),
            words: "Hello {reporter}, which number is on the label? ({number})".into(),
        };
        let kept = w.act(&w.technician, keep.clone()).template;
        assert_eq!(refused(w.try_act(&w.nurse, keep.clone())).status, Status::Forbidden);
        let at = |who: &Who| w.ask(who, Templates { use_for: Some(TemplateUse::Reply) });
        assert_eq!((at(&w.senior).len(), at(&w.practice_owner).len()), (1, 0));
        w.act(&w.senior, KeepTemplate { template: Some(kept), name: "Ask for the label".into(), ..keep });
        assert_eq!(at(&w.technician)[0].name, "Ask for the label");
        let ticket = of_kind(w, &w.nurse, Trouble::Printing, false);
        let served = Served::new(&w.house);
        let page = served.page(&served.sign_in(TESS), &format!("/tickets/{ticket}?template={kept}"));
        assert!(page.text().contains("Hello Nora, which number is on the label? (1)"), "{}", page.text());
        w.act(&w.technician, DropTemplate { template: kept });
        assert!(at(&w.technician).is_empty());
    });
}

#[test]
fn many_at_once_pass_the_gate_one_by_one_and_each_row_says_what_became_of_it() {
    on_each(|w| {
        let theirs: Vec<TicketId> = [Trouble::Printing, Trouble::Slow]
            .iter()
            .map(|kind| of_kind(w, &w.nurse, *kind, false))
            .collect();
        let at_meridian = desk::OpenTicket {
            org: w.meridian,
            department: Some(w.theatre),
            patient_affected: false,
            ..w.trouble()
        };
        let without_agreement = w.act(&w.stranger, at_meridian).ticket;
        let served = Served::new(&w.house);
        let cookie = served.sign_in(TESS);
        let rows: String = theirs.iter().chain([&without_agreement]).map(|t| format!("&row={t}")).collect();
        let headers = [
            ("Content-Type", "application/x-www-form-urlencoded"),
            ("Sec-Fetch-Site", "same-origin"),
            ("Cookie", cookie.as_str()),
        ];
        let post = |path: &str, form: String| served.send("POST", path, &headers, form.as_bytes());
        let asked = post("/tickets/bulk?back=%2Ftickets%3Fpriority%3D2", format!("act=take{rows}"));
        assert!(asked.status == 200 && asked.text().contains("Take (3 tickets)"), "{}", asked.text());
        assert!(asked.text().contains("/tickets?priority=2"), "the way back is kept");
        let form = format!("act=take{rows}&_once=one");
        let done = post("/tickets/bulk/do", form.clone()).text();
        assert!(done.contains("done for 2 tickets") && done.contains("refused for 1 ticket"), "{done}");
        assert!(done.contains("Take it back"), "{done}");
        let tess = w.technician.person();
        let now = |who: &Who, ids: &[TicketId]| w.ask(who, TheseTickets { tickets: ids.to_vec() });
        assert!(now(&w.technician, &theirs).iter().all(|t| t.assignee == tess));
        assert_eq!(now(&w.meridian_owner, &[without_agreement])[0].assignee, None);
        // The same form once more does nothing twice, and each order is an entry of its own.
        assert!(post("/tickets/bulk/do", form).text().contains("done for 2 tickets"));
        let told = w.ask(&w.practice_owner, desk::OneTicket { ticket: theirs[0] });
        let taken = told.story.iter().flat_map(|h| &h.told).filter(|t| t.sentence.contains("took")).count();
        assert_eq!(taken, 1);
        let blank = post("/tickets/bulk/do", format!("act=resolve{rows}&words="));
        assert!(blank.text().contains("This is needed for all of them."), "{}", blank.text());
        let all = format!("act=resolve&row={}&row={}&words=Restarted+it", theirs[0], theirs[1]);
        assert!(post("/tickets/bulk/do", all).text().contains("done for 2 tickets"));
        assert!(now(&w.technician, &theirs).iter().all(|t| t.state == State::Resolved));
        let none = post("/tickets/bulk", "act=take".to_owned());
        assert!(none.text().contains("No ticket was chosen."), "{}", none.text());
        let many: String = (0..101).map(|n| format!("&row=tkt_{n:032x}")).collect();
        assert!(post("/tickets/bulk", format!("act=take{many}")).text().contains("At most 100 tickets"));
    });
}

#[test]
fn a_list_leaves_the_house_as_a_file_that_is_charted_and_stays_within_reach() {
    on_each(|w| {
        let ticket = of_kind(w, &w.nurse, Trouble::Printing, false);
        let served = Served::new(&w.house);
        let csv = served.page(&served.sign_in(TESS), &format!("/tickets.csv?org={}", w.larkspur));
        assert_eq!(csv.line("content-type"), Some("text/csv; charset=utf-8; header=present"));
        let text = csv.text();
        let lines: Vec<&str> = text.trim_end().split("\r\n").collect();
        assert!(lines[0].starts_with("\u{feff}\"number\",\"client\"") && lines.len() == 2, "{text}");
        assert!(lines[1].starts_with("\"1\",\"Larkspur Family Practice\",\"Printing or labels\""), "{text}");
        assert!(lines[1].ends_with(&format!("\"{ticket}\"")), "{text}");
        assert!(!text.contains("chart of my patient"), "no sealed text");
        // It is charted where it belongs: the client reads that their list was taken out.
        let ledger = w.ask(&w.practice_owner, office::Entries { before: None, most: Some(50) });
        let told = serde_json::to_string(&ledger.entries).unwrap();
        assert!(told.contains("desk.list-taken-out"), "{told}");
        let theirs = served.page(&served.sign_in("mona.elsewhere@example.org"), "/tickets.csv?view=all");
        assert!(theirs.status == 200 && !theirs.text().contains("Larkspur"), "{}", theirs.text());
        let foreign = served
            .page(&served.sign_in("mona.elsewhere@example.org"), &format!("/tickets.csv?org={}", w.larkspur));
        assert_eq!(foreign.status, 404);
    });
}

#[test]
fn a_tab_keeps_the_organization_and_an_address_that_cannot_be_read_says_which_part() {
    on_each(|w| {
        of_kind(w, &w.nurse, Trouble::Printing, false);
        let served = Served::new(&w.house);
        let cookie = served.sign_in(TESS);
        let page =
            served.page(&cookie, &format!("/tickets?org={}&column=what&column=opened&dense=1", w.larkspur));
        let text = page.text();
        let tab = format!("/tickets?view=waiting&amp;org={}", w.larkspur);
        assert!(text.contains(&tab), "{text}");
        assert!(text.contains("column=what&amp;column=opened&amp;dense=1"), "{text}");
        let wrong = served.page(&cookie, "/tickets?priority=urgent");
        assert!(wrong.status == 422 && wrong.text().contains("'priority'"), "{}", wrong.text());
    });
}

#[test]
fn the_board_stands_client_by_client_and_on_the_wall_it_looks_again_by_itself() {
    on_each(|w| {
        let served = Served::new(&w.house);
        let cookie = served.sign_in(TESS);
        let clear = served.page(&cookie, "/board").text();
        assert!(clear.contains("Nothing is open.") && clear.contains("No ticket was ever opened"), "{clear}");
        let ticket = w.report();
        let wall = served.page(&cookie, "/board?by=client&wall=1").text();
        assert!(
            wall.contains("http-equiv=\"refresh\"") && wall.contains("<h3>Larkspur Family Practice</h3>")
        );
        assert!(
            wall.contains("/board?wall=1\"") && wall.contains("data-wall"),
            "the other way of looking keeps the wall"
        );
        w.act(&w.technician, Take { ticket });
        w.act(&w.technician, Resolve { ticket, words: "It opens again".into() });
        assert!(served.page(&cookie, "/board").text().contains("It has been clear since"));
    });
}

#[test]
fn my_day_says_what_is_mine_and_who_waits_for_my_word() {
    on_each(|w| {
        let (a, b) =
            (of_kind(w, &w.nurse, Trouble::Slow, false), of_kind(w, &w.nurse, Trouble::CannotWork, true));
        let other = of_kind(w, &w.nurse, Trouble::Printing, false);
        for ticket in [a, b] {
            w.act(&w.technician, Take { ticket });
        }
        w.act(&w.nurse, desk::ReplyToMine { ticket: a, words: "It is slower now".into() });
        let day = w.ask(&w.technician, MyDay { zone: Some("America/Chicago".into()) });
        let mine: Vec<TicketId> = day.mine.iter().map(|t| t.ticket).collect();
        assert_eq!((mine, day.unanswered), (vec![b, a], vec![a]), "what is due next stands first");
        w.act(&w.technician, Resolve { ticket: b, words: "It opens again".into() });
        let day = w.ask(&w.technician, MyDay::default());
        assert_eq!(day.resolved.iter().map(|t| t.ticket).collect::<Vec<_>>(), [b]);
        assert!(!day.mine.iter().any(|t| t.ticket == other));
        let served = Served::new(&w.house);
        let page = served.page(&served.sign_in(TESS), "/day").text();
        assert!(page.contains("Want your answer") && page.contains("Resolved today"), "{page}");
    });
}

#[test]
fn days_are_counted_once_when_they_are_over_and_work_near_to_care_apart() {
    on_each(|w| {
        let a = of_kind(w, &w.nurse, Trouble::Slow, false);
        let left = of_kind(w, &w.nurse, Trouble::Printing, true);
        w.act(&w.technician, Take { ticket: a });
        w.pass(Span::minutes(30));
        w.act(&w.technician, Resolve { ticket: a, words: "Faster again".into() });
        let house = Who::House("days");
        let day = w.house.office.now().micros() / 86_400_000_000;
        let today = w.ask(&w.technician, Trends { org: None, days: Some(7) });
        assert_eq!(today.days.last().unwrap().opened, 2, "today is counted when it is asked");
        assert_eq!(refused(w.try_act(&house, CountDay { day })).status, Status::Conflict, "it is not over");
        w.pass(Span::days(1));
        w.act(&house, CountDay { day });
        assert_eq!(refused(w.try_act(&house, CountDay { day })).status, Status::Conflict, "only once");
        let trend = w.ask(&w.technician, Trends { org: Some(w.larkspur), days: Some(7) });
        let went = &trend.days[trend.days.len() - 2];
        assert_eq!((went.opened, went.resolved, went.backlog), (2, 1, Some(1)));
        let clinical = trend.classes.iter().find(|c| c.class == desk::Class::Clinical).unwrap();
        assert_eq!((clinical.opened, clinical.resolved, clinical.backlog), (2, 1, 1));
        assert!(clinical.resolution_s.is_some_and(|s| s >= 1_800) && clinical.breached().1 >= 1);
        let other = w.ask(&w.meridian_owner, Trends { org: None, days: Some(7) });
        assert!(other.days.iter().all(|d| d.opened == 0 && d.backlog.unwrap_or(0) == 0));
        let foreign = w.ask(&w.meridian_owner, Trends { org: Some(w.larkspur), days: Some(7) });
        assert!(foreign.classes.iter().all(|c| c.opened == 0));
        let wrong = refused(w.try_ask(&w.technician, Trends { org: None, days: Some(400) }));
        assert_eq!(wrong.field.as_deref(), Some("days"));
        w.act(&w.technician, Take { ticket: left });
    });
}
