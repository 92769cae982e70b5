//! What is done once when a PostgreSQL is opened: whether it keeps what it confirms, the migrations, and the
//! rule that an organization's rows are seen only within reach, which the database itself enforces.

use super::{line::plain, tls::Connector};
use crate::{
    Engine, Schema,
    migrate::{Applied, Plan},
};
use anyhow::{Context, Result, ensure};
use postgres::{Client, Transaction};

/// One number for all servers of the house: who holds this lock migrates, the others wait.
const LOCK: &str = "select pg_advisory_xact_lock(7365676574)";

pub(crate) fn prepare(connector: &Connector, schemas: &[Schema]) -> Result<()> {
    let mut client = connector.connect()?;
    check(&mut client)?;
    let plan = Plan::new(schemas, Engine::Postgres)?;
    let mut transaction = client.transaction().map_err(|e| plain(&e))?;
    migrate(&mut transaction, &plan)?;
    transaction.commit().map_err(|e| plain(&e))
}

/// Refuses a server that may lose what it confirmed.
fn check(client: &mut Client) -> Result<()> {
    let mut setting = |name: &str| -> Result<String> {
        Ok(client.query_one("select current_setting($1)", &[&name]).map_err(|e| plain(&e))?.get(0))
    };
    for name in ["fsync", "full_page_writes", "synchronous_commit"] {
        ensure!(
            setting(name)? != "off",
            "this PostgreSQL runs with {name}=off and may lose what it confirmed; turn it on"
        );
    }
    let encoding = setting("server_encoding")?;
    ensure!(
        encoding == "UTF8",
        "this PostgreSQL database keeps text as {encoding}; make one with encoding UTF8"
    );
    let above = "select rolsuper or rolbypassrls from pg_roles where rolname = current_user";
    if client.query_one(above, &[]).map_err(|e| plain(&e))?.get(0) {
        tracing::warn!(
            "row-level security does not count for the role that signs in to PostgreSQL; use another"
        );
    }
    Ok(())
}

fn migrate(transaction: &mut Transaction, plan: &Plan) -> Result<()> {
    let run =
        |transaction: &mut Transaction, text: &str| transaction.batch_execute(text).map_err(|e| plain(&e));
    run(transaction, LOCK)?;
    run(transaction, "select set_config('orderly.house', 'on', true)")?;
    run(transaction, &plan.own)?;
    let rows = transaction.query("select slice, name, digest from migrations", &[]).map_err(|e| plain(&e))?;
    let applied: Vec<Applied> =
        rows.iter().map(|r| Applied { slice: r.get(0), name: r.get(1), digest: r.get(2) }).collect();
    let missing = plan.missing(&applied)?;
    for step in &missing {
        run(transaction, &step.text).with_context(|| format!("migration {}", step.title()))?;
        let record = "insert into migrations (slice, name, digest, at) \
            values ($1, $2, $3, cast(extract(epoch from now()) * 1000000 as bigint))";
        transaction.execute(record, &[&step.slice, &step.name, &step.digest]).map_err(|e| plain(&e))?;
    }
    if !missing.is_empty() {
        secure(transaction, plan)?;
    }
    Ok(())
}

/// Who may reach what, asked from within the rule itself. The view `reach` reads tables that the rule guards,
/// so the question is asked as the house; otherwise the rule would depend on itself.
const REACH: &str =
    "create or replace function orderly_reach(who text) returns setof text language plpgsql stable as $$
    declare
        before text := current_setting('orderly.house', true);
    begin
        perform set_config('orderly.house', 'on', true);
        return query select reach.org::text from reach where reach.person = who;
        perform set_config('orderly.house', coalesce(before, 'off'), true);
    end $$";

/// Row-level security on every table of organizations, for the owner of the tables as well.
fn secure(transaction: &mut Transaction, plan: &Plan) -> Result<()> {
    let reach: bool =
        transaction.query_one("select to_regclass('reach') is not null", &[]).map_err(|e| plain(&e))?.get(0);
    let within = if reach {
        transaction.batch_execute(REACH).map_err(|e| plain(&e)).context("the function orderly_reach")?;
        "org in (select orderly_reach(current_setting('orderly.who', true)))"
    } else {
        "false"
    };
    for table in &plan.tenants {
        // A case is evaluated in order: as the house, nobody's reach is asked.
        let text = format!(
            "alter table {table} enable row level security; alter table {table} force row level security;
             drop policy if exists within_reach on {table};
             create policy within_reach on {table} using (case
               when current_setting('orderly.house', true) = 'on' then true
               when org = current_setting('orderly.org', true) then true
               else {within} end)"
        );
        transaction
            .batch_execute(&text)
            .map_err(|e| plain(&e))
            .with_context(|| format!("row security of {table}"))?;
    }
    Ok(())
}
