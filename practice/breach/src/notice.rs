//! What a notice says, as somebody wrote it; kept whole in one sealed text, and given to the letters, the substitute
//! notice and the sheet for HHS.

use anyhow::Context as _;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The words of a notice: 45 CFR 164.404(c)(1).
#[derive(Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NoticeWords {
    /// What happened.
    pub happened: String,
    /// The kinds of information, one a line.
    pub information: String,
    /// What individuals should do, a step a line.
    pub protect: String,
    pub investigating: String,
    pub mitigating: String,
    pub preventing: String,
    pub toll_free: Option<String>,
    pub email: Option<String>,
    pub website: Option<String>,
    /// A postal address, a line each.
    pub postal: Option<String>,
}

impl std::fmt::Debug for NoticeWords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a notice ‹sealed›")
    }
}

impl NoticeWords {
    /// Whether it says how to ask questions.
    pub(crate) fn can_be_reached(&self) -> bool {
        self.toll_free.is_some() || self.email.is_some() || self.website.is_some() || self.postal.is_some()
    }

    pub(crate) fn kept(&self) -> anyhow::Result<String> {
        serde_json::to_string(self).context("the words of a notice")
    }

    pub(crate) fn read(kept: &str) -> anyhow::Result<Self> {
        serde_json::from_str(kept).context("the words of a notice")
    }

    /// The lines of a text.
    pub fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect()
    }
}
