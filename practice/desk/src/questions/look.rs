//! Looking behind the mask: the texts of a ticket, opened for somebody whom the gate let through. Each look
//! is charted before the texts are shown.

use crate::questions::mine::yours;
use crate::records::{self, Text};
use crate::words::TextKind;
use crate::{
    masking::{self, Masking},
    texts,
};
use identifiers::{Form, Kind};
use kernel::{Duty, Moment, PersonId, Phi, Refusal, Stop, TicketId};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::Look;

/// Looks at what is written on a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LookAt {
    pub ticket: TicketId,
    /// Only this text, by its place; all of them when none is named.
    pub text: Option<u32>,
}

/// Looks at what was written on one's own report.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MyWords {
    pub ticket: TicketId,
}

/// Texts behind their masks.
#[derive(Clone, Serialize, JsonSchema)]
pub struct OpenTexts {
    pub ticket: TicketId,
    pub texts: Vec<OpenText>,
}

/// One text.
#[derive(Clone, Serialize, JsonSchema)]
pub struct OpenText {
    /// Its place on the ticket; 0 is the report itself.
    pub place: u32,
    pub kind: TextKind,
    pub author: Option<PersonId>,
    pub at: Moment,
    pub words: String,
}

impl std::fmt::Debug for OpenText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "text {} ‹sealed›", self.place)
    }
}

/// Tells what is likely identifying in the texts of a ticket, and shows the rest where the organization allows it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutlineOf {
    pub ticket: TicketId,
}

/// Tells which kinds of likely identifiers stand in one's own report.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FoundInMine {
    pub ticket: TicketId,
}

/// A text before a look.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Outline {
    /// Its place on the ticket; 0 is the report itself.
    pub place: u32,
    /// What is likely identifying in it, in words: "a name and a record number"; nothing when nothing was found.
    pub holds: Option<String>,
    /// The text with its likely identifiers left out; nothing where the organization has texts masked whole.
    pub pieces: Vec<Piece>,
}

/// A piece of a text before a look.
#[derive(Clone, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Piece {
    Words(String),
    /// What stood here: "MRN", "Name".
    Masked(&'static str),
}

impl std::fmt::Debug for Piece {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("‹sealed›")
    }
}

/// The text with blocks where likely identifiers stand.
fn pieces(text: &str, forms: &[Form]) -> Vec<Piece> {
    let (mut out, mut at) = (Vec::new(), 0);
    for finding in identifiers::find(text, forms) {
        if at < finding.range.start {
            out.push(Piece::Words(text[at..finding.range.start].to_owned()));
        }
        out.push(Piece::Masked(finding.kind.title()));
        at = finding.range.end;
    }
    if at < text.len() {
        out.push(Piece::Words(text[at..].to_owned()));
    }
    out
}

fn holds(text: &Text) -> Option<String> {
    texts::counted_in_words(&texts::counted(text.found.as_deref().unwrap_or_default()))
}

fn opened((text, words): (Text, String)) -> OpenText {
    OpenText { place: text.place, kind: text.kind, author: text.author, at: text.at, words }
}

impl Question for LookAt {
    const ACT: Act = Act {
        name: "desk.look",
        says: "Look at what is written on a ticket",
        path: "/desk/tickets/{ticket}/texts",
        duty: Duty::SeePhi,
        phi: Phi::Holds,
    };
    type Answer = OpenTexts;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn answer(&self, look: &mut Look) -> Result<OpenTexts, Stop> {
        let ticket = records::ticket(look, self.ticket)?;
        let texts = records::opened(look, ticket.org, self.ticket)?;
        let wanted = texts.into_iter().filter(|(text, _)| self.text.is_none_or(|place| place == text.place));
        let texts: Vec<OpenText> = wanted.map(opened).collect();
        if texts.is_empty() {
            return Err(Refusal::not_found("text").into());
        }
        Ok(OpenTexts { ticket: self.ticket, texts })
    }
}

impl Question for MyWords {
    const ACT: Act = Act {
        name: "desk.my-words",
        says: "Look at what is written on your report",
        path: "/desk/my-tickets/{ticket}/texts",
        duty: Duty::ReportTrouble,
        phi: Phi::Holds,
    };
    type Answer = OpenTexts;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn answer(&self, look: &mut Look) -> Result<OpenTexts, Stop> {
        let ticket = records::ticket(look, self.ticket)?;
        let places = yours(look, &ticket)?;
        let texts = records::opened(look, ticket.org, self.ticket)?;
        let mut texts: Vec<OpenText> =
            texts.into_iter().filter(|(text, _)| text.kind.for_reporter()).map(opened).collect();
        if let Some(places) = places {
            texts.retain(|text| places.contains(&text.place));
        } else if ticket.merged_into.is_some() {
            // What they added since stands on the ticket that carries theirs on; nothing else of it is theirs.
            let (me, survivor) = (look.person(), records::survivor(look, ticket)?);
            let there = records::opened(look, survivor.org, survivor.id)?;
            let mine = |text: &Text| {
                text.author == me && matches!(text.kind, TextKind::FromReporter | TextKind::FromJoined)
            };
            texts.extend(there.into_iter().filter(|(text, _)| mine(text)).map(opened));
        }
        Ok(OpenTexts { ticket: self.ticket, texts })
    }
}

impl Question for OutlineOf {
    const ACT: Act = Act {
        name: "desk.outline",
        says: "See what is likely identifying in the texts of a ticket",
        path: "/desk/tickets/{ticket}/outline",
        duty: Duty::SeePhi,
        phi: Phi::Incidental,
    };
    type Answer = Vec<Outline>;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn answer(&self, look: &mut Look) -> Result<Vec<Outline>, Stop> {
        let ticket = records::ticket(look, self.ticket)?;
        let rules = masking::rules(look)?;
        let told = |text: &Text, pieces| Outline { place: text.place, holds: holds(text), pieces };
        if rules.masking == Masking::Strict {
            let texts = records::texts(look, self.ticket)?;
            return Ok(texts.iter().map(|text| told(text, Vec::new())).collect());
        }
        let texts = records::opened(look, ticket.org, self.ticket)?;
        Ok(texts.iter().map(|(text, words)| told(text, pieces(words, &rules.forms))).collect())
    }
}

impl Question for FoundInMine {
    const ACT: Act = Act {
        name: "desk.found-in-mine",
        says: "See what is likely identifying in your report",
        path: "/desk/my-tickets/{ticket}/found",
        duty: Duty::ReportTrouble,
        phi: Phi::Incidental,
    };
    /// In words; nothing when nothing was found.
    type Answer = Option<String>;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn answer(&self, look: &mut Look) -> Result<Option<String>, Stop> {
        let ticket = records::ticket(look, self.ticket)?;
        if look.person().is_none() || ticket.reporter != look.person() {
            return Err(Refusal::not_found("report").into());
        }
        let me = look.person();
        let texts = records::texts(look, self.ticket)?;
        let mine = texts.iter().filter(|text| text.author == me && text.kind.for_reporter());
        let mut sum: BTreeMap<Kind, usize> = BTreeMap::new();
        for (kind, n) in mine.flat_map(|text| texts::counted(text.found.as_deref().unwrap_or_default())) {
            *sum.entry(kind).or_default() += n;
        }
        Ok(texts::counted_in_words(&sum.into_iter().collect::<Vec<_>>()))
    }
}
