//! A client's month in money, drawn from its contracts and from the time that was not covered. Amounts are whole cents;
//! work is billed in the steps that were agreed, each entry by itself, and a fraction of a cent is rounded half up. A
//! contract counts for the whole month in which it runs.

use crate::needs::{Drawing, OneContract, Pricing};
use kernel::{ContractId, Moment, PersonId, TicketId, TimeEntryId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An entry as the sheet sees it.
#[derive(Debug, Clone)]
pub struct Spent {
    pub id: TimeEntryId,
    pub ticket: TicketId,
    pub number: i64,
    pub person: PersonId,
    pub started_at: Moment,
    pub minutes: u32,
    /// The contract by which it was weighed; none for the organization's own people.
    pub contract: Option<ContractId>,
    pub covered: bool,
    pub rate_cents: Option<i64>,
    pub step_minutes: u32,
}

/// A sheet as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sheet {
    pub lines: Vec<Line>,
    pub total_cents: i64,
    /// Minutes that a contract covered; what the organization's own people spent is not counted.
    pub covered_minutes: i64,
    /// Entries that are not covered and for which nobody agreed a rate; a sheet that has any is not closed.
    pub without_rate: u32,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Line {
    pub what: What,
    /// Users, devices, months, or minutes as they are billed.
    pub quantity: i64,
    /// For one, in cents; for work: for an hour.
    pub unit_cents: i64,
    pub amount_cents: i64,
}

/// What a line is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum What {
    Users {
        title: String,
    },
    Devices {
        title: String,
    },
    Flat {
        title: String,
    },
    Block {
        title: String,
        hours: u32,
        used_minutes: i64,
    },
    Work {
        entry: TimeEntryId,
        ticket: TicketId,
        number: i64,
        person: PersonId,
        started_at: Moment,
        /// As it was spent; `quantity` is as it is billed.
        minutes: u32,
    },
}

/// Minutes in the steps in which they are billed.
pub(crate) fn stepped(minutes: u32, step: u32) -> i64 {
    let step = i64::from(step.max(1));
    (i64::from(minutes) + step - 1) / step * step
}

/// What minutes cost at a rate for an hour, in cents, half a cent rounded up.
pub(crate) fn worth(minutes: i64, rate_cents: i64) -> i64 {
    (minutes.saturating_mul(rate_cents).saturating_mul(2) + 60) / 120
}

/// Draws a sheet.
pub fn draw(needs: &Drawing, spent: &[Spent]) -> Sheet {
    let covered = |by: &dyn Fn(ContractId) -> bool| -> i64 {
        let counts = |s: &&Spent| s.covered && s.contract.is_some_and(by);
        spent.iter().filter(counts).map(|s| i64::from(s.minutes)).sum()
    };
    let covered_minutes = covered(&|_| true);
    let line = |c: &OneContract| of_contract(c, needs, covered(&|by| by == c.contract));
    let mut lines: Vec<Line> = needs.contracts.iter().filter_map(line).collect();
    let mut without_rate = 0;
    for one in spent.iter().filter(|s| !s.covered) {
        match one.rate_cents {
            Some(rate) => lines.push(of_work(one, rate)),
            None => without_rate += 1,
        }
    }
    let total_cents = lines.iter().map(|l| l.amount_cents).fold(0, i64::saturating_add);
    Sheet { lines, total_cents, covered_minutes, without_rate }
}

fn of_contract(c: &OneContract, needs: &Drawing, used_minutes: i64) -> Option<Line> {
    let unit_cents = c.price_cents?;
    let title = c.title.clone();
    let (what, quantity) = match c.pricing {
        Pricing::PerUser { agreed } => (What::Users { title }, i64::from(needs.users.max(agreed))),
        Pricing::PerDevice => (What::Devices { title }, i64::from(needs.devices)),
        Pricing::Flat => (What::Flat { title }, 1),
        Pricing::Block { hours } => (What::Block { title, hours, used_minutes }, 1),
        Pricing::AsWorked => return None,
    };
    Some(Line { what, quantity, unit_cents, amount_cents: quantity.saturating_mul(unit_cents) })
}

fn of_work(s: &Spent, rate_cents: i64) -> Line {
    let quantity = stepped(s.minutes, s.step_minutes);
    let what = What::Work {
        entry: s.id,
        ticket: s.ticket,
        number: s.number,
        person: s.person,
        started_at: s.started_at,
        minutes: s.minutes,
    };
    Line { what, quantity, unit_cents: rate_cents, amount_cents: worth(quantity, rate_cents) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contract(n: u8) -> ContractId {
        ContractId::new(Moment::from_micros(0), [n; 10])
    }

    fn needs(pricing: Pricing, price_cents: Option<i64>) -> Drawing {
        let one = OneContract { contract: contract(1), title: "Everything".into(), pricing, price_cents };
        Drawing { zone: "UTC".into(), users: 12, devices: 30, contracts: vec![one] }
    }

    fn spent(minutes: u32, covered: bool, rate_cents: Option<i64>) -> Spent {
        let zero = Moment::from_micros(0);
        Spent {
            id: TimeEntryId::new(zero, [1; 10]),
            ticket: TicketId::new(zero, [1; 10]),
            number: 7,
            person: PersonId::new(zero, [1; 10]),
            started_at: zero,
            minutes,
            contract: Some(contract(1)),
            covered,
            rate_cents,
            step_minutes: 15,
        }
    }

    #[test]
    fn the_four_models_and_break_fix() {
        let total = |pricing, price| draw(&needs(pricing, price), &[]).total_cents;
        assert_eq!(total(Pricing::PerUser { agreed: 0 }, Some(9_500)), 114_000);
        assert_eq!(total(Pricing::PerUser { agreed: 20 }, Some(9_500)), 190_000, "no fewer than agreed");
        assert_eq!(total(Pricing::PerDevice, Some(2_000)), 60_000);
        assert_eq!(total(Pricing::Flat, Some(250_000)), 250_000);
        assert_eq!(total(Pricing::Block { hours: 20 }, Some(300_000)), 300_000);
        assert_eq!(total(Pricing::AsWorked, Some(1)), 0);
        assert_eq!(total(Pricing::Flat, None), 0);
        // What another contract covered, or the organization's own people did, uses up no block.
        let other = Spent { contract: Some(contract(2)), ..spent(7, true, None) };
        let own = Spent { contract: None, ..spent(500, true, None) };
        let entries = [spent(90, true, None), other, own, spent(30, false, Some(1))];
        let block = draw(&needs(Pricing::Block { hours: 20 }, Some(300_000)), &entries);
        let What::Block { used_minutes, .. } = block.lines[0].what else { panic!("no block") };
        assert_eq!((used_minutes, block.covered_minutes), (90, 97));
    }

    #[test]
    fn work_is_billed_in_steps_and_covered_work_is_not() {
        let entries = [spent(1, false, Some(18_500)), spent(16, false, Some(18_500)), spent(60, true, None)];
        let sheet = draw(&needs(Pricing::AsWorked, None), &entries);
        assert_eq!(sheet.lines.iter().map(|l| l.quantity).collect::<Vec<_>>(), [15, 30]);
        assert_eq!(sheet.lines.iter().map(|l| l.amount_cents).collect::<Vec<_>>(), [4_625, 9_250]);
        assert_eq!(sheet.total_cents, 13_875);
        assert_eq!(worth(1, 50), 1, "half a cent and more is a cent");
        assert_eq!(worth(1, 29), 0);
        assert_eq!((stepped(0, 15), stepped(15, 15), stepped(7, 0)), (0, 15, 7));
    }

    #[test]
    fn without_a_rate_nothing_is_invented() {
        let sheet = draw(&needs(Pricing::AsWorked, None), &[spent(30, false, None)]);
        assert_eq!((sheet.without_rate, sheet.total_cents, sheet.lines.len()), (1, 0, 0));
    }
}
