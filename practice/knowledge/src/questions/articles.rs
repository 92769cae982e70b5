//! The list of articles, one article as it is read, and its file: every version, who wrote it and how
//! often it helped.

use crate::kinds::{ArticleState, Audience, Trouble};
use crate::records::{self, Kept, Reading};
use crate::text;
use kernel::{ArticleId, Duty, Moment, OrgId, PersonId, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Lists the articles that your desk reads, and those it writes.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Articles {
    /// Only those for this trouble.
    pub trouble: Option<Trouble>,
    /// With a trouble: also what is for any trouble, and first of all what is for this kind of asset.
    pub asset_kind: Option<String>,
    /// Only those that hold all these words.
    pub words: Option<Private>,
    /// Also what your own organization writes: drafts, what is published, what is out of use.
    #[serde(default)]
    pub own: bool,
    /// The last article of the page before.
    pub after: Option<ArticleId>,
    /// How many, at most 200.
    pub most: Option<u32>,
}

/// The articles of a page.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ArticleList {
    pub lines: Vec<ArticleLine>,
    /// Where the next page begins.
    pub next: Option<ArticleId>,
}

/// One article in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ArticleLine {
    pub article: ArticleId,
    pub title: String,
    pub state: ArticleState,
    pub trouble: Option<Trouble>,
    pub asset_kind: Option<String>,
    pub applies_to: Option<String>,
    /// Until when somebody looks again, and whether that day is over.
    pub review_by: String,
    pub review_is_due: bool,
    /// How often it was used, and how often the ticket was resolved afterwards; only of one's own.
    pub used: Option<i64>,
    pub resolved: Option<i64>,
    /// Whether a later version waits to be published.
    pub has_draft: bool,
}

/// Reads an article as your desk reads it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Article {
    pub article: ArticleId,
}

/// An article as it is read.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ArticleText {
    pub article: ArticleId,
    pub owner: OrgId,
    pub title: String,
    /// In Markdown.
    pub body: String,
    pub version: i64,
    pub trouble: Option<Trouble>,
    pub asset_kind: Option<String>,
    pub applies_to: Option<String>,
    pub review_by: String,
    pub review_is_due: bool,
    pub published_at: Moment,
}

/// Shows the file of an article: its versions and how it stands.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArticleFile {
    pub article: ArticleId,
    /// Only the versions before this one.
    #[serde(default)]
    pub before: Option<i64>,
}

/// How an article stands at its owner.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FileOfArticle {
    pub line: ArticleLine,
    pub audience: Audience,
    pub client: Option<OrgId>,
    pub version: i64,
    pub published: Option<i64>,
    /// The latest first, twenty at a time.
    pub versions: Vec<Written>,
    /// Before which version the earlier ones stand.
    pub before: Option<i64>,
}

/// One version.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Written {
    pub version: i64,
    pub title: String,
    pub body: String,
    pub written_by: Option<PersonId>,
    pub written_at: Moment,
}

/// So many versions stand on one page.
const VERSIONS: u32 = 20;

/// Whether the day is over.
pub(super) fn is_due(review_by: &str, now: Moment) -> bool {
    review_by.parse::<jiff::civil::Date>().is_ok_and(|day| day < now.date_in("UTC"))
}

fn of_reading(r: &Reading, now: Moment) -> ArticleLine {
    ArticleLine {
        article: r.article,
        title: r.title.clone(),
        state: ArticleState::Published,
        trouble: r.trouble,
        asset_kind: r.asset_kind.clone(),
        applies_to: r.applies_to.clone(),
        review_is_due: is_due(&r.review_by, now),
        review_by: r.review_by.clone(),
        used: None,
        resolved: None,
        has_draft: false,
    }
}

fn of_kept(k: &Kept, title: String, now: Moment) -> ArticleLine {
    ArticleLine {
        article: k.article,
        title,
        state: k.state,
        trouble: k.trouble,
        asset_kind: k.asset_kind.clone(),
        applies_to: k.applies_to.clone(),
        review_is_due: k.state == ArticleState::Published && is_due(&k.review_by, now),
        review_by: k.review_by.clone(),
        used: Some(k.used),
        resolved: Some(k.resolved),
        has_draft: k.published != Some(k.version),
    }
}

pub(super) fn of_text(r: Reading, body: String, now: Moment) -> ArticleText {
    ArticleText {
        article: r.article,
        owner: r.owner,
        version: r.version,
        trouble: r.trouble,
        asset_kind: r.asset_kind,
        applies_to: r.applies_to,
        review_is_due: is_due(&r.review_by, now),
        review_by: r.review_by,
        published_at: r.published_at,
        title: r.title,
        body,
    }
}

const fn act(name: &'static str, says: &'static str, path: &'static str, duty: Duty) -> Act {
    Act { name, says, path, duty, phi: Phi::None }
}

impl Question for Articles {
    const ACT: Act =
        act("knowledge.articles", "List articles", "/knowledge/articles/list", Duty::WorkTickets);
    type Answer = ArticleList;

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn answer(&self, look: &mut Look) -> Result<ArticleList, Stop> {
        let most = self.most.unwrap_or(50).clamp(1, 200);
        let (full, now) = (usize::try_from(most).expect("at most 200"), look.now());
        let asset_kind = text::kind("asset_kind", self.asset_kind.as_deref())?;
        let words = self.words.as_ref().filter(|w| !w.is_blank()).map(|w| text::words(w.reveal()));
        let mut lines: Vec<ArticleLine> = match words {
            Some(words) => {
                let (found, next) = records::with_words(look, &words, self.trouble, self.after, full)?;
                let lines = found.iter().map(|r| of_reading(r, now)).collect();
                return Ok(ArticleList { lines, next });
            }
            None if self.own => {
                let own = records::own(look, self.after, most + 1)?;
                own.into_iter().map(|(kept, title)| of_kept(&kept, title, now)).collect()
            }
            None if let (Some(trouble), true) = (self.trouble, self.asset_kind.is_some()) => {
                let found = records::fitting(look, trouble, asset_kind.as_deref(), false, most)?;
                found.iter().map(|r| of_reading(r, now)).collect()
            }
            None => {
                let found = records::readings(look, self.trouble, self.after, most + 1)?;
                found.iter().map(|r| of_reading(r, now)).collect()
            }
        };
        let more = lines.len() > full;
        lines.truncate(full);
        let next = lines.last().filter(|_| more).map(|l| l.article);
        Ok(ArticleList { lines, next })
    }
}

impl Question for Article {
    const ACT: Act =
        act("knowledge.article", "Read an article", "/knowledge/articles/{article}", Duty::WorkTickets);
    type Answer = ArticleText;

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn answer(&self, look: &mut Look) -> Result<ArticleText, Stop> {
        let now = look.now();
        match records::read(look, self.article)? {
            Some((found, body)) => Ok(of_text(found, body, now)),
            None => Err(Refusal::not_found("article").into()),
        }
    }
}

impl Question for ArticleFile {
    const ACT: Act = act(
        "knowledge.article-file",
        "See the file of an article",
        "/knowledge/articles/{article}/file",
        Duty::WriteKnowledge,
    );
    type Answer = FileOfArticle;

    fn ground(&self) -> Ground {
        Ground::thing(self.article)
    }

    fn answer(&self, look: &mut Look) -> Result<FileOfArticle, Stop> {
        let (kept, now) = (records::article(look, self.article)?, look.now());
        let mut versions = records::versions(look, self.article, self.before, VERSIONS + 1)?;
        let more = versions.len() > VERSIONS as usize;
        versions.truncate(VERSIONS as usize);
        let title = versions.first().map(|v| v.title.clone()).unwrap_or_default();
        let before = versions.last().filter(|_| more).map(|v| v.version);
        let written = |v: records::Version| Written {
            version: v.version,
            title: v.title,
            body: v.body,
            written_by: v.written_by,
            written_at: v.written_at,
        };
        Ok(FileOfArticle {
            line: of_kept(&kept, title, now),
            audience: kept.audience,
            client: kept.client,
            version: kept.version,
            published: kept.published,
            versions: versions.into_iter().map(written).collect(),
            before,
        })
    }
}
