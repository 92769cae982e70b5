//! Tickets among one another and among people: merged, split, linked, handed up, and never across organizations.

use crate::world::{World, on_each, refused};
use desk::words::{DeadlineKind, LinkKind, Nature, State, Visibility};
use desk::*;
use kernel::{PersonId, Role, Span, Status, TicketId, Who};

fn person(who: &Who) -> PersonId {
    who.person().unwrap()
}

fn number(w: &World, ticket: TicketId) -> i64 {
    w.ask(&w.senior, OneTicket { ticket }).head.number
}

store::sql! {
    house LETTERS "stories.letters-about-tickets"
        "select recipient, subject, content from outbox where channel = 'mail' order by id";
}

/// The letters that wait, each as recipient, subject and text.
pub fn letters(w: &World) -> Vec<String> {
    let house = Who::House("story");
    let read = w.house.office.read(&house, |look| {
        let letter = |row: &store::Row| {
            let (to, subject): (String, String) = (row.get("recipient")?, row.get("subject")?);
            let content: Vec<u8> = row.get("content")?;
            Ok(format!("{to} {subject} {}", String::from_utf8_lossy(&content)))
        };
        Ok(look.rows(&LETTERS, &[])?.iter().map(letter).collect::<anyhow::Result<Vec<String>>>()?)
    });
    futures_executor::block_on(read).unwrap()
}

fn story(w: &World, ticket: TicketId) -> Story {
    w.ask(&w.senior, OneTicket { ticket })
}

fn reply(ticket: TicketId, words: &str, seen: Option<u32>) -> Reply {
    Reply { seen, ..Reply::new(ticket, Visibility::Public, words.into()) }
}

/// A ticket of the other client, under an agreement of its own.
fn elsewhere(w: &World) -> TicketId {
    crate::world::Doing(&w.house).agreement(&w.officer, &w.meridian_owner, w.meridian, w.harborlight);
    let trouble = OpenTicket { org: w.meridian, department: Some(w.theatre), ..w.trouble() };
    w.act(&w.stranger, trouble).ticket
}

#[test]
fn the_same_trouble_twice_becomes_one_and_nobody_loses_a_word() {
    on_each(|w| {
        let other =
            crate::world::Doing(&w.house).person(&w.owner, w.larkspur, "Nils Testwell", &[Role::Reporter]);
        let first = w.report();
        let second = w.act(&other, w.trouble()).ticket;
        let merged = w.act(&w.technician, Merge { ticket: second, into: number(w, first) });
        assert_eq!(merged.survivor, first);
        let told = story(w, second);
        assert_eq!((told.head.state, told.head.due_at), (State::Resolved, None));
        assert_eq!(told.relations.merged_into.as_ref().unwrap().ticket, first);
        assert_eq!(story(w, first).relations.joined[0].ticket, second);
        // Its reporter is told, without a word of what was written.
        let letter = letters(w).pop().unwrap();
        assert!(
            letter.contains("nils.testwell@example.org") && letter.contains(&format!("/my/{second}")),
            "{letter}"
        );
        // The merged one stays readable; what is asked of it leads to the survivor.
        assert_eq!(w.ask(&w.technician, LookAt { ticket: second, text: None }).texts.len(), 1);
        let refusal = refused(w.try_act(&w.technician, Take { ticket: second }));
        assert_eq!(refusal.remedy.unwrap().href.unwrap(), format!("/tickets/{first}"));
        let refusal = refused(w.try_act(&w.technician, Merge { ticket: first, into: number(w, second) }));
        assert_eq!(refusal.field.as_deref(), Some("into"));
        // What its reporter adds joins the survivor; the other reporter does not see it, its author does.
        let added = w.act(&other, ReplyToMine { ticket: second, words: "The scanner is dead too".into() });
        assert_eq!(added.ticket, second);
        let there = w.ask(&w.technician, LookAt { ticket: first, text: None });
        assert_eq!(there.texts.last().unwrap().words, "The scanner is dead too");
        let hers = w.ask(&w.nurse, MyWords { ticket: first });
        assert!(hers.texts.iter().all(|text| text.words != "The scanner is dead too"));
        let his = w.ask(&other, MyWords { ticket: second });
        assert_eq!(his.texts.last().unwrap().words, "The scanner is dead too");
        let mine = w.ask(&other, MyTicket { ticket: second });
        assert!(mine.merged && mine.merged_open && mine.reopen_until.is_none());
        // It can be taken back.
        assert_eq!(w.act(&w.technician, Unmerge { ticket: second }).state, State::New);
        assert!(story(w, second).head.due_at.is_some());
        assert!(
            refused(w.try_act(&w.technician, Unmerge { ticket: second })).sentence.contains("not merged")
        );
    });
}

#[test]
fn whoever_reported_the_same_trouble_hears_of_its_end_once_and_about_their_own_report() {
    on_each(|w| {
        let reporter =
            |name| crate::world::Doing(&w.house).person(&w.owner, w.larkspur, name, &[Role::Reporter]);
        let (nils, mara) = (reporter("Nils Testwell"), reporter("Mara Testwell"));
        let first = w.report();
        let report = |who: &Who| w.act(who, w.trouble()).ticket;
        let (his, again, hers) = (report(&nils), report(&nils), report(&mara));
        let into = |ticket, into| w.act(&w.technician, Merge { ticket, into: number(w, into) });
        // Mara's went into one of his, which went on into the first.
        into(hers, his);
        into(his, first);
        into(again, first);
        let before = letters(w).len();
        w.act(&w.technician, Resolve { ticket: first, words: "The switch of the ward was replaced".into() });
        let told = letters(w).split_off(before);
        let to = |address: &str| told.iter().filter(|l| l.starts_with(address)).collect::<Vec<_>>();
        assert_eq!(told.len(), 3, "{told:?}");
        let [nils_hears] = to("nils.testwell@example.org")[..] else { panic!("{told:?}") };
        assert!([his, again].iter().any(|own| nils_hears.contains(&format!("/my/{own}#rate"))));
        let [mara_hears] = to("mara.testwell@example.org")[..] else { panic!("{told:?}") };
        assert!(mara_hears.contains(&format!("/my/{hers}#rate")), "{mara_hears}");
        assert!(told.iter().all(|letter| !letter.contains("switch")), "no word of what was done: {told:?}");
        // What they may do now is offered, and nothing that cannot be.
        let closed = refused(w.try_act(&mara, ReplyToMine { ticket: hers, words: "It is back".into() }));
        assert_eq!(closed.remedy.unwrap().href.as_deref(), Some("/report"));
        w.act(&mara, Rate { ticket: hers, rating: desk::words::Rating::Good, words: None });
        // Opened again and resolved again, they hear of it again.
        w.act(&w.technician, Reopen { ticket: first, words: "It came back".into() });
        let before = letters(w).len();
        w.act(&w.technician, Resolve { ticket: first, words: "The other switch too".into() });
        assert_eq!(letters(w).len() - before, 3);
    });
}

#[test]
fn whoever_took_the_call_says_who_called_and_the_caller_hears_and_follows() {
    on_each(|w| {
        let reporter =
            |name| crate::world::Doing(&w.house).person(&w.owner, w.larkspur, name, &[Role::Reporter]);
        let (nils, mara) = (reporter("Nils Testwell"), reporter("Mara Testwell"));
        let ticket = w.act(&w.technician, w.trouble()).ticket;
        let name = |who: &Who, ticket, of: &Who| {
            w.try_act(who, NameReporter { ticket, person: person(of) }).map(|charted| charted.receipt)
        };
        // Only whoever wrote it down; and only somebody of the organization at which it happened.
        assert_eq!(refused(name(&w.senior, ticket, &nils)).status, Status::Conflict);
        assert_eq!(refused(name(&w.technician, ticket, &w.stranger)).status, Status::NotFound);
        assert_eq!(refused(name(&w.technician, ticket, &w.technician)).status, Status::NotFound);
        let before = letters(w).len();
        name(&w.technician, ticket, &mara).unwrap();
        // It was somebody else: a slip is put right, and then it stands.
        name(&w.technician, ticket, &nils).unwrap();
        assert!(refused(name(&w.technician, ticket, &nils)).sentence.contains("already"));
        let told = letters(w).split_off(before);
        assert_eq!(told.len(), 2);
        assert!(
            told[1].starts_with("nils.testwell@example.org") && told[1].contains(&format!("/my/{ticket}"))
        );
        assert_eq!(w.ask(&nils, MyTicket { ticket }).head.ticket, ticket);
        assert!(w.try_ask(&mara, MyTicket { ticket }).is_err());
        // What somebody wrote themselves is theirs.
        let hers = w.report();
        assert_eq!(refused(name(&w.technician, hers, &nils)).status, Status::Conflict);
        // Everything that somebody reported is one list, whatever became of it.
        let of =
            |who: &Who, view| Tickets { reporter: Some(person(who)), view: Some(view), ..Tickets::default() };
        let listed =
            |asked: Tickets| w.ask(&w.technician, asked).tickets.iter().map(|t| t.ticket).collect::<Vec<_>>();
        use desk::words::View;
        assert_eq!(listed(of(&nils, View::All)), [ticket]);
        assert_eq!(listed(of(&nils, View::Open)), [ticket]);
        assert_eq!(listed(of(&w.nurse, View::All)), [hers]);
        assert!(listed(of(&mara, View::All)).is_empty());
        // On the board and in a list, what nobody has is taken where it stands.
        let served = crate::served::Served::new(&w.house);
        let tess = served.sign_in("tess.sample@example.org");
        for path in ["/board", "/tickets"] {
            let page = served.page(&tess, path).text();
            assert_eq!(page.matches("action=\"/do/desk.take\"").count(), 2, "{path}");
        }
        let page = served.page(&tess, &format!("/tickets?reporter={}", person(&nils))).text();
        assert!(page.contains("Reported by Nils Testwell"), "{page}");
        assert!(served.page(&tess, &format!("/tickets/{ticket}")).text().contains("Somebody else called?"));
    });
}

#[test]
fn no_ticket_is_ever_tied_to_one_of_another_client() {
    on_each(|w| {
        let here = w.report();
        let there = elsewhere(w);
        // The other client's ticket has the same number here: a number never leads out of the organization.
        assert_eq!((number(w, here), number(w, there)), (1, 1));
        let linked = LinkTickets { ticket: here, link: LinkKind::RelatesTo, other: 1 };
        assert!(refused(w.try_act(&w.senior, linked.clone())).sentence.contains("itself"));
        let gone = LinkTickets { other: 2, ..linked };
        assert!(refused(w.try_act(&w.senior, gone)).sentence.contains("no ticket 2"));
        for refusal in [
            refused(w.try_act(&w.senior, Merge { ticket: here, into: 2 })),
            refused(w.try_act(&w.senior, PlaceUnder { ticket: here, parent: 2 })),
        ] {
            assert_eq!(refusal.status, Status::Invalid, "{}", refusal.sentence);
        }
        // Whoever reaches only one client is told nothing of the other.
        let refusal = refused(w.try_act(&w.practice_owner, Merge { ticket: there, into: 1 }));
        assert_eq!(refusal.status, Status::NotFound);
        let asset =
            LinkAsset { ticket: here, asset: "ast_01900000000070008000000000000001".parse().unwrap() };
        assert_eq!(refused(w.try_act(&w.senior, asset)).status, Status::NotFound);
    });
}

#[test]
fn a_problem_stands_behind_incidents_and_tasks_hang_under_their_ticket() {
    on_each(|w| {
        let incident = w.report();
        let again = w.report();
        assert_eq!(story(w, incident).head.nature, Nature::Incident);
        let open = OpenProblem { ticket: incident, words: "The record server runs out of memory".into() };
        let problem = w.act(&w.senior, open);
        let link = LinkTickets { ticket: again, link: LinkKind::CausedBy, other: problem.number };
        w.act(&w.senior, link.clone());
        assert_eq!(refused(w.try_act(&w.senior, link)).status, Status::Conflict);
        let told = story(w, problem.ticket);
        assert_eq!(told.head.nature, Nature::Problem);
        assert_eq!(told.relations.links.len(), 2);
        assert!(told.relations.links.iter().all(|tied| tied.says == "Is behind incident"));
        let no_problem = LinkTickets { ticket: again, link: LinkKind::CausedBy, other: 1 };
        assert_eq!(refused(w.try_act(&w.senior, no_problem)).field.as_deref(), Some("other"));
        let reason = || "It was only asked for".into();
        let change = ChangeNature { ticket: problem.ticket, nature: Nature::Change, reason: reason() };
        assert!(refused(w.try_act(&w.senior, change)).sentence.contains("Incidents are linked"));
        let change = ChangeNature { ticket: incident, nature: Nature::Request, reason: reason() };
        w.act(&w.senior, change.clone());
        assert_eq!(refused(w.try_act(&w.senior, change.clone())).status, Status::Conflict);
        let task = ChangeNature { nature: Nature::Task, ..change };
        assert_eq!(refused(w.try_act(&w.senior, task)).field.as_deref(), Some("nature"));

        let task = w.act(&w.senior, AddTask { ticket: again, words: "Order memory".into() });
        let under = PlaceUnder { ticket: again, parent: task.number };
        assert!(refused(w.try_act(&w.senior, under)).sentence.contains("under itself"));
        let resolve = Resolve { ticket: again, words: "Done".into() };
        assert!(refused(w.try_act(&w.technician, resolve.clone())).sentence.contains("One task"));
        assert_eq!(refused(w.try_act(&w.senior, TakeOut { ticket: task.ticket })).status, Status::Conflict);
        w.act(&w.technician, Resolve { ticket: task.ticket, words: "Ordered".into() });
        w.act(&w.technician, resolve);
        let unlink = UnlinkTickets { ticket: problem.ticket, link: LinkKind::CausedBy, other: 1 };
        w.act(&w.senior, unlink.clone());
        assert_eq!(refused(w.try_act(&w.senior, unlink)).status, Status::Conflict);
    });
}

#[test]
fn nobody_without_the_certification_takes_it_and_the_refusal_says_who_could() {
    on_each(|w| {
        let ticket = w.report();
        w.act(&w.senior, RequireCertification { ticket, certification: Some("Epic ClinDoc".into()) });
        let refusal = refused(w.try_act(&w.technician, Take { ticket }));
        assert!(refusal.sentence.contains("the certification Epic ClinDoc"), "{}", refusal.sentence);
        assert_eq!(refusal.remedy.clone().unwrap().label, "See who may take it");
        let until = w.house.office.now().plus(Span::days(30)).date_in("UTC").to_string();
        let certify = |who: &Who, name: &str, until: Option<String>| {
            let held = people::AddCertification {
                person: person(who),
                name: name.into(),
                issuer: None,
                valid_until: until,
            };
            w.act(&w.owner, held);
        };
        certify(&w.senior, "Epic ClinDoc", Some(until));
        let refusal = refused(w.try_act(&w.technician, Take { ticket }));
        assert_eq!(refusal.remedy.unwrap().label, "Sven Sample could take it");
        assert_eq!(
            refused(w.try_act(&w.senior, Assign { ticket, to: person(&w.technician) })).status,
            Status::Forbidden
        );
        w.act(&w.senior, Take { ticket });
        w.act(&w.senior, HandBack { ticket });
        // A day after its last day it counts as none.
        w.pass(Span::days(32));
        let refusal = refused(w.try_act(&w.senior, Take { ticket }));
        assert!(refusal.sentence.contains("which has lapsed"), "{}", refusal.sentence);
        certify(&w.technician, "epic clindoc", None);
        let refusal = refused(w.try_act(&w.senior, Take { ticket }));
        assert_eq!(refusal.remedy.unwrap().label, "Tess Sample could take it");
        w.act(&w.technician, Take { ticket });
    });
}

#[test]
fn a_ticket_goes_up_with_a_reason_and_down_again() {
    on_each(|w| {
        let ticket = w.report();
        w.act(&w.technician, Take { ticket });
        let up = |to: Option<PersonId>| Escalate { ticket, tier: 3, to, reason: "Beyond my access".into() };
        let refusal = refused(w.try_act(&w.technician, up(Some(person(&w.technician)))));
        assert!(refusal.sentence.contains("tier 3 (they work in tier 1)"), "{}", refusal.sentence);
        w.act(&w.technician, up(Some(person(&w.senior))));
        let told = story(w, ticket);
        assert_eq!((told.head.tier, told.head.assignee), (3, w.senior.person()));
        let refusal = refused(w.try_act(&w.technician, Take { ticket }));
        assert!(refusal.sentence.contains("tier 3"), "{}", refusal.sentence);
        assert_eq!(refused(w.try_act(&w.senior, up(None))).field.as_deref(), Some("tier"));
        let down = SendDown { ticket, reason: "Only the printer queue".into() };
        w.act(&w.senior, down.clone());
        w.act(&w.senior, down.clone());
        assert_eq!(refused(w.try_act(&w.senior, down)).status, Status::Conflict);
        let told = story(w, ticket);
        assert_eq!((told.head.tier, told.head.assignee, told.head.state), (1, None, State::New));
        w.act(&w.technician, Take { ticket });
        // The reasons are the desk's own: the reporter reads none of them.
        assert_eq!(w.ask(&w.nurse, MyWords { ticket }).texts.len(), 1);
    });
}

#[test]
fn a_priority_set_by_hand_stands_beside_the_rule_and_is_taken_back() {
    on_each(|w| {
        let ticket = w.report();
        let rule = story(w, ticket).head;
        let set = SetPriority { ticket, priority: 4, reason: "The patient was moved".into() };
        assert_eq!(refused(w.try_act(&w.technician, set.clone())).status, Status::Forbidden);
        assert_eq!(
            refused(w.try_act(&w.senior, SetPriority { reason: " ".into(), ..set.clone() })).status,
            Status::Invalid
        );
        w.act(&w.senior, set);
        let told = story(w, ticket);
        assert_eq!((told.head.priority, told.judged), (4, Some(rule.priority)));
        assert!(told.head.because.starts_with(&format!("set by hand; the rule says {}: ", rule.priority)));
        // New facts change what the rule says, never what was set by hand.
        let triage = Triage {
            ticket,
            patient_affected: false,
            users: 1,
            workaround: Some(true),
            care_area: None,
            reason: None,
        };
        assert_eq!(w.act(&w.senior, triage).priority, 4);
        let back = w.act(&w.senior, TakeBackPriority { ticket });
        assert_eq!(refused(w.try_act(&w.senior, TakeBackPriority { ticket })).status, Status::Conflict);
        let told = story(w, ticket);
        assert_eq!((told.judged, told.head.priority), (None, back.priority));
        let over = SetDeadline { ticket, deadline: DeadlineKind::Payroll, on: "2026-11-01".into(), at: None };
        assert_eq!(refused(w.try_act(&w.senior, over)).field.as_deref(), Some("on"));
    });
}

#[test]
fn whoever_writes_past_a_colleague_is_stopped_once_and_sees_what_is_new() {
    on_each(|w| {
        let ticket = w.report();
        let seen = Some(story(w, ticket).last_text);
        w.act(&w.senior, reply(ticket, "I restart the server now", seen));
        let refusal = refused(w.try_act(&w.technician, reply(ticket, "Please restart your computer", seen)));
        assert_eq!((refusal.status, refusal.field.as_deref()), (Status::Conflict, Some("seen")));
        assert!(refusal.sentence.starts_with("While you wrote, somebody else wrote"), "{}", refusal.sentence);
        let seen = Some(story(w, ticket).last_text);
        w.act(&w.technician, reply(ticket, "Leave your computer on", seen));
        // One's own texts stop nobody.
        w.act(&w.technician, reply(ticket, "It is back", seen));
    });
}

#[test]
fn a_spare_in_the_unit_is_found_among_the_assets() {
    on_each(|w| {
        let pump = |name: &str, state: assets::AssetState| {
            let (maker, model) = (Some("Baxter".into()), Some("Sigma".into()));
            let add = assets::AddAsset { maker, model, state, ..w.device(name) };
            w.act(&w.senior, add).asset
        };
        let broken = pump("PUMP-1", assets::AssetState::InUse);
        let report = |asset| {
            let trouble = OpenTicket { asset: Some(asset), workaround: None, ..w.trouble() };
            w.act(&w.nurse, trouble)
        };
        assert!(report(broken).because.ends_with("no spare in the unit"));
        let spare = pump("PUMP-2", assets::AssetState::Spare);
        assert!(report(broken).because.ends_with("a spare in the unit"));
        // A spare that is in trouble itself is none.
        report(spare);
        let second = report(broken);
        assert!(second.because.ends_with("no spare in the unit"), "{}", second.because);
        // Several assets of one ticket: each tells of it.
        w.act(&w.technician, LinkAsset { ticket: second.ticket, asset: spare });
        assert_eq!(
            refused(w.try_act(&w.technician, LinkAsset { ticket: second.ticket, asset: broken })).status,
            Status::Conflict
        );
        let of_spare = w.ask(&w.technician, AssetTickets { asset: spare, after: None, most: None });
        assert!(of_spare.iter().any(|t| t.ticket == second.ticket));
        w.act(&w.technician, UnlinkAsset { ticket: second.ticket, asset: spare });
        let of_spare = w.ask(&w.technician, AssetTickets { asset: spare, after: None, most: None });
        assert!(of_spare.iter().all(|t| t.ticket != second.ticket));
    });
}
