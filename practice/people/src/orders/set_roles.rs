//! Set the roles of a person. Nobody gives duties that they lack themselves, and the last owner stays owner.

use super::{OfPerson, add_person};
use crate::{oidc, records::persons, words};
use kernel::{Done, Duty, Fact, PersonId, Phi, Refusal, Role, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Sets what a person may do.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetRoles {
    pub person: PersonId,
    /// All of their roles from now on.
    pub roles: Vec<Role>,
}

impl Order for SetRoles {
    const ACT: Act = Act {
        name: "people.set-roles",
        says: "Set the roles of a person",
        path: "/people/{person}/set-roles",
        duty: Duty::ManagePeople,
        phi: Phi::None,
    };
    type Receipt = OfPerson;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.person)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<OfPerson>, Stop> {
        let person = persons::find(work, self.person)?.ok_or_else(|| Refusal::not_found("person"))?;
        if person.ended() {
            return Err(Refusal::conflict("This person has left.").into());
        }
        let roles = words::roles("roles", &self.roles)?;
        let new: Vec<Role> = roles.iter().copied().filter(|role| !person.roles.contains(role)).collect();
        let lost: Vec<Role> = person.roles.iter().copied().filter(|role| !roles.contains(role)).collect();
        // What is taken away counts too: nobody takes a duty from above.
        add_person::may_give(work, &[new, lost.clone()].concat())?;
        if lost.contains(&Role::Owner) && !persons::other_owner(work, person.id)? {
            return Err(
                Refusal::conflict("The last owner stays owner. Make somebody else an owner first.").into()
            );
        }
        persons::set_roles(work, person.id, &roles)?;
        let awaited = oidc::records::reviewed(work, person.id)?;
        let fact = Fact::new("people.roles-set", person.org)
            .about(person.id)
            .with("person", person.id)
            .with("roles", &roles)
            .with("before", &person.roles)
            .with("awaited", awaited);
        Ok(Done::new(fact, person.id.into()))
    }
}
