//! The pages of downtime: each answers for whoever leads and for whoever reports, says what it is for, and tells another
//! client nothing.

use super::{declare, form, procedure, record_system, reserve};
use crate::served::{NURSE, OLGA, STRANGER, Served};
use crate::world::{World, on_each};
use downtime::{CheckStation, DrillKind, KeepStation, Outlet, RecordDrill};
use kernel::Span;

/// Everything there is, once; and the pages on which it stands.
fn pages(w: &World) -> Vec<(String, &'static str)> {
    let procedure = w.act(&w.practice_owner, procedure(w)).procedure;
    let mar = form(w, "MAR");
    w.act(&w.practice_owner, reserve(w, mar, 12));
    let system = record_system(w, None);
    let downtime = w.act(&w.technician, declare(w, system)).downtime;
    let drill = RecordDrill {
        org: w.larkspur,
        kind: DrillKind::Tabletop,
        covers: downtime::Covers::Ehr,
        departments: vec![w.ward],
        held_on: "2026-10-28".into(),
        took_part: 4,
        scenario: "Everything is gone.".into(),
        evidence: "The list is in binder 4.".into(),
        evidence_sha256: None,
        findings: None,
        passed: true,
        next_on: "2027-01-05".into(),
    };
    let drill = w.act(&w.technician, drill).drill;
    let asset = w.act(&w.senior, w.device("BCA-1")).asset;
    let keep =
        KeepStation { asset, department: w.ward, outlet: Outlet::Battery, printer: None, every_days: 30 };
    let station = w.act(&w.technician, keep).station;
    let check = CheckStation {
        station,
        signs_in: true,
        prints: true,
        powered: false,
        copied: "2026-11-02T06:00".into(),
        note: Some("The plug was pulled.".into()),
    };
    w.act(&w.nurse, check);
    w.pass(Span::hours(5));
    vec![
        ("/downtimes/board".into(), "red icon"),
        ("/downtimes".into(), "The record system does not open"),
        ("/downtimes?view=past".into(), "No downtime yet"),
        (format!("/downtimes/{downtime}"), "MAR-000001 to 000012"),
        (format!("/downtimes/plan?org={}", w.larkspur), "MAR-000013"),
        (format!("/downtimes/procedures/{procedure}"), "red binder"),
        ("/downtimes/drills".into(), "2026-10-28"),
        (format!("/downtimes/drills?org={}", w.larkspur), "2026-10-28"),
        (format!("/downtimes/drills/{drill}"), "binder 4"),
        ("/downtimes/stations".into(), "BCA-1"),
        (format!("/downtimes/stations?org={}", w.larkspur), "BCA-1"),
        (format!("/downtimes/stations/{station}"), "The plug was pulled."),
    ]
}

#[test]
fn every_page_of_downtime_answers_for_whoever_leads_and_whoever_reports() {
    on_each(|w| {
        let served = Served::new(&w.house);
        let pages = pages(w);
        for email in [OLGA, NURSE] {
            let cookie = served.sign_in(email);
            for (page, words) in &pages {
                let answer = served.page(&cookie, page);
                assert_eq!(answer.status, 200, "{page} as {email}");
                assert!(
                    answer.text().contains(words),
                    "{page} as {email} without {words}: {}",
                    answer.text()
                );
            }
        }
        let cookie = served.sign_in(OLGA);
        let begin = served.page(&cookie, &format!("/downtimes/new?org={}", w.larkspur)).text();
        assert!(begin.contains("/do/downtime.declare") && begin.contains("EHR"), "{begin}");
        let late = served.page(&cookie, "/downtimes/board").text();
        assert!(late.contains("due-late"), "the clock of the record system is late");
        let cookie = served.sign_in(STRANGER);
        for (page, words) in &pages {
            let answer = served.page(&cookie, page);
            let text = answer.text();
            assert!(!text.contains(words) || words.contains("No downtime"), "{page} tells a stranger");
        }
    });
}
