//! All SQL of the year, over connections of its own to the house's file: what the auditor reads, when the
//! next timer is due, the digest of every table, and what a planted fault does to the store between two
//! orders.

use anyhow::{Context, Result, ensure};
use rusqlite::{Connection, OpenFlags, types::ValueRef};
use sha2::{Digest, Sha256};
use std::{path::Path, time::Duration};

/// An entry as it stands in the ledger.
#[derive(Debug)]
pub struct Charted {
    pub leaf: i64,
    pub id: String,
    pub at: i64,
    pub act: String,
    pub outcome: String,
    pub body: Vec<u8>,
    pub salt: Vec<u8>,
}

/// A letter in the outbox.
#[derive(Debug)]
pub struct Posted {
    pub id: String,
    pub recipient: String,
    pub subject: String,
    pub created_at: i64,
}

/// Something that is due for a round, in microseconds since 1970.
#[derive(Debug)]
pub struct Timer {
    /// Its name, or the channel of what leaves the house.
    pub round: String,
    /// When the round is run, should that minute be looked at. Notices leave at once.
    pub due_at: i64,
    /// When a minute has to be looked at for it.
    pub wakes_at: i64,
}

/// A connection that only reads.
pub struct Reader(Connection);

/// A connection that writes: for planted faults only.
pub struct Pencil(Connection);

fn open(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let line = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    line.busy_timeout(Duration::from_secs(30))?;
    Ok(line)
}

impl Reader {
    /// # Errors
    /// When the file is not there.
    pub fn open(path: &Path) -> Result<Self> {
        Ok(Self(open(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?))
    }

    /// What stands in the ledger from a place on.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn entries_from(&self, leaf: i64) -> Result<Vec<Charted>> {
        let text = "select leaf, id, at, act, outcome, body, salt from entries where leaf >= ? order by leaf";
        let mut statement = self.0.prepare_cached(text)?;
        let rows = statement.query_map([leaf], |row| {
            Ok(Charted {
                leaf: row.get(0)?,
                id: row.get(1)?,
                at: row.get(2)?,
                act: row.get(3)?,
                outcome: row.get(4)?,
                body: row.get(5)?,
                salt: row.get(6)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Every letter in the outbox, in the order in which they were written.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn outbox(&self) -> Result<Vec<Posted>> {
        let text = "select id, recipient, subject, created_at from outbox where channel = 'mail' order by id";
        let mut statement = self.0.prepare_cached(text)?;
        let rows = statement.query_map([], |row| {
            Ok(Posted {
                id: row.get(0)?,
                recipient: row.get(1)?,
                subject: row.get(2)?,
                created_at: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The last checkpoint: how many entries it covers, and their root.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn last_checkpoint(&self) -> Result<(u64, [u8; 32])> {
        use base64::{Engine as _, engine::general_purpose::STANDARD};
        let text = "select note from checkpoints order by size desc limit 1";
        let note: String = self.0.query_row(text, [], |row| row.get(0))?;
        let mut lines = note.lines().skip(1);
        let size = lines.next().context("a checkpoint without a size")?.parse()?;
        let root = STANDARD.decode(lines.next().context("a checkpoint without a root")?)?;
        let root = <[u8; 32]>::try_from(root).ok().context("a root of another length")?;
        Ok((size, root))
    }

    /// The last checkpoints, as they were signed.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn checkpoints(&self, most: u32) -> Result<Vec<String>> {
        let mut statement =
            self.0.prepare_cached("select note from checkpoints order by size desc limit ?")?;
        let rows = statement.query_map([most], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// What the engines of the house have to do next, of what stands in tables.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn timers(&self) -> Result<Vec<Timer>> {
        let text = "select 'missed', min(due_at), min(due_at) from promises
              where stopped_at is null and missed_at is null having min(due_at) is not null
            union all select 'escalations', min(next_at), min(next_at) from escalations
              where next_at is not null having min(next_at) is not null
            union all select 'emergencies', min(until), min(until) from emergencies
              where closed_at is null having min(until) is not null
            union all select 'escalations', 0, min(at) + 60000000 from escalation_notices
              where sent_at is null having min(at) is not null
            union all select channel, min(due_at), min(due_at) from outbox
              where sent_at is null and gave_up_at is null group by channel";
        let mut statement = self.0.prepare_cached(text)?;
        let rows = statement.query_map([], |row| {
            Ok(Timer { round: row.get(0)?, due_at: row.get(1)?, wakes_at: row.get(2)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The running promises of every ticket: what is promised, and when it is due.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn running_promises(&self) -> Result<Vec<(String, String, Option<i64>)>> {
        let text = "select ticket, kind, due_at from promises where stopped_at is null order by ticket, kind";
        let mut statement = self.0.prepare_cached(text)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// A digest of every row of every table: the same year from the same seed has the same. When migrations
    /// ran is said by the machine's clock, so that table is left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn digest(&self) -> Result<[u8; 32]> {
        let mut digest = Sha256::new();
        let names = "select name from sqlite_schema where type = 'table' and name <> 'migrations'
            and name not like 'sqlite_%' order by name";
        let mut tables = self.0.prepare(names)?;
        let tables: Vec<String> = tables.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        ensure!(tables.len() > 20, "the tables of the house are there");
        for table in tables {
            let columns = self.0.prepare(&format!("select * from \"{table}\" limit 0"))?.column_count();
            let order: Vec<String> = (1..=columns).map(|n| n.to_string()).collect();
            let mut rows =
                self.0.prepare(&format!("select * from \"{table}\" order by {}", order.join(", ")))?;
            let mut rows = rows.query([])?;
            digest.update(table.as_bytes());
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    add(&mut digest, row.get_ref(column)?);
                }
            }
        }
        Ok(digest.finalize().into())
    }

    /// One value of a row, as text; nothing where there is no row.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn text(&self, sql: &str, given: &[&dyn rusqlite::ToSql]) -> Result<Option<String>> {
        let mut statement = self.0.prepare_cached(sql)?;
        let mut rows = statement.query(given)?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }
}

fn add(digest: &mut Sha256, value: ValueRef) {
    let mut part = |kind: u8, bytes: &[u8]| {
        digest.update([kind]);
        digest.update((bytes.len() as u64).to_le_bytes());
        digest.update(bytes);
    };
    match value {
        ValueRef::Null => part(0, &[]),
        ValueRef::Integer(n) => part(1, &n.to_le_bytes()),
        ValueRef::Real(n) => part(2, &n.to_le_bytes()),
        ValueRef::Text(text) => part(3, text),
        ValueRef::Blob(bytes) => part(4, bytes),
    }
}

impl Pencil {
    /// # Errors
    /// When the file is not there.
    pub fn open(path: &Path) -> Result<Self> {
        Ok(Self(open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?))
    }

    /// Changes the store behind the house's back; gives how many rows.
    ///
    /// # Errors
    /// When the statement cannot be carried out.
    pub fn scribble(&self, sql: &str, given: &[&dyn rusqlite::ToSql]) -> Result<usize> {
        Ok(self.0.execute(sql, given)?)
    }
}
