//! What the binary asks of rotas besides orders and questions: the calendar behind a link, who is on call for an engine,
//! and that somebody's certifications or place have changed.

use crate::ics::{Feed, calendar};
use crate::needs::StaffMember;
use crate::{orders, records};
use kernel::{EscalationPolicyId, Moment, OrgId, PersonId, RotaId, Span, Stop};
use std::collections::BTreeMap;
use store::{Look, Work};

/// How far a calendar feed looks back and ahead.
const BACK: Span = Span::days(7);
const AHEAD: Span = Span::days(90);

/// Whose rota a link opens.
#[derive(Debug, Clone, Copy)]
pub struct Opened {
    pub org: OrgId,
    pub rota: RotaId,
    /// Who made the link: it opens nothing when they can no longer see the rota.
    pub person: PersonId,
    pub mine: bool,
}

/// What the link of a feed opens; nothing for one that was never made or has ended.
///
/// # Errors
/// A fault of the store.
pub fn opened(look: &mut Look, link: &str) -> anyhow::Result<Option<Opened>> {
    let digest = orders::digest(look, link)?;
    let found = records::feed(look, &digest)?;
    Ok(found.map(|(org, rota, person, mine)| Opened { org, rota, person, mine }))
}

/// A rota of the bound organization as a calendar.
///
/// # Errors
/// A refusal when it is not there.
pub fn as_calendar(
    look: &mut Look,
    rota: RotaId,
    names: &BTreeMap<String, String>,
    only: Option<PersonId>,
) -> Result<String, Stop> {
    let (now, row) = (look.now(), records::one(look, rota)?);
    let stretch = (now.minus(BACK), now.plus(AHEAD));
    let history = records::history(look, &row, None, stretch)?;
    let shifts = history.shifts(stretch.0.timestamp(), stretch.1.timestamp());
    let (id, only) = (rota.to_string(), only.map(|p| p.to_string()));
    Ok(calendar(&Feed {
        id: &id,
        name: &row.name,
        shifts: &shifts,
        names,
        only: only.as_deref(),
        now: now.timestamp(),
    }))
}

/// The organization that staffs a rota.
///
/// # Errors
/// A fault of the store.
pub fn org_of_rota(look: &mut Look, rota: RotaId) -> anyhow::Result<Option<OrgId>> {
    records::org_of(look, rota)
}

/// Who is on call by a rota of the bound organization, for the steps of a policy where one asks; nobody by a rota that was
/// retired or is not there.
///
/// # Errors
/// A fault of the store.
pub fn on_call(
    look: &mut Look,
    rota: RotaId,
    policy: Option<EscalationPolicyId>,
    at: Moment,
) -> Result<Vec<PersonId>, Stop> {
    let row = match records::one(look, rota) {
        Ok(row) if row.retired_at.is_none() => row,
        Ok(_) | Err(Stop::Refused(_)) => return Ok(Vec::new()),
        Err(stop) => return Err(stop),
    };
    let answer = records::history(look, &row, policy, (at, at))?.who(at.timestamp());
    Ok(answer.people.iter().filter_map(|p| p.parse().ok()).collect())
}

/// Somebody of the bound organization was certified, changed their role or left: rotas that name them look again.
///
/// # Errors
/// A fault of the store.
pub fn changed(work: &mut Work, person: PersonId, now_known: Option<&StaffMember>) -> Result<(), Stop> {
    if !records::is_responder(work, person)? {
        return Ok(());
    }
    match now_known {
        Some(member) => records::know(work, person, None, &member.skills)?,
        None => {
            let now = work.now();
            records::know(work, person, Some(now), &BTreeMap::new())?;
        }
    }
    Ok(records::check_soon(work)?)
}
