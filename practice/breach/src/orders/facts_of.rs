//! What is known: who knew since when, how many are affected and where they live, and that an official asked for delay.

use super::{BreachReceipt, caller, done};
use crate::told_records::{self as told, Held, Known};
use crate::words::{DelayForm, KnowerKind, TextKind};
use crate::{records, texts};
use kernel::{BreachId, Citation, Done, Duty, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// No record has more pieces of knowledge, and no more delays.
const MOST_PIECES: usize = 100;
const MOST_DELAYS: usize = 30;

/// Writes down that somebody knew, or ought to have known: what it is that counts as discovery.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddKnowledge {
    pub breach: BreachId,
    /// Who knew.
    #[schemars(extend("x-order" = 1))]
    pub knower: KnowerKind,
    /// The day on which they knew, or on which reasonable diligence would have shown it.
    #[schemars(extend("format" = "date", "x-order" = 2))]
    pub since: String,
    /// The day on which an independent business associate told the covered entity.
    #[schemars(extend("format" = "date", "x-order" = 3))]
    pub passed_on: Option<String>,
    /// By what one knows that: a letter, a ticket, a call.
    #[schemars(extend("x-long" = true, "x-order" = 4))]
    pub facts: Option<Private>,
}

/// Counts who is affected, by State.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountAffected {
    pub breach: BreachId,
    /// Counts by State, for instance `GA=2800, SC=12`.
    #[schemars(extend("x-order" = 1), length(max = 2000))]
    pub affected: String,
    /// How many live in no State, or nobody knows where.
    #[serde(default)]
    #[schemars(extend("x-order" = 2))]
    pub elsewhere: u32,
    /// Of how many the address is missing or wrong.
    #[schemars(extend("x-order" = 3))]
    pub unreachable: Option<u32>,
}

/// Writes down that a law enforcement official asked that nobody be told yet.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldForOfficial {
    pub breach: BreachId,
    /// How they asked.
    #[schemars(extend("x-order" = 1))]
    pub form: DelayForm,
    /// The day of the statement.
    #[schemars(extend("format" = "date", "x-order" = 2))]
    pub from: String,
    /// The day on which telling is permitted again, as a written statement says.
    #[schemars(extend("format" = "date", "x-order" = 3))]
    pub until: Option<String>,
    /// Who the official is, and what they said.
    #[schemars(extend("x-long" = true, "x-order" = 4))]
    pub official: Private,
}

impl Order for AddKnowledge {
    const ACT: Act = Act {
        name: "breach.add-knowledge",
        says: "Write down who knew of a breach, and since when",
        path: "/breaches/{breach}/knowledge",
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
        let since = texts::past("since", &self.since, now, &b.zone)?;
        let passed_on = texts::maybe_past("passed_on", self.passed_on.as_deref(), now, &b.zone)?;
        if passed_on.is_some_and(|on| on < since) {
            return Err(Refusal::invalid("passed_on", "It was passed on before anybody knew.").into());
        }
        let all = told::known(work, b.id)?;
        if all.len() >= MOST_PIECES {
            return Err(
                Refusal::conflict(format!("This record holds {MOST_PIECES} such pieces already.")).into()
            );
        }
        let text = match texts::maybe("facts", self.facts.as_ref())? {
            Some(words) => Some(records::write(work, &mut b, TextKind::Knowledge, &words)?),
            None => None,
        };
        let place = all.last().map_or(0, |k| k.place) + 1;
        let known =
            Known { place, knower: self.knower, since, passed_on, text, told_by: Some(person), told_at: now };
        told::know(work, b.id, &known)?;
        done(work, &mut b, "breach.knowledge-added", |fact| {
            fact.with("knower", self.knower)
                .with("since", since.to_string())
                .with("passed_on", passed_on.map(|d| d.to_string()))
                .with("text", text)
        })
    }
}

impl Order for CountAffected {
    const ACT: Act = Act {
        name: "breach.count-affected",
        says: "Count who is affected by a breach",
        path: "/breaches/{breach}/affected",
        duty: Duty::DeclareBreach,
        phi: Phi::None,
    };
    type Receipt = BreachReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.breach)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<BreachReceipt>, Stop> {
        caller(work)?;
        let mut b = records::one(work, self.breach)?;
        b.affected = texts::affected("affected", &self.affected, self.elsewhere)?;
        (b.counted, b.unreachable) = (true, self.unreachable);
        let (total, written) = (b.affected.total(), texts::written(&b.affected));
        done(work, &mut b, "breach.counted", |fact| {
            fact.with("total", total).with("affected", written).with("unreachable", self.unreachable)
        })
    }
}

impl Order for HoldForOfficial {
    const ACT: Act = Act {
        name: "breach.hold-for-official",
        says: "Write down that an official asked for delay",
        path: "/breaches/{breach}/delays",
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
        let from = texts::past("from", &self.from, now, &b.zone)?;
        let until = self.until.as_deref().map(str::trim).filter(|t| !t.is_empty());
        let until = until.map(|t| texts::day("until", t)).transpose()?;
        let because = |paragraph: &'static str, says: &'static str| Citation {
            paragraph: paragraph.into(),
            says: says.into(),
        };
        match (self.form, until) {
            (DelayForm::Written, None) => {
                let sentence = "A written statement names the time for which nobody is told.";
                let says = "a written statement delays notice for the time that it specifies";
                return Err(Refusal::invalid("until", sentence)
                    .because(because("45 CFR 164.412(a)", says))
                    .into());
            }
            (DelayForm::Written, Some(until)) if until < from => {
                return Err(Refusal::invalid("until", "It ends before it begins.").into());
            }
            (DelayForm::Oral, Some(_)) => {
                let sentence = "By word of mouth it holds for 30 days at most; leave the day out.";
                let says = "an oral statement delays notice for no longer than 30 days";
                return Err(Refusal::invalid("until", sentence)
                    .because(because("45 CFR 164.412(b)", says))
                    .into());
            }
            _ => {}
        }
        let all = told::delays(work, b.id)?;
        if all.len() >= MOST_DELAYS {
            return Err(Refusal::conflict(format!("This record holds {MOST_DELAYS} delays already.")).into());
        }
        let official = texts::said("official", &self.official)?;
        let text = records::write(work, &mut b, TextKind::Delay, &official)?;
        let place = all.last().map_or(0, |h| h.place) + 1;
        let held = Held { place, form: self.form, from, until, text, told_by: Some(person), told_at: now };
        told::delay(work, b.id, &held)?;
        done(work, &mut b, "breach.held", |fact| {
            fact.with("form", self.form)
                .with("from", from.to_string())
                .with("until", until.map(|d| d.to_string()))
                .with("text", text)
        })
    }
}
