//! The very first order: the organization that runs the house, a service provider or a hospital with its own
//! IT.

use crate::{MadeOrganization, OrgKind, records, text};
use kernel::{Done, Duty, Fact, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Founds the house: makes the organization that runs it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FoundHouse {
    /// The name of the service provider, or of the hospital that runs its own desk.
    #[schemars(extend("x-order" = 1), length(max = 200))]
    pub name: String,
    /// A service provider unless said otherwise.
    #[serde(default = "provider")]
    #[schemars(extend("x-order" = 2))]
    pub kind: OrgKind,
}

fn provider() -> OrgKind {
    OrgKind::Provider
}

impl Order for FoundHouse {
    const ACT: Act = Act {
        name: "organizations.found-house",
        says: "Found the house",
        path: "/organizations/found-house",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = MadeOrganization;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::House
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<MadeOrganization>, Stop> {
        let name = text::name("name", &self.name)?;
        // There is no organization yet to be bound to: the house itself writes its first row.
        work.as_house(true);
        if records::founder(work)?.is_some() {
            return Err(Refusal::conflict("The house has been founded already.").into());
        }
        let org = work.id();
        records::found(
            work,
            &records::Founding { org, name: &name, kind: self.kind, provider: None, account_owner: None },
        )?;
        let founded = Fact::new("organizations.house-founded", org).about(org).with("kind", self.kind);
        let added = Fact::new("organizations.organization-added", org).about(org).with("kind", self.kind);
        Ok(Done::new(founded, MadeOrganization { organization: org }).and(added))
    }
}
