//! Business associate agreements as papers: who answers for a breach is said before anybody signs, and the signed paper is
//! kept sealed, with its hash in the ledger.

use crate::world::{World, on_each, refused};
use agreements::papers::{Bearer, FetchPaper, KeepPaper, SayBreachDuties};
use agreements::{AgreementOf, DraftAgreement, SendAgreement, SignForAssociate, SignForClient};
use base64::{Engine, engine::general_purpose::STANDARD};
use breach::{AddKnowledge, KnowerKind, OneBreach, OpenBreach};
use kernel::{AgreementId, Private, Status};

fn draft(w: &World) -> AgreementId {
    let today = w.house.office.now().date_in("America/Chicago");
    let order = DraftAgreement {
        client: w.meridian,
        associate: w.harborlight,
        upstream: None,
        title: None,
        effective_on: today,
        ends_on: None,
        terms: law::agreement_terms().iter().map(|t| t.id.clone()).collect(),
    };
    w.act(&w.officer, order).agreement
}

#[test]
fn who_answers_for_a_breach_is_said_before_anybody_signs() {
    on_each(|w| {
        let agreement = draft(w);
        let say = SayBreachDuties {
            agreement,
            scope: Some("Desk and remote support of the centre's systems".into()),
            detects: Bearer::Both,
            documents: Bearer::Associate,
            notifies: Bearer::Client,
            report_hours: 24,
        };
        let late = SayBreachDuties { report_hours: 1_441, ..say.clone() };
        let refusal = refused(w.try_act(&w.officer, late));
        assert_eq!(refusal.field.as_deref(), Some("report_hours"));
        assert_eq!(refusal.citation.unwrap().paragraph, "45 CFR 164.410(b)");
        w.act(&w.officer, say.clone());
        w.act(&w.officer, SendAgreement { agreement });
        let (name, title) = ("Mona Elsewhere".to_owned(), "Owner".to_owned());
        w.act(&w.meridian_owner, SignForClient { agreement, name, title });
        assert_eq!(refused(w.try_act(&w.officer, say)).status, Status::Conflict, "one side has signed it");
        let told = w.ask(&w.meridian_owner, AgreementOf { agreement });
        let said = told.breach.unwrap();
        assert_eq!((said.detects, said.notifies, said.report_hours), (Bearer::Both, Bearer::Client, 24));
        assert!(told.story.iter().any(|h| h.says.iter().any(|s| s.contains("reported within 24 hours"))));
    });
}

#[test]
fn the_hours_that_an_agreement_names_become_the_associates_duty_to_report() {
    on_each(|w| {
        let agreement = draft(w);
        let say = SayBreachDuties {
            agreement,
            scope: None,
            detects: Bearer::Associate,
            documents: Bearer::Both,
            notifies: Bearer::Client,
            report_hours: 30,
        };
        w.act(&w.officer, say);
        w.act(&w.officer, SendAgreement { agreement });
        let (name, title) = ("Mona Elsewhere".to_owned(), "Owner".to_owned());
        w.act(&w.meridian_owner, SignForClient { agreement, name: name.clone(), title: title.clone() });
        w.act(&w.officer, SignForAssociate { agreement, name, title });
        let breach = OpenBreach {
            org: w.meridian,
            agreement: Some(agreement),
            known_since: None,
            ..crate::breach::open(w, None)
        };
        let breach = w.act(&w.meridian_owner, breach).breach;
        let knew = AddKnowledge {
            breach,
            knower: KnowerKind::IndependentAssociate,
            since: "2026-10-30".into(),
            passed_on: Some("2026-11-02".into()),
            facts: None,
        };
        w.act(&w.meridian_owner, knew);
        let file = w.ask(&w.meridian_owner, OneBreach { breach });
        let duty = file.duties.iter().find(|d| d.confidence == "agreed").unwrap();
        assert_eq!(duty.tell, "covered-entity");
        // Thirty hours are counted as two whole days from the day on which the associate knew.
        assert_eq!(duty.by.map(|d| d.to_string()).as_deref(), Some("2026-11-01"));
        assert!(duty.standard.contains("within 30 hours") && duty.because.contains(&agreement.to_string()));
        assert!(
            duty.late && duty.who == "The business associate",
            "it was passed on a day too late: {duty:?}"
        );
        assert!(
            file.duties.iter().any(|d| d.tell == "individuals" && !d.late),
            "the law's own day is another"
        );
    });
}

#[test]
fn the_signed_paper_is_kept_sealed_and_each_fetch_is_charted() {
    on_each(|w| {
        let agreement = w.agreement;
        let pdf = b"%PDF-1.7\nsigned by both sides\n%%EOF".to_vec();
        let keep = |bytes: &[u8]| KeepPaper {
            agreement,
            name: "baa-signed.pdf".into(),
            content: Private::new(STANDARD.encode(bytes)),
            sealed: None,
        };
        let refusal = refused(w.try_act(&w.officer, keep(b"<html>")));
        assert_eq!(refusal.field.as_deref(), Some("content"));
        let broken = KeepPaper { content: "no base64 at all!".into(), ..keep(&pdf) };
        assert_eq!(refused(w.try_act(&w.officer, broken)).field.as_deref(), Some("content"));
        let too_large = keep(&vec![b' '; agreements::papers::LARGEST_PAPER_BYTES + 1]);
        assert_eq!(refused(w.try_act(&w.officer, too_large)).status, Status::TooLarge);
        let kept = w.act(&w.officer, keep(&pdf));
        assert_eq!((kept.number, kept.sha256.len()), (1, 64));
        let told = w.ask(&w.practice_owner, AgreementOf { agreement });
        assert_eq!((told.papers.len(), &told.papers[0].sha256), (1, &kept.sha256));
        let fetched = w.act(&w.practice_owner, FetchPaper { agreement, number: 1, opened: None });
        assert_eq!(STANDARD.decode(fetched.content).unwrap(), pdf);
        let told = w.ask(&w.practice_owner, AgreementOf { agreement });
        let says: Vec<String> = told.story.into_iter().flat_map(|h| h.says).collect();
        assert!(says.iter().any(|s| s.contains(&kept.sha256)), "{says:?}");
        assert!(says.iter().any(|s| s.contains("was fetched")), "{says:?}");
        assert_eq!(
            refused(w.try_act(&w.officer, FetchPaper { agreement, number: 2, opened: None })).status,
            Status::NotFound
        );
        let stranger =
            refused(w.try_act(&w.meridian_owner, FetchPaper { agreement, number: 1, opened: None }));
        assert_eq!(stranger.status, Status::NotFound);
    });
}
