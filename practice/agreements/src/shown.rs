//! An agreement as a page shows it: how it stands now, and how many days are left.

use crate::chain::{self, LAPSING, Link, Right};
use crate::kinds::{AgreementKind, AgreementState, Shown};
use crate::records::Agreement;
use kernel::{AgreementId, Moment, OrgId};
use schemars::JsonSchema;
use serde::Serialize;

/// An agreement in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AgreementLine {
    pub agreement: AgreementId,
    pub client: OrgId,
    pub kind: AgreementKind,
    /// How it stands now.
    pub shown: Shown,
    pub title: Option<String>,
    /// Who passes the PHI on.
    pub principal: OrgId,
    /// Who receives it.
    pub associate: OrgId,
    /// The line of renewals it belongs to: the id of the first.
    pub line: AgreementId,
    /// The line it hangs from.
    pub upstream: Option<AgreementId>,
    /// The agreement it renews.
    pub follows: Option<AgreementId>,
    /// The first day.
    pub effective_on: String,
    /// The last day.
    pub ends_on: Option<String>,
    /// The client's IANA zone, in which the days begin and end.
    pub zone: String,
    /// While it is in force: days until it, or what it hangs from, ends.
    pub days_left: Option<i64>,
    /// Whether the client's side has signed.
    pub client_signed: bool,
    /// Whether the associate's side has signed.
    pub associate_signed: bool,
}

/// The line of `agreement`; `links` are all of its client.
pub(crate) fn line(agreement: &Agreement, links: &[Link], now: Moment) -> AgreementLine {
    let link = agreement.link();
    let right = chain::right(links, &link, now);
    AgreementLine {
        agreement: agreement.id,
        client: agreement.client,
        kind: agreement.kind,
        shown: shown(&link, right, now),
        title: agreement.title.clone(),
        principal: agreement.principal,
        associate: agreement.associate,
        line: agreement.line,
        upstream: agreement.upstream,
        follows: agreement.follows,
        effective_on: agreement.effective_on.to_string(),
        ends_on: agreement.ends_on.map(|d| d.to_string()),
        zone: agreement.zone.clone(),
        days_left: match right {
            Right::InForce(Some(until)) => Some(chain::days_left(until, now)),
            _ => None,
        },
        client_signed: agreement.client_signed.is_some(),
        associate_signed: agreement.associate_signed.is_some(),
    }
}

fn shown(link: &Link, right: Right, now: Moment) -> Shown {
    match link.state {
        AgreementState::Draft => Shown::Draft,
        AgreementState::Sent => Shown::Sent,
        AgreementState::Withdrawn => Shown::Withdrawn,
        AgreementState::Terminated => Shown::Terminated,
        AgreementState::Signed => match (link.alone(now), right) {
            (Right::Not, _) => Shown::Waits,
            (Right::InForce(_), Right::InForce(Some(until))) if until <= now.plus(LAPSING) => Shown::Lapsing,
            (Right::InForce(_), Right::InForce(_)) => Shown::InForce,
            (Right::InForce(_), _) => Shown::HeldUp,
            (Right::Terminated(_), _) => Shown::Terminated,
            (Right::Lapsed(_), _) => Shown::Lapsed,
        },
    }
}
