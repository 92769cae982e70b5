//! What can be asked about repairs, loaners and vendors, and what every such order has in common.

mod custody;
mod loan;
mod open;
mod vendor;
mod with_vendor;

pub use custody::HandOver;
pub use loan::{LendAsset, LoanReceipt, ReturnLoan, WipeLoaner};
pub use open::{EndRepair, OpenRepair};
pub use vendor::{AddVendor, ReviseVendor, ScoreVendor, VendorReceipt};
pub use with_vendor::{ReceiveBack, SendToVendor};

use crate::records::{self, Hand, Holder, Repair};
use crate::words::{Condition, ExactCopy, Media, Method};
use crate::{facts, rules};
use kernel::{DepartmentId, Fact, OrgId, PersonId, Refusal, RepairId, Stop};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Look, Work};

/// The most characters of a number or a line.
const LONGEST_LINE: usize = 200;

/// How a repair stands after an order.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RepairReceipt {
    pub repair: RepairId,
    /// Who has the device now.
    pub holder: Holder,
    pub media: Media,
}

impl RepairReceipt {
    fn of(r: &Repair) -> Self {
        Self { repair: r.id, holder: r.holder.clone(), media: r.media }
    }
}

fn caller(work: &Work) -> Result<PersonId, Stop> {
    let sentence = "Only somebody who signed in can do this.";
    Ok(work.person().ok_or_else(|| Refusal::forbidden(sentence))?)
}

fn bound(work: &Work) -> Result<OrgId, Stop> {
    Ok(work.org().ok_or_else(|| anyhow::anyhow!("an order about a thing of no organization"))?)
}

/// A repair that goes on.
fn running(look: &mut Look, repair: RepairId) -> Result<Repair, Stop> {
    let repair = records::one(look, repair)?;
    if repair.ended_at.is_none() {
        return Ok(repair);
    }
    let refusal = Refusal::conflict("This repair has ended. Open another one if the device fails again.");
    Err(refusal.remedy("Show the asset", Some(format!("/assets/{}", repair.asset))).into())
}

/// The person or the department that receives something: one of the two.
fn receiver(person: Option<PersonId>, department: Option<DepartmentId>) -> Result<Holder, Stop> {
    match (person, department) {
        (Some(person), None) => Ok(Holder::person(person)),
        (None, Some(department)) => Ok(Holder::department(department)),
        _ => Err(Refusal::invalid("person", "Name the person or the department that receives it.").into()),
    }
}

/// In what state something changes hands.
struct Given {
    condition: Condition,
    media: Media,
    method: Option<Method>,
    copy: Option<ExactCopy>,
}

/// Writes the hand-over and gives its fact; the repair itself is written along.
fn pass_on(
    work: &mut Work,
    r: &mut Repair,
    to: Holder,
    given: &Given,
    name: &'static str,
) -> Result<Fact, Stop> {
    rules::wiped_how(r.media, given.media, given.method)?;
    let told_by = caller(work)?;
    let place = r.hands + 1;
    let hand = Hand {
        place,
        from: Some(std::mem::replace(&mut r.holder, to.clone())),
        vendor_name: r.vendor_name.clone(),
        to,
        condition: given.condition,
        media: given.media,
        method: given.method,
        copy: given.copy,
        told_by,
        at: work.now(),
    };
    (r.hands, r.media) = (place, given.media);
    records::put(work, r)?;
    records::hand(work, r.id, &hand)?;
    Ok(facts::about(name, r)
        .with("from_kind", hand.from.as_ref().map(|f| f.kind))
        .with("from", hand.from.as_ref().map(|f| &f.id))
        .with("condition", given.condition)
        .with("method", given.method)
        .with("copy", given.copy))
}
