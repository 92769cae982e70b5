//! One agreement: its terms as a checklist, its signatures, what it hangs from and what hangs from it, and
//! everything that happened to it, as the ledger has it.

use super::agreements::head;
use crate::papers::{self, BreachDuties, PaperLine};
use crate::{
    chain::Link,
    facts,
    kinds::{Disposal, Reason, Side},
    records::{self, Agreement},
    records_engaged::{self, Term},
    shown::{self, AgreementLine},
    terms::{self, TermLine},
};
use kernel::{AgreementId, Duty, EntryId, Moment, OrgId, PersonId, Phi, Refusal, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::Look;

/// Shows an agreement.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementOf {
    pub agreement: AgreementId,
}

/// An agreement with everything about it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AgreementPage {
    pub line: AgreementLine,
    /// The moment this was true.
    pub now: Moment,
    /// The checklist; empty for a "not required".
    pub terms: Vec<TermLine>,
    /// Both sides; the client's alone for a "not required".
    pub signatures: Vec<Signature>,
    /// Of a "not required": what was answered.
    pub answers: Vec<AnswerLine>,
    /// What it hangs from, as it stands now.
    pub upstream: Option<AgreementLine>,
    /// What hangs from it.
    pub below: Vec<AgreementLine>,
    /// Its renewal, unless that was withdrawn.
    pub renewed_by: Option<AgreementLine>,
    pub effective_at: Moment,
    pub ends_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    pub reason: Option<Reason>,
    pub disposal: Option<Disposal>,
    /// Who answers for a breach; what the agreement before it said, until it says so itself.
    pub breach: Option<BreachDuties>,
    /// The signed papers, oldest first.
    pub papers: Vec<PaperLine>,
    /// Whether its associate is engaged here as a subcontractor under it.
    pub engaged: bool,
    /// What was agreed about that.
    pub term: Option<Term>,
    /// What happened to it, oldest first.
    pub story: Vec<Happened>,
}

/// A side's signature, or the place for it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Signature {
    pub side: Side,
    /// Who signs.
    pub organization: OrgId,
    pub person: Option<PersonId>,
    pub name: Option<String>,
    pub title: Option<String>,
    pub at: Option<Moment>,
}

/// A question of 45 CFR 160.103 with its answer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AnswerLine {
    pub question: &'static str,
    pub paragraph: &'static str,
    /// Yes or no; nothing while it is open.
    pub yes: Option<bool>,
}

/// An entry of the ledger about it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Happened {
    pub entry: EntryId,
    pub at: Moment,
    pub person: Option<PersonId>,
    /// `done`, `refused` or `looked`.
    pub outcome: String,
    /// What happened, in a sentence each.
    pub says: Vec<String>,
}

impl Question for AgreementOf {
    const ACT: Act = Act {
        name: "agreements.agreement",
        says: "Show an agreement",
        path: "/agreements/{agreement}",
        duty: Duty::ReadAgreements,
        phi: Phi::None,
    };
    type Answer = AgreementPage;

    fn ground(&self) -> Ground {
        Ground::thing(self.agreement)
    }

    fn answer(&self, look: &mut Look) -> Result<AgreementPage, Stop> {
        let (all, now) = (records::all(look)?, look.now());
        let here =
            all.iter().find(|a| a.id == self.agreement).ok_or_else(|| Refusal::not_found("agreement"))?;
        let links: Vec<Link> = all.iter().map(Agreement::link).collect();
        let line_of = |a: &Agreement| shown::line(a, &links, now);
        let by_id = |id: AgreementId| all.iter().find(|a| a.id == id).map(line_of);
        let lines_below = all.iter().filter(|a| a.upstream == Some(here.line) && a.line == a.id);
        let below: Vec<AgreementLine> =
            lines_below.filter_map(|a| head(&all, &links, a.id, now)).filter_map(by_id).collect();
        let renewal = all
            .iter()
            .rev()
            .find(|a| a.follows == Some(here.id) && a.state != crate::AgreementState::Withdrawn);
        let paper = here.kind != crate::AgreementKind::NotRequired;
        let breach = match (papers::records::said(look, here.id)?, here.follows) {
            (None, Some(before)) => papers::records::said(look, before)?,
            (said, _) => said,
        };
        let engaged = records_engaged::engaged(look)?.into_iter().find(|e| e.agreement == here.id);
        Ok(AgreementPage {
            line: line_of(here),
            now,
            terms: if paper { terms::checklist(&here.terms) } else { Vec::new() },
            signatures: signatures(here, paper),
            answers: answers(here)?,
            upstream: here.upstream.and_then(|line| head(&all, &links, line, now)).and_then(by_id),
            below,
            renewed_by: renewal.map(line_of),
            effective_at: here.effective_at,
            ends_at: here.ends_at,
            ended_at: here.ended_at,
            reason: here.reason,
            disposal: here.disposal,
            breach,
            papers: papers::records::papers(look, here.id)?,
            engaged: engaged.is_some(),
            term: engaged.map(|e| e.term),
            story: story(look, self.agreement)?,
        })
    }
}

fn signatures(agreement: &Agreement, both: bool) -> Vec<Signature> {
    let signature = |side: Side| {
        let signed = agreement.signed(side);
        Signature {
            side,
            organization: agreement.signer(side),
            person: signed.map(|s| s.person),
            name: signed.map(|s| s.name.clone()),
            title: signed.map(|s| s.title.clone()),
            at: signed.map(|s| s.at),
        }
    };
    Side::ALL.iter().copied().filter(|side| both || *side == Side::Client).map(signature).collect()
}

fn answers(agreement: &Agreement) -> Result<Vec<AnswerLine>, Stop> {
    let Some(kept) = &agreement.answers else { return Ok(Vec::new()) };
    let given: law::Answers = serde_json::from_str(kept)
        .map_err(|e| anyhow::anyhow!("the answers of {} cannot be read: {e}", agreement.id))?;
    let line = |q: &'static law::Inquiry| AnswerLine {
        question: &q.text,
        paragraph: &q.paragraph,
        yes: given.get(&q.question).map(|answer| *answer == law::Answer::Yes),
    };
    Ok(law::not_required_questions().iter().map(line).collect())
}

/// A fact about an agreement as a sentence.
fn told(name: &str, body: &Value) -> Option<String> {
    facts::sentence(name, body).or_else(|| papers::sentence(name, body))
}

fn story(look: &mut Look, agreement: AgreementId) -> Result<Vec<Happened>, Stop> {
    let lines = office::timeline(look, &agreement.to_string())?;
    let id = agreement.to_string();
    // One entry may hold facts about several agreements; only those about this one are its story.
    let of_it = |body: &Value| ["agreement", "follows"].iter().any(|key| body[*key] == id.as_str());
    let happened = |line: office::Line| {
        let here = line.facts().filter(|(_, body)| of_it(body));
        let says = here.filter_map(|(name, body)| told(name, body)).collect();
        Happened { entry: line.id, at: line.at, person: line.person, outcome: line.outcome, says }
    };
    Ok(lines.into_iter().map(happened).filter(|h: &Happened| !h.says.is_empty()).collect())
}
