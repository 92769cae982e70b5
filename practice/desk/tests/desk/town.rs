//! A small town to try the desk in: a hospital with a nurse, the provider that serves it with a technician
//! who directs work, and another practice next door. Orders go through the real door, over the real gate, on
//! each engine.

use desk::needs::{KnownAsset, KnownPeople, KnownPlace, Placement, Routed, Worker};
use desk::words::{CareArea, Criticality};
use futures_executor::block_on;
use kernel::{
    AssetId, Badge, DepartmentId, Duties, Duty, LocationId, Moment, OrgId, PersonId, Role, SessionId,
    Standing, Stop, Who,
};
use office::{Charted, Directory, Office, Order, Question, Registry};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::{Look, MasterKey, Migration, Opening, Place, Schema, Store, proving};

fn id<I: FromStr<Err = kernel::NotAnId>>(prefix: &str, last: u8) -> I {
    format!("{prefix}_0190000000007000800000000000{last:04x}").parse().unwrap()
}

pub fn hospital() -> OrgId {
    id("org", 1)
}
pub fn provider() -> OrgId {
    id("org", 2)
}
pub fn neighbour() -> OrgId {
    id("org", 3)
}
pub fn nurse() -> PersonId {
    id("per", 1)
}
pub fn technician() -> PersonId {
    id("per", 2)
}
pub fn stranger() -> PersonId {
    id("per", 3)
}
pub fn ward() -> DepartmentId {
    id("dep", 1)
}
pub fn site() -> LocationId {
    id("loc", 1)
}
pub fn pump() -> AssetId {
    id("ast", 1)
}

/// Open on weekdays from eight to five in New York.
pub const WEEKDAYS: &str = concat!(
    r#"{"zone":"America/New_York","week":{"monday":["08:00-17:00"],"tuesday":["08:00-17:00"],"#,
    r#""wednesday":["08:00-17:00"],"thursday":["08:00-17:00"],"friday":["08:00-17:00"]}}"#
);

/// The nurse reaches the hospital, the technician the hospital and the provider, the stranger the neighbour.
const TOWN: &str = "
create table reached (person words not null, org words not null);
create view reach as select person, org from reached;
insert into reached (person, org) values
  ('per_01900000000070008000000000000001', 'org_01900000000070008000000000000001'),
  ('per_01900000000070008000000000000002', 'org_01900000000070008000000000000001'),
  ('per_01900000000070008000000000000002', 'org_01900000000070008000000000000002'),
  ('per_01900000000070008000000000000003', 'org_01900000000070008000000000000003');
create table mail_senders (email words not null, person words not null, org words not null);
create table served_by (org words not null, provider words);
create table things (id words not null, org words not null);
insert into things (id, org) values
  ('ast_01900000000070008000000000000001', 'org_01900000000070008000000000000001');
";

const REACHES: store::Sql = store::Sql {
    name: "town.reaches",
    text: "select org from reached where person = :person and org = :place",
    postgres: None,
    house: true,
};
const LOCATE_ASSET: store::Sql = store::Sql {
    name: "town.locate-asset",
    text: "select org from things where id = :id",
    postgres: None,
    house: true,
};

struct Streets {
    agreement: Arc<AtomicBool>,
    second_factor: Arc<AtomicBool>,
}

impl Directory for Streets {
    fn badge(&self, _look: &mut Look, who: &Who) -> Result<Option<Badge>, Stop> {
        let Some(person) = who.person() else { return Ok(None) };
        let (employer, role, name) = match person {
            p if p == nurse() => (hospital(), Role::Reporter, "Nora Example"),
            p if p == technician() => (provider(), Role::Owner, "Tess Example"),
            _ => (neighbour(), Role::Owner, "Sam Example"),
        };
        Ok(Some(Badge {
            person,
            name: name.to_owned(),
            employer,
            duties: role.duties().union(Duties::of(&[Duty::ReportTrouble])),
            trained: true,
            second_factor: person != nurse() || self.second_factor.load(Ordering::SeqCst),
            emergency: None,
            only: None,
        }))
    }
    fn reaches(&self, look: &mut Look, badge: &Badge, org: OrgId) -> Result<bool, Stop> {
        Ok(look.row(&REACHES, store::params! { "person": badge.person, "place": org })?.is_some())
    }
    fn standing(&self, _look: &mut Look, employer: OrgId, org: OrgId) -> Result<Standing, Stop> {
        Ok(match (employer == org, self.agreement.load(Ordering::SeqCst)) {
            (true, _) => Standing::OwnWorkforce,
            (false, true) => Standing::InForce,
            (false, false) => Standing::Lapsed,
        })
    }
    fn runs_house(&self, _look: &mut Look, org: OrgId) -> Result<bool, Stop> {
        Ok(org == provider())
    }
    fn name(&self, _look: &mut Look, _org: OrgId) -> Result<String, Stop> {
        Ok("the hospital".to_owned())
    }
}

fn placement(look: &mut Look, order: &desk::OpenTicket) -> Result<Placement, Stop> {
    if look.org() != Some(order.org) {
        return Err(anyhow::anyhow!("bound elsewhere").into());
    }
    let asset = order.asset.map(|id| desk::needs::AssetFacts {
        id,
        kind: "infusion-pump".to_owned(),
        criticality: Criticality::LifeCritical,
        holds_ephi: true,
        spare: None,
        certification: None,
        recovery: None,
    });
    Ok(Placement {
        location: Some(site()),
        department: order.department,
        zone: "America/New_York".to_owned(),
        calendar: WEEKDAYS.to_owned(),
        care_area: Some(if order.department.is_some() { CareArea::Inpatient } else { CareArea::Billing }),
        asset,
        provider: (order.org == hospital()).then(provider),
        dispatch: order.org == hospital(),
        contract: None,
    })
}

/// What is known of the technician.
fn tess() -> Routed {
    let worker = Worker {
        person: technician(),
        name: "Tess Example".to_owned(),
        employer: provider(),
        roles: vec![Role::SeniorTechnician],
        trained: true,
        standing: Standing::InForce,
        certifications: Vec::new(),
    };
    Routed { worker, could: Vec::new() }
}

/// The town on one engine.
pub struct Town {
    pub office: Office,
    pub agreement: Arc<AtomicBool>,
    pub second_factor: Arc<AtomicBool>,
    pub engine: &'static str,
    // Dropped after the office, which holds the store.
    _guard: proving::Guard,
}

fn build(engine: &'static str, place: Place, guard: proving::Guard) -> Town {
    let town = Schema {
        slice: "town",
        migrations: const { &[Migration { name: "0001_town", text: TOWN }] },
        statements: &[],
    };
    let mut chance = kernel::Chance::from_number(7);
    let store = Store::open(Opening {
        place,
        schemas: vec![office::schema(), desk::schema(), town],
        master: MasterKey([7; 32]),
        chance: Box::new(move || chance.bytes()),
    })
    .unwrap();
    let mut registry = Registry::default();
    desk::register(&mut registry);
    registry
        .order_with::<desk::OpenTicket>(placement)
        .order_with::<desk::Take>(|_, _| Ok(tess()))
        .order_with::<desk::Assign>(|_, _| Ok(tess()))
        .order_with::<desk::Escalate>(|_, o| Ok(o.to.map(|_| tess())))
        .order_with::<desk::Reply>(|_, _| Ok(KnownPeople))
        .order_with::<desk::LinkAsset>(|_, _| Ok(KnownAsset))
        .order_with::<desk::SetCommitments>(|_, _| Ok(KnownPlace))
        .locate("ast", &LOCATE_ASSET);
    let (agreement, second_factor) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicBool::new(false)));
    let streets = Streets { agreement: agreement.clone(), second_factor: second_factor.clone() };
    // A test has no threads that must not wait.
    let aside: office::Aside = Box::new(|work| work());
    let office = Office::new(store, registry, streets, || at("2026-06-08T09:00:00-04:00"), aside).unwrap();
    Town { office, agreement, second_factor, engine, _guard: guard }
}

/// Tells the story in a town on each engine that is there.
pub fn towns(story: impl Fn(&Town)) {
    for (engine, place, guard) in proving::places() {
        story(&build(engine, place, guard));
    }
}

pub fn at(text: &str) -> Moment {
    Moment::from_timestamp(text.parse().unwrap())
}

pub fn who(person: PersonId) -> Who {
    Who::Session { person, session: id::<SessionId>("ses", 9) }
}

impl Town {
    /// Gives an order at a moment.
    pub fn order<O: Order>(
        &self,
        person: PersonId,
        moment: &str,
        order: O,
    ) -> Result<Charted<O::Receipt>, Stop> {
        block_on(self.office.at(at(moment)).execute(&who(person), order))
    }
    /// Gives an order that must be done.
    pub fn done<O: Order>(&self, person: PersonId, moment: &str, order: O) -> O::Receipt {
        self.order(person, moment, order).unwrap_or_else(|stop| panic!("{}: {stop:?}", self.engine)).receipt
    }
    /// Asks a question that must be answered.
    pub fn asked<Q: Question>(&self, person: PersonId, moment: &str, question: Q) -> Q::Answer {
        let answer = block_on(self.office.at(at(moment)).answer(&who(person), question));
        answer.unwrap_or_else(|stop| panic!("{}: {stop:?}", self.engine))
    }
    /// The HTTP status with which a question is refused.
    pub fn no_answer<Q: Question>(&self, person: PersonId, moment: &str, question: Q) -> u16 {
        match block_on(self.office.at(at(moment)).answer(&who(person), question)) {
            Err(Stop::Refused(refusal)) => refusal.status.code(),
            Err(failed) => panic!("{}: {failed:?}", self.engine),
            Ok(_) => panic!("{}: it was answered", self.engine),
        }
    }
    /// The HTTP status with which an order is refused.
    pub fn refused<O: Order>(&self, person: PersonId, moment: &str, order: O) -> u16 {
        match self.order(person, moment, order) {
            Err(Stop::Refused(refusal)) => refusal.status.code(),
            Err(failed) => panic!("{}: {failed:?}", self.engine),
            Ok(_) => panic!("{}: it was done", self.engine),
        }
    }
}
