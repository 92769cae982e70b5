//! Test evidence: what was tried, where, and what came of it. The latest test of an environment counts, so a later
//! failure takes an earlier success back.

use super::{ChangeReceipt, caller, wrong_state};
use crate::rules::Test;
use crate::words::{Environment, State, TextKind};
use crate::{Changer, facts, records, texts};
use kernel::{ChangeId, Done, Duty, Phi, Private, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Records a test of a change. A user acceptance counts when somebody of the organization itself records it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordTest {
    pub change: ChangeId,
    /// Where it was tested.
    #[schemars(extend("x-order" = 1))]
    pub environment: Environment,
    /// Whether it did what it should.
    #[schemars(extend("x-order" = 2))]
    pub passed: bool,
    /// What was tried and what came of it: scripts, orders, screens.
    #[schemars(extend("x-long" = true, "x-order" = 3))]
    pub evidence: Private,
}

impl Order for RecordTest {
    const ACT: Act = Act {
        name: "changes.record-test",
        says: "Record a test of a change",
        path: "/changes/{change}/tests",
        duty: Duty::ReportTrouble,
        phi: Phi::Incidental,
    };
    type Receipt = ChangeReceipt;
    type Needs = Changer;

    fn ground(&self) -> Ground {
        Ground::thing(self.change)
    }

    fn perform(&self, work: &mut Work, needs: Changer) -> Result<Done<ChangeReceipt>, Stop> {
        let person = caller(work)?;
        let mut change = records::one(work, self.change)?;
        if !matches!(change.state, State::Draft | State::Asked | State::Approved) {
            return Err(wrong_state(&change, "tested"));
        }
        let evidence = texts::said("evidence", &self.evidence)?;
        let text = records::write(work, &mut change, TextKind::Evidence, &evidence)?;
        let test = Test { environment: self.environment, passed: self.passed, employer: needs.employer };
        records::record(work, &change, person, test, text)?;
        records::put(work, &change)?;
        let fact = facts::about("changes.test-recorded", &change)
            .with("environment", self.environment)
            .with("passed", self.passed)
            .with("text", text);
        Ok(Done::new(fact, ChangeReceipt::of(&change)))
    }
}
