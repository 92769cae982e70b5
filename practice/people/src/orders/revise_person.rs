//! Revise what is known of a person: name, address, title, workplace.

use super::{OfPerson, add_person};
use crate::{
    needs::Workplace,
    records::persons::{self, Sheet},
    words,
};
use kernel::{DepartmentId, Done, Duty, Fact, LocationId, PersonId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Revises a person. What is left out is taken away, except name and address.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevisePerson {
    pub person: PersonId,
    /// First and last name.
    pub name: String,
    /// The address with which they sign in.
    #[schemars(email)]
    pub email: String,
    /// What they are called at work.
    pub title: Option<String>,
    /// Where they work.
    pub location: Option<LocationId>,
    /// With whom they work.
    pub department: Option<DepartmentId>,
}

impl Order for RevisePerson {
    const ACT: Act = Act {
        name: "people.revise-person",
        says: "Revise a person",
        path: "/people/{person}/revise",
        duty: Duty::ManagePeople,
        phi: Phi::None,
    };
    type Receipt = OfPerson;
    type Needs = Workplace;

    fn ground(&self) -> Ground {
        Ground::thing(self.person)
    }

    fn perform(&self, work: &mut Work, place: Workplace) -> Result<Done<OfPerson>, Stop> {
        place.proven()?;
        let person = persons::find(work, self.person)?.ok_or_else(|| Refusal::not_found("person"))?;
        if person.ended() {
            return Err(Refusal::conflict("This person has left.").into());
        }
        let sheet = Sheet {
            name: words::line("name", &self.name)?,
            email: words::email("email", &self.email)?,
            title: words::some_line("title", self.title.as_deref())?,
            location: self.location,
            department: self.department,
        };
        if sheet.email != person.email {
            // Whoever changes the address changes who signs in, so it is like giving the duties.
            add_person::may_give(work, &person.roles)?;
            persons::release(work, person.id)?;
            if !persons::claim(work, person.id, &sheet.email)? {
                return Err(Refusal { field: Some("email".into()), ..add_person::taken() }.into());
            }
        }
        persons::revise(work, person.id, &sheet)?;
        let changed: Vec<&str> = [
            ("name", sheet.name != person.name),
            ("email", sheet.email != person.email),
            ("title", sheet.title != person.title),
            ("location", sheet.location != person.location),
            ("department", sheet.department != person.department),
        ]
        .into_iter()
        .filter_map(|(field, changed)| changed.then_some(field))
        .collect();
        let fact = Fact::new("people.person-revised", person.org)
            .about(person.id)
            .with("person", person.id)
            .with("changed", changed);
        Ok(Done::new(fact, person.id.into()))
    }
}
