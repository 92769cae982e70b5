//! Saying how a system was, and how soon the systems of a class have to be back.

use super::AssetReceipt;
use crate::AssetState;
use crate::continuity::{AssetClass, target};
use crate::needs::{Scoped, Zoned};
use crate::records::{self, Aim};
use crate::uptime::{CorrectionReason, Reported, StateCause, SystemState};
use kernel::{
    AssetId, ContractId, Done, Duty, Fact, LocationId, Moment, OrgId, Phi, Refusal, Stop, TicketId,
};
use office::{Act, Ground, Order, text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Reports how a system is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportState {
    pub asset: AssetId,
    /// How it is.
    #[schemars(extend("x-order" = 1))]
    pub state: SystemState,
    /// Since when, on the clocks of its place; since now when nothing is said. Maintenance may begin later.
    #[serde(default)]
    #[schemars(extend("x-order" = 2, "format" = "date-time-local"))]
    pub from: Option<String>,
    /// Until when, where that is planned; otherwise until the next report.
    #[serde(default)]
    #[schemars(extend("x-order" = 3, "format" = "date-time-local"))]
    pub until: Option<String>,
    /// By whose doing, where it is known.
    #[serde(default)]
    #[schemars(extend("x-order" = 4))]
    pub cause: Option<StateCause>,
}

/// Corrects how a system was.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectState {
    pub asset: AssetId,
    /// From when, on the clocks of its place.
    #[schemars(extend("x-order" = 1, "format" = "date-time-local"))]
    pub from: String,
    /// Until when.
    #[schemars(extend("x-order" = 2, "format" = "date-time-local"))]
    pub until: String,
    /// How it was in that time.
    #[schemars(extend("x-order" = 3))]
    pub state: SystemState,
    /// By whose doing, where it is known.
    #[serde(default)]
    #[schemars(extend("x-order" = 4))]
    pub cause: Option<StateCause>,
    /// Why it is corrected.
    #[schemars(extend("x-order" = 5))]
    pub reason: CorrectionReason,
}

/// Says how soon the systems of a class have to be back where nothing is said of the system itself.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetRecovery {
    pub org: OrgId,
    /// Of which class.
    #[schemars(extend("x-order" = 1))]
    pub class: AssetClass,
    /// Recovery time objective: how long they may be gone, in minutes.
    #[schemars(extend("x-order" = 2), range(min = 0, max = 129_600))]
    pub rto_minutes: i64,
    /// Recovery point objective: how much of their data may be lost, in minutes.
    #[serde(default)]
    #[schemars(extend("x-order" = 3), range(min = 0, max = 129_600))]
    pub rpo_minutes: Option<i64>,
    /// Only at this location.
    #[serde(default)]
    #[schemars(extend("x-order" = 4))]
    pub location: Option<LocationId>,
    /// Only under this service contract.
    #[serde(default)]
    #[schemars(extend("x-order" = 5))]
    pub contract: Option<ContractId>,
}

/// For which class it was said.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RecoverySet {
    pub org: OrgId,
    pub class: AssetClass,
}

/// The same duty, and nothing near PHI.
const fn act(name: &'static str, says: &'static str, path: &'static str) -> Act {
    Act { name, says, path, duty: Duty::ManageAssets, phi: Phi::None }
}

fn ahead(field: &str, (from, until): (Moment, Moment)) -> Result<(), Refusal> {
    if until > from {
        return Ok(());
    }
    Err(Refusal::invalid(field, "This is not after its beginning. Give a later time."))
}

fn known(work: &mut Work, asset: AssetId) -> Result<OrgId, Stop> {
    let known = records::asset(work, asset)?.ok_or_else(|| Refusal::not_found("asset"))?;
    if known.particulars.state == AssetState::Retired {
        return Err(Refusal::conflict("This asset is retired: nothing is reported of it any more.").into());
    }
    Ok(known.org)
}

fn fact(name: &'static str, org: OrgId, asset: AssetId, said: &Reported) -> Fact {
    Fact::new(name, org)
        .about(asset)
        .with("asset", asset)
        .with("state", said.state)
        .with("from", said.from)
        .with("until", said.until)
        .with("cause", said.cause)
        .with("reason", said.reason)
        .with("ticket", said.ticket)
}

impl Order for ReportState {
    const ACT: Act = act("assets.report-state", "Report how a system is", "/assets/{asset}/report-state");
    type Receipt = AssetReceipt;
    type Needs = Zoned;

    fn ground(&self) -> Ground {
        Ground::thing(self.asset)
    }

    fn perform(&self, work: &mut Work, place: Zoned) -> Result<Done<AssetReceipt>, Stop> {
        let (org, now) = (known(work, self.asset)?, work.now());
        let typed = |field: &str, typed: &Option<String>| {
            let typed = typed.as_deref().map(str::trim).filter(|typed| !typed.is_empty());
            typed.map(|typed| text::moment(field, typed, &place.zone)).transpose()
        };
        let from = typed("from", &self.from)?.unwrap_or(now);
        let until = typed("until", &self.until)?;
        if from > now && self.state != SystemState::Maintenance {
            let sentence = "This is still to come. Only maintenance is planned ahead.";
            return Err(Refusal::invalid("from", sentence).into());
        }
        until.map_or(Ok(()), |until| ahead("until", (from, until)))?;
        if from > now && until.is_none() {
            return Err(Refusal::invalid("until", "Say until when the maintenance is planned.").into());
        }
        let said = Reported {
            place: 0,
            from,
            until,
            state: self.state,
            cause: self.cause,
            reason: None,
            ticket: None,
            said_by: work.person(),
            said_at: now,
        };
        records::report(work, self.asset, &said)?;
        let fact = fact("assets.state-reported", org, self.asset, &said);
        Ok(Done::new(fact, AssetReceipt { asset: self.asset }))
    }
}

impl Order for CorrectState {
    const ACT: Act = act("assets.correct-state", "Correct how a system was", "/assets/{asset}/correct-state");
    type Receipt = AssetReceipt;
    type Needs = Zoned;

    fn ground(&self) -> Ground {
        Ground::thing(self.asset)
    }

    fn perform(&self, work: &mut Work, place: Zoned) -> Result<Done<AssetReceipt>, Stop> {
        let (org, now) = (known(work, self.asset)?, work.now());
        let from = text::moment("from", &self.from, &place.zone)?;
        let until = text::moment("until", &self.until, &place.zone)?;
        ahead("until", (from, until))?;
        if until > now {
            return Err(Refusal::invalid("until", "Only what is over is corrected.").into());
        }
        let said = Reported {
            place: 0,
            from,
            until: Some(until),
            state: self.state,
            cause: self.cause,
            reason: Some(self.reason),
            ticket: None,
            said_by: work.person(),
            said_at: now,
        };
        records::report(work, self.asset, &said)?;
        let fact = fact("assets.state-corrected", org, self.asset, &said);
        Ok(Done::new(fact, AssetReceipt { asset: self.asset }))
    }
}

impl Order for SetRecovery {
    const ACT: Act = act(
        "assets.set-recovery",
        "Say how soon systems have to be back",
        "/organizations/{org}/recovery-targets",
    );
    type Receipt = RecoverySet;
    /// That the location and the contract are the organization's.
    type Needs = Scoped;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, _scope: Scoped) -> Result<Done<RecoverySet>, Stop> {
        let aim = Aim {
            class: self.class,
            location: self.location,
            contract: self.contract,
            rto_minutes: target("rto_minutes", Some(self.rto_minutes))?.unwrap_or_default(),
            rpo_minutes: target("rpo_minutes", self.rpo_minutes)?,
        };
        records::aim(work, &aim)?;
        let mut fact = Fact::new("assets.recovery-set", self.org)
            .about(self.org)
            .with("class", self.class)
            .with("rto_minutes", aim.rto_minutes)
            .with("rpo_minutes", aim.rpo_minutes);
        if let Some(location) = self.location {
            fact = fact.about(location).with("location", location);
        }
        if let Some(contract) = self.contract {
            fact = fact.about(contract).with("contract", contract);
        }
        Ok(Done::new(fact, RecoverySet { org: self.org, class: self.class }))
    }
}

/// A ticket says that a system is gone, or back; it is reported of the system as well. The binary calls this as a
/// reaction, bound to the organization.
///
/// # Errors
/// A fault of the store.
pub fn outage(
    work: &mut Work,
    asset: AssetId,
    ticket: TicketId,
    (at, down): (Moment, bool),
) -> Result<Vec<Fact>, Stop> {
    let Some(known) = records::asset(work, asset)? else { return Ok(Vec::new()) };
    let said = Reported {
        place: 0,
        from: at,
        until: None,
        state: if down { SystemState::Down } else { SystemState::Up },
        cause: None,
        reason: None,
        ticket: Some(ticket),
        said_by: work.person(),
        said_at: work.now(),
    };
    records::report(work, asset, &said)?;
    Ok(vec![fact("assets.state-reported", known.org, asset, &said)])
}
