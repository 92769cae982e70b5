//! That a backup is whole and of one instant while the house goes on writing, and that everything can be
//! carried from one engine to the other and back.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;
use common::*;
use kernel::TicketId;
use std::sync::atomic::{AtomicBool, Ordering};
use store::{Migration, Place, Row, Schema, Store, params, proving, sql};

sql! {
    TWINS "twins.add" "insert into twins (id, body) values (:id, :body)";
    house PAIRS "twins.pairs" "select cast(count(*) as bigint) as n, cast(count(distinct body) as bigint) as bodies
        from twins";
    house KEPT "ward.kept" "select * from notes order by id";
    house ORGS "ward.orgs" "select * from orgs order by id";
    CHILD "ward.child" "insert into orgs (id, name, above) values (:id, :name, :above)";
    LIFT "ward.lift" "update orgs set above = :above where id = :id";
}

const TWIN: Migration = Migration {
    name: "0001_twins",
    text: "create table twins (id ident primary key, body words not null);\n\
        create table one (n count primary key);\ninsert into one (n) values (1);\n",
};

fn all() -> Vec<Schema> {
    let mut all = schemas();
    all.push(Schema { slice: "twins", migrations: &[TWIN], statements: STATEMENTS });
    all
}

fn open_all(place: Place) -> Store {
    open_with(place, all(), 1).unwrap()
}

fn house_rows(store: &Store, sql: &store::Sql) -> Vec<Row> {
    let sql = *sql;
    store
        .read(move |look| {
            look.as_house(true);
            Ok(look.rows(&sql, params! {})?)
        })
        .unwrap()
}

/// Two rows with the same body in one work: a copy as of one instant has each body exactly twice.
fn twins(store: &Store, n: u64) {
    store
        .write(move |work| {
            for _ in 0..2 {
                let id: TicketId = work.id();
                work.run(&TWINS, params! { "id": id, "body": format!("{n} {}", "x".repeat(500)) })?;
            }
            Ok(())
        })
        .wait()
        .unwrap();
}

#[test]
fn a_backup_under_steady_writing_ends_and_is_of_one_instant() {
    for (engine, place, _guard) in proving::places() {
        let store = open_all(place);
        (0..300).for_each(|n| twins(&store, n));
        let (target, _folder) = proving::file();
        let Place::File(path) = target.clone() else { panic!("a file") };
        let ended = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                let mut n = 300;
                // At least some writes fall into the backup, and they go on until it has ended.
                while !ended.load(Ordering::Relaxed) {
                    twins(&store, n);
                    n += 1;
                }
                n
            });
            let made = store.backup(&path);
            ended.store(true, Ordering::Relaxed);
            made.unwrap();
            assert!(writer.join().unwrap() >= 300);
        });
        let error = store.backup(&path).unwrap_err();
        assert!(error.to_string().contains("already"), "{engine}: {error}");
        let copy = open_all(target);
        let row = &house_rows(&copy, &PAIRS)[0];
        let (rows, bodies): (i64, i64) = (row.get("n").unwrap(), row.get("bodies").unwrap());
        assert!(bodies >= 300 && rows == 2 * bodies, "{engine}: {rows} rows of {bodies} pairs");
        let beside = std::fs::read_dir(path.parent().unwrap()).unwrap();
        let names: Vec<_> = beside.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        assert!(!names.iter().any(|n| n.contains("partial")), "{names:?}");
    }
}

fn fill(store: &Store) -> Vec<u8> {
    found(store, 1);
    let sealed = store.write(|work| Ok(work.seal(org(1), "here", "Mr. Example")?)).wait().unwrap();
    let kept = sealed.clone();
    store
        .write(move |work| {
            enter(work, 1, 1);
            work.run(&CHILD, params! { "id": org(2), "name": "below", "above": org(1) })?;
            // The first names the second and the second the first: no order of rows suits both.
            work.run(&LIFT, params! { "id": org(1), "above": org(2) })?;
            for i in 0..250i64 {
                let id: TicketId = work.id();
                let body = (i % 3 > 0).then(|| kept.clone());
                work.run(
                    &ADD,
                    params! {
                        "id": id, "title": format!("ä {i}"), "number": i - 100, "urgent": i % 2 == 0, "body": body,
                    },
                )?;
            }
            Ok(())
        })
        .wait()
        .unwrap();
    sealed
}

/// Rows in words that are the same for both engines: a flag is a count in SQLite.
fn plain(rows: &[Row]) -> Vec<String> {
    let cell = |v: &store::Value| match v {
        store::Value::Flag(yes) => format!("{:?}", store::Value::Count((*yes).into())),
        other => format!("{other:?}"),
    };
    rows.iter()
        .map(|r| (0..r.columns().len()).map(|i| cell(r.value(i))).collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn everything_travels_to_the_other_engine_and_back() {
    let (place, _first) = proving::file();
    let first = open_all(place);
    let sealed = fill(&first);
    let mut chain = vec![first];
    let mut guards = Vec::new();
    let mut stations: Vec<_> = proving::database().into_iter().collect();
    stations.push(proving::file());
    for (place, guard) in stations {
        let next = open_all(place);
        guards.push(guard);
        let counted = chain.last().unwrap().copy_all(&next).unwrap();
        let of = |table: &str| counted.iter().find(|(t, _)| t == table).map(|(_, n)| *n);
        assert_eq!((of("notes"), of("orgs"), of("keys"), of("one")), (Some(250), Some(2), Some(1), Some(1)));
        for sql in [&KEPT, &ORGS] {
            assert_eq!(plain(&house_rows(&next, sql)), plain(&house_rows(&chain[0], sql)));
        }
        assert_eq!(next.read(|look| Ok(look.open(org(1), "here", &sealed)?)).unwrap(), "Mr. Example");
        // It is a store like any other, and it is full now.
        let again = format!("{:#}", chain.last().unwrap().copy_all(&next).unwrap_err());
        assert!(again.contains("empty"), "{again}");
        twins(&next, 1);
        let twice = next.write(|work| {
            enter(work, 1, 1);
            work.run(&CHILD, params! { "id": org(7), "name": "nowhere", "above": org(8) })?;
            Ok(())
        });
        assert!(twice.wait().is_err(), "a foreign key is still minded");
        assert!(next.statement_check().is_ok());
        // What was added here does not travel back into the comparison.
        next.write(|work| Ok(work.run(&NO_TWINS, params! {})?)).wait().unwrap();
        chain.push(next);
    }
}

#[test]
fn a_store_is_not_copied_into_itself_or_into_other_tables() {
    let ((place, _one), (other, _two)) = (proving::file(), proving::file());
    let store = open_all(place);
    assert!(store.copy_all(&store).is_err());
    let other = open_with(other, schemas(), 1).unwrap();
    let error = format!("{:#}", store.copy_all(&other).unwrap_err());
    assert!(error.contains("twins"), "{error}");
}

const NO_TWINS: store::Sql =
    store::Sql { name: "twins.none", text: "delete from twins", postgres: None, house: false };
