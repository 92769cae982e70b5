//! The first owner: made by the house itself at its first start, when there is nobody who could add anybody.

use super::{
    add_person::{self, Added},
    invitation,
};
use crate::{
    records::persons::{self, Sheet},
    words,
};
use kernel::{Done, Duty, Fact, OrgId, Phi, Refusal, Role, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Makes the owner of an organization that has nobody yet.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FirstOwner {
    /// The organization that runs this house.
    pub org: OrgId,
    /// First and last name.
    pub name: String,
    /// The address with which they will sign in.
    #[schemars(email)]
    pub email: String,
}

impl Order for FirstOwner {
    const ACT: Act = Act {
        name: "people.first-owner",
        says: "Make the first owner",
        path: "/people/first-owner",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = Added;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Added>, Stop> {
        if persons::count(work)? > 0 {
            return Err(Refusal::conflict("Somebody works here already; they add the others.").into());
        }
        let sheet = Sheet {
            name: words::line("name", &self.name)?,
            email: words::email("email", &self.email)?,
            title: None,
            location: None,
            department: None,
        };
        let person = add_person::add(work, &sheet, &[Role::Owner])?;
        let link = invitation::make(work, person)?;
        let fact = Fact::new("people.person-added", self.org)
            .about(person)
            .with("person", person)
            .with("roles", [Role::Owner])
            .with("link_until", link.until);
        Ok(Done::new(fact, Added { person, link }))
    }
}
