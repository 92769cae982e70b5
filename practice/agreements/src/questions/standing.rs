//! By what right an employer's people are at an organization: for the seal beside its name.

use crate::{
    chain::{self, Found, Link},
    records,
};
use kernel::{AgreementId, Duty, Moment, OrgId, Phi, Standing, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::Look;

/// Shows by what right an employer's people may reach ePHI at an organization.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StandingAt {
    pub organization: OrgId,
    /// Whose people.
    pub employer: OrgId,
}

/// Shows the same for every organization within your reach.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Standings {
    /// Whose people.
    pub employer: OrgId,
}

/// A standing, with what it rests on.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StandingLine {
    pub organization: OrgId,
    pub standing: Standing,
    /// The agreement in force, or the one that was last.
    pub agreement: Option<AgreementId>,
    /// When the chain ends, while it is in force and has an end.
    pub until: Option<Moment>,
    pub days_left: Option<i64>,
}

/// The standings within reach.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StandingsList {
    pub lines: Vec<StandingLine>,
}

fn line(organization: OrgId, found: Found, now: Moment) -> StandingLine {
    StandingLine {
        organization,
        standing: found.standing,
        agreement: found.agreement,
        until: found.until,
        days_left: found.until.map(|until| chain::days_left(until, now)),
    }
}

impl Question for StandingAt {
    const ACT: Act = Act {
        name: "agreements.standing",
        says: "Show a standing",
        path: "/organizations/{organization}/standing",
        duty: Duty::ReadOrganizations,
        phi: Phi::None,
    };
    type Answer = StandingLine;

    fn ground(&self) -> Ground {
        Ground::Org(self.organization)
    }

    fn answer(&self, look: &mut Look) -> Result<StandingLine, Stop> {
        let (links, now) = (records::links_here(look)?, look.now());
        Ok(line(self.organization, chain::standing(&links, self.employer, self.organization, now), now))
    }
}

impl Question for Standings {
    const ACT: Act = Act {
        name: "agreements.standings",
        says: "Show all standings",
        path: "/standings",
        duty: Duty::ReadOrganizations,
        phi: Phi::None,
    };
    type Answer = StandingsList;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<StandingsList, Stop> {
        let now = look.now();
        let mut at: BTreeMap<OrgId, Vec<Link>> = BTreeMap::new();
        for (organization, link) in records::links_in_reach(look)? {
            at.entry(organization).or_default().extend(link);
        }
        let lines = at.into_iter().map(|(organization, links)| {
            line(organization, chain::standing(&links, self.employer, organization, now), now)
        });
        Ok(StandingsList { lines: lines.collect() })
    }
}
