//! A draft is changed before anybody signs it. What was sent and not yet signed becomes a draft again.

use super::{AgreementReceipt, among, fact, only_for, wrong_state};
use crate::{
    Party,
    dates::{self, Days},
    kinds::AgreementState,
    records, terms, text,
};
use jiff::civil::Date;
use kernel::{AgreementId, Done, Duty, Phi, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Revises a draft: its days and the checklist of its terms are given again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviseAgreement {
    pub agreement: AgreementId,
    /// What both sides call it.
    #[serde(default)]
    #[schemars(extend("x-order" = 1), length(max = 200))]
    pub title: Option<String>,
    /// The first day in force, where the client is.
    #[schemars(schema_with = "dates::schema", extend("x-order" = 2))]
    pub effective_on: Date,
    /// The last day in force; no end when left out.
    #[serde(default)]
    #[schemars(schema_with = "dates::optional_schema", extend("x-order" = 3))]
    pub ends_on: Option<Date>,
    /// The terms that the paper holds.
    #[serde(default)]
    #[schemars(schema_with = "terms::schema", extend("x-order" = 4))]
    pub terms: Vec<String>,
}

impl Order for ReviseAgreement {
    const ACT: Act = Act {
        name: "agreements.revise-agreement",
        says: "Revise a draft",
        path: "/agreements/{agreement}/revise",
        duty: Duty::SignAgreements,
        phi: Phi::None,
    };
    type Receipt = AgreementReceipt;
    type Needs = Party;

    fn ground(&self) -> Ground {
        Ground::thing(self.agreement)
    }

    fn perform(&self, work: &mut Work, needs: Party) -> Result<Done<AgreementReceipt>, Stop> {
        let (mut agreement, _) = among(work, self.agreement)?;
        let parties = [agreement.client, agreement.principal, agreement.associate];
        only_for(work, needs.employer, &parties, "revises it")?;
        let untouched = agreement.client_signed.is_none() && agreement.associate_signed.is_none();
        match agreement.state {
            AgreementState::Draft => {}
            AgreementState::Sent if untouched => {}
            _ => return Err(wrong_state(&agreement, "revised any more; renew it instead")),
        }
        let days = Days::new(self.effective_on, self.ends_on, &agreement.zone)?;
        agreement.state = AgreementState::Draft;
        agreement.sent_at = None;
        agreement.title = text::optional("title", self.title.as_deref(), text::LONGEST_NAME)?;
        agreement.terms = terms::known(&self.terms)?;
        (agreement.effective_on, agreement.ends_on) = (days.effective_on, days.ends_on);
        (agreement.effective_at, agreement.ends_at) = (days.effective_at, days.ends_at);
        records::put(work, &agreement)?;
        let revised = fact("agreements.agreement-revised", &agreement)
            .with("effective_at", agreement.effective_at)
            .with("ends_at", agreement.ends_at)
            .with("terms", &agreement.terms);
        Ok(Done::new(revised, AgreementReceipt::of(&agreement)))
    }
}
