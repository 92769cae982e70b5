//! One connection to a SQLite file: statements numbered and prepared once, values carried over as they are.

use crate::{
    Row, Value,
    look::{Line, MOST_ROWS},
    sql::{Ask, Numbered, Sql, number},
};
use anyhow::{Context, Result, anyhow, bail};
use rusqlite::{
    CachedStatement, Connection, OpenFlags, ToSql,
    config::DbConfig,
    types::{ToSqlOutput, ValueRef},
};
use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, OnceLock},
    time::Duration,
};

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Words(text) => ValueRef::Text(text.as_bytes()),
            Value::Count(n) => ValueRef::Integer(*n),
            Value::Flag(yes) => ValueRef::Integer((*yes).into()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

pub(crate) fn value(cell: ValueRef) -> Result<Value> {
    Ok(match cell {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(n) => Value::Count(n),
        ValueRef::Text(text) => {
            Value::Words(std::str::from_utf8(text).context("words that are not UTF-8")?.to_owned())
        }
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
        ValueRef::Real(_) => bail!("a fraction; cast it to a whole number"),
    })
}

/// A statement as this connection knows it.
struct Known {
    numbered: Numbered,
    /// The names of its columns, once it was asked; they stay as they are while migrations have run.
    columns: OnceLock<Arc<[String]>>,
}

/// A connection.
pub(crate) struct SqliteLine {
    pub conn: Connection,
    /// By where the statement's text stands, which is a constant of the program: cheaper than by its letters.
    known: HashMap<(usize, usize), Arc<Known>>,
}

const PREPARED: usize = 1024;

/// How long a connection waits for another one.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

impl SqliteLine {
    /// Opens the file to write; it is made when it is not there.
    pub fn writing(path: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let line = Self::opened(path, flags)?;
        let mode: String = line.conn.query_row("pragma journal_mode = wal", [], |row| row.get(0))?;
        if mode != "wal" {
            bail!(
                "{}: the file system does not let SQLite keep a write-ahead log here ({mode})",
                path.display()
            );
        }
        // Full: what was answered survives a power cut. Fast secure deletion overwrites a destroyed key in
        // its page. The cache is walked through at each commit, so a larger one is slower; the system caches the file
        // as well.
        line.conn.execute_batch(
            "pragma synchronous = full; pragma wal_autocheckpoint = 0; pragma secure_delete = fast;
             pragma cache_size = -16384;",
        )?;
        Ok(line)
    }

    /// Opens the file only to read.
    pub fn reading(path: &Path) -> Result<Self> {
        let line = Self::opened(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        line.conn.execute_batch("pragma query_only = on; pragma cache_size = -8192;")?;
        Ok(line)
    }

    fn opened(path: &Path, flags: OpenFlags) -> Result<Self> {
        let conn = Connection::open_with_flags(path, flags).with_context(|| path.display().to_string())?;
        conn.busy_timeout(PATIENCE)?;
        conn.set_prepared_statement_cache_capacity(PREPARED);
        // Otherwise a statement whose plan could depend on a value is prepared anew each time it is asked with another,
        // which took more than half of the writer's time.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        conn.execute_batch(
            "pragma foreign_keys = on; pragma trusted_schema = off; pragma temp_store = memory;",
        )?;
        Ok(Self { conn, known: HashMap::new() })
    }

    fn known(&mut self, sql: &Sql) -> Arc<Known> {
        let known = || Known { numbered: number(sql.text, '?'), columns: OnceLock::new() };
        self.known
            .entry((sql.text.as_ptr().addr(), sql.text.len()))
            .or_insert_with(|| Arc::new(known()))
            .clone()
    }

    fn bound<'c>(conn: &'c Connection, ask: &Ask, known: &Known) -> Result<CachedStatement<'c>> {
        let values = ask.bind(&known.numbered.names)?;
        let mut statement = conn.prepare_cached(&known.numbered.text).map_err(|e| named(ask.sql, e))?;
        for (i, value) in values.into_iter().enumerate() {
            statement.raw_bind_parameter(i + 1, value).map_err(|e| named(ask.sql, e))?;
        }
        Ok(statement)
    }

    /// The parameters and columns of a statement, as SQLite understands it.
    pub fn describe(&mut self, sql: &Sql) -> Result<(Vec<String>, Vec<String>)> {
        let known = self.known(sql);
        let statement = self.conn.prepare(&known.numbered.text).map_err(|e| named(sql, e))?;
        let columns = statement.column_names().map(str::to_owned).collect();
        Ok((known.numbered.names.clone(), columns))
    }
}

/// An error with the statement's name. SQLite's messages name tables and columns, never values.
fn named(sql: &Sql, error: rusqlite::Error) -> anyhow::Error {
    let said = match &error {
        rusqlite::Error::SqliteFailure(_, Some(message)) => message.clone(),
        rusqlite::Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    };
    anyhow!("{}: {said}", sql.name)
}

impl Line for SqliteLine {
    fn rows(&mut self, ask: &Ask) -> Result<(Vec<Row>, bool)> {
        let known = self.known(ask.sql);
        let mut statement = Self::bound(&self.conn, ask, &known)?;
        let wrote = !statement.readonly();
        let columns =
            known.columns.get_or_init(|| statement.column_names().map(str::to_owned).collect()).clone();
        let mut out = Vec::new();
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(|e| named(ask.sql, e))? {
            if out.len() == MOST_ROWS {
                bail!("{}: more than {MOST_ROWS} rows; ask for fewer at a time", ask.sql.name);
            }
            let mut values = Vec::with_capacity(columns.len());
            for i in 0..columns.len() {
                let cell = row.get_ref(i).map_err(|e| named(ask.sql, e))?;
                values
                    .push(value(cell).with_context(|| format!("{}: column '{}'", ask.sql.name, columns[i]))?);
            }
            out.push(Row::new(columns.clone(), values));
        }
        Ok((out, wrote))
    }

    fn run(&mut self, ask: &Ask) -> Result<u64> {
        let known = self.known(ask.sql);
        let mut statement = Self::bound(&self.conn, ask, &known)?;
        let changed = statement.raw_execute().map_err(|e| named(ask.sql, e))?;
        // SQLite reports the last change again for statements that change nothing, such as a select.
        Ok(if statement.readonly() { 0 } else { changed as u64 })
    }
}
