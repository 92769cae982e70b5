//! Last night at the hospital: ransomware on a workstation of the billing office, isolated within the hour, with evidence
//! that went from hand to hand and a record of what may be a breach. It is still open when a visitor comes in.

use super::{
    cast::{Cast, Client},
    give,
};
use anyhow::{Context, Result};
use breach::{AddKnowledge, Cause, CountAffected, EntityKind, KnowerKind, Medium, OpenBreach};
use futures_executor::block_on;
use incidents::{
    AddSign, ConfirmIsolation, DeclareIncident, Effect, EvidenceKind, FinishTask, IncidentKind, IncidentRole,
    IndicatorKind, Means, NameRole, NameSystem, OneIncident, OrderIsolation, TakeEvidence,
};
use kernel::{AssetId, IncidentId, Moment, Private, Span};
use office::{Office, Order};

/// The night as it is told.
struct Night<'a> {
    office: &'a Office,
    cast: &'a Cast,
    now: Moment,
}

impl Night<'_> {
    /// Somebody does something, so many minutes ago.
    fn by<O: Order>(&self, mail: &str, minutes: i64, order: O) -> Result<O::Receipt> {
        let found = self.cast.people.iter().find(|p| p.email.starts_with(mail));
        let who = found.with_context(|| format!("nobody is called {mail}"))?.who();
        block_on(give(self.office, self.now.minus(Span::minutes(minutes)), &who, order))
    }
}

fn words(text: &str) -> Private {
    Private::from(text)
}

/// Tells it, half a day before the present.
pub(super) fn tell(office: &Office, cast: &Cast, now: Moment) -> Result<()> {
    let night = Night { office, cast, now };
    let hospital = cast.clients.get(2).context("there is a hospital")?;
    let stations: Vec<AssetId> = hospital
        .departments
        .iter()
        .rev()
        .flat_map(|place| place.devices.iter().filter(|(word, _)| word == "WS").map(|(_, asset)| *asset))
        .take(3)
        .collect();
    let declare = DeclareIncident {
        org: hospital.org,
        ticket: None,
        kind: IncidentKind::Ransomware,
        title: "Encrypted files on an office workstation".into(),
        severity: None,
        by_alert: true,
        detected: None,
        words: Some(words(
            "The endpoint agent saw hundreds of files renamed within a minute, and stopped it.",
        )),
    };
    let incident = night.by("tess@", 700, declare)?.incident;
    work_on(&night, incident, &stations)?;
    let owner = cast.owner().who();
    let asked = block_on(office.at(now).answer(&owner, OneIncident { incident }));
    let file = asked.map_err(|stop| anyhow::anyhow!(crate::runtime::said(&stop)))?;
    for task in file.tasks.iter().take(3) {
        night.by("tess@", 600, FinishTask { task: task.id, words: Some(words("Done within the hour.")) })?;
    }
    record(&night, hospital, incident)
}

/// What is done in its first hour: systems named, one of them isolated, people in their roles, evidence taken.
fn work_on(night: &Night, incident: IncidentId, stations: &[AssetId]) -> Result<()> {
    for (at, asset) in stations.iter().enumerate() {
        let effect = if at == 0 { Effect::Affected } else { Effect::Suspected };
        night.by("tess@", 696, NameSystem { incident, asset: *asset, effect })?;
    }
    let first = *stations.first().context("a workstation")?;
    let isolation =
        night.by("marco@", 690, OrderIsolation { incident, asset: first, means: Means::Agent })?.isolation;
    let confirm = ConfirmIsolation {
        isolation,
        means: None,
        at: None,
        proof: words("The console says isolated; a ping from the next station gets no answer."),
    };
    night.by("tess@", 682, confirm)?;
    let people = night.cast.people.iter().find(|p| p.email.starts_with("marco@")).map(|p| p.person);
    let role = |role, person, outside: Option<&str>| NameRole {
        incident,
        role,
        person,
        outside: outside.map(words),
    };
    night.by("marco@", 680, role(IncidentRole::Commander, people, None))?;
    night.by(
        "marco@",
        679,
        role(IncidentRole::Counsel, None, Some("Sample & Sample LLP, 555 0100, day and night")),
    )?;
    let take = TakeEvidence {
        incident,
        kind: EvidenceKind::MemoryImage,
        asset: Some(first),
        sha256: words(&"d2".repeat(32)),
        size_bytes: Some(17_179_869_184),
        taken: None,
        words: words("Memory of the workstation; drive 4 in the safe of the server room, seal 0117."),
    };
    night.by("tess@", 640, take)?;
    let sign = AddSign { incident, kind: IndicatorKind::FileName, sign: words("how-to-restore.hta") };
    night.by("tess@", 630, sign)?;
    Ok(())
}

/// The record of what may be a breach: presumed one, and its clocks run.
fn record(night: &Night, hospital: &Client, incident: IncidentId) -> Result<()> {
    let zone = hospital.departments.first().map_or("UTC", |p| p.zone.as_str());
    let day = |minutes: i64| night.now.minus(Span::minutes(minutes)).date_in(zone).to_string();
    let open = OpenBreach {
        org: hospital.org,
        incident: Some(incident),
        title: "Files of the office workstation".into(),
        entity: EntityKind::CoveredEntity,
        agreement: None,
        cause: Cause::Hacking,
        medium: Medium::Desktop,
        happened_from: Some(day(700)),
        happened_to: Some(day(700)),
        known_since: None,
        california: Some(false),
        story: words(
            "Exports of the billing system lay on it; whether they were copied out is not known yet.",
        ),
    };
    let breach = night.by("olive@", 560, open)?.breach;
    let known = AddKnowledge {
        breach,
        knower: KnowerKind::AssociateAsAgent,
        since: day(700),
        passed_on: None,
        facts: Some(words("The desk of Harborlight saw the alert.")),
    };
    night.by("olive@", 558, known)?;
    let count = CountAffected { breach, affected: "PA=420, NJ=35".into(), elsewhere: 0, unreachable: None };
    night.by("olive@", 300, count).map(drop)
}
