//! Assets through the one door, on each engine.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use assets::continuity::Relation;
use assets::{
    AddAsset, Asset, AssetKind, AssetState, Assets, Criticality, Disposal, Hangs, Neighbour, PartAssets,
    PatchAuthority, RelateAssets, RetireAsset, ReviseAsset, SayContinuity,
};
use common::{Test, location, on_each, org, refusal};
use kernel::{AssetId, Status};

fn pump(name: &str) -> AddAsset {
    AddAsset {
        org: org(1),
        name: name.to_owned(),
        kind: AssetKind::MedicalDevice,
        criticality: Criticality::LifeSupport,
        holds_ephi: true,
        reaches_ephi: false,
        location: None,
        department: None,
        serial: None,
        maker: Some("Acme".to_owned()),
        model: None,
        mac: None,
        address: None,
        operating_system: None,
        state: AssetState::InUse,
        patch_authority: PatchAuthority::Vendor,
    }
}

fn revised(asset: AssetId, pump: AddAsset) -> ReviseAsset {
    ReviseAsset {
        asset,
        name: pump.name,
        kind: pump.kind,
        criticality: pump.criticality,
        holds_ephi: pump.holds_ephi,
        reaches_ephi: pump.reaches_ephi,
        location: pump.location,
        department: pump.department,
        serial: pump.serial,
        maker: pump.maker,
        model: pump.model,
        mac: pump.mac,
        address: pump.address,
        operating_system: pump.operating_system,
        state: pump.state,
        patch_authority: pump.patch_authority,
    }
}

fn listed(test: &Test, question: Assets) -> Vec<String> {
    test.ask(question).assets.into_iter().map(|a| a.particulars.name).collect()
}

#[test]
fn an_asset_lives_from_its_first_day_to_its_disposal() {
    on_each(|test| {
        let asset = test.carry(AddAsset { serial: Some("SN 1".into()), ..pump("Pump 7") }).asset;
        let card = test.ask(Asset { asset });
        assert_eq!(
            card.patching,
            "Never patch it yourself: only its vendor may, or with the vendor's consent."
        );
        let twin = test.refused(AddAsset { serial: Some("sn-1".into()), ..pump("Another") });
        assert_eq!(twin.field.as_deref(), Some("serial"));
        let same = test.refused(revised(asset, AddAsset { serial: Some("SN 1".into()), ..pump("Pump 7") }));
        assert_eq!(same.status, Status::Conflict);
        test.carry(revised(asset, pump("Pump seven")));
        let card = test.ask(Asset { asset });
        assert_eq!((card.particulars.name.as_str(), card.particulars.serial), ("Pump seven", None));
        let refused = test.refused(RetireAsset { asset, disposal: Disposal::NothingKept });
        assert_eq!(refused.citation.unwrap().paragraph, "45 CFR 164.310(d)(2)(i)");
        test.carry(RetireAsset { asset, disposal: Disposal::Destroyed });
        assert!(listed(test, Assets::default()).is_empty());
        assert_eq!(listed(test, Assets { retired: true, ..Assets::default() }), ["Pump seven"]);
    });
}

#[test]
fn nobody_learns_of_another_organizations_assets() {
    on_each(|test| {
        let asset = test.carry(pump("Pump 7")).asset;
        let look = refusal(test.ask_as(&test.stranger, Asset { asset }).err());
        let nothing = AssetId::new(common::noon(), [9; 10]);
        let unknown = refusal(test.ask_as(&test.stranger, Asset { asset: nothing }).err());
        assert_eq!(look, unknown);
        assert!(test.ask_as(&test.stranger, Assets::default()).unwrap().assets.is_empty());
        let asked = Assets { org: Some(org(1)), after: Some(asset), ..Assets::default() };
        let list = test.ask_as(&test.stranger, asked).unwrap();
        assert_eq!((list.assets.len(), list.total), (0, 0));
        let retire = RetireAsset { asset, disposal: Disposal::Erased };
        assert_eq!(refusal(test.try_do(&test.stranger, retire).err()).status, Status::NotFound);
        assert_eq!(refusal(test.try_do(&test.stranger, pump("Mine now")).err()).status, Status::NotFound);
    });
}

#[test]
fn a_place_must_be_the_organizations_own() {
    on_each(|test| {
        let elsewhere = AddAsset { location: Some(location(3)), ..pump("Pump 7") };
        assert_eq!(test.refused(elsewhere.clone()).field.as_deref(), Some("location"));
        test.said.lock().unwrap().places.locations.push((location(3), "Main campus".into()));
        let asset = test.carry(elsewhere).asset;
        assert_eq!(test.ask(Asset { asset }).particulars.location, Some(location(3)));
    });
}

#[test]
fn the_list_is_read_page_by_page_and_searched() {
    on_each(|test| {
        for name in ["delta", "Alpha", "charlie", "bravo 50%", "Echo"] {
            test.carry(pump(name));
        }
        test.carry(AddAsset { kind: AssetKind::Printer, ..pump("bravo") });
        let mut names = Vec::new();
        let mut after = None;
        loop {
            let page = test.ask(Assets { most: Some(2), after, ..Assets::default() });
            assert_eq!(page.total, 6);
            names.extend(page.assets.into_iter().map(|a| a.particulars.name));
            match page.next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
        assert_eq!(names, ["Alpha", "bravo", "bravo 50%", "charlie", "delta", "Echo"]);
        let words = |w: &str| Assets { words: Some(w.to_owned()), ..Assets::default() };
        assert_eq!(listed(test, words("0%")), ["bravo 50%"]);
        assert_eq!(listed(test, words("ACME")).len(), 6);
        assert!(listed(test, words("%z")).is_empty());
        let printers = Assets { kind: Some(AssetKind::Printer), org: Some(org(1)), ..Assets::default() };
        assert_eq!(listed(test, printers), ["bravo"]);
    });
}

#[test]
fn what_hangs_on_what_is_said_walked_and_taken_back() {
    on_each(|test| {
        let add = |name: &str, kind| test.carry(AddAsset { kind, ..pump(name) }).asset;
        let (ehr, server) = (add("Record system", AssetKind::System), add("ehr-db-1", AssetKind::Server));
        let (ward, spare) =
            (add("Ward pump", AssetKind::MedicalDevice), add("Spare pump", AssetKind::MedicalDevice));
        let relate = |asset, relation, other| RelateAssets { asset, relation, other };
        test.carry(relate(ehr, Relation::DependsOn, server));
        test.carry(relate(ward, Relation::DependsOn, ehr));
        test.carry(relate(spare, Relation::SpareOf, ward));
        let circle = test.refused(relate(server, Relation::DependsOn, ward));
        assert_eq!(circle.field.as_deref(), Some("other"));
        assert!(circle.sentence.contains("depend on itself"), "{}", circle.sentence);
        assert_eq!(test.refused(relate(spare, Relation::SpareOf, ehr)).field.as_deref(), Some("other"));
        assert_eq!(test.refused(relate(ehr, Relation::DependsOn, server)).status, Status::Conflict);
        let names = |all: &[Neighbour]| all.iter().map(|n| (n.name.clone(), n.far)).collect::<Vec<_>>();
        let there = test.ask(Hangs { asset: server });
        assert_eq!(
            names(&there.down_with_it),
            [("Record system".to_owned(), 1), ("Ward pump".to_owned(), 2)]
        );
        assert_eq!(names(&test.ask(Hangs { asset: ward }).spares), [("Spare pump".to_owned(), 1)]);
        assert_eq!(names(&test.ask(Hangs { asset: spare }).spare_of), [("Ward pump".to_owned(), 1)]);
        test.carry(PartAssets { asset: ehr, relation: Relation::DependsOn, other: server });
        assert!(test.ask(Hangs { asset: server }).down_with_it.is_empty());
        test.carry(relate(server, Relation::DependsOn, ward));
    });
}

#[test]
fn how_a_system_has_to_come_back_is_said_within_bounds() {
    on_each(|test| {
        let asset = test.carry(AddAsset { kind: AssetKind::System, ..pump("Record system") }).asset;
        assert!(test.ask(Hangs { asset }).continuity.is_none(), "nobody said anything");
        let say = SayContinuity {
            asset,
            creates_ephi: true,
            receives_ephi: true,
            transmits_ephi: false,
            network_zone: Some(" Clinical ".into()),
            rto_minutes: Some(240),
            rpo_minutes: Some(15),
        };
        test.carry(say.clone());
        let there = test.ask(Hangs { asset });
        assert_eq!(there.class.word(), "clinical-critical");
        let said = there.continuity.unwrap();
        assert_eq!((said.rto_minutes, said.rpo_minutes), (Some(240), Some(15)));
        assert_eq!((said.creates_ephi, said.transmits_ephi), (true, false));
        assert_eq!(said.network_zone.as_deref(), Some("Clinical"));
        assert_eq!(test.refused(say.clone()).status, Status::Conflict);
        let wrong = SayContinuity { rpo_minutes: Some(-1), ..say };
        assert_eq!(test.refused(wrong).field.as_deref(), Some("rpo_minutes"));
    });
}
