//! What is recorded of a person's training and certifications: it decides what they may look at, and which
//! work fits them.

use super::OfPerson;
use crate::{
    records::persons::{self, Held},
    words,
};
use kernel::{CertificationId, Done, Duty, Fact, PersonId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Records that a person had security training (45 CFR 164.308(a)(5)); it counts for a year.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordTraining {
    pub person: PersonId,
    /// The day of the training.
    #[schemars(extend("format" = "date"))]
    pub on: String,
}

impl Order for RecordTraining {
    const ACT: Act = Act {
        name: "people.record-training",
        says: "Record a security training",
        path: "/people/{person}/record-training",
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
        let on = words::day("on", &self.on)?;
        if on > work.now() {
            return Err(Refusal::invalid("on", "A training is recorded after it took place.").into());
        }
        persons::train(work, person.id, Some(on))?;
        let fact = Fact::new("people.training-recorded", person.org)
            .about(person.id)
            .with("person", person.id)
            .with("on", on)
            .with("until", on.plus(words::TRAINING_LASTS));
        Ok(Done::new(fact, person.id.into()))
    }
}

/// Adds a certification that a person holds.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddCertification {
    pub person: PersonId,
    /// For instance "Epic Bridges".
    pub name: String,
    /// Who gave it.
    pub issuer: Option<String>,
    /// The last day on which it counts; nothing for one that does not end.
    #[schemars(extend("format" = "date"))]
    pub valid_until: Option<String>,
}

/// A certification that was added.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Certified {
    pub certification: CertificationId,
}

impl Order for AddCertification {
    const ACT: Act = Act {
        name: "people.add-certification",
        says: "Add a certification",
        path: "/people/{person}/certifications",
        duty: Duty::ManagePeople,
        phi: Phi::None,
    };
    type Receipt = Certified;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.person)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Certified>, Stop> {
        let person = persons::find(work, self.person)?.ok_or_else(|| Refusal::not_found("person"))?;
        let until = self.valid_until.as_deref().filter(|t| !t.trim().is_empty());
        let held = Held {
            id: work.id(),
            name: words::line("name", &self.name)?,
            issuer: words::some_line("issuer", self.issuer.as_deref())?,
            valid_until: until.map(|day| words::day("valid_until", day)).transpose()?,
        };
        persons::certify(work, person.id, &held)?;
        let fact = Fact::new("people.certification-added", person.org)
            .about(person.id)
            .about(held.id)
            .with("person", person.id)
            .with("valid_until", held.valid_until);
        Ok(Done::new(fact, Certified { certification: held.id }))
    }
}
