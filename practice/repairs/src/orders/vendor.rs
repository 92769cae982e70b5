//! A vendor's file: what it supplies, whether it touches ePHI, whether a BAA is kept or why not, and how it stands by each
//! measure, with the evidence and its day. Each organization keeps files of its own.

use super::{LONGEST_LINE, bound, caller};
use crate::vendor_records::{self as records, Score, Vendor};
use crate::words::{Baa, Criterion, Supplies};
use crate::{Keeper, when};
use kernel::{Citation, Done, Duty, Fact, OrgId, Phi, Refusal, Stop, VendorId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Begins a vendor's file.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddVendor {
    /// Whose file it is.
    pub org: OrgId,
    /// What the vendor is called.
    #[schemars(extend("x-order" = 1), length(max = 200))]
    pub name: String,
    /// What it supplies.
    #[schemars(extend("x-order" = 2))]
    pub supplies: Supplies,
    /// When its support answers.
    #[schemars(extend("x-order" = 3), length(max = 200))]
    pub support_hours: Option<String>,
    /// The number of the contract with it.
    #[schemars(extend("x-order" = 4), length(max = 200))]
    pub contract_number: Option<String>,
    /// Whether it creates, receives, maintains or transmits ePHI.
    #[schemars(extend("x-order" = 5))]
    pub touches_ephi: bool,
    /// Whether its BAA is kept, or why not.
    #[schemars(extend("x-order" = 6))]
    pub baa: Baa,
    /// The day on which it is judged again.
    #[schemars(extend("format" = "date", "x-order" = 7))]
    pub reevaluate_on: String,
}

/// Revises a vendor's file.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviseVendor {
    pub vendor: VendorId,
    /// What the vendor is called.
    #[schemars(extend("x-order" = 1), length(max = 200))]
    pub name: String,
    /// What it supplies.
    #[schemars(extend("x-order" = 2))]
    pub supplies: Supplies,
    /// When its support answers.
    #[schemars(extend("x-order" = 3), length(max = 200))]
    pub support_hours: Option<String>,
    /// The number of the contract with it.
    #[schemars(extend("x-order" = 4), length(max = 200))]
    pub contract_number: Option<String>,
    /// Whether it creates, receives, maintains or transmits ePHI.
    #[schemars(extend("x-order" = 5))]
    pub touches_ephi: bool,
    /// Whether its BAA is kept, or why not.
    #[schemars(extend("x-order" = 6))]
    pub baa: Baa,
    /// The day on which it is judged again.
    #[schemars(extend("format" = "date", "x-order" = 7))]
    pub reevaluate_on: String,
}

/// Scores a vendor by one measure; the latest score counts.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoreVendor {
    pub vendor: VendorId,
    /// By what it is measured.
    #[schemars(extend("x-order" = 1))]
    pub criterion: Criterion,
    /// From 1 (bad) to 5 (good).
    #[schemars(extend("x-order" = 2), range(min = 1, max = 5))]
    pub score: u32,
    /// What was seen, in a line. Name no patient.
    #[schemars(extend("x-order" = 3), length(max = 200))]
    pub evidence: String,
    /// The day of the evidence.
    #[schemars(extend("format" = "date", "x-order" = 4))]
    pub seen_on: String,
}

/// The vendor.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VendorReceipt {
    pub vendor: VendorId,
}

/// A vendor that touches ePHI needs a BAA; "not needed" is no answer there.
fn check_baa(touches_ephi: bool, baa: Baa) -> Result<(), Stop> {
    if !(touches_ephi && baa == Baa::NotNeeded) {
        return Ok(());
    }
    let sentence = "A vendor that touches ePHI needs a BAA. Say that it is kept, or why it is not yet.";
    Err(Refusal::invalid("baa", sentence)
        .because(Citation {
            paragraph: "45 CFR 164.308(b)(1)".into(),
            says: "a business associate handles ePHI only after it gave satisfactory assurances".into(),
        })
        .into())
}

fn fact(name: &'static str, v: &Vendor) -> Fact {
    Fact::new(name, v.org)
        .about(v.id)
        .about(v.org)
        .with("vendor", v.id)
        .with("supplies", v.supplies)
        .with("touches_ephi", v.touches_ephi)
        .with("baa", v.baa)
        .with("reevaluate_on", &v.reevaluate_on)
}

impl Order for AddVendor {
    const ACT: Act = Act {
        name: "repairs.add-vendor",
        says: "Begin a vendor's file",
        path: "/organizations/{org}/vendors",
        duty: Duty::SignAgreements,
        phi: Phi::None,
    };
    type Receipt = VendorReceipt;
    type Needs = Keeper;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, needs: Keeper) -> Result<Done<VendorReceipt>, Stop> {
        check_baa(self.touches_ephi, self.baa)?;
        let vendor = Vendor {
            id: work.id(),
            org: bound(work)?,
            name: office::text::name("name", &self.name)?,
            supplies: self.supplies,
            support_hours: line("support_hours", self.support_hours.as_deref())?,
            contract_number: line("contract_number", self.contract_number.as_deref())?,
            touches_ephi: self.touches_ephi,
            baa: self.baa,
            reevaluate_on: when::coming("reevaluate_on", &self.reevaluate_on, work.now(), &needs.zone)?,
            zone: needs.zone,
            kept_by: caller(work)?,
        };
        records::put(work, &vendor)?;
        Ok(Done::new(fact("repairs.vendor-added", &vendor), VendorReceipt { vendor: vendor.id }))
    }
}

fn line(field: &str, text: Option<&str>) -> Result<Option<String>, Stop> {
    Ok(office::text::optional(field, text, LONGEST_LINE)?)
}

impl Order for ReviseVendor {
    const ACT: Act = Act {
        name: "repairs.revise-vendor",
        says: "Revise a vendor's file",
        path: "/vendors/{vendor}/revise",
        duty: Duty::SignAgreements,
        phi: Phi::None,
    };
    type Receipt = VendorReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.vendor)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<VendorReceipt>, Stop> {
        check_baa(self.touches_ephi, self.baa)?;
        let was = records::one(work, self.vendor)?;
        let vendor = Vendor {
            name: office::text::name("name", &self.name)?,
            supplies: self.supplies,
            support_hours: line("support_hours", self.support_hours.as_deref())?,
            contract_number: line("contract_number", self.contract_number.as_deref())?,
            touches_ephi: self.touches_ephi,
            baa: self.baa,
            reevaluate_on: when::coming("reevaluate_on", &self.reevaluate_on, work.now(), &was.zone)?,
            kept_by: caller(work)?,
            ..was
        };
        records::put(work, &vendor)?;
        Ok(Done::new(fact("repairs.vendor-revised", &vendor), VendorReceipt { vendor: vendor.id }))
    }
}

impl Order for ScoreVendor {
    const ACT: Act = Act {
        name: "repairs.score-vendor",
        says: "Score a vendor",
        path: "/vendors/{vendor}/scores",
        duty: Duty::SignAgreements,
        phi: Phi::None,
    };
    type Receipt = VendorReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.vendor)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<VendorReceipt>, Stop> {
        let vendor = records::one(work, self.vendor)?;
        if !(1..=5).contains(&self.score) {
            return Err(Refusal::invalid("score", "A score is 1, 2, 3, 4 or 5.").into());
        }
        if !vendor.supplies.criteria().contains(&self.criterion) {
            let sentence =
                format!("Who supplies {} is not measured by this.", vendor.supplies.title().to_lowercase());
            return Err(Refusal::invalid("criterion", sentence).into());
        }
        let evidence = line("evidence", Some(&self.evidence))?;
        let evidence =
            evidence.ok_or_else(|| Refusal::invalid("evidence", "Say in a line what was seen."))?;
        let seen_on = when::day("seen_on", &self.seen_on)?;
        if seen_on > work.now().date_in(&vendor.zone).to_string() {
            return Err(Refusal::invalid("seen_on", "This day has not come yet.").into());
        }
        let (criterion, score, kept_by) = (self.criterion, self.score, caller(work)?);
        records::score(work, vendor.id, &Score { criterion, score, evidence, seen_on, kept_by })?;
        let fact = fact("repairs.vendor-scored", &vendor).with("criterion", criterion).with("score", score);
        Ok(Done::new(fact, VendorReceipt { vendor: vendor.id }))
    }
}
