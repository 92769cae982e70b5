//! Repairs, as people meet them: from hand to hand, to a vendor and back, something lent meanwhile, and vendors judged.

use crate::world::{World, on_each, refused};
use kernel::{AssetId, Id, RepairId, Span, Status, VendorId};
use repairs::{
    AddVendor, AssetRepairs, Baa, Condition, Criterion, EndRepair, ExactCopy, HandOver, HolderKind,
    LendAsset, Loaners, Media, Method, OneRepair, OneVendor, OpenRepair, Outcome, ReceiveBack, Repairs,
    ReturnLoan, ReviseVendor, ScoreVendor, SendToVendor, Supplies, TicketRepairs, Vendors, View, WipeLoaner,
};

/// The story begins on Monday 2 November 2026, 09:00 in Chicago.
const EXPECTED: &str = "2026-11-10";

fn device(w: &World, name: &str, holds_ephi: bool) -> AssetId {
    let add = assets::AddAsset { holds_ephi, ..w.device(name) };
    w.act(&w.senior, add).asset
}

fn opened(w: &World, asset: AssetId) -> RepairId {
    let open =
        OpenRepair { asset, ticket: None, condition: Condition::Broken, media: Media::Present, method: None };
    w.act(&w.technician, open).repair
}

fn file(w: &World, baa: Baa) -> AddVendor {
    AddVendor {
        org: w.harborlight,
        name: "Pumpworks Sample Inc.".into(),
        supplies: Supplies::Devices,
        support_hours: Some("Mon-Fri 8-17".into()),
        contract_number: Some("C-17".into()),
        touches_ephi: true,
        baa,
        reevaluate_on: "2027-11-02".into(),
    }
}

fn send(repair: RepairId, vendor: VendorId) -> SendToVendor {
    SendToVendor {
        repair,
        vendor,
        rma: Some("RMA-4711".into()),
        expected_on: EXPECTED.into(),
        condition: Condition::Broken,
        media: Media::Present,
        method: None,
        copy: Some(ExactCopy::Taken),
    }
}

#[test]
fn a_device_goes_from_hand_to_hand_and_every_hand_is_known() {
    on_each(|w| {
        let ticket = w.report();
        let asset = device(w, "PUMP-7", false);
        let open = OpenRepair {
            asset,
            ticket: Some(ticket),
            condition: Condition::Faulty,
            media: Media::Removed,
            method: None,
        };
        let repair = w.act(&w.technician, open.clone()).repair;
        let again = refused(w.try_act(&w.technician, open));
        assert!(again.sentence.contains("in repair already") && again.remedy.is_some());
        let to_senior = HandOver {
            repair,
            person: w.senior.person(),
            department: None,
            condition: Condition::Faulty,
            media: Media::Removed,
            method: None,
        };
        w.act(&w.technician, to_senior.clone());
        assert!(refused(w.try_act(&w.technician, to_senior.clone())).sentence.contains("have it already"));
        let both = HandOver { department: Some(w.ward), ..to_senior.clone() };
        assert_eq!(refused(w.try_act(&w.technician, both)).field.as_deref(), Some("person"));
        let elsewhere = HandOver { person: None, department: Some(w.theatre), ..to_senior.clone() };
        assert_eq!(refused(w.try_act(&w.technician, elsewhere)).status, Status::NotFound);
        let back = HandOver { person: None, department: Some(w.ward), ..to_senior };
        w.act(&w.senior, back);
        w.act(&w.senior, EndRepair { repair, outcome: Outcome::Repaired, certificate: None });
        let told = w.ask(&w.technician, OneRepair { repair });
        let to: Vec<HolderKind> = told.hands.iter().map(|h| h.to.kind).collect();
        assert_eq!(to, [HolderKind::Person, HolderKind::Person, HolderKind::Department]);
        assert_eq!(told.hands[0].from.as_ref().unwrap().id, w.ward.to_string());
        for pair in told.hands.windows(2) {
            assert_eq!(pair[1].from.as_ref(), Some(&pair[0].to), "the chain has no gap");
        }
        let ended = EndRepair { repair, outcome: Outcome::Repaired, certificate: None };
        assert!(refused(w.try_act(&w.senior, ended)).sentence.contains("has ended"));
        assert_eq!(w.ask(&w.technician, TicketRepairs { ticket }).lines.len(), 1);
        let past = Repairs { view: Some(View::Past), ..Repairs::default() };
        assert_eq!(w.ask(&w.technician, past.clone()).lines.len(), 1);
        assert!(w.ask(&w.meridian_owner, past).lines.is_empty(), "nobody else sees it");
        assert!(w.try_ask(&w.meridian_owner, OneRepair { repair }).is_err());
    });
}

#[test]
fn what_holds_ephi_leaves_without_its_medium_or_under_a_baa_and_lateness_shows() {
    on_each(|w| {
        let vendor = w.act(&w.officer, file(w, Baa::Asked)).vendor;
        let repair = opened(w, device(w, "PUMP-8", true));
        let refusal = refused(w.try_act(&w.technician, send(repair, vendor)));
        assert!(refusal.citation.unwrap().paragraph.contains("164.310(d)(1)"));
        assert_eq!(refusal.remedy.unwrap().href, Some(format!("/vendors/{vendor}")));
        let unsaid = SendToVendor { media: Media::Wiped, ..send(repair, vendor) };
        assert_eq!(refused(w.try_act(&w.technician, unsaid)).field.as_deref(), Some("method"));
        let no_copy = SendToVendor {
            media: Media::Wiped,
            method: Some(Method::Purge),
            copy: None,
            ..send(repair, vendor)
        };
        let refusal = refused(w.try_act(&w.technician, no_copy));
        assert_eq!(refusal.field.as_deref(), Some("copy"));
        assert!(refusal.citation.unwrap().paragraph.contains("(d)(2)(iv)"));
        let f = file(w, Baa::Kept);
        let kept = ReviseVendor {
            vendor,
            name: f.name,
            supplies: f.supplies,
            support_hours: f.support_hours,
            contract_number: f.contract_number,
            touches_ephi: true,
            baa: Baa::Kept,
            reevaluate_on: f.reevaluate_on,
        };
        w.act(&w.officer, kept);
        let sent = w.act(&w.technician, send(repair, vendor));
        assert_eq!((sent.holder.kind, sent.holder.id), (HolderKind::Vendor, vendor.to_string()));
        assert!(!w.ask(&w.technician, OneRepair { repair }).late);
        let end = |outcome, certificate: Option<&str>| EndRepair {
            repair,
            outcome,
            certificate: certificate.map(Into::into),
        };
        let early = refused(w.try_act(&w.technician, end(Outcome::Repaired, None)));
        assert!(early.sentence.contains("Receive it back first"));
        let uncertified = refused(w.try_act(&w.technician, end(Outcome::Scrapped, None)));
        assert_eq!(uncertified.field.as_deref(), Some("certificate"));
        w.pass(Span::days(9));
        let told = w.ask(&w.technician, OneRepair { repair });
        assert!(told.late && told.repair.rma.as_deref() == Some("RMA-4711"));
        let receive =
            ReceiveBack { repair, condition: Condition::Working, media: Media::Present, method: None };
        w.act(&w.technician, receive.clone());
        assert!(refused(w.try_act(&w.technician, receive)).sentence.contains("No vendor"));
        let told = w.ask(&w.technician, OneRepair { repair });
        assert!(!told.late && told.repair.received_at.is_some());
        w.act(&w.technician, end(Outcome::Repaired, None));
    });
}

#[test]
fn a_wiped_device_needs_no_baa_and_what_is_scrapped_has_its_certificate() {
    on_each(|w| {
        let vendor = w.act(&w.officer, file(w, Baa::Declined)).vendor;
        let repair = opened(w, device(w, "PUMP-9", true));
        let wiped = SendToVendor { media: Media::Wiped, method: Some(Method::Purge), ..send(repair, vendor) };
        w.act(&w.technician, wiped);
        let end = EndRepair { repair, outcome: Outcome::Scrapped, certificate: Some("COD-9".into()) };
        w.act(&w.technician, end);
        let told = w.ask(&w.technician, OneRepair { repair });
        assert_eq!(told.hands[1].method, Some(Method::Purge));
        assert_eq!(told.repair.certificate.as_deref(), Some("COD-9"));
        // Nobody sends to a vendor on whom neither their employer nor the organization keeps a file.
        let other = opened(w, device(w, "PUMP-10", false));
        let stranger = VendorId::from_uuid(repair.uuid());
        assert_eq!(refused(w.try_act(&w.technician, send(other, stranger))).status, Status::NotFound);
    });
}

#[test]
fn a_loaner_that_held_ephi_is_wiped_before_it_is_lent_again() {
    on_each(|w| {
        let asset = device(w, "SPARE-1", false);
        let lend = LendAsset {
            asset,
            repair: None,
            person: None,
            department: Some(w.ward),
            due_on: "2026-11-04".into(),
            condition: Condition::Working,
        };
        let passed = LendAsset { due_on: "2026-11-01".into(), ..lend.clone() };
        assert_eq!(refused(w.try_act(&w.technician, passed)).field.as_deref(), Some("due_on"));
        w.act(&w.technician, lend.clone());
        assert!(refused(w.try_act(&w.technician, lend.clone())).sentence.contains("lent already"));
        w.pass(Span::days(3));
        let out = w.ask(&w.technician, Loaners::default());
        assert!(out.lines.len() == 1 && out.lines[0].late(out.now));
        assert!(w.ask(&w.meridian_owner, Loaners::default()).lines.is_empty());
        w.act(&w.technician, ReturnLoan { asset, condition: Condition::Working, held_ephi: true });
        let lend = LendAsset { due_on: EXPECTED.into(), ..lend };
        let refusal = refused(w.try_act(&w.technician, lend.clone()));
        assert!(refusal.citation.unwrap().paragraph.contains("164.310(d)(2)(ii)"));
        w.act(&w.technician, WipeLoaner { asset, method: Method::Clear });
        assert!(w.try_act(&w.technician, WipeLoaner { asset, method: Method::Clear }).is_err());
        assert_eq!(w.act(&w.technician, lend).number, 2);
        let told = w.ask(&w.technician, AssetRepairs { asset });
        assert_eq!((told.loans.len(), told.loans[1].method), (2, Some(Method::Clear)));
    });
}

#[test]
fn a_vendor_is_judged_by_each_measure_and_what_is_missing_shows() {
    on_each(|w| {
        let unneeded = refused(w.try_act(&w.officer, file(w, Baa::NotNeeded)));
        assert_eq!(unneeded.field.as_deref(), Some("baa"));
        assert!(unneeded.citation.unwrap().paragraph.contains("164.308(b)(1)"));
        assert_eq!(refused(w.try_act(&w.technician, file(w, Baa::Kept))).status, Status::Forbidden);
        let vendor = w.act(&w.officer, file(w, Baa::Kept)).vendor;
        let score = |criterion, score, seen_on: &str| ScoreVendor {
            vendor,
            criterion,
            score,
            evidence: "Report of October, read in full".into(),
            seen_on: seen_on.into(),
        };
        w.act(&w.officer, score(Criterion::Mds2, 2, "2026-10-20"));
        w.act(&w.officer, score(Criterion::Mds2, 4, "2026-11-02"));
        w.act(&w.officer, score(Criterion::Attestation, 3, "2026-10-20"));
        for (wrong, field) in [
            (score(Criterion::Sbom, 6, "2026-10-20"), "score"),
            (score(Criterion::Sbom, 3, "2026-12-20"), "seen_on"),
            (ScoreVendor { evidence: "  ".into(), ..score(Criterion::Sbom, 3, "2026-10-20") }, "evidence"),
        ] {
            assert_eq!(refused(w.try_act(&w.officer, wrong)).field.as_deref(), Some(field));
        }
        let told = w.ask(&w.technician, OneVendor { vendor });
        assert_eq!(told.line.overall_tenths, Some(35), "the latest score of a measure counts");
        assert_eq!((told.scores.len(), told.line.missing.len()), (2, Criterion::ALL.len() - 2));
        assert!(!told.line.late);
        let list = w.ask(&w.senior, Vendors::default());
        assert_eq!((list.lines.len(), list.lines[0].overall_tenths), (1, Some(35)));
        assert!(w.ask(&w.practice_owner, Vendors::default()).lines.is_empty(), "a file is its keeper's own");
        assert!(w.try_ask(&w.practice_owner, OneVendor { vendor }).is_err());
    });
}
