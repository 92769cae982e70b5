//! Who must agree, agrees or refuses. A change of low risk needs one other person's word, one that patients may feel
//! needs the organization's own, one of high risk two. Nobody agrees to their own plan.

use super::{ChangeReceipt, caller, heed_freezes, wrong_state};
use crate::records::{self, Change};
use crate::rules::{self, Asked, Test, Yes};
use crate::words::{State, TextKind};
use crate::{Changer, facts, texts};
use kernel::{ChangeId, Done, Duty, Fact, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// Puts a change to those who must agree to it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AskApproval {
    pub change: ChangeId,
}

/// Agrees to a change of somebody else.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApproveChange {
    pub change: ChangeId,
}

/// Refuses a change, with the reason.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RefuseChange {
    pub change: ChangeId,
    /// Why it is refused; the planner reads it.
    #[schemars(extend("x-long" = true))]
    pub words: Private,
}

/// Whose word is missing in this round.
pub(crate) fn missing(look: &mut Look, c: &Change) -> anyhow::Result<Option<&'static str>> {
    let votes = records::votes(look, c.id)?;
    let given: Vec<Yes> = votes.iter().filter(|v| v.approves && v.round == c.round).map(|v| v.yes).collect();
    let asked = Asked { kind: c.kind, risk: c.risk, org: c.org, planner: c.planner };
    Ok(rules::missing(&asked, &given))
}

/// Which evidence is missing.
pub(crate) fn evidence_missing(look: &mut Look, c: &Change) -> anyhow::Result<Option<&'static str>> {
    let tests: Vec<Test> = records::tests(look, c.id)?.into_iter().map(|r| r.test).collect();
    Ok(rules::evidence_missing(c.category, c.org, &tests))
}

/// The change is approved when nobody's word is missing.
fn settle(work: &mut Work, c: &mut Change) -> Result<Option<Fact>, Stop> {
    if missing(work, c)?.is_some() {
        return Ok(None);
    }
    c.state = State::Approved;
    c.decided_at = Some(work.now());
    Ok(Some(facts::about("changes.change-approved", c).with("planner", c.planner)))
}

impl Order for AskApproval {
    const ACT: Act = Act {
        name: "changes.ask-approval",
        says: "Put a change to its approvers",
        path: "/changes/{change}/ask-approval",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = ChangeReceipt;
    type Needs = Changer;

    fn ground(&self) -> Ground {
        Ground::thing(self.change)
    }

    fn perform(&self, work: &mut Work, _: Changer) -> Result<Done<ChangeReceipt>, Stop> {
        let mut change = records::one(work, self.change)?;
        if change.state != State::Draft {
            return Err(wrong_state(&change, "put to its approvers"));
        }
        if let Some(missing) = evidence_missing(work, &change)? {
            let sentence = format!(
                "A build of the patient record system goes live with evidence: {missing} is missing."
            );
            return Err(Refusal::conflict(sentence)
                .remedy("Record a test", Some(format!("/changes/{}#tests", change.id)))
                .into());
        }
        let (from, to) = (change.starts_at, change.ends_at);
        heed_freezes(work, &change, from, to)?;
        change.state = State::Asked;
        change.round += 1;
        change.asked_at = Some(work.now());
        let asked = facts::about("changes.approval-asked", &change);
        let settled = settle(work, &mut change)?;
        records::put(work, &change)?;
        Ok(Done::new(asked, ChangeReceipt::of(&change)).and_all(settled))
    }
}

impl Order for ApproveChange {
    const ACT: Act = Act {
        name: "changes.approve-change",
        says: "Agree to a change",
        path: "/changes/{change}/approve",
        duty: Duty::ApproveChanges,
        phi: Phi::Incidental,
    };
    type Receipt = ChangeReceipt;
    type Needs = Changer;

    fn ground(&self) -> Ground {
        Ground::thing(self.change)
    }

    fn perform(&self, work: &mut Work, needs: Changer) -> Result<Done<ChangeReceipt>, Stop> {
        let (mut change, yes) = asked_of(work, self.change, needs, "agreed to")?;
        records::vote(work, &change, yes, true, None)?;
        let agreed = facts::about("changes.change-agreed", &change).with("employer", needs.employer);
        let settled = settle(work, &mut change)?;
        records::put(work, &change)?;
        Ok(Done::new(agreed, ChangeReceipt::of(&change)).and_all(settled))
    }
}

impl Order for RefuseChange {
    const ACT: Act = Act {
        name: "changes.refuse-change",
        says: "Refuse a change",
        path: "/changes/{change}/refuse",
        duty: Duty::ApproveChanges,
        phi: Phi::Incidental,
    };
    type Receipt = ChangeReceipt;
    type Needs = Changer;

    fn ground(&self) -> Ground {
        Ground::thing(self.change)
    }

    fn perform(&self, work: &mut Work, needs: Changer) -> Result<Done<ChangeReceipt>, Stop> {
        let (mut change, yes) = asked_of(work, self.change, needs, "refused")?;
        let words = texts::said("words", &self.words)?;
        let text = records::write(work, &mut change, TextKind::Reason, &words)?;
        records::vote(work, &change, yes, false, Some(text))?;
        change.state = State::Refused;
        change.decided_at = Some(work.now());
        change.ended_at = Some(work.now());
        records::put(work, &change)?;
        let fact = facts::about("changes.change-refused", &change)
            .with("employer", needs.employer)
            .with("planner", change.planner)
            .with("text", text);
        Ok(Done::new(fact, ChangeReceipt::of(&change)))
    }
}

/// The change and the word of whoever is asked: not its planner, and each once in a round.
fn asked_of(work: &mut Work, id: ChangeId, needs: Changer, what: &str) -> Result<(Change, Yes), Stop> {
    let person = caller(work)?;
    let change = records::one(work, id)?;
    if change.state != State::Asked {
        return Err(wrong_state(&change, what));
    }
    if change.planner == person {
        let sentence = "Nobody decides on a change that they planned themselves. Somebody else has to.";
        return Err(Refusal::forbidden(sentence).into());
    }
    let votes = records::votes(work, id)?;
    if votes.iter().any(|v| v.round == change.round && v.yes.person == person) {
        return Err(Refusal::conflict("You have given your word on this plan already.").into());
    }
    Ok((change, Yes { person, employer: needs.employer }))
}
