//! End a person's access: they leave, and in the same moment every session and every token of theirs is over.

use super::{OfPerson, add_person};
use crate::records::{persons, sessions, tokens};
use kernel::{Done, Duty, Fact, PersonId, Phi, Refusal, Role, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Ends the access of a person who leaves (45 CFR 164.308(a)(3)(ii)(C)).
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndPerson {
    pub person: PersonId,
}

impl Order for EndPerson {
    const ACT: Act = Act {
        name: "people.end-person",
        says: "End a person's access",
        path: "/people/{person}/end",
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
            return Err(Refusal::conflict("This person has left already.").into());
        }
        if work.person() == Some(person.id) {
            return Err(Refusal::conflict(
                "Nobody ends their own access. Ask somebody else who manages people.",
            )
            .into());
        }
        add_person::may_give(work, &person.roles)?;
        if person.roles.contains(&Role::Owner) && !persons::other_owner(work, person.id)? {
            return Err(
                Refusal::conflict("The last owner cannot leave. Make somebody else an owner first.").into()
            );
        }
        let sessions = sessions::end_others(work, person.id, None)?;
        let tokens = tokens::end_all(work, person.id)?;
        persons::end(work, person.id)?;
        let fact = Fact::new("people.person-ended", person.org)
            .about(person.id)
            .with("person", person.id)
            .with("sessions_ended", sessions)
            .with("tokens_ended", tokens);
        Ok(Done::new(fact, person.id.into()))
    }
}
