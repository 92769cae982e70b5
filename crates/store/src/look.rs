//! A look: one consistent view of the database. Everything asked within one look is answered as of the same
//! instant, and on behalf of one caller at one organization, which the transaction itself binds into every
//! statement.

use crate::{
    Params, Row, Value,
    keys::{Found, KeyDestroyed, OrgKey},
    memory::Memory,
    shared::Shared,
    sql::{Ask, Sql},
};
use anyhow::{Context, Result, anyhow, bail};
use kernel::{Chance, Id, Moment, OrgId, PersonId, Who};
use std::{collections::HashMap, sync::Arc};

/// The most rows one question may answer with; more is a mistake in the statement, and memory is not endless.
pub const MOST_ROWS: usize = 100_000;

/// On whose behalf and where: what the transaction binds as `:who`, `:org` and `:now`. What is bound is kept as it is
/// bound, because every statement binds it again.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    pub who: Who,
    pub reach: Value,
    pub now: Option<Moment>,
    pub now_value: Value,
    pub org: Option<OrgId>,
    pub org_value: Value,
    pub house: bool,
    /// The act that says it touches no PHI, while it is carried out.
    pub far: Option<&'static str>,
}

impl Scope {
    pub fn new() -> Self {
        let nothing = || Value::Words(String::new());
        Self {
            who: Who::Nobody,
            reach: nothing(),
            now: None,
            now_value: Value::Null,
            org: None,
            org_value: nothing(),
            house: false,
            far: None,
        }
    }
    /// Whether a statement sees the same on behalf of both.
    pub fn sees_as(&self, other: &Self) -> bool {
        self.org_value == other.org_value
            && self.reach == other.reach
            && self.now_value == other.now_value
            && self.is_house() == other.is_house()
    }
    /// Whether statements of the house may run now.
    pub fn is_house(&self) -> bool {
        self.house || matches!(self.who, Who::House(_))
    }
}

/// A connection inside a transaction, whichever the engine.
pub(crate) trait Line {
    /// The rows, and whether the statement may have changed something.
    fn rows(&mut self, ask: &Ask) -> Result<(Vec<Row>, bool)>;
    /// How many rows were changed.
    fn run(&mut self, ask: &Ask) -> Result<u64>;
    /// The same where nobody asks how many. It may be sent, and fail, with a later one.
    fn put(&mut self, ask: &Ask) -> Result<()> {
        self.run(ask).map(|_| ())
    }
}

/// One consistent read transaction.
pub struct Look<'a> {
    line: &'a mut dyn Line,
    /// Only where several looks see the same instant.
    memory: Option<&'a mut Memory>,
    pub(crate) shared: &'a Shared,
    pub(crate) scope: Scope,
    pub(crate) chance: Option<Chance>,
    pub(crate) found: HashMap<String, Found>,
    pub(crate) writing: bool,
    pub(crate) wrote: bool,
    /// The first statement that failed. After it nothing is committed, whatever the job answers.
    pub(crate) doomed: Option<String>,
}

impl<'a> Look<'a> {
    pub(crate) fn new(line: &'a mut dyn Line, shared: &'a Shared, writing: bool) -> Self {
        Self {
            line,
            memory: None,
            shared,
            scope: Scope::new(),
            chance: None,
            found: HashMap::new(),
            writing,
            wrote: false,
            doomed: None,
        }
    }

    /// What was answered before within the same instant is not asked again.
    pub(crate) fn remembering(self, memory: &'a mut Memory) -> Self {
        Self { memory: Some(memory), ..self }
    }

    /// All rows of an answer. Errors name the statement; more than [`MOST_ROWS`] rows is one.
    pub fn rows(&mut self, sql: &Sql, params: Params) -> Result<Vec<Row>> {
        let done = self.permitted(sql).and_then(|()| {
            let ask = Ask { sql, scope: &self.scope, params };
            match &mut self.memory {
                Some(memory) => memory.rows(&ask, |ask| self.line.rows(ask)),
                None => self.line.rows(&ask),
            }
        });
        let (rows, wrote) = self.note(done)?;
        self.wrote |= wrote;
        Ok(rows)
    }

    /// The only row of an answer, or none. Two rows are an error.
    pub fn row(&mut self, sql: &Sql, params: Params) -> Result<Option<Row>> {
        let mut rows = self.rows(sql, params)?;
        if rows.len() > 1 {
            bail!("{}: {} rows where at most one was expected", sql.name, rows.len());
        }
        Ok(rows.pop())
    }

    pub(crate) fn change(&mut self, sql: &Sql, params: Params) -> Result<u64> {
        self.wrote = true;
        let done = self.permitted(sql).and_then(|()| self.line.run(&Ask { sql, scope: &self.scope, params }));
        self.note(done)
    }

    pub(crate) fn put(&mut self, sql: &Sql, params: Params) -> Result<()> {
        self.wrote = true;
        let done = self.permitted(sql).and_then(|()| self.line.put(&Ask { sql, scope: &self.scope, params }));
        self.note(done)
    }

    fn permitted(&self, sql: &Sql) -> Result<()> {
        if sql.house && !self.scope.is_house() {
            bail!(
                "{}: this statement is the house's own and was asked for on behalf of somebody else",
                sql.name
            );
        }
        if let Some(act) = self.scope.far
            && let Some(column) = sql.sealed_column()
        {
            bail!("{}: it touches '{column}', and {act} says that it touches no PHI", sql.name);
        }
        Ok(())
    }

    fn note<T>(&mut self, done: Result<T>) -> Result<T> {
        if let Err(error) = &done {
            self.doom(format!("{error:#}"));
        }
        done
    }

    pub(crate) fn doom(&mut self, why: String) {
        self.doomed.get_or_insert(why);
    }

    /// The moment this transaction was told; 1970 when it was told none.
    pub fn now(&self) -> Moment {
        self.scope.now.unwrap_or_default()
    }
    pub fn who(&self) -> &Who {
        &self.scope.who
    }
    pub fn person(&self) -> Option<PersonId> {
        self.scope.who.person()
    }
    /// The organization that is bound as `:org`; none when none is.
    pub fn org(&self) -> Option<OrgId> {
        self.scope.org
    }

    /// For the door only: binds the caller (`:who` is the reach key, or empty) and the moment (`:now`).
    pub fn on_behalf(&mut self, who: Who, reach_key: Option<String>, now: Moment) {
        self.scope.who = who;
        self.scope.reach = Value::Words(reach_key.unwrap_or_default());
        self.scope.now = Some(now);
        self.scope.now_value = now.into();
    }
    /// For the door only: binds the organization (`:org`, empty for none).
    pub fn at(&mut self, org: Option<OrgId>) {
        if org == self.scope.org {
            return;
        }
        self.scope.org = org;
        self.scope.org_value = Value::Words(org.map(|o| o.to_string()).unwrap_or_default());
    }
    /// For the door only: lets statements of the house run.
    pub fn as_house(&mut self, yes: bool) {
        self.scope.house = yes;
    }
    /// For the door only: this act says that it touches no PHI, so from now on a statement that names a sealed column in
    /// which a patient may be spoken of is a fault. With nothing, such statements run again.
    pub fn far_from_phi(&mut self, act: Option<&'static str>) {
        self.scope.far = act;
    }

    pub(crate) fn chance(&mut self) -> &mut Chance {
        let shared = self.shared;
        self.chance.get_or_insert_with(|| shared.chance())
    }

    /// A new id, ordered by this transaction's moment. In a look it is for what is prepared and written later.
    pub fn id<I: Id>(&mut self) -> I {
        let now = self.now();
        let bits = self.chance().bytes::<10>();
        I::from_uuid(uuid::Builder::from_unix_timestamp_millis(now.millis(), &bits).into_uuid())
    }

    /// Seals a text under the organization's key (AES-256-GCM). `about` is the row and column it belongs to,
    /// for instance `tickets/tkt_…/subject`; it opens nowhere else.
    pub fn seal(&mut self, org: OrgId, about: &str, text: &str) -> Result<Vec<u8>> {
        self.seal_bytes(org, about, text.as_bytes())
    }

    /// The same for bytes that are no text: a part of a file.
    pub fn seal_bytes(&mut self, org: OrgId, about: &str, plain: &[u8]) -> Result<Vec<u8>> {
        let key = self.key(Some(org))?;
        let nonce = self.chance().bytes();
        Ok(key.seal(nonce, about, plain))
    }

    /// Opens what [`Look::seal_bytes`] sealed; errors as [`Look::open`].
    pub fn open_bytes(&mut self, org: OrgId, about: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        self.key(Some(org))?.open_bytes(about, sealed)
    }

    /// Opens what [`Look::seal`] sealed. Errors when it was sealed about something else, was altered, or when
    /// the key was destroyed ([`KeyDestroyed`]).
    pub fn open(&mut self, org: OrgId, about: &str, sealed: &[u8]) -> Result<String> {
        self.key(Some(org))?.open(about, sealed)
    }

    /// A keyed commitment `hmac-sha256:<hex>` under the organization's (or the house's) key: proves a text
    /// later, and lets nobody guess it.
    pub fn commitment(&mut self, org: Option<OrgId>, text: &str) -> Result<String> {
        Ok(self.key(org)?.commitment(text))
    }

    /// The same as [`Look::commitment`], to be taken along.
    pub fn committer(&mut self, org: Option<OrgId>) -> Result<impl Fn(&str) -> String + use<>> {
        let key = self.key(org)?;
        Ok(move |text: &str| key.commitment(text))
    }

    /// A keyed mark of a word, 11 letters: equal words of one organization have equal marks, so sealed texts
    /// can be searched for a word without being opened.
    pub fn word_mark(&mut self, org: OrgId, word: &str) -> Result<String> {
        Ok(self.key(Some(org))?.word_mark(word))
    }

    /// The same as [`Look::word_mark`], to be taken along: for the words of a text.
    pub fn word_marker(&mut self, org: OrgId) -> Result<impl Fn(&str) -> String + use<>> {
        let key = self.key(Some(org))?;
        Ok(move |word: &str| key.word_mark(word))
    }

    fn key(&mut self, org: Option<OrgId>) -> Result<Arc<OrgKey>> {
        let name = org.map(|o| o.to_string()).unwrap_or_default();
        match self.key_named(&name)? {
            Found::Key(key) => Ok(key),
            Found::Destroyed => Err(anyhow!(KeyDestroyed { org: name })),
        }
    }

    /// The key of an organization, by the text of its id; made when it is not there yet.
    pub(crate) fn key_named(&mut self, name: &str) -> Result<Found> {
        if let Some(found) = self.found.get(name).cloned().or_else(|| self.shared.keys.cached(name)) {
            return Ok(found);
        }
        let found = self.find_key(name).with_context(|| format!("the key of '{name}'"));
        let found = self.note(found)?;
        self.found.insert(name.to_owned(), found.clone());
        if !self.writing {
            self.shared.keys.remember(name, &found);
        }
        Ok(found)
    }

    fn find_key(&mut self, name: &str) -> Result<Found> {
        let rows = self.internal(&crate::keys::FIND, &[("name", name.into())])?;
        if let Some(row) = rows.first() {
            return match row.get::<Option<Vec<u8>>>("wrapped")? {
                Some(wrapped) => Ok(Found::Key(Arc::new(self.shared.keys.unwrap(name, &wrapped)?))),
                None => Ok(Found::Destroyed),
            };
        }
        if !self.writing {
            return self.shared.keys.make_by_writer(name);
        }
        let (nonce, fresh) = (self.chance().bytes(), self.chance().bytes());
        let wrapped = self.shared.keys.wrap(name, nonce, &fresh);
        let made_at = self.now().into();
        self.internal(
            &crate::keys::MAKE,
            &[("name", name.into()), ("wrapped", wrapped.into()), ("made_at", made_at)],
        )?;
        Ok(Found::Key(Arc::new(OrgKey::new(&fresh))))
    }

    /// Runs a statement of this crate itself.
    pub(crate) fn internal(&mut self, sql: &Sql, params: Params) -> Result<Vec<Row>> {
        let done = self.line.rows(&Ask { sql, scope: &self.scope, params });
        let (rows, wrote) = self.note(done)?;
        self.wrote |= wrote;
        Ok(rows)
    }
}
