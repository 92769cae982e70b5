//! Something else is lent while a device is away: to whom, until when, in what condition. A loaner that held ePHI is wiped
//! before anybody else gets it (45 CFR 164.310(d)(2)(ii)).

use super::{bound, caller, receiver};
use crate::records::{self, Loan};
use crate::words::{Condition, Method};
use crate::{OfAsset, when};
use kernel::{AssetId, Citation, DepartmentId, Done, Duty, Fact, PersonId, Phi, Refusal, RepairId, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// Lends an asset.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LendAsset {
    /// What is lent.
    pub asset: AssetId,
    /// The repair for whose time it is lent.
    #[schemars(extend("x-order" = 1))]
    pub repair: Option<RepairId>,
    /// The person who gets it.
    #[schemars(extend("x-order" = 2))]
    pub person: Option<PersonId>,
    /// Or the department that gets it.
    #[schemars(extend("x-order" = 3))]
    pub department: Option<DepartmentId>,
    /// The day on which it is due back.
    #[schemars(extend("format" = "date", "x-order" = 4))]
    pub due_on: String,
    /// In what condition it leaves.
    #[schemars(extend("x-order" = 5))]
    pub condition: Condition,
}

/// Takes a loaner back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnLoan {
    pub asset: AssetId,
    /// In what condition it came back.
    #[schemars(extend("x-order" = 1))]
    pub condition: Condition,
    /// Whether it held ePHI while it was lent.
    #[schemars(extend("x-order" = 2))]
    pub held_ephi: bool,
}

/// Says that a loaner was wiped, and how.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WipeLoaner {
    pub asset: AssetId,
    /// How it was wiped (NIST SP 800-88).
    pub method: Method,
}

/// How the loan stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LoanReceipt {
    pub asset: AssetId,
    /// Which loan of this asset it is.
    pub number: u32,
}

fn done(name: &'static str, loan: &Loan, more: impl FnOnce(Fact) -> Fact) -> Done<LoanReceipt> {
    let fact = Fact::new(name, loan.org)
        .about(loan.asset)
        .with("asset", loan.asset)
        .with("number", loan.number)
        .with("holder_kind", loan.to.kind)
        .with("holder", &loan.to.id);
    let fact = match loan.repair {
        Some(repair) => fact.about(repair).with("repair", repair),
        None => fact,
    };
    Done::new(more(fact), LoanReceipt { asset: loan.asset, number: loan.number })
}

/// Why an asset cannot be lent now.
fn hindered(look: &mut Look, asset: AssetId, last: Option<&Loan>) -> Result<(), Stop> {
    let here = Some(format!("/assets/{asset}#hands"));
    if last.is_some_and(|l| l.returned_at.is_none()) {
        return Err(Refusal::conflict("This is lent already. Take it back first.")
            .remedy("Take it back", here)
            .into());
    }
    if last.is_some_and(Loan::waits_for_wipe) {
        let sentence =
            "This held ePHI when it was lent last, and was not wiped since. Wipe it before it is lent again.";
        return Err(Refusal::conflict(sentence)
            .because(Citation {
                paragraph: "45 CFR 164.310(d)(2)(ii)".into(),
                says: "ePHI is removed from electronic media before the media are used again".into(),
            })
            .remedy("Say that it was wiped", here)
            .into());
    }
    match records::of_asset(look, asset)?.iter().find(|r| r.ended_at.is_none()) {
        Some(r) => Err(Refusal::conflict("This is in repair itself.")
            .remedy("Show the repair", Some(format!("/repairs/{}", r.id)))
            .into()),
        None => Ok(()),
    }
}

impl Order for LendAsset {
    const ACT: Act = Act {
        name: "repairs.lend",
        says: "Lend an asset",
        path: "/assets/{asset}/loans",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = LoanReceipt;
    type Needs = OfAsset;

    fn ground(&self) -> Ground {
        Ground::thing(self.asset)
    }

    fn perform(&self, work: &mut Work, needs: OfAsset) -> Result<Done<LoanReceipt>, Stop> {
        let lent_by = caller(work)?;
        let last = records::last_loan(work, self.asset)?;
        hindered(work, self.asset, last.as_ref())?;
        if let Some(repair) = self.repair {
            super::running(work, repair)?;
        }
        let loan = Loan {
            asset: self.asset,
            number: last.map_or(0, |l| l.number) + 1,
            org: bound(work)?,
            repair: self.repair,
            to: receiver(self.person, self.department)?,
            due_on: when::coming("due_on", &self.due_on, work.now(), &needs.zone)?,
            zone: needs.zone,
            condition: self.condition,
            lent_by,
            lent_at: work.now(),
            returned_at: None,
            returned_condition: None,
            held_ephi: None,
            wiped_at: None,
            method: None,
        };
        records::lend(work, &loan)?;
        Ok(done("repairs.asset-lent", &loan, |fact| {
            fact.with("due_on", &loan.due_on).with("condition", self.condition)
        }))
    }
}

impl Order for ReturnLoan {
    const ACT: Act = Act {
        name: "repairs.return-loan",
        says: "Take a loaner back",
        path: "/assets/{asset}/loans/return",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = LoanReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.asset)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<LoanReceipt>, Stop> {
        caller(work)?;
        let last = records::last_loan(work, self.asset)?.filter(|l| l.returned_at.is_none());
        let loan = last.ok_or_else(|| Refusal::conflict("This is not lent."))?;
        records::return_loan(work, &loan, self.condition, self.held_ephi)?;
        let late = when::over(&loan.due_on, work.now(), &loan.zone);
        Ok(done("repairs.loan-returned", &loan, |fact| {
            fact.with("condition", self.condition).with("held_ephi", self.held_ephi).with("late", late)
        }))
    }
}

impl Order for WipeLoaner {
    const ACT: Act = Act {
        name: "repairs.wipe-loaner",
        says: "Say that a loaner was wiped",
        path: "/assets/{asset}/loans/wipe",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = LoanReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.asset)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<LoanReceipt>, Stop> {
        caller(work)?;
        let last = records::last_loan(work, self.asset)?.filter(Loan::waits_for_wipe);
        let loan = last.ok_or_else(|| Refusal::conflict("This loaner does not wait to be wiped."))?;
        records::wipe(work, &loan, self.method)?;
        Ok(done("repairs.loaner-wiped", &loan, |fact| fact.with("method", self.method)))
    }
}
