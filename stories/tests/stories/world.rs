//! The small world of the stories. Harborlight IT serves Larkspur Family Practice under an agreement and Meridian Surgery
//! Center without one.

use agreements::contracts::{BillingModel, ContractKind, CoveredHours, CoveredPeople, TypedTerms};
use futures_executor::block_on;
use kernel::{DepartmentId, LocationId, Moment, OrgId, Role, Span, Stop, Who};
use office::{Charted, Order, Question};
use orderly::{House, Needed, house};
use organizations::{CareArea, OrgKind, PlaceKind};
use people::Secret;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};
use store::proving::{self, Guard};

/// Monday 2 November 2026, 09:00 in Chicago.
pub const START: &str = "2026-11-02T15:00:00Z";
pub const PASSWORD: &str = "correct horse battery staple";
pub const ORIGIN: &str = "desk.example.org/orderly";
pub const MASTER: [u8; 32] = [7; 32];

/// A place on one of the engines, ready to be opened once or several times.
pub struct Place {
    pub engine: &'static str,
    place: store::Place,
    _guard: Guard,
    clock: Arc<AtomicI64>,
}

/// A fresh place on each engine.
pub fn places() -> Vec<Place> {
    let start: jiff::Timestamp = START.parse().unwrap();
    let clock = || Arc::new(AtomicI64::new(start.as_microsecond()));
    let of = |(engine, place, guard)| Place { engine, place, _guard: guard, clock: clock() };
    proving::places().into_iter().map(of).collect()
}

impl Place {
    /// Opens the house; a second time it is a second server on the same place.
    pub fn open(&self, seed: u64) -> House {
        self.open_with(seed, MASTER).unwrap()
    }

    pub fn open_with(&self, seed: u64, master: [u8; 32]) -> anyhow::Result<House> {
        let clock = self.clock.clone();
        house::open(Needed {
            place: self.place.clone(),
            master,
            origin: ORIGIN.to_owned(),
            // Every look at the clock is a millisecond later, so that what happened later also sorts later.
            clock: Box::new(move || Moment::from_micros(clock.fetch_add(1000, Ordering::Relaxed))),
            chance: house::seeded(seed),
            aside: Box::new(|job| drop(std::thread::spawn(job))),
        })
    }

    pub fn pass(&self, span: Span) {
        self.clock.fetch_add(span.0, Ordering::Relaxed);
    }

    /// Where it is, for another process that opens the same.
    pub fn at(&self) -> &store::Place {
        &self.place
    }
}

/// The world. `place` stands last, so that it goes when everything else is gone.
pub struct World {
    pub house: House,
    pub harborlight: OrgId,
    pub larkspur: OrgId,
    pub meridian: OrgId,
    pub clinic: LocationId,
    pub ward: DepartmentId,
    pub theatre: DepartmentId,
    /// Owner at Harborlight.
    pub owner: Who,
    pub technician: Who,
    pub senior: Who,
    /// Compliance officer at Harborlight.
    pub officer: Who,
    /// Reporter at Larkspur.
    pub nurse: Who,
    /// Practice owner at Larkspur.
    pub practice_owner: Who,
    /// Reporter at Meridian.
    pub stranger: Who,
    /// Practice owner at Meridian.
    pub meridian_owner: Who,
    pub agreement: kernel::AgreementId,
    pub place: Place,
}

/// What is usually agreed in a service contract.
pub fn terms(kind: ContractKind) -> TypedTerms {
    TypedTerms {
        kind,
        people: CoveredPeople::Everyone,
        most_people: None,
        departments: Vec::new(),
        roles: Vec::new(),
        hours: CoveredHours::Always,
        calendar: None,
        locations: Vec::new(),
        asset_kinds: Vec::new(),
        assets: Vec::new(),
        on_site: true,
        rate: Some("185.00".into()),
        late_rate: Some("277.50".into()),
        minimum_minutes: Some(30),
        billing: BillingModel::Flat,
        price: Some("4,200.00".into()),
        block_hours: None,
    }
}

/// Tells a story on each engine.
pub fn on_each(story: impl Fn(&World)) {
    for place in places() {
        let engine = place.engine;
        eprintln!("on {engine}");
        story(&World::new(place));
    }
}

impl World {
    pub fn new(place: Place) -> Self {
        let house = place.open(1);
        let founder = Who::House("first start");
        let do_ = Doing(&house);
        let found = organizations::FoundHouse { name: "Harborlight IT".into(), kind: OrgKind::Provider };
        let harborlight = do_.one(&founder, found).organization;
        let owner = do_.first_owner(harborlight);
        let client = |name: &str, kind| {
            let add = organizations::AddOrganization {
                name: name.into(),
                kind,
                provider: Some(harborlight),
                account_owner: owner.person(),
            };
            do_.one(&owner, add).organization
        };
        let larkspur = client("Larkspur Family Practice", OrgKind::Practice);
        let meridian = client("Meridian Surgery Center", OrgKind::SurgeryCentre);
        let clinic = do_.location(&owner, larkspur, "Larkspur clinic");
        let centre = do_.location(&owner, meridian, "Meridian centre");
        let ward = do_.department(&owner, clinic, "Infusion room", CareArea::Procedure);
        let theatre = do_.department(&owner, centre, "Theatre 2", CareArea::OperatingRoom);
        let person = |org, name: &str, roles: &[Role]| do_.person(&owner, org, name, roles);
        let technician = person(harborlight, "Tess Sample", &[Role::Technician]);
        let senior = person(harborlight, "Sven Sample", &[Role::SeniorTechnician]);
        let officer = person(harborlight, "Odile Sample", &[Role::ComplianceOfficer]);
        let nurse = person(larkspur, "Nora Testwell", &[Role::Reporter]);
        let practice_owner = person(larkspur, "Paula Testwell", &[Role::PracticeOwner]);
        let stranger = person(meridian, "Sid Elsewhere", &[Role::Reporter]);
        let meridian_owner = person(meridian, "Mona Elsewhere", &[Role::PracticeOwner]);
        let agreement = do_.agreement(&officer, &practice_owner, larkspur, harborlight);
        Self {
            harborlight,
            larkspur,
            meridian,
            clinic,
            ward,
            theatre,
            owner,
            technician,
            senior,
            officer,
            nurse,
            practice_owner,
            stranger,
            meridian_owner,
            agreement,
            house,
            place,
        }
    }

    /// Does what must succeed.
    pub fn act<O: Order>(&self, who: &Who, order: O) -> O::Receipt {
        Doing(&self.house).one(who, order)
    }

    pub fn try_act<O: Order>(&self, who: &Who, order: O) -> Result<Charted<O::Receipt>, Stop> {
        block_on(self.house.office.execute(who, order))
    }

    pub fn ask<Q: Question>(&self, who: &Who, question: Q) -> Q::Answer {
        self.try_ask(who, question).unwrap()
    }

    pub fn try_ask<Q: Question>(&self, who: &Who, question: Q) -> Result<Q::Answer, Stop> {
        block_on(self.house.office.answer(who, question))
    }

    pub fn pass(&self, span: Span) {
        self.place.pass(span);
    }

    /// Seals everything that waits.
    pub fn seal(&self) -> u64 {
        loop {
            let done =
                block_on(self.house.sealer.turn(self.house.office.store(), self.house.office.now())).unwrap();
            if done.entries == 0 {
                return done.size;
            }
        }
    }

    /// The nurse reports that she cannot work.
    pub fn report(&self) -> kernel::TicketId {
        self.act(&self.nurse, self.trouble()).ticket
    }

    /// A medical device of the ward at Larkspur, in use and without ePHI.
    pub fn device(&self, name: &str) -> assets::AddAsset {
        assets::AddAsset {
            org: self.larkspur,
            name: name.into(),
            kind: assets::AssetKind::MedicalDevice,
            criticality: assets::Criticality::Clinical,
            holds_ephi: false,
            reaches_ephi: false,
            location: Some(self.clinic),
            department: Some(self.ward),
            serial: None,
            maker: None,
            model: None,
            mac: None,
            address: None,
            operating_system: None,
            state: assets::AssetState::InUse,
            patch_authority: assets::PatchAuthority::Biomedical,
        }
    }

    pub fn trouble(&self) -> desk::OpenTicket {
        desk::OpenTicket {
            org: self.larkspur,
            kind: desk::words::Trouble::CannotWork,
            words: "The chart of my patient does not open".into(),
            patient_affected: true,
            department: Some(self.ward),
            location: None,
            asset: None,
            workaround: Some(false),
            users: None,
            called: None,
        }
    }

    /// Takes training, agreement and everything else as given and moves to the moment at which the agreement has lapsed.
    pub fn terminate(&self) {
        let end = agreements::TerminateAgreement {
            agreement: self.agreement,
            reason: agreements::Reason::ALL[0],
            disposal: agreements::Disposal::ALL[0],
        };
        self.act(&self.practice_owner, end);
    }
}

/// What a refusal said.
pub fn refused<T>(result: Result<T, Stop>) -> kernel::Refusal {
    match result {
        Ok(_) => panic!("it was done and should have been refused"),
        Err(Stop::Refused(refusal)) => *refusal,
        Err(Stop::Failed(fault)) => panic!("a fault instead of a refusal: {fault}"),
    }
}

/// Orders of the world's making.
pub struct Doing<'a>(pub &'a House);

impl Doing<'_> {
    pub fn one<O: Order>(&self, who: &Who, order: O) -> O::Receipt {
        block_on(self.0.office.execute(who, order)).unwrap_or_else(|e| panic!("{}: {e}", O::ACT.name)).receipt
    }

    fn first_owner(&self, org: OrgId) -> Who {
        let first =
            people::FirstOwner { org, name: "Olga Sample".into(), email: "olga@harborlight.example".into() };
        let added = self.one(&Who::House("first start"), first);
        self.accept(&added.link.secret);
        let owner = Who::Console { person: added.person };
        self.train(&owner, added.person);
        owner
    }

    fn accept(&self, link: &str) {
        let accept =
            people::AcceptInvitation { link: Secret::new(link), password: PASSWORD.into(), hashed: None };
        self.one(&Who::Nobody, accept);
    }

    fn train(&self, by: &Who, person: kernel::PersonId) {
        let on = self.0.office.now().timestamp().to_string();
        self.one(by, people::RecordTraining { person, on: on[..10].to_owned() });
    }

    /// Adds a person who has accepted the invitation and is trained; gives them with the console's rights.
    pub fn person(&self, by: &Who, org: OrgId, name: &str, roles: &[Role]) -> Who {
        let email = format!("{}@example.org", name.to_lowercase().replace(' ', "."));
        let add = people::AddPerson {
            org,
            name: name.into(),
            email,
            roles: roles.to_vec(),
            title: None,
            location: None,
            department: None,
        };
        let added = self.one(by, add);
        self.accept(&added.link.secret);
        self.train(by, added.person);
        Who::Console { person: added.person }
    }

    pub fn location(&self, by: &Who, organization: OrgId, name: &str) -> LocationId {
        let add = organizations::AddLocation {
            organization,
            name: name.into(),
            zone: "America/Chicago".into(),
            kind: PlaceKind::OnSite,
            always: false,
            weekdays: None,
            saturday: None,
            sunday: None,
            special_days: Vec::new(),
            federal_holidays: false,
            dispatch: true,
            travel_minutes: Some(25),
        };
        self.one(by, add).location
    }

    pub fn department(
        &self,
        by: &Who,
        location: LocationId,
        name: &str,
        care_area: CareArea,
    ) -> DepartmentId {
        self.one(by, organizations::AddDepartment { location, name: name.into(), care_area, phone: None })
            .department
    }

    /// Drafts, sends and signs an agreement that ends in a year.
    pub fn agreement(
        &self,
        by: &Who,
        client_side: &Who,
        client: OrgId,
        associate: OrgId,
    ) -> kernel::AgreementId {
        let today = self.0.office.now().date_in("America/Chicago");
        let draft = agreements::DraftAgreement {
            client,
            associate,
            upstream: None,
            title: None,
            effective_on: today,
            ends_on: Some(today.saturating_add(jiff::Span::new().days(364))),
            terms: law::agreement_terms().iter().map(|t| t.id.to_string()).collect(),
        };
        let agreement = self.one(by, draft).agreement;
        self.one(by, agreements::SendAgreement { agreement });
        let (name, title) = ("Paula Testwell".to_owned(), "Owner".to_owned());
        self.one(client_side, agreements::SignForClient { agreement, name, title });
        let (name, title) = ("Odile Sample".to_owned(), "Compliance officer".to_owned());
        self.one(by, agreements::SignForAssociate { agreement, name, title });
        agreement
    }
}
