//! Repairs as a list, one with its whole chain of custody, and what is lent.

use crate::records::{self, Hand, Loan, Repair};
use crate::words::View;
use kernel::{AssetId, Duty, Moment, OrgId, Phi, RepairId, Stop, TicketId};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Lists repairs within your reach, the latest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Repairs {
    /// Which; the open ones when none is named.
    pub view: Option<View>,
    /// Only of this organization.
    pub org: Option<OrgId>,
    /// Where the list goes on.
    pub after: Option<RepairId>,
    /// At most this many lines; 50 when nothing is said, 200 at most.
    pub most: Option<u32>,
}

/// A part of the list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RepairList {
    pub now: Moment,
    pub view: View,
    pub lines: Vec<Repair>,
    /// Whether there is more behind the last line.
    pub more: bool,
}

/// Shows a repair with its chain of custody.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneRepair {
    pub repair: RepairId,
}

/// A repair with every hand it went through.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Custody {
    pub now: Moment,
    pub repair: Repair,
    pub hands: Vec<Hand>,
    /// Whether the vendor's day is over and the device not back.
    pub late: bool,
}

/// Lists the repairs of a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketRepairs {
    pub ticket: TicketId,
}

/// Lists the repairs and loans of an asset.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssetRepairs {
    pub asset: AssetId,
}

/// What happened to an asset: the latest 50 of each.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OfOneAsset {
    pub now: Moment,
    pub asset: AssetId,
    pub repairs: Vec<Repair>,
    pub loans: Vec<Loan>,
}

/// Lists what is lent within your reach, the first due first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Loaners {
    /// Only of this organization.
    pub org: Option<OrgId>,
    /// Where the list goes on: the day and the asset of the last line.
    pub after_on: Option<String>,
    pub after: Option<AssetId>,
    /// At most this many lines; 50 when nothing is said, 200 at most.
    pub most: Option<u32>,
}

/// A part of the list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LoanerList {
    pub now: Moment,
    pub lines: Vec<Loan>,
    pub more: bool,
}

impl Repair {
    /// Whether the vendor's day is over and the device not back.
    pub fn late(&self, now: Moment) -> bool {
        let over = |day: &String| crate::when::over(day, now, &self.zone);
        self.ended_at.is_none() && self.away() && self.expected_on.as_ref().is_some_and(over)
    }
}

impl Loan {
    /// Whether its day is over and it is not back.
    pub fn late(&self, now: Moment) -> bool {
        self.returned_at.is_none() && crate::when::over(&self.due_on, now, &self.zone)
    }
}

impl Question for Repairs {
    const ACT: Act = Act {
        name: "repairs.repairs",
        says: "List repairs",
        path: "/repairs",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = RepairList;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<RepairList, Stop> {
        let view = self.view.unwrap_or(View::Open);
        let most = self.most.unwrap_or(50).clamp(1, 200);
        let mut lines = records::list(look, view, self.org, self.after, most + 1)?;
        let more = lines.len() > most as usize;
        lines.truncate(most as usize);
        Ok(RepairList { now: look.now(), view, lines, more })
    }
}

impl Question for OneRepair {
    const ACT: Act = Act {
        name: "repairs.repair",
        says: "Show a repair",
        path: "/repairs/{repair}",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Answer = Custody;

    fn ground(&self) -> Ground {
        Ground::thing(self.repair)
    }

    fn answer(&self, look: &mut Look) -> Result<Custody, Stop> {
        let (now, repair) = (look.now(), records::one(look, self.repair)?);
        Ok(Custody { now, late: repair.late(now), hands: records::hands(look, self.repair)?, repair })
    }
}

impl Question for TicketRepairs {
    const ACT: Act = Act {
        name: "repairs.ticket-repairs",
        says: "List the repairs of a ticket",
        path: "/desk/tickets/{ticket}/repairs",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Answer = RepairList;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn answer(&self, look: &mut Look) -> Result<RepairList, Stop> {
        let lines = records::of_ticket(look, self.ticket)?;
        Ok(RepairList { now: look.now(), view: View::Open, lines, more: false })
    }
}

impl Question for AssetRepairs {
    const ACT: Act = Act {
        name: "repairs.asset-repairs",
        says: "List the repairs and loans of an asset",
        path: "/assets/{asset}/hands",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Answer = OfOneAsset;

    fn ground(&self) -> Ground {
        Ground::thing(self.asset)
    }

    fn answer(&self, look: &mut Look) -> Result<OfOneAsset, Stop> {
        let repairs = records::of_asset(look, self.asset)?;
        Ok(OfOneAsset {
            now: look.now(),
            asset: self.asset,
            repairs,
            loans: records::loans_of(look, self.asset)?,
        })
    }
}

impl Question for Loaners {
    const ACT: Act = Act {
        name: "repairs.loaners",
        says: "List what is lent",
        path: "/loaners",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = LoanerList;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<LoanerList, Stop> {
        let most = self.most.unwrap_or(50).clamp(1, 200);
        let is_day = |t: &String| t.len() == 10 && t.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        if !self.after_on.as_ref().is_none_or(is_day) {
            return Err(kernel::Refusal::invalid("after_on", "Write a day such as 2026-11-30.").into());
        }
        let mut lines = records::out(look, self.org, self.after_on.clone().zip(self.after), most + 1)?;
        let more = lines.len() > most as usize;
        lines.truncate(most as usize);
        Ok(LoanerList { now: look.now(), lines, more })
    }
}
