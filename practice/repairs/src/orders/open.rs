//! A repair begins when somebody takes the device, and ends with what came of it. What stays away with ePHI in it ends
//! with the certificate of its destruction.

use super::{LONGEST_LINE, RepairReceipt, caller, running};
use crate::records::{self, Hand, Holder, Repair};
use crate::words::{Condition, Media, Method, Outcome};
use crate::{OfAsset, facts, rules};
use kernel::{AssetId, Citation, Done, Duty, Phi, Refusal, RepairId, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Takes a device for repair; whoever does so has it from now on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenRepair {
    /// The device.
    #[schemars(extend("x-order" = 1))]
    pub asset: AssetId,
    /// The ticket it belongs to.
    #[schemars(extend("x-order" = 2))]
    pub ticket: Option<TicketId>,
    /// In what condition it is.
    #[schemars(extend("x-order" = 3))]
    pub condition: Condition,
    /// Where its storage is.
    #[schemars(extend("x-order" = 4))]
    pub media: Media,
    /// How the storage was wiped (NIST SP 800-88), if it was.
    #[schemars(extend("x-order" = 5))]
    pub method: Option<Method>,
}

/// Ends a repair with what came of it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndRepair {
    pub repair: RepairId,
    /// What came of it.
    #[schemars(extend("x-order" = 1))]
    pub outcome: Outcome,
    /// The number of the certificate of destruction, when the device does not come back.
    #[schemars(extend("x-order" = 2), length(max = 200))]
    pub certificate: Option<String>,
}

impl Order for OpenRepair {
    const ACT: Act = Act {
        name: "repairs.open-repair",
        says: "Take a device for repair",
        path: "/assets/{asset}/repairs",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = RepairReceipt;
    type Needs = OfAsset;

    fn ground(&self) -> Ground {
        Ground::thing(self.asset)
    }

    fn perform(&self, work: &mut Work, needs: OfAsset) -> Result<Done<RepairReceipt>, Stop> {
        let person = caller(work)?;
        rules::wiped_how(Media::Present, self.media, self.method)?;
        if let Some(open) = records::of_asset(work, self.asset)?.iter().find(|r| r.ended_at.is_none()) {
            return Err(Refusal::conflict("This device is in repair already.")
                .remedy("Show the repair", Some(format!("/repairs/{}", open.id)))
                .into());
        }
        let repair = Repair {
            id: work.id(),
            org: super::bound(work)?,
            ticket: self.ticket,
            asset: self.asset,
            zone: needs.zone,
            holds_ephi: needs.holds_ephi,
            media: self.media,
            holder: Holder::person(person),
            hands: 1,
            vendor: None,
            vendor_name: None,
            rma: None,
            sent_at: None,
            expected_on: None,
            received_at: None,
            outcome: None,
            certificate: None,
            opened_by: person,
            opened_at: work.now(),
            ended_at: None,
        };
        records::put(work, &repair)?;
        let hand = Hand {
            place: 1,
            from: needs.belongs,
            to: repair.holder.clone(),
            vendor_name: None,
            condition: self.condition,
            media: self.media,
            method: self.method,
            copy: None,
            told_by: person,
            at: work.now(),
        };
        records::hand(work, repair.id, &hand)?;
        let fact = facts::about("repairs.repair-opened", &repair)
            .with("condition", self.condition)
            .with("method", self.method)
            .with("holds_ephi", repair.holds_ephi);
        Ok(Done::new(fact, RepairReceipt::of(&repair)))
    }
}

impl Order for EndRepair {
    const ACT: Act = Act {
        name: "repairs.end-repair",
        says: "End a repair",
        path: "/repairs/{repair}/end",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = RepairReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.repair)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<RepairReceipt>, Stop> {
        caller(work)?;
        let mut repair = running(work, self.repair)?;
        let certificate = office::text::optional("certificate", self.certificate.as_deref(), LONGEST_LINE)?;
        if repair.away() && self.outcome == Outcome::Repaired {
            let refusal = Refusal::conflict("A vendor still has this device. Receive it back first.");
            return Err(refusal.remedy("Receive it", Some(format!("/repairs/{}#next", repair.id))).into());
        }
        if certificate.is_none() && rules::needs_certificate(repair.holds_ephi, repair.media, self.outcome) {
            let sentence = "This device held ePHI and does not come back. Give the number of the certificate of its \
                            destruction.";
            return Err(Refusal::invalid("certificate", sentence)
                .because(Citation {
                    paragraph: "45 CFR 164.310(d)(2)(i)".into(),
                    says:
                        "the final disposition of ePHI and of the hardware on which it is stored is settled"
                            .into(),
                })
                .into());
        }
        repair.outcome = Some(self.outcome);
        repair.certificate = certificate;
        repair.ended_at = Some(work.now());
        records::put(work, &repair)?;
        let fact = facts::about("repairs.repair-ended", &repair)
            .with("outcome", self.outcome)
            .with("certified", repair.certificate.is_some());
        Ok(Done::new(fact, RepairReceipt::of(&repair)))
    }
}
