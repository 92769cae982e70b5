//! The answers for the portal of HHS on one sheet, part by part, so that whoever types them in has nothing to look for.

use super::breach::unready;
use super::{count_or, day_or, days, given, heading, joined, lined, list, paragraphs, perhaps, text};
use crate::{Block, Entity, Filer, HhsSheet, Line, Sheet, Style};

pub(crate) fn hhs_sheet(sheet: &HhsSheet) -> Sheet {
    let title = "Breach submission to the Secretary of HHS";
    let mut blocks = vec![heading(1, title)];
    blocks.push(Block::Notice {
        label: "Unverified".to_owned(),
        line: vec![text(
            "The order and the wording of the portal's questions are written here from general knowledge, not from the \
             portal. Where the portal asks otherwise, the portal rules.",
        )],
    });
    blocks.push(filing(sheet));
    blocks.push(entity("Covered entity", &sheet.covered_entity));
    if let Some(associate) = &sheet.business_associate {
        blocks.push(entity("Business associate", associate));
    }
    blocks.push(breach(sheet));
    blocks.push(heading(2, "Brief description of the breach"));
    blocks.extend(paragraphs(sheet.description.as_ref(), "a brief description of the breach"));
    blocks.push(told(sheet));
    blocks.push(heading(2, "Actions taken in response"));
    blocks.push(list(Style::Points, &sheet.actions, "the actions taken in response"));
    blocks.push(attestation(sheet));
    unready(Sheet { title: title.to_owned(), foot: "45 CFR 164.408".to_owned(), blocks })
}

fn facts(name: &str, rows: Vec<(&str, Line)>) -> Block {
    let rows = rows.into_iter().map(|(name, line)| (name.to_owned(), line)).collect();
    Block::Facts { name: name.to_owned(), rows }
}

fn filing(sheet: &HhsSheet) -> Block {
    let kind = match sheet.individuals {
        None => given(None, "how many individuals are affected"),
        Some(0..500) => vec![text("Fewer than 500 individuals")],
        Some(500..) => vec![text("500 or more individuals")],
    };
    let filer = match sheet.filer {
        Filer::CoveredEntity => "A covered entity",
        Filer::BusinessAssociate => "A business associate on behalf of a covered entity",
    };
    let mut due = vec![text("At the same time as the notice to individuals, and no later than ")];
    if matches!(sheet.individuals, Some(0..500)) {
        due = vec![text("No later than ")];
    }
    due.push(day_or(sheet.due, "the last day for the submission"));
    facts(
        "Filing",
        vec![
            ("Our reference", perhaps(sheet.reference.as_ref())),
            ("Who files", vec![text(filer)]),
            ("Size", kind),
            ("Due", due),
            ("Because of", given(sheet.because.as_ref(), "the paragraph behind the due date")),
        ],
    )
}

fn entity(name: &str, entity: &Entity) -> Block {
    let lower = name.to_lowercase();
    let what = |of: &str| format!("{of} of the {lower}");
    let address = entity.address.join("\n");
    facts(
        name,
        vec![
            ("Name", given(entity.name.as_ref(), &what("the name"))),
            ("Type", given(entity.kind.as_ref(), &what("the type"))),
            ("Address", given(Some(&address), &what("the address"))),
            ("Contact", given(entity.contact_name.as_ref(), &what("the contact"))),
            ("Email", given(entity.contact_email.as_ref(), &what("the contact's email"))),
            ("Telephone", given(entity.contact_telephone.as_ref(), &what("the contact's telephone"))),
        ],
    )
}

fn breach(sheet: &HhsSheet) -> Block {
    facts(
        "Breach",
        vec![
            ("Individuals affected", vec![count_or(sheet.individuals, "how many individuals are affected")]),
            ("Dates of the breach", days(sheet.breach, "the dates of the breach")),
            ("Dates of discovery", days(sheet.discovered, "the dates of the discovery")),
            ("Type of breach", joined(&sheet.kinds, "the type of breach")),
            ("Location of the information", joined(&sheet.locations, "where the information was")),
            ("Type of information", joined(&sheet.information, "the type of information")),
            ("Safeguards before the breach", joined(&sheet.safeguards, "the safeguards before the breach")),
        ],
    )
}

fn told(sheet: &HhsSheet) -> Block {
    let substitute = match sheet.substitute_public {
        None => given(None, "whether ten or more addresses were missing or wrong"),
        Some(true) => lined("Yes: ten or more addresses were missing or wrong"),
        Some(false) => lined("No"),
    };
    let media = match &sheet.media_states {
        None => given(None, "whether the media were told"),
        Some(states) if states.is_empty() => lined("No"),
        Some(states) => joined(states, "the States"),
    };
    facts(
        "Notices",
        vec![
            ("Individuals told", days(sheet.individuals_told, "when individuals were told")),
            ("Substitute notice", substitute),
            ("Media told, in", media),
        ],
    )
}

fn attestation(sheet: &HhsSheet) -> Block {
    let mut rows = vec![("Who attests", given(sheet.attested_name.as_ref(), "who attests"))];
    let open = || said_line("to be noted after the submission");
    rows.push(("Submitted on", sheet.submitted.map_or_else(open, |date| vec![text(super::day(date))])));
    rows.push((
        "The portal's confirmation",
        match &sheet.confirmation {
            Some(words) => lined(words),
            None => open(),
        },
    ));
    facts("Attestation", rows)
}

fn said_line(words: &str) -> Line {
    vec![text(words)]
}
