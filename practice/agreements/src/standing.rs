//! By what right an employer may reach ePHI at an organization, read at the moment of the question.

use crate::{chain, records};
use kernel::{OrgId, Standing, Stop};
use store::Look;

/// The standing of `employer` at the organization `at`, from the dates and states of the client's agreements
/// at `look.now()`. For the house: the door asks it in every act that comes near PHI. One indexed statement.
///
/// # Errors
/// A fault of the store.
pub fn standing(look: &mut Look, employer: OrgId, at: OrgId) -> Result<Standing, Stop> {
    if employer == at {
        return Ok(Standing::OwnWorkforce);
    }
    let (links, now) = (records::links_of(look, at)?, look.now());
    Ok(chain::standing(&links, employer, at, now).standing)
}

/// The same with the agreement it rests on and its end. For the house.
///
/// # Errors
/// A fault of the store.
pub fn standing_found(look: &mut Look, employer: OrgId, at: OrgId) -> Result<chain::Found, Stop> {
    let (links, now) = (records::links_of(look, at)?, look.now());
    Ok(chain::standing(&links, employer, at, now))
}

/// The clients at which a notice about an agreement's first day or its end, or about a service
/// contract's end, is due. For a round of the house,
/// which then gives the order [`NoteLapses`](crate::NoteLapses) once for each.
///
/// # Errors
/// A fault of the store.
pub fn lapses_due(look: &mut Look) -> Result<Vec<OrgId>, Stop> {
    let mut clients = records::clients_with_notices_due(look)?;
    clients.extend(crate::contracts::records::clients_with_notices_due(look)?);
    clients.sort();
    clients.dedup();
    Ok(clients)
}
