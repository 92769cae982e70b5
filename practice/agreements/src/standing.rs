//! By what right an employer may reach ePHI at an organization, read at the moment of the question.

use crate::questions;
use crate::records_engaged::{self as engaged, Term};
use crate::{AgreementLine, chain, records};
use kernel::{AgreementId, Moment, OrgId, OutsideTerm, Standing, Stop};
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

/// Whether it is only the term of its engagement that keeps `employer` out there. For the house, which asks it once it has
/// refused, so that the refusal says what is so.
///
/// # Errors
/// A fault of the store.
pub fn outside_term(look: &mut Look, employer: OrgId, at: OrgId) -> Result<Option<OutsideTerm>, Stop> {
    Ok(standing_found(look, employer, at)?.outside_term)
}

/// The clients at which a notice about an agreement's first day or its end, about a service contract's end, or
/// about the end of a subcontractor's term is due. For a round of the house,
/// which then gives the order [`NoteLapses`](crate::NoteLapses) once for each.
///
/// # Errors
/// A fault of the store.
pub fn lapses_due(look: &mut Look) -> Result<Vec<OrgId>, Stop> {
    let mut clients = records::clients_with_notices_due(look)?;
    clients.extend(engaged::clients_with_terms_over(look)?);
    clients.extend(crate::contracts::records::clients_with_notices_due(look)?);
    clients.sort();
    clients.dedup();
    Ok(clients)
}

/// A subcontractor at work at a client, with what was agreed about it and the papers it rests on.
#[derive(Debug, Clone)]
pub struct Engaged {
    pub provider: OrgId,
    pub subcontractor: OrgId,
    pub agreement: AgreementId,
    pub from_at: Moment,
    pub term: Term,
    /// What an hour costs the provider, in cents. Nobody's business but the two's.
    pub rate_cents: Option<i64>,
    /// The agreements from the client's own down to the subcontractor's, as they stand now.
    pub chain: Vec<AgreementLine>,
}

/// The subcontractors that are engaged at the bound organization.
///
/// # Errors
/// A fault of the store.
pub fn engaged_here(look: &mut Look) -> Result<Vec<Engaged>, Stop> {
    let found = engaged::engaged(look)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let (all, now) = (records::all(look)?, look.now());
    let with_chain = |e: engaged::Engagement| Engaged {
        chain: questions::chain_of(&all, e.agreement, now),
        provider: e.provider,
        subcontractor: e.subcontractor,
        agreement: e.agreement,
        from_at: e.from_at,
        term: e.term,
        rate_cents: e.rate_cents,
    };
    Ok(found.into_iter().map(with_chain).collect())
}
