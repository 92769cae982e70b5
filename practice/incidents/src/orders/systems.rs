//! Which systems an incident touches, what it did to each, and that one is back, with the proof.

use super::{caller, running};
use crate::words::{Effect, TextKind};
use crate::work_records::{self as work_on, System};
use crate::{OfSystem, facts, records, texts};
use kernel::{AssetId, Done, Duty, IncidentId, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// No incident has more systems.
pub(crate) const MOST_SYSTEMS: usize = 500;

/// Names a system that an incident touches, or says anew what it did to it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NameSystem {
    pub incident: IncidentId,
    /// The system.
    #[schemars(extend("x-order" = 1))]
    pub asset: AssetId,
    /// What the incident did to it.
    #[schemars(extend("x-order" = 2))]
    pub effect: Effect,
}

/// Says that a system is back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RestoreSystem {
    pub incident: IncidentId,
    /// The system.
    #[schemars(extend("x-order" = 1))]
    pub asset: AssetId,
    /// From what it was restored, and who tried it.
    #[schemars(extend("x-long" = true, "x-order" = 2))]
    pub proof: Private,
}

/// How a system stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SystemReceipt {
    pub incident: IncidentId,
    pub asset: AssetId,
    pub effect: Effect,
}

impl Order for NameSystem {
    const ACT: Act = Act {
        name: "incidents.name-system",
        says: "Name a system that an incident touches",
        path: "/incidents/{incident}/systems",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = SystemReceipt;
    type Needs = OfSystem;

    fn ground(&self) -> Ground {
        Ground::thing(self.incident)
    }

    fn perform(&self, work: &mut Work, needs: OfSystem) -> Result<Done<SystemReceipt>, Stop> {
        let person = caller(work)?;
        let incident = running(work, self.incident)?;
        let all = work_on::systems(work, incident.id)?;
        let before = all.iter().find(|s| s.asset == self.asset);
        if before.is_none() && all.len() >= MOST_SYSTEMS {
            let sentence =
                format!("This incident has {MOST_SYSTEMS} systems already. Declare another beside it.");
            return Err(Refusal::conflict(sentence).into());
        }
        let system = System {
            asset: self.asset,
            effect: self.effect,
            kind: needs.kind,
            criticality: needs.criticality,
            depends_on: needs.depends_on,
            named_by: before.map_or(Some(person), |s| s.named_by),
            named_at: before.map_or(work.now(), |s| s.named_at),
            // What is affected again is not back.
            restored_by: before.filter(|_| self.effect == Effect::Clean).and_then(|s| s.restored_by),
            restored_at: before.filter(|_| self.effect == Effect::Clean).and_then(|s| s.restored_at),
            proof: before.filter(|_| self.effect == Effect::Clean).and_then(|s| s.proof),
        };
        work_on::put_system(work, incident.id, &system)?;
        let fact = facts::about("incidents.system-named", &incident)
            .about(self.asset)
            .with("asset", self.asset)
            .with("effect", self.effect);
        let receipt = SystemReceipt { incident: incident.id, asset: self.asset, effect: self.effect };
        Ok(Done::new(fact, receipt))
    }
}

impl Order for RestoreSystem {
    const ACT: Act = Act {
        name: "incidents.restore-system",
        says: "Say that a system is back",
        path: "/incidents/{incident}/systems/restore",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = SystemReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.incident)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<SystemReceipt>, Stop> {
        let person = caller(work)?;
        let mut incident = running(work, self.incident)?;
        let all = work_on::systems(work, incident.id)?;
        let found = all.into_iter().find(|s| s.asset == self.asset);
        let mut system = found.ok_or_else(|| Refusal::not_found("system"))?;
        if system.restored_at.is_some() {
            return Err(Refusal::conflict("This system is back already.").into());
        }
        let orders = work_on::isolations(work, incident.id)?;
        if orders.iter().any(|i| i.asset == self.asset && i.lifted_at.is_none()) {
            let here = Some(format!("/incidents/{}#isolation", incident.id));
            let refusal = Refusal::conflict("This system is isolated still. Lift the isolation first.");
            return Err(refusal.remedy("Show the orders", here).into());
        }
        let proof = texts::said("proof", &self.proof)?;
        let text = records::write(work, &mut incident, TextKind::Proof, &proof)?;
        (system.restored_by, system.restored_at, system.proof) = (Some(person), Some(work.now()), Some(text));
        work_on::put_system(work, incident.id, &system)?;
        let fact = facts::about("incidents.system-restored", &incident)
            .about(self.asset)
            .with("asset", self.asset)
            .with("text", text);
        let receipt = SystemReceipt { incident: incident.id, asset: self.asset, effect: system.effect };
        Ok(Done::new(fact, receipt))
    }
}
