//! What service contracts ask of the database.

use super::life::{Contract, Version};
use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use kernel::{ContractId, Moment, OrgId, PersonId, TicketId};
use store::{Look, Row, Work, params, sql};

sql! {
    house LOCATE "agreements.locate-contract" "select org from contracts where id = :id";
    PUT "agreements.put-contract"
        "insert into contracts (id, org, provider, state, zone, starts_on, ends_on, starts_at, ends_at, notice_days,
             version, created_by, created_at, activated_at, noticed)
         values (:id, :org, :provider, :state, :zone, :starts_on, :ends_on, :starts_at, :ends_at, :notice_days,
             :version, :created_by, :created_at, :activated_at, :noticed)
         on conflict (id) do update set state = excluded.state, starts_on = excluded.starts_on,
             ends_on = excluded.ends_on, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
             notice_days = excluded.notice_days, version = excluded.version,
             activated_at = excluded.activated_at, noticed = excluded.noticed
         where contracts.org = :org";
    ALL "agreements.contracts-of"
        "select id, org, provider, state, zone, starts_on, ends_on, starts_at, ends_at, notice_days, version,
             created_by, created_at, activated_at, noticed
         from contracts where org = :org order by id desc limit 500";
    ONE "agreements.one-contract"
        "select id, org, provider, state, zone, starts_on, ends_on, starts_at, ends_at, notice_days, version,
             created_by, created_at, activated_at, noticed
         from contracts where id = :id and org = :org";
    RUNNING "agreements.running-contracts"
        "select id, org, provider, state, zone, starts_on, ends_on, starts_at, ends_at, notice_days, version,
             created_by, created_at, activated_at, noticed
         from contracts where org = :org and state = 'active' and starts_at <= :now
             and (ends_at is null or ends_at > :now)
         order by id limit 20";
    RAN "agreements.contracts-that-ran"
        "select id, org, provider, state, zone, starts_on, ends_on, starts_at, ends_at, notice_days, version,
             created_by, created_at, activated_at, noticed
         from contracts where org = :org and state = 'active' and starts_at < :to_at
             and (ends_at is null or (ends_at > :from_at and ends_at > starts_at))
         order by id limit 100";
    ADD_VERSION "agreements.add-contract-version"
        "insert into contract_versions (contract, version, org, title, from_on, from_at, terms, made_by, made_at)
         values (:contract, :version, :org, :title, :from_on, :from_at, :terms, :made_by, :now)";
    VERSIONS "agreements.contract-versions"
        "select version, title, from_on, from_at, terms, made_by, made_at from contract_versions
         where contract = :contract and org = :org order by version limit 1000";
    house ENDING "agreements.contract-notices-due"
        "select org from contracts where state = 'active' and ends_at is not null
             and ends_at <= :now + notice_days * 86400000000
             and (noticed is null or (noticed = 'ending' and ends_at <= :now))
         order by ends_at, id limit 1000";
    ACCEPT "agreements.accept-rate"
        "insert into accepted_rates (ticket, org, contract, version, rate_cents, minimum_minutes, said_by, by_phone,
             kept_by, kept_at)
         values (:ticket, :org, :contract, :version, :rate_cents, :minimum_minutes, :said_by, :by_phone, :kept_by,
             :now)
         on conflict (ticket, contract) do update set version = excluded.version, rate_cents = excluded.rate_cents,
             minimum_minutes = excluded.minimum_minutes, said_by = excluded.said_by,
             by_phone = excluded.by_phone, kept_by = excluded.kept_by, kept_at = excluded.kept_at
         where accepted_rates.org = :org";
    ACCEPTED "agreements.accepted-rate"
        "select contract, version, rate_cents, minimum_minutes, said_by, by_phone, kept_by, kept_at
         from accepted_rates where ticket = :ticket and contract = :contract and org = :org";
}

impl Contract {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            client: row.get("org")?,
            provider: row.get("provider")?,
            state: row.get("state")?,
            zone: row.get("zone")?,
            starts_on: date(row.get("starts_on")?)?,
            ends_on: row.get::<Option<String>>("ends_on")?.map(date).transpose()?,
            starts_at: row.get("starts_at")?,
            ends_at: row.get("ends_at")?,
            notice_days: row.get("notice_days")?,
            version: row.get("version")?,
            created_by: row.get("created_by")?,
            created_at: row.get("created_at")?,
            activated_at: row.get("activated_at")?,
            noticed: row.get("noticed")?,
        })
    }
}

fn date(text: String) -> Result<Date> {
    text.parse().context("a day of a contract")
}

/// Writes a contract of the bound organization, a new one or a changed one.
pub(crate) fn put(work: &mut Work, c: &Contract) -> Result<()> {
    let params = params! {
        "id": c.id, "provider": c.provider, "state": c.state, "zone": &c.zone,
        "starts_on": c.starts_on.to_string(), "ends_on": c.ends_on.map(|d| d.to_string()),
        "starts_at": c.starts_at, "ends_at": c.ends_at, "notice_days": c.notice_days, "version": c.version,
        "created_by": c.created_by, "created_at": c.created_at, "activated_at": c.activated_at,
        "noticed": c.noticed.as_deref(),
    };
    if work.run(&PUT, params)? != 1 {
        bail!("the contract {} belongs to another organization than the bound one", c.id);
    }
    Ok(())
}

/// The contracts of the bound organization, newest first.
pub(crate) fn all(look: &mut Look) -> Result<Vec<Contract>> {
    look.rows(&ALL, params! {})?.iter().map(Contract::read).collect()
}

pub(crate) fn one(look: &mut Look, id: ContractId) -> Result<Option<Contract>> {
    look.row(&ONE, params! { "id": id })?.as_ref().map(Contract::read).transpose()
}

/// Those that run now, oldest first.
pub(crate) fn running(look: &mut Look) -> Result<Vec<Contract>> {
    look.rows(&RUNNING, params! {})?.iter().map(Contract::read).collect()
}

/// Those that ran at any time in `[from, to)`, oldest first.
pub(crate) fn ran(look: &mut Look, from: Moment, to: Moment) -> Result<Vec<Contract>> {
    look.rows(&RAN, params! { "from_at": from, "to_at": to })?.iter().map(Contract::read).collect()
}

pub(crate) fn add_version(work: &mut Work, contract: ContractId, v: &Version) -> Result<()> {
    let terms = serde_json::to_string(&v.terms)?;
    let params = params! {
        "contract": contract, "version": v.version, "title": &v.title, "from_on": v.from_on.to_string(),
        "from_at": v.from_at, "terms": terms, "made_by": v.made_by,
    };
    work.run(&ADD_VERSION, params)?;
    Ok(())
}

/// The versions of a contract of the bound organization, oldest first.
pub(crate) fn versions(look: &mut Look, contract: ContractId) -> Result<Vec<Version>> {
    let read = |row: &Row| {
        let terms: String = row.get("terms")?;
        Ok(Version {
            version: row.get("version")?,
            title: row.get("title")?,
            from_on: date(row.get("from_on")?)?,
            from_at: row.get("from_at")?,
            terms: serde_json::from_str(&terms).context("the terms of a contract")?,
            made_by: row.get("made_by")?,
            made_at: row.get("made_at")?,
        })
    };
    look.rows(&VERSIONS, params! { "contract": contract })?.iter().map(read).collect()
}

/// The clients with a contract of which a notice is due.
pub(crate) fn clients_with_notices_due(look: &mut Look) -> Result<Vec<OrgId>> {
    look.rows(&ENDING, params! {})?.iter().map(|r| r.get("org")).collect()
}

/// A kept yes to a rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AcceptedRate {
    pub version: u32,
    pub rate_cents: i64,
    pub minimum_minutes: u32,
    pub said_by: String,
    pub by_phone: bool,
    pub kept_by: PersonId,
    pub kept_at: Moment,
}

pub(crate) fn accept(
    work: &mut Work,
    ticket: TicketId,
    contract: ContractId,
    yes: &AcceptedRate,
) -> Result<()> {
    let params = params! {
        "ticket": ticket, "contract": contract, "version": yes.version, "rate_cents": yes.rate_cents,
        "minimum_minutes": yes.minimum_minutes, "said_by": &yes.said_by, "by_phone": yes.by_phone,
        "kept_by": yes.kept_by,
    };
    if work.run(&ACCEPT, params)? != 1 {
        bail!("the yes on {ticket} belongs to another organization than the bound one");
    }
    Ok(())
}

pub(crate) fn accepted(
    look: &mut Look,
    ticket: TicketId,
    contract: ContractId,
) -> Result<Option<AcceptedRate>> {
    let row = look.row(&ACCEPTED, params! { "ticket": ticket, "contract": contract })?;
    row.map(|r| {
        Ok(AcceptedRate {
            version: r.get("version")?,
            rate_cents: r.get("rate_cents")?,
            minimum_minutes: r.get("minimum_minutes")?,
            said_by: r.get("said_by")?,
            by_phone: r.get("by_phone")?,
            kept_by: r.get("kept_by")?,
            kept_at: r.get("kept_at")?,
        })
    })
    .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contracts::ContractState;

    #[test]
    fn the_statements_name_the_state_of_a_running_contract() {
        assert!(RUNNING.text.contains(&format!("'{}'", ContractState::Active.word())));
        assert!(ENDING.text.contains(&format!("'{}'", ContractState::Active.word())));
    }
}
