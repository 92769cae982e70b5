//! The device goes to its vendor under the vendor's number, and comes back. What holds ePHI leaves only with its medium
//! removed or wiped, or under a BAA with the vendor; and before it moves somebody says whether a copy was made.

use super::{Given, LONGEST_LINE, RepairReceipt, caller, pass_on, running};
use crate::records::Holder;
use crate::words::{Condition, ExactCopy, Media, Method};
use crate::{OfVendor, rules, when};
use kernel::{Citation, Done, Duty, Phi, Refusal, RepairId, Stop, VendorId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Sends a device to its vendor.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SendToVendor {
    pub repair: RepairId,
    /// The vendor who repairs it.
    #[schemars(extend("x-order" = 1))]
    pub vendor: VendorId,
    /// The vendor's number for the return (RMA).
    #[schemars(extend("x-order" = 2), length(max = 200))]
    pub rma: Option<String>,
    /// The day on which it is promised back.
    #[schemars(extend("format" = "date", "x-order" = 3))]
    pub expected_on: String,
    /// In what condition it leaves.
    #[schemars(extend("x-order" = 4))]
    pub condition: Condition,
    /// Where its storage is.
    #[schemars(extend("x-order" = 5))]
    pub media: Media,
    /// How the storage was wiped (NIST SP 800-88), if it was.
    #[schemars(extend("x-order" = 6))]
    pub method: Option<Method>,
    /// Whether a retrievable exact copy of its ePHI was made; asked only of what holds ePHI.
    #[schemars(extend("x-order" = 7))]
    pub copy: Option<ExactCopy>,
}

/// Receives a device back from its vendor; whoever does so has it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveBack {
    pub repair: RepairId,
    /// In what condition it came.
    #[schemars(extend("x-order" = 1))]
    pub condition: Condition,
    /// Where its storage is.
    #[schemars(extend("x-order" = 2))]
    pub media: Media,
    /// How the storage was wiped (NIST SP 800-88), if it was.
    #[schemars(extend("x-order" = 3))]
    pub method: Option<Method>,
}

impl Order for SendToVendor {
    const ACT: Act = Act {
        name: "repairs.send-to-vendor",
        says: "Send a device to its vendor",
        path: "/repairs/{repair}/send",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = RepairReceipt;
    type Needs = OfVendor;

    fn ground(&self) -> Ground {
        Ground::thing(self.repair)
    }

    fn perform(&self, work: &mut Work, needs: OfVendor) -> Result<Done<RepairReceipt>, Stop> {
        let mut repair = running(work, self.repair)?;
        if repair.away() {
            return Err(Refusal::conflict("A vendor has this device already.").into());
        }
        rules::may_leave(repair.holds_ephi, self.media, needs.baa, self.vendor)?;
        if repair.holds_ephi && self.copy.is_none() {
            let sentence = "This device holds ePHI. Say whether an exact copy was made before it moves, or that none \
                            is needed.";
            return Err(Refusal::invalid("copy", sentence)
                .because(Citation {
                    paragraph: "45 CFR 164.310(d)(2)(iv)".into(),
                    says:
                        "a retrievable, exact copy of ePHI is created, when needed, before equipment is moved"
                            .into(),
                })
                .into());
        }
        repair.expected_on = Some(when::coming("expected_on", &self.expected_on, work.now(), &repair.zone)?);
        repair.rma = office::text::optional("rma", self.rma.as_deref(), LONGEST_LINE)?;
        repair.vendor = Some(self.vendor);
        repair.vendor_name = Some(needs.name);
        repair.sent_at = Some(work.now());
        repair.received_at = None;
        let given =
            Given { condition: self.condition, media: self.media, method: self.method, copy: self.copy };
        let to = Holder::vendor(self.vendor);
        let fact = pass_on(work, &mut repair, to, &given, "repairs.sent-to-vendor")?
            .with("vendor", self.vendor)
            .with("baa", needs.baa)
            .with("expected_on", &repair.expected_on);
        Ok(Done::new(fact, RepairReceipt::of(&repair)))
    }
}

impl Order for ReceiveBack {
    const ACT: Act = Act {
        name: "repairs.receive-back",
        says: "Receive a device back from its vendor",
        path: "/repairs/{repair}/receive",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = RepairReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.repair)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<RepairReceipt>, Stop> {
        let mut repair = running(work, self.repair)?;
        if !repair.away() {
            return Err(Refusal::conflict("No vendor has this device.").into());
        }
        let to = Holder::person(caller(work)?);
        repair.received_at = Some(work.now());
        let late = repair.expected_on.as_deref().is_some_and(|day| when::over(day, work.now(), &repair.zone));
        let given = Given { condition: self.condition, media: self.media, method: self.method, copy: None };
        let fact = pass_on(work, &mut repair, to, &given, "repairs.received-back")?.with("late", late);
        Ok(Done::new(fact, RepairReceipt::of(&repair)))
    }
}
