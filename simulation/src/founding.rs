//! The town is founded by orders, as any house is: organizations, places, departments, devices, people who
//! accept their invitations and are trained, agreements signed by both sides, a rota and a policy of
//! escalation.

use crate::Plan;
use crate::auditor::{Auditor, Subscribed, Turns, hours};
use crate::door::Door;
use crate::town::{HOSPITAL, PRACTICE, PROVIDER, Person, SITES, SUBCONTRACTOR, Town, WARDS, Ward, name};
use crate::year::between;
use crate::{papers, terms, writes};
use anyhow::{Context, Result};
use assets::{AddAsset, AssetKind, AssetState, Criticality, PatchAuthority};
use jiff::civil::{Date, Weekday};
use kernel::{Chance, Private, Role, Who};
use office::AddWebhook;
use oncall::words::{AfterHours, Every, OnChange, StepBegins, Target};
use oncall::{AddStep, OpenPolicy, OpenRota, SetGateway, SetMyPhone};
use organizations::{AddDepartment, AddLocation, AddOrganization, FoundHouse, OrgKind, PlaceKind};
use people::{AcceptInvitation, AddPerson, FirstOwner, RecordTraining, Secret};

const FOUNDER: Who = Who::House("first start");

/// Makes the town, in the days before the year begins.
///
/// # Errors
/// A fault of the house, a refusal, a finding of the auditor.
pub fn found(door: &mut Door, plan: &Plan, chance: &mut Chance) -> Result<Town> {
    let first = plan.first;
    let mut town = Town::default();
    let provider = FoundHouse { name: "Harborlight IT".into(), kind: OrgKind::Provider };
    let provider = door.must(&FOUNDER, None, provider)?.organization;
    town.orgs.push(provider);
    owner(door, &mut town)?;
    let today = hours::date(door.now());
    hire(door, &mut town, PROVIDER, Role::AccountOwner, None, today)?;
    let owner = town.people[0].who();
    let account = town.people[1].clone();
    for (name, kind) in
        [("Saint Alder Hospital", OrgKind::Hospital), ("Larkspur Practice", OrgKind::Practice)]
    {
        let (name, provider) = (name.to_owned(), Some(provider));
        let order = AddOrganization { name, kind, provider, account_owner: Some(account.id) };
        let org = door.must(&owner, None, order)?.organization;
        door.auditor.books.owners.insert(org.to_string(), account.email.clone());
        town.orgs.push(org);
    }
    places(door, &mut town)?;
    staff(door, &mut town, plan.reporters, chance)?;
    // The practice's ends within the first third of the year, and nobody renews it in time.
    let third = i64::from(plan.days / 3).clamp(4, 100);
    for (client, days) in [(HOSPITAL, 300), (PRACTICE, 30 + third)] {
        let begins = first.checked_sub(jiff::Span::new().days(30))?;
        papers::sign(door, &town, client, None, (begins, begins.checked_add(jiff::Span::new().days(days))?))?;
    }
    subcontractor(door, &mut town, first)?;
    on_call(door, &mut town, first)?;
    programs(door, &town)?;
    terms::found(door, &town)?;
    writes::found(door, &town)?;
    Ok(town)
}

fn owner(door: &mut Door, town: &mut Town) -> Result<()> {
    let (name, email) = (name(0), "owner@year.example".to_owned());
    let order = FirstOwner { org: town.orgs[PROVIDER], name, email: email.clone() };
    let added = door.must(&FOUNDER, None, order)?;
    let person =
        Person { id: added.person, email, org: PROVIDER, role: Role::Owner, ward: None, left: false };
    let today = hours::date(door.now());
    arrive(door, town, person, &added.link.secret, today)
}

/// Somebody accepts the invitation; when they were trained is recorded.
fn arrive(door: &mut Door, town: &mut Town, person: Person, link: &str, trained: Date) -> Result<()> {
    let password = Secret::new(format!("a long password of {}", person.email));
    let accept = AcceptInvitation { link: Secret::new(link), password, hashed: None };
    door.must(&Who::Nobody, None, accept)?;
    let known = crate::auditor::Known {
        org: town.orgs[person.org],
        email: person.email.clone(),
        senior: person.role == Role::SeniorTechnician,
        cares: matches!(
            person.role,
            Role::Owner | Role::AccountOwner | Role::PracticeOwner | Role::ComplianceOfficer
        ),
        ended: None,
        trained: i64::MIN / 2,
    };
    door.auditor.books.people.insert(person.id, known);
    town.people.push(person);
    train(door, town, town.people.len() - 1, trained)
}

/// Somebody had their training on a day.
///
/// # Errors
/// As [`found`].
pub fn train(door: &mut Door, town: &Town, who: usize, on: Date) -> Result<()> {
    let person = town.people[who].id;
    let owner = town.people[0].who();
    door.give(&owner, None, RecordTraining { person, on: on.to_string() }, |auditor, _, _| {
        if let Some(known) = auditor.books.people.get_mut(&person) {
            known.trained = hours::micros(on);
        }
    })?;
    Ok(())
}

/// Somebody begins to work somewhere.
///
/// # Errors
/// As [`found`].
pub fn hire(
    door: &mut Door,
    town: &mut Town,
    org: usize,
    role: Role,
    ward: Option<usize>,
    trained: Date,
) -> Result<usize> {
    let n = town.people.len();
    let email = format!(
        "{}{n}@{}.example",
        role.word(),
        ["harborlight", "saintalder", "larkspur", "copperline"][org]
    );
    let order = AddPerson {
        org: town.orgs[org],
        name: name(n),
        email: email.clone(),
        roles: vec![role],
        title: None,
        location: ward.map(|w| town.locations[town.wards[w].site]),
        department: ward.map(|w| town.wards[w].department),
    };
    let owner = town.people[0].who();
    let added = door.must(&owner, None, order)?;
    let person = Person { id: added.person, email, org, role, ward, left: false };
    arrive(door, town, person, &added.link.secret, trained)?;
    Ok(n)
}

fn places(door: &mut Door, town: &mut Town) -> Result<()> {
    let owner = town.people[0].who();
    for site in &SITES {
        door.auditor.promises.place(&site.opening);
        let opening = site.opening;
        let span = |(from, to): (i64, i64)| format!("{from:02}:00-{to:02}:00");
        let order = AddLocation {
            organization: town.orgs[site.org],
            name: site.name.into(),
            zone: door.faults.zone(site.name, opening.zone.name()).to_owned(),
            kind: PlaceKind::OnSite,
            always: opening.always,
            weekdays: (!opening.always).then(|| span(opening.weekdays)),
            saturday: opening.saturday.map(span),
            sunday: None,
            special_days: Vec::new(),
            federal_holidays: opening.federal_holidays,
            dispatch: true,
            travel_minutes: Some(20),
        };
        town.locations.push(door.must(&owner, None, order)?.location);
    }
    for (n, (site, name, area, often)) in WARDS.into_iter().enumerate() {
        let location = town.locations[site];
        let order = AddDepartment { location, name: name.into(), care_area: area, phone: None };
        let department = door.must(&owner, None, order)?.department;
        let org = SITES[site].org;
        let mut ward = Ward { org, site, department, often, devices: Vec::new() };
        for device in 0..2 + n % 2 {
            ward.devices.push(self::device(door, town, &ward, (n, device))?);
        }
        town.wards.push(ward);
    }
    Ok(())
}

fn device(door: &mut Door, town: &Town, ward: &Ward, (n, device): (usize, usize)) -> Result<kernel::AssetId> {
    let critical = [Criticality::LifeSupport, Criticality::Clinical, Criticality::Business];
    let order = AddAsset {
        org: town.orgs[ward.org],
        name: format!("Device {n}-{device}"),
        kind: if device == 0 { AssetKind::MedicalDevice } else { AssetKind::Workstation },
        criticality: if n < 3 { critical[device.min(2)] } else { critical[(device + 1).min(2)] },
        holds_ephi: device == 1,
        reaches_ephi: true,
        location: Some(town.locations[ward.site]),
        department: Some(ward.department),
        serial: None,
        maker: None,
        model: None,
        mac: None,
        address: None,
        operating_system: None,
        state: AssetState::InUse,
        patch_authority: PatchAuthority::Biomedical,
    };
    Ok(door.must(&town.people[0].who(), None, order)?.asset)
}

fn staff(door: &mut Door, town: &mut Town, reporters: u32, chance: &mut Chance) -> Result<()> {
    let today = hours::date(door.now());
    // The last training of each was some day of the year before.
    let mut hired = |door: &mut Door, town: &mut Town, org, role, ward| {
        let trained = today.checked_sub(jiff::Span::new().days(between(chance, 0, 330)))?;
        hire(door, town, org, role, ward, trained).map(drop)
    };
    for _ in 0..8 {
        hired(door, town, PROVIDER, Role::Technician, None)?;
    }
    for _ in 0..3 {
        hired(door, town, PROVIDER, Role::SeniorTechnician, None)?;
    }
    hired(door, town, PROVIDER, Role::ComplianceOfficer, None)?;
    hired(door, town, HOSPITAL, Role::ComplianceOfficer, None)?;
    hired(door, town, PRACTICE, Role::PracticeOwner, None)?;
    for ward in 0..town.wards.len() {
        for _ in 0..reporters {
            hired(door, town, town.wards[ward].org, Role::Reporter, Some(ward))?;
        }
    }
    Ok(())
}

/// A firm that works for the provider at the practice, under an agreement that hangs from the provider's own.
fn subcontractor(door: &mut Door, town: &mut Town, first: Date) -> Result<()> {
    let (owner, provider) = (town.people[0].who(), Some(town.orgs[PROVIDER]));
    let (name, kind) = ("Copperline".to_owned(), OrgKind::Subcontractor);
    let order = AddOrganization { name, kind, provider, account_owner: None };
    let org = door.must(&owner, None, order)?.organization;
    town.orgs.push(org);
    let today = hours::date(door.now());
    let partner = hire(door, town, SUBCONTRACTOR, Role::AccountOwner, None, today)?;
    hire(door, town, SUBCONTRACTOR, Role::Technician, None, today)?;
    papers::engage(door, town, partner, first)
}

fn on_call(door: &mut Door, town: &mut Town, first: Date) -> Result<()> {
    let (org, owner) = (town.orgs[PROVIDER], town.people[0].who());
    let mut monday = first.checked_sub(jiff::Span::new().days(14))?;
    while monday.weekday() != Weekday::Monday {
        monday = monday.tomorrow()?;
    }
    let people: Vec<_> = town.with(PROVIDER, Role::Technician).iter().map(|n| town.people[*n].id).collect();
    let order = OpenRota {
        org,
        name: "Service desk".into(),
        people: people.clone(),
        every: Every::Weekly,
        times: None,
        starts: format!("{monday}T08:00"),
        only: Vec::new(),
        certification: None,
        always: true,
        zone: Some(hours::Zone::Central.name().into()),
    };
    let calls = |auditor: &mut Auditor, _: &_, now| {
        auditor.calls.anchor = hours::micros(monday) + 8 * 3_600_000_000;
        auditor.calls.turns.push(Turns { since: now, people });
    };
    let rota = door.give(&owner, None, order, calls)?.context("a rota")?.rota;
    town.rota = Some(rota);
    let policy = OpenPolicy { org, name: "Urgent".into(), priority: 2, after_hours: AfterHours::Continue };
    let policy = door.must(&owner, None, policy)?.policy;
    let step = |minutes, target| AddStep {
        policy,
        minutes,
        begins: StepBegins::AfterOpened,
        target,
        person: None,
        role: None,
        rota: None,
        tier: None,
        running: OnChange::Keep,
    };
    door.must(&owner, None, AddStep { rota: Some(rota), ..step(5, Target::Rota) })?;
    let seniors = AddStep { role: Some(Role::SeniorTechnician), ..step(15, Target::Role) };
    door.must(&owner, None, seniors)?;
    Ok(())
}

/// Half of those who are called have a telephone; a program of the hospital hears of what was missed.
fn programs(door: &mut Door, town: &Town) -> Result<()> {
    let owner = town.people[0].who();
    // Whatever the address says, the year's programs are where the rounds hand over.
    let secret = "a secret of the gateway";
    let address = "http://localhost:9/messages".to_owned();
    let gateway = SetGateway { org: town.orgs[PROVIDER], address, secret: Private::from(secret) };
    let set = |auditor: &mut Auditor, _: &_, _| auditor.messages.gateway = Some(secret.to_owned());
    door.give(&owner, None, gateway, set)?.context("a gateway")?;
    for (n, who) in town.desk().into_iter().enumerate().filter(|(n, _)| n % 2 == 0) {
        let (person, phone) = (&town.people[who], format!("+1555010{n:04}"));
        let order = SetMyPhone { phone: Some(Private::from(phone.as_str())) };
        door.give(&person.who(), None, order, |auditor, _, _| {
            auditor.messages.phones.insert(person.id, phone);
        })?;
    }
    let org = town.orgs[HOSPITAL];
    let facts = ["desk.promise-missed", "agreements.agreement-lapsing"];
    let secret = "a secret of the program";
    let hook = AddWebhook {
        org,
        address: "http://localhost:9/facts".to_owned(),
        facts: facts.join(", "),
        secret: Private::from(secret),
    };
    let subscribed = Subscribed { org: org.to_string(), facts };
    let heard = |auditor: &mut Auditor, _: &_, _| {
        auditor.messages.subscribed = Some((subscribed, secret.to_owned()));
    };
    door.give(&owner, None, hook, heard)?.context("a webhook")?;
    Ok(())
}
