//! A new service contract begins as a draft: from when to when, and what is agreed.

use super::{ContractReceipt, fact, only_for_provider};
use crate::contracts::kinds::ContractState;
use crate::contracts::life::{Contract, NOTICE_DAYS, Version};
use crate::contracts::{records, terms};
use crate::dates::{self, Days};
use crate::needs::Covering;
use jiff::civil::Date;
use kernel::{Done, Duty, OrgId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Drafts a service contract with a client.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftContract {
    /// Whose trouble it is about.
    #[schemars(extend("x-order" = 1))]
    pub client: OrgId,
    /// What both sides call it.
    #[schemars(extend("x-order" = 2), length(max = 200))]
    pub title: String,
    /// Its first day, where the client is.
    #[schemars(schema_with = "dates::schema", extend("x-order" = 3))]
    pub starts_on: Date,
    /// Its last day; no end when left out.
    #[serde(default)]
    #[schemars(schema_with = "dates::optional_schema", extend("x-order" = 4))]
    pub ends_on: Option<Date>,
    /// How many days before its end it has to be renewed or given up; 90 when left out.
    #[serde(default)]
    #[schemars(extend("x-order" = 5), range(min = 0, max = 730))]
    pub notice_days: Option<u32>,
    /// What is agreed.
    #[schemars(extend("x-order" = 6))]
    pub terms: terms::TypedTerms,
}

impl Order for DraftContract {
    const ACT: Act = Act {
        name: "agreements.draft-contract",
        says: "Draft a service contract",
        path: "/organizations/{client}/contracts",
        duty: Duty::ManageContracts,
        phi: Phi::None,
    };
    type Receipt = ContractReceipt;
    type Needs = Covering;

    fn ground(&self) -> Ground {
        Ground::Org(self.client)
    }

    fn perform(&self, work: &mut Work, needs: Covering) -> Result<Done<ContractReceipt>, Stop> {
        let provider = needs.employer.or(needs.provider);
        let provider = provider.filter(|p| *p != self.client).ok_or_else(|| {
            Refusal::forbidden("A contract is made by a provider with its client, never by one with itself.")
        })?;
        only_for_provider(work, needs.employer, provider)?;
        let zone = needs.zone.clone().unwrap_or_else(|| "UTC".to_owned());
        let days = days(self.starts_on, self.ends_on, &zone, "starts_on")?;
        let version = Version {
            version: 1,
            title: terms::title(&self.title)?,
            from_on: days.effective_on,
            from_at: days.effective_at,
            terms: self.terms.checked(&needs)?,
            made_by: work.person(),
            made_at: work.now(),
        };
        let contract = Contract {
            id: work.id(),
            client: self.client,
            provider,
            state: ContractState::Draft,
            zone,
            starts_on: days.effective_on,
            ends_on: days.ends_on,
            starts_at: days.effective_at,
            ends_at: days.ends_at,
            notice_days: notice(self.notice_days)?,
            version: 1,
            created_by: work.person(),
            created_at: work.now(),
            activated_at: None,
            noticed: None,
        };
        records::put(work, &contract)?;
        records::add_version(work, contract.id, &version)?;
        let drafted = fact("agreements.contract-drafted", &contract)
            .with("kind", version.terms.kind)
            .with("starts_on", contract.starts_on.to_string())
            .with("ends_on", contract.ends_on.map(|d| d.to_string()));
        Ok(Done::new(drafted, ContractReceipt::of(&contract)))
    }
}

/// The days as moments, with refusals at the fields of a contract.
pub(super) fn days(from: Date, to: Option<Date>, zone: &str, field: &'static str) -> Result<Days, Stop> {
    Days::new(from, to, zone).map_err(|stop| match stop {
        Stop::Refused(mut refusal) if refusal.field.as_deref() == Some("effective_on") => {
            refusal.field = Some(field.to_owned());
            Stop::Refused(refusal)
        }
        other => other,
    })
}

pub(super) fn notice(days: Option<u32>) -> Result<u32, Refusal> {
    match days.unwrap_or(NOTICE_DAYS) {
        days if days <= 730 => Ok(days),
        _ => Err(Refusal::invalid("notice_days", "At most two years.")),
    }
}
