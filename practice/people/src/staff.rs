//! A staff list weighed against who is there: for each row whether somebody is new, what would change, or why
//! the row cannot be taken. Pure; nothing is written here.

use crate::{records::imports::Present, words};
use kernel::{Moment, PersonId, Refusal, Role};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// The most rows of one import.
pub const MOST_ROWS: i64 = 5_000;
/// The most rows that are staged at once.
pub const MOST_AT_ONCE: usize = 500;

/// A row of a staff list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffRow {
    /// The line in the list, from 1.
    pub line: u32,
    pub name: String,
    /// The address; it decides who is meant.
    pub email: String,
    /// Nothing leaves the roles as they are; somebody new is then a reporter.
    #[serde(default)]
    pub roles: Option<Vec<Role>>,
    /// Nothing leaves it as it is.
    #[serde(default)]
    pub title: Option<String>,
    /// The day of the last security training, like 2026-11-22; nothing leaves it as it is.
    #[serde(default)]
    pub trained_on: Option<String>,
}

/// A field that would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Change {
    pub field: &'static str,
    pub before: String,
    pub after: String,
}

/// What a row comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Outcome {
    New,
    Changed { person: PersonId, changes: Vec<Change> },
    Unchanged { person: PersonId },
    Refused { field: String, sentence: String },
}

/// A row with what it comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Weighed {
    pub line: u32,
    pub name: String,
    pub email: String,
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// How somebody stands before or after a row; kept so that an import can be undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct State {
    pub name: String,
    pub title: Option<String>,
    pub roles: Vec<Role>,
    pub trained_on: Option<Moment>,
}

/// A weighed row with how the person would stand afterwards.
pub(crate) struct Plan {
    pub weighed: Weighed,
    pub before: Option<State>,
    pub after: Option<State>,
}

impl Present {
    fn state(&self) -> State {
        State {
            name: self.name.clone(),
            title: self.title.clone(),
            roles: words::split_roles(&self.roles),
            trained_on: self.trained_on,
        }
    }
}

/// Weighs all rows, in their order.
pub(crate) fn weigh(rows: &[StaffRow], present: &[Present], now: Moment) -> Vec<Plan> {
    let there: HashMap<&str, &Present> = present.iter().map(|p| (p.email.as_str(), p)).collect();
    let mut seen = HashSet::new();
    rows.iter()
        .map(|row| {
            let planned = one(row, &there, &mut seen, now);
            let (outcome, before, after) = planned.unwrap_or_else(|refusal| {
                let field = refusal.field.unwrap_or_default();
                (Outcome::Refused { field, sentence: refusal.sentence }, None, None)
            });
            let email = words::lower(&row.email);
            Plan {
                weighed: Weighed { line: row.line, name: row.name.trim().into(), email, outcome },
                before,
                after,
            }
        })
        .collect()
}

type Planned = (Outcome, Option<State>, Option<State>);

fn one(
    row: &StaffRow,
    there: &HashMap<&str, &Present>,
    seen: &mut HashSet<String>,
    now: Moment,
) -> Result<Planned, Refusal> {
    let name = words::line("name", &row.name)?;
    let email = words::email("email", &row.email)?;
    let title = words::some_line("title", row.title.as_deref())?;
    let roles = row.roles.as_deref().map(|r| words::roles("roles", r)).transpose()?;
    let day = row.trained_on.as_deref().filter(|d| !d.trim().is_empty());
    let trained_on = day.map(|d| words::day("trained_on", d)).transpose()?;
    if trained_on.is_some_and(|on| on > now) {
        return Err(Refusal::invalid("trained_on", "A training is recorded after it took place."));
    }
    if !seen.insert(email.clone()) {
        return Err(Refusal::invalid("email", "This address stands in an earlier row."));
    }
    let Some(present) = there.get(email.as_str()) else {
        let roles = roles.unwrap_or_else(|| vec![Role::Reporter]);
        return Ok((Outcome::New, None, Some(State { name, title, roles, trained_on })));
    };
    let before = present.state();
    let after = State {
        name,
        title: title.or_else(|| before.title.clone()),
        roles: roles.unwrap_or_else(|| before.roles.clone()),
        trained_on: trained_on.or(before.trained_on),
    };
    let changes = changes(&before, &after);
    let person = present.id;
    let outcome =
        if changes.is_empty() { Outcome::Unchanged { person } } else { Outcome::Changed { person, changes } };
    Ok((outcome, Some(before), Some(after)))
}

fn changes(before: &State, after: &State) -> Vec<Change> {
    let day = |m: Option<Moment>| m.map(|m| m.date_in("UTC").to_string()).unwrap_or_default();
    let titles = |roles: &[Role]| roles.iter().map(|r| r.title()).collect::<Vec<_>>().join(", ");
    [
        ("name", before.name.clone(), after.name.clone()),
        ("title", before.title.clone().unwrap_or_default(), after.title.clone().unwrap_or_default()),
        ("roles", titles(&before.roles), titles(&after.roles)),
        ("trained_on", day(before.trained_on), day(after.trained_on)),
    ]
    .into_iter()
    .filter(|(_, before, after)| before != after)
    .map(|(field, before, after)| Change { field, before, after })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(line: u32, name: &str, email: &str) -> StaffRow {
        StaffRow { line, name: name.into(), email: email.into(), roles: None, title: None, trained_on: None }
    }

    #[test]
    fn each_row_comes_to_something() {
        let now = words::day("now", "2026-11-22").unwrap();
        let id = PersonId::new(now, [1; 10]);
        let present = [Present {
            id,
            name: "Ana Ruiz".into(),
            email: "ana@clinic.example".into(),
            title: None,
            roles: "reporter".into(),
            trained_on: None,
        }];
        let mut titled = row(2, "Ana Ruiz", "ANA@clinic.example");
        titled.title = Some("Charge nurse".into());
        let mut late = row(6, "Pim Ode", "pim@clinic.example");
        late.trained_on = Some("2027-01-01".into());
        let rows = [
            row(1, "Bo Lind", "bo@clinic.example"),
            titled,
            row(3, "Ana Ruiz", "ana@clinic.example"),
            row(4, "", "cy@clinic.example"),
            row(5, "Cy Moss", "not an address"),
            late,
        ];
        let plans = weigh(&rows, &present, now);
        let outcomes: Vec<&Outcome> = plans.iter().map(|p| &p.weighed.outcome).collect();
        assert_eq!(outcomes[0], &Outcome::New);
        assert_eq!(plans[0].after.as_ref().unwrap().roles, [Role::Reporter]);
        let changed = Change { field: "title", before: String::new(), after: "Charge nurse".into() };
        assert_eq!(outcomes[1], &Outcome::Changed { person: id, changes: vec![changed] });
        let fields: Vec<&str> = outcomes[2..]
            .iter()
            .map(|o| if let Outcome::Refused { field, .. } = o { field.as_str() } else { "" })
            .collect();
        assert_eq!(fields, ["email", "name", "email", "trained_on"]);
        let same = weigh(&[row(1, "Ana Ruiz", "ana@clinic.example")], &present, now);
        assert_eq!(same[0].weighed.outcome, Outcome::Unchanged { person: id });
    }
}
