//! The life of agreements, told on each engine: from a draft to its end, with a subcontractor below, warnings
//! before the lapse, and the answers that none is required.

#![allow(clippy::unwrap_used, reason = "a story that cannot go on fails")]

mod ground;
mod looks;

use agreements::*;
use ground::{
    CLIENT, House, OWNER, PROVIDER, STRANGER, SUB, SUB_OWNER, TECHNICIAN, all_terms, each_engine, org,
};
use jiff::civil::Date;
use kernel::{AgreementId, Standing, Status};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn draft(terms: Vec<String>) -> DraftAgreement {
    DraftAgreement {
        client: org(CLIENT),
        associate: org(PROVIDER),
        upstream: None,
        title: Some("Support".to_owned()),
        effective_on: day("2026-01-10"),
        ends_on: Some(day("2026-12-31")),
        terms,
    }
}

fn named(agreement: AgreementId) -> (SignForClient, SignForAssociate) {
    let (name, title) = ("Pat Example".to_owned(), "Owner".to_owned());
    (
        SignForClient { agreement, name: name.clone(), title: title.clone() },
        SignForAssociate { agreement, name, title },
    )
}

/// Client and provider, in force from 10 January to the end of 2026.
fn direct(house: &House) -> AgreementId {
    let made = house.done(TECHNICIAN, draft(all_terms()));
    let agreement = made.receipt.agreement;
    house.done(TECHNICIAN, SendAgreement { agreement });
    let (client, associate) = named(agreement);
    house.done(TECHNICIAN, associate);
    house.done(OWNER, client);
    agreement
}

/// The provider's subcontractor below it, without an end.
fn below(house: &House, upstream: AgreementId) -> AgreementId {
    let order =
        DraftAgreement { associate: org(SUB), upstream: Some(upstream), ends_on: None, ..draft(all_terms()) };
    let agreement = house.done(TECHNICIAN, order).receipt.agreement;
    house.done(TECHNICIAN, SendAgreement { agreement });
    house.done(TECHNICIAN, EngageSubcontractor::open(agreement));
    let (client, associate) = named(agreement);
    house.done(TECHNICIAN, client);
    house.done(SUB_OWNER, associate);
    agreement
}

#[test]
fn an_agreement_is_in_force_when_both_sides_have_signed_and_its_day_has_come() {
    each_engine("2026-01-05T15:00:00Z", |house| {
        let mut missing = all_terms();
        let left_out = missing.pop().unwrap();
        let agreement = house.done(TECHNICIAN, draft(missing)).receipt.agreement;
        let refusal = house.refused(TECHNICIAN, SendAgreement { agreement });
        let paragraph = &law::agreement_terms().iter().find(|t| t.id == left_out).unwrap().paragraph;
        assert!(refusal.sentence.contains(paragraph), "{}", refusal.sentence);
        assert_eq!(refusal.citation.unwrap().paragraph, *paragraph);

        let again = house.refused(TECHNICIAN, draft(all_terms()));
        assert_eq!(again.status, Status::Conflict);
        let revised = ReviseAgreement {
            agreement,
            title: None,
            effective_on: day("2026-01-10"),
            ends_on: Some(day("2026-12-31")),
            terms: all_terms(),
        };
        house.done(TECHNICIAN, revised);
        house.done(TECHNICIAN, SendAgreement { agreement });

        let (client, associate) = named(agreement);
        assert_eq!(house.refused(TECHNICIAN, client.clone()).status, Status::Forbidden);
        assert_eq!(house.refused(OWNER, associate.clone()).status, Status::Forbidden);
        let first = house.done(TECHNICIAN, associate.clone());
        assert_eq!(first.facts.iter().map(|f| f.name).collect::<Vec<_>>(), ["agreements.side-signed"]);
        assert_eq!(house.refused(TECHNICIAN, associate).status, Status::Conflict);
        assert_eq!(house.standing(PROVIDER), Standing::Absent);
        let second = house.done(OWNER, client);
        let signed = second.facts.iter().find(|f| f.name == "agreements.agreement-signed").unwrap();
        assert_eq!(signed.id("associate"), Some(org(PROVIDER)));
        assert_eq!(signed.org, Some(org(CLIENT)));

        // Signed, but its first day has not come: midnight of 10 January where the client is (Chicago).
        assert_eq!(house.standing(PROVIDER), Standing::Absent);
        assert_eq!(house.at("2026-01-10T05:59:59Z").standing(PROVIDER), Standing::Absent);
        assert_eq!(house.lapses_due(), []);
        let first_day = house.at("2026-01-10T06:00:00Z");
        assert_eq!(first_day.lapses_due(), [org(CLIENT)]);
        let begun = first_day.house_done(NoteLapses { client: org(CLIENT) });
        assert_eq!(begun.facts.iter().map(|f| f.name).collect::<Vec<_>>(), ["agreements.agreement-in-force"]);
        assert_eq!(first_day.lapses_due(), []);
        assert_eq!(house.at("2026-01-10T06:00:00Z").standing(PROVIDER), Standing::InForce);
        assert_eq!(house.at("2026-10-05T06:00:00Z").standing(PROVIDER), Standing::Lapsing);
        assert_eq!(house.at("2027-01-01T05:59:59Z").standing(PROVIDER), Standing::Lapsing);
        assert_eq!(house.at("2027-01-01T06:00:00Z").standing(PROVIDER), Standing::Lapsed);
        assert_eq!(house.standing(CLIENT), Standing::OwnWorkforce);
        assert_eq!(house.standing(SUB), Standing::Absent);

        let page = house.answer(OWNER, AgreementOf { agreement });
        assert!(page.terms.iter().all(|t| t.checked || !t.required));
        assert!(page.signatures.iter().all(|s| s.name.as_deref() == Some("Pat Example")));
        let told: Vec<&str> = page.story.iter().flat_map(|h| &h.says).map(String::as_str).collect();
        for happened in ["The agreement was drafted.", "The draft was revised.", "Both sides have signed."] {
            assert_eq!(told.iter().filter(|t| **t == happened).count(), 1, "{told:?}");
        }
    });
}

#[test]
fn a_subcontractor_stands_and_falls_with_the_agreement_above() {
    each_engine("2026-02-01T15:00:00Z", |house| {
        let agreement = direct(house);
        let lower = below(house, agreement);
        assert_eq!(house.standing(SUB), Standing::InForce);
        let list = house.answer(OWNER, Agreements { organization: org(CLIENT) });
        assert_eq!(list.chains.len(), 1);
        assert_eq!(list.chains[0].below[0].head.agreement, lower);
        assert_eq!(list.engaged.len(), 1);

        let late = house.at("2027-02-01T15:00:00Z");
        assert_eq!(late.standing(SUB), Standing::Lapsed);
        let list = late.answer(OWNER, Agreements { organization: org(CLIENT) });
        assert_eq!(list.chains[0].below[0].head.shown, Shown::HeldUp);
        assert_eq!(list.warnings().len(), 2);

        // A renewal carries both on, without a stitch.
        let renew = RenewAgreement { agreement, effective_on: day("2027-01-01"), ends_on: None };
        let renewal = house.done(TECHNICIAN, renew.clone()).receipt.agreement;
        assert_eq!(house.refused(TECHNICIAN, renew).status, Status::Conflict);
        house.done(OWNER, SendAgreement { agreement: renewal });
        let (client, associate) = named(renewal);
        house.done(OWNER, client);
        house.done(TECHNICIAN, associate);
        for employer in [PROVIDER, SUB] {
            assert_eq!(house.at("2026-12-20T15:00:00Z").standing(employer), Standing::Lapsing);
            assert_eq!(late.standing(employer), Standing::InForce);
        }
        assert_eq!(late.lapses_due(), [org(CLIENT)]);
        let begun = late.house_done(NoteLapses { client: org(CLIENT) });
        assert_eq!(begun.receipt.agreements, [renewal]);
        assert_eq!(begun.facts[0].body["below"], serde_json::json!([org(SUB)]));
        assert_eq!(late.lapses_due(), []);

        // The client ends it: both are out at once, and the renewal that was signed ahead does not revive it.
        let end =
            TerminateAgreement { agreement, reason: Reason::MaterialViolation, disposal: Disposal::Pending };
        let done = house.done(OWNER, end);
        assert_eq!(done.facts.len(), 2);
        assert_eq!(done.facts[0].body["below"], serde_json::json!([org(SUB)]));
        for at in ["2026-02-01T15:00:00Z", "2027-02-01T15:00:00Z"] {
            assert_eq!(house.at(at).standing(PROVIDER), Standing::Terminated);
            assert_eq!(house.at(at).standing(SUB), Standing::Terminated);
        }
        house.done(TECHNICIAN, NoteDisposal { agreement, disposal: Disposal::Destroyed });
        house.done(OWNER, ReleaseSubcontractor { agreement: lower });
        assert_eq!(
            house.refused(SUB_OWNER, ReleaseSubcontractor { agreement: lower }).status,
            Status::NotFound
        );
    });
}

#[test]
fn each_warning_is_given_once_and_the_lapse_needs_none() {
    each_engine("2026-02-01T15:00:00Z", |house| {
        let agreement = direct(house);
        assert_eq!(house.lapses_due(), []);
        let mut told = Vec::new();
        for at in [
            "2026-10-05T15:00:00Z",
            "2026-11-20T15:00:00Z",
            "2026-12-05T15:00:00Z",
            "2026-12-28T15:00:00Z",
            "2026-12-30T15:00:00Z",
            "2027-01-02T15:00:00Z",
            "2027-03-02T15:00:00Z",
        ] {
            let then = house.at(at);
            for client in then.lapses_due() {
                let done = then.house_done(NoteLapses { client });
                assert_eq!(done.receipt.agreements, [agreement]);
                assert_eq!(done.facts.len(), 1);
                told.push((done.facts[0].name, done.facts[0].body.get("days").cloned()));
            }
            assert_eq!(then.lapses_due(), []);
        }
        let lapsing = |days: u32| ("agreements.agreement-lapsing", Some(days.into()));
        assert_eq!(told, [lapsing(90), lapsing(30), lapsing(7), ("agreements.agreement-lapsed", None)]);

        // The round stood still all the while: only the last word is said.
        let other = house.done(
            TECHNICIAN,
            RenewAgreement { agreement, effective_on: day("2027-01-01"), ends_on: Some(day("2027-01-31")) },
        );
        let renewal = other.receipt.agreement;
        house.done(OWNER, SendAgreement { agreement: renewal });
        let (client, associate) = named(renewal);
        house.done(OWNER, client);
        house.done(TECHNICIAN, associate);
        let late = house.at("2027-06-01T15:00:00Z");
        assert_eq!(late.lapses_due(), [org(CLIENT)]);
        let done = late.house_done(NoteLapses { client: org(CLIENT) });
        assert_eq!(done.facts.iter().map(|f| f.name).collect::<Vec<_>>(), ["agreements.agreement-lapsed"]);
        assert_eq!(late.lapses_due(), []);
    });
}

#[test]
fn that_none_is_required_is_answered_and_signed_by_the_organization_itself() {
    each_engine("2026-02-01T15:00:00Z", |house| {
        use law::{Answer, Question};
        let answers = |yes: &[Question]| -> law::Answers {
            let answer = |q: &Question| if yes.contains(q) { Answer::Yes } else { Answer::No };
            Question::ALL.iter().map(|q| (*q, answer(q))).collect()
        };
        let keep = |answers: law::Answers| KeepNotRequired {
            client: org(CLIENT),
            associate: org(PROVIDER),
            answers,
            name: "Pat Example".to_owned(),
            title: "Owner".to_owned(),
        };
        assert_eq!(house.refused(TECHNICIAN, keep(answers(&[]))).status, Status::Forbidden);
        assert_eq!(house.refused(OWNER, keep(law::Answers::new())).status, Status::Invalid);
        let required = house.refused(OWNER, keep(answers(&[Question::Reach])));
        assert!(required.citation.unwrap().paragraph.contains("160.103"));
        assert_eq!(house.standing(PROVIDER), Standing::Absent);

        let agreement = house.done(OWNER, keep(answers(&[]))).receipt.agreement;
        assert_eq!(house.standing(PROVIDER), Standing::NotRequired);
        assert_eq!(house.refused(OWNER, keep(answers(&[]))).status, Status::Conflict);
        let page = house.answer(OWNER, AgreementOf { agreement });
        assert_eq!(page.answers.len(), Question::ALL.len());
        assert!(page.answers.iter().all(|a| a.yes == Some(false)));
        house.done(TECHNICIAN, RevokeNotRequired { agreement });
        assert_eq!(house.standing(PROVIDER), Standing::Absent);
    });
}

#[test]
fn nobody_out_of_reach_learns_of_an_agreement() {
    each_engine("2026-02-01T15:00:00Z", |house| {
        let agreement = direct(house);
        assert_eq!(house.cannot_ask(STRANGER, AgreementOf { agreement }).status, Status::NotFound);
        assert_eq!(
            house.cannot_ask(STRANGER, Agreements { organization: org(CLIENT) }).status,
            Status::NotFound
        );
        let end = TerminateAgreement { agreement, reason: Reason::Mistake, disposal: Disposal::NoneHeld };
        assert_eq!(house.refused(STRANGER, end.clone()).status, Status::NotFound);
        // The subcontractor's people see nothing before they are engaged.
        assert_eq!(house.refused(SUB_OWNER, end).status, Status::NotFound);
        assert_eq!(house.standing(PROVIDER), Standing::InForce);
        let seen = house.answer(TECHNICIAN, Standings { employer: org(PROVIDER) });
        let of_client = seen.lines.iter().find(|l| l.organization == org(CLIENT)).unwrap();
        assert_eq!((of_client.standing, of_client.agreement), (Standing::InForce, Some(agreement)));
        assert!(
            house
                .answer(STRANGER, Standings { employer: org(PROVIDER) })
                .lines
                .iter()
                .all(|l| { l.organization != org(CLIENT) })
        );
    });
}
