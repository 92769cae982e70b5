//! One connection to PostgreSQL: a transaction begun with the first question, on whose behalf told in the
//! same breath, and every statement prepared once. What needs no answer is kept back and goes along with the next question.

use super::{
    types::{Given, values},
    wire::{Along, Failed, Wire},
};
use crate::{
    Row, Value,
    look::{Line, MOST_ROWS, Scope},
    sql::{Ask, Numbered, Sql, number},
};
use anyhow::{Result, anyhow};
use futures_util::TryStreamExt;
use std::{collections::HashMap, error::Error, pin::pin, sync::Arc};
use tokio_postgres::{Client, Statement};

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
    wire: Wire,
    known: HashMap<&'static str, Arc<Known>>,
    begin: &'static str,
    begun: bool,
    /// Whether the server knows that it was begun.
    open: bool,
    told: String,
    /// What goes along with the next question, in its order.
    along: Vec<Along>,
    pub trouble: Option<Trouble>,
}

/// So much goes along at most before it is sent without a question.
const MOST_ALONG: usize = 64;

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
    pub fn new(wire: Wire, begin: &'static str) -> Self {
        let (known, along, told) = (HashMap::new(), Vec::new(), String::new());
        Self { wire, known, begin, begun: false, open: false, told, along, trouble: None }
    }

    pub fn is_closed(&self) -> bool {
        self.wire.client.is_closed()
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
                || self.is_closed()
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

    /// The same for a journey, with the statement's name when it was one that went along.
    fn lost(&mut self, failed: &Failed) -> anyhow::Error {
        let error = self.note(&failed.error);
        match failed.name {
            Some(name) => anyhow!("{name}: {error:#}"),
            None => error,
        }
    }

    /// Sends a command behind what goes along with it.
    fn command(&mut self, text: &str) -> Result<()> {
        let along = std::mem::take(&mut self.along);
        self.open = true;
        let done = self.wire.journey(&along, self.wire.client.batch_execute(text));
        done.map_err(|failed| self.lost(&failed))
    }

    /// Begins when nothing is begun yet, and tells on whose behalf when that changed: both go along with the next question.
    fn ready(&mut self, scope: &Scope) {
        let wanted = settings(scope);
        if !self.begun {
            self.begun = true;
            self.along.push(Along::Command(format!("{}; {wanted}", self.begin)));
            self.told = wanted;
        } else if self.told != wanted {
            self.along.push(Along::Command(wanted.clone()));
            self.told = wanted;
        }
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
        (self.begun, self.open) = (false, false);
        Ok(())
    }

    /// Ends the transaction and keeps nothing. When even that fails, the connection is of no use any more.
    pub fn roll_back(&mut self) -> Result<()> {
        self.trouble = None;
        self.along.clear();
        self.begun = false;
        if self.open {
            self.command("rollback")?;
        }
        self.open = false;
        Ok(())
    }

    fn prepare(&mut self, sql: &Sql) -> Result<Arc<Known>> {
        let text = sql.postgres.unwrap_or(sql.text);
        if let Some(known) = self.known.get(text) {
            return Ok(known.clone());
        }
        let numbered = Arc::new(number(text, '$'));
        let prepared = self.wire.wait(self.wire.client.prepare(&numbered.text));
        let statement = prepared.map_err(|e| self.note(&e))?;
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
        let given: Vec<Given> = bound.into_iter().map(Given).collect();
        let along = std::mem::take(&mut self.along);
        self.open = true;
        match self.wire.journey(&along, fetch(&self.wire.client, known, &given)) {
            Ok(rows) => rows,
            Err(failed) => Err(self.lost(&failed)),
        }
    }

    fn named<T>(&mut self, sql: &Sql, done: Result<T>) -> Result<T> {
        done.map_err(|error| {
            let said = format!("{error:#}");
            if said.starts_with(sql.name) { error } else { anyhow!("{}: {said}", sql.name) }
        })
    }
}

/// The rows; an error of ours within when they are too many or of a kind that we do not know.
async fn fetch(
    client: &Client,
    known: &Known,
    given: &[Given<'_>],
) -> Result<Result<Vec<Row>>, tokio_postgres::Error> {
    let mut rows = pin!(client.query_raw(&known.statement, given).await?);
    let mut out = Vec::new();
    while let Some(row) = rows.try_next().await? {
        if out.len() == MOST_ROWS {
            return Ok(Err(anyhow!("more than {MOST_ROWS} rows; ask for fewer at a time")));
        }
        match values(&row) {
            Ok(values) => out.push(Row::new(known.columns.clone(), values)),
            Err(error) => return Ok(Err(error)),
        }
    }
    Ok(Ok(out))
}

impl Line for PostgresLine {
    fn rows(&mut self, ask: &Ask) -> Result<(Vec<Row>, bool)> {
        self.ready(ask.scope);
        let done = self.prepare(ask.sql).and_then(|known| Ok((self.ask_rows(ask, &known)?, !known.reads)));
        self.named(ask.sql, done)
    }

    fn run(&mut self, ask: &Ask) -> Result<u64> {
        self.ready(ask.scope);
        let done = self.prepare(ask.sql).and_then(|known| {
            let bound = ask.bind(&known.numbered.names)?;
            let given: Vec<Given> = bound.into_iter().map(Given).collect();
            let along = std::mem::take(&mut self.along);
            self.open = true;
            let change = self.wire.client.execute_raw(&known.statement, &given);
            let changed = self.wire.journey(&along, change).map_err(|failed| self.lost(&failed))?;
            Ok(if known.reads { 0 } else { changed })
        });
        self.named(ask.sql, done)
    }

    fn put(&mut self, ask: &Ask) -> Result<()> {
        self.ready(ask.scope);
        let done = self.prepare(ask.sql).and_then(|known| {
            let values = ask.bind(&known.numbered.names)?.into_iter().cloned().collect();
            let statement = known.statement.clone();
            self.along.push(Along::Change { name: ask.sql.name, statement, values });
            if self.along.len() >= MOST_ALONG { self.command("") } else { Ok(()) }
        });
        self.named(ask.sql, done)
    }
}
