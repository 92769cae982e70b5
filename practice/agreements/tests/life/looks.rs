//! What a page offers at each step of an agreement's life: one next act, and never one that the viewer cannot
//! do.

use super::{below, direct, draft, named};
use crate::ground::{CLIENT, House, OWNER, PROVIDER, SUB, TECHNICIAN, all_terms, each_engine, org};
use agreements::*;
use kernel::{AgreementId, OrgId, PersonId};
use std::collections::BTreeMap;

fn organizations() -> BTreeMap<OrgId, String> {
    let called = [(CLIENT, "Example Practice"), (PROVIDER, "Invented IT"), (SUB, "Night Watch <b>")];
    called.into_iter().map(|(n, name)| (org(n), name.to_owned())).collect()
}

/// The page as somebody who works for `employer` sees it.
fn page(house: &House, agreement: AgreementId, employer: u8, signs: bool) -> String {
    let (organizations, people) = (organizations(), BTreeMap::<PersonId, String>::new());
    let names = Names { organizations: &organizations, people: &people, things: &BTreeMap::new() };
    let page = house.answer(TECHNICIAN, AgreementOf { agreement });
    agreement_page(&AgreementView { page: &page, names: &names, employer: Some(org(employer)), signs })
        .into_string()
}

#[track_caller]
fn offers(html: &str, wanted: &[&str], unwanted: &[&str]) {
    for act in wanted {
        assert!(html.contains(&format!("/do/agreements.{act}\"")), "{act} is not offered");
    }
    for act in unwanted {
        assert!(!html.contains(&format!("/do/agreements.{act}\"")), "{act} is offered");
    }
}

#[test]
fn the_agreement_page_offers_the_one_next_act() {
    each_engine("2026-01-20T15:00:00Z", |house| {
        let agreement = house.done(TECHNICIAN, draft(Vec::new())).receipt.agreement;
        let html = page(house, agreement, PROVIDER, true);
        offers(&html, &["revise-agreement", "withdraw-agreement"], &["send-agreement", "sign-for-client"]);
        for term in law::agreement_terms() {
            assert!(html.contains(&term.paragraph), "{}", term.paragraph);
            assert!(html.contains(&format!("value=\"{}\"", term.id)), "{}", term.id);
        }
        offers(&page(house, agreement, PROVIDER, false), &[], &["revise-agreement", "withdraw-agreement"]);
        let whole = ReviseAgreement {
            agreement,
            title: None,
            effective_on: "2026-01-10".parse().unwrap(),
            ends_on: Some("2026-12-31".parse().unwrap()),
            terms: all_terms(),
        };
        house.done(TECHNICIAN, whole);
        offers(&page(house, agreement, PROVIDER, true), &["send-agreement"], &["sign-for-associate"]);
        house.done(TECHNICIAN, SendAgreement { agreement });
        offers(&page(house, agreement, PROVIDER, true), &["sign-for-associate"], &["sign-for-client"]);
        offers(&page(house, agreement, CLIENT, true), &["sign-for-client"], &["sign-for-associate"]);
        let (client, associate) = named(agreement);
        house.done(OWNER, client);
        house.done(TECHNICIAN, associate);
        let html = page(house, agreement, PROVIDER, true);
        offers(&html, &["terminate-agreement", "renew-agreement"], &["send-agreement", "note-disposal"]);
        assert!(html.contains("Pat Example, Owner"));
        let late = house.at("2027-02-01T15:00:00Z");
        offers(
            &page(&late, agreement, PROVIDER, true),
            &["renew-agreement", "note-disposal"],
            &["terminate-agreement"],
        );
        let (reason, disposal) = (Reason::ServicesEnded, Disposal::Pending);
        house.done(OWNER, TerminateAgreement { agreement, reason, disposal });
        let html = page(house, agreement, PROVIDER, true);
        offers(&html, &["note-disposal"], &["renew-agreement", "terminate-agreement", "withdraw-agreement"]);
        assert!(html.contains("The services ended"));
    });
}

#[test]
fn the_list_shows_the_chain_and_warns() {
    each_engine("2026-02-01T15:00:00Z", |house| {
        let upper = direct(house);
        let lower = below(house, upper);
        let late = house.at("2026-12-01T15:00:00Z");
        let list = late.answer(OWNER, Agreements { organization: org(CLIENT) });
        let (organizations, people) = (organizations(), BTreeMap::<PersonId, String>::new());
        let names = Names { organizations: &organizations, people: &people, things: &BTreeMap::new() };
        let standing = late.answer(TECHNICIAN, StandingAt { organization: org(CLIENT), employer: org(SUB) });
        let html = agreements_page(&AgreementsView {
            list: &list,
            names: &names,
            seal: seal(&standing),
            drafts: true,
            answers: false,
            associates: vec![(org(SUB).to_string(), "Night Watch <b>".to_owned())],
        })
        .into_string();
        offers(&html, &["draft-agreement"], &["keep-not-required"]);
        assert!(html.contains("BAA lapses in 31 days"), "{html}");
        assert!(html.contains("lapses in 31 days."));
        assert!(html.contains(&format!("/agreements/{lower}")));
        assert!(!html.contains("Night Watch <b>"), "a name was not escaped");

        let asked = not_required_page(&NotRequiredView {
            organization: org(CLIENT),
            names: &names,
            associates: Vec::new(),
            values: serde_json::Value::Null,
        })
        .into_string();
        offers(&asked, &["keep-not-required"], &[]);
        for question in law::not_required_questions() {
            let word = serde_json::to_value(question.question).unwrap();
            assert!(asked.contains(&format!("name=\"answers.{}\"", word.as_str().unwrap())), "{word}");
        }
    });
}
