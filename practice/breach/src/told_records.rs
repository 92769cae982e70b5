//! What this slice asks of the database about who knew, the factors, delays, and the clock of each duty.

use crate::words::{DelayForm, FactorWord, KnowerKind, Means, Weight};
use anyhow::{Context, Result};
use jiff::civil::Date;
use kernel::{BreachId, Moment, PersonId};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Look, Row, Work, params, sql};

sql! {
    KNOW "breach.know"
        "insert into breach_knowledge (breach, place, org, knower, since, passed_on, text, told_by, told_at)
         values (:breach, :place, :org, :knower, :since, :passed_on, :text, :told_by, :now)";
    KNOWN "breach.known" "select * from breach_knowledge where breach = :breach and org = :org order by place limit 200";
    WEIGH "breach.weigh"
        "insert into breach_factors (breach, factor, org, weighed, text, told_by, told_at)
         values (:breach, :factor, :org, :weighed, :text, :told_by, :now)
         on conflict (breach, factor) do update set weighed = excluded.weighed, text = excluded.text,
             told_by = excluded.told_by, told_at = excluded.told_at
         where breach_factors.org = excluded.org and breach_factors.org = :org";
    FACTORS "breach.factors" "select * from breach_factors where breach = :breach and org = :org order by factor";
    DELAY "breach.delay"
        "insert into breach_delays (breach, place, org, form, from_on, until_on, text, told_by, told_at)
         values (:breach, :place, :org, :form, :from_on, :until_on, :text, :told_by, :now)";
    DELAYS "breach.delays" "select * from breach_delays where breach = :breach and org = :org order by place limit 50";
    CLOCK "breach.clock"
        "insert into breach_clocks (breach, word, org, by_on, due_at, next_at, late_at, told_on, means, told_by, told_at,
             text, aside_by, aside_at)
         values (:breach, :word, :org, :by_on, :due_at, :next_at, :late_at, :told_on, :means, :told_by, :told_at,
             :text, :aside_by, :aside_at)
         on conflict (breach, word) do update set by_on = excluded.by_on, due_at = excluded.due_at,
             next_at = excluded.next_at, late_at = excluded.late_at, told_on = excluded.told_on,
             means = excluded.means, told_by = excluded.told_by, told_at = excluded.told_at, text = excluded.text,
             aside_by = excluded.aside_by, aside_at = excluded.aside_at
         where breach_clocks.org = excluded.org and breach_clocks.org = :org";
    CLOCKS "breach.clocks" "select * from breach_clocks where breach = :breach and org = :org order by word limit 500";
    STOP_CLOCK "breach.stop-clock"
        "update breach_clocks set next_at = null where breach = :breach and word = :word and org = :org";
    AGAIN "breach.clock-again"
        "update breach_clocks set told_on = null, means = null, told_by = null, told_at = null, text = null
         where breach = :breach and word = :word and org = :org";
    house DUE "breach.clocks-due"
        "select distinct breach from breach_clocks where next_at is not null and next_at <= :now
         order by breach limit :most";
}

fn date(text: Option<String>) -> Result<Option<Date>> {
    text.map(|t| t.parse().context("a day of a breach")).transpose()
}

fn must(text: String) -> Result<Date> {
    text.parse().context("a day of a breach")
}

/// That somebody knew.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Known {
    pub place: u32,
    pub knower: KnowerKind,
    #[schemars(with = "String")]
    pub since: Date,
    #[schemars(with = "Option<String>")]
    pub passed_on: Option<Date>,
    pub text: Option<u32>,
    pub told_by: Option<PersonId>,
    pub told_at: Moment,
}

pub(crate) fn know(work: &mut Work, breach: BreachId, k: &Known) -> Result<()> {
    let given = params! {
        "breach": breach, "place": k.place, "knower": k.knower, "since": k.since.to_string(),
        "passed_on": k.passed_on.map(|d| d.to_string()), "text": k.text, "told_by": k.told_by,
    };
    work.run(&KNOW, given)?;
    Ok(())
}

pub(crate) fn known(look: &mut Look, breach: BreachId) -> Result<Vec<Known>> {
    let read = |row: &Row| {
        Ok(Known {
            place: row.get("place")?,
            knower: row.get("knower")?,
            since: must(row.get("since")?)?,
            passed_on: date(row.get("passed_on")?)?,
            text: row.get("text")?,
            told_by: row.get("told_by")?,
            told_at: row.get("told_at")?,
        })
    };
    look.rows(&KNOWN, params! { "breach": breach })?.iter().map(read).collect()
}

/// A factor with what was found.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Factor {
    pub factor: FactorWord,
    pub weighed: Weight,
    /// The sealed text that cites the facts.
    pub text: u32,
    pub told_by: Option<PersonId>,
    pub told_at: Moment,
}

pub(crate) fn weigh(work: &mut Work, breach: BreachId, f: &Factor) -> Result<()> {
    let given = params! {
        "breach": breach, "factor": f.factor, "weighed": f.weighed, "text": f.text, "told_by": f.told_by,
    };
    work.run(&WEIGH, given)?;
    Ok(())
}

pub(crate) fn factors(look: &mut Look, breach: BreachId) -> Result<Vec<Factor>> {
    let read = |row: &Row| {
        Ok(Factor {
            factor: row.get("factor")?,
            weighed: row.get("weighed")?,
            text: row.get("text")?,
            told_by: row.get("told_by")?,
            told_at: row.get("told_at")?,
        })
    };
    look.rows(&FACTORS, params! { "breach": breach })?.iter().map(read).collect()
}

/// A delay that an official asked for.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Held {
    pub place: u32,
    pub form: DelayForm,
    #[schemars(with = "String")]
    pub from: Date,
    #[schemars(with = "Option<String>")]
    pub until: Option<Date>,
    pub text: u32,
    pub told_by: Option<PersonId>,
    pub told_at: Moment,
}

pub(crate) fn delay(work: &mut Work, breach: BreachId, h: &Held) -> Result<()> {
    let given = params! {
        "breach": breach, "place": h.place, "form": h.form, "from_on": h.from.to_string(),
        "until_on": h.until.map(|d| d.to_string()), "text": h.text, "told_by": h.told_by,
    };
    work.run(&DELAY, given)?;
    Ok(())
}

pub(crate) fn delays(look: &mut Look, breach: BreachId) -> Result<Vec<Held>> {
    let read = |row: &Row| {
        Ok(Held {
            place: row.get("place")?,
            form: row.get("form")?,
            from: must(row.get("from_on")?)?,
            until: date(row.get("until_on")?)?,
            text: row.get("text")?,
            told_by: row.get("told_by")?,
            told_at: row.get("told_at")?,
        })
    };
    look.rows(&DELAYS, params! { "breach": breach })?.iter().map(read).collect()
}

/// The clock of a duty, and how it ended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Clock {
    pub word: String,
    pub by: Option<Date>,
    pub due_at: Option<Moment>,
    pub next_at: Option<Moment>,
    pub late_at: Option<Moment>,
    pub told_on: Option<Date>,
    pub means: Option<Means>,
    pub told_by: Option<PersonId>,
    pub told_at: Option<Moment>,
    pub text: Option<u32>,
    pub aside_by: Option<PersonId>,
    pub aside_at: Option<Moment>,
}

impl Clock {
    pub fn of(word: &str) -> Self {
        Self {
            word: word.to_owned(),
            by: None,
            due_at: None,
            next_at: None,
            late_at: None,
            told_on: None,
            means: None,
            told_by: None,
            told_at: None,
            text: None,
            aside_by: None,
            aside_at: None,
        }
    }

    /// Whether somebody still has to be told.
    pub fn open(&self) -> bool {
        self.told_on.is_none() && self.aside_at.is_none()
    }
}

pub(crate) fn put_clock(work: &mut Work, breach: BreachId, c: &Clock) -> Result<()> {
    let given = params! {
        "breach": breach, "word": &c.word, "by_on": c.by.map(|d| d.to_string()), "due_at": c.due_at,
        "next_at": c.next_at, "late_at": c.late_at, "told_on": c.told_on.map(|d| d.to_string()), "means": c.means,
        "told_by": c.told_by, "told_at": c.told_at, "text": c.text, "aside_by": c.aside_by, "aside_at": c.aside_at,
    };
    work.run(&CLOCK, given)?;
    Ok(())
}

pub(crate) fn stop_clock(work: &mut Work, breach: BreachId, word: &str) -> Result<()> {
    work.run(&STOP_CLOCK, params! { "breach": breach, "word": word })?;
    Ok(())
}

/// Fewer than ten are told one by one: when another one comes, the duty to tell them is open again.
pub(crate) fn again_few(work: &mut Work, breach: BreachId) -> Result<()> {
    let word = format!("{}|{}", crate::duties::SUBSTITUTE, crate::duties::FEW);
    work.run(&AGAIN, params! { "breach": breach, "word": word })?;
    Ok(())
}

pub(crate) fn clocks(look: &mut Look, breach: BreachId) -> Result<Vec<Clock>> {
    let read = |row: &Row| {
        Ok(Clock {
            word: row.get("word")?,
            by: date(row.get("by_on")?)?,
            due_at: row.get("due_at")?,
            next_at: row.get("next_at")?,
            late_at: row.get("late_at")?,
            told_on: date(row.get("told_on")?)?,
            means: row.get("means")?,
            told_by: row.get("told_by")?,
            told_at: row.get("told_at")?,
            text: row.get("text")?,
            aside_by: row.get("aside_by")?,
            aside_at: row.get("aside_at")?,
        })
    };
    look.rows(&CLOCKS, params! { "breach": breach })?.iter().map(read).collect()
}

/// Breaches with a clock of which somebody is to be told, for the house.
pub(crate) fn due(look: &mut Look, most: u32) -> Result<Vec<BreachId>> {
    look.rows(&DUE, params! { "most": most })?.iter().map(|r| r.get("breach")).collect()
}
