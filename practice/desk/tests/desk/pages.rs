//! The desk's pages read as a browser would: every id once, nothing inline, every field with its label, and no text
//! that somebody typed without a look.

use crate::town::*;
use desk::pages::{
    self, Around, BoardLook, CommitmentsPage, Drafts, ListPage, May, MayTake, MinePage, ReportPage,
    TicketPage,
};
use desk::words::*;
use desk::*;
use kernel::{Private, TicketId};
use std::collections::{BTreeMap, BTreeSet};

const MONDAY: &str = "2026-06-08T09:00:00-04:00";
const SECRET: &str = "bed seven weeps";

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}

/// The page is sound; gives its text for closer looks.
fn sound(name: &str, markup: markup::Markup) -> String {
    let html = markup.into_string();
    let tags: Vec<&str> = html.split('<').skip(1).filter_map(|t| t.split('>').next()).collect();
    let mut ids = BTreeSet::new();
    let labels: BTreeSet<&str> =
        tags.iter().filter(|t| t.starts_with("label")).filter_map(|t| attribute(t, "for")).collect();
    for (tag, before) in tags.iter().zip(std::iter::once(&"").chain(&tags)) {
        if let Some(id) = attribute(tag, "id") {
            assert!(ids.insert(id), "{name}: the id {id} twice");
        }
        assert!(
            !tag.contains(" style=") && !tag.contains(" onclick="),
            "{name}: something inline in <{tag}>"
        );
        let field = tag.starts_with("select") || tag.starts_with("textarea") || tag.starts_with("input");
        if field && attribute(tag, "type") != Some("hidden") {
            // A label may also stand around its field.
            let labelled = attribute(tag, "aria-label").is_some()
                || before.starts_with("label")
                || attribute(tag, "id").is_some_and(|id| labels.contains(id));
            assert!(labelled, "{name}: no label for <{tag}>");
        }
    }
    html
}

fn around() -> Around {
    let names = [
        (hospital().to_string(), "Fox Hollow Hospital"),
        (provider().to_string(), "Harborlight IT"),
        (nurse().to_string(), "Nora Example"),
        (technician().to_string(), "Tess Example"),
        (ward().to_string(), "4 West"),
        (site().to_string(), "Main building"),
        (pump().to_string(), "Pump 4W-12"),
    ];
    Around {
        names: names.into_iter().map(|(id, name)| (id, name.to_owned())).collect(),
        standings: BTreeMap::from([(hospital(), markup::StandingKind::InForce)]),
        take: None,
    }
}

fn opened(town: &Town) -> TicketId {
    let order = OpenTicket {
        org: hospital(),
        kind: Trouble::BrokenDevice,
        words: Private::from(SECRET),
        patient_affected: true,
        department: Some(ward()),
        location: None,
        asset: Some(pump()),
        workaround: Some(false),
        users: Some(3),
        called: None,
    };
    town.done(nurse(), MONDAY, order).ticket
}

#[test]
fn the_ticket_page_leads_with_one_act_and_keeps_texts_masked() {
    towns(|town| {
        let ticket = opened(town);
        let may = futures_executor::block_on(town.office.may(&who(technician()), May::asks(ticket))).unwrap();
        let people = [(technician().to_string(), "Tess Example".to_owned())];
        let drafts = Drafts {
            url: "/drafts".to_owned(),
            saved: BTreeMap::from([(format!("desk.reply.{ticket}"), "half a sentence".to_owned())]),
        };
        let mut page = TicketPage {
            around: around(),
            may: May::of(&may),
            me: Some(technician()),
            people: &people,
            drafts,
            ..TicketPage::default()
        };
        assert!(page.may.take && page.may.look && page.may.triage);
        let primary = |html: &str| html.matches("button-primary").count();
        let story = |moment: &str| town.asked(technician(), moment, OneTicket { ticket });
        let html = sound("new ticket", pages::ticket(&story(MONDAY), &page));
        assert_eq!(primary(&html), 1);
        assert!(html.contains("/do/desk.take") && html.contains("half a sentence") && !html.contains(SECRET));
        town.done(technician(), MONDAY, Take { ticket });
        let reply = Reply::new(ticket, Visibility::Public, "Coming".into());
        town.done(technician(), MONDAY, reply);
        let html = sound("answered ticket", pages::ticket(&story(MONDAY), &page));
        assert_eq!(primary(&html), 1);
        let texts = town.asked(technician(), MONDAY, LookAt { ticket, text: None }).texts;
        page.opened = &texts;
        let html = sound("looked at", pages::ticket(&story(MONDAY), &page));
        assert!(html.contains(SECRET) && html.contains("Last look") | html.contains("This look is charted"));
        town.done(technician(), MONDAY, Resolve { ticket, words: "Replaced".into() });
        page.opened = &[];
        let html = sound("resolved", pages::ticket(&story(MONDAY), &page));
        assert!(html.contains("/do/desk.reopen") && !html.contains("/do/desk.resolve"));
    });
}

fn look() -> BoardLook<'static> {
    BoardLook { zone: "UTC", grouped: false }
}

#[test]
fn the_ticket_page_tells_what_hangs_together_and_who_may_take_it() {
    towns(|town| {
        let ticket = opened(town);
        let other = opened(town);
        let may = futures_executor::block_on(town.office.may(&who(technician()), May::asks(ticket))).unwrap();
        let assets = [(pump().to_string(), "Pump 4W-12".to_owned())];
        let workers = [
            MayTake {
                person: technician().to_string(),
                name: "Tess Example".to_owned(),
                missing: Vec::new(),
            },
            MayTake {
                person: stranger().to_string(),
                name: "Sam Example".to_owned(),
                missing: vec!["current HIPAA training".to_owned()],
            },
        ];
        let writing = [("Ana Example".to_owned(), at("2026-06-08T08:59:30-04:00"))];
        let page = TicketPage {
            around: around(),
            may: May::of(&may),
            me: Some(technician()),
            workers: &workers,
            assets: &assets,
            writing: &writing,
            wrong: Some(("seen", "While you wrote, somebody else wrote on this ticket.")),
            ..TicketPage::default()
        };
        assert!(page.may.arrange && page.may.direct && page.may.split);
        let told = |ticket| town.asked(technician(), MONDAY, OneTicket { ticket });
        let html = sound("alone", pages::ticket(&told(ticket), &page));
        assert!(html.contains("It stands alone.") && html.contains("lacks current HIPAA training"));
        assert!(html.contains("Ana Example") && html.contains("is writing a reply"));
        assert!(html.contains("name=\"seen\" value=\"0\"") && html.contains("While you wrote"));
        town.done(technician(), MONDAY, AddTask { ticket, words: "Order a pump".into() });
        town.done(technician(), MONDAY, LinkTickets { ticket, link: LinkKind::RelatesTo, other: 2 });
        town.done(technician(), MONDAY, Escalate { ticket, tier: 2, to: None, reason: "Beyond me".into() });
        let hand = SetPriority { ticket, priority: 4, reason: "It was a drill".into() };
        town.done(technician(), MONDAY, hand);
        let html = sound("tied", pages::ticket(&told(ticket), &page));
        for words in
            ["Task: ", "Relates to", "Tier 2", "set by hand; the rule says 1", "Let the rule decide again"]
        {
            assert!(html.contains(words), "{words}");
        }
        town.done(technician(), MONDAY, Merge { ticket: other, into: 1 });
        let html = sound("merged", pages::ticket(&told(other), &page));
        assert!(html.contains("Undo the merge") && !html.contains("/do/desk.reopen"));
        let html = sound("survivor", pages::ticket(&told(ticket), &page));
        assert!(html.contains("Merged in: "));
    });
}

#[test]
fn board_and_lists_show_no_typed_text() {
    towns(|town| {
        let empty = town.asked(technician(), MONDAY, Board::default());
        assert!(sound("empty board", pages::board(&empty, &around(), look())).contains("Nothing is open"));
        let ticket = opened(town);
        let board = town.asked(technician(), MONDAY, Board::default());
        let html = sound("board", pages::board(&board, &around(), look()));
        assert!(html.contains(&format!("id=\"{ticket}\"")) && html.contains("patient affected now"));
        assert!(html.contains("Fox Hollow Hospital") && !html.contains(SECRET));
        for view in View::ALL {
            let asked = Tickets { view: Some(*view), ..Tickets::default() };
            let listing = town.asked(technician(), MONDAY, asked.clone());
            let page = ListPage { around: around(), zone: "UTC", ..ListPage::default() };
            sound(view.word(), pages::tickets(&listing, &asked, &page));
        }
        let trend = town.asked(technician(), MONDAY, Trends::default());
        assert!(sound("trends", pages::trends(&trend)).contains("1 ticket in 30 days"));
        let promised = town.asked(technician(), MONDAY, Commitments { org: hospital() });
        let page = CommitmentsPage { may_set: true, ..CommitmentsPage::default() };
        assert!(sound("commitments", pages::commitments(&promised, &page)).contains("p4.resolution_minutes"));
    });
}

#[test]
fn a_nurse_reports_and_reads_what_happens_next() {
    towns(|town| {
        let departments = [(ward().to_string(), "4 West".to_owned())];
        let assets = [(pump().to_string(), "Pump 4W-12".to_owned())];
        let report = ReportPage {
            org: hospital(),
            departments: &departments,
            locations: &[],
            callers: None,
            assets: &assets,
            values: BTreeMap::from([("department".to_owned(), ward().to_string())]),
            errors: BTreeMap::from([("words".to_owned(), "Say it in a few words.".to_owned())]),
            drafts: Drafts::default(),
            place: None,
        };
        let html = sound("report", pages::report(&report));
        assert!(html.contains("What is wrong?") && html.contains("Say it in a few words."));
        let ticket = opened(town);
        let mine = town.asked(nurse(), MONDAY, MyTicket { ticket });
        let page = MinePage { around: around(), just_reported: true, ..MinePage::default() };
        let html = sound("reported", pages::my_ticket(&mine, &page));
        assert!(
            html.contains("The desk has it") && html.contains("Take the spare") && !html.contains(SECRET)
        );
        let all = town.asked(nurse(), MONDAY, MyTickets::default());
        assert!(sound("mine", pages::my_tickets(&all, &around(), at(MONDAY))).contains("/my/tkt_"));
    });
}
