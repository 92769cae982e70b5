//! The device changes hands within the organization and those who serve it: from whoever has it to a person or to a
//! department. Who has it at any moment is never a guess (45 CFR 164.310(d)(2)(iii)).

use super::{Given, RepairReceipt, pass_on, receiver, running};
use crate::words::{Condition, Media, Method};
use kernel::{DepartmentId, Done, Duty, PersonId, Phi, Refusal, RepairId, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Hands a device over to a person or a department.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    pub repair: RepairId,
    /// The person who has it now.
    #[schemars(extend("x-order" = 1))]
    pub person: Option<PersonId>,
    /// Or the department that has it now.
    #[schemars(extend("x-order" = 2))]
    pub department: Option<DepartmentId>,
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

impl Order for HandOver {
    const ACT: Act = Act {
        name: "repairs.hand-over",
        says: "Hand a device over",
        path: "/repairs/{repair}/hands",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = RepairReceipt;
    type Needs = crate::Receiver;

    fn ground(&self) -> Ground {
        Ground::thing(self.repair)
    }

    fn perform(&self, work: &mut Work, _: crate::Receiver) -> Result<Done<RepairReceipt>, Stop> {
        let mut repair = running(work, self.repair)?;
        let to = receiver(self.person, self.department)?;
        if repair.away() {
            let refusal = Refusal::conflict("A vendor has this device. Receive it back first.");
            return Err(refusal.remedy("Receive it", Some(format!("/repairs/{}#next", repair.id))).into());
        }
        if repair.holder == to {
            return Err(Refusal::conflict("They have it already.").into());
        }
        let given = Given { condition: self.condition, media: self.media, method: self.method, copy: None };
        let fact = pass_on(work, &mut repair, to, &given, "repairs.handed-over")?;
        Ok(Done::new(fact, RepairReceipt::of(&repair)))
    }
}
