//! Add a person: they are invited, and a one-time link lets them choose their password.

use super::invitation::{self, Link};
use crate::{
    directory,
    needs::Workplace,
    records::persons::{self, Sheet},
    words,
};
use kernel::{DepartmentId, Done, Duty, Fact, LocationId, OrgId, PersonId, Phi, Refusal, Role, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Adds a person to an organization. The receipt holds a one-time link, which is shown once and never again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddPerson {
    /// The employer.
    pub org: OrgId,
    /// First and last name.
    pub name: String,
    /// The address with which they will sign in.
    #[schemars(email)]
    pub email: String,
    /// What they may do; you give no more than you may do yourself.
    pub roles: Vec<Role>,
    /// What they are called at work, for instance "Charge nurse".
    pub title: Option<String>,
    /// Where they work.
    pub location: Option<LocationId>,
    /// With whom they work.
    pub department: Option<DepartmentId>,
}

/// A person who was added, with the one-time link.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Added {
    pub person: PersonId,
    pub link: Link,
}

impl Order for AddPerson {
    const ACT: Act = Act {
        name: "people.add-person",
        says: "Add a person",
        path: "/people",
        duty: Duty::ManagePeople,
        phi: Phi::None,
    };
    type Receipt = Added;
    type Needs = Workplace;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, place: Workplace) -> Result<Done<Added>, Stop> {
        place.proven()?;
        let sheet = Sheet {
            name: words::line("name", &self.name)?,
            email: words::email("email", &self.email)?,
            title: words::some_line("title", self.title.as_deref())?,
            location: self.location,
            department: self.department,
        };
        let roles = words::roles("roles", &self.roles)?;
        may_give(work, &roles)?;
        let person = add(work, &sheet, &roles)?;
        let link = invitation::make(work, person)?;
        let fact = Fact::new("people.person-added", self.org)
            .about(person)
            .with("person", person)
            .with("roles", &roles)
            .with("link_until", link.until);
        Ok(Done::new(fact, Added { person, link }))
    }
}

/// Writes a new person of the bound organization.
pub(super) fn add(work: &mut Work, sheet: &Sheet, roles: &[Role]) -> Result<PersonId, Stop> {
    let person: PersonId = work.id();
    if !persons::claim(work, person, &sheet.email)? {
        return Err(Refusal { field: Some("email".into()), ..taken() }.into());
    }
    persons::add(work, person, sheet, roles)?;
    Ok(person)
}

pub(super) fn taken() -> Refusal {
    Refusal::conflict("This address cannot be used: it signs somebody in already.")
}

/// Nobody gives a duty that they lack.
pub(super) fn may_give(work: &mut Work, roles: &[Role]) -> Result<(), Stop> {
    let own = directory::own_duties(work)?;
    let lacking = words::duties_of(roles).list().into_iter().find(|duty| !own.has(*duty));
    match lacking {
        None => Ok(()),
        Some(duty) => {
            let sentence = format!("You cannot give the duty '{duty}', because you do not have it yourself.");
            Err(Refusal { field: Some("roles".into()), ..Refusal::forbidden(sentence) }
                .remedy("Ask an owner of your organization", None)
                .into())
        }
    }
}
