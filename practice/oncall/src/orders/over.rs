//! Overrides: for a while somebody stands in for somebody, is on call as well, is away, or is on call alone.

use super::{colleague, date_time, running, stretch};
use crate::facts;
use crate::needs::Staff;
use crate::records::{self, OverrideRow};
use crate::words::OverrideKind;
use kernel::{Done, Duty, EscalationPolicyId, OverrideId, PersonId, Phi, Refusal, RotaId, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Puts an override above a rota's layers.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddOverride {
    #[schemars(extend("x-order" = 1))]
    pub rota: RotaId,
    #[schemars(extend("x-order" = 2))]
    pub kind: OverrideKind,
    /// Whose turn it is about; nobody when somebody joins or is on call alone.
    #[serde(default)]
    #[schemars(extend("x-order" = 3))]
    pub person: Option<PersonId>,
    /// Who is on call; nobody when somebody is away.
    #[serde(default)]
    #[schemars(extend("x-order" = 4))]
    pub stand_in: Option<PersonId>,
    /// When it begins, in local time of the rota.
    #[schemars(schema_with = "date_time", extend("x-order" = 5))]
    pub starts: String,
    /// When it is over.
    #[schemars(schema_with = "date_time", extend("x-order" = 6))]
    pub ends: String,
    /// Only for the steps of this escalation policy; for everybody who asks when none is named.
    #[serde(default)]
    #[schemars(extend("x-order" = 7))]
    pub policy: Option<EscalationPolicyId>,
}

/// Ends an override.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndOverride {
    pub r#override: OverrideId,
}

/// An override.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OverrideReceipt {
    pub r#override: OverrideId,
    pub rota: RotaId,
}

impl Order for AddOverride {
    const ACT: Act = Act {
        name: "oncall.add-override",
        says: "Put an override above a rota",
        path: "/rotas/{rota}/overrides",
        duty: Duty::DirectWork,
        phi: Phi::None,
    };
    type Receipt = OverrideReceipt;
    type Needs = Staff;

    fn ground(&self) -> Ground {
        Ground::thing(self.rota)
    }

    fn perform(&self, work: &mut Work, staff: Staff) -> Result<Done<OverrideReceipt>, Stop> {
        let mut rota = running(work, self.rota)?;
        let now = work.now();
        let (from_at, to_at) = stretch(("starts", &self.starts), ("ends", &self.ends), &rota.zone, now)?;
        if let Some(stand_in) = self.stand_in {
            colleague(work, &staff, "stand_in", stand_in)?;
        }
        if let Some(policy) = self.policy {
            crate::escalation_records::policy(work, policy)?;
        }
        let over = OverrideRow {
            id: work.id(),
            rota: rota.id,
            kind: self.kind,
            person: self.person,
            stand_in: self.stand_in,
            policy: self.policy,
            from_at,
            to_at,
            made_by: work.person(),
        };
        records::ready(work, &rota)?.put(over.over()).map_err(|p| {
            let field = if p.field == "by" { "stand_in" } else { p.field.as_str() };
            Refusal::invalid(field, p.sentence)
        })?;
        records::put_override(work, &over)?;
        rota.check_again(from_at, now);
        records::put(work, &rota)?;
        let fact = facts::about("oncall.override-added", &rota)
            .about(over.id)
            .with("kind", over.kind)
            .with("person", over.person)
            .with("stand_in", over.stand_in)
            .with("policy", over.policy)
            .with("from", from_at)
            .with("to", to_at);
        Ok(Done::new(fact, OverrideReceipt { r#override: over.id, rota: rota.id }))
    }
}

impl Order for EndOverride {
    const ACT: Act = Act {
        name: "oncall.end-override",
        says: "End an override",
        path: "/rotas/overrides/{override}/end",
        duty: Duty::DirectWork,
        phi: Phi::None,
    };
    type Receipt = OverrideReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.r#override)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<OverrideReceipt>, Stop> {
        let over = records::over(work, self.r#override)?;
        let mut rota = records::one(work, over.rota)?;
        if !records::end_override(work, over.id)? {
            return Err(Refusal::conflict("This override has ended already.").into());
        }
        let now = work.now();
        rota.check_again(over.from_at, now);
        records::put(work, &rota)?;
        let fact = facts::about("oncall.override-ended", &rota).about(over.id);
        Ok(Done::new(fact, OverrideReceipt { r#override: over.id, rota: rota.id }))
    }
}
