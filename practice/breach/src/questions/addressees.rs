//! Those to whom letters go, with names and addresses: a page of the list, or the next letters that wait.

use crate::addressees::Addressee;
use crate::letter_records::{self, Letter, Letters};
use crate::records;
use crate::words::LetterWay;
use kernel::{BreachId, Duty, Phi, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// The most letters on a page, and in one document.
pub const MOST_LETTERS: u32 = 100;

/// Shows to whom the letters of a breach go, in the order of their numbers.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Addressees {
    pub breach: BreachId,
    /// Only those that wait to leave this way.
    pub way: Option<LetterWay>,
    /// The list goes on after this number.
    pub after: Option<u32>,
}

/// A page of the list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AddresseeList {
    pub breach: BreachId,
    pub letters: Letters,
    pub lines: Vec<AddresseeLine>,
    /// Whether there are more.
    pub more: bool,
}

/// A letter with whom it addresses.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AddresseeLine {
    pub letter: Letter,
    pub who: Addressee,
}

impl Question for Addressees {
    const ACT: Act = Act {
        name: "breach.addressees",
        says: "Look at those to whom a breach's letters go",
        path: "/breaches/{breach}/addressees",
        duty: Duty::DeclareBreach,
        phi: Phi::Holds,
    };
    type Answer = AddresseeList;

    fn ground(&self) -> Ground {
        Ground::thing(self.breach)
    }

    fn answer(&self, look: &mut Look) -> Result<AddresseeList, Stop> {
        let b = records::one(look, self.breach)?;
        let state = self.way.map(LetterWay::waiting);
        let found = letter_records::opened(look, &b, state, self.after.unwrap_or(0), MOST_LETTERS + 1)?;
        let more = found.len() > MOST_LETTERS as usize;
        let lines = found.into_iter().take(MOST_LETTERS as usize);
        let lines = lines.map(|(letter, who)| AddresseeLine { letter, who }).collect();
        Ok(AddresseeList { breach: b.id, letters: b.letters, lines, more })
    }
}
