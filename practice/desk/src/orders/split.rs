//! Two troubles in one report become two tickets: a text of the ticket, or a part that somebody words anew, is
//! taken over into a ticket of its own. Its clocks run from the moment at which that text was written, because
//! somebody has waited since then; the old ticket's clocks do not change.

use crate::orders::Opened;
use crate::orders::offspring::{self, Offspring};
use crate::texts;
use crate::words::{LinkKind, Nature, TextKind, Trouble};
use crate::{facts, records};
use kernel::{Done, Duty, Phi, Private, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Makes a part of a ticket a ticket of its own.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Split {
    pub ticket: TicketId,
    /// The place of the text that is taken over; 0 is the report itself.
    pub text: Option<u32>,
    /// The part in your own words, instead of a whole text.
    #[schemars(extend("x-long" = true))]
    pub words: Option<Private>,
    /// What kind of trouble the part is; the ticket's own when nothing is said.
    pub kind: Option<Trouble>,
    /// Whether the part affects a patient now.
    pub patient_affected: bool,
}

impl Order for Split {
    const ACT: Act = Act {
        name: "desk.split",
        says: "Make a part of a ticket a ticket of its own",
        path: "/desk/tickets/{ticket}/split",
        duty: Duty::WorkTickets,
        phi: Phi::Holds,
    };
    type Receipt = Opened;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Opened>, Stop> {
        let origin = records::open_ticket(work, self.ticket)?;
        let own = self.words.as_ref().filter(|words| !words.is_blank());
        let texts = records::texts(work, self.ticket)?;
        let chosen = match self.text {
            None => None,
            Some(place) => {
                let text = texts.iter().find(|text| text.place == place);
                Some(text.ok_or_else(|| Refusal::invalid("text", "There is no such text on this ticket."))?)
            }
        };
        let words = match (own, chosen) {
            (Some(own), _) => texts::said("words", own)?,
            (None, Some(text)) => records::open_one(work, origin.org, self.ticket, text.place)?,
            (None, None) => {
                let sentence = "Choose the text that is taken over, or say the part in your own words.";
                return Err(Refusal::invalid("words", sentence).into());
            }
        };
        let kind = self.kind.unwrap_or(origin.kind);
        let from_them = |k| matches!(k, TextKind::Opening | TextKind::FromReporter | TextKind::Reopening);
        let nature = if origin.nature == Nature::Task { Nature::Task } else { kind.nature() };
        let part = Offspring {
            kind,
            nature,
            parent: origin.parent,
            patient_affected: self.patient_affected,
            since: chosen.filter(|text| from_them(text.kind)).map(|text| text.at),
            ..Offspring::of(&origin, &words)
        };
        let (opened, fact) = offspring::open(work, &origin, &part)?;
        records::link(work, opened.ticket, LinkKind::SplitFrom, origin.id)?;
        let split = facts::about("desk.split", &origin)
            .about(opened.ticket)
            .with("other", opened.number)
            .with("part", self.text);
        Ok(Done::new(fact, opened).and(split))
    }
}
