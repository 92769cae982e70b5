//! Telling: what the notice says, that somebody was told on a day by some means with the evidence, and why a duty does not
//! apply.

use super::{BreachReceipt, caller, done};
use crate::duties::{self, DutyLine};
use crate::notice::NoticeWords;
use crate::records::{self, Breach};
use crate::texts;
use crate::told_records::{self as told, Clock};
use crate::words::{Means, TextKind};
use kernel::{BreachId, Citation, Done, Duty, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Says that somebody was told.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SayTold {
    pub breach: BreachId,
    /// Which duty.
    #[schemars(extend("x-order" = 1), length(max = 400))]
    pub duty: String,
    /// The day on which they were told.
    #[schemars(extend("format" = "date", "x-order" = 2))]
    pub on: String,
    /// By what.
    #[schemars(extend("x-order" = 3))]
    pub means: Means,
    /// The evidence, and where it is kept: the list of the mailing house, the portal's receipt.
    #[schemars(extend("x-long" = true, "x-order" = 4))]
    pub evidence: Private,
}

/// Says why a duty does not apply.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetDutyAside {
    pub breach: BreachId,
    /// Which duty.
    #[schemars(extend("x-order" = 1), length(max = 400))]
    pub duty: String,
    /// Why, and who advised so.
    #[schemars(extend("x-long" = true, "x-order" = 2))]
    pub reason: Private,
}

/// Writes what the notice says (45 CFR 164.404(c)). Kept sealed; the latest counts.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftNotice {
    pub breach: BreachId,
    /// What happened, in plain words.
    #[schemars(extend("x-long" = true, "x-order" = 1))]
    pub happened: Private,
    /// The kinds of information, one a line; never the information itself.
    #[schemars(extend("x-long" = true, "x-order" = 2))]
    pub information: Private,
    /// What individuals should do to protect themselves, a step a line.
    #[schemars(extend("x-long" = true, "x-order" = 3))]
    pub protect: Private,
    /// What is done to investigate.
    #[schemars(extend("x-long" = true, "x-order" = 4))]
    pub investigating: Private,
    /// What is done against harm to individuals.
    #[schemars(extend("x-long" = true, "x-order" = 5))]
    pub mitigating: Private,
    /// What is done so that it does not happen again.
    #[schemars(extend("x-long" = true, "x-order" = 6))]
    pub preventing: Private,
    /// A toll-free number.
    #[schemars(extend("x-order" = 7))]
    pub toll_free: Option<Private>,
    /// An e-mail address.
    #[schemars(extend("x-order" = 8))]
    pub email: Option<Private>,
    /// A website.
    #[schemars(extend("x-order" = 9))]
    pub website: Option<Private>,
    /// A postal address, a line each.
    #[schemars(extend("x-long" = true, "x-order" = 10))]
    pub postal: Option<Private>,
}

/// The duty that was named, with its clock.
fn open_duty(work: &mut Work, b: &Breach, word: &str) -> Result<(DutyLine, Clock), Stop> {
    let (known, held) = (told::known(work, b.id)?, told::delays(work, b.id)?);
    let clocks = told::clocks(work, b.id)?;
    let lines = duties::all(b, &known, &held, &clocks, work.now());
    let found = lines.into_iter().find(|l| l.duty == word.trim());
    let line = found
        .ok_or_else(|| Refusal::invalid("duty", "There is no such duty here. Choose one of the list."))?;
    if !line.open() {
        return Err(Refusal::invalid("duty", "This duty is settled already.").into());
    }
    let clock = clocks.into_iter().find(|c| c.word == line.duty).unwrap_or_else(|| Clock::of(&line.duty));
    Ok((line, clock))
}

impl Order for SayTold {
    const ACT: Act = Act {
        name: "breach.say-told",
        says: "Say that somebody was told of a breach",
        path: "/breaches/{breach}/told",
        duty: Duty::DeclareBreach,
        phi: Phi::Incidental,
    };
    type Receipt = BreachReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.breach)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<BreachReceipt>, Stop> {
        let (person, now) = (caller(work)?, work.now());
        let mut b = records::one(work, self.breach)?;
        let on = texts::past("on", &self.on, now, &b.zone)?;
        let (line, mut clock) = open_duty(work, &b, &self.duty)?;
        if b.discovered_on.is_some_and(|day| on < day) && line.duty != duties::AGREED {
            return Err(Refusal::invalid("on", "They were told before it was discovered.").into());
        }
        if let Some(until) = line.not_before.filter(|until| on < *until) {
            let sentence = format!("An official asked that nobody be told before {until}.");
            return Err(Refusal::invalid("on", sentence)
                .because(Citation {
                    paragraph: "45 CFR 164.412".into(),
                    says: "notice is delayed while an official asks for it".into(),
                })
                .into());
        }
        if line.tell == "individuals" && b.letters.waiting() > 0 {
            let sentence = format!("{} letters of the list have not left yet.", b.letters.waiting());
            let here = Some(format!("/breaches/{}#letters", b.id));
            return Err(Refusal::invalid("duty", sentence).remedy("Say that they left", here).into());
        }
        let evidence = texts::said("evidence", &self.evidence)?;
        let text = records::write(work, &mut b, TextKind::Evidence, &evidence)?;
        (clock.told_on, clock.means, clock.told_by) = (Some(on), Some(self.means), Some(person));
        (clock.told_at, clock.text, clock.next_at) = (Some(now), Some(text), None);
        told::put_clock(work, b.id, &clock)?;
        if line.tell == "individuals" {
            b.individuals_told = Some(on);
        }
        let late = line.by.is_some_and(|by| on > by);
        done(work, &mut b, "breach.told", |fact| {
            fact.with("tell", &line.tell)
                .with("on", on.to_string())
                .with("by", line.by.map(|d| d.to_string()))
                .with("late", late)
                .with("because", &line.because)
                .with("means", self.means)
                .with("text", text)
        })
    }
}

impl Order for SetDutyAside {
    const ACT: Act = Act {
        name: "breach.set-duty-aside",
        says: "Say why a duty of a breach does not apply",
        path: "/breaches/{breach}/aside",
        duty: Duty::DeclareBreach,
        phi: Phi::Incidental,
    };
    type Receipt = BreachReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.breach)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<BreachReceipt>, Stop> {
        let (person, now) = (caller(work)?, work.now());
        let mut b = records::one(work, self.breach)?;
        let (line, mut clock) = open_duty(work, &b, &self.duty)?;
        if line.only_if.is_none() && !line.tell.starts_with("state:") {
            let sentence = "A duty of federal law or of the agreement is not set aside. If it is no breach, conclude so.";
            let here = Some(format!("/breaches/{}#conclude", b.id));
            return Err(Refusal::invalid("duty", sentence)
                .because(Citation {
                    paragraph: "45 CFR 164.414(b)".into(),
                    says: "the entity shows that every notice was made or that there was no breach".into(),
                })
                .remedy("Conclude", here)
                .into());
        }
        let reason = texts::said("reason", &self.reason)?;
        let text = records::write(work, &mut b, TextKind::Aside, &reason)?;
        (clock.aside_by, clock.aside_at) = (Some(person), Some(now));
        (clock.text, clock.next_at) = (Some(text), None);
        told::put_clock(work, b.id, &clock)?;
        done(work, &mut b, "breach.set-aside", |fact| {
            fact.with("tell", &line.tell).with("because", &line.because).with("text", text)
        })
    }
}

impl Order for DraftNotice {
    const ACT: Act = Act {
        name: "breach.draft-notice",
        says: "Write what the notice of a breach says",
        path: "/breaches/{breach}/notice",
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
        let words = NoticeWords {
            happened: texts::said("happened", &self.happened)?,
            information: texts::said("information", &self.information)?,
            protect: texts::said("protect", &self.protect)?,
            investigating: texts::said("investigating", &self.investigating)?,
            mitigating: texts::said("mitigating", &self.mitigating)?,
            preventing: texts::said("preventing", &self.preventing)?,
            toll_free: texts::maybe("toll_free", self.toll_free.as_ref())?,
            email: texts::maybe("email", self.email.as_ref())?,
            website: texts::maybe("website", self.website.as_ref())?,
            postal: texts::maybe("postal", self.postal.as_ref())?,
        };
        if !words.can_be_reached() {
            let sentence = "Say how to ask questions: a toll-free number, an e-mail address, a website or a postal address.";
            return Err(Refusal::invalid("toll_free", sentence)
                .because(Citation {
                    paragraph: "45 CFR 164.404(c)(1)(E)".into(),
                    says: "a notice holds contact procedures for individuals".into(),
                })
                .into());
        }
        let text = records::write(work, &mut b, TextKind::Notice, &words.kept()?)?;
        done(work, &mut b, "breach.notice-drafted", |fact| fact.with("text", text))
    }
}
