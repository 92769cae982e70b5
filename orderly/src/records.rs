//! The few read-only statements across slices: who sees what, and names for sentences.

use kernel::{OrgId, PersonId};
use store::{Look, params, sql};

sql! {
    REACH "orderly.reach" "select org from reach where person = :who";
    house REACHES "orderly.reaches" "select 1 as one from reach where person = :person and org = :place";
    house NAME "orderly.organization-name" "select name from organizations where org = :place";
    house ANY "orderly.any-organization" "select org from organizations limit 1";
}

/// The organizations within the caller's reach.
///
/// # Errors
/// A fault of the store.
pub fn reach(look: &mut Look) -> anyhow::Result<Vec<OrgId>> {
    look.rows(&REACH, &[])?.iter().map(|r| r.get("org")).collect()
}

pub(crate) fn reaches(look: &mut Look, person: PersonId, org: OrgId) -> anyhow::Result<bool> {
    Ok(look.row(&REACHES, params! { "person": person, "place": org })?.is_some())
}

pub(crate) fn name(look: &mut Look, org: OrgId) -> anyhow::Result<Option<String>> {
    look.row(&NAME, params! { "place": org })?.map(|r| r.get("name")).transpose()
}

/// Whether the house has been founded.
///
/// # Errors
/// A fault of the store.
pub fn founded(look: &mut Look) -> anyhow::Result<bool> {
    Ok(look.row(&ANY, &[])?.is_some())
}
