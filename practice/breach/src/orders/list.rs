//! The list of those to whom letters go: typed one by one or brought as a list, corrected, and taken off. Who stands on it
//! already is not written twice.

use super::{BreachReceipt, caller, done};
use crate::addressees::{self, Addressee};
use crate::letter_records::{self as letters, Letters};
use crate::records::{self, Breach};
use crate::words::{AddresseeKind, LetterState};
use kernel::{BreachId, Done, Duty, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// No list holds more numbers.
const MOST_LISTED: u32 = 200_000;

/// Puts somebody on the list of those to whom a letter goes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddAddressee {
    pub breach: BreachId,
    /// Whom the letter addresses.
    #[schemars(extend("x-order" = 1))]
    pub kind: AddresseeKind,
    /// The individual whose information it was.
    #[schemars(extend("x-order" = 2))]
    pub name: Private,
    /// The parent, representative or next of kin to whom the letter goes instead.
    #[schemars(extend("x-order" = 3))]
    pub to: Option<Private>,
    /// The address, a line each; blank where nobody knows it.
    #[schemars(extend("x-long" = true, "x-order" = 4))]
    pub address: Option<Private>,
    /// Only where the individual agreed to electronic notice.
    #[schemars(extend("x-order" = 5))]
    pub email: Option<Private>,
}

/// Tries a list of addressees, or puts all of them on the list of those to whom letters go.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddAddressees {
    pub breach: BreachId,
    /// The list with its header, as CSV or copied from a spreadsheet. Columns: name; and if you like kind (individual,
    /// minor, deceased), to, address, address 2, city, state, zip, email, email agreed.
    #[schemars(extend("x-long" = true, "x-order" = 1))]
    pub list: Private,
    /// Put them on the list. Otherwise the list is only tried.
    #[serde(default)]
    #[schemars(extend("x-order" = 2))]
    pub apply: bool,
}

/// Corrects somebody on the list, so that a letter goes to them anew.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectAddressee {
    pub breach: BreachId,
    /// The number of the letter.
    #[schemars(extend("x-order" = 1))]
    pub number: u32,
    /// Whom the letter addresses.
    #[schemars(extend("x-order" = 2))]
    pub kind: AddresseeKind,
    /// The individual whose information it was.
    #[schemars(extend("x-order" = 3))]
    pub name: Private,
    /// The parent, representative or next of kin to whom the letter goes instead.
    #[schemars(extend("x-order" = 4))]
    pub to: Option<Private>,
    /// The address, a line each; blank where nobody knows it.
    #[schemars(extend("x-long" = true, "x-order" = 5))]
    pub address: Option<Private>,
    /// Only where the individual agreed to electronic notice.
    #[schemars(extend("x-order" = 6))]
    pub email: Option<Private>,
}

/// Takes somebody off the list who does not belong on it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeOffAddressee {
    pub breach: BreachId,
    /// The number of the letter.
    #[schemars(extend("x-order" = 1))]
    pub number: u32,
}

/// What a list came to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ListReceipt {
    pub breach: BreachId,
    /// How many rows it has, and how many stand on the list already.
    pub rows: usize,
    pub already: usize,
    /// Whether they were put on the list, or it was only tried.
    pub applied: bool,
    /// How the letters of the new rows stand.
    pub by_mail: usize,
    pub by_email: usize,
    pub without_address: usize,
}

fn who(
    name: &Private,
    to: Option<&Private>,
    address: Option<&Private>,
    email: Option<&Private>,
) -> Result<Addressee, Stop> {
    let lines: Vec<&str> = address.map(|a| a.reveal().lines().collect()).unwrap_or_default();
    let (to, email) = (to.map(Private::reveal), email.map(Private::reveal));
    Ok(Addressee::checked(name.reveal(), to, &lines, email)?)
}

fn room(letters: Letters, more: usize) -> Result<(), Stop> {
    if letters.listed as usize + more > MOST_LISTED as usize {
        let sentence = format!("A list holds at most {MOST_LISTED} addressees.");
        return Err(Refusal::conflict(sentence).into());
    }
    Ok(())
}

impl Order for AddAddressee {
    const ACT: Act = Act {
        name: "breach.add-addressee",
        says: "Put somebody on the list of a breach's letters",
        path: "/breaches/{breach}/addressees/one",
        duty: Duty::DeclareBreach,
        phi: Phi::Holds,
    };
    type Receipt = BreachReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.breach)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<BreachReceipt>, Stop> {
        caller(work)?;
        let mut b = records::one(work, self.breach)?;
        let who = who(&self.name, self.to.as_ref(), self.address.as_ref(), self.email.as_ref())?;
        room(b.letters, 1)?;
        if letters::listed(work, &b, &who)? {
            return Err(Refusal::invalid("name", "This person stands on the list already.").into());
        }
        letters::add(work, &mut b, self.kind, &who)?;
        let number = b.letters.listed;
        done(work, &mut b, "breach.addressee-added", |fact| fact.with("number", number))
    }
}

impl Order for AddAddressees {
    const ACT: Act = Act {
        name: "breach.add-addressees",
        says: "Bring a list of those to whom a breach's letters go",
        path: "/breaches/{breach}/addressees/list",
        duty: Duty::DeclareBreach,
        phi: Phi::Holds,
    };
    type Receipt = ListReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.breach)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<ListReceipt>, Stop> {
        caller(work)?;
        let mut b = records::one(work, self.breach)?;
        let rows = addressees::rows(self.list.reveal())?;
        let mut found = ListReceipt {
            breach: b.id,
            rows: rows.len(),
            already: 0,
            applied: self.apply,
            by_mail: 0,
            by_email: 0,
            without_address: 0,
        };
        room(b.letters, rows.len())?;
        let mut seen = std::collections::BTreeSet::new();
        for row in &rows {
            if !seen.insert(row.who.same()) || letters::listed(work, &b, &row.who)? {
                found.already += 1;
                continue;
            }
            *match row.who.first(row.kind) {
                LetterState::Mail => &mut found.by_mail,
                LetterState::Email => &mut found.by_email,
                _ => &mut found.without_address,
            } += 1;
            if self.apply {
                letters::add(work, &mut b, row.kind, &row.who)?;
            }
        }
        if self.apply {
            crate::settle::settle(work, &mut b)?;
        }
        let name = if self.apply { "breach.addressees-added" } else { "breach.addressees-tried" };
        let fact = crate::facts::about(name, &b)
            .with("rows", found.rows)
            .with("already", found.already)
            .with("by_mail", found.by_mail)
            .with("by_email", found.by_email)
            .with("without_address", found.without_address);
        Ok(Done::new(fact, found))
    }
}

/// The letter of a number that still belongs to the list.
fn on_the_list(work: &mut Work, b: &Breach, number: u32) -> Result<letters::Letter, Stop> {
    let letter = letters::at(work, b.id, number)?;
    if letter.state == LetterState::Off {
        return Err(Refusal::invalid("number", "This letter was taken off the list.").into());
    }
    Ok(letter)
}

impl Order for CorrectAddressee {
    const ACT: Act = Act {
        name: "breach.correct-addressee",
        says: "Correct somebody on the list of a breach's letters",
        path: "/breaches/{breach}/addressees/correct",
        duty: Duty::DeclareBreach,
        phi: Phi::Holds,
    };
    type Receipt = BreachReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.breach)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<BreachReceipt>, Stop> {
        caller(work)?;
        let mut b = records::one(work, self.breach)?;
        let letter = on_the_list(work, &b, self.number)?;
        let who = who(&self.name, self.to.as_ref(), self.address.as_ref(), self.email.as_ref())?;
        letters::correct(work, &mut b, &letter, self.kind, &who)?;
        done(work, &mut b, "breach.addressee-corrected", |fact| fact.with("number", self.number))
    }
}

impl Order for TakeOffAddressee {
    const ACT: Act = Act {
        name: "breach.take-off-addressee",
        says: "Take somebody off the list of a breach's letters",
        path: "/breaches/{breach}/addressees/off",
        duty: Duty::DeclareBreach,
        phi: Phi::Incidental,
    };
    type Receipt = BreachReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.breach)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<BreachReceipt>, Stop> {
        caller(work)?;
        let mut b = records::one(work, self.breach)?;
        let letter = on_the_list(work, &b, self.number)?;
        if letter.sent_on.is_some() {
            let sentence = "A letter went to them; that stays on the list as it was.";
            return Err(Refusal::invalid("number", sentence).into());
        }
        letters::take_off(work, &mut b, &letter)?;
        done(work, &mut b, "breach.addressee-taken-off", |fact| fact.with("number", self.number))
    }
}
