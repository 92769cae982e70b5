//! What the tests of assets share: two invented practices, somebody who looks after one of them, and the door.

#![allow(dead_code, reason = "each test binary uses a part of this")]

use assets::needs::{Places, Ticketed};
use futures_executor::block_on;
use kernel::*;
use office::{Directory, Office, Order, Question, Registry};
use std::sync::{Arc, Mutex};
use store::{Look, MasterKey, Migration, Opening, Schema, Store, params, proving, sql};

sql! {
    GRANT "test.grant" "insert into grants (person, org) values (:person, :to)";
    house REACHES "test.reaches" "select org from reach where person = :person and org = :place";
}

const REACH: Migration = Migration {
    name: "0001_reach",
    text: "create table grants (person ident not null, org ident not null, primary key (person, org)) clustered;\n\
        create view reach as select person, org from grants;\n",
};

/// What the supplies of the tests say.
#[derive(Default)]
pub struct Said {
    pub places: Places,
    pub ticketed: Vec<AssetId>,
}

static SAID: Mutex<Option<Arc<Mutex<Said>>>> = Mutex::new(None);
/// Supplies are plain functions, so one story is told at a time.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

fn said<T>(read: impl FnOnce(&Said) -> T) -> T {
    let said = SAID.lock().unwrap().clone().expect("a story is being told");
    let said = said.lock().unwrap();
    read(&said)
}

/// Everybody here may do everything within reach.
struct Everybody;

impl Directory for Everybody {
    fn badge(&self, _: &mut Look, who: &Who) -> Result<Option<Badge>, Stop> {
        Ok(who.person().map(|person| Badge {
            person,
            name: "Rowan Example".to_owned(),
            employer: org(1),
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
    fn standing(&self, _: &mut Look, _: OrgId, _: OrgId) -> Result<Standing, Stop> {
        Ok(Standing::InForce)
    }
    fn runs_house(&self, _: &mut Look, employer: OrgId) -> Result<bool, Stop> {
        Ok(employer == org(1))
    }
    fn name(&self, _: &mut Look, _: OrgId) -> Result<String, Stop> {
        Ok("Cedar Hill".to_owned())
    }
}

pub fn noon() -> Moment {
    Moment::from_micros(1_800_000_000_000_000)
}

pub fn org(n: u8) -> OrgId {
    OrgId::new(noon(), [n; 10])
}

pub fn location(n: u8) -> LocationId {
    LocationId::new(noon(), [n; 10])
}

/// The house of one story.
pub struct Test {
    pub office: Office,
    pub said: Arc<Mutex<Said>>,
    /// Looks after organization 1.
    pub rowan: Who,
    /// Looks after organization 2.
    pub stranger: Who,
}

impl Test {
    pub fn try_do<O: Order>(&self, who: &Who, order: O) -> Result<O::Receipt, Stop> {
        block_on(self.office.execute(who, order)).map(|charted| charted.receipt)
    }
    pub fn carry<O: Order>(&self, order: O) -> O::Receipt {
        self.try_do(&self.rowan, order).unwrap()
    }
    pub fn refused<O: Order>(&self, order: O) -> Refusal {
        refusal(self.try_do(&self.rowan, order).err())
    }
    pub fn ask<Q: Question>(&self, question: Q) -> Q::Answer {
        block_on(self.office.answer(&self.rowan, question)).unwrap()
    }
    pub fn ask_as<Q: Question>(&self, who: &Who, question: Q) -> Result<Q::Answer, Stop> {
        block_on(self.office.answer(who, question))
    }
    /// The names of all assets of organization 1.
    pub fn names(&self) -> Vec<String> {
        let list = self.ask(assets::Assets { retired: true, most: Some(200), ..Default::default() });
        list.assets.into_iter().map(|a| a.particulars.name).collect()
    }
}

pub fn refusal(stop: Option<Stop>) -> Refusal {
    match stop {
        Some(Stop::Refused(refusal)) => *refusal,
        other => panic!("a refusal was expected, not {other:?}"),
    }
}

fn registry() -> Registry {
    let mut registry = Registry::default();
    office::register(&mut registry);
    assets::register(&mut registry);
    registry
        .order_with::<assets::AddAsset>(|_, _| Ok(said(|s| s.places.clone())))
        .order_with::<assets::ReviseAsset>(|_, _| Ok(said(|s| s.places.clone())))
        .order_with::<assets::StageRows>(|_, _| Ok(said(|s| s.places.clone())))
        .order_with::<assets::PasteImport>(|_, _| Ok(said(|s| s.places.clone())))
        .order_with::<assets::UndoImport>(|_, _| Ok(Ticketed { assets: said(|s| s.ticketed.clone()) }));
    registry
}

/// Tells the story on each engine that is there.
pub fn on_each(story: impl Fn(&Test)) {
    let _one = ONE_AT_A_TIME.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    for (_, place, _guard) in proving::places() {
        let mut chance = Chance::from_number(7);
        let schemas = vec![
            office::schema(),
            assets::schema(),
            Schema { slice: "test", migrations: &[REACH], statements: STATEMENTS },
        ];
        let opening =
            Opening { place, schemas, master: MasterKey([1; 32]), chance: Box::new(move || chance.bytes()) };
        let store = Store::open(opening).unwrap();
        store.statement_check().unwrap();
        let person = |n: u8| PersonId::new(noon(), [n; 10]);
        let grant = move |work: &mut store::Work| {
            work.on_behalf(Who::House("test"), None, noon());
            for n in [1, 2] {
                work.run(&GRANT, params! { "person": person(n), "to": org(n) })?;
            }
            Ok(())
        };
        store.write(grant).wait().unwrap();
        let said = Arc::new(Mutex::new(Said::default()));
        *SAID.lock().unwrap() = Some(said.clone());
        // Other engines are waited for on a thread of their own.
        let aside: office::Aside = Box::new(|job| drop(std::thread::spawn(job)));
        let office = Office::new(store, registry(), Everybody, noon, aside).unwrap();
        let console = |n| Who::Console { person: person(n) };
        story(&Test { office, said, rowan: console(1), stranger: console(2) });
    }
}
