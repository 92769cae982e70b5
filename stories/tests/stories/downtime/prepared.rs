//! What is prepared: procedures in versions, numbers that nobody gets twice, drills with their evidence, and workstations
//! that somebody looked at.

use super::{back, declare, entries, form, letters, look_round, procedure, record_system, reserve, schedule};
use crate::world::{World, on_each, refused};
use assets::AssetKind;
use downtime::{
    AddForm, BeginDowntime, CancelDowntime, CheckStation, Covers, DepartmentPack, DowntimeReceipt, DrillKind,
    Drills, EndStation, KeepStation, NumbersReceipt, OneDowntime, OneDrill, OneProcedure, OneStation, Outlet,
    Plan, RecordDrill, RetireProcedure, ReviewProcedure, ScheduleDowntime, SetPack, Stations, WriteProcedure,
};
use kernel::{AssetId, Span, Status};
use std::{collections::BTreeSet, sync::Barrier, thread};

#[test]
fn a_procedure_has_versions_an_owner_and_a_day_by_which_it_is_looked_at() {
    on_each(|w| {
        let first = w.act(&w.practice_owner, procedure(w));
        let same = refused(w.try_act(&w.practice_owner, procedure(w)));
        assert_eq!(same.remedy.unwrap().href, Some(format!("/downtimes/procedures/{}", first.procedure)));
        let second = WriteProcedure { paper: "Take the blue binder.".into(), ..procedure(w) };
        let second = w.act(&w.practice_owner, second);
        assert_eq!((second.procedure, second.version), (first.procedure, 2));
        let old = w.ask(&w.nurse, OneProcedure { procedure: first.procedure, version: Some(1) });
        assert!(old.steps.paper.unwrap().contains("red binder"), "every version is kept");
        assert!(w.try_ask(&w.nurse, OneProcedure { procedure: first.procedure, version: Some(3) }).is_err());
        let patient = WriteProcedure { paper: "Call Mrs. Ann Sample, MRN 00123456".into(), ..procedure(w) };
        assert_eq!(refused(w.try_act(&w.practice_owner, patient)).field.as_deref(), Some("paper"));
        let stranger = WriteProcedure { owner: w.meridian_owner.person().unwrap(), ..procedure(w) };
        assert_eq!(refused(w.try_act(&w.practice_owner, stranger)).field.as_deref(), Some("owner"));
        assert_eq!(refused(w.try_act(&w.nurse, procedure(w))).status, Status::Forbidden);
        w.pass(Span::days(200));
        assert!(w.ask(&w.nurse, Plan { org: w.larkspur }).procedures[0].overdue);
        let procedure = first.procedure;
        w.act(&w.practice_owner, ReviewProcedure { procedure, review_on: "2027-12-01".into() });
        assert!(!w.ask(&w.nurse, Plan { org: w.larkspur }).procedures[0].overdue);
        let mar = form(w, "MAR");
        let twice = AddForm {
            org: w.larkspur,
            code: "mar".into(),
            title: "Another".into(),
            enters_into: "Elsewhere".into(),
            first_number: None,
        };
        assert_eq!(refused(w.try_act(&w.practice_owner, twice)).field.as_deref(), Some("code"));
        w.act(&w.practice_owner, SetPack { department: w.ward, form: mar, copies: 25 });
        w.act(&w.practice_owner, reserve(w, mar, 25));
        let pack = w.ask(&w.nurse, DepartmentPack { department: w.ward });
        assert_eq!((pack.procedures.len(), pack.forms[0].copies), (1, 25));
        assert_eq!(pack.forms[0].form.numbered(pack.forms[0].ready[0].last_number), "MAR-000025");
        let system = record_system(w, Some(90));
        let DowntimeReceipt { downtime, .. } = w.act(&w.technician, schedule_later(w, system));
        w.act(&w.technician, CancelDowntime { downtime });
        assert!(refused(w.try_act(&w.technician, BeginDowntime { downtime })).sentence.contains("Cancelled"));
        let outage = w.act(&w.technician, declare(w, system)).downtime;
        let told = w.ask(&w.nurse, OneDowntime { downtime: outage });
        assert_eq!(told.systems[0].system.target_s, 90 * 60, "what the asset says comes first");
        let now = refused(w.try_act(&w.practice_owner, RetireProcedure { procedure }));
        assert!(now.citation.unwrap().paragraph.contains("164.308(a)(7)(ii)(C)"));
        w.act(&w.technician, back(outage, system));
        w.act(&w.practice_owner, RetireProcedure { procedure });
        assert!(w.ask(&w.nurse, Plan { org: w.larkspur }).procedures.is_empty());
    });
}

fn schedule_later(w: &World, system: AssetId) -> ScheduleDowntime {
    ScheduleDowntime {
        from: "2027-06-04T01:00".into(),
        until: "2027-06-04T05:00".into(),
        ..schedule(w, system)
    }
}

#[test]
fn numbers_are_never_handed_out_twice_by_however_many_servers() {
    on_each(|w| {
        let mar = form(w, "MAR");
        let other = w.place.open(2);
        let start = Barrier::new(4);
        let given: Vec<NumbersReceipt> = thread::scope(|scope| {
            let reach = |house: &orderly::House| {
                start.wait();
                let take = |_| loop {
                    // Whoever is in the way of another tries again.
                    match futures_executor::block_on(
                        house.office.execute(&w.practice_owner, reserve(w, mar, 7)),
                    ) {
                        Ok(done) => return done.receipt,
                        Err(kernel::Stop::Failed(_)) => thread::yield_now(),
                        Err(stop) => panic!("{stop}"),
                    }
                };
                (0..5).map(take).collect::<Vec<NumbersReceipt>>()
            };
            let servers = [&w.house, &other, &w.house, &other];
            let all: Vec<_> = servers.into_iter().map(|house| scope.spawn(move || reach(house))).collect();
            all.into_iter().flat_map(|one| one.join().unwrap()).collect()
        });
        assert_eq!(given.len(), 20);
        let all: Vec<u32> = given.iter().flat_map(|n| n.first..=n.last).collect();
        let distinct: BTreeSet<u32> = all.iter().copied().collect();
        assert_eq!((all.len(), distinct.len()), (140, 140), "no number twice");
        assert_eq!((distinct.first(), distinct.last()), (Some(&1), Some(&140)), "and none is lost");
    });
}

#[test]
fn a_drill_has_its_evidence_and_the_next_one_its_day() {
    on_each(|w| {
        let drill = RecordDrill {
            org: w.larkspur,
            kind: DrillKind::Walkthrough,
            covers: Covers::Ehr,
            departments: vec![w.ward],
            held_on: "2026-10-28".into(),
            took_part: 9,
            scenario: "The record system is gone at shift change.".into(),
            evidence: "Signed list and photographs in binder 4, shelf 2.".into(),
            evidence_sha256: Some("AB".repeat(32)),
            findings: Some("The key was not found.".into()),
            passed: false,
            next_on: "2026-12-01".into(),
        };
        for (wrong, field) in [
            (RecordDrill { held_on: "2026-11-28".into(), ..drill.clone() }, "held_on"),
            (RecordDrill { next_on: "2026-10-30".into(), ..drill.clone() }, "next_on"),
            (RecordDrill { findings: None, ..drill.clone() }, "findings"),
            (RecordDrill { evidence: "  ".into(), ..drill.clone() }, "evidence"),
            (RecordDrill { evidence_sha256: Some("abc".into()), ..drill.clone() }, "evidence_sha256"),
            (RecordDrill { took_part: 0, ..drill.clone() }, "took_part"),
        ] {
            assert_eq!(refused(w.try_act(&w.technician, wrong)).field.as_deref(), Some(field));
        }
        assert_eq!(refused(w.try_act(&w.nurse, drill.clone())).status, Status::Forbidden);
        let first = w.act(&w.technician, drill.clone()).drill;
        let told = w.ask(&w.nurse, OneDrill { drill: first });
        assert_eq!(told.evidence_sha256, Some("ab".repeat(32)));
        look_round(w);
        assert_eq!(letters(w, "drill at"), 0);
        w.pass(Span::days(30));
        look_round(w);
        look_round(w);
        assert!(letters(w, "drill at") >= 1);
        assert_eq!(entries(w, "downtime.note-drill-overdue"), 1);
        let list = w.ask(&w.nurse, Drills::default());
        assert!(list.lines[0].overdue(list.now));
        let next =
            RecordDrill { held_on: "2026-12-02".into(), next_on: "2027-06-01".into(), passed: true, ..drill };
        w.act(&w.technician, next);
        let list = w.ask(&w.nurse, Drills::default());
        assert_eq!(list.lines.iter().map(|d| d.next_on.is_some()).collect::<Vec<_>>(), [true, false]);
        assert!(list.lines.iter().all(|d| !d.overdue(list.now)));
        assert!(w.ask(&w.stranger, Drills::default()).lines.is_empty());
    });
}

#[test]
fn a_downtime_workstation_is_looked_at_or_somebody_hears_of_it() {
    on_each(|w| {
        let pc = assets::AddAsset { kind: AssetKind::Workstation, ..w.device("BCA-1") };
        let asset = w.act(&w.senior, pc).asset;
        let keep = KeepStation {
            asset,
            department: w.ward,
            outlet: Outlet::Generator,
            printer: Some("Printer beside the crash cart".into()),
            every_days: 30,
        };
        let station = w.act(&w.technician, keep.clone()).station;
        assert!(refused(w.try_act(&w.technician, keep)).sentence.contains("kept for downtimes already"));
        let check = |copied: &str, prints| CheckStation {
            station,
            signs_in: true,
            prints,
            powered: true,
            copied: copied.into(),
            note: None,
        };
        let ahead = refused(w.try_act(&w.nurse, check("2026-11-03T09:00", true)));
        assert_eq!(ahead.field.as_deref(), Some("copied"));
        assert_eq!(w.act(&w.nurse, check("2026-11-02T06:00", true)).passed, Some(true));
        w.pass(Span::days(31));
        look_round(w);
        look_round(w);
        assert!(letters(w, "was not checked") >= 1);
        assert_eq!(entries(w, "downtime.note-check-overdue"), 1);
        let list = w.ask(&w.nurse, Stations::default());
        assert!(list.lines[0].overdue(list.now));
        // The copy is weeks old, and later nothing is printed: neither passes, and both are looked at again soon.
        assert_eq!(w.act(&w.nurse, check("2026-11-02T06:00", true)).passed, Some(false));
        let failed = w.act(&w.nurse, check("2026-12-03T06:00", false));
        assert_eq!(failed.passed, Some(false));
        let told = w.ask(&w.technician, OneStation { station });
        assert_eq!((told.checks.len(), told.checks[0].prints), (3, false));
        assert!(failed.due_at.since(told.now) < Span::days(2));
        w.act(&w.technician, EndStation { station });
        assert!(w.try_act(&w.nurse, check("2026-12-03T06:00", true)).is_err());
        assert!(w.ask(&w.nurse, Stations::default()).lines.is_empty());
    });
}
