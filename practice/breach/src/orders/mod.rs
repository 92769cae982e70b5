//! What can be asked about breaches, and what every such order has in common.

mod clocks;
mod conclude;
mod facts_of;
mod head;
mod letters;
mod list;
mod open;
mod tell;
mod weigh;

pub use clocks::NoteBreachClocks;
pub use conclude::Conclude;
pub use facts_of::{AddKnowledge, CountAffected, HoldForOfficial};
pub use head::{NameFilingContacts, WriteLetterhead};
pub use letters::{SayLettersSent, SayReturned};
pub use list::{AddAddressee, AddAddressees, CorrectAddressee, ListReceipt, TakeOffAddressee};
pub use open::OpenBreach;
pub use tell::{DraftNotice, SayTold, SetDutyAside};
pub use weigh::{ClaimException, SayProtection, WeighFactor};

use crate::letter_records::Letters;
use crate::records::Breach;
use crate::words::State;
use crate::{duties::DutyLine, settle::settle};
use kernel::{BreachId, Done, Fact, PersonId, Refusal, Stop};
use schemars::JsonSchema;
use serde::Serialize;
use store::Work;

/// How a breach stands after an order.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BreachReceipt {
    pub breach: BreachId,
    pub state: State,
    /// The day of discovery, once somebody knew whose knowledge counts.
    pub discovered_on: Option<String>,
    /// How many duties are open.
    pub open: usize,
    /// How the letters stand.
    pub letters: Letters,
}

fn caller(work: &Work) -> Result<PersonId, Stop> {
    let sentence = "Only somebody who signed in can do this.";
    Ok(work.person().ok_or_else(|| Refusal::forbidden(sentence))?)
}

fn receipt(b: &Breach, lines: &[DutyLine]) -> BreachReceipt {
    BreachReceipt {
        breach: b.id,
        state: b.state,
        discovered_on: b.discovered_on.map(|d| d.to_string()),
        open: lines.iter().filter(|l| l.open()).count(),
        letters: b.letters,
    }
}

/// Settles the breach and ends the order with its fact.
fn done(
    work: &mut Work,
    b: &mut Breach,
    name: &'static str,
    more: impl FnOnce(Fact) -> Fact,
) -> Result<Done<BreachReceipt>, Stop> {
    let before = b.state;
    let lines = settle(work, b)?;
    let done = Done::new(more(crate::facts::about(name, b)), receipt(b, &lines));
    let changed =
        (before != b.state && name != "breach.opened").then(|| crate::facts::about("breach.settled", b));
    Ok(done.and_all(changed))
}
