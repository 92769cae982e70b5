//! One organization: what it is, who serves it, who answers for it.

use crate::{OrgKind, records};
use kernel::{Duty, Moment, OrgId, PersonId, Phi, Refusal, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Shows an organization.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    pub organization: OrgId,
}

/// An organization.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OrganizationPage {
    pub organization: OrgId,
    pub name: String,
    pub kind: OrgKind,
    /// Who serves it; nothing for the organization that runs the house.
    pub provider: Option<OrgId>,
    pub account_owner: Option<PersonId>,
    pub created_at: Moment,
}

impl Question for Organization {
    const ACT: Act = Act {
        name: "organizations.organization",
        says: "Show an organization",
        path: "/organizations/{organization}",
        duty: Duty::ReadOrganizations,
        phi: Phi::None,
    };
    type Answer = OrganizationPage;

    fn ground(&self) -> Ground {
        Ground::Org(self.organization)
    }

    fn answer(&self, look: &mut Look) -> Result<OrganizationPage, Stop> {
        let known = records::one(look)?.ok_or_else(|| Refusal::not_found("organization"))?;
        Ok(OrganizationPage {
            organization: known.org,
            name: known.name,
            kind: known.kind,
            provider: known.provider,
            account_owner: known.account_owner,
            created_at: known.created_at,
        })
    }
}
