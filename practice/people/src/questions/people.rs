//! Who works here: the list, and one person.

use crate::{
    records::persons::{self, From, Person as Kept},
    words,
};
use kernel::{
    CertificationId, DepartmentId, Duty, LocationId, Moment, OrgId, PersonId, Phi, Refusal, Role, Stop,
};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// The people of an organization, or of everything within reach.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// Nothing for everything within reach.
    #[serde(default)]
    pub org: Option<OrgId>,
    /// Where the page before ended.
    #[serde(default)]
    pub after: Option<String>,
    /// How many, at most 200.
    #[serde(default)]
    pub most: Option<u32>,
    /// Also those who left.
    #[serde(default)]
    pub ended: bool,
}

/// A person in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PersonLine {
    pub id: PersonId,
    pub org: OrgId,
    pub name: String,
    pub email: String,
    pub title: Option<String>,
    pub roles: Vec<Role>,
    /// `invited`, `active` or `ended`.
    pub state: String,
    pub trained_on: Option<Moment>,
    pub trained: bool,
}

/// A page of people.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PeoplePage {
    pub org: Option<OrgId>,
    pub people: Vec<PersonLine>,
    /// How many there are altogether, without those who left.
    pub count: i64,
    /// Where the next page begins; nothing at the end.
    pub next: Option<String>,
    pub now: Moment,
}

fn line(person: &Kept, now: Moment) -> PersonLine {
    PersonLine {
        id: person.id,
        org: person.org,
        name: person.name.clone(),
        email: person.email.clone(),
        title: person.title.clone(),
        roles: person.roles.clone(),
        state: person.state.clone(),
        trained_on: person.trained_on,
        trained: words::is_trained(person.trained_on, now),
    }
}

/// The id of the last one, then its name: the id has a fixed length.
fn cursor(person: &Kept) -> String {
    format!("{}|{}", person.id, person.name)
}

impl Question for People {
    const ACT: Act = Act {
        name: "people.people",
        says: "List people",
        path: "/people/list",
        duty: Duty::ReadPeople,
        phi: Phi::None,
    };
    type Answer = PeoplePage;

    fn ground(&self) -> Ground {
        self.org.map_or(Ground::Reach, Ground::Org)
    }

    fn answer(&self, look: &mut Look) -> Result<PeoplePage, Stop> {
        let most = self.most.unwrap_or(50).clamp(1, 200);
        let after = self.after.as_deref().unwrap_or_default();
        let (id, name) = match after.split_once('|') {
            Some((id, name)) if id.parse::<PersonId>().is_ok() => (id, name),
            None if after.is_empty() => ("", ""),
            _ => return Err(Refusal::invalid("after", "This is not where a page ended.").into()),
        };
        let everywhere = self.org.is_none();
        let from = From { name, id, most: most + 1, ended: self.ended, everywhere };
        let mut found = persons::list(look, &from)?;
        let more = found.len() > most as usize;
        found.truncate(most as usize);
        let next = found.last().filter(|_| more).map(cursor);
        let count = if everywhere { persons::count_in_reach(look)? } else { persons::count(look)? };
        let now = look.now();
        let people = found.iter().map(|p| line(p, now)).collect();
        Ok(PeoplePage { org: self.org, people, count, next, now })
    }
}

/// One person.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub person: PersonId,
}

/// A certification that somebody holds.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Certification {
    pub id: CertificationId,
    pub name: String,
    pub issuer: Option<String>,
    pub valid_until: Option<Moment>,
    /// Whether it counts today.
    pub valid: bool,
}

/// What is known of a person.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PersonPage {
    pub person: PersonLine,
    pub location: Option<LocationId>,
    pub department: Option<DepartmentId>,
    pub added_at: Moment,
    pub ended_at: Option<Moment>,
    pub certifications: Vec<Certification>,
    /// What the roles consist of together.
    pub duties: Vec<Duty>,
    pub now: Moment,
}

pub(super) fn certifications(look: &mut Look, person: PersonId) -> Result<Vec<Certification>, Stop> {
    let now = look.now();
    // The last day counts whole.
    let valid = |until: Option<Moment>| until.is_none_or(|u| now < u.plus(kernel::Span::days(1)));
    let held = persons::certifications(look, person)?.into_iter().map(|h| Certification {
        id: h.id,
        name: h.name,
        issuer: h.issuer,
        valid: valid(h.valid_until),
        valid_until: h.valid_until,
    });
    Ok(held.collect())
}

pub(super) fn page(look: &mut Look, person: PersonId) -> Result<PersonPage, Stop> {
    let kept = persons::find(look, person)?.ok_or_else(|| Refusal::not_found("person"))?;
    let now = look.now();
    Ok(PersonPage {
        person: line(&kept, now),
        location: kept.location,
        department: kept.department,
        added_at: kept.added_at,
        ended_at: kept.ended_at,
        certifications: certifications(look, person)?,
        duties: words::duties_of(&kept.roles).list(),
        now,
    })
}

impl Question for Person {
    const ACT: Act = Act {
        name: "people.person",
        says: "Show a person",
        path: "/people/{person}",
        duty: Duty::ReadPeople,
        phi: Phi::None,
    };
    type Answer = PersonPage;

    fn ground(&self) -> Ground {
        Ground::thing(self.person)
    }

    fn answer(&self, look: &mut Look) -> Result<PersonPage, Stop> {
        page(look, self.person)
    }
}
