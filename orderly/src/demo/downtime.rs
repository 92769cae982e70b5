//! What the demo's hospital has prepared for the hour in which nothing works: procedures of three departments, packs with
//! their numbers, two downtime workstations of which nobody looked at one, a drill, and an upgrade that is planned.

use super::{
    cast::{Cast, Client, Place},
    give,
};
use anyhow::{Context as _, Result};
use assets::{AddAsset, AssetKind, AssetState, Criticality, PatchAuthority, SayContinuity};
use downtime::{
    AddForm, CheckStation, Covers, DrillKind, KeepStation, Outlet, RecordDrill, ReserveNumbers,
    ScheduleDowntime, SetPack, WriteProcedure,
};
use futures_executor::block_on;
use jiff::ToSpan;
use kernel::{AssetId, Moment, PersonId, Private, Span, Who};
use office::{Office, Order};
use organizations::CareArea;

/// The preparation as it is told.
struct Preparing<'a> {
    office: &'a Office,
    hospital: &'a Client,
    now: Moment,
    who: Who,
    owner: PersonId,
}

/// Tells it.
pub(super) fn tell(office: &Office, cast: &Cast, now: Moment) -> Result<()> {
    let hospital = cast.clients.get(2).context("there is a hospital")?;
    let marco =
        cast.people.iter().find(|p| p.email.starts_with("marco@")).context("nobody is called marco")?;
    let preparing = Preparing { office, hospital, now, who: marco.who(), owner: marco.person };
    preparing.procedures()?;
    preparing.packs()?;
    preparing.stations()?;
    preparing.drill()?;
    preparing.upgrade()
}

fn words(text: &str) -> Private {
    Private::from(text)
}

impl Preparing<'_> {
    /// Done so many days ago.
    fn done<O: Order>(&self, days: i64, order: O) -> Result<O::Receipt> {
        block_on(give(self.office, self.now.minus(Span::days(days)), &self.who, order))
    }

    fn place(&self, area: CareArea) -> Result<&Place> {
        let found = self.hospital.departments.iter().find(|p| p.care_area == area);
        found.with_context(|| format!("the hospital has no {area:?}"))
    }

    /// A day so many days from now, where the place is.
    fn day(&self, zone: &str, days: i64) -> Result<String> {
        Ok(self.now.date_in(zone).checked_add(days.days())?.to_string())
    }

    fn procedures(&self) -> Result<()> {
        for (area, days, review, workstation, paper) in [
            (
                CareArea::Emergency,
                80,
                120,
                "The downtime workstation stands behind triage. Print the tracking list every 15 minutes.",
                "Take the red binder. Register on form REG, order on form ORD, and put a wristband on by hand.",
            ),
            (
                CareArea::IntensiveCare,
                80,
                120,
                "The downtime workstation stands beside the medication room. Print the medication lists at once.",
                "Chart on form MAR by the bedside. Read pump settings from the pump, not from memory.",
            ),
            (
                CareArea::Inpatient,
                79,
                -6,
                "The nearest downtime workstation is the one of intensive care.",
                "Take the red binder from the charge desk. One form MAR for each round.",
            ),
        ] {
            let place = self.place(area)?;
            let write = WriteProcedure {
                department: place.department,
                covers: Covers::Ehr,
                owner: self.owner,
                review_on: self.day(&place.zone, review)?,
                read_only: Some(words(
                    "Open the read-only copy with the grey icon. It is at most one hour old.\nNothing can be entered there.",
                )),
                viewer: Some(words(
                    "If the icon does not answer, open the web viewer from the intranet page \"Downtime\".",
                )),
                workstation: Some(words(workstation)),
                paper: words(paper),
                afterwards: Some(words(
                    "Enter medications first, then orders, then vital signs. A second person looks.",
                )),
            };
            self.done(days, write)?;
        }
        Ok(())
    }

    fn packs(&self) -> Result<()> {
        let mut forms = Vec::new();
        for (code, title, into) in [
            ("MAR", "Medication administration record", "Medication administration"),
            ("REG", "Emergency registration", "Registration"),
            ("ORD", "Orders", "Order entry"),
        ] {
            let add = AddForm {
                org: self.hospital.org,
                code: code.into(),
                title: words(title),
                enters_into: words(into),
                first_number: Some(1_001),
            };
            forms.push(self.done(78, add)?.form);
        }
        for (area, form, copies) in
            [(CareArea::Emergency, 1, 60), (CareArea::Emergency, 2, 60), (CareArea::IntensiveCare, 0, 40)]
        {
            let (department, form) = (self.place(area)?.department, forms[form]);
            self.done(77, SetPack { department, form, copies })?;
            self.done(77, ReserveNumbers { department, form, copies, owner: None })?;
        }
        Ok(())
    }

    fn asset(&self, place: &Place, name: &str, kind: AssetKind, criticality: Criticality) -> Result<AssetId> {
        let add = AddAsset {
            org: self.hospital.org,
            name: name.into(),
            kind,
            criticality,
            holds_ephi: true,
            reaches_ephi: true,
            location: Some(place.location),
            department: (kind == AssetKind::Workstation).then_some(place.department),
            serial: None,
            maker: None,
            model: None,
            mac: None,
            address: None,
            operating_system: None,
            state: AssetState::InUse,
            patch_authority: PatchAuthority::OwnIt,
        };
        Ok(self.done(76, add)?.asset)
    }

    fn stations(&self) -> Result<()> {
        for (area, name, outlet, checked) in [
            (CareArea::Emergency, "DT-ED-01", Outlet::Both, 6),
            (CareArea::IntensiveCare, "DT-ICU-01", Outlet::Generator, 44),
        ] {
            let place = self.place(area)?;
            let asset = self.asset(place, name, AssetKind::Workstation, Criticality::Clinical)?;
            let printer = Some(words("The label-free printer beside it"));
            let keep = KeepStation { asset, department: place.department, outlet, printer, every_days: 30 };
            let station = self.done(75, keep)?.station;
            let day = self.now.minus(Span::days(checked)).date_in(&place.zone);
            let check = CheckStation {
                station,
                signs_in: true,
                prints: true,
                powered: true,
                copied: day.checked_sub(1.day())?.at(23, 0, 0, 0).strftime("%Y-%m-%dT%H:%M").to_string(),
                note: None,
            };
            self.done(checked, check)?;
        }
        Ok(())
    }

    fn drill(&self) -> Result<()> {
        let place = self.place(CareArea::Emergency)?;
        let record = RecordDrill {
            org: self.hospital.org,
            kind: DrillKind::Walkthrough,
            covers: Covers::Ehr,
            departments: vec![place.department, self.place(CareArea::IntensiveCare)?.department],
            held_on: self.day(&place.zone, -60)?,
            took_part: 14,
            scenario: words("The record system stops at shift change and stays away for two hours."),
            evidence: words(
                "Signed list of those who took part and the timed log: binder \"Contingency\", part 4.",
            ),
            evidence_sha256: None,
            findings: Some(words(
                "The binder of the ward was one version behind. It was replaced the same day.",
            )),
            passed: true,
            next_on: self.day(&place.zone, 120)?,
        };
        self.done(58, record)?;
        Ok(())
    }

    fn upgrade(&self) -> Result<()> {
        let place = self.place(CareArea::Emergency)?;
        let system =
            self.asset(place, "Record system (invented)", AssetKind::System, Criticality::LifeSupport)?;
        let say = SayContinuity {
            asset: system,
            creates_ephi: true,
            receives_ephi: true,
            transmits_ephi: true,
            network_zone: None,
            rto_minutes: Some(180),
            rpo_minutes: Some(15),
        };
        self.done(74, say)?;
        let schedule = ScheduleDowntime {
            org: self.hospital.org,
            covers: Covers::Ehr,
            title: words("Upgrade of the record system"),
            systems: vec![system],
            departments: [CareArea::Emergency, CareArea::IntensiveCare, CareArea::Inpatient]
                .into_iter()
                .map(|area| Ok(self.place(area)?.department))
                .collect::<Result<_>>()?,
            from: format!("{}T01:00", self.day(&place.zone, 5)?),
            until: format!("{}T04:30", self.day(&place.zone, 5)?),
            notice_hours: Some(48),
            ticket: None,
        };
        self.done(1, schedule)?;
        Ok(())
    }
}
