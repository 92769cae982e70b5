//! The record of a possible breach begins: from an incident or by itself, on whom the duties fall, under which agreement,
//! and what is known. From then on it is presumed a breach and every clock runs.

use super::{BreachReceipt, caller, done};
use crate::letter_records::Letters;
use crate::records::{self, Breach};
use crate::told_records::{self as told, Known};
use crate::words::{Cause, EntityKind, KnowerKind, Medium, State, TextKind};
use crate::{OfPlace, texts};
use kernel::{AgreementId, BreachId, Done, Duty, IncidentId, OrgId, Phi, Private, Refusal, Stop};
use law::breach::Affected;
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Begins the record of a possible breach of PHI.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenBreach {
    /// The organization whose breach it may be.
    #[schemars(extend("x-order" = 1))]
    pub org: OrgId,
    /// The incident it belongs to.
    #[schemars(extend("x-order" = 2))]
    pub incident: Option<IncidentId>,
    /// What people call it. It is read in lists: name no patient.
    #[schemars(extend("x-order" = 3), length(max = 120))]
    pub title: String,
    /// On whom the duties fall.
    #[schemars(extend("x-order" = 4))]
    pub entity: EntityKind,
    /// The business associate agreement under which it happened, if it happened at an associate.
    #[schemars(extend("x-order" = 5))]
    pub agreement: Option<AgreementId>,
    /// How it came about.
    #[schemars(extend("x-order" = 6))]
    pub cause: Cause,
    /// Where the information was.
    #[schemars(extend("x-order" = 7))]
    pub medium: Medium,
    /// The first day of the breach, if it is known.
    #[schemars(extend("format" = "date", "x-order" = 8))]
    pub happened_from: Option<String>,
    /// Its last day, if it is known.
    #[schemars(extend("format" = "date", "x-order" = 9))]
    pub happened_to: Option<String>,
    /// The day on which somebody of the workforce knew, or ought to have known.
    #[schemars(extend("format" = "date", "x-order" = 10))]
    pub known_since: Option<String>,
    /// Whether it is a clinic, health facility, home health agency or hospice licensed in California.
    #[schemars(extend("x-order" = 11))]
    pub california: Option<bool>,
    /// What is known.
    #[schemars(extend("x-long" = true, "x-order" = 12))]
    pub story: Private,
}

fn blank(order: &OpenBreach, id: BreachId, title: String, needs: OfPlace) -> Breach {
    Breach {
        id,
        org: order.org,
        incident: order.incident,
        title,
        zone: needs.zone,
        entity: order.entity,
        agreed: needs.agreed,
        cause: order.cause,
        medium: order.medium,
        happened_from: None,
        happened_to: None,
        california: order.california,
        permitted: None,
        protection: None,
        key_is_safe: false,
        exception: None,
        conditions: Vec::new(),
        affected: Affected::default(),
        counted: false,
        unreachable: None,
        state: State::Weighing,
        conclusion: None,
        concluded_by: None,
        concluded_at: None,
        discovered_on: None,
        individuals_told: None,
        texts: 0,
        letters: Letters::default(),
        opened_by: None,
        opened_at: kernel::Moment::default(),
    }
}

impl Order for OpenBreach {
    const ACT: Act = Act {
        name: "breach.open",
        says: "Begin the record of a possible breach",
        path: "/organizations/{org}/breaches",
        duty: Duty::DeclareBreach,
        phi: Phi::Incidental,
    };
    type Receipt = BreachReceipt;
    type Needs = OfPlace;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, needs: OfPlace) -> Result<Done<BreachReceipt>, Stop> {
        let (person, now) = (caller(work)?, work.now());
        let (title, story) = (texts::title("title", &self.title)?, texts::said("story", &self.story)?);
        let id = work.id();
        let mut b = blank(self, id, title, needs);
        (b.opened_by, b.opened_at) = (Some(person), now);
        let zone = b.zone.clone();
        let day = |field, text: &Option<String>| texts::maybe_past(field, text.as_deref(), now, &zone);
        b.happened_from = day("happened_from", &self.happened_from)?;
        b.happened_to = day("happened_to", &self.happened_to)?;
        if b.happened_from.zip(b.happened_to).is_some_and(|(from, to)| to < from) {
            return Err(Refusal::invalid("happened_to", "It ended before it began.").into());
        }
        let since = day("known_since", &self.known_since)?;
        records::put(work, &b)?;
        let text = records::write(work, &mut b, TextKind::Story, &story)?;
        if let Some(since) = since {
            let known = Known {
                place: 1,
                knower: KnowerKind::Workforce,
                since,
                passed_on: None,
                text: None,
                told_by: Some(person),
                told_at: now,
            };
            told::know(work, b.id, &known)?;
        }
        let (entity, agreement) = (b.entity, self.agreement);
        done(work, &mut b, "breach.opened", |fact| {
            fact.with("entity", entity).with("agreement", agreement).with("text", text)
        })
    }
}
