//! Whoever leads an incident says how bad it is, names who does what, says that it no longer spreads, and closes it with
//! what was learned, once nothing is isolated any more and nothing is left to do.

use super::{IncidentReceipt, caller, running};
use crate::words::{IncidentRole, Severity, State, TextKind};
use crate::{Serves, facts, records, texts, work_records};
use kernel::{Citation, Done, Duty, IncidentId, PersonId, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Sets how bad an incident is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetSeverity {
    pub incident: IncidentId,
    /// How bad it is.
    #[schemars(extend("x-order" = 1))]
    pub severity: Severity,
    /// Why.
    #[schemars(extend("x-long" = true, "x-order" = 2))]
    pub reason: Private,
}

/// Names who somebody is on an incident: a person who works here or at the organization, or somebody outside.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NameRole {
    pub incident: IncidentId,
    /// Who they are.
    #[schemars(extend("x-order" = 1))]
    pub role: IncidentRole,
    /// The person.
    #[schemars(extend("x-order" = 2))]
    pub person: Option<PersonId>,
    /// Or somebody outside: name and telephone, so that they are reached when mail is down.
    #[schemars(extend("x-order" = 3))]
    pub outside: Option<Private>,
}

/// Says that an incident no longer spreads.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContainIncident {
    pub incident: IncidentId,
    /// By what one sees it.
    #[schemars(extend("x-long" = true, "x-order" = 1))]
    pub proof: Private,
}

/// Closes an incident.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseIncident {
    pub incident: IncidentId,
    /// How it ended and what was learned.
    #[schemars(extend("x-long" = true, "x-order" = 1))]
    pub lesson: Private,
}

/// Opens a closed incident again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReopenIncident {
    pub incident: IncidentId,
    /// Why it is not over.
    #[schemars(extend("x-long" = true, "x-order" = 1))]
    pub reason: Private,
}

impl Order for SetSeverity {
    const ACT: Act = Act {
        name: "incidents.set-severity",
        says: "Set how bad an incident is",
        path: "/incidents/{incident}/severity",
        duty: Duty::LeadIncidents,
        phi: Phi::Incidental,
    };
    type Receipt = IncidentReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.incident)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<IncidentReceipt>, Stop> {
        caller(work)?;
        let mut incident = running(work, self.incident)?;
        let reason = texts::said("reason", &self.reason)?;
        let before = std::mem::replace(&mut incident.severity, self.severity);
        let text = records::write(work, &mut incident, TextKind::Reason, &reason)?;
        let fact =
            facts::about("incidents.severity-set", &incident).with("before", before).with("text", text);
        Ok(Done::new(fact, IncidentReceipt::of(&incident)))
    }
}

impl Order for NameRole {
    const ACT: Act = Act {
        name: "incidents.name-role",
        says: "Name who somebody is on an incident",
        path: "/incidents/{incident}/roles",
        duty: Duty::LeadIncidents,
        phi: Phi::Incidental,
    };
    type Receipt = IncidentReceipt;
    type Needs = Serves;

    fn ground(&self) -> Ground {
        Ground::thing(self.incident)
    }

    fn perform(&self, work: &mut Work, _: Serves) -> Result<Done<IncidentReceipt>, Stop> {
        caller(work)?;
        let mut incident = running(work, self.incident)?;
        let outside = texts::maybe("outside", self.outside.as_ref())?;
        if self.person.is_none() && outside.is_none() {
            let sentence = "Name a person, or somebody outside with a telephone number.";
            return Err(Refusal::invalid("person", sentence).into());
        }
        let text = match outside {
            Some(words) => Some(records::write(work, &mut incident, TextKind::Contact, &words)?),
            None => None,
        };
        records::name_role(work, incident.id, self.role, self.person, text)?;
        let fact = facts::about("incidents.role-named", &incident)
            .with("role", self.role)
            .with("named", self.person)
            .with("text", text);
        Ok(Done::new(fact, IncidentReceipt::of(&incident)))
    }
}

impl Order for ContainIncident {
    const ACT: Act = Act {
        name: "incidents.contain",
        says: "Say that an incident no longer spreads",
        path: "/incidents/{incident}/contain",
        duty: Duty::LeadIncidents,
        phi: Phi::Incidental,
    };
    type Receipt = IncidentReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.incident)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<IncidentReceipt>, Stop> {
        caller(work)?;
        let mut incident = running(work, self.incident)?;
        if incident.state == State::Contained {
            return Err(Refusal::conflict("It is contained already.").into());
        }
        if work_records::isolations(work, incident.id)?
            .iter()
            .any(|i| i.done_at.is_none() && i.lifted_at.is_none())
        {
            let sentence = "A system that was ordered isolated is not isolated yet.";
            let here = Some(format!("/incidents/{}#isolation", incident.id));
            return Err(Refusal::conflict(sentence).remedy("Show the orders", here).into());
        }
        let proof = texts::said("proof", &self.proof)?;
        (incident.state, incident.contained_at) = (State::Contained, Some(work.now()));
        let text = records::write(work, &mut incident, TextKind::Proof, &proof)?;
        let fact = facts::about("incidents.contained", &incident).with("text", text);
        Ok(Done::new(fact, IncidentReceipt::of(&incident)))
    }
}

impl Order for CloseIncident {
    const ACT: Act = Act {
        name: "incidents.close",
        says: "Close an incident",
        path: "/incidents/{incident}/close",
        duty: Duty::LeadIncidents,
        phi: Phi::Incidental,
    };
    type Receipt = IncidentReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.incident)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<IncidentReceipt>, Stop> {
        caller(work)?;
        let mut incident = running(work, self.incident)?;
        let open = records::tasks(work, incident.id)?.iter().filter(|t| t.done_at.is_none()).count();
        if open > 0 {
            let sentence =
                format!("{open} tasks are open. Finish each, or write on it why it is not needed.");
            let refusal = Refusal::conflict(sentence).because(Citation {
                paragraph: "45 CFR 164.308(a)(6)(ii)".into(),
                says: "incidents are responded to, mitigated, and documented with their outcomes".into(),
            });
            let here = Some(format!("/incidents/{}#tasks", incident.id));
            return Err(refusal.remedy("Show the tasks", here).into());
        }
        if work_records::isolations(work, incident.id)?.iter().any(|i| i.lifted_at.is_none()) {
            let here = Some(format!("/incidents/{}#isolation", incident.id));
            let refusal = Refusal::conflict("A system is isolated still. Lift it, with its proof.");
            return Err(refusal.remedy("Show the orders", here).into());
        }
        let lesson = texts::said("lesson", &self.lesson)?;
        let now = work.now();
        (incident.state, incident.closed_at) = (State::Closed, Some(now));
        incident.contained_at = incident.contained_at.or(Some(now));
        let text = records::write(work, &mut incident, TextKind::Lesson, &lesson)?;
        let fact = facts::about("incidents.closed", &incident).with("text", text);
        Ok(Done::new(fact, IncidentReceipt::of(&incident)))
    }
}

impl Order for ReopenIncident {
    const ACT: Act = Act {
        name: "incidents.reopen",
        says: "Open a closed incident again",
        path: "/incidents/{incident}/reopen",
        duty: Duty::LeadIncidents,
        phi: Phi::Incidental,
    };
    type Receipt = IncidentReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.incident)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<IncidentReceipt>, Stop> {
        caller(work)?;
        let mut incident = records::one(work, self.incident)?;
        if incident.state != State::Closed {
            return Err(Refusal::conflict("This incident is open.").into());
        }
        let reason = texts::said("reason", &self.reason)?;
        (incident.state, incident.closed_at) = (State::Open, None);
        let text = records::write(work, &mut incident, TextKind::Reason, &reason)?;
        let fact = facts::about("incidents.reopened", &incident).with("text", text);
        Ok(Done::new(fact, IncidentReceipt::of(&incident)))
    }
}
