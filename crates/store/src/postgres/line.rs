//! One connection to PostgreSQL: a transaction begun with the first question, on whose behalf told in the
//! same breath, and every statement prepared once.

use super::types::{Given, values};
use crate::{
    Row, Value,
    look::{Line, MOST_ROWS, Scope},
    sql::{Ask, Numbered, Sql, number},
};
use anyhow::{Result, anyhow};
use postgres::{Client, Statement, fallible_iterator::FallibleIterator};
use std::{collections::HashMap, error::Error, sync::Arc};

/// What went wrong in this transaction, beyond the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Another transaction was in the way: the same work may succeed when tried again.
    Conflict,
    /// Two rows with the same key, or a lock that did not come free: perhaps another transaction's doing,
    /// perhaps not.
    Perhaps,
    /// The connection is gone.
    Lost,
    /// Anything else.
    Failed,
}

struct Known {
    numbered: Arc<Numbered>,
    statement: Statement,
    columns: Arc<[String]>,
    reads: bool,
}

pub(crate) struct PostgresLine {
    pub client: Client,
    known: HashMap<&'static str, Arc<Known>>,
    begin: &'static str,
    begun: bool,
    told: String,
    pub trouble: Option<Trouble>,
}

pub(crate) const TO_WRITE: &str = "begin isolation level serializable";
pub(crate) const TO_READ: &str = "begin isolation level repeatable read read only";

/// The driver's error in words that hold no values: PostgreSQL's details repeat what stood in a row.
pub(crate) fn plain(error: &postgres::Error) -> anyhow::Error {
    match error.as_db_error() {
        // Class 22, data exceptions: even the message repeats the datum.
        Some(db) if db.code().code().starts_with("22") => {
            anyhow!("a value that does not fit ({})", db.code().code())
        }
        Some(db) => anyhow!("{} ({})", db.message(), db.code().code()),
        None => match error.source() {
            Some(source) => anyhow!("{error}: {source}"),
            None => anyhow!("{error}"),
        },
    }
}

/// A text as a literal.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\0', "").replace('\'', "''"))
}

fn words(value: &Value) -> &str {
    if let Value::Words(text) = value { text } else { "" }
}

fn settings(scope: &Scope) -> String {
    let house = if scope.is_house() { "on" } else { "off" };
    format!(
        "select set_config('orderly.org', {}, true), set_config('orderly.who', {}, true), \
         set_config('orderly.house', '{house}', true)",
        literal(words(&scope.org_value)),
        literal(words(&scope.reach))
    )
}

impl PostgresLine {
    pub fn new(client: Client, begin: &'static str) -> Self {
        Self { client, known: HashMap::new(), begin, begun: false, told: String::new(), trouble: None }
    }

    fn trouble_of(&mut self, error: &postgres::Error) -> Trouble {
        let code = error.code().map_or("", |code| code.code());
        match code {
            "40001" | "40P01" => Trouble::Conflict,
            "23505" | "23P01" | "55P03" => Trouble::Perhaps,
            // A table changed under a prepared statement: prepare anew.
            "0A000" | "26000" => {
                self.known.clear();
                Trouble::Conflict
            }
            _ if code.starts_with("08")
                || code.starts_with("57P")
                || self.client.is_closed()
                || error.is_closed() =>
            {
                Trouble::Lost
            }
            _ => Trouble::Failed,
        }
    }

    /// Notes the trouble and gives the error in words.
    fn note(&mut self, error: &postgres::Error) -> anyhow::Error {
        let trouble = self.trouble_of(error);
        self.trouble.get_or_insert(trouble);
        plain(error)
    }

    fn command(&mut self, text: &str) -> Result<()> {
        self.client.batch_execute(text).map_err(|e| self.note(&e))
    }

    /// Begins when nothing is begun yet, and tells on whose behalf when that changed.
    fn ready(&mut self, scope: &Scope) -> Result<()> {
        let wanted = settings(scope);
        if !self.begun {
            self.begun = true;
            let text = format!("{}; {wanted}", self.begin);
            self.command(&text)?;
            self.told = wanted;
        } else if self.told != wanted {
            self.command(&wanted)?;
            self.told = wanted;
        }
        Ok(())
    }

    /// Ends the transaction and keeps it; the announcements go with it.
    pub fn commit(&mut self, announced: &[String]) -> Result<()> {
        let mut text = String::new();
        if !announced.is_empty() && !self.begun {
            text.push_str(self.begin);
            text.push(';');
            self.begun = true;
        }
        for announcement in announced {
            text.push_str(&format!("select pg_notify('orderly', {});", literal(announcement)));
        }
        if self.begun {
            text.push_str("commit");
            self.command(&text)?;
        }
        self.begun = false;
        Ok(())
    }

    /// Ends the transaction and keeps nothing. When even that fails, the connection is of no use any more.
    pub fn roll_back(&mut self) -> Result<()> {
        self.trouble = None;
        if std::mem::take(&mut self.begun) {
            self.command("rollback")?;
        }
        Ok(())
    }

    fn prepare(&mut self, sql: &Sql) -> Result<Arc<Known>> {
        let text = sql.postgres.unwrap_or(sql.text);
        if let Some(known) = self.known.get(text) {
            return Ok(known.clone());
        }
        let numbered = Arc::new(number(text, '$'));
        let statement = self.client.prepare(&numbered.text).map_err(|e| self.note(&e))?;
        let columns = statement.columns().iter().map(|c| c.name().to_owned()).collect();
        let first = text.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
        let reads = matches!(first.as_str(), "select" | "values");
        let known = Arc::new(Known { numbered, statement, columns, reads });
        self.known.insert(text, known.clone());
        Ok(known)
    }

    /// The parameters and columns of a statement, as PostgreSQL understands it.
    pub fn describe(&mut self, sql: &Sql) -> Result<(Vec<String>, Vec<String>)> {
        let known = self.prepare(sql).map_err(|e| anyhow!("{}: {e:#}", sql.name))?;
        Ok((known.numbered.names.clone(), known.columns.to_vec()))
    }

    fn ask_rows(&mut self, ask: &Ask, known: &Known) -> Result<Vec<Row>> {
        let bound = ask.bind(&known.numbered.names)?;
        let given: Vec<Given> = bound.iter().map(|value| Given(value)).collect();
        match fetch(&mut self.client, known, &given) {
            Ok(rows) => Ok(rows),
            Err(Unfetched::Server(error)) => Err(self.note(&error)),
            Err(Unfetched::Ours(error)) => Err(error),
        }
    }

    fn named<T>(&mut self, sql: &Sql, done: Result<T>) -> Result<T> {
        done.map_err(|error| {
            let said = format!("{error:#}");
            if said.starts_with(sql.name) { error } else { anyhow!("{}: {said}", sql.name) }
        })
    }
}

/// Why rows did not come.
enum Unfetched {
    Server(postgres::Error),
    Ours(anyhow::Error),
}

fn fetch(client: &mut Client, known: &Known, given: &[Given]) -> Result<Vec<Row>, Unfetched> {
    let mut rows = client.query_raw(&known.statement, given).map_err(Unfetched::Server)?;
    let mut out = Vec::new();
    while let Some(row) = rows.next().map_err(Unfetched::Server)? {
        if out.len() == MOST_ROWS {
            return Err(Unfetched::Ours(anyhow!("more than {MOST_ROWS} rows; ask for fewer at a time")));
        }
        out.push(Row::new(known.columns.clone(), values(&row).map_err(Unfetched::Ours)?));
    }
    Ok(out)
}

impl Line for PostgresLine {
    fn rows(&mut self, ask: &Ask) -> Result<(Vec<Row>, bool)> {
        let done = self.ready(ask.scope).and_then(|()| {
            let known = self.prepare(ask.sql)?;
            Ok((self.ask_rows(ask, &known)?, !known.reads))
        });
        self.named(ask.sql, done)
    }

    fn run(&mut self, ask: &Ask) -> Result<u64> {
        let done = self.ready(ask.scope).and_then(|()| {
            let known = self.prepare(ask.sql)?;
            let bound = ask.bind(&known.numbered.names)?;
            let given: Vec<Given> = bound.iter().map(|value| Given(value)).collect();
            let given: Vec<_> = given.iter().map(|g| g as &(dyn postgres::types::ToSql + Sync)).collect();
            let changed = self.client.execute(&known.statement, &given).map_err(|e| self.note(&e))?;
            Ok(if known.reads { 0 } else { changed })
        });
        self.named(ask.sql, done)
    }
}
