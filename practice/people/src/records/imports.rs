//! Imports of staff lists: rows are staged, weighed against what is, and applied in one commit.

use anyhow::Result;
use kernel::{ImportId, Moment, PersonId};
use store::{Look, Row, Work, params, sql};

sql! {
    BEGIN "people.begin-staff-import"
        "insert into staff_imports (id, org, state, made_by, made_at)
         values (:id, :org, 'staged', :made_by, :now)";
    FIND "people.staff-import"
        "select id, state, made_by, made_at, committed_at, undone_at from staff_imports where id = :id
         and org = :org";
    STAGE "people.stage-staff-row"
        "insert into staff_import_rows (import, line, org, content) values (:import, :line, :org, :content)
         on conflict (import, line) do update set content = excluded.content
         where staff_import_rows.org = :org";
    COUNT "people.count-staff-rows"
        "select count(*) as n from staff_import_rows where import = :import and org = :org";
    ROWS "people.staff-rows"
        "select content, outcome, person, before, after from staff_import_rows
         where import = :import and org = :org order by line";
    OUTCOME "people.staff-row-outcome"
        "update staff_import_rows set outcome = :outcome, person = :person, before = :before, after = :after
         where import = :import and line = :line and org = :org";
    COMMITTED "people.staff-import-committed"
        "update staff_imports set state = 'committed', committed_at = :now
         where id = :id and org = :org and state = 'staged'";
    UNDONE "people.staff-import-undone"
        "update staff_imports set state = 'undone', undone_at = :now
         where id = :id and org = :org and state = 'committed'";
    PRESENT "people.staff-present"
        "select id, name, email, title, roles, trained_on from people where org = :org and state <> 'ended'";
}

/// An import as kept.
pub(crate) struct Kept {
    pub state: String,
    pub made_by: Option<PersonId>,
    pub made_at: Moment,
    pub committed_at: Option<Moment>,
    pub undone_at: Option<Moment>,
}

/// A staged row.
pub(crate) struct Staged {
    pub content: String,
    pub outcome: Option<String>,
    pub person: Option<PersonId>,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// Somebody who is there, as far as a list can change them.
pub(crate) struct Present {
    pub id: PersonId,
    pub name: String,
    pub email: String,
    pub title: Option<String>,
    pub roles: String,
    pub trained_on: Option<Moment>,
}

/// What became of a row.
pub(crate) struct Outcome<'a> {
    pub line: u32,
    pub outcome: &'a str,
    pub person: Option<PersonId>,
    pub before: Option<String>,
    pub after: Option<String>,
}

pub(crate) fn begin(work: &mut Work, id: ImportId, by: Option<PersonId>) -> Result<()> {
    work.run(&BEGIN, params! { "id": id, "made_by": by }).map(drop)
}

pub(crate) fn find(look: &mut Look, id: ImportId) -> Result<Option<Kept>> {
    let row = look.row(&FIND, params! { "id": id })?;
    let read = |r: Row| {
        Ok(Kept {
            state: r.get("state")?,
            made_by: r.get("made_by")?,
            made_at: r.get("made_at")?,
            committed_at: r.get("committed_at")?,
            undone_at: r.get("undone_at")?,
        })
    };
    row.map(read).transpose()
}

pub(crate) fn stage(work: &mut Work, import: ImportId, line: u32, content: &str) -> Result<()> {
    work.run(&STAGE, params! { "import": import, "line": line, "content": content }).map(drop)
}

pub(crate) fn count(look: &mut Look, import: ImportId) -> Result<i64> {
    look.row(&COUNT, params! { "import": import })?.map_or(Ok(0), |r| r.get("n"))
}

pub(crate) fn rows(look: &mut Look, import: ImportId) -> Result<Vec<Staged>> {
    let read = |r: &Row| {
        Ok(Staged {
            content: r.get("content")?,
            outcome: r.get("outcome")?,
            person: r.get("person")?,
            before: r.get("before")?,
            after: r.get("after")?,
        })
    };
    look.rows(&ROWS, params! { "import": import })?.iter().map(read).collect()
}

pub(crate) fn outcome(work: &mut Work, import: ImportId, o: &Outcome) -> Result<()> {
    work.run(
        &OUTCOME,
        params! { "import": import, "line": o.line, "outcome": o.outcome, "person": o.person,
        "before": o.before.clone(), "after": o.after.clone() },
    )
    .map(drop)
}

pub(crate) fn committed(work: &mut Work, id: ImportId) -> Result<bool> {
    Ok(work.run(&COMMITTED, params! { "id": id })? == 1)
}

pub(crate) fn undone(work: &mut Work, id: ImportId) -> Result<bool> {
    Ok(work.run(&UNDONE, params! { "id": id })? == 1)
}

pub(crate) fn present(look: &mut Look) -> Result<Vec<Present>> {
    let read = |r: &Row| {
        Ok(Present {
            id: r.get("id")?,
            name: r.get("name")?,
            email: r.get("email")?,
            title: r.get("title")?,
            roles: r.get("roles")?,
            trained_on: r.get("trained_on")?,
        })
    };
    look.rows(&PRESENT, params! {})?.iter().map(read).collect()
}
