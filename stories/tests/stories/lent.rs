//! A subcontractor's people: they work at a client through the whole chain of agreements or not at all, within the term for
//! which they were engaged, and at what was agreed about it.

use crate::served::Served;
use crate::world::{Doing, World, on_each, refused};
use agreements::{
    DraftAgreement, EngageSubcontractor, NoteLapses, ReleaseSubcontractor, SendAgreement, SignForAssociate,
    SignForClient,
};
use billing::{LogTime, Month};
use desk::{LookAt, Take};
use kernel::{AgreementId, OrgId, Refusal, Role, Status, TicketId, Who};
use orderly::supplies::billing::MonthCosts;
use organizations::{AddOrganization, OrgKind};

const TESS: &str = "tess.sample@example.org";

/// A subcontractor with a technician and somebody who signs.
struct Lent {
    org: OrgId,
    technician: Who,
    partner: Who,
}

fn subcontractor(w: &World) -> Lent {
    let add = AddOrganization {
        name: "Copperline Imaging".into(),
        kind: OrgKind::Subcontractor,
        provider: Some(w.harborlight),
        account_owner: None,
    };
    let org = w.act(&w.owner, add).organization;
    let person = |name: &str, roles: &[Role]| Doing(&w.house).person(&w.owner, org, name, roles);
    let technician = person("Tomas Lent", &[Role::Technician]);
    let partner = person("Petra Lent", &[Role::AccountOwner]);
    Lent { org, technician, partner }
}

/// The agreement below the client's, sent and signed for Harborlight; the subcontractor has not signed yet.
fn below(w: &World, lent: &Lent) -> AgreementId {
    let draft = DraftAgreement {
        client: w.larkspur,
        associate: lent.org,
        upstream: Some(w.agreement),
        title: None,
        effective_on: w.house.office.now().date_in("America/Chicago"),
        ends_on: None,
        terms: law::agreement_terms().iter().map(|t| t.id.clone()).collect(),
    };
    let agreement = w.act(&w.officer, draft).agreement;
    w.act(&w.officer, SendAgreement { agreement });
    let (name, title) = ("Odile Sample".to_owned(), "Compliance officer".to_owned());
    w.act(&w.officer, SignForClient { agreement, name, title });
    agreement
}

fn wrong_terms(w: &World, agreement: AgreementId) {
    let wrong = |order| refused(w.try_act(&w.officer, order)).field;
    let over = EngageSubcontractor {
        effective_on: Some("2026-10-01".parse().unwrap()),
        ends_on: Some("2026-10-09".parse().unwrap()),
        ..for_ten_hours(agreement)
    };
    assert_eq!(wrong(over).as_deref(), Some("ends_on"));
    let no_hours = EngageSubcontractor { hours: Some(0), ..for_ten_hours(agreement) };
    assert_eq!(wrong(no_hours).as_deref(), Some("hours"));
    let no_money = EngageSubcontractor { rate: Some("much".into()), ..for_ten_hours(agreement) };
    assert_eq!(wrong(no_money).as_deref(), Some("rate"));
}

fn costs_of(w: &World) -> MonthCosts {
    MonthCosts { org: w.larkspur, month: "2026-11".parse::<Month>().unwrap(), zone: None }
}

fn costs_are_told_to_the_two_parties(w: &World, lent: &Lent, ticket: TicketId, served: &Served) {
    let spend = |who: &Who, minutes| {
        w.act(who, LogTime { ticket, minutes, started: None, on_site: false, note: None });
    };
    spend(&lent.technician, 400);
    spend(&lent.technician, 230);
    spend(&w.technician, 60);
    let month = costs_of(w).month;
    let costs = |who: &Who| w.try_ask(who, costs_of(w));
    let line = costs(&w.owner).unwrap().lines.remove(0);
    assert_eq!((line.lent.minutes, line.lent.cost_cents, line.lent.billed_cents), (630, 99_750, 0));
    assert_eq!((line.used_minutes, line.term.unwrap().hours), (630, Some(10)));
    assert_eq!(costs(&lent.partner).unwrap().lines.len(), 1, "the other side of it");
    assert_eq!(refused(costs(&w.practice_owner)).status, Status::Forbidden);
    let sheet = |who: &str| {
        served.page(&served.sign_in(who), &format!("/organizations/{}/sheets/{month}", w.larkspur)).text()
    };
    let told = sheet("olga@harborlight.example");
    assert!(told.contains("the work of subcontractors costs <b>997.50 USD</b>"), "{told}");
    assert!(told.contains("30 min more than agreed"), "{told}");
    let told = sheet("paula.testwell@example.org");
    assert!(
        !told.contains("997.50") && !told.contains("95.00") && !told.contains("subcontractors"),
        "{told}"
    );
}

#[test]
fn somebody_elses_technician_works_through_the_whole_chain_or_not_at_all() {
    on_each(|w| {
        let lent = subcontractor(w);
        let ticket = w.report();
        let take = || w.try_act(&lent.technician, Take { ticket });
        let look = || w.try_ask(&lent.technician, LookAt { ticket, text: None });
        assert_eq!(refused(take()).status, Status::NotFound, "nobody was lent yet");
        let agreement = below(w, &lent);
        w.act(&w.officer, EngageSubcontractor::open(agreement));
        // Engaged, they know of the client; without the signature at the end of the chain they come near nothing.
        let refusal = refused(take());
        assert_eq!(refusal.status, Status::Forbidden);
        assert!(refusal.remedy.unwrap().href.unwrap().ends_with("/agreements"));
        assert!(look().is_err());
        let served = Served::new(&w.house);
        let tess = served.sign_in(TESS);
        let client = || served.page(&tess, &format!("/organizations/{}", w.larkspur)).text();
        let own = "Larkspur Family Practice&#39;s own workforce works here by its roles";
        let page = client();
        assert!(page.contains(own) || page.contains(&own.replace("&#39;", "'")), "{page}");
        assert!(page.contains("Technicians of Harborlight IT, which serves them, may work here"), "{page}");
        let not = "Technicians of Copperline Imaging, engaged here as a subcontractor, may not touch what holds PHI";
        assert!(page.contains(not), "{page}");
        let (name, title) = ("Petra Lent".to_owned(), "Partner".to_owned());
        w.act(&lent.partner, SignForAssociate { agreement, name, title });
        take().unwrap();
        assert_eq!(look().unwrap().texts.len(), 1);
        let may = "engaged here as a subcontractor, may work here";
        assert!(client().contains(may), "{}", client());
        // The head of the chain falls, and everything below it with it.
        w.terminate();
        assert_eq!(refused(look()).status, Status::Forbidden);
        assert!(client().contains(not), "{}", client());
        w.act(&w.officer, ReleaseSubcontractor { agreement });
        assert_eq!(refused(take()).status, Status::NotFound, "they do not even know of it any more");
    });
}

/// Every paper holds, so the refusal speaks of the term and not of an agreement.
fn outside_the_term(w: &World, refusal: &Refusal, state: &str) {
    assert_eq!(refusal.status, Status::Forbidden);
    let says =
        format!("The term for which your employer is engaged at Larkspur Family Practice {state}, so nobody");
    assert!(refusal.sentence.starts_with(&says), "{}", refusal.sentence);
    let way_out = format!("/organizations/{}/agreements", w.larkspur);
    assert_eq!(refusal.remedy.as_ref().unwrap().href.as_deref(), Some(way_out.as_str()));
}

/// November 2026, ten hours at 95 dollars, from its third day to its thirteenth.
fn for_ten_hours(agreement: AgreementId) -> EngageSubcontractor {
    EngageSubcontractor {
        effective_on: Some("2026-11-03".parse().unwrap()),
        ends_on: Some("2026-11-13".parse().unwrap()),
        hours: Some(10),
        rate: Some("95.00".into()),
        ..EngageSubcontractor::open(agreement)
    }
}

#[test]
fn somebody_elses_technician_works_within_a_term_and_costs_what_was_agreed() {
    on_each(|w| {
        let lent = subcontractor(w);
        let ticket = w.report();
        let agreement = below(w, &lent);
        wrong_terms(w, agreement);
        let engaged = w.try_act(&w.officer, for_ten_hours(agreement)).unwrap();
        let kept = format!("{:?}", engaged.facts);
        assert!(!kept.contains("rate") && !kept.contains("95.00"), "a client's ledger names no cost: {kept}");

        // Before the first day they know of the client, sign for their side, and come near nothing.
        let (name, title) = ("Petra Lent".to_owned(), "Partner".to_owned());
        w.act(&lent.partner, SignForAssociate { agreement, name, title });
        let look = || w.try_ask(&lent.technician, LookAt { ticket, text: None });
        outside_the_term(w, &refused(look()), "has not begun");
        let served = Served::new(&w.house);
        let paula = "paula.testwell@example.org";
        // Sessions end as the days pass: whoever looks has signed in anew.
        let page = |who: &str, path: String| served.page(&served.sign_in(who), &path).text();
        let client = |who: &str| page(who, format!("/organizations/{}", w.larkspur));
        assert!(
            client(TESS).contains("may work here from 3 Nov 2026 on, and not before"),
            "{}",
            client(TESS)
        );
        w.pass(kernel::Span::days(1));
        look().unwrap();
        // Who of whom works there, for how long and by which papers; the client reads it too.
        for who in [TESS, paula] {
            let page = client(who);
            assert!(
                page.contains("Engaged by Harborlight IT, 3 Nov 2026 to 13 Nov 2026, 10 hours agreed"),
                "{page}"
            );
            assert!(page.contains("Of them: Petra Lent, Tomas Lent"), "{page}");
            let chain = page.split("The chain of agreements: ").nth(1).expect("the chain");
            let (above, below) =
                (chain.find("with Harborlight IT").unwrap(), chain.find("with Copperline Imaging"));
            assert!(above < below.unwrap(), "{chain}");
        }

        costs_are_told_to_the_two_parties(w, &lent, ticket, &served);

        // The last day is over: the gate refuses by the date alone, and the house then ends the engagement.
        w.pass(kernel::Span::days(11));
        outside_the_term(w, &refused(look()), "is over");
        assert!(client(TESS).contains("they were engaged until 13 Nov 2026"), "{}", client(TESS));
        w.act(&Who::House("lapses"), NoteLapses { client: w.larkspur });
        assert_eq!(refused(look()).status, Status::NotFound, "they do not even know of it any more");
        assert!(w.try_act(&Who::House("lapses"), NoteLapses { client: w.larkspur }).is_err(), "said once");
        let costs = w.ask(&w.owner, costs_of(w));
        assert_eq!(costs.lines[0].lent.cost_cents, 99_750, "what it cost stays");
        w.act(&w.officer, EngageSubcontractor::open(agreement));
        look().unwrap();
    });
}

#[test]
fn nothing_is_about_a_subcontractor() {
    on_each(|w| {
        subcontractor(w);
        let served = Served::new(&w.house);
        let olga = served.sign_in("olga@harborlight.example");
        let about = ["/report", "/tickets", "/trends", "/changes", "/assets", "/mail", "/downtimes/new"];
        for path in
            about.into_iter().chain(["/downtimes/drills", "/downtimes/stations", "/incidents", "/breaches"])
        {
            let page = served.page(&olga, path);
            assert!(page.status == 200 && !page.text().contains("Copperline"), "{path}");
        }
        // Nor do the forms that are drawn from an act offer it where work is done for somebody.
        let form = |act: &str| {
            let page = served.page(&olga, &format!("/do/{act}"));
            assert_eq!(page.status, 200, "{act}");
            page.text()
        };
        for act in [
            "desk.open-ticket",
            "desk.set-commitments",
            "changes.plan-change",
            "changes.set-freeze",
            "agreements.keep-not-required",
        ] {
            assert!(form(act).contains("Larkspur Family Practice</"), "{act}");
        }
        for act in ["desk.open-ticket", "desk.set-commitments", "changes.plan-change", "changes.set-freeze"] {
            assert!(!form(act).contains("Copperline"), "{act}");
        }
        let not_required = form("agreements.keep-not-required");
        assert_eq!(not_required.matches("Copperline").count(), 1, "an associate, and no client");
        // Its people are people, and it is named where somebody is engaged.
        assert!(form("oncall.open-rota").contains("Copperline"));
        assert!(served.page(&olga, "/people").text().contains("Copperline"));
    });
}
