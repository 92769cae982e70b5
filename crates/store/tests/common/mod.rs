//! What the store's tests share: a small ward with patients' lists, invented, on each engine that is there.
#![allow(dead_code, reason = "each test binary uses a part of this")]
#![allow(clippy::unwrap_used, reason = "tests")]

use kernel::{Chance, Moment, OrgId, PersonId, SessionId, Stop, Who};
use store::{MasterKey, Migration, Opening, Place, Schema, Store, Work, params, proving, sql};

sql! {
    ADD_ORG "ward.add-org" "insert into orgs (id, name) values (:id, :name)";
    ADD "ward.add" "insert into notes (id, org, title, number, urgent, body, at)
        values (:id, :org, :title, :number, :urgent, :body, :now)";
    ADD_RETURNING "ward.add-returning" "insert into notes (id, org, title, number, urgent, body, at)
        select :id, :org, :title, coalesce(max(number), 0) + 1, false, null, :now from notes where org = :org
        returning number, urgent, at, urgent = true as yes";
    ALL "ward.all" "select * from notes where org = :org order by title, id";
    HERS "ward.hers" "select title from notes
        where org in (select org from reach where person = :who) order by title";
    CARELESS "ward.careless" "select title from notes";
    COUNT "ward.count" "select cast(count(*) as bigint) as n from notes";
    house EVERYTHING "ward.everything" "select title from notes order by title";
    RENAME "ward.rename" "update notes set title = :title where id = :id";
    GRANT "ward.grant" "insert into grants (person, org) values (:person, :to)";
    BOTH "ward.both" "select sqlite_version() as v" postgres "select version() as v";
}

pub const FIRST: Migration = Migration { name: "0001_notes", text: include_str!("../samples/ward.sql") };
pub const REACH: Migration =
    Migration { name: "0001_reach", text: "create view reach as select person, org from grants;\n" };

pub fn schemas() -> Vec<Schema> {
    vec![
        Schema { slice: "ward", migrations: &[FIRST], statements: STATEMENTS },
        Schema { slice: "orderly", migrations: &[REACH], statements: &[] },
    ]
}

pub fn open_with(place: Place, schemas: Vec<Schema>, master: u8) -> anyhow::Result<Store> {
    let mut chance = Chance::from_number(7);
    Store::open(Opening {
        place,
        schemas,
        master: MasterKey([master; 32]),
        chance: Box::new(move || chance.bytes()),
    })
}

pub fn open(place: Place) -> Store {
    open_with(place, schemas(), 1).unwrap()
}

/// Runs the story on each engine.
pub fn on_each(story: impl Fn(&'static str, Store)) {
    for (name, place, _guard) in proving::places() {
        story(name, open(place));
    }
}

pub fn noon() -> Moment {
    Moment::from_micros(1_800_000_000_123_456)
}

pub fn org(n: u8) -> OrgId {
    OrgId::new(noon(), [n; 10])
}

pub fn person(n: u8) -> PersonId {
    PersonId::new(noon(), [n; 10])
}

pub fn session_of(n: u8) -> Who {
    Who::Session { person: person(n), session: SessionId::new(noon(), [n; 10]) }
}

/// Somebody at an organization.
pub fn enter(look: &mut store::Look, who: u8, at: u8) {
    look.on_behalf(session_of(who), Some(person(who).to_string()), noon());
    look.at(Some(org(at)));
}

pub fn found(store: &Store, n: u8) {
    store
        .write(move |work| {
            enter(work, 1, n);
            work.run(&ADD_ORG, params! { "id": org(n), "name": format!("Example clinic {n}") })?;
            Ok(())
        })
        .wait()
        .unwrap();
}

pub fn note(work: &mut Work, at: u8, title: &str) -> Result<(), Stop> {
    enter(work, 1, at);
    let id: kernel::TicketId = work.id();
    work.run(
        &ADD,
        params! { "id": id, "title": title, "number": 1, "urgent": false, "body": None::<Vec<u8>> },
    )?;
    Ok(())
}

pub fn titles(store: &Store) -> Vec<String> {
    store
        .read(|look| {
            look.as_house(true);
            Ok(look.rows(&EVERYTHING, params! {})?.iter().map(|r| r.get("title").unwrap()).collect())
        })
        .unwrap()
}
