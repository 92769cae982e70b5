//! An article is written, or written anew. What others read stays as it is until the new version is
//! published.

use super::ArticleNow;
use crate::kinds::{ArticleState, Audience, Trouble};
use crate::needs::Named;
use crate::records::{self, Kept};
use crate::text;
use jiff::civil::Date;
use kernel::{ArticleId, Done, Duty, Fact, OrgId, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use store::Work;

/// The most articles of one owner.
pub const MOST_ARTICLES: i64 = 5_000;

/// How a day stands in the API.
pub(super) fn day(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "format": "date" })
}

/// Writes an article of the knowledge base, or a new version of one.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteArticle {
    /// The article that is written anew; nothing for a new one.
    pub article: Option<ArticleId>,
    /// What it is about, in one line. Nothing about a patient.
    pub title: Private,
    /// What helps, step by step. Headings, lists, links and tables can be written in Markdown. An article
    /// is no place for patients: no name, number or date of one, not even as an example.
    #[schemars(extend("x-long" = true))]
    pub words: Private,
    /// For which kind of trouble; nothing for any.
    pub trouble: Option<Trouble>,
    /// For which kind of asset, as the list of assets writes it: infusion-pump.
    pub asset_kind: Option<String>,
    /// For which application or certification, as your lists call it: Epic Willow.
    pub applies_to: Option<String>,
    /// Who reads it once it is published.
    pub audience: Audience,
    /// Whose people, if it is for one client.
    pub client: Option<OrgId>,
    /// Until when somebody looks whether it is still right.
    #[schemars(schema_with = "day")]
    pub review_by: Date,
}

impl WriteArticle {
    fn whose(&self, work: &mut Work) -> Result<Option<OrgId>, Stop> {
        match (self.audience, self.client) {
            (Audience::Client, None) => Err(Refusal::invalid("client", "Say whose people read it.").into()),
            (Audience::Client, Some(client)) if !records::reached(work, client)? => {
                Err(Refusal::not_found("organization").into())
            }
            (Audience::Client, client) => Ok(client),
            _ => Ok(None),
        }
    }
}

impl Order for WriteArticle {
    const ACT: Act = Act {
        name: "knowledge.write-article",
        says: "Write an article",
        path: "/knowledge/articles",
        duty: Duty::WriteKnowledge,
        phi: Phi::None,
    };
    type Receipt = ArticleNow;
    type Needs = Named;

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn perform(&self, work: &mut Work, needs: Named) -> Result<Done<ArticleNow>, Stop> {
        let (title, body) = (text::title("title", &self.title)?, text::body("words", &self.words)?);
        text::no_patient("title", &title)?;
        text::no_patient("words", &body)?;
        let asset_kind = text::kind("asset_kind", self.asset_kind.as_deref())?;
        let applies_to =
            office::text::optional("applies_to", self.applies_to.as_deref(), text::LONGEST_NAME)?;
        if !needs.applies_to {
            let sentence = "Nothing within your reach is called so. Write it as the list of assets or of \
                certifications does, or leave it blank.";
            return Err(Refusal::invalid("applies_to", sentence).into());
        }
        if !(2000..=2199).contains(&self.review_by.year()) {
            return Err(Refusal::invalid("review_by", "Its year lies outside 2000 to 2199.").into());
        }
        let client = self.whose(work)?;
        let before = self.article.map(|id| records::article(work, id)).transpose()?;
        if before.is_none() && records::count(work)? >= MOST_ARTICLES {
            return Err(Refusal::conflict("There are 5 000 articles already.").into());
        }
        let article = self.article.unwrap_or_else(|| work.id());
        let version = before.as_ref().map_or(1, |b| b.version + 1);
        // What was taken out of use and is written anew begins as a draft.
        let state = match &before {
            Some(b) if b.state == ArticleState::Published => ArticleState::Published,
            _ => ArticleState::Draft,
        };
        let kept = Kept {
            article,
            state,
            version,
            published: before.as_ref().and_then(|b| b.published),
            audience: self.audience,
            client,
            trouble: self.trouble,
            asset_kind,
            applies_to,
            review_by: self.review_by.to_string(),
            used: 0,
            resolved: 0,
        };
        records::write(work, &kept, before.is_none(), &title, &body)?;
        let fact = Fact::new("knowledge.article-written", work.org())
            .about(article)
            .with("version", version)
            .with("audience", self.audience);
        Ok(Done::new(fact, ArticleNow { article, state, version }))
    }
}
