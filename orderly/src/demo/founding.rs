//! The beginning of the demo: a provider is founded, takes on three clients, everybody is invited and some
//! come in, the agreements are signed and the devices are listed. Each step is an order like any other.

mod papers;

use super::{
    PASSWORD, SignIn,
    cast::{Cast, Client, Place, Player},
    devices::{self, Stand},
    give,
    places::{self, CLIENTS, PROVIDER, SUBCONTRACTOR},
    sign_ins,
    staff::{Arrival, DOMAINS, Member, OWNER, STAFF},
    together,
};
use anyhow::{Result, anyhow};
use futures_executor::block_on;
use jiff::ToSpan;
use kernel::{Chance, DepartmentId, LocationId, Moment, OrgId, Span, Who};
use law::{Answer, PartyQuestion};
use office::Office;
use organizations::{AddDepartment, AddLocation, AddOrganization, AnswerPartyTest, FoundHouse, PlaceKind};
use people::{
    AcceptInvitation, AddCertification, AddPerson, BeginTotp, ConfirmTotp, FirstOwner, RecordTraining, Secret,
};
use std::thread;

const HOUSE: Who = Who::House("demo");
/// The number of the client at which the subcontractor works.
const HOSPITAL: usize = 3;

/// The founding as it goes on: who asks, and what time it is in the story.
struct Founding<'a> {
    office: &'a Office,
    /// The moment at which the demo is looked at; the story is told up to it.
    now: Moment,
    at: Moment,
    owner: Who,
    serial: u32,
}

/// A department as it was made, with where it is.
struct Made {
    place: Place,
    /// Its part of a device's name.
    short: &'static str,
}

/// Somebody who was added, with the secret of their link.
struct Invited {
    member: &'static Member,
    player: Player,
    link: String,
}

/// Makes everything but the tickets.
pub(super) fn found(office: &Office, now: Moment, chance: &mut Chance) -> Result<Cast> {
    let at = now.minus(Span::days(92));
    let mut founding = Founding { office, now, at, owner: HOUSE, serial: 0 };
    let provider =
        block_on(give(office, at, &HOUSE, FoundHouse { name: PROVIDER.name.into(), kind: PROVIDER.kind }))?;
    let provider = provider.organization;
    let owner = founding.first_owner(provider)?;
    let mut sites = vec![founding.sites(provider, &PROVIDER)?];
    let mut invited = vec![owner];
    founding.staff(0, provider, &sites[0], &mut invited)?;
    let mut orgs = vec![provider];
    for (number, client) in CLIENTS.iter().enumerate() {
        let ana = invited.iter().find(|i| i.member.mail == "ana").map(|i| i.player.person);
        let order = AddOrganization {
            name: client.name.into(),
            kind: client.kind,
            provider: None,
            account_owner: ana,
        };
        let org = founding.give(order)?.organization;
        founding.give(covered(org))?;
        let made = founding.sites(org, client)?;
        founding.staff(number + 1, org, &made, &mut invited)?;
        orgs.push(org);
        sites.push(made);
    }
    let copperline = founding.subcontractor(provider, &mut invited)?;
    founding.arrive(&mut invited[1..], chance)?;
    let sign_ins = founding.equip(&invited)?;
    let people: Vec<Player> = invited.into_iter().map(|i| i.player).collect();
    let agreements = founding.agreements(provider, &orgs[1..], &people)?;
    founding.engage(orgs[HOSPITAL], agreements[HOSPITAL - 1], copperline, &people)?;
    founding.contracts(&orgs[1..])?;
    let mut clients = Vec::new();
    for (number, (made, agreement)) in sites.into_iter().skip(1).zip(agreements).enumerate() {
        let departments = founding.devices(orgs[number + 1], &CLIENTS[number], made)?;
        let name = CLIENTS[number].name.to_owned();
        clients.push(Client { org: orgs[number + 1], name, departments, agreement });
    }
    Ok(Cast { provider, clients, people, sign_ins })
}

/// Every client gives care and sends claims electronically, and does nothing for others: a covered entity (45 CFR 160.103).
fn covered(organization: OrgId) -> AnswerPartyTest {
    let answer = |question| match question {
        PartyQuestion::Provider | PartyQuestion::Electronic => Answer::Yes,
        _ => Answer::No,
    };
    let asked = law::party_questions().iter().map(|inquiry| inquiry.question);
    AnswerPartyTest { organization, answers: asked.map(|question| (question, answer(question))).collect() }
}

impl Founding<'_> {
    /// Carries out an order of the owner's, a minute after the last.
    fn give<O: office::Order>(&mut self, order: O) -> Result<O::Receipt> {
        self.at = self.at.plus(Span::minutes(1));
        block_on(give(self.office, self.at, &self.owner, order))
    }

    fn first_owner(&mut self, org: OrgId) -> Result<Invited> {
        let email = format!("{}@{}", OWNER.mail, DOMAINS[0]);
        let order = FirstOwner { org, name: OWNER.name.into(), email: email.clone() };
        let added = block_on(give(self.office, self.at, &HOUSE, order))?;
        let player = player(&OWNER, org, email, added.person, None);
        let mut owner = Invited { member: &OWNER, player, link: added.link.secret };
        self.arrive(std::slice::from_mut(&mut owner), &mut Chance::from_number(0))?;
        self.owner = owner.player.who();
        Ok(owner)
    }

    fn sites(&mut self, org: OrgId, what: &'static places::Organization) -> Result<Vec<Made>> {
        let mut made = Vec::new();
        for site in what.locations {
            let always = site.weekdays.is_none();
            let location = self.give(AddLocation {
                organization: org,
                name: site.name.into(),
                zone: site.zone.into(),
                kind: site.kind,
                always,
                weekdays: site.weekdays.map(str::to_owned),
                saturday: site.saturday.map(str::to_owned),
                sunday: None,
                special_days: Vec::new(),
                federal_holidays: !always,
                dispatch: site.kind != PlaceKind::Remote,
                travel_minutes: Some(35),
            })?;
            for department in site.departments {
                let added = self.give(AddDepartment {
                    location: location.location,
                    name: department.name.into(),
                    care_area: department.care_area,
                    phone: Some(department.phone.into()),
                })?;
                let place = Place {
                    department: added.department,
                    location: location.location,
                    name: department.name.into(),
                    care_area: department.care_area,
                    zone: site.zone.into(),
                    devices: Vec::new(),
                };
                made.push(Made { place, short: department.short });
            }
        }
        Ok(made)
    }

    fn staff(&mut self, number: usize, org: OrgId, made: &[Made], invited: &mut Vec<Invited>) -> Result<()> {
        for member in STAFF.iter().filter(|m| m.org == number) {
            let place = member.department.map(|name| {
                let found = made.iter().find(|m| m.place.name == name);
                found
                    .map(|m| (m.place.location, m.place.department))
                    .ok_or_else(|| anyhow!("no department {name}"))
            });
            let place: Option<(LocationId, DepartmentId)> = place.transpose()?;
            let email = format!("{}@{}", member.mail, DOMAINS[number]);
            let added = self.give(AddPerson {
                org,
                name: member.name.into(),
                email: email.clone(),
                roles: member.roles.to_vec(),
                title: Some(member.title.into()),
                location: place.map(|p| p.0),
                department: place.map(|p| p.1),
            })?;
            let player = player(member, org, email, added.person, place.map(|p| p.1));
            invited.push(Invited { member, player, link: added.link.secret });
        }
        Ok(())
    }

    /// Those who work here choose their passwords. Hashing is slow on purpose, so it is done on all
    /// processors at once.
    fn arrive(&mut self, invited: &mut [Invited], chance: &mut Chance) -> Result<()> {
        self.at = self.at.plus(Span::hours(1));
        let (office, at) = (self.office, self.at);
        let mut orders = Vec::new();
        for who in invited.iter_mut().filter(|i| i.member.arrival != Arrival::Invited) {
            let password = match who.member.arrival {
                Arrival::SignIn => PASSWORD.to_owned(),
                // Nobody knows it, and nobody needs it.
                _ => hex::encode(chance.bytes::<16>()),
            };
            let link = Secret::new(who.link.clone());
            orders.push(AcceptInvitation { link, password: Secret::new(password), hashed: None });
            who.player.arrived = true;
        }
        let processors = thread::available_parallelism().map_or(1, usize::from).min(8);
        let share = orders.len().div_ceil(processors).max(1);
        thread::scope(|scope| {
            let accept = |part: &[AcceptInvitation]| -> Result<()> {
                for order in part {
                    block_on(give(office, at, &Who::Nobody, order.clone()))?;
                }
                Ok(())
            };
            let parts: Vec<_> = orders.chunks(share).map(|part| scope.spawn(move || accept(part))).collect();
            parts
                .into_iter()
                .try_for_each(|p| p.join().map_err(|_| anyhow!("choosing passwords panicked"))?)
        })
    }

    /// Training and certifications for those who work here, and second factors for those a visitor signs in
    /// as.
    fn equip(&mut self, invited: &[Invited]) -> Result<Vec<SignIn>> {
        let trained = self.at.minus(Span::days(14)).date_in("UTC").to_string();
        let until = (self.now.date_in("UTC") + 11.months()).to_string();
        let mut sign_ins = Vec::new();
        for Invited { member, player, .. } in invited.iter().filter(|i| i.player.arrived) {
            self.give(RecordTraining { person: player.person, on: trained.clone() })?;
            let certificates: &[&str] = match member.mail {
                "priya" => &["Epic Bridges", "Epic Hyperdrive"],
                "marco" => &["Wireless network professional"],
                "bea" => &["Certified biomedical equipment technician"],
                _ => &[],
            };
            for name in certificates {
                self.give(AddCertification {
                    person: player.person,
                    name: (*name).into(),
                    issuer: Some("Invented Certification Board".into()),
                    valid_until: Some(until.clone()),
                })?;
            }
            if member.arrival == Arrival::SignIn {
                sign_ins.push(self.second_factor(member, player)?);
            }
        }
        // As the printed list begins: at the bedside.
        let order = ["nora", "theo", "priya", "clara", "pat", "olive"];
        sign_ins.sort_by_key(|s: &SignIn| order.iter().position(|mail| s.email.starts_with(mail)));
        Ok(sign_ins)
    }

    fn second_factor(&mut self, member: &Member, player: &Player) -> Result<SignIn> {
        self.at = self.at.plus(Span::minutes(1));
        let who = player.who();
        let begun = block_on(give(self.office, self.at, &who, BeginTotp {}))?;
        let code = sign_ins::code(&begun.secret, self.at)?;
        block_on(give(self.office, self.at, &who, ConfirmTotp { code: Secret::new(code) }))?;
        let place = member.org.checked_sub(1).map_or(PROVIDER.name, |client| CLIENTS[client].name);
        Ok(SignIn {
            person: player.person,
            email: player.email.clone(),
            name: member.name.into(),
            title: format!("{}, {place}", member.title),
            password: PASSWORD.into(),
            totp: begun.secret,
        })
    }

    /// Those who look after the scanners: an organization of its own, whose people see nothing yet.
    fn subcontractor(&mut self, provider: OrgId, invited: &mut Vec<Invited>) -> Result<OrgId> {
        let order = AddOrganization {
            name: SUBCONTRACTOR.name.into(),
            kind: SUBCONTRACTOR.kind,
            provider: Some(provider),
            account_owner: None,
        };
        let org = self.give(order)?.organization;
        let made = self.sites(org, &SUBCONTRACTOR)?;
        self.staff(CLIENTS.len() + 1, org, &made, invited)?;
        Ok(org)
    }

    fn devices(&mut self, org: OrgId, what: &places::Organization, made: Vec<Made>) -> Result<Vec<Place>> {
        let mut orders = Vec::new();
        for (number, Made { place, short }) in made.iter().enumerate() {
            let stand = Stand {
                org,
                short: (what.short, short),
                location: Some(place.location),
                department: Some(place.department),
            };
            for kit in devices::kits(place.care_area) {
                let all = devices::orders(kit, stand, &mut self.serial);
                orders.extend(all.into_iter().map(|order| (Some((number, kit.word)), order)));
            }
        }
        let anywhere = Stand { org, short: (what.short, "SITE"), location: None, department: None };
        for kit in devices::COMMON {
            let all = devices::orders(kit, anywhere, &mut self.serial);
            orders.extend(all.into_iter().map(|order| (None, order)));
        }
        self.at = self.at.plus(Span::hours(1));
        let (office, at, owner) = (self.office, self.at, self.owner.clone());
        let added = together(office, orders.iter().map(|(_, order)| give(office, at, &owner, order.clone())));
        let mut places: Vec<Place> = made.into_iter().map(|m| m.place).collect();
        for ((at, _), receipt) in orders.iter().zip(block_on(added)?) {
            if let Some((number, word)) = at {
                places[*number].devices.push(((*word).to_owned(), receipt.asset));
            }
        }
        Ok(places)
    }
}

fn player(
    member: &Member,
    org: OrgId,
    email: String,
    person: kernel::PersonId,
    department: Option<DepartmentId>,
) -> Player {
    Player {
        person,
        org,
        name: member.name.into(),
        email,
        title: member.title.into(),
        roles: member.roles.to_vec(),
        department,
        arrived: false,
    }
}
