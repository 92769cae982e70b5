//! That PostgreSQL itself shows nobody the rows of an organization out of reach, whatever a statement forgot
//! to ask.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;
use common::*;
use kernel::{TicketId, Who};
use store::{Engine, Migration, Schema, params, proving, sql};

fn two_clinics(store: &store::Store) {
    for n in [1, 2] {
        found(store, n);
        store.write(move |work| note(work, n, &format!("of clinic {n}"))).wait().unwrap();
    }
}

fn seen(store: &store::Store, sql: &store::Sql, who: u8, at: Option<u8>) -> Vec<String> {
    let sql = *sql;
    store
        .read(move |look| {
            look.on_behalf(session_of(who), Some(person(who).to_string()), noon());
            look.at(at.map(org));
            Ok(look.rows(&sql, params! {})?.iter().map(|r| r.get("title").unwrap()).collect())
        })
        .unwrap()
}

#[test]
fn a_careless_statement_sees_only_what_is_within_reach() {
    on_each(|_, store| {
        if store.engine() != Engine::Postgres {
            return;
        }
        two_clinics(&store);
        assert_eq!(seen(&store, &CARELESS, 9, None), Vec::<String>::new());
        assert_eq!(seen(&store, &CARELESS, 9, Some(3)), Vec::<String>::new());
        assert_eq!(seen(&store, &CARELESS, 9, Some(2)), ["of clinic 2"]);
        store
            .write(|work| {
                enter(work, 1, 1);
                work.run(&GRANT, params! { "person": person(9), "to": org(1) })?;
                Ok(())
            })
            .wait()
            .unwrap();
        assert_eq!(seen(&store, &CARELESS, 9, None), ["of clinic 1"]);
        assert_eq!(seen(&store, &CARELESS, 9, Some(2)).len(), 2);
        assert_eq!(seen(&store, &CARELESS, 8, None), Vec::<String>::new());
        assert_eq!(titles(&store), ["of clinic 1", "of clinic 2"]);
    });
}

#[test]
fn the_reach_itself_works_on_both_engines() {
    on_each(|engine, store| {
        two_clinics(&store);
        assert!(seen(&store, &HERS, 9, None).is_empty(), "{engine}");
        store
            .write(|work| {
                enter(work, 1, 1);
                work.run(&GRANT, params! { "person": person(9), "to": org(2) })?;
                Ok(())
            })
            .wait()
            .unwrap();
        assert_eq!(seen(&store, &HERS, 9, None), ["of clinic 2"], "{engine}");
    });
}

#[test]
fn nobody_writes_into_an_organization_out_of_reach_on_postgresql() {
    on_each(|_, store| {
        if store.engine() != Engine::Postgres {
            return;
        }
        two_clinics(&store);
        let other = store.write(|work| {
            enter(work, 9, 1);
            let id: TicketId = work.id();
            work.run(&SMUGGLE, params! { "id": id, "elsewhere": org(2) })?;
            Ok(())
        });
        assert!(other.wait().unwrap_err().to_string().contains("row-level security"));
        let renamed = store.write(|work| {
            enter(work, 9, 1);
            Ok(work.run(&RENAME_ALL, params! {})?)
        });
        assert_eq!(renamed.wait().unwrap(), 1);
        assert_eq!(titles(&store), ["changed", "of clinic 2"]);
    });
}

#[test]
fn the_house_sees_everything_within_one_transaction_and_then_no_more() {
    on_each(|_, store| {
        if store.engine() != Engine::Postgres {
            return;
        }
        two_clinics(&store);
        store
            .read(|look| {
                look.on_behalf(session_of(9), Some(person(9).to_string()), noon());
                look.as_house(true);
                assert_eq!(look.rows(&CARELESS, params! {})?.len(), 2);
                look.as_house(false);
                assert_eq!(look.rows(&CARELESS, params! {})?.len(), 0);
                look.on_behalf(Who::House("sealer"), None, noon());
                assert_eq!(look.rows(&CARELESS, params! {})?.len(), 2);
                Ok(())
            })
            .unwrap();
        // The connection went back to the pool; nothing of the house stays with it.
        assert!(seen(&store, &CARELESS, 9, None).is_empty());
    });
}

sql! {
    SMUGGLE "ward.smuggle" "insert into notes (id, org, title, number, urgent, body, at)
        values (:id, :elsewhere, 'x', 1, false, null, :now)";
    RENAME_ALL "ward.rename-all" "update notes set title = 'changed'";
    ALL_STAFF "staff.all" "select person from staff order by person";
    HIRE "staff.hire" "insert into staff (person, org) values (:person, :org)";
}

/// A reach that reads a table which is itself guarded, as the house's own does.
const GUARDED: &[Migration] = &[
    Migration {
        name: "0001_staff",
        text: "-- tenant\ncreate table staff (person ident primary key, org ident not null) clustered;\n",
    },
    Migration { name: "0002_reach", text: "create view reach as select s.person, s.org from staff s;\n" },
];

#[test]
fn a_reach_that_reads_guarded_tables_does_not_depend_on_itself() {
    for (engine, place, _guard) in proving::places() {
        let staff = Schema { slice: "staff", migrations: GUARDED, statements: &[&ALL_STAFF, &HIRE] };
        let store = open_with(place, vec![staff], 1).unwrap();
        for (who, at) in [(1, 1), (2, 1), (3, 2)] {
            let hired = store.write(move |work| {
                enter(work, who, at);
                work.run(&HIRE, params! { "person": person(who) })?;
                Ok(())
            });
            hired.wait().unwrap();
        }
        let rows = |who: u8| {
            store.read(move |look| {
                look.on_behalf(session_of(who), Some(person(who).to_string()), noon());
                Ok(look.rows(&ALL_STAFF, params! {})?.len())
            })
        };
        if engine == "postgres" {
            assert_eq!((rows(1).unwrap(), rows(3).unwrap(), rows(9).unwrap()), (2, 1, 0));
        }
    }
}
