//! A change is planned: what is done, where it is felt, for how long something is away, how it is taken back, and in
//! which window. The rule says at once how risky it is. Whoever plans it anew starts a new round: what others agreed
//! to was another plan.

use super::{ChangeReceipt, caller, heed_freezes, wrong_state};
use crate::records::{self, Change};
use crate::words::{BackOut, CareArea, Category, ChangeKind, State, TextKind};
use crate::{Planned, facts, risk, texts, when};
use kernel::{AssetId, ChangeId, Done, Duty, Moment, OrgId, Phi, Private, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Plans a change.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanChange {
    /// The organization at which something is changed.
    #[schemars(extend("x-order" = 1))]
    pub org: OrgId,
    /// The ticket it belongs to.
    #[schemars(extend("x-order" = 2))]
    pub ticket: Option<TicketId>,
    /// The asset that is changed.
    #[schemars(extend("x-order" = 3))]
    pub asset: Option<AssetId>,
    /// What people call it. It is read in lists: name no patient.
    #[schemars(extend("x-order" = 4), length(max = 120))]
    pub title: String,
    /// How it comes to be decided.
    #[schemars(extend("x-order" = 5))]
    pub kind: ChangeKind,
    /// What is changed.
    #[schemars(extend("x-order" = 6))]
    pub category: Category,
    /// The vendor's build or version, if there is one.
    #[schemars(extend("x-order" = 7), length(max = 120))]
    pub build: Option<String>,
    /// Where it is felt.
    #[serde(default)]
    #[schemars(extend("x-order" = 8))]
    pub care_areas: Vec<CareArea>,
    /// For how many minutes something is away; 0 when nothing is.
    #[schemars(extend("x-order" = 9), range(max = 44_640))]
    pub downtime_minutes: u32,
    /// When it begins, in local time at the place.
    #[schemars(schema_with = "when::schema", extend("x-order" = 10))]
    pub starts: String,
    /// When it is over.
    #[schemars(schema_with = "when::schema", extend("x-order" = 11))]
    pub ends: String,
    /// Whether there is a way back.
    #[schemars(extend("x-order" = 12))]
    pub back_out: BackOut,
    /// What is done, step by step.
    #[schemars(extend("x-long" = true, "x-order" = 13))]
    pub plan: Private,
    /// How it is taken back.
    #[schemars(extend("x-long" = true, "x-order" = 14))]
    pub way_back: Option<Private>,
}

/// Plans a change anew, before it is carried out. Whoever agreed before is asked again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviseChange {
    pub change: ChangeId,
    /// What people call it. It is read in lists: name no patient.
    #[schemars(extend("x-order" = 1), length(max = 120))]
    pub title: String,
    /// How it comes to be decided.
    #[schemars(extend("x-order" = 2))]
    pub kind: ChangeKind,
    /// Where it is felt.
    #[serde(default)]
    #[schemars(extend("x-order" = 3))]
    pub care_areas: Vec<CareArea>,
    /// For how many minutes something is away; 0 when nothing is.
    #[schemars(extend("x-order" = 4), range(max = 44_640))]
    pub downtime_minutes: u32,
    /// When it begins, in local time at the place.
    #[schemars(schema_with = "when::schema", extend("x-order" = 5))]
    pub starts: String,
    /// When it is over.
    #[schemars(schema_with = "when::schema", extend("x-order" = 6))]
    pub ends: String,
    /// Whether there is a way back.
    #[schemars(extend("x-order" = 7))]
    pub back_out: BackOut,
    /// What is done now; the plan stays as it was when this is left out.
    #[schemars(extend("x-long" = true, "x-order" = 8))]
    pub plan: Option<Private>,
}

/// The longest that something may be away: as long as the longest window, 31 days in minutes.
const LONGEST_MINUTES: u32 = 44_640;

fn judge(c: &mut Change, life_support: bool) -> Result<(), Stop> {
    if c.downtime_minutes > LONGEST_MINUTES {
        return Err(Refusal::invalid("downtime_minutes", "This is more than 31 days.").into());
    }
    let judged = risk::judge(&risk::Situation {
        care_areas: &c.care_areas,
        downtime_minutes: c.downtime_minutes,
        back_out: c.back_out,
        life_support,
    });
    (c.risk, c.because) = (judged.risk, judged.because);
    if c.kind == ChangeKind::Standard && c.risk != crate::Risk::Low {
        let sentence =
            format!("Only a change of low risk is standard; the risk is {}: {}.", c.risk.title(), c.because);
        return Err(Refusal::invalid("kind", sentence).into());
    }
    Ok(())
}

fn check_window(work: &mut Work, c: &Change) -> Result<(), Stop> {
    if c.ends_at <= work.now() {
        return Err(Refusal::invalid("ends", "This window is over already.").into());
    }
    heed_freezes(work, c, c.starts_at, c.ends_at)
}

impl Order for PlanChange {
    const ACT: Act = Act {
        name: "changes.plan-change",
        says: "Plan a change",
        path: "/organizations/{org}/changes",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = ChangeReceipt;
    type Needs = Planned;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, needs: Planned) -> Result<Done<ChangeReceipt>, Stop> {
        let planner = caller(work)?;
        let (starts_at, ends_at) = when::window(&self.starts, &self.ends, &needs.zone)?;
        let plan = texts::said("plan", &self.plan)?;
        let way_back = texts::maybe("way_back", self.way_back.as_ref())?;
        let mut change = Change {
            ticket: self.ticket,
            asset: self.asset,
            title: texts::title("title", &self.title)?,
            kind: self.kind,
            category: self.category,
            build: texts::optional("build", self.build.as_deref())?,
            care_areas: self.care_areas.clone(),
            downtime_minutes: self.downtime_minutes,
            back_out: self.back_out,
            planner,
            planner_employer: needs.employer,
            ..blank(work, self.org, needs.zone, starts_at, ends_at, planner)
        };
        judge(&mut change, needs.life_support)?;
        check_window(work, &change)?;
        // The texts hang from the change, so it is written before and after them.
        records::put(work, &change)?;
        let text = records::write(work, &mut change, TextKind::Plan, &plan)?;
        if let Some(way_back) = way_back {
            records::write(work, &mut change, TextKind::BackOut, &way_back)?;
        }
        records::put(work, &change)?;
        let mut fact = facts::about("changes.change-planned", &change)
            .with("because", &change.because)
            .with("starts_at", starts_at)
            .with("ends_at", ends_at)
            .with("text", text);
        if let Some(asset) = self.asset {
            fact = fact.about(asset);
        }
        Ok(Done::new(fact, ChangeReceipt::of(&change)))
    }
}

fn blank(
    work: &mut Work,
    org: OrgId,
    zone: String,
    starts_at: Moment,
    ends_at: Moment,
    planner: kernel::PersonId,
) -> Change {
    Change {
        id: work.id(),
        org,
        ticket: None,
        asset: None,
        title: String::new(),
        kind: ChangeKind::Normal,
        category: Category::Application,
        build: None,
        care_areas: Vec::new(),
        downtime_minutes: 0,
        back_out: BackOut::Nothing,
        risk: crate::Risk::High,
        because: String::new(),
        zone,
        starts_at,
        ends_at,
        planner,
        planner_employer: org,
        state: State::Draft,
        round: 0,
        texts: 0,
        created_at: work.now(),
        asked_at: None,
        decided_at: None,
        started_at: None,
        ended_at: None,
        review_due_at: None,
        reviewed_by: None,
        reviewed_at: None,
    }
}

impl Order for ReviseChange {
    const ACT: Act = Act {
        name: "changes.revise-change",
        says: "Plan a change anew",
        path: "/changes/{change}/revise",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = ChangeReceipt;
    type Needs = Planned;

    fn ground(&self) -> Ground {
        Ground::thing(self.change)
    }

    fn perform(&self, work: &mut Work, needs: Planned) -> Result<Done<ChangeReceipt>, Stop> {
        let planner = caller(work)?;
        let mut change = records::one(work, self.change)?;
        if !matches!(change.state, State::Draft | State::Asked | State::Approved | State::Refused) {
            return Err(wrong_state(&change, "planned anew"));
        }
        // Whoever plans anew has made the plan that is agreed to, and does not agree to it.
        (change.planner, change.planner_employer) = (planner, needs.employer);
        (change.starts_at, change.ends_at) = when::window(&self.starts, &self.ends, &change.zone)?;
        change.title = texts::title("title", &self.title)?;
        change.kind = self.kind;
        change.care_areas.clone_from(&self.care_areas);
        change.downtime_minutes = self.downtime_minutes;
        change.back_out = self.back_out;
        judge(&mut change, needs.life_support)?;
        check_window(work, &change)?;
        let text = match texts::maybe("plan", self.plan.as_ref())? {
            Some(plan) => Some(records::write(work, &mut change, TextKind::Plan, &plan)?),
            None => None,
        };
        change.state = State::Draft;
        (change.asked_at, change.decided_at, change.ended_at) = (None, None, None);
        records::put(work, &change)?;
        let fact = facts::about("changes.change-revised", &change)
            .with("because", &change.because)
            .with("starts_at", change.starts_at)
            .with("ends_at", change.ends_at)
            .with("text", text);
        Ok(Done::new(fact, ChangeReceipt::of(&change)))
    }
}
