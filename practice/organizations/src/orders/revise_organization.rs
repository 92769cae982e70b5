//! An organization's name or kind was wrong, or has changed.

use crate::{OrgKind, Revised, records, text};
use kernel::{Done, Duty, Fact, OrgId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Revises an organization's name or kind.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviseOrganization {
    pub organization: OrgId,
    /// As it is known.
    #[schemars(extend("x-order" = 1), length(max = 200))]
    pub name: String,
    /// What it is.
    #[schemars(extend("x-order" = 2))]
    pub kind: OrgKind,
}

impl Order for ReviseOrganization {
    const ACT: Act = Act {
        name: "organizations.revise-organization",
        says: "Revise an organization",
        path: "/organizations/{organization}/revise",
        duty: Duty::ManageOrganizations,
        phi: Phi::None,
    };
    type Receipt = Revised;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Org(self.organization)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Revised>, Stop> {
        let name = text::name("name", &self.name)?;
        if records::revise(work, &name, self.kind)? == 0 {
            return Err(Refusal::not_found("organization").into());
        }
        let fact = Fact::new("organizations.organization-revised", self.organization)
            .about(self.organization)
            .with("kind", self.kind);
        Ok(Done::new(fact, Revised { id: self.organization.to_string() }))
    }
}
