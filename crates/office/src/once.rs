//! An order with an `Idempotency-Key` is carried out once, however often a program sends it: the receipt is kept for a
//! day and given again. The same key with another request is refused.

use crate::{Answered, permit::reach_key, whole::SomeOrder};
use kernel::{EntryId, OrgId, Refusal, Span, Stop, Who};
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::{Look, Work, params, sql};

sql! {
    KEPT "office.kept-receipt"
        "select act, asked, org, receipt_sealed from receipts where who = :caller and once = :once and at > :since";
    house KEEP "office.keep-receipt"
        "insert into receipts (who, once, act, asked, org, receipt_sealed, at)
         values (:caller, :once, :act, :asked, :at_org, :receipt, :now)
         on conflict (who, once) do update
         set act = excluded.act, asked = excluded.asked, org = excluded.org,
             receipt_sealed = excluded.receipt_sealed, at = excluded.at
         where receipts.at <= :since";
    house FORGET "office.forget-receipts" "delete from receipts where at <= :since";
}

const KEPT_FOR: Span = Span::days(1);

#[derive(Clone)]
pub(crate) struct Once {
    caller: String,
    key: String,
    act: &'static str,
    /// SHA-256 of the request, in hexadecimal.
    asked: String,
}

impl Once {
    pub fn new(who: &Who, act: &'static str, order: &dyn SomeOrder, key: String) -> Result<Self, Stop> {
        if key.is_empty() || key.len() > 200 || key.chars().any(char::is_control) {
            return Err(
                Refusal::invalid("Idempotency-Key", "The key has 1 to 200 printable characters.").into()
            );
        }
        // Private texts count too. What is kept is a keyed commitment to this digest, so that nobody who holds the tables
        // can guess a short text from it.
        let digest = |text: &str| hex(&Sha256::digest(text.as_bytes()));
        let asked = kernel::with_commitments(digest, || order.tell())
            .map_err(|e| anyhow::anyhow!("what was asked cannot be written as JSON: {e}"))?;
        Ok(Self {
            caller: reach_key(who).unwrap_or_default(),
            key,
            act,
            asked: hex(&Sha256::digest(asked.to_string())),
        })
    }

    fn place(&self) -> String {
        format!("receipts/{}/{}", self.caller, self.key)
    }

    pub fn kept(&self, look: &mut Look) -> Result<Option<Answered>, Stop> {
        let since = look.now().minus(KEPT_FOR);
        let asked = params! { "caller": self.caller.as_str(), "once": self.key.as_str(), "since": since };
        let Some(row) = look.row(&KEPT, asked)? else { return Ok(None) };
        let asked = look.commitment(None, &self.asked)?;
        if row.get::<String>("act")? != self.act || row.get::<Vec<u8>>("asked")? != asked.as_bytes() {
            return Err(Refusal::conflict("This Idempotency-Key was used for another request.").into());
        }
        let org: OrgId = row.get("org")?;
        let text = look.open(org, &self.place(), &row.get::<Vec<u8>>("receipt_sealed")?)?;
        let body: Value =
            serde_json::from_str(&text).map_err(|e| anyhow::anyhow!("a kept receipt cannot be read: {e}"))?;
        let entry: Option<EntryId> = body.get("entry").and_then(|e| e.as_str()).and_then(|e| e.parse().ok());
        Ok(Some(Answered { entry, body }))
    }

    pub fn keep(&self, work: &mut Work, body: &Value) -> Result<(), Stop> {
        let Some(org) = work.org() else { return Ok(()) };
        let since = work.now().minus(KEPT_FOR);
        let asked = work.commitment(None, &self.asked)?;
        let sealed = work.seal(org, &self.place(), &body.to_string())?;
        let kept = work.run(
            &KEEP,
            params! { "caller": self.caller.as_str(), "once": self.key.as_str(), "act": self.act,
            "asked": asked.into_bytes(), "at_org": org, "receipt": sealed, "since": since },
        )?;
        if kept == 0 {
            return Err(Refusal::conflict("An order with this Idempotency-Key is being carried out.").into());
        }
        Ok(())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Forgets receipts older than a day; says how many.
///
/// # Errors
/// A fault of the store.
pub fn forget(work: &mut Work) -> anyhow::Result<u64> {
    let since = work.now().minus(KEPT_FOR);
    work.run(&FORGET, params! { "since": since })
}
