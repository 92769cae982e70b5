//! The organizations within reach, in the order of their names, with honest counts.

use crate::{OrgKind, records};
use kernel::{Duty, OrgId, PersonId, Phi, Refusal, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// How many a page holds when nobody says, and at most.
const PAGE: u32 = 50;
const MOST: u32 = 200;

/// Lists the organizations within your reach.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Organizations {
    /// The last organization of the page before.
    #[serde(default)]
    pub after: Option<String>,
    /// How many, 50 unless said otherwise, at most 200.
    #[serde(default)]
    pub most: Option<u32>,
}

/// A page of organizations.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OrganizationList {
    pub lines: Vec<OrganizationLine>,
    /// How many are within reach in all.
    pub all: i64,
    /// What to give as `after` for the next page; nothing on the last.
    pub next: Option<String>,
}

/// An organization in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OrganizationLine {
    pub organization: OrgId,
    pub name: String,
    pub kind: OrgKind,
    pub provider: Option<OrgId>,
    pub account_owner: Option<PersonId>,
    pub locations: i64,
    pub departments: i64,
}

impl Question for Organizations {
    const ACT: Act = Act {
        name: "organizations.organizations",
        says: "List organizations",
        path: "/organizations/list",
        duty: Duty::ReadOrganizations,
        phi: Phi::None,
    };
    type Answer = OrganizationList;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<OrganizationList, Stop> {
        let most = self.most.unwrap_or(PAGE).clamp(1, MOST);
        let after = self.after.as_deref().map(str::trim).filter(|a| !a.is_empty());
        let after = after.map(str::parse::<OrgId>).transpose();
        let after = after.map_err(|e| Refusal::invalid("after", format!("{e}.")))?;
        let mut lines: Vec<OrganizationLine> =
            records::list(look, after, most + 1)?.into_iter().map(OrganizationLine::from).collect();
        let further = lines.len() > most as usize;
        lines.truncate(most as usize);
        let next = lines.last().filter(|_| further).map(|l| l.organization.to_string());
        Ok(OrganizationList { lines, all: records::how_many(look)?, next })
    }
}

impl From<(records::Known, i64, i64)> for OrganizationLine {
    fn from((known, locations, departments): (records::Known, i64, i64)) -> Self {
        Self {
            organization: known.org,
            name: known.name,
            kind: known.kind,
            provider: known.provider,
            account_owner: known.account_owner,
            locations,
            departments,
        }
    }
}
