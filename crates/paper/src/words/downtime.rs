//! The pack for the drawer: the first page says whom to call and what is down, then comes the board for the wall, then a
//! page for each department, then the numbered forms.

use super::{blank, column, given, heading, joined, lined, perhaps, said, text};
use crate::{Block, Call, Department, DowntimePack, Form, Line, Piece, Sheet, Slot, Style};

/// Empty rows below the known places of the board, for what nobody foresaw.
const SPARE_ROWS: usize = 4;

pub(crate) fn downtime_pack(pack: &DowntimePack) -> Sheet {
    let name = pack.organization.as_deref().map(str::trim).filter(|n| !n.is_empty());
    let title = name.map_or_else(|| "Downtime pack".to_owned(), |name| format!("Downtime pack: {name}"));
    let mut blocks = vec![heading(1, title.clone()), first(pack)];
    blocks.push(heading(2, "Whom to call"));
    blocks.push(said(vec![text(
        "The first in each group calls those set in below. Who cannot be reached is passed over, and whoever is below is \
         called at once. Tick who was reached, and write the time.",
    )]));
    blocks.push(tree(&pack.calls));
    blocks.push(Block::Page);
    blocks.extend(board(pack));
    for department in &pack.departments {
        blocks.push(Block::Page);
        blocks.extend(procedures(department));
    }
    for form in &pack.forms {
        blocks.push(Block::Page);
        blocks.extend(forms(form));
    }
    let printed = pack.as_of.as_deref().map(str::trim).unwrap_or("a moment nobody noted");
    Sheet { title, foot: format!("Downtime pack, as of {printed}"), blocks }
}

fn first(pack: &DowntimePack) -> Block {
    let planned = match pack.planned {
        Some(true) => vec![text("Planned")],
        Some(false) => vec![text("Unplanned")],
        None => vec![text("Kept ready")],
    };
    let rows = [
        ("What is down", given(pack.title.as_ref(), "what is down")),
        ("Number", perhaps(pack.number.as_ref())),
        ("Downtime", planned),
        ("Systems", joined(&pack.systems, "the systems that are down")),
        ("Begins", given(pack.starts_at.as_ref(), "when it began")),
        ("Expected end", given(pack.expected_end.as_ref(), "when it is expected to end")),
        ("Back within", given(pack.objective.as_ref(), "the recovery time objective")),
        ("Begun and ended by", given(pack.declared_by.as_ref(), "who says that downtime begins and ends")),
        ("As of", given(pack.as_of.as_ref(), "when the pack was printed")),
    ];
    let rows = rows.into_iter().map(|(name, line)| (name.to_owned(), line)).collect();
    Block::Facts { name: "At a glance".to_owned(), rows }
}

fn tree(calls: &[Call]) -> Block {
    if calls.is_empty() {
        return said(vec![blank("whom to call, with telephone numbers")]);
    }
    let rows = calls.iter().map(|call| {
        let mut role = vec![text(match call.depth {
            0 => String::new(),
            depth => format!("{} ", "→".repeat(usize::from(depth.min(5)))),
        })];
        role.extend(lined(&call.role));
        let mut numbers = Line::new();
        for number in call.telephones.iter().filter(|n| !n.trim().is_empty()) {
            if !numbers.is_empty() {
                numbers.push(Piece::Turn);
            }
            numbers.extend(lined(number));
        }
        if numbers.is_empty() {
            numbers.push(blank("a telephone number"));
        }
        vec![role, given(call.name.as_ref(), "a name"), numbers, vec![text("☐")], Line::new()]
    });
    Block::Table {
        name: "Whom to call".to_owned(),
        columns: vec![
            column("Role", 4),
            column("Name", 4),
            column("Telephone", 4),
            column("Reached", 2),
            column("Time", 2),
        ],
        rows: rows.collect(),
        row_height: 24,
    }
}

fn board(pack: &DowntimePack) -> Vec<Block> {
    let mut rows: Vec<Vec<Line>> = pack
        .board
        .iter()
        .map(|place| {
            let room = |words: &Option<String>| words.as_deref().map(lined).unwrap_or_default();
            vec![lined(&place.name), room(&place.state), room(&place.since), room(&place.note)]
        })
        .collect();
    rows.extend((0..SPARE_ROWS).map(|_| vec![Line::new(); 4]));
    vec![
        heading(2, "Status board"),
        said(vec![text("For the wall. Write the time beside what changes; do not rub out, strike through.")]),
        Block::Table {
            name: "Status board".to_owned(),
            columns: vec![column("Place", 3), column("State", 3), column("Since", 2), column("Note", 5)],
            rows,
            row_height: 32,
        },
    ]
}

fn procedures(department: &Department) -> Vec<Block> {
    let rows = [
        ("Lead", given(department.lead.as_ref(), "who leads")),
        ("Read-only copy", given(department.read_only.as_ref(), "where a read-only copy is looked at")),
        ("Downtime workstation", given(department.workstation.as_ref(), "which workstation still works")),
    ];
    let rows = rows.into_iter().map(|(name, line)| (name.to_owned(), line)).collect();
    let mut blocks = vec![
        heading(2, department.name.trim()),
        Block::Facts { name: format!("{} at a glance", department.name.trim()), rows },
    ];
    let nothing = department.begin.is_empty() && department.during.is_empty() && department.after.is_empty();
    for (name, steps, what) in [
        ("When it begins", &department.begin, "what is done when it begins"),
        ("While it lasts", &department.during, "what is done while it lasts"),
        ("When it is over", &department.after, "what is done when it is over"),
    ] {
        // A part without steps is a blank only where nothing at all was written.
        if steps.is_empty() && !nothing {
            continue;
        }
        blocks.push(heading(3, name));
        blocks.push(super::list(Style::Boxes, steps, what));
    }
    blocks
}

fn forms(form: &Form) -> Vec<Block> {
    let mut note = Vec::new();
    note.extend(form.department.as_deref().map(str::trim).map(str::to_owned));
    note.extend(form.goes_to.as_deref().map(|to| format!("goes to {}", to.trim())));
    let note = note.join("; ");
    let slots: Vec<Slot> = form
        .fields
        .iter()
        .map(|field| Slot { label: field.label.trim().to_owned(), lines: field.lines.max(1) })
        .chain([Slot { label: "Entered into the system by, at".to_owned(), lines: 1 }])
        .collect();
    let of = |number: u32| Block::Form {
        name: form.name.trim().to_owned(),
        number: numbered(form, number),
        note: note.clone(),
        slots: slots.clone(),
    };
    let mut blocks = vec![heading(2, format!("Forms: {}", form.name.trim()))];
    blocks.push(said(vec![text(format!(
        "Numbers {} to {} are reserved. Each is used once; a spoilt form is struck through and kept.",
        numbered(form, form.first),
        numbered(form, form.last)
    ))]));
    blocks.extend((form.first..=form.last).map(of));
    blocks
}

/// "ED-000041".
fn numbered(form: &Form, number: u32) -> String {
    format!("{}{number:0width$}", form.prefix, width = usize::from(form.digits.min(10)))
}
