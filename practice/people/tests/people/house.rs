//! An invented house for the stories: a provider, a clinic that it serves, a stranger's clinic, and people.

use futures_executor::block_on;
use kernel::*;
use office::{Directory, Office, Order, Question, Registry};
use people::*;
use store::{Look, MasterKey, Migration, Opening, Schema, Store, Work, params, proving, sql};

sql! {
    SERVE "test.serve" "insert into serves (provider, client) values (:provider, :client)";
    house REACHES "test.reaches" "select org from reach where person = :person and org = :place";
}

const REACH: Migration = Migration {
    name: "0001_reach",
    text: "create table serves (provider ident not null, client ident not null,\n\
        primary key (provider, client)) clustered;\n\
        create view reach as select caller as person, org from employers\n\
        union select e.caller as person, s.client as org\n\
        from employers e join serves s on s.provider = e.org\n\
        union select token as person, org from token_reach;\n",
};

struct Doorman;

impl Directory for Doorman {
    fn badge(&self, look: &mut Look, who: &Who) -> Result<Option<Badge>, Stop> {
        people::badge(look, who)
    }
    fn emergency_used(&self, work: &mut Work, badge: &Badge) -> Result<Option<Fact>, Stop> {
        people::emergency_used(work, badge)
    }
    fn reaches(&self, look: &mut Look, badge: &Badge, org: OrgId) -> Result<bool, Stop> {
        Ok(look.row(&REACHES, params! { "person": badge.person, "place": org })?.is_some())
    }
    fn standing(&self, _: &mut Look, employer: OrgId, org: OrgId) -> Result<Standing, Stop> {
        Ok(if employer == org { Standing::OwnWorkforce } else { Standing::InForce })
    }
    fn runs_house(&self, _: &mut Look, employer: OrgId) -> Result<bool, Stop> {
        Ok(employer == msp())
    }
    fn name(&self, _: &mut Look, _: OrgId) -> Result<String, Stop> {
        Ok("Cedar Hill".to_owned())
    }
}

pub const PASSWORD: &str = "trombone umbrella 41";

pub fn noon() -> Moment {
    Moment::from_micros(1_800_000_000_000_000)
}
fn org(n: u8) -> OrgId {
    OrgId::new(noon(), [n; 10])
}
/// The provider that runs the house.
pub fn msp() -> OrgId {
    org(1)
}
/// A clinic that it serves.
pub fn clinic() -> OrgId {
    org(2)
}
/// A clinic that has nothing to do with them.
pub fn stranger() -> OrgId {
    org(3)
}

pub struct House {
    office: Office,
    /// The owner of the provider, at the console.
    pub owner: Who,
    pub owner_id: PersonId,
    now: Moment,
    _guard: proving::Guard,
}

/// Tells a story once on each engine.
pub fn on_each_engine(story: impl Fn(&mut House)) {
    for (engine, place, guard) in proving::places() {
        eprintln!("on {engine}");
        story(&mut House::new(place, guard));
    }
}

impl House {
    fn new(place: store::Place, guard: proving::Guard) -> Self {
        let mut seed = 0_u8;
        let chance = Box::new(move || {
            seed = seed.wrapping_add(1);
            [seed; 32]
        });
        let test = Schema { slice: "test", migrations: &[REACH], statements: STATEMENTS };
        let schemas = vec![office::schema(), people::schema(), test];
        let store = Store::open(Opening { place, schemas, master: MasterKey([7; 32]), chance }).unwrap();
        let mut registry = Registry::default();
        people::register(&mut registry);
        registry.order_with::<AddPerson>(|_, _| Ok(Workplace { location: true, department: true }));
        registry.order_with::<RevisePerson>(|_, _| Ok(Workplace { location: true, department: true }));
        let office = Office::new(store, registry, Doorman, noon, Box::new(|work| work())).unwrap();
        let serve = |work: &mut store::Work| {
            work.run(&SERVE, params! { "provider": msp(), "client": clinic() })?;
            Ok(())
        };
        office.store().write(serve).wait().unwrap();
        let owner_id = PersonId::new(noon(), [0; 10]);
        let mut house = Self { office, owner: Who::Nobody, owner_id, now: noon(), _guard: guard };
        let owner =
            FirstOwner { org: msp(), name: "Olu Owner".into(), email: "olu@harborlight.example".into() };
        let added = house.act(&Who::House("first start"), owner);
        house.accept(&added.link.secret);
        house.owner_id = added.person;
        house.owner = Who::Console { person: added.person };
        house
    }

    pub fn later(&mut self, span: Span) {
        self.now = self.now.plus(span);
    }
    pub fn now(&self) -> Moment {
        self.now
    }
    pub fn store(&self) -> &Store {
        self.office.store()
    }

    pub fn attempt<O: Order>(&self, who: &Who, order: O) -> Result<O::Receipt, Stop> {
        block_on(self.office.at(self.now).execute(who, order)).map(|charted| charted.receipt)
    }
    pub fn act<O: Order>(&self, who: &Who, order: O) -> O::Receipt {
        self.attempt(who, order).unwrap()
    }
    pub fn no<O: Order>(&self, who: &Who, order: O) -> Refusal {
        refusal(self.attempt(who, order).err())
    }
    pub fn ask<Q: Question>(&self, who: &Who, question: Q) -> Q::Answer {
        block_on(self.office.at(self.now).answer(who, question)).unwrap()
    }
    pub fn unanswered<Q: Question>(&self, who: &Who, question: Q) -> Refusal {
        refusal(block_on(self.office.at(self.now).answer(who, question)).err())
    }
    /// A read as the edge makes it: as the house, now.
    pub fn look<T: Send + 'static>(
        &self,
        job: impl FnMut(&mut Look) -> Result<T, Stop> + Send + 'static,
    ) -> T {
        block_on(self.office.at(self.now).read(&Who::House("edge"), job)).unwrap()
    }

    pub fn accept(&self, link: &str) -> Accepted {
        let order = AcceptInvitation { link: Secret::new(link), password: PASSWORD.into(), hashed: None };
        self.act(&Who::Nobody, order)
    }
    /// Somebody who accepted their invitation and is at the console.
    pub fn join(&self, org: OrgId, email: &str, role: Role) -> (PersonId, Who) {
        let added = self.act(&self.owner_of(org), person(org, email, role));
        self.accept(&added.link.secret);
        (added.person, Who::Console { person: added.person })
    }
    fn owner_of(&self, org: OrgId) -> Who {
        if org == stranger() { Who::House("test") } else { self.owner.clone() }
    }

    pub fn sign_in_with(
        &self,
        email: &str,
        password: &str,
        code: Option<&str>,
        class: Class,
        place: &str,
    ) -> SignedIn {
        self.act(&Who::Nobody, sign_in(email, password, code, class, place))
    }
    /// Signs in at a private workstation; the cookie and the caller.
    pub fn enter(&self, email: &str) -> (String, Who) {
        let (cookie, half) = entered(&self.sign_in_with(email, PASSWORD, None, Class::Private, "192.0.2.1"));
        assert!(!half, "the second factor is still needed");
        let known = self.known(&cookie).unwrap();
        (cookie, known.who())
    }
    pub fn known(&self, cookie: &str) -> Option<Known> {
        let cookie = cookie.to_owned();
        self.look(move |look| people::session(look, &cookie))
    }
    pub fn stand(&self, cookie: &str) -> Stand {
        self.known(cookie).unwrap().stand
    }
}

pub fn sign_in(email: &str, password: &str, code: Option<&str>, class: Class, place: &str) -> SignIn {
    SignIn {
        email: email.into(),
        password: password.into(),
        class,
        code: code.map(Secret::from),
        leaving: None,
        place: place.into(),
        found: None,
    }
}

pub fn person(org: OrgId, email: &str, role: Role) -> AddPerson {
    AddPerson {
        org,
        name: format!("Invented {role}"),
        email: email.into(),
        roles: vec![role],
        title: None,
        location: None,
        department: None,
    }
}

/// The cookie, and whether the second factor is still needed.
pub fn entered(signed_in: &SignedIn) -> (String, bool) {
    match signed_in {
        SignedIn::In { cookie, needs_second_factor, .. } => (cookie.clone(), *needs_second_factor),
        SignedIn::Wrong { .. } => panic!("signing in went wrong"),
    }
}

pub fn waits(signed_in: &SignedIn) -> u32 {
    match signed_in {
        SignedIn::Wrong { retry_after_s } => *retry_after_s,
        SignedIn::In { .. } => panic!("signing in went right"),
    }
}

pub fn refusal(stop: Option<Stop>) -> Refusal {
    match stop {
        Some(Stop::Refused(refusal)) => *refusal,
        other => panic!("a refusal was expected, not {other:?}"),
    }
}

/// The code of an authenticator at a moment.
pub fn code(begun: &TotpBegun, at: Moment) -> String {
    let seed = totp_rs::Secret::try_from_base32(&begun.secret).unwrap();
    let authenticator = totp_rs::Builder::new().with_secret(seed).build().unwrap();
    authenticator.generate(at.millis() / 1000).to_string()
}
