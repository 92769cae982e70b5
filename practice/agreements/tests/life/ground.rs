//! A small house around the slice: five people at four organizations, and who sees what.

use agreements::{Drafting, Party};
use futures_executor::block_on;
use kernel::{Badge, Chance, Duties, Duty, Moment, OrgId, PersonId, Refusal, Standing, Stop, Who};
use office::{Charted, Directory, Office, Order, Question, Registry};
use store::{Look, MasterKey, Migration, Opening, Schema, Store, params, proving, sql};

pub const CLIENT: u8 = 1;
pub const PROVIDER: u8 = 2;
pub const SUB: u8 = 3;
const ELSEWHERE: u8 = 4;

/// Works for the client.
pub const OWNER: u8 = 11;
/// Works for the provider.
pub const TECHNICIAN: u8 = 12;
/// Works for the subcontractor.
pub const SUB_OWNER: u8 = 13;
/// Works for an organization that has nothing to do with them.
pub const STRANGER: u8 = 14;

pub fn org(n: u8) -> OrgId {
    OrgId::new(Moment::from_micros(0), [n; 10])
}

fn person(n: u8) -> PersonId {
    PersonId::new(Moment::from_micros(0), [n; 10])
}

fn employer(who: Option<PersonId>) -> Option<OrgId> {
    let of = |n: u8| who == Some(person(n));
    [(OWNER, CLIENT), (TECHNICIAN, PROVIDER), (SUB_OWNER, SUB), (STRANGER, ELSEWHERE)]
        .into_iter()
        .find(|(n, _)| of(*n))
        .map(|(_, at)| org(at))
}

pub fn all_terms() -> Vec<String> {
    law::agreement_terms().iter().map(|t| t.id.clone()).collect()
}

sql! {
    house LEND "proof.lend" "insert into lent (person, org) values (:person, :place)";
    house EMPLOY "proof.employ" "insert into works (person, org) values (:person, :place)";
    house REACHES "proof.reaches" "select 1 as one from reach where person = :person and org = :place";
}

/// Who sees what: what they were lent, and where their employer is engaged.
const REACH: &str = "
create table lent (person ident not null, org ident not null, primary key (person, org)) clustered;
create table works (person ident primary key, org ident not null) clustered;
create view reach as
    select l.person as person, l.org as org from lent l
    union
    select w.person as person, e.org as org from works w join engagements e on e.subcontractor = w.org
    where e.ended_at is null;
";

/// Who they are, without a people slice.
struct Roll;

impl Directory for Roll {
    fn badge(&self, _: &mut Look, who: &Who) -> Result<Option<Badge>, Stop> {
        let Some((person, employer)) = who.person().zip(employer(who.person())) else { return Ok(None) };
        Ok(Some(Badge {
            person,
            name: "Somebody".to_owned(),
            employer,
            duties: Duties::of(Duty::ALL),
            trained: true,
            second_factor: true,
            emergency: None,
            only: None,
        }))
    }
    fn reaches(&self, look: &mut Look, badge: &Badge, org: OrgId) -> Result<bool, Stop> {
        Ok(look.row(&REACHES, params! { "person": badge.person, "place": org })?.is_some())
    }
    fn standing(&self, look: &mut Look, employer: OrgId, org: OrgId) -> Result<Standing, Stop> {
        agreements::standing(look, employer, org)
    }
    fn runs_house(&self, _: &mut Look, at: OrgId) -> Result<bool, Stop> {
        Ok(at == org(PROVIDER))
    }
    fn name(&self, _: &mut Look, _: OrgId) -> Result<String, Stop> {
        Ok("the organization".to_owned())
    }
}

/// The small house at a moment.
pub struct House {
    office: Office,
}

/// Runs the story on a fresh house on each engine.
pub fn each_engine(begins: &str, story: impl Fn(&House)) {
    for (engine, place, guard) in proving::places() {
        eprintln!("on {engine}");
        let mut chance = Chance::from_number(7);
        let store = Store::open(Opening {
            place,
            schemas: schemas(),
            master: MasterKey([9; 32]),
            chance: Box::new(move || chance.bytes()),
        })
        .unwrap();
        settle(&store);
        let moment = at(begins);
        let office = Office::new(store, registry(), Roll, move || moment, Box::new(|work| work())).unwrap();
        story(&House { office });
        drop(guard);
    }
}

fn at(text: &str) -> Moment {
    Moment::from_timestamp(text.parse().unwrap())
}

fn schemas() -> Vec<Schema> {
    const REACHES_MADE: &[Migration] = &[Migration { name: "0001_reach", text: REACH }];
    let reach = Schema { slice: "proof", migrations: REACHES_MADE, statements: STATEMENTS };
    vec![office::schema(), agreements::schema(), reach]
}

fn settle(store: &Store) {
    let job = |work: &mut store::Work| {
        work.on_behalf(Who::House("proof"), None, Moment::from_micros(0));
        for (someone, place) in
            [(OWNER, CLIENT), (TECHNICIAN, PROVIDER), (SUB_OWNER, SUB), (STRANGER, ELSEWHERE)]
        {
            work.run(&EMPLOY, params! { "person": person(someone), "place": org(place) })?;
            work.run(&LEND, params! { "person": person(someone), "place": org(place) })?;
        }
        work.run(&LEND, params! { "person": person(TECHNICIAN), "place": org(CLIENT) })?;
        Ok(())
    };
    block_on(store.write(job)).unwrap();
}

fn party(look: &mut Look) -> Result<Party, Stop> {
    Ok(Party { employer: employer(look.person()) })
}

fn drafting(look: &mut Look, associate: OrgId) -> Result<Drafting, Stop> {
    let associate_known = [CLIENT, PROVIDER, SUB].map(org).contains(&associate);
    Ok(Drafting {
        employer: employer(look.person()),
        associate_known,
        zone: Some("America/Chicago".to_owned()),
    })
}

fn registry() -> Registry {
    use agreements::*;
    let mut registry = Registry::default();
    agreements::register(&mut registry);
    registry
        .order_with::<DraftAgreement>(|look, o| drafting(look, o.associate))
        .order_with::<KeepNotRequired>(|look, o| drafting(look, o.associate))
        .order_with::<ReviseAgreement>(|look, _| party(look))
        .order_with::<SendAgreement>(|look, _| party(look))
        .order_with::<SignForClient>(|look, _| party(look))
        .order_with::<SignForAssociate>(|look, _| party(look))
        .order_with::<WithdrawAgreement>(|look, _| party(look))
        .order_with::<RenewAgreement>(|look, _| party(look))
        .order_with::<TerminateAgreement>(|look, _| party(look))
        .order_with::<NoteDisposal>(|look, _| party(look))
        .order_with::<RevokeNotRequired>(|look, _| party(look))
        .order_with::<EngageSubcontractor>(|look, _| party(look))
        .order_with::<ReleaseSubcontractor>(|look, _| party(look));
    registry
}

fn console(n: u8) -> Who {
    Who::Console { person: person(n) }
}

impl House {
    /// The same house at another moment.
    pub fn at(&self, moment: &str) -> House {
        House { office: self.office.at(at(moment)) }
    }
    #[track_caller]
    pub fn done<O: Order>(&self, who: u8, order: O) -> Charted<O::Receipt> {
        block_on(self.office.execute(&console(who), order)).unwrap()
    }
    #[track_caller]
    pub fn house_done<O: Order>(&self, order: O) -> Charted<O::Receipt> {
        block_on(self.office.execute(&Who::House("proof"), order)).unwrap()
    }
    #[track_caller]
    pub fn refused<O: Order>(&self, who: u8, order: O) -> Refusal {
        refusal(block_on(self.office.execute(&console(who), order)))
    }
    #[track_caller]
    pub fn answer<Q: Question>(&self, who: u8, question: Q) -> Q::Answer {
        block_on(self.office.answer(&console(who), question)).unwrap()
    }
    #[track_caller]
    pub fn cannot_ask<Q: Question>(&self, who: u8, question: Q) -> Refusal {
        refusal(block_on(self.office.answer(&console(who), question)))
    }
    /// By what right an employer is at the client, as the door asks it.
    #[track_caller]
    pub fn standing(&self, employer: u8) -> Standing {
        let asked = move |look: &mut Look| agreements::standing(look, org(employer), org(CLIENT));
        block_on(self.office.read(&Who::House("proof"), asked)).unwrap()
    }
    #[track_caller]
    pub fn lapses_due(&self) -> Vec<OrgId> {
        block_on(self.office.read(&Who::House("proof"), agreements::lapses_due)).unwrap()
    }
}

#[track_caller]
fn refusal<T>(outcome: Result<T, Stop>) -> Refusal {
    match outcome {
        Err(Stop::Refused(refusal)) => *refusal,
        Err(Stop::Failed(fault)) => panic!("a fault: {fault}"),
        Ok(_) => panic!("it was done"),
    }
}
