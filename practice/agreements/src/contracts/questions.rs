//! What can be asked about service contracts: those of a client, and one with its versions.

use super::kinds::{ContractKind, ContractShown};
use super::life::{Contract, Version, version_at};
use super::records;
use super::terms::Terms;
use kernel::{ContractId, Duty, EntryId, Moment, OrgId, PersonId, Phi, Refusal, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Lists the service contracts of an organization.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contracts {
    pub organization: OrgId,
}

/// The service contracts of an organization, newest first.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ContractList {
    pub organization: OrgId,
    /// The moment this was true.
    pub now: Moment,
    pub contracts: Vec<ContractLine>,
}

/// A contract in a list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ContractLine {
    pub contract: ContractId,
    pub client: OrgId,
    pub provider: OrgId,
    /// How it stands now.
    pub shown: ContractShown,
    pub title: String,
    pub kind: ContractKind,
    /// The first day.
    pub starts_on: String,
    /// The last day.
    pub ends_on: Option<String>,
    pub notice_days: u32,
    /// The client's IANA zone, in which the days begin and end.
    pub zone: String,
    /// While it runs and has an end.
    pub days_left: Option<i64>,
    /// The version that holds, and the newest.
    pub version: u32,
    pub newest: u32,
}

/// Shows a service contract.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContractOf {
    pub contract: ContractId,
}

/// A contract with everything about it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ContractPage {
    pub line: ContractLine,
    /// The moment this was true.
    pub now: Moment,
    /// Newest first.
    pub versions: Vec<VersionLine>,
    /// What happened to it, oldest first.
    pub story: Vec<crate::questions::Happened>,
}

/// A version of a contract.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct VersionLine {
    pub version: u32,
    /// Whether it holds now.
    pub holds: bool,
    pub title: String,
    /// From which day it holds.
    pub from_on: String,
    pub made_by: Option<PersonId>,
    pub made_at: Moment,
    pub terms: Terms,
}

fn line(contract: &Contract, versions: &[Version], now: Moment) -> Result<ContractLine, Stop> {
    let holds = version_at(versions, now).ok_or_else(|| anyhow::anyhow!("{} has no version", contract.id))?;
    let left = contract.ends_at.filter(|_| contract.in_force(now));
    Ok(ContractLine {
        contract: contract.id,
        client: contract.client,
        provider: contract.provider,
        shown: contract.shown(now),
        title: holds.title.clone(),
        kind: holds.terms.kind,
        starts_on: contract.starts_on.to_string(),
        ends_on: contract.ends_on.map(|d| d.to_string()),
        notice_days: contract.notice_days,
        zone: contract.zone.clone(),
        days_left: left.map(|end| crate::chain::days_left(end, now)),
        version: holds.version,
        newest: contract.version,
    })
}

impl Question for Contracts {
    const ACT: Act = Act {
        name: "agreements.contracts",
        says: "List service contracts",
        path: "/organizations/{organization}/contracts/list",
        duty: Duty::ReadAgreements,
        phi: Phi::None,
    };
    type Answer = ContractList;

    fn ground(&self) -> Ground {
        Ground::Org(self.organization)
    }

    fn answer(&self, look: &mut Look) -> Result<ContractList, Stop> {
        let now = look.now();
        let mut contracts = Vec::new();
        for contract in records::all(look)? {
            let versions = records::versions(look, contract.id)?;
            contracts.push(line(&contract, &versions, now)?);
        }
        Ok(ContractList { organization: self.organization, now, contracts })
    }
}

impl Question for ContractOf {
    const ACT: Act = Act {
        name: "agreements.contract",
        says: "Show a service contract",
        path: "/contracts/{contract}",
        duty: Duty::ReadAgreements,
        phi: Phi::None,
    };
    type Answer = ContractPage;

    fn ground(&self) -> Ground {
        Ground::thing(self.contract)
    }

    fn answer(&self, look: &mut Look) -> Result<ContractPage, Stop> {
        let now = look.now();
        let contract = records::one(look, self.contract)?.ok_or_else(|| Refusal::not_found("contract"))?;
        let versions = records::versions(look, self.contract)?;
        let line = line(&contract, &versions, now)?;
        let shown = |v: Version| VersionLine {
            version: v.version,
            holds: v.version == line.version,
            title: v.title,
            from_on: v.from_on.to_string(),
            made_by: v.made_by,
            made_at: v.made_at,
            terms: v.terms,
        };
        let versions = versions.into_iter().rev().map(shown).collect();
        Ok(ContractPage { versions, now, story: story(look, self.contract)?, line })
    }
}

fn story(look: &mut Look, contract: ContractId) -> Result<Vec<crate::questions::Happened>, Stop> {
    let id = contract.to_string();
    let lines = office::timeline(look, &id)?;
    let happened = |line: office::Line| {
        let here = line.facts().filter(|(_, body)| body["contract"] == id.as_str());
        let says = here.filter_map(|(name, body)| super::facts::sentence(name, body)).collect();
        let entry: EntryId = line.id;
        crate::questions::Happened { entry, at: line.at, person: line.person, outcome: line.outcome, says }
    };
    Ok(lines.into_iter().map(happened).filter(|h| !h.says.is_empty()).collect())
}
