//! The desk. Somebody at a bedside reports trouble in three touches; the desk knows at once how urgent it is,
//! what was promised and by when, and keeps the work in order of what it means for patients. Whoever works on
//! a ticket takes it, replies, waits for a stated reason, and resolves it; everything that was written is
//! sealed, and every look is charted.
//!
//! | what can happen | orders |
//! |---|---|
//! | trouble is reported, followed, and rated | [`OpenTicket`], [`ReplyToMine`], [`ReopenMine`], [`Rate`] |
//! | its urgency is set by facts | [`Triage`] |
//! | somebody has it | [`Take`], [`Assign`], [`HandBack`] |
//! | it is worked on | [`Reply`], [`Wait`], [`Resume`], [`Resolve`], [`Reopen`] |
//! | what is promised, and what clocks do | [`SetCommitments`], [`SetClockRules`], [`NoteMissed`] |
//!
//! | what can be asked | questions |
//! |---|---|
//! | what is due next? | [`Board`], [`Tickets`], [`AssetTickets`] |
//! | what happened to this one? | [`OneTicket`], and behind the mask [`LookAt`] |
//! | how does my own report stand? | [`MyTickets`], [`MyTicket`], [`MyWords`] |
//! | what is promised, and how was it kept? | [`Commitments`], [`Trends`], [`Satisfaction`] |

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod attachments;
pub mod calendars;
pub mod facts;
pub mod filter;
pub mod keeping;
pub mod mail;
pub mod masking;
pub mod needs;
pub mod orders;
pub mod pages;
pub mod priority;
pub mod promises;
pub mod query;
pub mod questions;
pub mod records;
pub mod routing;
pub mod rules;
pub mod search;
pub mod tags;
pub mod texts;
pub mod words;

pub use orders::*;
pub use questions::*;
pub use records::{GATHERED_AT_ONCE, day_due, gather_words, overdue, to_judge_again, words_wait};

use office::Registry;
use store::{Migration, Schema};

/// The desk's tables and statements.
pub fn schema() -> Schema {
    Schema {
        slice: "desk",
        migrations: const {
            &[
                Migration { name: "0001_desk", text: include_str!("../migrations/0001_desk.sql") },
                Migration { name: "0002_relations", text: include_str!("../migrations/0002_relations.sql") },
                Migration { name: "0003_views", text: include_str!("../migrations/0003_views.sql") },
                Migration {
                    name: "0004_attachments",
                    text: include_str!("../migrations/0004_attachments.sql"),
                },
                Migration { name: "0005_mail", text: include_str!("../migrations/0005_mail.sql") },
                Migration { name: "0006_speed", text: include_str!("../migrations/0006_speed.sql") },
                Migration {
                    name: "0007_satisfaction",
                    text: include_str!("../migrations/0007_satisfaction.sql"),
                },
                Migration { name: "0008_hours", text: include_str!("../migrations/0008_hours.sql") },
                Migration { name: "0009_copies", text: include_str!("../migrations/0009_copies.sql") },
                Migration { name: "0010_reminders", text: include_str!("../migrations/0010_reminders.sql") },
                Migration { name: "0011_lighter", text: include_str!("../migrations/0011_lighter.sql") },
                Migration {
                    name: "0012_clock_rules",
                    text: include_str!("../migrations/0012_clock_rules.sql"),
                },
            ]
        },
        statements: &records::STATEMENTS,
    }
}

/// Everything of the desk that needs nothing from other slices. The binary registers [`OpenTicket`] (its
/// [`needs::Placement`]), [`Take`], [`Assign`] and [`Escalate`] ([`needs::Routed`]), [`LinkAsset`]
/// ([`needs::KnownAsset`]), [`NameReporter`] ([`needs::KnownPerson`]), [`SetCommitments`] ([`needs::KnownPlace`]) and
/// [`SetClockRules`] ([`needs::KnownContract`]).
pub fn register(r: &mut Registry) {
    attachments::register(r);
    masking::register(r);
    keeping::register(r);
    mail::register(r);
    relations(r);
    r.order::<Triage>()
        .order::<HandBack>()
        .order::<ReplyToMine>()
        .order::<Wait>()
        .order::<BackFromClientIt>()
        .order::<Resume>()
        .order::<Resolve>()
        .order::<EndOutage>()
        .order::<Backdate>()
        .order::<Reopen>()
        .order::<ReopenMine>()
        .order::<Rate>()
        .order::<NoteMissed>()
        .question::<Board>()
        .question::<Tickets>()
        .question::<OneTicket>()
        .question::<LookAt>()
        .question::<MyTickets>()
        .question::<MyTicket>()
        .question::<MyWords>()
        .question::<AssetTickets>()
        .question::<Commitments>()
        .question::<ClockRulesOf>()
        .question::<Trends>()
        .question::<Satisfaction>()
        .locate("tkt", &records::LOCATE)
        .tell(facts::sentence);
}

/// How tickets hang together, what presses on them, and who may have them.
fn relations(r: &mut Registry) {
    r.order::<ChangeNature>()
        .order::<OpenProblem>()
        .order::<AddTask>()
        .order::<PlaceUnder>()
        .order::<TakeOut>()
        .order::<LinkTickets>()
        .order::<UnlinkTickets>()
        .order::<UnlinkAsset>()
        .order::<Merge>()
        .order::<Unmerge>()
        .order::<Split>()
        .order::<ReportAgain>()
        .order::<SetPriority>()
        .order::<TakeBackPriority>()
        .order::<SetDeadline>()
        .order::<ClearDeadline>()
        .order::<JudgeAgain>()
        .order::<SendDown>()
        .order::<RequireCertification>()
        .order::<SendOnSite>()
        .order::<NoteArrival>()
        .order::<Tag>()
        .order::<Untag>();
}
