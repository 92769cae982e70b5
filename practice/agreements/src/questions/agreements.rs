//! The agreements about one organization's PHI, as the chains they form.

use crate::{
    chain::{self, Link},
    kinds::{AgreementKind, Shown},
    records::{self, Agreement},
    records_engaged::{self, Term},
    shown::{self, AgreementLine},
};
use kernel::{AgreementId, Duty, Moment, OrgId, Phi, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Lists the agreements about an organization's PHI, with everything that hangs from them.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Agreements {
    pub organization: OrgId,
}

/// The agreements of an organization.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AgreementList {
    pub organization: OrgId,
    /// The moment this was true.
    pub now: Moment,
    /// The organization's own agreements, each with what hangs from it.
    pub chains: Vec<Branch>,
    /// Where none is required, newest first.
    pub not_required: Vec<AgreementLine>,
    /// Subcontractors that are engaged here now.
    pub engaged: Vec<EngagementLine>,
}

/// A line of renewals and what hangs from it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Branch {
    /// The agreement that counts: the one in force, else the newest.
    pub head: AgreementLine,
    /// The others of its line, newest first.
    pub others: Vec<AgreementLine>,
    pub below: Vec<Branch>,
}

/// An engagement that has not ended.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EngagementLine {
    pub agreement: AgreementId,
    pub provider: OrgId,
    pub subcontractor: OrgId,
    pub from_at: Moment,
    pub term: Term,
    /// The agreements it rests on, from the client's own down to the subcontractor's.
    pub chain: Vec<AgreementLine>,
}

impl Question for Agreements {
    const ACT: Act = Act {
        name: "agreements.agreements",
        says: "List agreements",
        path: "/organizations/{organization}/agreements/list",
        duty: Duty::ReadAgreements,
        phi: Phi::None,
    };
    type Answer = AgreementList;

    fn ground(&self) -> Ground {
        Ground::Org(self.organization)
    }

    fn answer(&self, look: &mut Look) -> Result<AgreementList, Stop> {
        let (all, now) = (records::all(look)?, look.now());
        let links: Vec<Link> = all.iter().map(Agreement::link).collect();
        let mut not_required: Vec<AgreementLine> = all
            .iter()
            .filter(|a| a.kind == AgreementKind::NotRequired)
            .map(|a| shown::line(a, &links, now))
            .collect();
        not_required.reverse();
        let engaged = records_engaged::engaged(look)?.into_iter().map(|e| EngagementLine {
            agreement: e.agreement,
            provider: e.provider,
            subcontractor: e.subcontractor,
            from_at: e.from_at,
            term: e.term,
            chain: chain_of(&all, e.agreement, now),
        });
        Ok(AgreementList {
            organization: self.organization,
            now,
            chains: branches(&all, &links, now, None, 0),
            not_required,
            engaged: engaged.collect(),
        })
    }
}

/// Deeper than this no chain is drawn; a longer one is not in force either.
const DEEPEST: u32 = 16;

/// The lines that hang from `upstream`, in the order in which they began.
fn branches(
    all: &[Agreement],
    links: &[Link],
    now: Moment,
    upstream: Option<AgreementId>,
    depth: u32,
) -> Vec<Branch> {
    let begins =
        |a: &&Agreement| a.line == a.id && a.upstream == upstream && a.kind != AgreementKind::NotRequired;
    if depth > DEEPEST {
        return Vec::new();
    }
    let branch = |first: &Agreement| {
        let mut lines: Vec<AgreementLine> =
            all.iter().rev().filter(|a| a.line == first.id).map(|a| shown::line(a, links, now)).collect();
        let counts =
            lines.iter().position(|l| matches!(l.shown, Shown::InForce | Shown::Lapsing)).unwrap_or(0);
        let head = lines.remove(counts);
        Branch { head, others: lines, below: branches(all, links, now, Some(first.id), depth + 1) }
    };
    all.iter().filter(begins).map(branch).collect()
}

impl AgreementList {
    /// Lines that are lapsing or have lapsed and that no signed renewal carries on: what a page warns of.
    pub fn warnings(&self) -> Vec<&AgreementLine> {
        let mut found = Vec::new();
        let mut open: Vec<&Branch> = self.chains.iter().collect();
        while let Some(branch) = open.pop() {
            let renewed = branch.others.iter().any(|o| o.shown == Shown::Waits);
            if matches!(branch.head.shown, Shown::Lapsing | Shown::Lapsed | Shown::HeldUp) && !renewed {
                found.push(&branch.head);
            }
            open.extend(branch.below.iter().rev());
        }
        found
    }
}

/// The id of the newest agreement of a line that counts, for code that holds the line's id.
pub(crate) fn head(all: &[Agreement], links: &[Link], line: AgreementId, now: Moment) -> Option<AgreementId> {
    let of_line = || all.iter().rev().filter(|a| a.line == line);
    let in_force = |a: &&Agreement| matches!(chain::right(links, &a.link(), now), chain::Right::InForce(_));
    of_line().find(in_force).or_else(|| of_line().next()).map(|a| a.id)
}

/// What an agreement hangs from, the client's own first and the agreement itself last: of each line the one that counts.
pub(crate) fn chain_of(all: &[Agreement], agreement: AgreementId, now: Moment) -> Vec<AgreementLine> {
    let links: Vec<Link> = all.iter().map(Agreement::link).collect();
    let (mut found, mut at) = (Vec::new(), all.iter().find(|a| a.id == agreement).map(|a| a.line));
    while let Some(line) = at.take_if(|_| found.len() < DEEPEST as usize) {
        let counts = head(all, &links, line, now).and_then(|id| all.iter().find(|a| a.id == id));
        let Some(here) = counts else { break };
        at = here.upstream;
        found.push(shown::line(here, &links, now));
    }
    found.reverse();
    found
}
