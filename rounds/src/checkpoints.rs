//! Once a day the ledger's last checkpoint leaves the house: it is mailed to those at each organization who
//! may read the ledger. Whoever later rewrites history here cannot rewrite what lies in their mailboxes, and
//! anybody can compare with `orderly ledger verify DIR --known CHECKPOINT`.

use crate::{
    Floor, Next, Round,
    beat::{ELSEWHERE, hold},
    records,
};
use kernel::{Done, Duty, Fact, Moment, OrgId, Phi, Refusal, Span, Stop};
use office::{Act, Ground, Order, sealer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Look, Work};

/// Sends the last checkpoint of the ledger to those at an organization who may read the ledger.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendCheckpoint {
    pub organization: OrgId,
}

/// What was sent.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CheckpointSent {
    /// How many entries the checkpoint covers.
    pub size: u64,
    /// To how many people.
    pub people: usize,
}

/// The next one is due after this time.
const EVERY: Span = Span::days(1);

impl Order for SendCheckpoint {
    const ACT: Act = Act {
        name: "rounds.send-checkpoint",
        says: "Send the ledger's last checkpoint to an organization's officers",
        path: "/organizations/{organization}/send-checkpoint",
        duty: Duty::ReadLedger,
        phi: Phi::None,
    };
    type Receipt = CheckpointSent;
    /// The addresses of those who may read the ledger.
    type Needs = Vec<String>;

    fn ground(&self) -> Ground {
        Ground::Org(self.organization)
    }

    fn perform(&self, work: &mut Work, officers: Vec<String>) -> Result<Done<CheckpointSent>, Stop> {
        if officers.is_empty() {
            let sentence =
                "Nobody at this organization may read the ledger, so there is nobody to send it to.";
            return Err(Refusal::conflict(sentence).into());
        }
        let last = sealer::last(work)?
            .ok_or_else(|| Refusal::conflict("The ledger has no checkpoint yet. Ask again in a second."))?;
        for officer in &officers {
            let subject = format!("Checkpoint of the ledger: {} entries", last.size);
            office::letter(work, Some(self.organization), officer, &subject, &letter(&last))?;
        }
        // The day's letter is noted by the house, whoever asked for it.
        work.as_house(true);
        records::told(work, self.organization, work.now().plus(EVERY))?;
        let fact = Fact::new("rounds.checkpoint-sent", self.organization)
            .about(self.organization)
            .with("size", last.size)
            .with("people", officers.len());
        Ok(Done::new(fact, CheckpointSent { size: last.size, people: officers.len() }))
    }
}

fn letter(last: &sealer::Kept) -> String {
    format!(
        "Keep this letter. It proves later that nobody has shortened or rewritten the ledger.\n\n\
         Below is the signed checkpoint of {} entries of {}. To compare an export of the ledger with\n\
         it, save the lines between the rules as a file and run\n\n    \
         orderly ledger verify DIR --known FILE\n\n\
         ----\n{}----\n\n\
         The ledger: {{origin}}/ledger\n",
        last.size, last.at, last.note
    )
}

pub(crate) fn officers(look: &mut Look) -> anyhow::Result<Vec<String>> {
    records::officers(look)
}

/// How the fact is told.
pub(crate) fn sentence(fact: &str, with: &Value) -> Option<String> {
    let number = |key: &str| with.get(key).and_then(Value::as_u64).unwrap_or_default();
    (fact == "rounds.checkpoint-sent").then(|| match number("people") {
        1 => format!("sent the checkpoint of {} entries to one officer", number("size")),
        people => format!("sent the checkpoint of {} entries to {people} officers", number("size")),
    })
}

/// The round that gives the order once a day for each organization.
pub struct Checkpoints;

impl Round for Checkpoints {
    fn name(&self) -> &'static str {
        "checkpoints"
    }

    fn round(&mut self, floor: &Floor, now: Moment) -> anyhow::Result<Next> {
        let rest = Next::seconds(10 * 60);
        let untold = floor.look("checkpoints", now, |look| {
            if sealer::last(look)?.is_none() {
                return Ok(None);
            }
            let mut found = Vec::new();
            for org in records::untold(look)? {
                look.at(Some(org));
                found.push((org, records::officers(look)?.is_empty()));
            }
            Ok(Some(found))
        })?;
        let Some(untold) = untold else { return Ok(Next::seconds(60)) };
        if untold.is_empty() {
            return Ok(rest);
        }
        if !hold(floor, self, now)? {
            return Ok(ELSEWHERE);
        }
        for (org, nobody) in untold {
            if nobody {
                // Asked again tomorrow; an order that can only be refused would be charted for nothing.
                floor.write("checkpoints", now, move |work| records::told(work, org, now.plus(EVERY)))?;
                continue;
            }
            let order = json!({ "organization": org });
            if let Err(stop) = floor.order("checkpoints", now, SendCheckpoint::ACT.name, order) {
                tracing::warn!(organization = %org, problem = %stop, "a checkpoint was not sent");
            }
        }
        Ok(Next::seconds(60))
    }
}
