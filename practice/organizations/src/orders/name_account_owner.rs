//! Somebody at the provider answers for the organization: the one who is told when its agreement lapses.

use crate::{NamedPerson, Revised, records};
use kernel::{Done, Duty, Fact, OrgId, PersonId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Names the account owner of an organization, or leaves it without one.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NameAccountOwner {
    pub organization: OrgId,
    /// Somebody who works for its provider; nobody when left out.
    #[serde(default)]
    pub person: Option<PersonId>,
}

impl Order for NameAccountOwner {
    const ACT: Act = Act {
        name: "organizations.name-account-owner",
        says: "Name the account owner",
        path: "/organizations/{organization}/account-owner",
        duty: Duty::ManageOrganizations,
        phi: Phi::None,
    };
    type Receipt = Revised;
    type Needs = NamedPerson;

    fn ground(&self) -> Ground {
        Ground::Org(self.organization)
    }

    fn perform(&self, work: &mut Work, needs: NamedPerson) -> Result<Done<Revised>, Stop> {
        let here = records::one(work)?.ok_or_else(|| Refusal::not_found("organization"))?;
        // The organization that runs the house has no provider: its own people answer for it.
        let serves = here.provider.unwrap_or(here.org);
        if self.person.is_some() && needs.employer != Some(serves) {
            let sentence = "The account owner works for the organization that serves this one.";
            return Err(Refusal::invalid("person", sentence).into());
        }
        if here.account_owner == self.person {
            return Err(Refusal::conflict("That is how it stands already.").into());
        }
        records::name_owner(work, self.person)?;
        let fact = Fact::new("organizations.account-owner-named", here.org)
            .about(here.org)
            .with("person", self.person)
            .with("before", here.account_owner);
        Ok(Done::new(fact, Revised { id: here.org.to_string() }))
    }
}
