//! What this slice asks of the database about engagements: who lends people to whom at a client, from when to when, for
//! how many hours and at what rate.

use crate::records::Agreement;
use anyhow::Result;
use kernel::{AgreementId, Moment, OrgId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Row, Work, params, sql};

sql! {
    ENGAGE "agreements.engage"
        "insert into engagements (org, provider, subcontractor, agreement, from_at, ended_at, starts_at, until_at, hours,
             rate_cents)
         values (:org, :provider, :subcontractor, :agreement, :now, null, :starts_at, :until_at, :hours, :rate_cents)";
    RELEASE "agreements.release"
        "update engagements set ended_at = :now
         where agreement = :agreement and org = :org and ended_at is null";
    ENGAGED "agreements.engaged"
        "select provider, subcontractor, agreement, from_at, starts_at, until_at, hours, rate_cents from engagements
         where org = :org and ended_at is null order by from_at, agreement";
    house OVER "agreements.engagements-over"
        "select org from engagements where until_at <= :now and ended_at is null order by until_at, org limit 1000";
}

/// What was agreed about the work of somebody else's people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Term {
    /// The first moment of its first day; from the engagement itself on when left out.
    pub starts_at: Option<Moment>,
    /// The first moment after its last day; until somebody ends it when left out.
    pub until_at: Option<Moment>,
    /// Hours that were agreed for all of it.
    pub hours: Option<u32>,
}

/// An engagement that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Engagement {
    pub provider: OrgId,
    pub subcontractor: OrgId,
    pub agreement: AgreementId,
    pub from_at: Moment,
    pub term: Term,
    /// What an hour costs the provider, in cents.
    pub rate_cents: Option<i64>,
}

pub(crate) fn engage(work: &mut Work, agreement: &Agreement, term: Term, rate: Option<i64>) -> Result<()> {
    let params = params! {
        "provider": agreement.principal, "subcontractor": agreement.associate, "agreement": agreement.id,
        "starts_at": term.starts_at, "until_at": term.until_at, "hours": term.hours, "rate_cents": rate,
    };
    work.run(&ENGAGE, params)?;
    Ok(())
}

pub(crate) fn release(work: &mut Work, agreement: AgreementId) -> Result<u64> {
    work.run(&RELEASE, params! { "agreement": agreement })
}

/// The engagements of the bound organization that have not ended.
pub(crate) fn engaged(look: &mut Look) -> Result<Vec<Engagement>> {
    let read = |row: &Row| {
        Ok(Engagement {
            provider: row.get("provider")?,
            subcontractor: row.get("subcontractor")?,
            agreement: row.get("agreement")?,
            from_at: row.get("from_at")?,
            term: Term {
                starts_at: row.get("starts_at")?,
                until_at: row.get("until_at")?,
                hours: row.get("hours")?,
            },
            rate_cents: row.get("rate_cents")?,
        })
    };
    look.rows(&ENGAGED, params! {})?.iter().map(read).collect()
}

/// The clients at which the term of an engagement is over and nobody has ended it; at most a thousand.
pub(crate) fn clients_with_terms_over(look: &mut Look) -> Result<Vec<OrgId>> {
    look.rows(&OVER, params! {})?.iter().map(|r| r.get("org")).collect()
}
