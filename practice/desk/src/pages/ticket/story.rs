//! The story of a ticket: what the ledger holds about it, one line for each fact, with the texts where they
//! were written, masked until somebody looks.

use super::{TicketPage, actor};
use crate::pages::attachments::before_a_look;
use crate::questions::{Happening, OpenText, Story, ToldFact};
use crate::words::TextKind;
use markup::{FactLine, Markup, Mask, mask, panel, unmasked};
use maud::html;

/// The story's panel.
pub(super) fn story(told: &Story, page: &TicketPage<'_>) -> Markup {
    let looked = looked_last(told, page);
    let look = format!("/tickets/{}/look", told.head.ticket);
    let ids: Vec<(String, &Happening, &ToldFact, String)> = told
        .story
        .iter()
        .flat_map(|h| h.told.iter().enumerate().map(move |(i, fact)| (h, i, fact)))
        .map(|(h, i, fact)| (format!("fact-{}-{i}", h.entry), h, fact, actor(page, h.person)))
        .collect();
    let lines: Vec<FactLine<'_>> = ids
        .iter()
        .map(|(id, happening, fact, who)| FactLine {
            id,
            sentence: sentence(happening, fact, page),
            actor: who,
            at_us: happening.at.micros(),
            now_us: told.now.micros(),
            zone: &told.head.zone,
            proof: None,
            body: fact.text.map(|place| text(told, page, place, &look, looked.as_deref())),
        })
        .collect();
    let aside = (page.may.look && told.texts.len() > 1 && page.opened.len() < told.texts.len()).then(|| {
        html! {
            form.act method="post" action=(look) data-live {
                button.button.button-look type="submit" title="Your look is charted in the ledger" {
                    "Look at all " (told.texts.len()) " texts"
                }
            }
        }
    });
    panel("story", "What happened", aside, &markup::story("Story of the ticket", &lines))
}

fn sentence(happening: &Happening, fact: &ToldFact, page: &TicketPage<'_>) -> Markup {
    let entry = format!("/ledger/entries/{}", happening.entry);
    html! {
        @match fact.to {
            Some(to) if fact.fact == "desk.ticket-assigned" => { "gave the ticket to " (page.around.name(to)) },
            Some(to) => { (fact.sentence) ", to " (page.around.name(to)) },
            None => (fact.sentence),
        }
        " " a.fact-entry href=(entry) title="Its entry in the ledger, with the proof" {
            @if happening.leaf.is_some() { "proven" } @else { "entry" }
        }
    }
}

fn text(told: &Story, page: &TicketPage<'_>, place: u32, look: &str, looked: Option<&str>) -> Markup {
    let kind = told.texts.iter().find(|t| t.place == place).map_or(TextKind::Opening, |t| t.kind);
    if let Some(open) = page.opened.iter().find(|open| open.place == place) {
        return shown(open);
    }
    let outline = page.outlines.iter().find(|outline| outline.place == place);
    let place = place.to_string();
    let mask = mask(&Mask {
        kind: kind.title(),
        look: page.may.look.then_some(look),
        fields: &[("text", &place)],
        looked_last: looked,
    });
    html! {
        @if let Some(outline) = outline { (before_a_look(outline)) }
        (mask)
    }
}

fn shown(open: &OpenText) -> Markup {
    unmasked(open.kind.title(), &open.words)
}

/// Who looked last, in words.
fn looked_last(told: &Story, page: &TicketPage<'_>) -> Option<String> {
    let last = told.story.iter().rev().find(|h| h.outcome == "looked")?;
    let when = markup::words::relative(last.at.micros(), told.now.micros());
    Some(format!("{}, {when}", actor(page, last.person)))
}
