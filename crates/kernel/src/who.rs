//! Who gives an order: somebody who signed in, a program with a token, an engine of the house, or nobody yet. What such
//! a caller may do is read anew in every transaction, so that what is taken away is gone at once.

use crate::{Duties, EmergencyId, Moment, OrgId, PersonId, SessionId, TokenId};

/// On whose behalf an act is asked for, as the edge knows it (a cookie, a token, a socket).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Not signed in.
    Nobody,
    /// Signed in on a page.
    Session { person: PersonId, session: SessionId },
    /// A program with a token of a person.
    Token { person: PersonId, token: TokenId },
    /// Somebody at the server's own console (or the demo) on behalf of a person: that person's duties, and whoever holds
    /// the server is taken for the second factor.
    Console { person: PersonId },
    /// An engine of the house, by name.
    House(&'static str),
}

impl Who {
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Who::Session { person, .. } | Who::Token { person, .. } | Who::Console { person } => {
                Some(*person)
            }
            Who::Nobody | Who::House(_) => None,
        }
    }
}

/// An emergency access (break-glass) that is open now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Emergency {
    pub id: EmergencyId,
    pub org: OrgId,
    pub until: Moment,
    /// Whether something was done under it that the caller's own duties do not allow.
    pub used: bool,
}

/// What is known of a caller in this transaction.
#[derive(Debug, Clone)]
pub struct Badge {
    pub person: PersonId,
    pub name: String,
    pub employer: OrgId,
    pub duties: Duties,
    /// Security training not older than a year (45 CFR 164.308(a)(5)).
    pub trained: bool,
    /// Signed in with a second factor.
    pub second_factor: bool,
    pub emergency: Option<Emergency>,
    /// A token limited to some organizations; nothing for no such limit.
    pub only: Option<Vec<OrgId>>,
}
