//! The weighing: how the information was protected, the four factors with their facts, and an exception with the
//! conditions that are documented.

use super::{BreachReceipt, caller, done};
use crate::told_records::{self as told, Factor};
use crate::words::{ExceptionWord, FactorWord, ProtectionKind, TextKind, Weight};
use crate::{records, texts};
use kernel::{BreachId, Done, Duty, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Says how the information was protected.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SayProtection {
    pub breach: BreachId,
    /// How it was protected.
    #[schemars(extend("x-order" = 1))]
    pub protection: ProtectionKind,
    /// Whether the key or the tool to decrypt was not breached and was kept apart from the data.
    #[serde(default)]
    #[schemars(extend("x-order" = 2))]
    pub key_is_safe: bool,
    /// The facts: which method, the report that shows it on that day, where the key was.
    #[schemars(extend("x-long" = true, "x-order" = 3))]
    pub facts: Private,
}

/// Weighs one of the four factors.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WeighFactor {
    pub breach: BreachId,
    /// Which.
    #[schemars(extend("x-order" = 1))]
    pub factor: FactorWord,
    /// What was found.
    #[schemars(extend("x-order" = 2))]
    pub weighed: Weight,
    /// The facts, each with where it stands.
    #[schemars(extend("x-long" = true, "x-order" = 3))]
    pub facts: Private,
}

/// Claims one of the three exceptions.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimException {
    pub breach: BreachId,
    /// Which.
    #[schemars(extend("x-order" = 1))]
    pub exception: ExceptionWord,
    /// The conditions that are documented to hold, as their ids stand in the rule, with commas between them; all of them
    /// must.
    #[schemars(extend("x-order" = 2), length(max = 400))]
    pub conditions: String,
    /// The facts of each.
    #[schemars(extend("x-long" = true, "x-order" = 3))]
    pub facts: Private,
}

impl Order for SayProtection {
    const ACT: Act = Act {
        name: "breach.say-protection",
        says: "Say how the information of a breach was protected",
        path: "/breaches/{breach}/protection",
        duty: Duty::DeclareBreach,
        phi: Phi::Incidental,
    };
    type Receipt = BreachReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.breach)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<BreachReceipt>, Stop> {
        caller(work)?;
        let mut b = records::one(work, self.breach)?;
        let facts = texts::said("facts", &self.facts)?;
        (b.protection, b.key_is_safe) = (Some(self.protection), self.key_is_safe);
        let text = records::write(work, &mut b, TextKind::Protection, &facts)?;
        done(work, &mut b, "breach.protection-said", |fact| {
            fact.with("protection", self.protection).with("key_is_safe", self.key_is_safe).with("text", text)
        })
    }
}

impl Order for WeighFactor {
    const ACT: Act = Act {
        name: "breach.weigh-factor",
        says: "Weigh a factor of a breach",
        path: "/breaches/{breach}/factors",
        duty: Duty::DeclareBreach,
        phi: Phi::Incidental,
    };
    type Receipt = BreachReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.breach)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<BreachReceipt>, Stop> {
        let person = caller(work)?;
        let mut b = records::one(work, self.breach)?;
        let facts = texts::said("facts", &self.facts)?;
        let text = records::write(work, &mut b, TextKind::Factor, &facts)?;
        let factor = Factor {
            factor: self.factor,
            weighed: self.weighed,
            text,
            told_by: Some(person),
            told_at: work.now(),
        };
        told::weigh(work, b.id, &factor)?;
        done(work, &mut b, "breach.factor-weighed", |fact| {
            fact.with("factor", self.factor).with("weighed", self.weighed).with("text", text)
        })
    }
}

impl Order for ClaimException {
    const ACT: Act = Act {
        name: "breach.claim-exception",
        says: "Claim an exception for a breach",
        path: "/breaches/{breach}/exception",
        duty: Duty::DeclareBreach,
        phi: Phi::Incidental,
    };
    type Receipt = BreachReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.breach)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<BreachReceipt>, Stop> {
        caller(work)?;
        let mut b = records::one(work, self.breach)?;
        let row = self
            .exception
            .row()
            .ok_or_else(|| Refusal::invalid("exception", "The rule has no such exception."))?;
        let mut conditions = Vec::new();
        for id in self.conditions.split([',', ' ', '\n']).map(str::trim).filter(|c| !c.is_empty()) {
            if !row.conditions.iter().any(|c| c.id == id) {
                let known: Vec<&str> = row.conditions.iter().map(|c| c.id.as_str()).collect();
                let sentence = format!("The conditions of this exception are: {}.", known.join(", "));
                return Err(Refusal::invalid("conditions", sentence).into());
            }
            if !conditions.iter().any(|c| c == id) {
                conditions.push(id.to_owned());
            }
        }
        let facts = texts::said("facts", &self.facts)?;
        (b.exception, b.conditions) = (Some(self.exception), conditions);
        let text = records::write(work, &mut b, TextKind::Exception, &facts)?;
        let conditions = b.conditions.clone();
        done(work, &mut b, "breach.exception-claimed", |fact| {
            fact.with("exception", self.exception).with("conditions", conditions).with("text", text)
        })
    }
}
