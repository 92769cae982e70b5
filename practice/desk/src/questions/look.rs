//! Looking behind the mask: the texts of a ticket, opened for somebody whom the gate let through. Each look
//! is charted before the texts are shown.

use crate::records::{self, Text};
use crate::words::TextKind;
use kernel::{Duty, Moment, PersonId, Phi, Refusal, Stop, TicketId};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
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
        if look.person().is_none() || ticket.reporter != look.person() {
            return Err(Refusal::not_found("report").into());
        }
        let texts = records::opened(look, ticket.org, self.ticket)?;
        let texts = texts.into_iter().filter(|(text, _)| text.kind.for_reporter()).map(opened).collect();
        Ok(OpenTexts { ticket: self.ticket, texts })
    }
}
