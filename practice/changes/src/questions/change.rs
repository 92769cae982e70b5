//! One change: its plan still masked, who agreed, what was tested, what else happens in its window, and what is
//! missing before it may begin.

use super::ChangeLine;
use crate::orders::{evidence_missing, missing};
use crate::records::{self, Text};
use crate::rules;
use crate::words::{BackOut, Environment, State, TextKind};
use kernel::{ChangeId, Duty, Moment, OrgId, PersonId, Phi, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Shows a change.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneChange {
    pub change: ChangeId,
}

/// Looks at what is written on a change.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookAtChange {
    pub change: ChangeId,
}

/// A change with everything but its texts.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Told {
    pub now: Moment,
    pub line: ChangeLine,
    pub back_out: BackOut,
    pub round: u32,
    pub asked_at: Option<Moment>,
    pub started_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    pub reviewed_by: Option<PersonId>,
    pub votes: Vec<VoteLine>,
    pub tests: Vec<TestLine>,
    pub texts: Vec<MaskedText>,
    /// Whose word is missing still.
    pub word_missing: Option<String>,
    /// Which evidence is missing still.
    pub evidence_missing: Option<String>,
    /// A freeze that meets its window and forbids it.
    pub frozen: Option<String>,
    /// Other changes in the same window.
    pub beside: Vec<ChangeLine>,
}

/// A word given on a change.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VoteLine {
    pub round: u32,
    pub person: PersonId,
    pub employer: OrgId,
    pub approves: bool,
    pub text: Option<u32>,
    pub at: Moment,
}

/// A test of a change.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TestLine {
    pub environment: Environment,
    pub passed: bool,
    pub person: PersonId,
    pub employer: OrgId,
    pub text: u32,
    pub at: Moment,
}

/// A text that is still sealed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MaskedText {
    pub place: u32,
    pub kind: TextKind,
    pub author: Option<PersonId>,
    pub at: Moment,
}

/// The texts of a change, opened.
#[derive(Clone, Serialize, JsonSchema)]
pub struct ChangeTexts {
    pub change: ChangeId,
    pub texts: Vec<ChangeText>,
}

/// One text.
#[derive(Clone, Serialize, JsonSchema)]
pub struct ChangeText {
    pub place: u32,
    pub kind: TextKind,
    pub author: Option<PersonId>,
    pub at: Moment,
    pub words: String,
}

impl std::fmt::Debug for ChangeText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "text {} ‹sealed›", self.place)
    }
}

impl Question for OneChange {
    const ACT: Act = Act {
        name: "changes.change",
        says: "Show a change",
        path: "/changes/{change}",
        duty: Duty::ReportTrouble,
        phi: Phi::Incidental,
    };
    type Answer = Told;

    fn ground(&self) -> Ground {
        Ground::thing(self.change)
    }

    fn answer(&self, look: &mut Look) -> Result<Told, Stop> {
        let change = records::one(look, self.change)?;
        let open = matches!(change.state, State::Draft | State::Asked | State::Approved);
        let word_missing = if change.state == State::Asked { missing(look, &change)? } else { None };
        let evidence = if open { evidence_missing(look, &change)? } else { None };
        let frozen = if open { frozen(look, &change)? } else { None };
        let votes = records::votes(look, self.change)?.into_iter().map(|v| VoteLine {
            round: v.round,
            person: v.yes.person,
            employer: v.yes.employer,
            approves: v.approves,
            text: v.text,
            at: v.at,
        });
        let tests = records::tests(look, self.change)?.into_iter().map(|t| TestLine {
            environment: t.test.environment,
            passed: t.test.passed,
            person: t.person,
            employer: t.test.employer,
            text: t.text,
            at: t.at,
        });
        let mask = |t: Text| MaskedText { place: t.place, kind: t.kind, author: t.author, at: t.at };
        Ok(Told {
            now: look.now(),
            back_out: change.back_out,
            round: change.round,
            asked_at: change.asked_at,
            started_at: change.started_at,
            ended_at: change.ended_at,
            reviewed_by: change.reviewed_by,
            votes: votes.collect(),
            tests: tests.collect(),
            texts: records::texts(look, self.change)?.into_iter().map(mask).collect(),
            word_missing: word_missing.map(str::to_owned),
            evidence_missing: evidence.map(str::to_owned),
            frozen,
            beside: records::beside(look, &change)?.into_iter().map(Into::into).collect(),
            line: change.into(),
        })
    }
}

fn frozen(look: &mut Look, c: &records::Change) -> anyhow::Result<Option<String>> {
    let all = records::freezes(look, c.starts_at)?;
    let meets =
        |f: &&records::Freeze| f.starts_at < c.ends_at && rules::forbids(&f.care_areas, &c.care_areas);
    Ok(all.iter().find(meets).map(|f| f.reason.title().to_owned()))
}

impl Question for LookAtChange {
    const ACT: Act = Act {
        name: "changes.look",
        says: "Look at what is written on a change",
        path: "/changes/{change}/texts",
        duty: Duty::SeePhi,
        phi: Phi::Holds,
    };
    type Answer = ChangeTexts;

    fn ground(&self) -> Ground {
        Ground::thing(self.change)
    }

    fn answer(&self, look: &mut Look) -> Result<ChangeTexts, Stop> {
        let change = records::one(look, self.change)?;
        let open = |(t, words): (Text, String)| ChangeText {
            place: t.place,
            kind: t.kind,
            author: t.author,
            at: t.at,
            words,
        };
        let texts = records::opened(look, &change)?.into_iter().map(open).collect();
        Ok(ChangeTexts { change: self.change, texts })
    }
}
