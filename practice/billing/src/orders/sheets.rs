//! A month that is closed, and opened again. What stood in it when it was closed is kept as it was.

use crate::Drawing;
use crate::month::Month;
use crate::records;
use crate::sheet::{self, Spent};
use kernel::{Done, Duty, Fact, OrgId, Phi, Refusal, SheetId, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Closes a client's month: its sheet goes to whoever writes the invoices, and nothing in it changes any more.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseSheet {
    pub org: OrgId,
    /// Which month, such as 2026-11. It must be over.
    pub month: Month,
}

/// Opens a closed sheet again, for a correction.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenSheet {
    pub sheet: SheetId,
}

/// A sheet that was closed or opened.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SheetReceipt {
    pub sheet: SheetId,
    pub month: String,
    /// In cents of US dollars; nothing when it was opened.
    pub total_cents: Option<i64>,
}

/// A month is billed whole or not at all.
fn whole(entries: usize, month: &str) -> Result<(), Refusal> {
    if entries <= records::MOST_ENTRIES {
        return Ok(());
    }
    let sentence = format!(
        "{month} has more than {} entries, and a sheet holds no more. Drop those that came in twice.",
        records::MOST_ENTRIES
    );
    Err(Refusal::conflict(sentence))
}

impl Order for CloseSheet {
    const ACT: Act = Act {
        name: "billing.close-sheet",
        says: "Close a monthly sheet",
        path: "/organizations/{org}/sheets/close",
        duty: Duty::BillWork,
        phi: Phi::None,
    };
    type Receipt = SheetReceipt;
    type Needs = Drawing;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, needs: Drawing) -> Result<Done<SheetReceipt>, Stop> {
        let month = self.month.to_string();
        let (from, to) = self.month.span(&needs.zone)?;
        if to > work.now() {
            return Err(Refusal::invalid("month", "This month is not over yet.").into());
        }
        if records::closed(work, &month)?.is_some() {
            return Err(Refusal::conflict(format!("The sheet of {month} is closed already.")).into());
        }
        let spent: Vec<Spent> = records::of_month(work, from, to)?.into_iter().map(|e| e.spent).collect();
        whole(spent.len(), &month)?;
        let drawn = sheet::draw(&needs, &spent);
        if drawn.without_rate > 0 {
            let sentence = format!(
                "{} entries are not covered and have no rate. Agree on a rate and correct them, or drop them.",
                drawn.without_rate
            );
            let way_out = Some(format!("/organizations/{}/sheets/{month}", self.org));
            return Err(Refusal::conflict(sentence).remedy("Show the sheet", way_out).into());
        }
        let sheet: SheetId = work.id();
        records::close(work, sheet, &month, &drawn)?;
        let fact = Fact::new("billing.sheet-closed", self.org)
            .about(sheet)
            .about(self.org)
            .with("sheet", sheet)
            .with("month", &month)
            .with("total_cents", drawn.total_cents)
            .with("lines", drawn.lines.len());
        Ok(Done::new(fact, SheetReceipt { sheet, month, total_cents: Some(drawn.total_cents) }))
    }
}

impl Order for OpenSheet {
    const ACT: Act = Act {
        name: "billing.open-sheet",
        says: "Open a monthly sheet again",
        path: "/sheets/{sheet}/open",
        duty: Duty::BillWork,
        phi: Phi::None,
    };
    type Receipt = SheetReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.sheet)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<SheetReceipt>, Stop> {
        let month = records::month_of(work, self.sheet)?;
        let month = month.ok_or_else(|| Refusal::conflict("This sheet is open already."))?;
        records::open(work, self.sheet)?;
        let org = work.org();
        let fact = Fact::new("billing.sheet-opened", org).about(self.sheet).with("month", &month);
        Ok(Done::new(fact, SheetReceipt { sheet: self.sheet, month, total_cents: None }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_with_too_many_entries_is_refused_and_not_cut() {
        assert!(whole(records::MOST_ENTRIES, "2026-11").is_ok());
        let refusal = whole(records::MOST_ENTRIES + 1, "2026-11").unwrap_err();
        assert!(refusal.sentence.contains("more than 20000 entries"), "{}", refusal.sentence);
    }
}
