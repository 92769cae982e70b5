//! The house notes that an agreement which was signed ahead is in force from today, that one is about to
//! lapse, 90, 30 and 7 days before, and that it has. Each is said once. The lapse itself needs no note: it
//! takes effect by its date. So does the end of a subcontractor's term: the house ends the engagement after it.

use super::{below, fact};
use crate::{
    chain::{Right, days_left},
    kinds::AgreementState,
    records::{self, Agreement},
    records_engaged,
};
use kernel::{AgreementId, Done, Duty, Fact, Moment, OrgId, Phi, Refusal, Span, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Notes which agreements of a client have begun, are lapsing or have lapsed, and which service
/// contracts end. A round of the house gives this order.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteLapses {
    pub client: OrgId,
}

/// What was noted.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Noted {
    pub agreements: Vec<AgreementId>,
}

/// The warnings, the most pressing first: its name, how long before the end, and the days it speaks of.
const WARNINGS: [(&str, Span, u32); 4] = [
    ("lapsed", Span(0), 0),
    ("lapsing-7", Span::days(7), 7),
    ("lapsing-30", Span::days(30), 30),
    ("lapsing-90", Span::days(90), 90),
];

/// The notice of an agreement that was signed ahead, on its first day.
const BEGUN: &str = "in-force";

impl Order for NoteLapses {
    const ACT: Act = Act {
        name: "agreements.note-lapses",
        says: "Note agreements that begin, lapse or have lapsed",
        path: "/organizations/{client}/agreements/note-lapses",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = Noted;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Org(self.client)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Noted>, Stop> {
        let (all, given, now) = (records::all(work)?, records::notices(work)?, work.now());
        let (mut facts, mut noted) = (Vec::new(), Vec::new());
        for agreement in &all {
            let was_given = |kind: &str| given.iter().any(|(a, k)| *a == agreement.id && k == kind);
            if begins(agreement, now) && !was_given(BEGUN) {
                records::note(work, agreement.id, BEGUN)?;
                let begun = fact("agreements.agreement-in-force", agreement);
                facts.push(begun.with("below", below(&all, agreement)));
                noted.push(agreement.id);
            }
            let Some(at) = warning(agreement, &all, now) else { continue };
            if was_given(WARNINGS[at].0) {
                continue;
            }
            // What was skipped (the house stood still, the agreement was short) is not said afterwards.
            for (kind, _, _) in &WARNINGS[at..] {
                records::note(work, agreement.id, kind)?;
            }
            let told = match at {
                0 => fact("agreements.agreement-lapsed", agreement),
                _ => fact("agreements.agreement-lapsing", agreement)
                    .with("days", WARNINGS[at].2)
                    .with("days_left", agreement.ends_at.map(|end| days_left(end, now))),
            };
            facts.push(told.with("ends_at", agreement.ends_at).with("below", below(&all, agreement)));
            if !noted.contains(&agreement.id) {
                noted.push(agreement.id);
            }
        }
        facts.extend(terms_over(work, &all, now)?);
        facts.extend(crate::contracts::note_ends(work)?);
        let mut facts = facts.into_iter();
        let first = facts.next().ok_or_else(|| Refusal::conflict("There is nothing to note."))?;
        Ok(Done::new(first, Noted { agreements: noted }).and_all(facts))
    }
}

/// Ends the engagements whose term is over: from now on the subcontractor's people do not see the client any more.
fn terms_over(work: &mut Work, all: &[Agreement], now: Moment) -> Result<Vec<Fact>, Stop> {
    let mut facts = Vec::new();
    for engaged in records_engaged::engaged(work)? {
        let Some(end) = engaged.term.until_at.filter(|end| *end <= now) else { continue };
        let Some(agreement) = all.iter().find(|a| a.id == engaged.agreement) else { continue };
        records_engaged::release(work, engaged.agreement)?;
        let over = fact("agreements.engagement-over", agreement).about(engaged.subcontractor);
        facts.push(over.with("subcontractor", engaged.subcontractor).with("until_at", end));
    }
    Ok(facts)
}

/// Whether the first day of an agreement that was signed ahead has come.
fn begins(agreement: &Agreement, now: Moment) -> bool {
    agreement.signed_at.is_some_and(|signed| signed < agreement.effective_at)
        && matches!(agreement.link().alone(now), Right::InForce(_))
}

/// Which warning an agreement calls for now: a place in `WARNINGS`. None when it does not end soon, or when a
/// signed renewal carries it on.
fn warning(agreement: &Agreement, all: &[Agreement], now: Moment) -> Option<usize> {
    let end = agreement.ends_at.filter(|_| agreement.state == AgreementState::Signed)?;
    let carried_on = all.iter().any(|b| {
        b.line == agreement.line
            && b.state == AgreementState::Signed
            && b.effective_at <= end
            && b.ends_at.is_none_or(|later| later > end)
    });
    if carried_on {
        return None;
    }
    WARNINGS.iter().position(|(_, before, _)| end <= now.plus(*before))
}
