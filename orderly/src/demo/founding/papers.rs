//! The papers of the demo: the agreements that let the provider near PHI, the one that hangs below the hospital's, and
//! the service contracts.

use super::super::{cast::Player, give, staff::OWNER};
use super::Founding;
use agreements::contracts::{ActivateContract, DraftContract};
use agreements::{DraftAgreement, EngageSubcontractor, SendAgreement, SignForAssociate, SignForClient};
use anyhow::{Context, Result};
use futures_executor::block_on;
use jiff::ToSpan;
use kernel::{AgreementId, OrgId, Span};
use serde_json::json;

impl Founding<'_> {
    /// The agreement below the hospital's, with all its terms, and the engagement that rests on it.
    pub(super) fn engage(
        &mut self,
        client: OrgId,
        upstream: AgreementId,
        associate: OrgId,
        people: &[Player],
    ) -> Result<()> {
        let draft = DraftAgreement {
            client,
            associate,
            upstream: Some(upstream),
            title: Some("Subcontractor agreement for imaging".into()),
            effective_on: self.now.date_in("America/New_York") - 91.days(),
            ends_on: None,
            terms: law::agreement_terms().iter().map(|t| t.id.clone()).collect(),
        };
        let agreement = self.give(draft)?.agreement;
        self.give(SendAgreement { agreement })?;
        self.give(SignForClient { agreement, name: OWNER.name.into(), title: OWNER.title.into() })?;
        // Engaged, its people see the client; they come near no PHI before they have signed.
        let today = self.now.date_in("America/New_York");
        self.give(EngageSubcontractor {
            effective_on: Some(today - 91.days()),
            ends_on: Some(today + 89.days()),
            hours: Some(120),
            rate: Some("95.00".into()),
            ..EngageSubcontractor::open(agreement)
        })?;
        let partner = people.iter().find(|p| p.org == associate && p.roles == [kernel::Role::AccountOwner]);
        let partner = partner.context("somebody signs for the subcontractor")?;
        let (name, title) = (partner.name.clone(), partner.title.clone());
        self.at = self.at.plus(Span::hours(1));
        block_on(give(self.office, self.at, &partner.who(), SignForAssociate { agreement, name, title }))
            .map(drop)
    }

    /// What is covered for each client: everybody and everything, around the clock, billed in different ways. The
    /// dentists have no contract any more.
    pub(super) fn contracts(&mut self, clients: &[OrgId]) -> Result<()> {
        let billed = [("per-user", "65.00"), ("flat", "4200.00"), ("per-device", "19.50")];
        let starts_on = self.now.date_in("America/New_York") - 91.days();
        for (client, (billing, price)) in clients.iter().zip(billed) {
            let draft: DraftContract = serde_json::from_value(json!({
                "client": client, "title": "Managed service", "starts_on": starts_on.to_string(),
                "terms": {
                    "kind": "managed", "people": "everyone", "hours": "always", "on_site": true,
                    "billing": billing, "price": price, "rate": "185.00", "minimum_minutes": 15,
                },
            }))?;
            let contract = self.give(draft)?.contract;
            self.give(ActivateContract { contract })?;
        }
        Ok(())
    }

    /// One agreement for each client: the practice's ends within the month, the dentists' ended the day before
    /// yesterday.
    pub(super) fn agreements(
        &mut self,
        provider: OrgId,
        clients: &[OrgId],
        people: &[Player],
    ) -> Result<Vec<AgreementId>> {
        let today = self.now.date_in("America/New_York");
        let days = [
            (today - 342.days(), Some(today + 23.days())),
            (today - 91.days(), Some(today + 274.days())),
            (today - 91.days(), None),
            (today - 367.days(), Some(today - 2.days())),
        ];
        let signers = [
            "pat@larkspur.example",
            "alma@meridian.example",
            "clara@saintalder.example",
            "dot@wrenfield.example",
        ];
        let terms: Vec<String> = law::agreement_terms().iter().map(|t| t.id.clone()).collect();
        let mut made = Vec::new();
        for ((client, (effective_on, ends_on)), email) in clients.iter().zip(days).zip(signers) {
            let draft = DraftAgreement {
                client: *client,
                associate: provider,
                upstream: None,
                title: Some("Business associate agreement with Harborlight IT".into()),
                effective_on,
                ends_on,
                terms: terms.clone(),
            };
            let agreement = self.give(draft)?.agreement;
            self.give(SendAgreement { agreement })?;
            let signer = people.iter().find(|p| p.email == email).context("somebody signs for the client")?;
            let (name, title) = (signer.name.clone(), signer.title.clone());
            self.at = self.at.plus(Span::hours(1));
            block_on(give(self.office, self.at, &signer.who(), SignForClient { agreement, name, title }))?;
            self.give(SignForAssociate { agreement, name: OWNER.name.into(), title: OWNER.title.into() })?;
            made.push(agreement);
        }
        Ok(made)
    }
}
