//! What the orders about organizations need to know: for whom the caller and a named account owner work.

use super::{employer, employer_of};
use office::Registry;
use organizations::{NamedPerson, Newcomer};

/// Every order about organizations that needs something.
pub fn register(registry: &mut Registry) {
    registry
        .order_with::<organizations::AddOrganization>(|look, o| {
            Ok(Newcomer {
                caller_employer: employer(look)?,
                owner_employer: employer_of(look, o.account_owner)?,
            })
        })
        .order_with::<organizations::NameAccountOwner>(|look, o| {
            Ok(NamedPerson { employer: employer_of(look, o.person)? })
        });
}
