//! A short list, pasted into a page: begun and staged in one go.

use super::BegunImport;
use super::begin_import::begin;
use crate::{lists, needs::Places, records, rows::ListRow, staging};
use kernel::{Done, Duty, OrgId, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};
use store::{Look, Work};
use wire::Sheet;

/// The longest text that is pasted, in bytes.
const LONGEST: usize = 400_000;

/// Stages a list of assets of up to 500 rows that was copied from a spreadsheet.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PasteImport {
    /// Whose list it is.
    pub org: OrgId,
    /// Where it comes from, for instance the file's name.
    pub source: String,
    /// The list with its header: copied from a spreadsheet, or CSV.
    #[serde(serialize_with = "committed")]
    #[schemars(extend("x-long" = true))]
    pub text: String,
    /// Which column is which field, one a line: serial = Service Tag. Blank lets the house guess.
    #[schemars(extend("x-long" = true))]
    pub columns: Option<String>,
    #[serde(skip)]
    #[schemars(skip)]
    pub read: Vec<ListRow>,
}

fn committed<S: Serializer>(text: &str, s: S) -> Result<S::Ok, S::Error> {
    Private::new(text).serialize(s)
}

impl Order for PasteImport {
    const ACT: Act = Act {
        name: "assets.paste-import",
        says: "Import a short list of assets",
        path: "/organizations/{org}/asset-imports/paste",
        duty: Duty::ManageAssets,
        phi: Phi::None,
    };
    const PREPARES: bool = true;
    const MOST_BYTES: usize = 1 << 20;
    type Receipt = BegunImport;
    type Needs = Places;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn prepare(&mut self, _look: &mut Look) -> Result<(), Stop> {
        if self.text.len() > LONGEST {
            return Err(Refusal::invalid("text", too_long()).into());
        }
        let sheet =
            Sheet::read_csv(self.text.as_bytes()).map_err(|e| Refusal::invalid("text", e.to_string()))?;
        let map = lists::columns(&sheet, self.columns.as_deref())?;
        self.read = lists::from_sheet(&sheet, &map)?;
        if self.read.len() > crate::rows::MOST_ROWS {
            return Err(Refusal::invalid("text", too_long()).into());
        }
        Ok(())
    }

    fn perform(&self, work: &mut Work, places: Places) -> Result<Done<BegunImport>, Stop> {
        let count = i64::try_from(self.read.len()).unwrap_or(i64::MAX);
        if count == 0 {
            return Err(Refusal::invalid("text", "There are no rows below the header.").into());
        }
        let (id, fact) = begin(work, self.org, &self.source, count)?;
        let import = records::import(work, id)?.ok_or_else(|| Refusal::not_found("import"))?;
        let (_, staged) = staging::stage(work, &import, &self.read, &places)?;
        Ok(Done::new(fact, BegunImport { import: id }).and(staged))
    }
}

fn too_long() -> String {
    let most = crate::rows::MOST_ROWS;
    format!("A list that is pasted has at most {most} rows. Import a longer one as a file: orderly import.")
}
