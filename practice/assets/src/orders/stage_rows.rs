//! Staging the next rows of an import.

use crate::{needs::Places, questions::Tally, records, rows, rows::ListRow, staging};
use kernel::{Done, Duty, ImportId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};
use store::Work;

/// Stages the next rows of an import: each is compared with what is known and its verdict kept.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StageRows {
    /// Which import.
    pub import: ImportId,
    /// The next rows, at most 500.
    #[serde(serialize_with = "committed")]
    pub rows: Vec<ListRow>,
}

fn committed<S: Serializer>(list: &[ListRow], s: S) -> Result<S::Ok, S::Error> {
    rows::committed(list, s)
}

impl Order for StageRows {
    const ACT: Act = Act {
        name: "assets.stage-rows",
        says: "Stage rows of an import",
        path: "/asset-imports/{import}/rows",
        duty: Duty::ManageAssets,
        phi: Phi::None,
    };
    const MOST_BYTES: usize = 1 << 20;
    /// How these rows were weighed.
    type Receipt = Tally;
    type Needs = Places;

    fn ground(&self) -> Ground {
        Ground::thing(self.import)
    }

    fn perform(&self, work: &mut Work, places: Places) -> Result<Done<Tally>, Stop> {
        let import = records::import(work, self.import)?.ok_or_else(|| Refusal::not_found("import"))?;
        let (tally, fact) = staging::stage(work, &import, &self.rows, &places)?;
        Ok(Done::new(fact, tally))
    }
}
