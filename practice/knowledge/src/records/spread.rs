//! What is published goes to its readers: a copy stands at each organization whose people may read it.
//! These are the house's own steps, which follow from facts; here too it is kept how often an article was
//! used and how often it helped.

use super::{Kept, kept};
use crate::kinds::{ArticleState, Audience};
use crate::text;
use kernel::{ArticleId, OrgId, Stop, TicketId};
use store::{Work, params, sql};

sql! {
    house OF_ARTICLE "knowledge.article-of-house" "select * from articles where id = :id";
    house PUBLISHED "knowledge.published-version"
        "select title, body from article_versions where article = :article and version = :version";
    house UNSPREAD "knowledge.take-back" "delete from readings where article = :article";
    house UNSPREAD_WORDS "knowledge.take-back-words" "delete from reading_words where article = :article";
    house SPREAD "knowledge.spread"
        "insert into readings (org, article, owner, version, for_all, title, body, trouble, asset_kind, applies_to,
           review_by, published_at)
         values (:reader, :article, :owner, :version, :for_all, :title, :body, :trouble, :asset_kind, :applies_to,
           :review_by, :now)
         on conflict (org, article) do nothing";
    house SPREAD_WORD "knowledge.spread-word"
        "insert into reading_words (org, word, article) values (:reader, :word, :article)
         on conflict (org, word, article) do nothing";
    house FOR_EVERYBODY "knowledge.for-everybody"
        "select * from articles where org = :owner and audience = 'everybody' and version = published
           and state = 'published' order by id limit 5000";
    house REVIEWED "knowledge.review-readings"
        "update readings set review_by = (select a.review_by from articles a where a.id = :article)
         where article = :article";
    house USED "knowledge.used" "update articles set used = used + 1 where id = :article";
    house ENDED "knowledge.ended"
        "update article_uses set resolved = true where ticket = :ticket and not resolved returning article";
    house HELPED "knowledge.helped" "update articles set resolved = resolved + 1 where id = :article";
}

fn give(work: &mut Work, a: &Kept, owner: OrgId, readers: &[(OrgId, bool)]) -> anyhow::Result<()> {
    let Some(version) = a.published else { return Ok(()) };
    let row = work.row(&PUBLISHED, params! { "article": a.article, "version": version })?;
    let row = row.ok_or_else(|| anyhow::anyhow!("a published article has no text"))?;
    let (title, body): (String, String) = (row.get("title")?, row.get("body")?);
    let words = text::words(&format!("{title} {body}"));
    for (reader, for_all) in readers {
        let given = params! { "reader": *reader, "article": a.article, "owner": owner, "version": version,
        "for_all": *for_all, "title": title.as_str(), "body": body.as_str(), "trouble": a.trouble,
        "asset_kind": a.asset_kind.clone(), "applies_to": a.applies_to.clone(),
        "review_by": a.review_by.as_str() };
        work.run(&SPREAD, given)?;
        for word in &words {
            let given = params! { "reader": *reader, "word": word.as_str(), "article": a.article };
            work.run(&SPREAD_WORD, given)?;
        }
    }
    Ok(())
}

/// After an article was published or taken out of use: what each reader has is made anew. `served` are the
/// organizations that the owner serves.
///
/// # Errors
/// A fault of the store.
pub fn spread(work: &mut Work, article: ArticleId, owner: OrgId, served: &[OrgId]) -> Result<(), Stop> {
    let Some(row) = work.row(&OF_ARTICLE, params! { "id": article })? else { return Ok(()) };
    let kept = kept(&row)?;
    work.run(&UNSPREAD, params! { "article": article })?;
    work.run(&UNSPREAD_WORDS, params! { "article": article })?;
    if kept.state != ArticleState::Published {
        return Ok(());
    }
    let mut readers = vec![(owner, kept.audience == Audience::Everybody)];
    match kept.audience {
        Audience::Desk => {}
        Audience::Client => {
            readers.extend(kept.client.filter(|c| *c != owner && served.contains(c)).map(|c| (c, true)));
            if kept.client == Some(owner) {
                readers[0].1 = true;
            }
        }
        Audience::Everybody => readers.extend(served.iter().filter(|o| **o != owner).map(|o| (*o, true))),
    }
    Ok(give(work, &kept, owner, &readers)?)
}

/// An article was found still right: its readers see until when. Who reads it stays as it was when it was published.
///
/// # Errors
/// A fault of the store.
pub fn reviewed(work: &mut Work, article: ArticleId) -> Result<(), Stop> {
    work.run(&REVIEWED, params! { "article": article })?;
    Ok(())
}

/// A new client reads what everybody reads. For whom an article is belongs to its last version, so one that was written
/// anew and not yet published waits until it is.
///
/// # Errors
/// A fault of the store.
pub fn welcome(work: &mut Work, provider: OrgId, client: OrgId) -> Result<(), Stop> {
    let rows = work.rows(&FOR_EVERYBODY, params! { "owner": provider })?;
    for row in &rows {
        give(work, &kept(row)?, provider, &[(client, true)])?;
    }
    Ok(())
}

/// An article was used once more.
///
/// # Errors
/// A fault of the store.
pub fn used(work: &mut Work, article: ArticleId) -> Result<(), Stop> {
    work.run(&USED, params! { "article": article })?;
    Ok(())
}

/// A ticket was resolved: what was used on it has helped.
///
/// # Errors
/// A fault of the store.
pub fn ended(work: &mut Work, ticket: TicketId) -> Result<(), Stop> {
    for row in work.rows(&ENDED, params! { "ticket": ticket })? {
        work.run(&HELPED, params! { "article": row.get::<ArticleId>("article")? })?;
    }
    Ok(())
}
