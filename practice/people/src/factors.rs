//! Second factors: what somebody has besides what they know. One place says who has any, and whether a code
//! is right.

use crate::{
    codes,
    records::factors::{self as records, By},
    secret::Secret,
};
use kernel::{OrgId, PersonId, Stop};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Look, Work};

/// With what somebody showed who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Proof {
    Password,
    Code,
    RecoveryCode,
    Passkey,
    /// The identity provider of the organization asked for it.
    Provider,
}

/// Whether the person has an authenticator or a passkey. Runs as the house.
pub(crate) fn has_any(look: &mut Look, person: PersonId) -> Result<bool, Stop> {
    has(look, By::House, person)
}

/// The same about oneself, within an order.
pub(crate) fn has_own(look: &mut Look, person: PersonId) -> Result<bool, Stop> {
    has(look, By::Own, person)
}

fn has(look: &mut Look, by: By, person: PersonId) -> Result<bool, Stop> {
    let totp = records::authenticator(look, by, person)?.is_some_and(|a| a.confirmed_at.is_some());
    Ok(totp || !records::passkeys(look, by, person)?.is_empty())
}

/// Whether a code is right, and uses it up: six digits of a confirmed authenticator, or a recovery code.
pub(crate) fn use_code(
    work: &mut Work,
    by: By,
    org: OrgId,
    person: PersonId,
    code: &Secret,
) -> Result<Option<Proof>, Stop> {
    let text = code.reveal();
    if text.len() > 64 {
        return Ok(None);
    }
    if let Some(found) = records::authenticator(work, by, person)?.filter(|a| a.confirmed_at.is_some()) {
        let seed = open_seed(work, org, person, &found.seed)?;
        if let Some(step) = codes::step_of(&seed, text, work.now(), found.last_step)? {
            return Ok(records::use_step(work, by, person, step)?.then_some(Proof::Code));
        }
    }
    let used = records::use_code(work, by, person, codes::recovery_digest(text))?;
    Ok(used.then_some(Proof::RecoveryCode))
}

pub(crate) fn seal_seed(
    work: &mut Work,
    org: OrgId,
    person: PersonId,
    seed: &codes::Seed,
) -> Result<Vec<u8>, Stop> {
    Ok(work.seal(org, &records::seed_about(person), &hex::encode(seed))?)
}

pub(crate) fn open_seed(
    look: &mut Look,
    org: OrgId,
    person: PersonId,
    sealed: &[u8],
) -> Result<Vec<u8>, Stop> {
    let text = look.open(org, &records::seed_about(person), sealed)?;
    hex::decode(text).map_err(|_| anyhow::anyhow!("the seed of {person} is not hexadecimal").into())
}

/// Ten new recovery codes; older ones count no more.
pub(crate) fn new_codes(work: &mut Work, person: PersonId) -> Result<Vec<String>, Stop> {
    let fresh: Vec<String> =
        (0..codes::RECOVERY_CODES).map(|_| codes::recovery_code(work.chance())).collect();
    let digests = fresh.iter().map(|code| codes::recovery_digest(code)).collect();
    records::replace_codes(work, person, digests)?;
    Ok(fresh)
}
