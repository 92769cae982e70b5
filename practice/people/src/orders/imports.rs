//! Import a staff list: rows are staged, shown as a difference, applied in one commit, and can be undone as a
//! whole.

use super::add_person;
use crate::{
    records::{
        imports::{self, Outcome as Kept},
        persons::{self, Sheet},
        sessions,
    },
    staff::{self, MOST_AT_ONCE, MOST_ROWS, Outcome, Plan, StaffRow, State},
    words,
};
use kernel::{Done, Duty, Fact, ImportId, OrgId, PersonId, Phi, Refusal, Role, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// Begins to import a staff list.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginImport {
    /// Whose staff it is.
    pub org: OrgId,
}

/// An import that was begun.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Begun {
    pub import: ImportId,
}

impl Order for BeginImport {
    const ACT: Act = Act {
        name: "people.begin-import",
        says: "Begin to import a staff list",
        path: "/people/imports",
        duty: Duty::ManagePeople,
        phi: Phi::None,
    };
    type Receipt = Begun;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Begun>, Stop> {
        let import: ImportId = work.id();
        let by = work.person();
        imports::begin(work, import, by)?;
        let fact = Fact::new("people.import-begun", self.org).about(import).with("import", import);
        Ok(Done::new(fact, Begun { import }))
    }
}

/// Stages rows of a staff list; nobody sees anything of them before the commit.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddImportRows {
    pub org: OrgId,
    pub import: ImportId,
    /// At most 500 rows.
    #[serde(serialize_with = "counted")]
    pub rows: Vec<StaffRow>,
}

/// The ledger keeps how many rows came, not a copy of the list.
fn counted<S: serde::Serializer>(rows: &[StaffRow], s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(&format!("{} rows", rows.len()))
}

/// How many rows are staged.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Staged {
    pub rows: i64,
}

pub(crate) fn find(look: &mut Look, id: ImportId) -> Result<imports::Kept, Stop> {
    imports::find(look, id)?.ok_or_else(|| Refusal::not_found("import").into())
}

fn staged(look: &mut Look, id: ImportId) -> Result<(), Stop> {
    if find(look, id)?.state != "staged" {
        return Err(Refusal::conflict("This import was committed already. Begin another.").into());
    }
    Ok(())
}

impl Order for AddImportRows {
    const ACT: Act = Act {
        name: "people.add-import-rows",
        says: "Stage rows of a staff list",
        path: "/people/imports/{import}/rows",
        duty: Duty::ManagePeople,
        phi: Phi::None,
    };
    const MOST_BYTES: usize = 1 << 20;
    type Receipt = Staged;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Staged>, Stop> {
        staged(work, self.import)?;
        if self.rows.is_empty() || self.rows.len() > MOST_AT_ONCE {
            return Err(Refusal::invalid("rows", "From 1 to 500 rows at once.").into());
        }
        for row in &self.rows {
            let content =
                serde_json::to_string(row).map_err(|e| anyhow::anyhow!("a row cannot be written: {e}"))?;
            if content.len() > 4_000 {
                let sentence = format!("Line {} is longer than 4 000 bytes.", row.line);
                return Err(Refusal::invalid("rows", sentence).into());
            }
            imports::stage(work, self.import, row.line, &content)?;
        }
        let rows = imports::count(work, self.import)?;
        if rows > MOST_ROWS {
            return Err(
                Refusal::invalid("rows", "A staff list has at most 5 000 rows. Import it in parts.").into()
            );
        }
        let fact = Fact::new("people.import-staged", self.org).about(self.import).with("rows", rows);
        Ok(Done::new(fact, Staged { rows }))
    }
}

/// The staged rows, weighed against who is there now.
pub(crate) fn plans(look: &mut Look, import: ImportId) -> Result<Vec<Plan>, Stop> {
    let rows: Vec<StaffRow> = imports::rows(look, import)?
        .iter()
        .map(|row| serde_json::from_str(&row.content))
        .collect::<Result<_, _>>()
        .map_err(|e| anyhow::anyhow!("a staged row cannot be read: {e}"))?;
    let present = imports::present(look)?;
    Ok(staff::weigh(&rows, &present, look.now()))
}

/// Applies a staged staff list in one commit. Rows that cannot be taken are left out and counted.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommitImport {
    pub org: OrgId,
    pub import: ImportId,
}

/// What became of the rows.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Committed {
    pub added: u32,
    pub changed: u32,
    pub unchanged: u32,
    pub refused: u32,
}

impl Order for CommitImport {
    const ACT: Act = Act {
        name: "people.commit-import",
        says: "Apply a staff list",
        path: "/people/imports/{import}/commit",
        duty: Duty::ManagePeople,
        phi: Phi::None,
    };
    type Receipt = Committed;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Committed>, Stop> {
        staged(work, self.import)?;
        let plans = plans(work, self.import)?;
        if plans.is_empty() {
            return Err(Refusal::conflict("There are no rows to apply.").into());
        }
        may_apply(work, &plans)?;
        let mut done = Committed::default();
        for plan in &plans {
            apply(work, self.import, plan, &mut done)?;
        }
        imports::committed(work, self.import)?;
        let fact = Fact::new("people.import-committed", self.org)
            .about(self.import)
            .with("import", self.import)
            .with("added", done.added)
            .with("changed", done.changed)
            .with("unchanged", done.unchanged)
            .with("refused", done.refused);
        Ok(Done::new(fact, done))
    }
}

/// All roles that the list gives or takes are within the caller's own duties.
fn may_apply(work: &mut Work, plans: &[Plan]) -> Result<(), Stop> {
    let none = Vec::new();
    let mut moved: Vec<Role> = Vec::new();
    for plan in plans {
        let before = plan.before.as_ref().map_or(&none, |s| &s.roles);
        let after = plan.after.as_ref().map_or(&none, |s| &s.roles);
        let differing =
            |a: &[Role], b: &[Role]| a.iter().copied().filter(|r| !b.contains(r)).collect::<Vec<_>>();
        if plan.before.is_some() && before.contains(&Role::Owner) && !after.contains(&Role::Owner) {
            let sentence =
                format!("Line {} would take the role of an owner. Do that by hand.", plan.weighed.line);
            return Err(Refusal::conflict(sentence).into());
        }
        moved.extend(differing(before, after));
        moved.extend(differing(after, before));
    }
    moved.sort_unstable();
    moved.dedup();
    add_person::may_give(work, &moved)
}

fn apply(work: &mut Work, import: ImportId, plan: &Plan, done: &mut Committed) -> Result<(), Stop> {
    let line = plan.weighed.line;
    let written = |state: &Option<State>| state.as_ref().map(|s| serde_json::json!(s).to_string());
    let (before, after) = (written(&plan.before), written(&plan.after));
    let kept = |outcome, person| Kept { line, outcome, person, before: before.clone(), after: after.clone() };
    let kept = match (&plan.weighed.outcome, &plan.after) {
        (Outcome::New, Some(state)) => match add(work, &plan.weighed.email, state)? {
            Some(person) => {
                done.added += 1;
                kept("added", Some(person))
            }
            None => {
                done.refused += 1;
                kept("refused", None)
            }
        },
        (Outcome::Changed { person, .. }, Some(state)) => {
            done.changed += 1;
            write(work, *person, &plan.weighed.email, state)?;
            kept("changed", Some(*person))
        }
        (Outcome::Unchanged { person }, _) => {
            done.unchanged += 1;
            kept("unchanged", Some(*person))
        }
        _ => {
            done.refused += 1;
            kept("refused", None)
        }
    };
    Ok(imports::outcome(work, import, &kept)?)
}

/// Nothing when the address signs somebody in elsewhere.
fn add(work: &mut Work, email: &str, state: &State) -> Result<Option<PersonId>, Stop> {
    let person: PersonId = work.id();
    if !persons::claim(work, person, email)? {
        return Ok(None);
    }
    let sheet = Sheet {
        name: state.name.clone(),
        email: email.to_owned(),
        title: state.title.clone(),
        location: None,
        department: None,
    };
    persons::add(work, person, &sheet, &state.roles)?;
    persons::train(work, person, state.trained_on)?;
    Ok(Some(person))
}

fn write(work: &mut Work, id: PersonId, email: &str, state: &State) -> Result<(), Stop> {
    let Some(person) = persons::find(work, id)?.filter(|p| !p.ended()) else { return Ok(()) };
    let sheet = Sheet {
        name: state.name.clone(),
        email: email.to_owned(),
        title: state.title.clone(),
        location: person.location,
        department: person.department,
    };
    persons::revise(work, id, &sheet)?;
    persons::set_roles(work, id, &state.roles)?;
    Ok(persons::train(work, id, state.trained_on)?)
}

/// Undoes a committed staff list: whoever it added and who never signed in is ended, and what it changed and
/// nobody changed since is as before.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoImport {
    pub org: OrgId,
    pub import: ImportId,
}

/// What was undone.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Undone {
    pub removed: u32,
    pub restored: u32,
    /// Left as they are, because somebody signed in or changed them since.
    pub kept: u32,
}

impl Order for UndoImport {
    const ACT: Act = Act {
        name: "people.undo-import",
        says: "Undo a staff list",
        path: "/people/imports/{import}/undo",
        duty: Duty::ManagePeople,
        phi: Phi::None,
    };
    type Receipt = Undone;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Undone>, Stop> {
        find(work, self.import)?;
        if !imports::undone(work, self.import)? {
            return Err(Refusal::conflict("Only a committed import can be undone, and only once.").into());
        }
        let mut done = Undone::default();
        for row in imports::rows(work, self.import)? {
            undo(work, &row, &mut done)?;
        }
        let fact = Fact::new("people.import-undone", self.org)
            .about(self.import)
            .with("import", self.import)
            .with("removed", done.removed)
            .with("restored", done.restored)
            .with("kept", done.kept);
        Ok(Done::new(fact, done))
    }
}

fn undo(work: &mut Work, row: &imports::Staged, done: &mut Undone) -> Result<(), Stop> {
    let outcome = row.outcome.as_deref().unwrap_or_default();
    let Some(id) = row.person.filter(|_| matches!(outcome, "added" | "changed")) else { return Ok(()) };
    let Some(person) = persons::find(work, id)?.filter(|p| !p.ended()) else { return Ok(()) };
    let stands = State {
        name: person.name.clone(),
        title: person.title.clone(),
        roles: person.roles.clone(),
        trained_on: person.trained_on,
    };
    let read = |text: &Option<String>| text.as_deref().and_then(|t| serde_json::from_str::<State>(t).ok());
    let untouched = read(&row.after).is_some_and(|after| after == stands);
    match read(&row.before) {
        None if person.state == "invited" => {
            sessions::end_others(work, id, None)?;
            persons::end(work, id)?;
            done.removed += 1;
        }
        Some(before) if untouched => {
            let moved = words::duties_of(&before.roles) != words::duties_of(&stands.roles);
            if moved {
                add_person::may_give(work, &before.roles)?;
            }
            write(work, id, &person.email, &before)?;
            done.restored += 1;
        }
        _ => done.kept += 1,
    }
    Ok(())
}
