//! Agreements: by what right anybody outside an organization's own workforce may reach its patients' data. A
//! business associate agreement is drafted with the terms that 45 CFR 164.504(e)(2) demands as a checklist,
//! sent, signed by both sides, and in force from its first day to its last. A subcontractor's agreement hangs
//! from the one above it and is in force only when the whole chain is. Where no agreement is required, the
//! organization keeps its own signed answers to the questions of 45 CFR 160.103. Beside them stand
//! the service contracts, which say what work is covered. Nothing here touches PHI: these are the papers
//! about it.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod chain;
pub mod contracts;
mod dates;
mod facts;
mod kinds;
mod needs;
mod orders;
mod pages;
pub mod papers;
mod questions;
mod records;
mod records_engaged;
mod shown;
mod standing;
mod terms;

pub use chain::{Found, LAPSING, days_left};
pub use kinds::{AgreementKind, AgreementState, Disposal, Reason, Shown, Side};
pub use needs::{Accepting, Covering, Drafting, Party, TicketFacts};
pub use orders::*;
pub use pages::{
    AgreementView, AgreementsView, Names, NotRequiredView, agreement_page, agreements_page,
    not_required_page, seal, term_words,
};
pub use questions::*;
pub use records_engaged::Term;
pub use standing::{Engaged, engaged_here, lapses_due, outside_term, standing, standing_found};
pub use terms::{TermLine, checklist};

use office::{Registry, text};
use store::{Migration, Schema};

/// The tables and statements of this slice.
pub fn schema() -> Schema {
    Schema {
        slice: "agreements",
        migrations: const {
            &[
                Migration {
                    name: "0001_agreements",
                    text: include_str!("../migrations/0001_agreements.sql"),
                },
                Migration { name: "0002_contracts", text: include_str!("../migrations/0002_contracts.sql") },
                Migration { name: "0003_papers", text: include_str!("../migrations/0003_papers.sql") },
                Migration {
                    name: "0004_paper_sealed",
                    text: include_str!("../migrations/0004_paper_sealed.sql"),
                },
                Migration { name: "0005_uptime", text: include_str!("../migrations/0005_uptime.sql") },
                Migration {
                    name: "0006_engagement_terms",
                    text: include_str!("../migrations/0006_engagement_terms.sql"),
                },
            ]
        },
        statements: &ALL,
    }
}

static ALL: std::sync::LazyLock<Vec<&'static store::Sql>> = std::sync::LazyLock::new(|| {
    [
        records::STATEMENTS,
        records_engaged::STATEMENTS,
        contracts::records::STATEMENTS,
        contracts::records_uptime::STATEMENTS,
        papers::records::STATEMENTS,
    ]
    .concat()
});

/// Everything here that needs nothing from another slice. The other orders need to know for whom the caller
/// works; the binary registers them with their supplies: [`Drafting`] for [`DraftAgreement`] and
/// [`KeepNotRequired`], [`Party`] for [`ReviseAgreement`], [`SendAgreement`], [`SignForClient`],
/// [`SignForAssociate`], [`WithdrawAgreement`], [`RenewAgreement`], [`TerminateAgreement`], [`NoteDisposal`],
/// [`RevokeNotRequired`], [`EngageSubcontractor`] and [`ReleaseSubcontractor`]; and those of
/// [`contracts`], [`papers::SayBreachDuties`] and [`papers::KeepPaper`].
pub fn register(registry: &mut Registry) {
    registry
        .order::<NoteLapses>()
        .question::<Agreements>()
        .question::<AgreementOf>()
        .question::<StandingAt>()
        .question::<Standings>()
        .question::<contracts::Contracts>()
        .question::<contracts::ContractOf>()
        .locate("agr", &records::LOCATE)
        .locate("con", &contracts::records::LOCATE)
        .tell(facts::sentence)
        .order::<papers::FetchPaper>()
        .tell(contracts::facts::sentence)
        .tell(papers::sentence);
}
