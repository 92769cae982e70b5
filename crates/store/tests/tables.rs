//! That tables are made once, that a changed migration is noticed, and that both engines understand every
//! statement alike.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;
use common::*;
use store::{Migration, Place, Schema, params, proving, sql};

sql! {
    SYNCHRONOUS "probe.synchronous" "pragma synchronous";
    JOURNAL "probe.journal" "pragma journal_mode";
    KEYS "probe.foreign-keys" "pragma foreign_keys";
    BROKEN "probe.broken" "select nothing from nowhere";
    MANY "probe.many" "with recursive n (i) as (select 1 union all select i + 1 from n where i < 100001)
        select i from n";
    FRACTION "probe.fraction" "select 1.5 as x";
    WRONG "probe.wrong" "select id from notes where number = :number";
}

#[test]
fn sqlite_syncs_fully_keeps_a_log_and_minds_foreign_keys() {
    let (place, _guard) = proving::file();
    let store = open(place);
    let (sync, journal, keys) = store
        .write(|work| {
            let mut first = |sql| anyhow::Ok(work.row(sql, params! {})?.unwrap().value(0).clone());
            Ok((first(&SYNCHRONOUS)?, first(&JOURNAL)?, first(&KEYS)?))
        })
        .wait()
        .unwrap();
    assert_eq!((sync, journal, keys), (2i64.into(), "wal".into(), 1i64.into()));
}

#[test]
fn opening_twice_changes_nothing() {
    for (engine, place, _guard) in proving::places() {
        let store = open(place.clone());
        found(&store, 1);
        store.write(|work| note(work, 1, "kept")).wait().unwrap();
        let second = open(place.clone());
        assert_eq!(titles(&second), ["kept"], "{engine}");
        drop((store, second));
        if let Place::File(path) = &place {
            let beside = std::fs::read_dir(path.parent().unwrap()).unwrap();
            assert_eq!(beside.count(), 1, "the log was folded into the file when the store was closed");
        }
        assert_eq!(titles(&open(place)), ["kept"], "{engine}");
    }
}

fn with(migrations: &'static [Migration]) -> Vec<Schema> {
    vec![Schema { slice: "ward", migrations, statements: &[] }]
}

const CHANGED: Migration =
    Migration { name: "0001_notes", text: "create table notes (id ident primary key);" };
const LATER: Migration = Migration { name: "0002_more", text: "create table more (id ident primary key);" };
const FAILING: Migration = Migration {
    name: "0003_fails",
    text: "create table half (id ident primary key); create table more (id ident);",
};

#[test]
fn a_changed_or_unknown_or_failing_migration_is_refused_and_leaves_no_trace() {
    for (engine, place, _guard) in proving::places() {
        let said = |schemas| format!("{:#}", open_with(place.clone(), schemas, 1).err().unwrap());
        drop(open_with(place.clone(), with(&[FIRST, LATER]), 1).unwrap());
        let changed = said(with(&[CHANGED, LATER]));
        assert!(changed.contains("ward/0001_notes") && changed.contains("changed"), "{engine}: {changed}");
        let unknown = said(with(&[FIRST]));
        assert!(unknown.contains("ward/0002_more") && unknown.contains("newer"), "{engine}: {unknown}");
        for _ in 0..2 {
            let failing = said(with(&[FIRST, LATER, FAILING]));
            assert!(failing.contains("ward/0003_fails") && failing.contains("more"), "{engine}: {failing}");
        }
        drop(open_with(place.clone(), with(&[FIRST, LATER]), 1).unwrap());
    }
}

#[test]
fn both_engines_understand_every_statement_alike() {
    let mut checked = Vec::new();
    on_each_mut(|_, store| checked.push(store.statement_check().unwrap()));
    assert!(checked[0].iter().any(|p| p.name == "ward.add-returning" && p.columns.len() == 4));
    for other in &checked {
        assert_eq!(other, &checked[0]);
    }
    for (engine, place, _guard) in proving::places() {
        let mut schemas = schemas();
        schemas.push(Schema { slice: "probe", migrations: &[], statements: &[&BROKEN] });
        let error = open_with(place, schemas, 1).unwrap().statement_check().unwrap_err();
        assert!(error.to_string().contains("probe.broken"), "{engine}: {error}");
    }
}

fn on_each_mut(mut story: impl FnMut(&'static str, store::Store)) {
    for (name, place, _guard) in proving::places() {
        story(name, open(place));
    }
}

#[test]
fn two_statements_cannot_share_a_name() {
    const TWIN: store::Sql = store::Sql { name: "ward.all", text: "select 1", postgres: None, house: false };
    let (place, _guard) = proving::file();
    let mut schemas = schemas();
    schemas.push(Schema { slice: "probe", migrations: &[], statements: &[&TWIN] });
    assert!(open_with(place, schemas, 1).err().unwrap().to_string().contains("ward.all"));
}

#[test]
fn too_many_rows_fractions_and_wrong_kinds_are_errors_with_the_statements_name() {
    on_each(|engine, store| {
        let said = |sql: &store::Sql, params: Vec<(&'static str, store::Value)>| {
            let sql = *sql;
            let answer = store.read(move |look| {
                look.as_house(true);
                look.rows(&sql, &params)?;
                Ok(())
            });
            answer.unwrap_err().to_string()
        };
        let many = said(&MANY, vec![]);
        assert!(many.contains("probe.many") && many.contains("100000"), "{engine}: {many}");
        assert!(said(&FRACTION, vec![]).contains("probe.fraction"), "{engine}");
        if engine == "postgres" {
            let wrong = said(&WRONG, vec![("number", "seven".into())]);
            assert!(wrong.contains("probe.wrong") && !wrong.contains("seven"), "{wrong}");
        }
        // The reader that failed serves again.
        assert!(titles(&store).is_empty());
    });
}
