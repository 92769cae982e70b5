//! Tasks of an incident: added by hand beside those of the playbook, given to somebody with a time, and finished with what
//! was done. When one is late the house notes it once, and whoever has it is told.

use super::{caller, running};
use crate::records::{self, Task};
use crate::words::{Phase, TextKind};
use crate::{Serves, facts, texts, when};
use kernel::{Done, Duty, Fact, IncidentId, IncidentTaskId, PersonId, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// No incident has more tasks.
const MOST_TASKS: usize = 300;

/// Adds a task to an incident.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddTask {
    pub incident: IncidentId,
    /// What is to be done. Name no patient.
    #[schemars(extend("x-order" = 1), length(max = 120))]
    pub title: String,
    /// When it is done.
    #[schemars(extend("x-order" = 2))]
    pub phase: Phase,
    /// Who does it.
    #[schemars(extend("x-order" = 3))]
    pub owner: Option<PersonId>,
    /// By when, in local time at the place.
    #[schemars(schema_with = "when::schema", extend("x-order" = 4))]
    pub due: Option<String>,
}

/// Gives a task to somebody.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GiveTask {
    pub task: IncidentTaskId,
    /// Who does it.
    #[schemars(extend("x-order" = 1))]
    pub owner: PersonId,
    /// By when, in local time at the place; as it stands when nothing is said.
    #[schemars(schema_with = "when::schema", extend("x-order" = 2))]
    pub due: Option<String>,
}

/// Finishes a task.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishTask {
    pub task: IncidentTaskId,
    /// What was done, or why it is not needed.
    #[schemars(extend("x-long" = true, "x-order" = 1))]
    pub words: Option<Private>,
}

/// Notes that a task is late. A round of the house gives this order.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteLateTask {
    pub task: IncidentTaskId,
}

/// How a task stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TaskReceipt {
    pub task: IncidentTaskId,
    pub incident: IncidentId,
    pub place: u32,
}

fn done(fact: Fact, task: &Task) -> Done<TaskReceipt> {
    let fact = fact.about(task.id).with("task", task.id).with("place", task.place).with("owner", task.owner);
    Done::new(fact, TaskReceipt { task: task.id, incident: task.incident, place: task.place })
}

fn open(work: &mut Work, id: IncidentTaskId) -> Result<(Task, records::Incident), Stop> {
    let task = records::task(work, id)?;
    if task.done_at.is_some() {
        return Err(Refusal::conflict("This task is done.").into());
    }
    let incident = running(work, task.incident)?;
    Ok((task, incident))
}

impl Order for AddTask {
    const ACT: Act = Act {
        name: "incidents.add-task",
        says: "Add a task to an incident",
        path: "/incidents/{incident}/tasks",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = TaskReceipt;
    type Needs = Serves;

    fn ground(&self) -> Ground {
        Ground::thing(self.incident)
    }

    fn perform(&self, work: &mut Work, _: Serves) -> Result<Done<TaskReceipt>, Stop> {
        caller(work)?;
        let incident = running(work, self.incident)?;
        let all = records::tasks(work, incident.id)?;
        if all.len() >= MOST_TASKS {
            return Err(Refusal::conflict(format!("This incident has {MOST_TASKS} tasks already.")).into());
        }
        let task = Task {
            id: work.id(),
            incident: incident.id,
            place: all.last().map_or(0, |t| t.place) + 1,
            phase: self.phase,
            title: texts::title("title", &self.title)?,
            role: None,
            from_playbook: false,
            owner: self.owner,
            due_at: when::typed("due", self.due.as_deref(), &incident.zone)?,
            because: None,
            late_at: None,
            done_at: None,
            done_by: None,
            text: None,
        };
        records::put_task(work, &task)?;
        Ok(done(facts::about("incidents.task-added", &incident).with("phase", task.phase), &task))
    }
}

impl Order for GiveTask {
    const ACT: Act = Act {
        name: "incidents.give-task",
        says: "Give a task of an incident to somebody",
        path: "/incident-tasks/{task}/give",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = TaskReceipt;
    type Needs = Serves;

    fn ground(&self) -> Ground {
        Ground::thing(self.task)
    }

    fn perform(&self, work: &mut Work, _: Serves) -> Result<Done<TaskReceipt>, Stop> {
        caller(work)?;
        let (mut task, incident) = open(work, self.task)?;
        task.owner = Some(self.owner);
        if let Some(due) = when::typed("due", self.due.as_deref(), &incident.zone)? {
            (task.due_at, task.late_at) = (Some(due), None);
        }
        records::put_task(work, &task)?;
        Ok(done(facts::about("incidents.task-given", &incident).with("due_at", task.due_at), &task))
    }
}

impl Order for FinishTask {
    const ACT: Act = Act {
        name: "incidents.finish-task",
        says: "Finish a task of an incident",
        path: "/incident-tasks/{task}/finish",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = TaskReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.task)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<TaskReceipt>, Stop> {
        let person = caller(work)?;
        let (mut task, mut incident) = open(work, self.task)?;
        if let Some(words) = texts::maybe("words", self.words.as_ref())? {
            task.text = Some(records::write(work, &mut incident, TextKind::Proof, &words)?);
        }
        (task.done_at, task.done_by) = (Some(work.now()), Some(person));
        task.owner = task.owner.or(Some(person));
        records::put_task(work, &task)?;
        Ok(done(facts::about("incidents.task-done", &incident).with("text", task.text), &task))
    }
}

impl Order for NoteLateTask {
    const ACT: Act = Act {
        name: "incidents.note-late-task",
        says: "Note that a task of an incident is late",
        path: "/incident-tasks/{task}/note-late",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = TaskReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.task)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<TaskReceipt>, Stop> {
        let (mut task, incident) = open(work, self.task)?;
        if task.late_at.is_some() || !task.late(work.now()) {
            return Err(Refusal::conflict("This task is not late, or it was noted.").into());
        }
        task.late_at = Some(work.now());
        records::put_task(work, &task)?;
        let roles = records::roles(work, incident.id)?;
        let commander =
            roles.iter().find(|r| r.role == crate::IncidentRole::Commander).and_then(|r| r.person);
        let fact = facts::about("incidents.task-late", &incident)
            .with("due_at", task.due_at)
            .with("tell", task.owner.or(commander).or(incident.declared_by));
        Ok(done(fact, &task))
    }
}
