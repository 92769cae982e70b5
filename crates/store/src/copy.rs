//! Carrying everything from one store to another, table by table, as of one instant and a few rows at a time:
//! how an installation moves from SQLite to PostgreSQL, and how a PostgreSQL is backed up into a file.

use crate::{
    Value,
    dialect::translate,
    postgres::{Connector, Given, values},
    sqlite::line::{SqliteLine, value},
};
use anyhow::{Context, Result, anyhow, bail, ensure};
use postgres::{Client, fallible_iterator::FallibleIterator};

/// How many cells travel in one statement at most.
const CELLS: usize = 2_000;

/// A connection that everything is read from, inside one transaction.
pub(crate) enum Source<'a> {
    Sqlite(&'a SqliteLine),
    Postgres(Box<Client>),
}

/// A connection that everything is written to, inside one transaction.
pub(crate) enum Target {
    Sqlite(SqliteLine),
    Postgres(Box<Client>),
}

fn said(error: &postgres::Error) -> anyhow::Error {
    crate::postgres::line::plain(error)
}

/// A name as it may stand in a statement.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

const SQLITE_COLUMNS: &str = "select name from pragma_table_info(?1) order by cid";
const POSTGRES_COLUMNS: &str = "select column_name::text from information_schema.columns \
    where table_schema = current_schema() and table_name = $1 order by ordinal_position";

fn sqlite_columns(line: &SqliteLine, table: &str) -> Result<Vec<String>> {
    let mut statement = line.conn.prepare(SQLITE_COLUMNS)?;
    let names = statement.query_map([table], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    Ok(names)
}

fn postgres_columns(client: &mut Client, table: &str) -> Result<Vec<String>> {
    let rows = client.query(POSTGRES_COLUMNS, &[&table]).map_err(|e| said(&e))?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

impl Source<'_> {
    /// Reads from a PostgreSQL, as the house and as of one instant.
    pub fn postgres(connector: &Connector) -> Result<Self> {
        let mut client = connector.connect()?;
        client
            .batch_execute(
                "begin isolation level repeatable read read only;
                 select set_config('orderly.house', 'on', true)",
            )
            .map_err(|e| said(&e))?;
        Ok(Self::Postgres(Box::new(client)))
    }

    fn columns(&mut self, table: &str) -> Result<Vec<String>> {
        match self {
            Source::Sqlite(line) => sqlite_columns(line, table),
            Source::Postgres(client) => postgres_columns(client, table),
        }
    }

    /// Gives every row to `each`, in no particular order.
    fn rows(&mut self, text: &str, each: &mut dyn FnMut(Vec<Value>) -> Result<()>) -> Result<()> {
        match self {
            Source::Sqlite(line) => {
                let mut statement = line.conn.prepare(text)?;
                let count = statement.column_count();
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    each((0..count).map(|i| value(row.get_ref(i)?)).collect::<Result<_>>()?)?;
                }
            }
            Source::Postgres(client) => {
                let none: [Given; 0] = [];
                let mut rows = client.query_raw(text, &none).map_err(|e| said(&e))?;
                while let Some(row) = rows.next().map_err(|e| said(&e))? {
                    each(values(&row)?)?;
                }
            }
        }
        Ok(())
    }
}

/// Foreign keys are looked at when everything is there, for rows may name one another in any order.
const DEFER: &str = "do $$ declare c record; begin
    for c in select conrelid::regclass::text as at, conname from pg_constraint
        where contype = 'f' and not condeferrable and connamespace = current_schema()::regnamespace
    loop
        execute format('alter table %s alter constraint %I deferrable initially immediate', c.at, c.conname);
    end loop; end $$; set constraints all deferred";

impl Target {
    pub fn sqlite(line: SqliteLine) -> Result<Self> {
        line.conn.execute_batch("begin immediate; pragma defer_foreign_keys = on")?;
        Ok(Self::Sqlite(line))
    }

    pub fn postgres(connector: &Connector) -> Result<Self> {
        let mut client = connector.connect()?;
        client
            .batch_execute(&format!("begin; select set_config('orderly.house', 'on', true); {DEFER}"))
            .map_err(|e| said(&e))?;
        Ok(Self::Postgres(Box::new(client)))
    }

    fn columns(&mut self, table: &str) -> Result<Vec<String>> {
        match self {
            Target::Sqlite(line) => sqlite_columns(line, table),
            Target::Postgres(client) => postgres_columns(client, table),
        }
    }

    fn run(&mut self, text: &str, cells: &[Value]) -> Result<u64> {
        match self {
            Target::Sqlite(line) => {
                let mut statement = line.conn.prepare_cached(text)?;
                Ok(statement.execute(rusqlite::params_from_iter(cells))? as u64)
            }
            Target::Postgres(client) => {
                let given: Vec<Given> = cells.iter().map(Given).collect();
                let given: Vec<_> = given.iter().map(|g| g as &(dyn postgres::types::ToSql + Sync)).collect();
                client.execute(text, &given).map_err(|e| said(&e))
            }
        }
    }

    fn sigil(&self) -> char {
        match self {
            Target::Sqlite(_) => '?',
            Target::Postgres(_) => '$',
        }
    }

    fn is_empty(&mut self, table: &str) -> Result<bool> {
        let text = format!("select 1 from {} limit 1", quoted(table));
        match self {
            Target::Sqlite(line) => Ok(!line.conn.prepare(&text)?.exists([])?),
            Target::Postgres(client) => Ok(client.query_opt(&text, &[]).map_err(|e| said(&e))?.is_none()),
        }
    }

    fn commit(self) -> Result<()> {
        match self {
            Target::Sqlite(line) => Ok(line.conn.execute_batch("commit")?),
            Target::Postgres(mut client) => client.batch_execute("commit").map_err(|e| said(&e)),
        }
    }
}

/// The tables that migrations fill, for instance with a first row; what is in them counts as nothing.
pub(crate) fn filled_by_migrations(schemas: &[crate::Schema]) -> Vec<String> {
    let texts = schemas.iter().flat_map(|s| s.migrations).map(|m| m.text.to_ascii_lowercase());
    let names = texts.flat_map(|text| {
        let name = |after: &str| {
            after.trim_start().split(|c: char| !(c.is_alphanumeric() || c == '_')).next().map(str::to_owned)
        };
        text.split("insert into ").skip(1).filter_map(name).collect::<Vec<_>>()
    });
    names.collect()
}

/// Copies the tables; gives each with its number of rows. Errors when the target is not empty or has other
/// columns.
pub(crate) fn copy(
    mut from: Source,
    mut to: Target,
    tables: &[String],
    filled: &[String],
) -> Result<Vec<(String, u64)>> {
    for table in tables {
        if !filled.contains(table) && !to.is_empty(table)? {
            bail!(
                "there is something in the table {table} of the place that is to be filled; it must be empty"
            );
        }
    }
    for table in tables.iter().rev().filter(|t| filled.contains(t)) {
        to.run(&format!("delete from {}", quoted(table)), &[]).with_context(|| table.clone())?;
    }
    let mut counted = Vec::new();
    for table in tables {
        let rows = one(&mut from, &mut to, table).with_context(|| format!("copying the table {table}"))?;
        counted.push((table.clone(), rows));
    }
    to.commit().context("the copy was not kept")?;
    Ok(counted)
}

/// How many rows each table has.
pub(crate) fn count(mut from: Source, tables: &[String]) -> Result<Vec<(String, u64)>> {
    let mut counted = Vec::new();
    for table in tables {
        from.rows(&format!("select count(*) from {}", quoted(table)), &mut |row| {
            if let Some(Value::Count(rows)) = row.first() {
                counted.push((table.clone(), u64::try_from(*rows)?));
            }
            Ok(())
        })?;
    }
    Ok(counted)
}

fn one(from: &mut Source, to: &mut Target, table: &str) -> Result<u64> {
    let columns = from.columns(table)?;
    let (mut here, mut there) = (columns.clone(), to.columns(table)?);
    here.sort_unstable();
    there.sort_unstable();
    ensure!(here == there && !here.is_empty(), "it has other columns in the other place");
    let names = columns.iter().map(|c| quoted(c)).collect::<Vec<_>>().join(", ");
    let (width, sigil) = (columns.len(), to.sigil());
    let insert = |rows: usize| {
        let row = |r: usize| {
            let cells: Vec<String> = (1..=width).map(|c| format!("{sigil}{}", r * width + c)).collect();
            format!("({})", cells.join(", "))
        };
        let all: Vec<String> = (0..rows).map(row).collect();
        format!("insert into {} ({names}) values {}", quoted(table), all.join(", "))
    };
    let at_once = (CELLS / width).clamp(1, 100);
    let full = insert(at_once);
    let (mut waiting, mut total) = (Vec::with_capacity(at_once * width), 0u64);
    from.rows(&format!("select {names} from {}", quoted(table)), &mut |row| {
        waiting.extend(row);
        total += 1;
        if waiting.len() == at_once * width {
            to.run(&full, &waiting)?;
            waiting.clear();
        }
        Ok(())
    })?;
    if !waiting.is_empty() {
        to.run(&insert(waiting.len() / width), &waiting)?;
    }
    Ok(total)
}

/// Every table that the schemas make, in order, the keys among them.
pub(crate) fn tables(schemas: &[crate::Schema]) -> Result<Vec<String>> {
    let plan = crate::migrate::Plan::new(schemas, crate::Engine::Sqlite).map_err(|e| anyhow!("{e:#}"))?;
    Ok(plan.tables)
}

/// The tables of organizations, marked with `-- tenant`.
pub(crate) fn tenants(schemas: &[crate::Schema]) -> Result<Vec<String>> {
    let texts = schemas.iter().flat_map(|s| s.migrations);
    let named = texts.map(|m| translate(m.text, crate::Engine::Sqlite).map(|t| t.tenants));
    Ok(named.collect::<Result<Vec<_>>>()?.concat())
}
