//! What a reporter is told to do meanwhile: the articles that everybody may read, for the trouble they have.

use super::articles::{ArticleText, of_text};
use crate::kinds::Trouble;
use crate::records;
use kernel::{ArticleId, Duty, Phi, Refusal, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Says what can be done meanwhile about a trouble.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    /// What is wrong.
    pub trouble: Trouble,
}

/// One article that may help.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AdviceLine {
    pub article: ArticleId,
    pub title: String,
}

/// Reads an article that is for everybody.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadAdvice {
    pub article: ArticleId,
}

impl Question for Advice {
    const ACT: Act = Act {
        name: "knowledge.advice",
        says: "See what can be done meanwhile",
        path: "/knowledge/advice",
        duty: Duty::ReportTrouble,
        phi: Phi::None,
    };
    type Answer = Vec<AdviceLine>;

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn answer(&self, look: &mut Look) -> Result<Vec<AdviceLine>, Stop> {
        let found = records::fitting(look, self.trouble, None, true, 3)?;
        Ok(found.into_iter().map(|r| AdviceLine { article: r.article, title: r.title }).collect())
    }
}

impl Question for ReadAdvice {
    const ACT: Act = Act {
        name: "knowledge.read-advice",
        says: "Read what can be done meanwhile",
        path: "/knowledge/advice/{article}",
        duty: Duty::ReportTrouble,
        phi: Phi::None,
    };
    type Answer = ArticleText;

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn answer(&self, look: &mut Look) -> Result<ArticleText, Stop> {
        let now = look.now();
        match records::read(look, self.article)?.filter(|(r, _)| r.for_all) {
            Some((found, body)) => Ok(of_text(found, body, now)),
            None => Err(Refusal::not_found("article").into()),
        }
    }
}
