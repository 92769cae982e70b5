//! A folder that is read without a server: plain pages that open from a disk, a stick or a printed stack, and lists for a
//! spreadsheet. Nothing in it needs a script, a network or a sign-in, and nothing in it speaks of a patient.

use super::{Names, name, said};
use crate::questions::{BoardShown, Pack, PlanShown, Station, Told};
use crate::words::State;
use kernel::DepartmentId;
use markup::{FOLDER_STYLE, FolderPage, Markup, folder_page, html, words};

/// What the folder of an organization holds.
pub struct FolderView<'a> {
    pub organization: &'a str,
    pub shown: &'a PlanShown,
    /// What is down or planned at the moment.
    pub board: &'a BoardShown,
    pub stations: &'a [Station],
    /// Names of departments, assets and people by id.
    pub names: &'a Names,
    pub departments: Vec<FolderDepartment>,
    /// Who is called, in order.
    pub calls: Vec<Call>,
    /// The zone in which times are told.
    pub zone: &'a str,
}

/// A department with its telephone.
#[derive(Debug, Clone)]
pub struct FolderDepartment {
    pub id: DepartmentId,
    pub name: String,
    pub phone: Option<String>,
}

/// A line of the telephone tree.
#[derive(Debug, Clone)]
pub struct Call {
    /// Why they are called: "On call: infrastructure".
    pub role: String,
    pub name: String,
    pub phone: Option<String>,
}

/// A file of the folder, beside the others of its organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderFile {
    pub path: String,
    pub text: String,
}

/// Beyond so many numbers of one form only the stretches are listed, not each number with its own line.
const MOST_LINES: u32 = 300;

/// Everything of the folder.
pub fn folder(view: &FolderView) -> Vec<FolderFile> {
    let mut files = vec![
        file("index.html", page(view, view.organization, &index(view))),
        file("phones.html", page(view, "Whom to call", &phones(view))),
        FolderFile { path: "style.css".to_owned(), text: FOLDER_STYLE.to_owned() },
        FolderFile { path: "procedures.csv".to_owned(), text: procedures_csv(view) },
        FolderFile { path: "numbers.csv".to_owned(), text: numbers_csv(view) },
        FolderFile { path: "phones.csv".to_owned(), text: phones_csv(view) },
    ];
    for d in &view.departments {
        files.push(file(&page_of(d.id), page(view, &d.name, &department(view, d))));
    }
    files
}

fn file(path: &str, text: String) -> FolderFile {
    FolderFile { path: path.to_owned(), text }
}

/// The page of a department; its id is in the name, so that two of one name do not meet.
fn page_of(department: DepartmentId) -> String {
    format!("department-{department}.html")
}

fn page(view: &FolderView, title: &str, main: &Markup) -> String {
    let as_of = words::local_long(view.shown.now.micros(), view.zone);
    let ways = [
        ("../index.html", "The folder"),
        ("index.html", view.organization),
        ("phones.html", "Whom to call"),
        ("../incidents/index.html", "Incidents and playbooks"),
    ];
    folder_page(&FolderPage { title, of: "downtime", ways: &ways, as_of: &as_of }, main)
}

fn index(view: &FolderView) -> Markup {
    let down: Vec<&Told> =
        view.board.downtimes.iter().filter(|t| t.downtime.state == State::Active).collect();
    let planned = view.board.downtimes.iter().filter(|t| t.downtime.state == State::Planned);
    html! {
        @for told in down { div.now { p { b { "Down: " (told.downtime.title) } }
            @if let Some(began) = told.downtime.began_at { p { "since " (words::local(began.micros(), view.zone)) } }
            @for s in &told.systems { p { (name(view.names, s.system.asset, "a system"))
                @if let Some(due) = s.system.due_at {
                    " · back by " (words::local(due.micros(), view.zone))
                    @if let Some(because) = &s.because { " (" (because) ")" }
                }
            } }
        } }
        @for told in planned { div.now { p { b { "Planned: " (told.downtime.title) } }
            @if let Some((from, until)) = told.downtime.planned_from.zip(told.downtime.planned_until) {
                p { (words::local(from.micros(), view.zone)) " to " (words::local(until.micros(), view.zone)) }
            }
        } }
        h2 { "Departments" }
        @if view.departments.is_empty() { p { "None is kept." } }
        ul { @for d in &view.departments { li {
            a href=(page_of(d.id)) { (d.name) } @if let Some(phone) = &d.phone { " · " (phone) }
        } } }
        h2 { "Downtime workstations" }
        @if view.stations.is_empty() { p { "None is kept." } }
        ul { @for s in view.stations { li {
            b { (name(view.names, s.asset, "a workstation")) } " in " (name(view.names, s.department, "a department")) " · "
            (s.outlet.title()) @if let Some(printer) = &s.printer { " · " (printer) }
            @match (s.checked_at, s.passed) {
                (Some(at), Some(true)) => { " · passed its check " (words::local(at.micros(), view.zone)) }
                (Some(at), _) => { " · " b { "did not pass" } " its check " (words::local(at.micros(), view.zone)) }
                _ => { " · " b { "was never checked" } }
            }
            @if let Some(at) = s.copied_at { " · local copy of " (words::local(at.micros(), view.zone)) }
        } } }
        h2 { "Lists" }
        p {
            a href="procedures.csv" { "Procedures" } " · " a href="numbers.csv" { "Numbers" } " · "
            a href="phones.csv" { "Telephones" }
        }
    }
}

fn phones(view: &FolderView) -> Markup {
    html! {
        h2 { "On call" }
        @if view.calls.is_empty() { p { "Nobody was on call when this folder was written." } }
        div.wide { table {
            tr { th { "Why" } th { "Who" } th { "Telephone" } }
            @for c in &view.calls { tr {
                td { (c.role) } td { (c.name) } td.number { (c.phone.as_deref().unwrap_or("not known")) }
            } }
        } }
        h2 { "Departments" }
        div.wide { table {
            tr { th { "Department" } th { "Telephone" } }
            @for d in &view.departments { tr {
                td { a href=(page_of(d.id)) { (d.name) } } td.number { (d.phone.as_deref().unwrap_or("not known")) }
            } }
        } }
    }
}

fn department(view: &FolderView, d: &FolderDepartment) -> Markup {
    let pack = view.shown.pack(d.id);
    html! {
        @if let Some(phone) = &d.phone { p { "Telephone " (phone) } }
        @if pack.procedures.is_empty() {
            p { b { "No procedure is written for this department: it works on paper." } }
        }
        @for told in &pack.procedures {
            h2 id=(told.procedure.id) { (told.procedure.covers.title()) " is down" }
            p { "Version " (told.version) " · answers for it: " (name(view.names, told.procedure.owner, "somebody"))
                " · looked at again by " (told.procedure.review_on) @if told.overdue { " · " b { "overdue" } } }
            @for (title, text) in [
                ("1 · Read-only copy", &told.steps.read_only), ("2 · Web viewer", &told.steps.viewer),
                ("3 · Downtime workstation", &told.steps.workstation), ("4 · Paper", &told.steps.paper),
                ("When it is back", &told.steps.afterwards),
            ] { @if let Some(text) = text { h3 { (title) } (said(text)) } }
        }
        (numbers(&pack))
    }
}

fn numbers(pack: &Pack) -> Markup {
    html! { @for f in &pack.forms {
        h2 { (f.form.code) " · " (f.form.title) }
        p { "Entered afterwards into: " (f.form.enters_into) @if f.copies > 0 { " · " (f.copies) " copies belong here" } }
        @for n in &f.ready {
            h3.number { (f.form.numbered(n.first_number)) " to " (f.form.numbered(n.last_number)) }
            @if n.voided > 0 { p { (n.voided) " of these are voided already." } }
            @if n.reserved() <= MOST_LINES {
                div.wide { table {
                    tr { th { "Number" } th { "Used: when, initials" } th { "Void: why" } th { "Entered" } th { "Looked at" } }
                    @for number in n.first_number..=n.last_number { tr {
                        td.number { (f.form.numbered(number)) } td {} td {} td {} td {}
                    } }
                } }
            }
        }
        @if f.ready.is_empty() { p { "No numbers lie ready." } }
    } }
}

fn procedures_csv(view: &FolderView) -> String {
    let mut out = row(&[
        "department",
        "covers",
        "version",
        "owner",
        "review_on",
        "read_only",
        "viewer",
        "workstation",
        "paper",
        "afterwards",
    ]);
    for told in &view.shown.procedures {
        let p = &told.procedure;
        let text = |t: &Option<String>| t.clone().unwrap_or_default();
        out += &row(&[
            name(view.names, p.department, "a department"),
            p.covers.title(),
            &told.version.to_string(),
            name(view.names, p.owner, "somebody"),
            &p.review_on,
            &text(&told.steps.read_only),
            &text(&told.steps.viewer),
            &text(&told.steps.workstation),
            &text(&told.steps.paper),
            &text(&told.steps.afterwards),
        ]);
    }
    out
}

fn numbers_csv(view: &FolderView) -> String {
    let mut out = row(&["department", "form", "title", "first", "last", "reserved", "voided", "answers"]);
    for n in &view.shown.ready {
        let Some(form) = view.shown.forms.iter().find(|f| f.id == n.form) else { continue };
        out += &row(&[
            name(view.names, n.department, "a department"),
            &form.code,
            &form.title,
            &form.numbered(n.first_number),
            &form.numbered(n.last_number),
            &n.reserved().to_string(),
            &n.voided.to_string(),
            name(view.names, n.owner, "somebody"),
        ]);
    }
    out
}

fn phones_csv(view: &FolderView) -> String {
    let mut out = row(&["why", "who", "telephone"]);
    for c in &view.calls {
        out += &row(&[&c.role, &c.name, c.phone.as_deref().unwrap_or_default()]);
    }
    for d in &view.departments {
        out += &row(&["Department", &d.name, d.phone.as_deref().unwrap_or_default()]);
    }
    out
}

/// A line of a list (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe.
fn row(cells: &[&str]) -> String {
    let cell = |text: &&str| {
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let text = if formula { format!("'{text}") } else { (*text).to_owned() };
        if text.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text
        }
    };
    let mut line = cells.iter().map(cell).collect::<Vec<String>>().join(",");
    line.push_str("\r\n");
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_defused() {
        assert_eq!(
            row(&["a", "b,c", "say \"x\"", "two\nlines"]),
            "a,\"b,c\",\"say \"\"x\"\"\",\"two\nlines\"\r\n"
        );
        assert_eq!(row(&["=1+1", "@x"]), "'=1+1,'@x\r\n");
    }
}
