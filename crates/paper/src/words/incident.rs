//! The report of an incident: what it is, who works on it, what was done when, what is preserved, who is told by when, and
//! what was decided for which reason. A part in which nothing was recorded says so.

use super::{cited, column, day, given, heading, lined, list, paragraphs, perhaps, said, text};
use crate::{Block, Column, Duty, Evidence, IncidentReport, Line, Sheet, Style, Sureness};

pub(crate) fn incident_report(report: &IncidentReport) -> Sheet {
    let title = match report.number.as_deref().map(str::trim).filter(|n| !n.is_empty()) {
        Some(number) => format!("Report of incident {number}"),
        None => "Report of an incident".to_owned(),
    };
    let mut blocks = vec![heading(1, title.clone())];
    if let Some(handling) = report.handling.as_ref().filter(|h| !h.trim().is_empty()) {
        blocks.push(Block::Notice { label: "Handling".to_owned(), line: lined(handling) });
    }
    blocks.push(first(report));
    blocks.push(heading(2, "Summary"));
    blocks.extend(paragraphs(report.summary.as_ref(), "a summary in a few sentences"));
    blocks.extend(people(report));
    blocks.extend(timeline(report));
    blocks.extend(systems(report));
    blocks.extend(tasks(report));
    blocks.extend(preserved(&report.evidence));
    blocks.extend(indicators(report));
    blocks.extend(duties(&report.duties));
    blocks.extend(decisions(report));
    blocks.push(heading(2, "Lessons"));
    blocks.push(list(Style::Points, &report.lessons, "what was learned"));
    let foot = report.organization.as_deref().map(str::trim).unwrap_or_default();
    Sheet { title, foot: foot.to_owned(), blocks }
}

fn first(report: &IncidentReport) -> Block {
    let rows = [
        ("Incident", given(report.title.as_ref(), "what it is called")),
        ("Organization", given(report.organization.as_ref(), "whose incident it is")),
        ("Worked on by", perhaps(report.provider.as_ref())),
        ("Kind", given(report.kind.as_ref(), "the kind of incident")),
        ("Severity", given(report.severity.as_ref(), "the severity")),
        ("State", given(report.state.as_ref(), "the state")),
        ("Declared", given(report.declared_at.as_ref(), "when it was declared")),
        ("Declared by", given(report.declared_by.as_ref(), "who declared it")),
        ("Closed", perhaps(report.closed_at.as_ref())),
        ("As of", given(report.as_of.as_ref(), "as of when the report tells")),
    ];
    let rows = rows.into_iter().map(|(name, line)| (name.to_owned(), line)).collect();
    Block::Facts { name: "At a glance".to_owned(), rows }
}

/// A part with a table, or the sentence that nothing was recorded.
fn part(name: &str, columns: Vec<Column>, rows: Vec<Vec<Line>>) -> Vec<Block> {
    if rows.is_empty() {
        return vec![heading(2, name), said(vec![text("Nothing is recorded.")])];
    }
    vec![heading(2, name), Block::Table { name: name.to_owned(), columns, rows, row_height: 0 }]
}

fn people(report: &IncidentReport) -> Vec<Block> {
    let rows = report.roles.iter().map(|role| {
        vec![lined(&role.role), given(role.name.as_ref(), "who it is"), perhaps(role.reach.as_ref())]
    });
    part("Who does what", vec![column("Role", 3), column("Name", 4), column("Reached at", 4)], rows.collect())
}

fn timeline(report: &IncidentReport) -> Vec<Block> {
    let rows = report
        .timeline
        .iter()
        .map(|event| vec![lined(&event.at), perhaps(event.who.as_ref()), lined(&event.what)]);
    part("Timeline", vec![column("When", 3), column("Who", 3), column("What", 6)], rows.collect())
}

fn systems(report: &IncidentReport) -> Vec<Block> {
    let rows = report.systems.iter().map(|system| {
        vec![
            lined(&system.name),
            perhaps(system.criticality.as_ref()),
            perhaps(system.isolated.as_ref()),
            perhaps(system.restored.as_ref()),
            perhaps(system.proof.as_ref()),
        ]
    });
    let columns = vec![
        column("System", 3),
        column("Criticality", 2),
        column("Isolated", 3),
        column("Restored", 3),
        column("Proof", 3),
    ];
    part("Systems", columns, rows.collect())
}

fn tasks(report: &IncidentReport) -> Vec<Block> {
    let rows = report
        .tasks
        .iter()
        .map(|task| vec![lined(&task.what), perhaps(task.owner.as_ref()), perhaps(task.state.as_ref())]);
    part("Tasks", vec![column("Task", 6), column("Owner", 3), column("State", 2)], rows.collect())
}

fn preserved(evidence: &[Evidence]) -> Vec<Block> {
    let rows = evidence.iter().map(|piece| {
        let mut custody = Line::new();
        for hand in &piece.custody {
            if !custody.is_empty() {
                custody.push(crate::Piece::Turn);
            }
            custody.extend(lined(hand));
        }
        if custody.is_empty() {
            custody = given(None, "the chain of custody");
        }
        vec![
            lined(&piece.name),
            given(piece.sha256.as_ref(), "its SHA-256"),
            perhaps(piece.collected.as_ref()),
            custody,
        ]
    });
    let columns = vec![
        column("Evidence", 3),
        column("SHA-256", 4),
        column("Collected", 3),
        column("Chain of custody", 4),
    ];
    part("Evidence", columns, rows.collect())
}

fn indicators(report: &IncidentReport) -> Vec<Block> {
    let rows = report
        .indicators
        .iter()
        .map(|one| vec![lined(&one.kind), lined(&one.value), perhaps(one.seen.as_ref())]);
    part("Indicators", vec![column("Kind", 2), column("Value", 6), column("Seen", 3)], rows.collect())
}

fn duties(duties: &[Duty]) -> Vec<Block> {
    let rows = duties.iter().map(|duty| {
        let mut when = lined(&duty.standard);
        match duty.by {
            Some(by) => when.push(text(format!(", and no later than {}", day(by)))),
            // What is agreed or only proposed is no law: its words say its days.
            None if matches!(duty.sureness, Sureness::Agreed | Sureness::Proposed) => {}
            None => when.push(text("; the law sets no number of days")),
        }
        let done = match duty.done.as_ref().filter(|d| !d.trim().is_empty()) {
            Some(done) => lined(done),
            None => vec![text("open")],
        };
        vec![lined(&duty.whom), when, cited(&duty.because, duty.sureness), done]
    });
    let columns =
        vec![column("Whom to tell", 3), column("By when", 4), column("Because of", 4), column("Done", 3)];
    let mut blocks = part("Who is told", columns, rows.collect());
    if !duties.is_empty() {
        blocks.push(said(vec![text(
            "A day is a ceiling, not an aim. A mark says how well the line was checked; the paragraph rules.",
        )]));
    }
    blocks
}

fn decisions(report: &IncidentReport) -> Vec<Block> {
    let rows = report.decisions.iter().map(|decision| {
        vec![
            lined(&decision.at),
            lined(&decision.what),
            perhaps(decision.who.as_ref()),
            given(decision.because.as_ref(), "the reason"),
        ]
    });
    let columns = vec![column("When", 3), column("Decision", 4), column("By", 3), column("Because", 4)];
    part("Decisions", columns, rows.collect())
}
