//! What service contracts say of clocks, by version. A version never changes; what was closed goes by the one that held
//! when it was closed.

use super::promises::promises;
use crate::rules::{ClockRules, Rules};
use crate::words::PromiseKind;
use anyhow::Context;
use kernel::{ContractId, Moment, PersonId, TicketId};
use store::{Look, Row, Work, params, sql};

sql! {
    KEEP_RULES "desk.keep-clock-rules"
        "insert into clock_rules (contract, version, org, rules, set_at, set_by)
         values (:contract, :version, :org, :rules, :now, :by)";
    RULES_AT "desk.clock-rules-at"
        "select version, rules from clock_rules where contract = :contract and org = :org and set_at <= :at
         order by version desc limit 1";
    RULES_OF "desk.clock-rules"
        "select version, rules, set_at, set_by from clock_rules where contract = :contract and org = :org
         order by version desc limit 100";
}

/// A version as it is kept.
#[derive(Debug, Clone)]
pub struct KeptRules {
    pub version: i64,
    pub rules: ClockRules,
    pub set_at: Moment,
    pub set_by: Option<PersonId>,
}

fn read(row: &Row) -> anyhow::Result<ClockRules> {
    serde_json::from_str(&row.get::<String>("rules")?).context("a contract's rules for clocks")
}

/// The rules that hold at a moment for work under a contract; the house's own where none says anything.
///
/// # Errors
/// A fault of the store.
pub fn rules_at(look: &mut Look, contract: Option<ContractId>, at: Moment) -> anyhow::Result<Rules> {
    let Some(contract) = contract else { return Ok(Rules::house()) };
    match look.row(&RULES_AT, params! { "contract": contract, "at": at })? {
        Some(row) => Ok(Rules { rules: read(&row)?, version: Some((contract, row.get("version")?)) }),
        None => Ok(Rules::house()),
    }
}

/// When somebody is reminded of a promise of this kind, where it is to be said at a moment: as the ticket's contract has it.
///
/// # Errors
/// A fault of the store.
pub fn reminded_at(
    look: &mut Look,
    ticket: TicketId,
    kind: PromiseKind,
    at: Moment,
) -> anyhow::Result<Moment> {
    let all = promises(look, ticket)?;
    let Some(promise) = all.iter().find(|promise| promise.kind == kind) else { return Ok(at) };
    let policy = rules_at(look, promise.contract, at)?.policy();
    promise.reminded_at(policy.reminders, at)
}

/// Every version of a contract's rules, the newest first.
///
/// # Errors
/// A fault of the store.
pub fn rules_of(look: &mut Look, contract: ContractId) -> anyhow::Result<Vec<KeptRules>> {
    let one = |row: &Row| {
        Ok(KeptRules {
            version: row.get("version")?,
            rules: read(row)?,
            set_at: row.get("set_at")?,
            set_by: row.get("set_by")?,
        })
    };
    look.rows(&RULES_OF, params! { "contract": contract })?.iter().map(one).collect()
}

/// Makes the next version; gives its number.
///
/// # Errors
/// A fault of the store.
pub fn keep_rules(work: &mut Work, contract: ContractId, rules: &ClockRules) -> anyhow::Result<i64> {
    let newest = rules_of(work, contract)?.first().map_or(0, |kept| kept.version);
    let (version, by, rules) = (newest + 1, work.person(), serde_json::to_string(rules)?);
    work.run(&KEEP_RULES, params! { "contract": contract, "version": version, "rules": rules, "by": by })?;
    Ok(version)
}
