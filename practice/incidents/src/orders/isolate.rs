//! Isolation: whoever leads orders it and names the system, whoever stands before the system carries it out and says by
//! what one sees it, and it is lifted with a proof that the system is clean.

use super::{caller, running};
use crate::records::{self, Incident};
use crate::words::{Means, TextKind};
use crate::work_records::{self as work_on, Isolation};
use crate::{facts, texts, when};
use kernel::{AssetId, Done, Duty, Fact, IncidentId, IsolationId, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Orders that a system is isolated.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderIsolation {
    pub incident: IncidentId,
    /// The system; it was named on the incident.
    #[schemars(extend("x-order" = 1))]
    pub asset: AssetId,
    /// By what it is isolated.
    #[schemars(extend("x-order" = 2))]
    pub means: Means,
}

/// Says that a system is isolated.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmIsolation {
    pub isolation: IsolationId,
    /// By what it was isolated in the end; as it was ordered when nothing is chosen.
    #[schemars(extend("x-order" = 1))]
    pub means: Option<Means>,
    /// When, in local time at the place; now when nothing is said.
    #[schemars(schema_with = "when::schema", extend("x-order" = 2))]
    pub at: Option<String>,
    /// By what one sees it: the port and its state, a ping that fails, a photograph and where it is kept.
    #[schemars(extend("x-long" = true, "x-order" = 3))]
    pub proof: Private,
}

/// Lifts the isolation of a system.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LiftIsolation {
    pub isolation: IsolationId,
    /// Why it is safe again.
    #[schemars(extend("x-long" = true, "x-order" = 1))]
    pub proof: Private,
}

/// How an order to isolate stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct IsolationReceipt {
    pub isolation: IsolationId,
    pub incident: IncidentId,
    pub asset: AssetId,
}

fn done(name: &'static str, incident: &Incident, i: &Isolation) -> (Fact, IsolationReceipt) {
    let fact = facts::about(name, incident)
        .about(i.asset)
        .with("isolation", i.id)
        .with("asset", i.asset)
        .with("means", i.means);
    (fact, IsolationReceipt { isolation: i.id, incident: i.incident, asset: i.asset })
}

impl Order for OrderIsolation {
    const ACT: Act = Act {
        name: "incidents.order-isolation",
        says: "Order that a system is isolated",
        path: "/incidents/{incident}/isolations",
        duty: Duty::LeadIncidents,
        phi: Phi::Incidental,
    };
    type Receipt = IsolationReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.incident)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<IsolationReceipt>, Stop> {
        let person = caller(work)?;
        let incident = running(work, self.incident)?;
        if !work_on::systems(work, incident.id)?.iter().any(|s| s.asset == self.asset) {
            let here = Some(format!("/incidents/{}#systems", incident.id));
            let refusal = Refusal::invalid("asset", "Name this system on the incident first.");
            return Err(refusal.remedy("Name it", here).into());
        }
        let orders = work_on::isolations(work, incident.id)?;
        if orders.iter().any(|i| i.asset == self.asset && i.lifted_at.is_none()) {
            return Err(Refusal::conflict("This system was ordered isolated already.").into());
        }
        let isolation = Isolation {
            id: work.id(),
            incident: incident.id,
            asset: self.asset,
            means: self.means,
            ordered_by: Some(person),
            ordered_at: work.now(),
            done_by: None,
            done_at: None,
            proof: None,
            lifted_by: None,
            lifted_at: None,
            lift_proof: None,
        };
        work_on::put_isolation(work, &isolation)?;
        let (fact, receipt) = done("incidents.isolation-ordered", &incident, &isolation);
        Ok(Done::new(fact, receipt))
    }
}

impl Order for ConfirmIsolation {
    const ACT: Act = Act {
        name: "incidents.confirm-isolation",
        says: "Say that a system is isolated",
        path: "/isolations/{isolation}/confirm",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = IsolationReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.isolation)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<IsolationReceipt>, Stop> {
        let person = caller(work)?;
        let mut isolation = work_on::isolation(work, self.isolation)?;
        let mut incident = running(work, isolation.incident)?;
        if isolation.done_at.is_some() || isolation.lifted_at.is_some() {
            return Err(Refusal::conflict("This order was carried out already.").into());
        }
        let at = when::past("at", self.at.as_deref(), &incident.zone, work.now())?;
        let proof = texts::said("proof", &self.proof)?;
        isolation.proof = Some(records::write(work, &mut incident, TextKind::Proof, &proof)?);
        isolation.means = self.means.unwrap_or(isolation.means);
        (isolation.done_by, isolation.done_at) = (Some(person), Some(at));
        work_on::put_isolation(work, &isolation)?;
        let (fact, receipt) = done("incidents.isolated", &incident, &isolation);
        Ok(Done::new(fact.with("done_at", at).with("text", isolation.proof), receipt))
    }
}

impl Order for LiftIsolation {
    const ACT: Act = Act {
        name: "incidents.lift-isolation",
        says: "Lift the isolation of a system",
        path: "/isolations/{isolation}/lift",
        duty: Duty::LeadIncidents,
        phi: Phi::Incidental,
    };
    type Receipt = IsolationReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.isolation)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<IsolationReceipt>, Stop> {
        let person = caller(work)?;
        let mut isolation = work_on::isolation(work, self.isolation)?;
        let mut incident = running(work, isolation.incident)?;
        if isolation.lifted_at.is_some() {
            return Err(Refusal::conflict("This isolation was lifted already.").into());
        }
        let proof = texts::said("proof", &self.proof)?;
        isolation.lift_proof = Some(records::write(work, &mut incident, TextKind::Proof, &proof)?);
        (isolation.lifted_by, isolation.lifted_at) = (Some(person), Some(work.now()));
        work_on::put_isolation(work, &isolation)?;
        let (fact, receipt) = done("incidents.isolation-lifted", &incident, &isolation);
        Ok(Done::new(fact.with("text", isolation.lift_proof), receipt))
    }
}
