//! A new organization that is served by the caller's own, or by one that the caller's own serves.

use crate::{Newcomer, OrgKind, records, text};
use kernel::{Done, Duty, Fact, OrgId, PersonId, Phi, Refusal, Stop, Who};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Adds an organization: a client, one of its clinics, or a subcontractor.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddOrganization {
    /// As it is known, for instance on its letterhead.
    #[schemars(extend("x-order" = 1), length(max = 200))]
    pub name: String,
    /// What it is.
    #[schemars(extend("x-order" = 2))]
    pub kind: OrgKind,
    /// Who serves it; your own organization when left out.
    #[serde(default)]
    #[schemars(extend("x-order" = 3))]
    pub provider: Option<OrgId>,
    /// Who answers for it at the provider and is told when its agreement lapses.
    #[serde(default)]
    #[schemars(extend("x-order" = 4))]
    pub account_owner: Option<PersonId>,
}

/// The organization that was made.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MadeOrganization {
    pub organization: OrgId,
}

impl Order for AddOrganization {
    const ACT: Act = Act {
        name: "organizations.add-organization",
        says: "Add an organization",
        path: "/organizations",
        duty: Duty::ManageOrganizations,
        phi: Phi::None,
    };
    type Receipt = MadeOrganization;
    type Needs = Newcomer;

    fn ground(&self) -> Ground {
        Ground::House
    }

    fn perform(&self, work: &mut Work, needs: Newcomer) -> Result<Done<MadeOrganization>, Stop> {
        let name = text::name("name", &self.name)?;
        // The new organization is not yet in anybody's reach, so the house writes its row; who may ask for it
        // is decided below, from the caller's employer.
        work.as_house(true);
        let provider = self.served_by(work, &needs)?;
        if self.account_owner.is_some() && needs.owner_employer != Some(provider) {
            let sentence = "The account owner works for the organization that serves this one.";
            return Err(Refusal::invalid("account_owner", sentence).into());
        }
        let org = work.id();
        let new = records::Founding {
            org,
            name: &name,
            kind: self.kind,
            provider: Some(provider),
            account_owner: self.account_owner,
        };
        records::found(work, &new)?;
        let fact = Fact::new("organizations.organization-added", org)
            .about(org)
            .with("kind", self.kind)
            .with("provider", provider)
            .with("account_owner", self.account_owner);
        Ok(Done::new(fact, MadeOrganization { organization: org }))
    }
}

impl AddOrganization {
    fn served_by(&self, work: &mut Work, needs: &Newcomer) -> Result<OrgId, Stop> {
        let founder = records::founder(work)?
            .ok_or_else(|| Refusal::conflict("The house has to be founded before it can serve anybody."))?;
        let house = matches!(work.who(), Who::House(_));
        let employer = match needs.caller_employer {
            Some(employer) => employer,
            None if house => founder.org,
            None => {
                return Err(Refusal::forbidden("Only somebody with an employer adds organizations.").into());
            }
        };
        let provider = self.provider.unwrap_or(employer);
        let known = records::brief(work, provider)?;
        let within = known.filter(|k| house || k.org == employer || k.provider == Some(employer));
        let known = within.ok_or_else(|| Refusal::not_found("organization"))?;
        if !known.kind.may_serve() {
            let sentence = format!("A {} serves no other organization.", known.kind.title().to_lowercase());
            return Err(Refusal::invalid("provider", sentence).into());
        }
        Ok(provider)
    }
}
