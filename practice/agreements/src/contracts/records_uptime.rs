//! What service contracts promise about uptime, as it is kept.

use super::uptime::UptimeTerms;
use anyhow::{Context, Result, bail};
use kernel::ContractId;
use store::{Look, Row, Work, params, sql};

sql! {
    PROMISE "agreements.promise-uptime"
        "insert into uptime_terms (contract, from_month, org, terms, made_by, made_at)
         values (:contract, :from_month, :org, :terms, :made_by, :now)
         on conflict (contract, from_month) do update set terms = excluded.terms, made_by = excluded.made_by,
             made_at = excluded.made_at
         where uptime_terms.org = :org";
    PROMISED "agreements.uptime-promised"
        "select from_month, terms from uptime_terms where contract = :contract and org = :org
         order by from_month desc limit 200";
}

pub(crate) fn promise(
    work: &mut Work,
    contract: ContractId,
    from_month: &str,
    terms: &UptimeTerms,
) -> Result<()> {
    let (made_by, terms) = (work.person(), serde_json::to_string(terms)?);
    let promised =
        params! { "contract": contract, "from_month": from_month, "terms": terms, "made_by": made_by };
    if work.run(&PROMISE, promised)? != 1 {
        bail!("the contract {contract} belongs to another organization than the bound one");
    }
    Ok(())
}

/// What was promised, each from a month on, the newest first.
pub(crate) fn promised(look: &mut Look, contract: ContractId) -> Result<Vec<(String, UptimeTerms)>> {
    let read = |row: &Row| {
        let terms: String = row.get("terms")?;
        Ok((row.get("from_month")?, serde_json::from_str(&terms).context("what is promised about uptime")?))
    };
    look.rows(&PROMISED, params! { "contract": contract })?.iter().map(read).collect()
}
