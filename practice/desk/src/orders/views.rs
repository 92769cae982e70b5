//! A view of the list of tickets that somebody keeps: for themselves, or for everybody at their employer's
//! desk. What is kept is the address of the list, so whoever opens it sees what is within their own reach
//! and nothing else.

use crate::filter::pairs_of;
use crate::questions::Tickets;
use crate::records::{self, KeptView};
use kernel::{Done, Duty, Fact, Phi, Refusal, Stop, ViewId};
use office::{Act, Ground, Order, text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// The most views that one desk keeps.
pub const MOST_VIEWS: usize = 200;
const LONGEST_ADDRESS: usize = 1_000;

/// Keeps a view of the list of tickets.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepView {
    /// What it is called. No name of a patient.
    #[schemars(length(max = 60))]
    pub name: String,
    /// What the list is asked, as it stands in its address: `view=waiting&priority=1`.
    #[serde(serialize_with = "super::export::committed")]
    pub asks: String,
    /// Whether everybody at your employer's desk sees it.
    #[serde(default)]
    pub shared: bool,
}

/// Gives a kept view another name.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameView {
    pub view: ViewId,
    /// What it is called from now on.
    #[schemars(length(max = 60))]
    pub name: String,
}

/// Drops a kept view.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropView {
    pub view: ViewId,
}

/// The view.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ViewNow {
    pub view: ViewId,
    /// What the list is asked.
    pub asks: String,
}

const fn act(name: &'static str, says: &'static str, path: &'static str) -> Act {
    Act { name, says, path, duty: Duty::WorkTickets, phi: Phi::None }
}

fn called(name: &str) -> Result<String, Refusal> {
    let name = text::name("name", name)?;
    if name.chars().count() > 60 {
        return Err(Refusal::invalid("name", "A tab has room for 60 letters."));
    }
    Ok(name)
}

/// The view, if its caller may change it: their own, or one that is shared at their own desk.
fn own(work: &mut Work, view: ViewId) -> Result<KeptView, Stop> {
    let kept = records::view(work, view)?;
    if !kept.shared && Some(kept.keeper) != work.person() {
        return Err(Refusal::not_found("view").into());
    }
    Ok(kept)
}

impl Order for KeepView {
    const ACT: Act = act("desk.keep-view", "Keep a view of the tickets", "/desk/views");
    type Receipt = ViewNow;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<ViewNow>, Stop> {
        let name = called(&self.name)?;
        if self.asks.len() > LONGEST_ADDRESS {
            return Err(Refusal::invalid("asks", "This address is too long to be kept.").into());
        }
        let pairs: Vec<_> = pairs_of(self.asks.trim_start_matches('?')).collect();
        let asked = Tickets::from_pairs(pairs.iter().map(|(name, value)| (&**name, &**value)))
            .map_err(|part| Refusal::invalid("asks", format!("The part '{part}' cannot be read.")))?;
        let Some(keeper) = work.person() else {
            return Err(Refusal::forbidden("Only a person keeps views.").into());
        };
        if records::views(work, keeper)?.len() >= MOST_VIEWS {
            return Err(Refusal::conflict("There are 200 views already. Drop one first.").into());
        }
        let asks = markup::query_of(asked.kept_pairs());
        let view = KeptView { view: work.id(), keeper, name, asks, shared: self.shared };
        records::keep_view(work, &view)?;
        let fact = Fact::new("desk.view-kept", work.org()).about(view.view).with("shared", view.shared);
        Ok(Done::new(fact, ViewNow { view: view.view, asks: view.asks }))
    }
}

impl Order for RenameView {
    const ACT: Act = act("desk.rename-view", "Rename a view of the tickets", "/desk/views/{view}/rename");
    type Receipt = ViewNow;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.view)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<ViewNow>, Stop> {
        let name = called(&self.name)?;
        let kept = own(work, self.view)?;
        records::rename_view(work, self.view, &name)?;
        let fact = Fact::new("desk.view-renamed", work.org()).about(self.view);
        Ok(Done::new(fact, ViewNow { view: self.view, asks: kept.asks }))
    }
}

impl Order for DropView {
    const ACT: Act = act("desk.drop-view", "Drop a view of the tickets", "/desk/views/{view}/drop");
    type Receipt = ViewNow;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.view)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<ViewNow>, Stop> {
        let kept = own(work, self.view)?;
        records::drop_view(work, self.view)?;
        let fact = Fact::new("desk.view-dropped", work.org()).about(self.view);
        Ok(Done::new(fact, ViewNow { view: self.view, asks: kept.asks }))
    }
}
