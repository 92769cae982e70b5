//! Who else is there: two people on one ticket are told of each other, and a ticket's page tells of its letters, of a visit
//! and of what can stand in for a broken device.

use crate::served::{Served, heard};
use crate::world::on_each;
use agreements::contracts::{
    ActivateContract, BillingModel, ContractKind, CoveredHours, CoveredPeople, DraftContract, TypedTerms,
};
use assets::continuity::Relation;
use assets::{AddAsset, AssetKind, AssetState, Criticality, PatchAuthority};
use desk::{OneTicket, OpenTicket, SendOnSite};
use kernel::AssetId;
use orderly::supplies::agreements::EntitlementOf;
use std::time::{Duration, Instant};

const TESS: &str = "tess.sample@example.org";
const SVEN: &str = "sven.sample@example.org";
const MONA: &str = "mona.elsewhere@example.org";

#[test]
fn two_people_on_one_ticket_are_told_of_each_other() {
    on_each(|w| {
        let ticket = w.report();
        let served = Served::new(&w.house);
        let (tess, sven, mona) = (served.sign_in(TESS), served.sign_in(SVEN), served.sign_in(MONA));
        let page = |cookie: &str| served.page(cookie, &format!("/tickets/{ticket}")).text();
        let stream = format!("/live?at={ticket}");
        assert!(page(&tess).contains(&format!("data-stream=\"{stream}\"")));
        // Whoever may not see the ticket is on nobody's page, whatever they ask.
        let _mona = served.live(&mona, &stream);
        let first = served.live(&tess, &stream);
        let deadline = Instant::now() + Duration::from_secs(60);
        while !page(&sven).contains("<b>Tess Sample</b> has this ticket open too.") {
            assert!(Instant::now() < deadline, "nobody was told that Tess is there");
        }
        assert!(!page(&tess).contains("open too"), "nobody is told of themselves");
        assert!(!page(&sven).contains("Mona"));
        let _second = served.live(&sven, &stream);
        heard(&first, "again");
        assert!(page(&tess).contains("<b>Sven Sample</b> has this ticket open too."));
        // It is nobody's business on the reporter's page, and no entry of the ledger.
        let nora = served.sign_in("nora.testwell@example.org");
        assert!(!served.page(&nora, &format!("/my/{ticket}")).text().contains("open too"));
        let told = w.ask(&w.technician, OneTicket { ticket });
        assert_eq!(told.story.len(), 1);
    });
}

#[test]
fn a_ticket_tells_of_its_letters_and_whether_they_arrived() {
    on_each(|w| {
        let ticket = w.report();
        let served = Served::new(&w.house);
        let tess = served.sign_in(TESS);
        let page = || served.page(&tess, &format!("/tickets/{ticket}")).text();
        assert!(!page().contains("id=\"letters\""), "no letter, no panel");
        w.act(
            &w.technician,
            desk::Reply::new(ticket, desk::words::Visibility::Public, "We are on our way".into()),
        );
        let told = page();
        assert!(told.contains("to Nora Testwell, who reported it"), "{told}");
        assert!(told.contains("The desk has answered you") && told.contains("Waits to be sent"), "{told}");
        assert!(!told.contains("nora.testwell@example.org"), "an address is nobody's business here");
    });
}

#[test]
fn a_contract_that_covers_no_visit_says_so_once_somebody_was_sent() {
    on_each(|w| {
        let terms = TypedTerms {
            kind: ContractKind::Managed,
            people: CoveredPeople::Everyone,
            most_people: None,
            departments: Vec::new(),
            roles: Vec::new(),
            hours: CoveredHours::Always,
            calendar: None,
            locations: Vec::new(),
            asset_kinds: Vec::new(),
            assets: Vec::new(),
            on_site: false,
            rate: Some("185.00".into()),
            late_rate: None,
            minimum_minutes: Some(30),
            billing: BillingModel::Flat,
            price: Some("4,200.00".into()),
            block_hours: None,
        };
        let draft = DraftContract {
            client: w.larkspur,
            title: "From afar".into(),
            starts_on: w.house.office.now().date_in("America/Chicago"),
            ends_on: None,
            notice_days: None,
            terms,
        };
        let contract = w.act(&w.owner, draft).contract;
        w.act(&w.owner, ActivateContract { contract });
        let ticket = w.act(&w.nurse, OpenTicket { patient_affected: false, ..w.trouble() }).ticket;
        let covered = || w.ask(&w.technician, EntitlementOf { ticket });
        assert!(covered().covered, "{}", covered().why);
        w.act(&w.technician, SendOnSite { ticket });
        assert!(!covered().covered);
        assert!(covered().why.contains("Only work from afar is covered"), "{}", covered().why);
        assert!(w.ask(&w.technician, OneTicket { ticket }).sent_on_site_at.is_some());
        let served = Served::new(&w.house);
        let page = served
            .page(&served.sign_in("olga@harborlight.example"), &format!("/organizations/{}", w.larkspur));
        let page = page.text();
        assert!(page.contains("From afar") && page.contains("of covered work this month"), "{page}");
        assert!(page.contains("1 clock running, 0 of them over time; 0 at rest."), "{page}");
    });
}

#[test]
fn a_declared_spare_counts_wherever_it_stands_and_a_broken_one_does_not() {
    on_each(|w| {
        let server = |name: &str| {
            let add = AddAsset {
                org: w.larkspur,
                name: name.into(),
                kind: AssetKind::Server,
                criticality: Criticality::Clinical,
                holds_ephi: true,
                reaches_ephi: true,
                location: None,
                department: None,
                serial: None,
                maker: None,
                model: None,
                mac: None,
                address: None,
                operating_system: None,
                state: AssetState::InUse,
                patch_authority: PatchAuthority::ALL[0],
            };
            w.act(&w.senior, add).asset
        };
        let (first, second) = (server("RECORDS-1"), server("RECORDS-2"));
        let report = |asset: AssetId| {
            let trouble = OpenTicket { asset: Some(asset), workaround: None, ..w.trouble() };
            let opened = w.act(&w.nurse, trouble);
            (opened.ticket, opened.because)
        };
        let (_, because) = report(first);
        assert!(!because.contains("spare"), "nobody can tell: {because}");
        let relate = assets::RelateAssets { asset: second, relation: Relation::SpareOf, other: first };
        w.act(&w.senior, relate);
        let (_, because) = report(first);
        assert!(because.ends_with("a spare in the unit"), "{because}");
        report(second);
        let (_, because) = report(first);
        assert!(because.ends_with("no spare in the unit"), "{because}");
    });
}
