//! Three nights, each from the first ticket to the last letter: ransomware; a laptop that was lost and encrypted; a vendor's
//! breach that a business associate passes on. The fourth, a planned downtime with its reconciliation, stands in `downtime`.

use crate::breach::open;
use crate::breach_letters::{bring, filing, head, left, notice, tell};
use crate::incidents::{declare, letters, named, system};
use crate::world::{World, on_each, refused};
use breach::{
    AddKnowledge, BreachLog, BreachPapers, Cause, Conclude, Conclusion, CountAffected, DutyLine, EntityKind,
    FactorWord, IncidentBreaches, KnowerKind, LetterWay, Medium, OneBreach, OpenBreach, ProtectionKind,
    SayProtection, SetDutyAside, State, WeighFactor, Weight,
};
use incidents::{
    CloseIncident, ConfirmIsolation, ContainIncident, EvidenceKind, FinishTask, IncidentKind, LiftIsolation,
    Means, OneIncident, OrderIsolation, RestoreSystem, TakeEvidence, TicketIncidents,
};
use kernel::{AssetId, BreachId, IncidentId, Span, TicketId};

fn duties(w: &World, breach: BreachId) -> Vec<DutyLine> {
    w.ask(&w.officer, OneBreach { breach }).duties
}

fn state(w: &World, breach: BreachId) -> State {
    w.ask(&w.officer, OneBreach { breach }).line.state
}

fn count(w: &World, breach: BreachId, affected: &str) {
    let affected = affected.to_owned();
    w.act(&w.officer, CountAffected { breach, affected, elsewhere: 0, unreachable: None });
}

/// It is off the network, kept as evidence, rebuilt and back.
fn isolated_and_brought_back(w: &World, incident: IncidentId, asset: AssetId) {
    named(w, incident, asset);
    let isolation = w.act(&w.senior, OrderIsolation { incident, asset, means: Means::Port }).isolation;
    let proof = "Port 14 is down; it answers no ping.".into();
    let (means, at) = (Some(Means::Port), None);
    w.act(&w.technician, ConfirmIsolation { isolation, means, at, proof });
    let image = TakeEvidence {
        incident,
        kind: EvidenceKind::DiskImage,
        asset: Some(asset),
        sha256: "5d".repeat(32).as_str().into(),
        size_bytes: Some(1 << 40),
        taken: None,
        words: "Image of both disks; safe 2.".into(),
    };
    w.act(&w.technician, image);
    w.act(&w.senior, ContainIncident { incident, proof: "Nothing new for six hours.".into() });
    w.pass(Span::hours(5));
    w.act(&w.senior, LiftIsolation { isolation, proof: "Rebuilt from clean media.".into() });
    w.act(&w.technician, RestoreSystem { incident, asset, proof: "Nora tried it.".into() });
}

/// Every task is finished, the incident is closed, and so is the ticket with which it began.
fn closed(w: &World, incident: IncidentId, ticket: TicketId) {
    for task in w.ask(&w.senior, OneIncident { incident }).tasks {
        w.act(&w.technician, FinishTask { task: task.id, words: None });
    }
    w.act(&w.senior, CloseIncident { incident, lesson: "Backups are offline from now on.".into() });
    w.act(&w.technician, desk::Take { ticket });
    w.act(&w.technician, desk::Resolve { ticket, words: "It works again.".into() });
    let over = w.ask(&w.senior, OneIncident { incident }).incident.state;
    assert_eq!(over, incidents::State::Closed);
}

/// Whoever has to be told is, and each State's own law is what counsel says it is.
fn everybody_is_told(w: &World, breach: BreachId, on: &str) {
    for duty in duties(w, breach).into_iter().filter(DutyLine::open) {
        if duty.tell.starts_with("state:") {
            let reason = "Counsel: told as HIPAA asks.".into();
            w.act(&w.officer, SetDutyAside { breach, duty: duty.duty, reason });
        } else {
            w.act(&w.officer, tell(breach, &duty, on));
        }
    }
}

#[test]
fn a_night_of_ransomware_from_the_first_ticket_to_the_last_letter() {
    on_each(|w| {
        let ticket = w.report();
        let incident = w.act(&w.technician, declare(w, IncidentKind::Ransomware, Some(ticket))).incident;
        assert_eq!(w.ask(&w.technician, TicketIncidents { ticket }).lines.len(), 1);
        isolated_and_brought_back(w, incident, system(w, "EHR-DB-1", assets::Criticality::Clinical));
        let breach = w.act(&w.officer, open(w, Some(incident))).breach;
        assert_eq!(w.ask(&w.officer, IncidentBreaches { incident }).len(), 1);
        closed(w, incident, ticket);
        // The night is over, the presumption stands: four factors are weighed, and none of them speaks for a low probability.
        count(w, breach, "GA=3");
        let low = Conclude { breach, conclusion: Conclusion::LowProbability, reasons: "We hope so.".into() };
        assert!(refused(w.try_act(&w.officer, low)).citation.is_some());
        for factor in FactorWord::ALL {
            let facts = "As the report of the forensic firm says.".into();
            w.act(&w.officer, WeighFactor { breach, factor: *factor, weighed: Weight::SpeaksAgainst, facts });
        }
        w.act(&w.officer, Conclude { breach, conclusion: Conclusion::Breach, reasons: "Copied out.".into() });
        assert_eq!(state(w, breach), State::Telling);
        w.act(&w.officer, head(breach));
        w.act(&w.officer, filing(breach));
        w.act(&w.officer, notice(breach));
        let rows: String = (1..=3).map(|n| format!("Sample Person{n},{n} Nowhere Lane\n")).collect();
        w.act(&w.officer, bring(breach, &format!("name,address\n{rows}"), true));
        assert_eq!(w.ask(&w.officer, BreachPapers { breach }).individuals, Some(3));
        w.pass(Span::days(5));
        let first = duties(w, breach).into_iter().find(|d| d.tell == "individuals").unwrap();
        assert!(
            w.try_act(&w.officer, tell(breach, &first, "2026-11-06")).is_err(),
            "three letters wait still"
        );
        w.act(&w.officer, left(breach, LetterWay::Mail, "2026-11-06"));
        assert_eq!(w.ask(&w.officer, OneBreach { breach }).letters.sent, 3);
        assert_eq!(w.ask(&w.officer, BreachLog::of(w.larkspur, 2026)).lines.len(), 1, "fewer than 500");
        everybody_is_told(w, breach, "2026-11-06");
        assert_eq!(state(w, breach), State::Told);
    });
}

#[test]
fn a_lost_laptop_that_was_encrypted_from_the_first_ticket_to_the_reasons() {
    on_each(|w| {
        let ticket = w.report();
        let incident = w.act(&w.technician, declare(w, IncidentKind::LostDevice, Some(ticket))).incident;
        let lost = OpenBreach { cause: Cause::Loss, medium: Medium::Laptop, ..open(w, Some(incident)) };
        let breach = w.act(&w.officer, lost).breach;
        count(w, breach, "TX=40");
        assert!(duties(w, breach).iter().any(|d| d.tell == "individuals"), "until somebody says otherwise");
        let secured =
            Conclude { breach, conclusion: Conclusion::Secured, reasons: "BitLocker was on.".into() };
        assert!(w.try_act(&w.officer, secured.clone()).is_err(), "nobody has said how it was protected");
        let protection = SayProtection {
            breach,
            protection: ProtectionKind::EncryptedAtRest,
            key_is_safe: true,
            facts: "Report of the console of that morning, with its hash.".into(),
        };
        w.act(&w.officer, protection);
        assert_eq!(w.act(&w.officer, secured).state, State::NoBreach);
        assert!(w.ask(&w.officer, BreachLog::of(w.larkspur, 2026)).lines.is_empty(), "nobody is told");
        closed(w, incident, ticket);
    });
}

#[test]
fn a_vendors_breach_is_passed_on_by_a_business_associate_and_told_by_the_covered_entity() {
    on_each(|w| {
        let ticket = w.report();
        let incident = w.act(&w.technician, declare(w, IncidentKind::VendorBreach, Some(ticket))).incident;
        assert!(letters(w, "") > 0, "those who care hear of it");
        // The associate's own record: it tells the covered entity, and nobody else.
        let agreement = Some(w.agreement);
        let own = OpenBreach { entity: EntityKind::BusinessAssociate, agreement, ..open(w, None) };
        let own = w.act(&w.officer, own).breach;
        count(w, own, "TX=12");
        w.act(
            &w.officer,
            Conclude { breach: own, conclusion: Conclusion::Breach, reasons: "Copied.".into() },
        );
        w.pass(Span::days(3));
        let duty = duties(w, own).into_iter().find(|d| d.tell == "covered-entity").unwrap();
        assert!(duty.because.contains("164.410"), "{duty:?}");
        w.act(&w.officer, tell(own, &duty, "2026-11-04"));
        everybody_is_told(w, own, "2026-11-04");
        assert_eq!(state(w, own), State::Told);
        // The covered entity's: what an independent associate knew counts from the day on which it was passed on.
        let passed = OpenBreach { agreement, known_since: None, ..open(w, Some(incident)) };
        let breach = w.act(&w.officer, passed).breach;
        let knew = AddKnowledge {
            breach,
            knower: KnowerKind::IndependentAssociate,
            since: "2026-11-02".into(),
            passed_on: Some("2026-11-04".into()),
            facts: None,
        };
        assert_eq!(w.act(&w.officer, knew).discovered_on.as_deref(), Some("2026-11-04"));
        count(w, breach, "TX=12");
        let first = duties(w, breach).into_iter().find(|d| d.tell == "individuals").unwrap();
        assert_eq!(first.by.unwrap().to_string(), "2027-01-03", "sixty days from then");
        w.act(&w.officer, Conclude { breach, conclusion: Conclusion::Breach, reasons: "Copied.".into() });
        everybody_is_told(w, breach, "2026-11-05");
        assert_eq!(state(w, breach), State::Told);
        closed(w, incident, ticket);
    });
}
