//! An import's pages: the paste, then what it would change, then what became of every row.

use super::forms::{Choices, OrderForm, form};
use crate::{
    Change, CommitImport, DropImport, ImportState, ImportSummary, ImportWeighed, PasteImport, RowVerdict,
    UndoImport, WeighedRow, needs::Places,
};
use kernel::OrgId;
use markup::{
    ActButton, ButtonKind, Column, Empty, Markup, Paging, Row, Step, StepState, Tab, Table, Tone, act_button,
    html, notice, panel, relative_time, steps, table, tabs, words,
};
use office::Order;
use serde_json::json;

/// What the page for a new import shows.
pub struct ImportForm<'a> {
    /// The organizations for which the viewer may import, with their names.
    pub organizations: &'a [(OrgId, String)],
    pub chosen: Option<OrgId>,
    /// The latest imports of the chosen organization.
    pub recent: &'a [ImportSummary],
    /// Microseconds since 1970.
    pub now_us: i64,
    /// The viewer's zone.
    pub zone: &'a str,
}

/// The page on which a list is pasted.
pub fn import_form(page: &ImportForm) -> Markup {
    let orgs = page.organizations.iter().map(|(org, name)| (org.to_string(), name.clone())).collect();
    let only = page.chosen.or_else(|| page.organizations.first().map(|(org, _)| *org));
    let about = html! {
        p { "Copy the rows with their header from a spreadsheet. Nothing changes before you have seen what would, \
            and what was committed can be undone." }
        p { "A file of up to 200 000 rows, an XLSX workbook, GLPI reports or a network scan are brought in at the \
            console: " code { "orderly import" } "." }
    };
    html! {
        (about)
        (form::<PasteImport>(&OrderForm {
            id: "paste-import",
            verb: "See what it changes",
            of: None,
            next: "/imports/{import}",
            values: json!({ "org": only, "source": "pasted list" }),
            choices: Choices::from([("org".to_owned(), orgs)]),
            danger: false,
        }))
        @if !page.recent.is_empty() { (panel("recent", "Latest imports", None, &recent(page))) }
    }
}

fn recent(page: &ImportForm) -> Markup {
    let row = |import: &ImportSummary| {
        let href = format!("/imports/{}", import.id);
        let (tally, number) = (&import.tally, |n: i64| html! { (words::grouped(n)) });
        Row {
            id: import.id.to_string(),
            href: Some(href.clone()),
            cells: vec![
                html! { a href=(href) { (import.source) } },
                html! { (import.state.title()) },
                number(tally.added),
                number(tally.changed),
                number(tally.refused),
                relative_time(import.begun_at.micros(), page.now_us, page.zone),
            ],
            ..Row::default()
        }
    };
    table(&Table {
        id: "imports",
        caption: "Latest imports",
        columns: vec![
            Column::new("List"),
            Column::new("State"),
            Column::number("Added"),
            Column::number("Changed"),
            Column::number("Refused"),
            Column::new("Begun"),
        ],
        rows: page.recent.iter().map(row).collect(),
        ..Table::default()
    })
}

/// What an import's page shows.
pub struct ImportPage<'a> {
    pub weighed: &'a ImportWeighed,
    /// The verdict that was asked for; nothing for all rows.
    pub verdict: Option<RowVerdict>,
    /// Whether this is not the first page of rows.
    pub further: bool,
    /// The organization's name.
    pub organization: &'a str,
    /// Names of places, for what changes.
    pub places: &'a Places,
    /// Whether the viewer may commit, undo and drop it.
    pub manages: bool,
    /// Its entries in the ledger.
    pub story: Markup,
}

/// The page's content.
pub fn import_page(page: &ImportPage) -> Markup {
    let import = &page.weighed.import;
    html! {
        p { (import.source) " for " a href={ "/organizations/" (import.org) } { (page.organization) } }
        (steps("import-steps", &progress(import)))
        (standing(import))
        @if page.manages { (buttons(import)) }
        (verdicts(page))
        (table(&Table {
            id: "import-rows",
            caption: "What became of each row",
            columns: vec![
                Column::number("Line"), Column::new("Name"), Column::new("Verdict"), Column::new("What it says"),
            ],
            rows: page.weighed.rows.iter().map(|r| row(r, page)).collect(),
            empty: Empty { title: "No such row.", will_hold: "Rows with this verdict would stand here.", act: None },
            paging: Some(paging(page)),
            ..Table::default()
        }))
        (panel("story", "What happened", None, &page.story))
    }
}

fn progress(import: &ImportSummary) -> Vec<Step> {
    let tally = &import.tally;
    let complete = tally.staged >= tally.total;
    let settled = match import.state {
        ImportState::Committed => (StepState::Done, "Committed: everybody sees it."),
        ImportState::Undone => (StepState::Done, "Committed, and undone later: all is as before."),
        ImportState::Dropped => (StepState::Failed, "Dropped: nothing was changed."),
        ImportState::Staging => (StepState::Waiting, "Nothing is changed before the commit."),
    };
    let refused = (tally.refused > 0)
        .then(|| format!("{} could not be taken", words::counted(tally.refused, "row", "rows")));
    let weighing = match import.state {
        _ if complete => StepState::Done,
        ImportState::Staging => StepState::Running,
        _ => StepState::Failed,
    };
    vec![
        Step {
            label: "Rows weighed".into(),
            state: weighing,
            counted: Some((tally.staged, tally.total)),
            words: refused,
        },
        Step { label: "Commit".into(), state: settled.0, counted: None, words: Some(settled.1.to_owned()) },
    ]
}

fn standing(import: &ImportSummary) -> Markup {
    let tally = &import.tally;
    let (added, changed) = match import.state {
        ImportState::Staging => ("would be added", "would change"),
        ImportState::Committed => ("were added", "were changed"),
        ImportState::Undone => ("had been added and are gone", "are as before"),
        ImportState::Dropped => ("would have been added", "would have changed"),
    };
    let tone = if import.state == ImportState::Committed { Tone::Done } else { Tone::Info };
    notice(
        tone,
        &html! {
            p {
                (words::counted(tally.added, "asset", "assets")) " " (added) ", "
                (words::counted(tally.changed, "asset", "assets")) " " (changed) ", "
                (words::counted(tally.unchanged, "row tells", "rows tell")) " nothing new, "
                (words::counted(tally.refused, "row was", "rows were")) " refused."
            }
        },
    )
}

fn buttons(import: &ImportSummary) -> Markup {
    let id = import.id.to_string();
    let here = format!("/imports/{id}");
    let fields = [("import", id.as_str()), ("_next", here.as_str())];
    let act = |act: &str, label, kind| {
        act_button(&ActButton {
            action: &format!("/do/{act}"),
            label,
            kind,
            fields: &fields,
            says: None,
            live: false,
        })
    };
    let ready = import.tally.staged >= import.tally.total && import.tally.added + import.tally.changed > 0;
    html! {
        div.buttons {
            @match import.state {
                ImportState::Staging => {
                    @if ready { (act(CommitImport::ACT.name, "Commit it", ButtonKind::Primary)) }
                    (act(DropImport::ACT.name, "Drop it", ButtonKind::Plain))
                }
                ImportState::Committed => (act(UndoImport::ACT.name, "Undo it", ButtonKind::Plain)),
                ImportState::Undone | ImportState::Dropped => {}
            }
        }
    }
}

fn verdicts(page: &ImportPage) -> Markup {
    let tally = &page.weighed.import.tally;
    let here = format!("/imports/{}", page.weighed.import.id);
    let tab = |verdict: Option<RowVerdict>, label: &str, count: i64| Tab {
        href: verdict.map_or_else(|| here.clone(), |v| format!("{here}?verdict={}", v.word())),
        label: label.to_owned(),
        count: Some(words::grouped(count)),
        current: page.verdict == verdict,
    };
    let counts = [tally.added, tally.changed, tally.unchanged, tally.refused];
    let mut all = vec![tab(None, "All rows", tally.staged)];
    all.extend(RowVerdict::ALL.iter().zip(counts).map(|(v, count)| tab(Some(*v), v.title(), count)));
    tabs("Rows by verdict", &all)
}

fn row(row: &WeighedRow, page: &ImportPage) -> Row {
    let says = match row.verdict {
        RowVerdict::Added => html! { "An asset that was not known." },
        RowVerdict::Unchanged => {
            html! { "Nothing new" @if let Some(by) = row.matched_by { "; recognised by its " (by.title()) } "." }
        }
        RowVerdict::Refused => html! {
            @if let Some(problem) = &row.problem {
                b { (words::humane(&problem.field)) ": " } (problem.reason)
            }
        },
        RowVerdict::Changed => html! {
            ul.changes {
                @for change in &row.changes {
                    li {
                        (words::humane(&change.field)) ": " del { (shown(change, &change.before, page.places)) } " → "
                        ins { (shown(change, &change.after, page.places)) }
                    }
                }
            }
        },
    };
    let name = row.name.as_deref().unwrap_or("no name");
    let seen =
        matches!(page.weighed.import.state, ImportState::Committed) || row.verdict == RowVerdict::Changed;
    let href = row.asset.filter(|_| seen).map(|asset| format!("/assets/{asset}"));
    Row {
        id: format!("row-{}", row.number),
        href: None,
        cells: vec![
            html! { @if let Some(file) = &row.file { (file) ": " } (row.line) },
            html! { @match &href { Some(href) => a href=(href) { (name) }, None => (name) } },
            html! { (row.verdict.title()) },
            says,
        ],
        ..Row::default()
    }
}

/// A value as people read it: a place by its name, nothing as "not known".
fn shown(change: &Change, value: &str, places: &Places) -> String {
    if value.is_empty() {
        return "not known".to_owned();
    }
    let name = match change.field.as_str() {
        "location" => value.parse().ok().and_then(|id| places.location_name(id)),
        "department" => value.parse().ok().and_then(|id| places.department_name(id)),
        _ => None,
    };
    name.unwrap_or(value).to_owned()
}

fn paging(page: &ImportPage) -> Paging {
    let here = format!("/imports/{}", page.weighed.import.id);
    let verdict = page.verdict.map(|v| format!("verdict={}", v.word()));
    let next = page.weighed.next.map(|after| {
        let parts = [verdict.clone(), Some(format!("after={after}"))];
        format!("{here}?{}", parts.into_iter().flatten().collect::<Vec<_>>().join("&"))
    });
    let back = page.further.then(|| verdict.as_ref().map_or_else(|| here.clone(), |v| format!("{here}?{v}")));
    let shown = i64::try_from(page.weighed.rows.len()).unwrap_or(i64::MAX);
    Paging { back, on: next, words: words::counted(shown, "row on this page", "rows on this page") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Problem, Tally};
    use kernel::{ImportId, Moment};

    fn summary(state: ImportState) -> ImportSummary {
        ImportSummary {
            id: ImportId::new(Moment::default(), [1; 10]),
            org: OrgId::new(Moment::default(), [1; 10]),
            source: "assets.csv".into(),
            state,
            tally: Tally { total: 2, staged: 2, added: 1, changed: 0, unchanged: 0, refused: 1 },
            begun_by: None,
            begun_at: Moment::default(),
            committed_at: None,
            undone_at: None,
            dropped_at: None,
        }
    }

    fn page(state: ImportState) -> String {
        let refused = WeighedRow {
            number: 2,
            file: None,
            line: 3,
            name: Some("<script>".into()),
            verdict: RowVerdict::Refused,
            matched_by: None,
            asset: None,
            changes: Vec::new(),
            problem: Some(Problem { field: "location".into(), reason: "No such place.".into() }),
        };
        let weighed = ImportWeighed { import: summary(state), rows: vec![refused], next: None };
        let page = ImportPage {
            weighed: &weighed,
            verdict: None,
            further: false,
            organization: "Cedar Hill",
            places: &Places::default(),
            manages: true,
            story: html! {},
        };
        import_page(&page).into_string()
    }

    #[test]
    fn a_weighed_list_offers_its_commit_and_a_committed_one_its_undoing() {
        let weighed = page(ImportState::Staging);
        assert!(weighed.contains("/do/assets.commit-import") && weighed.contains("/do/assets.drop-import"));
        assert!(weighed.contains("No such place.") && !weighed.contains("<script>"));
        let committed = page(ImportState::Committed);
        assert!(
            committed.contains("/do/assets.undo-import") && !committed.contains("/do/assets.commit-import")
        );
        assert!(!page(ImportState::Dropped).contains("/do/"));
    }
}
