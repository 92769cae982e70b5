//! A business associate engages its subcontractor at a client: from now on the subcontractor's people see the
//! client. They come near no PHI before the whole chain of agreements is in force, nor before the first day or after
//! the last one of what was agreed with them. How many hours were agreed, and what an hour costs, is kept with it.

use super::{AgreementReceipt, among, fact, only_for, wrong_state};
use crate::{
    Party, Term,
    contracts::money,
    dates::{self, Days},
    kinds::{AgreementKind, AgreementState},
    records::Agreement,
    records_engaged as records,
};
use jiff::civil::Date;
use kernel::{AgreementId, Done, Duty, Moment, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Engages the subcontractor of an agreement at its client.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EngageSubcontractor {
    /// The agreement between the business associate and the subcontractor.
    pub agreement: AgreementId,
    /// The first day on which its people work here; today when left out.
    #[serde(default)]
    #[schemars(schema_with = "dates::optional_schema", extend("x-order" = 1))]
    pub effective_on: Option<Date>,
    /// The last day; until somebody ends it when left out. From the day after on they come near no PHI here.
    #[serde(default)]
    #[schemars(schema_with = "dates::optional_schema", extend("x-order" = 2))]
    pub ends_on: Option<Date>,
    /// How many hours were agreed for all of it.
    #[serde(default)]
    #[schemars(extend("x-order" = 3), range(min = 1, max = 100_000))]
    pub hours: Option<u32>,
    /// What an hour of theirs costs, in US dollars, such as 95.00. The client is not told.
    #[serde(default)]
    #[schemars(extend("x-order" = 4))]
    pub rate: Option<Private>,
}

/// More hours than this were not agreed; it is a slip of the finger.
const MOST_HOURS: u32 = 100_000;

impl EngageSubcontractor {
    /// From now on, until somebody ends it; neither hours nor a rate were agreed.
    pub fn open(agreement: AgreementId) -> Self {
        Self { agreement, effective_on: None, ends_on: None, hours: None, rate: None }
    }

    /// What was agreed, its days in the zone of the client.
    fn term(&self, agreement: &Agreement, now: Moment) -> Result<Term, Stop> {
        if self.hours.is_some_and(|hours| hours == 0 || hours > MOST_HOURS) {
            return Err(Refusal::invalid("hours", "Give the hours, from 1 to 100000.").into());
        }
        let first = self.effective_on.unwrap_or_else(|| now.date_in(&agreement.zone));
        let days = Days::new(first, self.ends_on, &agreement.zone)?;
        if days.ends_at.is_some_and(|end| end <= now) {
            return Err(Refusal::invalid("ends_on", "This day is over. Name the last day of work.").into());
        }
        let starts_at = self.effective_on.map(|_| days.effective_at);
        Ok(Term { starts_at, until_at: days.ends_at, hours: self.hours })
    }

    fn rate_cents(&self) -> Result<Option<i64>, Refusal> {
        let typed = self.rate.as_ref().filter(|rate| !rate.is_blank());
        typed.map(|rate| money::cents("rate", rate.reveal())).transpose()
    }
}

impl Order for EngageSubcontractor {
    const ACT: Act = Act {
        name: "agreements.engage-subcontractor",
        says: "Engage a subcontractor",
        path: "/agreements/{agreement}/engage",
        duty: Duty::SignAgreements,
        phi: Phi::None,
    };
    type Receipt = AgreementReceipt;
    type Needs = Party;

    fn ground(&self) -> Ground {
        Ground::thing(self.agreement)
    }

    fn perform(&self, work: &mut Work, needs: Party) -> Result<Done<AgreementReceipt>, Stop> {
        let (agreement, _) = among(work, self.agreement)?;
        if agreement.kind != AgreementKind::Subcontractor {
            return Err(Refusal::invalid("agreement", "Choose the agreement with the subcontractor.").into());
        }
        only_for(work, needs.employer, &[agreement.principal], "engages its subcontractor")?;
        if matches!(agreement.state, AgreementState::Terminated | AgreementState::Withdrawn) {
            return Err(wrong_state(&agreement, "what an engagement rests on"));
        }
        let (term, rate) = (self.term(&agreement, work.now())?, self.rate_cents()?);
        if records::engaged(work)?.iter().any(|e| e.subcontractor == agreement.associate) {
            return Err(Refusal::conflict("This subcontractor is engaged here already.").into());
        }
        records::engage(work, &agreement, term, rate)?;
        let engaged = fact("agreements.subcontractor-engaged", &agreement)
            .about(agreement.associate)
            .with("provider", agreement.principal)
            .with("subcontractor", agreement.associate)
            .with("starts_at", term.starts_at)
            .with("until_at", term.until_at)
            .with("ends_on", self.ends_on.map(|day| day.to_string()))
            .with("hours", term.hours);
        Ok(Done::new(engaged, AgreementReceipt::of(&agreement)))
    }
}
