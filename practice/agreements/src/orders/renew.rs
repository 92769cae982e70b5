//! A renewal is a new agreement that follows an old one: the same parties and terms, other days, new
//! signatures. What hung from the old one hangs from the new one without a stitch.

use super::{AgreementReceipt, among, draft, fact, only_for, wrong_state};
use crate::{
    Party,
    dates::{self, Days},
    kinds::{AgreementKind, AgreementState},
    records::{self, Agreement},
};
use jiff::civil::Date;
use kernel::{AgreementId, Done, Duty, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Drafts the renewal of a signed agreement.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenewAgreement {
    pub agreement: AgreementId,
    /// The first day of the renewal, where the client is.
    #[schemars(schema_with = "dates::schema", extend("x-order" = 1))]
    pub effective_on: Date,
    /// Its last day; no end when left out.
    #[serde(default)]
    #[schemars(schema_with = "dates::optional_schema", extend("x-order" = 2))]
    pub ends_on: Option<Date>,
}

impl Order for RenewAgreement {
    const ACT: Act = Act {
        name: "agreements.renew-agreement",
        says: "Renew an agreement",
        path: "/agreements/{agreement}/renew",
        duty: Duty::SignAgreements,
        phi: Phi::None,
    };
    type Receipt = AgreementReceipt;
    type Needs = Party;

    fn ground(&self) -> Ground {
        Ground::thing(self.agreement)
    }

    fn perform(&self, work: &mut Work, needs: Party) -> Result<Done<AgreementReceipt>, Stop> {
        let (old, all) = among(work, self.agreement)?;
        only_for(work, needs.employer, &[old.client, old.principal, old.associate], "renews it")?;
        if old.state != AgreementState::Signed || old.kind == AgreementKind::NotRequired {
            return Err(wrong_state(&old, "renewed"));
        }
        let open = |a: &&Agreement| matches!(a.state, AgreementState::Draft | AgreementState::Sent);
        if let Some(there) = all.iter().filter(|a| a.line == old.line).find(open) {
            let refusal = Refusal::conflict("A renewal is under way already.");
            return Err(refusal.remedy("Show it", Some(format!("/agreements/{}", there.id))).into());
        }
        let days = Days::new(self.effective_on, self.ends_on, &old.zone)?;
        let id = work.id();
        let renewal = Agreement {
            kind: old.kind,
            principal: old.principal,
            line: old.line,
            upstream: old.upstream,
            follows: Some(old.id),
            title: old.title.clone(),
            terms: old.terms.clone(),
            ..draft::blank(work, id, old.client, old.associate, &old.zone, days)
        };
        records::put(work, &renewal)?;
        let drafted = fact("agreements.agreement-drafted", &renewal)
            .about(old.id)
            .with("follows", old.id)
            .with("effective_at", renewal.effective_at)
            .with("ends_at", renewal.ends_at)
            .with("terms", &renewal.terms);
        Ok(Done::new(drafted, AgreementReceipt::of(&renewal)))
    }
}
