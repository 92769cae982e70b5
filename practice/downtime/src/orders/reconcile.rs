//! Once it is back, what was written on paper is entered, and somebody else looks whether it is all there. Whoever answers
//! for the numbers can be changed; what was entered and what was used must be the same.

use super::numbers::open;
use super::{NumbersReceipt, caller};
use crate::number_records::{self as records};
use crate::words::State;
use crate::{Answering, facts};
use kernel::{Citation, Done, Duty, NumbersId, PersonId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Says who answers for the numbers of a form.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignNumbers {
    pub numbers: NumbersId,
    /// Who answers for them.
    #[schemars(extend("x-order" = 1))]
    pub owner: PersonId,
}

/// Counts how many filled forms were entered into the system.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterNumbers {
    pub numbers: NumbersId,
    /// How many are entered by now.
    #[schemars(extend("x-order" = 1), range(max = 1000))]
    pub entered: u32,
}

/// Says that the forms and what was entered were held against each other, as a second person.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckNumbers {
    pub numbers: NumbersId,
}

impl Order for AssignNumbers {
    const ACT: Act = Act {
        name: "downtime.assign-numbers",
        says: "Say who answers for numbers",
        path: "/downtime-numbers/{numbers}/owner",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = NumbersReceipt;
    type Needs = Answering;

    fn ground(&self) -> Ground {
        Ground::thing(self.numbers)
    }

    fn perform(&self, work: &mut Work, _: Answering) -> Result<Done<NumbersReceipt>, Stop> {
        let mut numbers = open(work, self.numbers)?;
        if numbers.owner == self.owner {
            return Err(Refusal::conflict("They answer for these numbers already.").into());
        }
        numbers.owner = self.owner;
        records::put(work, &numbers)?;
        let fact = facts::of_numbers("downtime.numbers-assigned", &numbers).with("owner", self.owner);
        Ok(Done::new(fact, NumbersReceipt::of(&numbers)))
    }
}

impl Order for EnterNumbers {
    const ACT: Act = Act {
        name: "downtime.enter-numbers",
        says: "Count the entered forms",
        path: "/downtime-numbers/{numbers}/entered",
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
        let Some(used) = numbers.used else {
            let refusal = Refusal::conflict("Count first how many of these were used.");
            let here = numbers.downtime.map(|d| format!("/downtimes/{d}#paper"));
            return Err(refusal.remedy("Count them", here).into());
        };
        if self.entered > used {
            let sentence =
                format!("Only {used} of these were used. Count the used ones anew if it was more.");
            return Err(Refusal::invalid("entered", sentence).into());
        }
        (numbers.entered, numbers.entered_by) = (Some(self.entered), Some(caller(work)?));
        numbers.entered_at = Some(work.now());
        (numbers.checked_by, numbers.checked_at) = (None, None);
        records::put(work, &numbers)?;
        let fact = facts::of_numbers("downtime.numbers-entered", &numbers).with("entered", self.entered);
        Ok(Done::new(fact, NumbersReceipt::of(&numbers)))
    }
}

impl Order for CheckNumbers {
    const ACT: Act = Act {
        name: "downtime.check-numbers",
        says: "Look a second time at what was entered",
        path: "/downtime-numbers/{numbers}/checked",
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
        let by = caller(work)?;
        let downtime = match numbers.downtime {
            Some(downtime) => crate::records::one(work, downtime)?,
            None => return Err(Refusal::conflict("These lie ready; there is nothing to look at yet.").into()),
        };
        if downtime.state == State::Active {
            let sentence = "It is still down: numbers may still be used. Look when everything is back.";
            return Err(Refusal::conflict(sentence).into());
        }
        if numbers.entered_by.or(numbers.used_by) == Some(by) {
            let refusal =
                Refusal::forbidden("You counted these yourself; somebody else looks a second time.");
            let citation = Citation {
                paragraph: "45 CFR 164.312(c)(1)".into(),
                says: "ePHI is protected from improper alteration or destruction".into(),
            };
            return Err(refusal.because(citation).remedy("Ask a colleague", None).into());
        }
        let counts = crate::reckon::Counts { checked: true, ..numbers.counts() };
        if let Some(why) = counts.missing() {
            let refusal = Refusal::conflict(format!("It does not add up yet: {why}."));
            return Err(refusal
                .remedy("Show the paper", Some(format!("/downtimes/{}#paper", downtime.id)))
                .into());
        }
        (numbers.checked_by, numbers.checked_at) = (Some(by), Some(work.now()));
        records::put(work, &numbers)?;
        let fact = facts::of_numbers("downtime.numbers-checked", &numbers);
        Ok(Done::new(fact, NumbersReceipt::of(&numbers)))
    }
}
