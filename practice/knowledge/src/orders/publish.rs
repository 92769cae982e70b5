//! An article is given to its readers, found still right, or taken out of use.

use super::ArticleNow;
use super::write::day;
use crate::kinds::ArticleState;
use crate::records;
use jiff::civil::Date;
use kernel::{ArticleId, Done, Duty, Fact, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Gives the last version of an article to its readers.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishArticle {
    pub article: ArticleId,
}

/// Takes an article out of use; its versions are kept.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetireArticle {
    pub article: ArticleId,
}

/// Says that an article is still right, and until when somebody looks again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewArticle {
    pub article: ArticleId,
    /// Until when somebody looks again.
    #[schemars(schema_with = "day")]
    pub review_by: Date,
}

const fn act(name: &'static str, says: &'static str, path: &'static str) -> Act {
    Act { name, says, path, duty: Duty::WriteKnowledge, phi: Phi::None }
}

impl Order for PublishArticle {
    const ACT: Act =
        act("knowledge.publish-article", "Publish an article", "/knowledge/articles/{article}/publish");
    type Receipt = ArticleNow;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.article)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<ArticleNow>, Stop> {
        let kept = records::article(work, self.article)?;
        if kept.state == ArticleState::Published && kept.published == Some(kept.version) {
            return Err(Refusal::conflict("Its last version is published already.")
                .remedy("See the article", Some(format!("/articles/{}", self.article)))
                .into());
        }
        records::set_state(work, self.article, ArticleState::Published)?;
        let fact = Fact::new("knowledge.article-published", work.org())
            .about(self.article)
            .with("version", kept.version);
        let now = ArticleNow { article: self.article, state: ArticleState::Published, version: kept.version };
        Ok(Done::new(fact, now))
    }
}

impl Order for RetireArticle {
    const ACT: Act =
        act("knowledge.retire-article", "Take an article out of use", "/knowledge/articles/{article}/retire");
    type Receipt = ArticleNow;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.article)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<ArticleNow>, Stop> {
        let kept = records::article(work, self.article)?;
        if kept.state == ArticleState::Retired {
            return Err(Refusal::conflict("It is out of use already.").into());
        }
        records::set_state(work, self.article, ArticleState::Retired)?;
        let fact = Fact::new("knowledge.article-retired", work.org()).about(self.article);
        let now = ArticleNow { article: self.article, state: ArticleState::Retired, version: kept.version };
        Ok(Done::new(fact, now))
    }
}

impl Order for ReviewArticle {
    const ACT: Act = act(
        "knowledge.review-article",
        "Find an article still right",
        "/knowledge/articles/{article}/review",
    );
    type Receipt = ArticleNow;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.article)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<ArticleNow>, Stop> {
        let kept = records::article(work, self.article)?;
        if self.review_by <= work.now().date_in("UTC") || self.review_by.year() > 2199 {
            return Err(Refusal::invalid("review_by", "Choose a day that is still to come.").into());
        }
        records::set_review(work, self.article, &self.review_by.to_string())?;
        let fact = Fact::new("knowledge.article-reviewed", work.org()).about(self.article);
        Ok(Done::new(fact, ArticleNow { article: self.article, state: kept.state, version: kept.version }))
    }
}
