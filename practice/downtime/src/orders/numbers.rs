//! Numbers of paper forms are handed out to a department, once and never again: the form remembers the first number that
//! is free, and two servers that reach for it at once do not get the same. What was used is counted on the ward; what was
//! not is voided with a reason.

use super::form::standing;
use super::{bound, caller};
use crate::number_records::{self as records, Numbers, Voided};
use crate::reckon::{MOST_AT_ONCE, meets};
use crate::words::{State, VoidReason};
use crate::{OfDepartment, facts, plan_records};
use kernel::{DepartmentId, Done, DowntimeId, Duty, FormId, NumbersId, PersonId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// Hands out the next numbers of a form to a department.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReserveNumbers {
    pub department: DepartmentId,
    /// The form.
    #[schemars(extend("x-order" = 1))]
    pub form: FormId,
    /// How many.
    #[schemars(extend("x-order" = 2), range(min = 1, max = 1000))]
    pub copies: u32,
    /// Who answers for them; whoever hands them out, when nobody is named.
    #[schemars(extend("x-order" = 3))]
    pub owner: Option<PersonId>,
}

/// Counts how many of the numbers were used.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SayUsed {
    pub numbers: NumbersId,
    /// How many forms were filled in.
    #[schemars(extend("x-order" = 1), range(max = 1000))]
    pub used: u32,
}

/// Voids numbers that do not count.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidNumbers {
    pub numbers: NumbersId,
    /// The first of them, without its code.
    #[schemars(extend("x-order" = 1))]
    pub first: u32,
    /// The last of them.
    #[schemars(extend("x-order" = 2))]
    pub last: u32,
    /// Why they do not count.
    #[schemars(extend("x-order" = 3))]
    pub reason: VoidReason,
}

/// Numbers, and how they stand.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NumbersReceipt {
    pub numbers: NumbersId,
    pub first: u32,
    pub last: u32,
    pub downtime: Option<DowntimeId>,
    /// What is still missing; nothing when they add up.
    pub missing: Option<String>,
}

impl NumbersReceipt {
    pub(super) fn of(n: &Numbers) -> Self {
        Self {
            numbers: n.id,
            first: n.first_number,
            last: n.last_number,
            downtime: n.downtime,
            missing: n.counts().missing(),
        }
    }
}

/// Numbers that may still change: what a closed downtime counted stays as it was counted.
pub(super) fn open(look: &mut Look, numbers: NumbersId) -> Result<Numbers, Stop> {
    let found = records::one(look, numbers)?;
    if let Some(downtime) = found.downtime
        && crate::records::one(look, downtime)?.state == State::Closed
    {
        let refusal = Refusal::conflict("The downtime of these numbers is closed; what was counted stays.");
        return Err(refusal.remedy("Show the downtime", Some(format!("/downtimes/{downtime}"))).into());
    }
    Ok(found)
}

/// The downtime that is running in a department.
fn running_in(look: &mut Look, department: DepartmentId) -> anyhow::Result<Option<DowntimeId>> {
    for downtime in crate::records::running(look)? {
        if crate::records::departments(look, downtime)?.iter().any(|c| c.department == department) {
            return Ok(Some(downtime));
        }
    }
    Ok(None)
}

impl Order for ReserveNumbers {
    const ACT: Act = Act {
        name: "downtime.reserve-numbers",
        says: "Hand out numbers of a paper form",
        path: "/departments/{department}/downtime-numbers",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = NumbersReceipt;
    type Needs = OfDepartment;

    fn ground(&self) -> Ground {
        Ground::thing(self.department)
    }

    fn perform(&self, work: &mut Work, _: OfDepartment) -> Result<Done<NumbersReceipt>, Stop> {
        let by = caller(work)?;
        if !(1..=MOST_AT_ONCE).contains(&self.copies) {
            let sentence = format!("Between 1 and {MOST_AT_ONCE} are handed out at once.");
            return Err(Refusal::invalid("copies", sentence).into());
        }
        let form = standing(work, self.form)?;
        if form.next_number > u32::MAX / 2 {
            return Err(
                Refusal::conflict("This form has no numbers left. Add it anew with another code.").into()
            );
        }
        if !plan_records::take(work, &form, self.copies)? {
            return Err(anyhow::anyhow!("the numbers of {} were taken while they were read", form.id).into());
        }
        let numbers = Numbers {
            id: work.id(),
            org: bound(work)?,
            department: self.department,
            form: form.id,
            first_number: form.next_number,
            last_number: form.next_number + self.copies - 1,
            downtime: running_in(work, self.department)?,
            owner: self.owner.unwrap_or(by),
            used: None,
            used_by: None,
            used_at: None,
            voided: 0,
            entered: None,
            entered_by: None,
            entered_at: None,
            checked_by: None,
            checked_at: None,
            reserved_by: by,
            reserved_at: work.now(),
        };
        records::put(work, &numbers)?;
        let fact = facts::of_numbers("downtime.numbers-reserved", &numbers).with("owner", numbers.owner);
        Ok(Done::new(fact, NumbersReceipt::of(&numbers)))
    }
}

impl Order for SayUsed {
    const ACT: Act = Act {
        name: "downtime.say-used",
        says: "Count the used forms",
        path: "/downtime-numbers/{numbers}/used",
        duty: Duty::ReportTrouble,
        phi: Phi::None,
    };
    type Receipt = NumbersReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.numbers)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<NumbersReceipt>, Stop> {
        let mut numbers = open(work, self.numbers)?;
        if numbers.downtime.is_none() {
            let sentence = "These lie ready for the next downtime: none of them can have been used.";
            return Err(Refusal::conflict(sentence)
                .remedy("Declare a downtime", Some("/do/downtime.declare".to_owned()))
                .into());
        }
        numbers.counts().can_be_used(self.used)?;
        (numbers.used, numbers.used_by) = (Some(self.used), Some(caller(work)?));
        numbers.used_at = Some(work.now());
        // Another count is looked at again.
        (numbers.checked_by, numbers.checked_at) = (None, None);
        records::put(work, &numbers)?;
        let fact = facts::of_numbers("downtime.numbers-used", &numbers).with("used", self.used);
        Ok(Done::new(fact, NumbersReceipt::of(&numbers)))
    }
}

impl Order for VoidNumbers {
    const ACT: Act = Act {
        name: "downtime.void-numbers",
        says: "Void numbers of a paper form",
        path: "/downtime-numbers/{numbers}/voids",
        duty: Duty::ReportTrouble,
        phi: Phi::None,
    };
    type Receipt = NumbersReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.numbers)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<NumbersReceipt>, Stop> {
        let mut numbers = open(work, self.numbers)?;
        let (first, last) = (self.first, self.last);
        if first < numbers.first_number || last > numbers.last_number || last < first {
            let sentence = format!("These numbers are {} to {}.", numbers.first_number, numbers.last_number);
            return Err(Refusal::invalid("first", sentence).into());
        }
        let known = records::voids(work, numbers.id)?;
        let stretches: Vec<(u32, u32)> = known.iter().map(|v| (v.first_number, v.last_number)).collect();
        if meets((first, last), &stretches) {
            return Err(Refusal::invalid("first", "Some of these are voided already.").into());
        }
        let more = last - first + 1;
        numbers.counts().can_be_voided(more)?;
        let voided_by = caller(work)?;
        let voided = Voided {
            first_number: first,
            last_number: last,
            reason: self.reason,
            voided_by,
            voided_at: work.now(),
        };
        records::void(work, numbers.id, &voided)?;
        numbers.voided += more;
        (numbers.checked_by, numbers.checked_at) = (None, None);
        records::put(work, &numbers)?;
        let fact = facts::of_numbers("downtime.numbers-voided", &numbers)
            .with("first_voided", first)
            .with("last_voided", last)
            .with("reason", self.reason);
        Ok(Done::new(fact, NumbersReceipt::of(&numbers)))
    }
}
