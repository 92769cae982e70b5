//! Letters that left, and letters that came back. Those that came back are counted, and the law says what takes their place.

use super::{BreachReceipt, caller, done};
use crate::duties;
use crate::letter_records as letters;
use crate::records::{self, Breach};
use crate::texts;
use crate::told_records as told;
use crate::words::{LetterState, LetterWay, TextKind};
use jiff::civil::Date;
use kernel::{BreachId, Citation, Done, Duty, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Says that waiting letters left on a day.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SayLettersSent {
    pub breach: BreachId,
    /// Which of those that wait: by first-class mail, or by electronic mail to those who agreed.
    #[schemars(extend("x-order" = 1))]
    pub way: LetterWay,
    /// From which number of the list on.
    #[schemars(extend("x-order" = 2))]
    pub first: u32,
    /// Up to which number.
    #[schemars(extend("x-order" = 3))]
    pub last: u32,
    /// The day on which they left.
    #[schemars(extend("format" = "date", "x-order" = 4))]
    pub on: String,
    /// The evidence, and where it is kept: the receipt of the post office, the list of the mailing house.
    #[schemars(extend("x-long" = true, "x-order" = 5))]
    pub evidence: Private,
}

/// Says that a letter came back.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SayReturned {
    pub breach: BreachId,
    /// The number on the letter.
    #[schemars(extend("x-order" = 1))]
    pub number: u32,
    /// The day on which it came back.
    #[schemars(extend("format" = "date", "x-order" = 2))]
    pub on: String,
}

/// That nobody was told before the discovery, or while an official asked for delay.
fn timely(work: &mut Work, b: &Breach, on: Date) -> Result<(), Stop> {
    if b.discovered_on.is_none_or(|day| on < day) {
        return Err(Refusal::invalid("on", "They left before it was discovered.").into());
    }
    let (known, held) = (told::known(work, b.id)?, told::delays(work, b.id)?);
    let lines = duties::all(b, &known, &held, &[], work.now());
    let held = lines.iter().find(|l| l.tell == "individuals").and_then(|l| l.not_before);
    if let Some(until) = held.filter(|until| on < *until) {
        let sentence = format!("An official asked that nobody be told before {until}.");
        return Err(Refusal::invalid("on", sentence)
            .because(Citation {
                paragraph: "45 CFR 164.412".into(),
                says: "notice is delayed while an official asks for it".into(),
            })
            .into());
    }
    Ok(())
}

impl Order for SayLettersSent {
    const ACT: Act = Act {
        name: "breach.say-letters-sent",
        says: "Say that letters of a breach have left",
        path: "/breaches/{breach}/letters/sent",
        duty: Duty::DeclareBreach,
        phi: Phi::Incidental,
    };
    type Receipt = BreachReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.breach)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<BreachReceipt>, Stop> {
        caller(work)?;
        let mut b = records::one(work, self.breach)?;
        if self.last < self.first {
            return Err(Refusal::invalid("last", "The last number comes before the first.").into());
        }
        let on = texts::past("on", &self.on, work.now(), &b.zone)?;
        timely(work, &b, on)?;
        let evidence = texts::said("evidence", &self.evidence)?;
        let text = records::write(work, &mut b, TextKind::Evidence, &evidence)?;
        let leaving = letters::Leaving {
            state: self.way.waiting(),
            first: self.first,
            last: self.last,
            on: on.to_string(),
            means: self.way.means(),
            evidence: text,
        };
        let number = letters::sent(work, &mut b, &leaving)?;
        if number == 0 {
            let sentence = "No letter of these numbers waits to leave this way.";
            return Err(Refusal::invalid("first", sentence).into());
        }
        let waiting = b.letters.waiting();
        done(work, &mut b, "breach.letters-sent", |fact| {
            fact.with("letters", number)
                .with("first", self.first)
                .with("last", self.last)
                .with("on", on.to_string())
                .with("means", self.way.means())
                .with("waiting", waiting)
                .with("text", text)
        })
    }
}

impl Order for SayReturned {
    const ACT: Act = Act {
        name: "breach.say-returned",
        says: "Say that a letter of a breach came back",
        path: "/breaches/{breach}/letters/returned",
        duty: Duty::DeclareBreach,
        phi: Phi::Incidental,
    };
    type Receipt = BreachReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.breach)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<BreachReceipt>, Stop> {
        caller(work)?;
        let mut b = records::one(work, self.breach)?;
        let on = texts::past("on", &self.on, work.now(), &b.zone)?;
        let letter = letters::at(work, b.id, self.number)?;
        if letter.state != LetterState::Sent {
            let sentence =
                format!("Letter {} has not left: {}.", letter.place, letter.state.title().to_lowercase());
            return Err(Refusal::invalid("number", sentence).into());
        }
        let sent_on = letter.sent_on.as_deref().and_then(|day| day.parse::<Date>().ok());
        if sent_on.is_some_and(|day| on < day) {
            return Err(Refusal::invalid("on", "It came back before it left.").into());
        }
        letters::returned(work, &mut b, &letter, &on.to_string())?;
        told::again_few(work, b.id)?;
        let unreachable = b.beyond_letters();
        done(work, &mut b, "breach.letter-returned", |fact| {
            fact.with("number", self.number).with("on", on.to_string()).with("unreachable", unreachable)
        })
    }
}
