//! What was resolved too long ago to be opened again is reported anew: the new report stands where the old one
//! stood and says which one it carries on.

use crate::orders::Opened;
use crate::orders::offspring::{self, Offspring};
use crate::orders::reopen::anew;
use crate::orders::reply::mine;
use crate::texts;
use crate::words::LinkKind;
use crate::{facts, records};
use kernel::{Done, Duty, Phi, Private, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Reports again what was resolved long ago.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportAgain {
    /// The report that was resolved.
    pub ticket: TicketId,
    /// What is wrong now.
    #[schemars(extend("x-long" = true))]
    pub words: Private,
    /// Whether a patient is affected now.
    pub patient_affected: bool,
}

impl Order for ReportAgain {
    const ACT: Act = Act {
        name: "desk.report-again",
        says: "Report again what was resolved long ago",
        path: "/desk/my-tickets/{ticket}/report-again",
        duty: Duty::ReportTrouble,
        phi: Phi::Incidental,
    };
    type Receipt = Opened;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Opened>, Stop> {
        let words = texts::said("words", &self.words)?;
        let old = mine(work, self.ticket)?;
        let again = match old.resolved_at {
            Some(closed_at) => anew(work, &old, closed_at)?.0,
            None => false,
        };
        if !again {
            let sentence = "This report can still be opened again or added to.";
            let refusal = Refusal::conflict(sentence).remedy("See it", Some(format!("/my/{}", self.ticket)));
            return Err(refusal.into());
        }
        let new = Offspring {
            nature: old.kind.nature(),
            patient_affected: self.patient_affected,
            ..Offspring::of(&old, &words)
        };
        let (opened, fact) = offspring::open(work, &old, &new)?;
        records::link(work, opened.ticket, LinkKind::Follows, old.id)?;
        let linked = facts::about("desk.linked", &old)
            .about(opened.ticket)
            .with("link", LinkKind::Follows)
            .with("other", opened.number);
        Ok(Done::new(fact, opened).and(linked))
    }
}
