//! The one-time link: it lets somebody choose a password, once, within a week. Only its digest is kept.

use super::{OfPerson, add_person};
use crate::{
    password,
    records::{persons, sessions},
    secret::{self, Secret},
};
use kernel::{Done, Duty, Fact, Moment, PersonId, Phi, Refusal, Span, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// How long a link counts.
pub const LINK_LASTS: Span = Span::days(7);

/// A one-time link, shown once.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Link {
    /// The secret; the address is `/invitation/{secret}`.
    pub secret: String,
    pub until: Moment,
}

/// Makes a link for a person of the bound organization; older ones count no more.
pub(super) fn make(work: &mut Work, person: PersonId) -> Result<Link, Stop> {
    let (text, digest) = secret::fresh(work.chance());
    let until = work.now().plus(LINK_LASTS);
    persons::invite(work, person, digest, until)?;
    Ok(Link { secret: text, until })
}

/// Gives a person a new one-time link, because the first was lost or the password forgotten.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenewInvitation {
    pub person: PersonId,
}

impl Order for RenewInvitation {
    const ACT: Act = Act {
        name: "people.renew-invitation",
        says: "Give a new one-time link",
        path: "/people/{person}/renew-invitation",
        duty: Duty::ManagePeople,
        phi: Phi::None,
    };
    type Receipt = Link;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.person)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Link>, Stop> {
        let person = persons::find(work, self.person)?.ok_or_else(|| Refusal::not_found("person"))?;
        if person.ended() {
            return Err(Refusal::conflict("This person has left and cannot be invited.").into());
        }
        // Whoever holds the link becomes that person, so it is like giving all of their duties.
        add_person::may_give(work, &person.roles)?;
        let link = make(work, person.id)?;
        let fact = Fact::new("people.invitation-made", person.org)
            .about(person.id)
            .with("person", person.id)
            .with("until", link.until);
        Ok(Done::new(fact, link))
    }
}

/// Accepts an invitation: whoever holds the link chooses a password. Sessions of before end.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptInvitation {
    /// The secret of the link.
    pub link: Secret,
    /// At least 12 letters; four unrelated words are good.
    pub password: Secret,
    #[serde(skip)]
    #[schemars(skip)]
    pub hashed: Option<String>,
}

/// The invitation was accepted; sign in now.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Accepted {
    pub person: PersonId,
    /// The address to sign in with.
    pub email: String,
}

fn over() -> Refusal {
    Refusal::invalid("link", "This link was used or is too old. Ask whoever invited you for a new one.")
}

impl Order for AcceptInvitation {
    const ACT: Act = Act {
        name: "people.accept-invitation",
        says: "Accept an invitation",
        path: "/people/accept-invitation",
        duty: Duty::Anybody,
        phi: Phi::None,
    };
    const PREPARES: bool = true;
    type Receipt = Accepted;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::House
    }

    fn prepare(&mut self, look: &mut Look) -> Result<(), Stop> {
        let digest = secret::digest(self.link.reveal());
        let id = persons::invited(look, digest)?.ok_or_else(over)?;
        let person = persons::by_id(look, id)?.ok_or_else(over)?;
        password::check("password", &self.password, &[&person.name, &person.email])?;
        // The link is used once, so it makes a salt that is used once.
        self.hashed =
            Some(password::hash(look, &format!("invitation\n{}", self.link.reveal()), &self.password)?);
        Ok(())
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Accepted>, Stop> {
        // Nobody is signed in yet; the link alone says who it is.
        work.as_house(true);
        let digest = secret::digest(self.link.reveal());
        let hashed = self.hashed.as_deref().ok_or_else(over)?;
        let id = persons::invited(work, digest.clone())?.ok_or_else(over)?;
        let person = persons::by_id(work, id)?.filter(|p| !p.ended()).ok_or_else(over)?;
        if !persons::use_invitation(work, digest)? || !persons::accept(work, id, hashed)? {
            return Err(over().into());
        }
        let ended = sessions::end_all_of(work, id)?;
        let fact = Fact::new("people.invitation-accepted", person.org)
            .about(id)
            .with("person", id)
            .with("sessions_ended", ended);
        Ok(Done::new(fact, Accepted { person: id, email: person.email }))
    }
}

impl From<PersonId> for OfPerson {
    fn from(person: PersonId) -> Self {
        OfPerson { person }
    }
}
