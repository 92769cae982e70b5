//! A new agreement begins as a draft: between whom, from when to when, and which terms it holds.

use super::{AgreementReceipt, fact, only_for};
use crate::{
    Drafting,
    chain::Right,
    dates::{self, Days},
    kinds::{AgreementKind, AgreementState},
    records::{self, Agreement},
    terms, text,
};
use jiff::civil::Date;
use kernel::{AgreementId, Done, Duty, Moment, OrgId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Drafts a business associate agreement, or a subcontractor's agreement below one.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftAgreement {
    /// The organization whose PHI it is about.
    #[schemars(extend("x-order" = 1))]
    pub client: OrgId,
    /// Who receives the PHI.
    #[schemars(extend("x-order" = 2))]
    pub associate: OrgId,
    /// For a subcontractor: the agreement of the business associate that engages it.
    #[serde(default)]
    #[schemars(extend("x-order" = 3))]
    pub upstream: Option<AgreementId>,
    /// What both sides call it.
    #[serde(default)]
    #[schemars(extend("x-order" = 4), length(max = 200))]
    pub title: Option<String>,
    /// The first day in force, where the client is.
    #[schemars(schema_with = "dates::schema", extend("x-order" = 5))]
    pub effective_on: Date,
    /// The last day in force; no end when left out.
    #[serde(default)]
    #[schemars(schema_with = "dates::optional_schema", extend("x-order" = 6))]
    pub ends_on: Option<Date>,
    /// The terms that the paper holds. All required ones are needed before it can be sent.
    #[serde(default)]
    #[schemars(schema_with = "terms::schema", extend("x-order" = 7))]
    pub terms: Vec<String>,
}

impl Order for DraftAgreement {
    const ACT: Act = Act {
        name: "agreements.draft-agreement",
        says: "Draft an agreement",
        path: "/organizations/{client}/agreements",
        duty: Duty::SignAgreements,
        phi: Phi::None,
    };
    type Receipt = AgreementReceipt;
    type Needs = Drafting;

    fn ground(&self) -> Ground {
        Ground::Org(self.client)
    }

    fn perform(&self, work: &mut Work, needs: Drafting) -> Result<Done<AgreementReceipt>, Stop> {
        let all = records::all(work)?;
        let upstream = self.upstream.map(|id| hung_from(&all, id)).transpose()?;
        let principal = upstream.map_or(self.client, |u| u.associate);
        only_for(work, needs.employer, &[self.client, principal, self.associate], "drafts an agreement")?;
        if !needs.associate_known {
            return Err(Refusal::not_found("organization").into());
        }
        check_parties(self.client, principal, self.associate)?;
        check_only_one(&all, principal, self.associate, work.now())?;
        let zone = needs.zone.unwrap_or_else(|| "UTC".to_owned());
        let days = Days::new(self.effective_on, self.ends_on, &zone)?;
        let id = work.id();
        let agreement = Agreement {
            kind: if upstream.is_some() { AgreementKind::Subcontractor } else { AgreementKind::Baa },
            principal,
            upstream: upstream.map(|u| u.line),
            title: text::optional("title", self.title.as_deref(), text::LONGEST_NAME)?,
            terms: terms::known(&self.terms)?,
            ..blank(work, id, self.client, self.associate, &zone, days)
        };
        records::put(work, &agreement)?;
        let drafted = fact("agreements.agreement-drafted", &agreement)
            .with("effective_at", agreement.effective_at)
            .with("ends_at", agreement.ends_at)
            .with("upstream", agreement.upstream)
            .with("terms", &agreement.terms);
        Ok(Done::new(drafted, AgreementReceipt::of(&agreement)))
    }
}

/// A draft with nothing but its parties and days.
pub(super) fn blank(
    work: &Work,
    id: AgreementId,
    client: OrgId,
    associate: OrgId,
    zone: &str,
    days: Days,
) -> Agreement {
    Agreement {
        id,
        client,
        kind: AgreementKind::Baa,
        state: AgreementState::Draft,
        principal: client,
        associate,
        line: id,
        upstream: None,
        follows: None,
        title: None,
        zone: zone.to_owned(),
        effective_on: days.effective_on,
        ends_on: days.ends_on,
        effective_at: days.effective_at,
        ends_at: days.ends_at,
        terms: Vec::new(),
        answers: None,
        created_by: work.person(),
        created_at: work.now(),
        sent_at: None,
        client_signed: None,
        associate_signed: None,
        signed_at: None,
        ended_at: None,
        reason: None,
        disposal: None,
    }
}

/// The agreement that another is to hang from.
fn hung_from(all: &[Agreement], id: AgreementId) -> Result<&Agreement, Stop> {
    let found = all.iter().find(|a| a.id == id && a.kind != AgreementKind::NotRequired);
    Ok(found.ok_or_else(|| Refusal::not_found("agreement"))?)
}

/// The client's own people need no agreement, and nobody makes one with itself.
fn check_parties(client: OrgId, principal: OrgId, associate: OrgId) -> Result<(), Stop> {
    if associate == client {
        let sentence = "An organization's own workforce needs no agreement with it.";
        return Err(Refusal::invalid("associate", sentence).into());
    }
    if associate == principal {
        return Err(Refusal::invalid("associate", "The two parties are the same organization.").into());
    }
    Ok(())
}

/// Between two parties one agreement is renewed, rather than a second one made beside it.
fn check_only_one(all: &[Agreement], principal: OrgId, associate: OrgId, now: Moment) -> Result<(), Stop> {
    let same = |a: &&Agreement| {
        a.kind != AgreementKind::NotRequired && a.principal == principal && a.associate == associate
    };
    let alive = |a: &&Agreement| match a.state {
        AgreementState::Draft | AgreementState::Sent => true,
        AgreementState::Signed => !matches!(a.link().alone(now), Right::Lapsed(_)),
        AgreementState::Terminated | AgreementState::Withdrawn => false,
    };
    match all.iter().filter(same).find(alive) {
        None => Ok(()),
        Some(there) => {
            let sentence =
                "There is an agreement between these two already. Renew it, or withdraw its draft.";
            let refusal = Refusal::conflict(sentence);
            Err(refusal.remedy("Show it", Some(format!("/agreements/{}", there.id))).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_makes_an_agreement_with_itself() {
        let org = |n: u8| OrgId::new(Moment::from_micros(0), [n; 10]);
        assert!(check_parties(org(1), org(1), org(2)).is_ok());
        assert!(check_parties(org(1), org(2), org(3)).is_ok());
        assert!(check_parties(org(1), org(1), org(1)).is_err());
        assert!(check_parties(org(1), org(2), org(2)).is_err());
        assert!(check_parties(org(1), org(2), org(1)).is_err());
    }
}
