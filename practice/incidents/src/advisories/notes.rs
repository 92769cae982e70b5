//! Advisories that wait are told of. What came by mail is gathered for some minutes and told in one letter to those who answer
//! for it; what nobody has acknowledged after three days is told once more, and further up.

use super::records;
use kernel::{Done, Duty, Fact, OrgId, Phi, Refusal, Span, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// So long what comes is gathered before somebody is told, so that ten letters of one alert are one letter of ours.
const GATHERED: Span = Span::minutes(10);
/// After so long an advisory that nobody acknowledged is told of further up. Our own measure; no rule sets one.
const TOO_LONG: Span = Span::hours(72);

/// Notes that advisories of an organization wait, so that somebody is told. The house does this by itself.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteAdvisories {
    pub org: OrgId,
}

/// What was noted.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AdvisoriesNoted {
    /// Of which nobody had been told.
    pub new: u64,
    /// Which have waited for too long.
    pub late: u64,
}

/// Organizations with advisories of which somebody is to be told, for the house: at most so many.
///
/// # Errors
/// A fault of the store.
pub fn to_note(look: &mut Look, most: u32) -> Result<Vec<OrgId>, Stop> {
    let (gathered, late) = (look.now().minus(GATHERED), look.now().minus(TOO_LONG));
    Ok(records::to_note(look, gathered, late, most)?)
}

impl Order for NoteAdvisories {
    const ACT: Act = Act {
        name: "incidents.note-advisories",
        says: "Note that advisories wait",
        path: "/organizations/{org}/advisories/note",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = AdvisoriesNoted;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<AdvisoriesNoted>, Stop> {
        let late = work.now().minus(TOO_LONG);
        let noted = AdvisoriesNoted { new: records::told(work)?, late: records::pressed(work, late)? };
        let new = Fact::new("incidents.advisories-wait", self.org).with("new", noted.new);
        let unacknowledged =
            Fact::new("incidents.advisories-unacknowledged", self.org).with("late", noted.late);
        match (noted.new, noted.late) {
            (0, 0) => Err(Refusal::conflict("No advisory waits here of which nobody was told.").into()),
            (0, _) => Ok(Done::new(unacknowledged, noted)),
            (_, 0) => Ok(Done::new(new, noted)),
            _ => Ok(Done::new(new, noted).and(unacknowledged)),
        }
    }
}
