//! Advisories as a list, one of them, and its file.

use super::records::{self, Advisory};
use base64::{Engine, engine::general_purpose::STANDARD};
use kernel::{AdvisoryId, Duty, Moment, Phi, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Lists advisories within your reach, the latest first: those that wait, or those that were acknowledged.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Advisories {
    /// Those that were acknowledged.
    #[serde(default)]
    pub settled: bool,
    /// Where the list goes on: when the last line was taken in, and its id.
    pub after_at: Option<Moment>,
    pub after: Option<AdvisoryId>,
    /// At most this many lines; 50 when nothing is said, 200 at most.
    pub most: Option<u32>,
}

/// A part of the list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AdvisoryList {
    pub now: Moment,
    pub settled: bool,
    pub lines: Vec<Advisory>,
    pub more: bool,
}

/// Shows an advisory.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneAdvisory {
    pub advisory: AdvisoryId,
}

/// Opens the file of an advisory.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvisoryFile {
    pub advisory: AdvisoryId,
}

/// The file, and why it was acknowledged as it was.
#[derive(Clone, Serialize, JsonSchema)]
pub struct OpenedAdvisory {
    pub advisory: Advisory,
    /// In base64.
    pub content: String,
    pub reason: Option<String>,
}

impl Question for Advisories {
    const ACT: Act = Act {
        name: "incidents.advisories",
        says: "List advisories",
        path: "/advisories",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = AdvisoryList;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<AdvisoryList, Stop> {
        let most = self.most.unwrap_or(50).clamp(1, 200);
        let after = self.after_at.zip(self.after);
        let mut lines = records::list(look, self.settled, after, most + 1)?;
        let more = lines.len() > most as usize;
        lines.truncate(most as usize);
        Ok(AdvisoryList { now: look.now(), settled: self.settled, lines, more })
    }
}

impl Question for OneAdvisory {
    const ACT: Act = Act {
        name: "incidents.advisory",
        says: "Show an advisory",
        path: "/advisories/{advisory}",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = Advisory;

    fn ground(&self) -> Ground {
        Ground::thing(self.advisory)
    }

    fn answer(&self, look: &mut Look) -> Result<Advisory, Stop> {
        records::one(look, self.advisory)
    }
}

impl Question for AdvisoryFile {
    const ACT: Act = Act {
        name: "incidents.advisory-file",
        says: "Open the file of an advisory",
        path: "/advisories/{advisory}/file",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Answer = OpenedAdvisory;

    fn ground(&self) -> Ground {
        Ground::thing(self.advisory)
    }

    fn answer(&self, look: &mut Look) -> Result<OpenedAdvisory, Stop> {
        let advisory = records::one(look, self.advisory)?;
        let (file, reason) = records::opened(look, &advisory)?;
        Ok(OpenedAdvisory { advisory, content: STANDARD.encode(file), reason })
    }
}
