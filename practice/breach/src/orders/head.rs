//! Who signs and sends the letters, how to ask about them, and whom the portal of HHS may ask. Written once, and used by every
//! paper of the record.

use super::{BreachReceipt, caller, done};
use crate::letterhead::{self, Filing, FilingContact, Letterhead};
use crate::records;
use crate::texts::{self, line, part};
use crate::words::{FilerKind, PhiKind, TextKind};
use kernel::{BreachId, Done, Duty, Phi, Private, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Writes who signs and sends the letters of a breach. Kept sealed; the latest counts.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteLetterhead {
    pub breach: BreachId,
    /// The covered entity's name, where its letters bear another one than the client's, or the record is an associate's.
    #[schemars(extend("x-order" = 1))]
    pub entity: Option<Private>,
    /// The sender's address, a line each.
    #[schemars(extend("x-long" = true, "x-order" = 2))]
    pub address: Private,
    /// The business associate that sends the letters on its behalf, where one does.
    #[schemars(extend("x-order" = 3))]
    pub sent_by: Option<Private>,
    /// Who signs.
    #[schemars(extend("x-order" = 4))]
    pub signed_name: Private,
    /// Their title, for instance Privacy Officer.
    #[schemars(extend("x-order" = 5))]
    pub signed_title: Private,
    /// Who answers questions, for instance the Privacy Office.
    #[schemars(extend("x-order" = 6))]
    pub person: Option<Private>,
    /// When somebody answers.
    #[schemars(extend("x-order" = 7))]
    pub hours: Option<Private>,
    /// What individuals are offered, for instance credit monitoring, and how to ask for it.
    #[schemars(extend("x-long" = true, "x-order" = 8))]
    pub offer: Option<Private>,
    /// The town from which the media are told.
    #[schemars(extend("x-order" = 9))]
    pub city: Option<Private>,
    /// Whom journalists may ask.
    #[schemars(extend("x-order" = 10))]
    pub press_name: Option<Private>,
    /// Their telephone.
    #[schemars(extend("x-order" = 11))]
    pub press_telephone: Option<Private>,
    /// Their e-mail address.
    #[schemars(extend("x-order" = 12))]
    pub press_email: Option<Private>,
}

/// Writes what the portal of HHS asks beside the breach itself. Kept sealed; the latest counts.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NameFilingContacts {
    pub breach: BreachId,
    /// What the covered entity is.
    #[schemars(extend("x-order" = 1))]
    pub entity_kind: Option<FilerKind>,
    /// The covered entity's address, a line each.
    #[schemars(extend("x-long" = true, "x-order" = 2))]
    pub address: Option<Private>,
    /// Whom HHS may ask there.
    #[schemars(extend("x-order" = 3))]
    pub name: Private,
    /// Their e-mail address.
    #[schemars(extend("x-order" = 4))]
    pub email: Option<Private>,
    /// Their telephone.
    #[schemars(extend("x-order" = 5))]
    pub telephone: Option<Private>,
    /// The business associate's address, where it happened at one.
    #[schemars(extend("x-long" = true, "x-order" = 6))]
    pub associate_address: Option<Private>,
    /// Whom HHS may ask there.
    #[schemars(extend("x-order" = 7))]
    pub associate_name: Option<Private>,
    /// Their e-mail address.
    #[schemars(extend("x-order" = 8))]
    pub associate_email: Option<Private>,
    /// Their telephone.
    #[schemars(extend("x-order" = 9))]
    pub associate_telephone: Option<Private>,
    /// Clinical information was involved.
    #[serde(default)]
    #[schemars(extend("x-order" = 10))]
    pub clinical: bool,
    /// Demographic information was involved.
    #[serde(default)]
    #[schemars(extend("x-order" = 11))]
    pub demographic: bool,
    /// Financial information was involved.
    #[serde(default)]
    #[schemars(extend("x-order" = 12))]
    pub financial: bool,
    /// Other information was involved.
    #[serde(default)]
    #[schemars(extend("x-order" = 13))]
    pub other: bool,
    /// Safeguards that were in place before, one a line.
    #[schemars(extend("x-long" = true, "x-order" = 14))]
    pub safeguards: Option<Private>,
    /// Who attests that the answers are right.
    #[schemars(extend("x-order" = 15))]
    pub attested_name: Option<Private>,
    /// The number with which the portal confirmed it, once it did.
    #[schemars(extend("x-order" = 16))]
    pub confirmation: Option<Private>,
}

impl Order for WriteLetterhead {
    const ACT: Act = Act {
        name: "breach.write-letterhead",
        says: "Write who signs and sends the letters of a breach",
        path: "/breaches/{breach}/letterhead",
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
        let head = Letterhead {
            entity: line("entity", self.entity.as_ref())?,
            address: texts::said_part("address", &self.address)?,
            sent_by: line("sent_by", self.sent_by.as_ref())?,
            signed_name: office::text::name("signed_name", self.signed_name.reveal())?,
            signed_title: office::text::name("signed_title", self.signed_title.reveal())?,
            person: line("person", self.person.as_ref())?,
            hours: line("hours", self.hours.as_ref())?,
            offer: part("offer", self.offer.as_ref())?,
            city: line("city", self.city.as_ref())?,
            press_name: line("press_name", self.press_name.as_ref())?,
            press_telephone: line("press_telephone", self.press_telephone.as_ref())?,
            press_email: line("press_email", self.press_email.as_ref())?,
        };
        let text = records::write(work, &mut b, TextKind::Letterhead, &letterhead::kept(&head)?)?;
        done(work, &mut b, "breach.letterhead-written", |fact| fact.with("text", text))
    }
}

impl NameFilingContacts {
    fn kinds(&self) -> Vec<PhiKind> {
        let all = [
            (self.clinical, PhiKind::Clinical),
            (self.demographic, PhiKind::Demographic),
            (self.financial, PhiKind::Financial),
            (self.other, PhiKind::Other),
        ];
        all.into_iter().filter_map(|(yes, kind)| yes.then_some(kind)).collect()
    }

    fn filing(&self) -> Result<Filing, Stop> {
        let associate = FilingContact {
            address: part("associate_address", self.associate_address.as_ref())?,
            name: line("associate_name", self.associate_name.as_ref())?,
            email: line("associate_email", self.associate_email.as_ref())?,
            telephone: line("associate_telephone", self.associate_telephone.as_ref())?,
        };
        Ok(Filing {
            entity_kind: self.entity_kind,
            entity: FilingContact {
                address: part("address", self.address.as_ref())?,
                name: Some(office::text::name("name", self.name.reveal())?),
                email: line("email", self.email.as_ref())?,
                telephone: line("telephone", self.telephone.as_ref())?,
            },
            associate: Some(associate).filter(|a| *a != FilingContact::default()),
            information: self.kinds(),
            safeguards: texts::maybe("safeguards", self.safeguards.as_ref())?,
            attested_name: line("attested_name", self.attested_name.as_ref())?,
            confirmation: line("confirmation", self.confirmation.as_ref())?,
        })
    }
}

impl Order for NameFilingContacts {
    const ACT: Act = Act {
        name: "breach.name-filing-contacts",
        says: "Write what the portal of HHS asks of a breach",
        path: "/breaches/{breach}/filing",
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
        let filing = self.filing()?;
        let text = records::write(work, &mut b, TextKind::Filing, &letterhead::kept(&filing)?)?;
        done(work, &mut b, "breach.filing-contacts-named", |fact| fact.with("text", text))
    }
}
