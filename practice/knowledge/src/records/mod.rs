//! What the knowledge base keeps: articles with every version at their owner, and what is published once
//! more at each organization whose people may read it, so that nobody ever reads across a border.

mod search;
mod spread;

pub use search::with_words;
pub use spread::{ended, reviewed, spread, used, welcome};

use crate::kinds::{ArticleState, Audience, Trouble};
use kernel::{ArticleId, Moment, OrgId, PersonId, Refusal, Stop, TicketId};
use std::sync::LazyLock;
use store::{Look, Row, Sql, Work, params, sql};

sql! {
    COUNT "knowledge.count"
        "select count(*) as n from (select 1 as one from articles where org = :org limit 5001) a";
    REACHED "knowledge.is-reached" "select 1 as one from reach where person = :who and org = :client";
    ADD "knowledge.add"
        "insert into articles (id, org, state, version, published, audience, client, trouble, asset_kind, applies_to,
           review_by, changed_at, used, resolved)
         values (:id, :org, :state, :version, null, :audience, :client, :trouble, :asset_kind, :applies_to,
           :review_by, :now, 0, 0)";
    REWRITE "knowledge.rewrite"
        "update articles set state = :state, version = :version, audience = :audience, client = :client,
           trouble = :trouble, asset_kind = :asset_kind, applies_to = :applies_to, review_by = :review_by,
           changed_at = :now
         where id = :id and org = :org";
    WRITE "knowledge.write-version"
        "insert into article_versions (article, version, org, title, body, written_by, written_at)
         values (:article, :version, :org, :title, :body, :by, :now)";
    ONE "knowledge.article" "select * from articles where id = :id and org = :org";
    VERSIONS "knowledge.versions"
        "select version, title, body, written_by, written_at from article_versions
         where article = :article and org = :org and version < :before order by version desc limit :most";
    SET_STATE "knowledge.set-state"
        "update articles set state = :state, changed_at = :now,
           published = case when :state = 'published' then version else published end
         where id = :id and org = :org";
    SET_REVIEW "knowledge.set-review"
        "update articles set review_by = :review_by, changed_at = :now where id = :id and org = :org";
    OWN "knowledge.own-articles"
        "select a.*, v.title from articles a join article_versions v on v.article = a.id and v.version = a.version
         where a.org = :org and a.id < :after order by a.id desc limit :most";
    READ "knowledge.reading" "select * from readings where article = :article and org = :org";
    LISTED "knowledge.reading-listed"
        "select article, owner, version, for_all, title, trouble, asset_kind, applies_to, review_by, published_at
         from readings where article = :article and org = :org";
    READABLE "knowledge.is-readable"
        "select 1 as one from readings
         where article = :article and org in (select org from reach where person = :who) limit 1";
    FOR_TROUBLE "knowledge.readings-for"
        "select article, owner, version, for_all, title, trouble, asset_kind, applies_to, review_by, published_at
         from readings
         where org = :org and (trouble = :trouble or trouble is null) and (for_all or not :for_all)
         order by case when asset_kind = :asset_kind then 0 when asset_kind is null then 1 else 2 end,
           case when trouble = :trouble then 0 else 1 end, article desc limit :most";
    LATEST "knowledge.readings"
        "select article, owner, version, for_all, title, trouble, asset_kind, applies_to, review_by, published_at
         from readings
         where org = :org and (trouble = :trouble or :trouble = '') and article < :after
         order by article desc limit :most";
    WITH_WORD "knowledge.reading-with-word"
        "select article from reading_words where org = :org and word = :word and article < :below
         order by article desc limit 1";
    NOTE_USE "knowledge.note-use"
        "insert into article_uses (ticket, article, org, used_by, used_at, resolved)
         values (:ticket, :article, :org, :by, :now, false) on conflict (ticket, article) do nothing";
    USED_ON "knowledge.used-on"
        "select u.article, u.used_by, u.used_at, u.resolved,
           (select min(r.title) from readings r where r.article = u.article
              and r.org in (select org from reach where person = :who)) as title
         from article_uses u where u.ticket = :ticket and u.org = :org order by u.used_at limit 100";
    house LOCATE "knowledge.locate-article" "select org from articles where id = :id";
}

/// Every statement of this slice.
pub static ALL: LazyLock<Vec<&'static Sql>> = LazyLock::new(|| [STATEMENTS, spread::STATEMENTS].concat());

/// An article without its text.
#[derive(Debug, Clone)]
pub struct Kept {
    pub article: ArticleId,
    pub state: ArticleState,
    /// The last version that was written, and the one that is read.
    pub version: i64,
    pub published: Option<i64>,
    pub audience: Audience,
    pub client: Option<OrgId>,
    pub trouble: Option<Trouble>,
    pub asset_kind: Option<String>,
    pub applies_to: Option<String>,
    /// A day, `2027-01-31`.
    pub review_by: String,
    pub used: i64,
    pub resolved: i64,
}

/// What stands published at one organization, without its text.
#[derive(Debug, Clone)]
pub struct Reading {
    pub article: ArticleId,
    pub owner: OrgId,
    pub version: i64,
    pub for_all: bool,
    pub title: String,
    pub trouble: Option<Trouble>,
    pub asset_kind: Option<String>,
    pub applies_to: Option<String>,
    pub review_by: String,
    pub published_at: Moment,
}

/// One version of an article.
#[derive(Debug, Clone)]
pub struct Version {
    pub version: i64,
    pub title: String,
    pub body: String,
    pub written_by: Option<PersonId>,
    pub written_at: Moment,
}

pub(super) fn kept(row: &Row) -> anyhow::Result<Kept> {
    Ok(Kept {
        article: row.get("id")?,
        state: row.get("state")?,
        version: row.get("version")?,
        published: row.get("published")?,
        audience: row.get("audience")?,
        client: row.get("client")?,
        trouble: row.get("trouble")?,
        asset_kind: row.get("asset_kind")?,
        applies_to: row.get("applies_to")?,
        review_by: row.get("review_by")?,
        used: row.get("used")?,
        resolved: row.get("resolved")?,
    })
}

fn reading(row: &Row) -> anyhow::Result<Reading> {
    Ok(Reading {
        article: row.get("article")?,
        owner: row.get("owner")?,
        version: row.get("version")?,
        for_all: row.get("for_all")?,
        title: row.get("title")?,
        trouble: row.get("trouble")?,
        asset_kind: row.get("asset_kind")?,
        applies_to: row.get("applies_to")?,
        review_by: row.get("review_by")?,
        published_at: row.get("published_at")?,
    })
}

/// How many articles the transaction's organization has, counted to 5 000.
///
/// # Errors
/// A fault of the store.
pub fn count(look: &mut Look) -> anyhow::Result<i64> {
    look.row(&COUNT, &[])?.map_or(Ok(0), |row| row.get("n"))
}

/// # Errors
/// A fault of the store.
pub fn reached(look: &mut Look, client: OrgId) -> anyhow::Result<bool> {
    Ok(look.row(&REACHED, params! { "client": client })?.is_some())
}

/// Writes a version; `new` when it is the first.
///
/// # Errors
/// A fault of the store.
pub fn write(work: &mut Work, a: &Kept, new: bool, title: &str, body: &str) -> anyhow::Result<()> {
    let given = params! { "id": a.article, "state": a.state, "version": a.version, "audience": a.audience,
    "client": a.client, "trouble": a.trouble, "asset_kind": a.asset_kind.clone(),
    "applies_to": a.applies_to.clone(), "review_by": a.review_by.as_str() };
    work.run(if new { &ADD } else { &REWRITE }, given)?;
    let by = work.person();
    let given =
        params! { "article": a.article, "version": a.version, "title": title, "body": body, "by": by };
    work.run(&WRITE, given)?;
    Ok(())
}

/// An article of the transaction's organization.
///
/// # Errors
/// `not_found`; a fault of the store.
pub fn article(look: &mut Look, id: ArticleId) -> Result<Kept, Stop> {
    match look.row(&ONE, params! { "id": id })? {
        Some(row) => Ok(kept(&row)?),
        None => Err(Refusal::not_found("article").into()),
    }
}

/// The versions of an article before this one, the latest first.
///
/// # Errors
/// A fault of the store.
pub fn versions(
    look: &mut Look,
    article: ArticleId,
    before: Option<i64>,
    most: u32,
) -> anyhow::Result<Vec<Version>> {
    let read = |row: &Row| {
        Ok(Version {
            version: row.get("version")?,
            title: row.get("title")?,
            body: row.get("body")?,
            written_by: row.get("written_by")?,
            written_at: row.get("written_at")?,
        })
    };
    let given = params! { "article": article, "before": before.unwrap_or(i64::MAX), "most": most };
    look.rows(&VERSIONS, given)?.iter().map(read).collect()
}

/// # Errors
/// A fault of the store.
pub fn set_state(work: &mut Work, id: ArticleId, state: ArticleState) -> anyhow::Result<()> {
    work.run(&SET_STATE, params! { "id": id, "state": state })?;
    Ok(())
}

/// # Errors
/// A fault of the store.
pub fn set_review(work: &mut Work, id: ArticleId, review_by: &str) -> anyhow::Result<()> {
    work.run(&SET_REVIEW, params! { "id": id, "review_by": review_by })?;
    Ok(())
}

/// Behind the last id there can be.
const END: &str = "art_g";

fn behind(after: Option<ArticleId>) -> String {
    after.map_or_else(|| END.to_owned(), |id| id.to_string())
}

/// The articles of the transaction's organization with the title of their last version, the newest first.
///
/// # Errors
/// A fault of the store.
pub fn own(look: &mut Look, after: Option<ArticleId>, most: u32) -> anyhow::Result<Vec<(Kept, String)>> {
    let rows = look.rows(&OWN, params! { "after": behind(after), "most": most })?;
    rows.iter().map(|row| Ok((kept(row)?, row.get("title")?))).collect()
}

/// What is published at the transaction's organization under this id, with its text.
///
/// # Errors
/// A fault of the store.
pub fn read(look: &mut Look, article: ArticleId) -> anyhow::Result<Option<(Reading, String)>> {
    let row = look.row(&READ, params! { "article": article })?;
    row.map(|row| Ok((reading(&row)?, row.get("body")?))).transpose()
}

/// What fits a kind of trouble, and a kind of asset where one is known; what fits best first.
///
/// # Errors
/// A fault of the store.
pub fn fitting(
    look: &mut Look,
    trouble: Trouble,
    asset_kind: Option<&str>,
    for_all: bool,
    most: u32,
) -> anyhow::Result<Vec<Reading>> {
    let given = params! { "trouble": trouble, "asset_kind": asset_kind.unwrap_or_default(),
    "for_all": for_all, "most": most };
    look.rows(&FOR_TROUBLE, given)?.iter().map(reading).collect()
}

/// What is published at the transaction's organization, the newest first.
///
/// # Errors
/// A fault of the store.
pub fn readings(
    look: &mut Look,
    trouble: Option<Trouble>,
    after: Option<ArticleId>,
    most: u32,
) -> anyhow::Result<Vec<Reading>> {
    let given =
        params! { "trouble": trouble.map_or("", Trouble::word), "after": behind(after), "most": most };
    look.rows(&LATEST, given)?.iter().map(reading).collect()
}

/// Whether somebody within reach may read it.
///
/// # Errors
/// A fault of the store.
pub fn is_readable(look: &mut Look, article: ArticleId) -> anyhow::Result<bool> {
    Ok(look.row(&READABLE, params! { "article": article })?.is_some())
}

/// Notes a use; false when it is noted already.
///
/// # Errors
/// A fault of the store.
pub fn note_use(work: &mut Work, ticket: TicketId, article: ArticleId) -> anyhow::Result<bool> {
    let by = work.person();
    Ok(work.run(&NOTE_USE, params! { "ticket": ticket, "article": article, "by": by })? > 0)
}

/// What was used on a ticket of the transaction's organization.
#[derive(Debug, Clone)]
pub struct Use {
    pub article: ArticleId,
    pub title: Option<String>,
    pub used_by: Option<PersonId>,
    pub used_at: Moment,
    pub resolved: bool,
}

/// # Errors
/// A fault of the store.
pub fn used_on(look: &mut Look, ticket: TicketId) -> anyhow::Result<Vec<Use>> {
    let read = |row: &Row| {
        Ok(Use {
            article: row.get("article")?,
            title: row.get("title")?,
            used_by: row.get("used_by")?,
            used_at: row.get("used_at")?,
            resolved: row.get("resolved")?,
        })
    };
    look.rows(&USED_ON, params! { "ticket": ticket })?.iter().map(read).collect()
}
