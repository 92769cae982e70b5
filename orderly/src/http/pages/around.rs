//! What pages need from the neighbours of their slice: names and standings, within the viewer's reach.

use super::frame::Frame;
use crate::records::boards;
use axum::response::Response;
use kernel::{OrgId, Standing, Who};
use markup::{Markup, StandingKind, standing_seal};
use std::collections::BTreeMap;
use store::Look;

/// The names of these things.
pub async fn names(frame: &Frame<'_>, ids: Vec<String>) -> Result<BTreeMap<String, String>, Response> {
    read(frame, move |look| boards::names(look, &ids)).await
}

/// A read on behalf of the visitor.
pub async fn read<T: Send + 'static>(
    frame: &Frame<'_>,
    mut job: impl FnMut(&mut Look) -> anyhow::Result<T> + Send + 'static,
) -> Result<T, Response> {
    let read = frame.app.office.read(&frame.visitor.who, move |look| Ok(job(look)?));
    read.await.map_err(|stop| frame.stopped(stop))
}

/// By what right the viewer's employer is at each of these organizations, which are within reach.
pub async fn standings(frame: &Frame<'_>, orgs: Vec<OrgId>) -> Result<BTreeMap<OrgId, StandingKind>, Response> {
    let employer = frame.badge.employer;
    let read = frame.app.office.read(&Who::House("board"), move |look| {
        let mut found = BTreeMap::new();
        for org in &orgs {
            if !found.contains_key(org) {
                found.insert(*org, kind(look, employer, *org)?);
            }
        }
        Ok(found)
    });
    read.await.map_err(|stop| frame.stopped(stop))
}

fn kind(look: &mut Look, employer: OrgId, org: OrgId) -> Result<StandingKind, kernel::Stop> {
    if employer == org {
        return Ok(StandingKind::OwnWorkforce);
    }
    let found = agreements::standing_found(look, employer, org)?;
    let days = found.until.map_or(0, |end| agreements::days_left(end, look.now()));
    Ok(match found.standing {
        Standing::OwnWorkforce => StandingKind::OwnWorkforce,
        Standing::InForce => StandingKind::InForce,
        Standing::Lapsing => StandingKind::Lapsing { days },
        Standing::NotRequired => StandingKind::NotRequired,
        Standing::Lapsed => StandingKind::Lapsed,
        Standing::Terminated => StandingKind::Terminated,
        Standing::Absent => StandingKind::Absent,
    })
}

/// The seal beside an organization's name.
pub fn seal(kind: StandingKind, org: OrgId) -> Markup {
    let href = format!("/organizations/{org}/agreements");
    standing_seal(&markup::Standing { kind, href: Some(&href), detail: None })
}
