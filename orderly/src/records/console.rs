//! What the console asks of the people's tables: whose address it is, and whether anybody is here yet.

use kernel::PersonId;
use store::{Look, params, sql};

sql! {
    house BY_EMAIL "orderly.person-of-address" "select id from people where email = :email";
    house ANYBODY "orderly.first-person" "select id, email from people order by id limit 1";
    house ARRIVED "orderly.anybody-arrived" "select 1 as one from people where state <> 'invited' limit 1";
}

/// The person with this address, in lower case.
///
/// # Errors
/// A fault of the store.
pub fn person(look: &mut Look, email: &str) -> anyhow::Result<Option<PersonId>> {
    look.row(&BY_EMAIL, params! { "email": email })?.map(|r| r.get("id")).transpose()
}

/// Who was added first, with their address.
///
/// # Errors
/// A fault of the store.
pub fn first_person(look: &mut Look) -> anyhow::Result<Option<(PersonId, String)>> {
    look.row(&ANYBODY, &[])?.map(|r| Ok((r.get("id")?, r.get("email")?))).transpose()
}

/// Whether anybody ever chose a password.
///
/// # Errors
/// A fault of the store.
pub fn anybody_arrived(look: &mut Look) -> anyhow::Result<bool> {
    Ok(look.row(&ARRIVED, &[])?.is_some())
}
