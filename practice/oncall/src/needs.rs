//! What orders here must know of other slices; the binary reads it in the same transaction.

use crate::records::Skills;
use kernel::PersonId;

/// Somebody who can be on call for the organization.
#[derive(Debug, Clone)]
pub struct StaffMember {
    pub person: PersonId,
    pub name: String,
    pub email: String,
    /// Certifications, and what their role makes of them: "Biomedical engineer".
    pub skills: Skills,
}

/// Who works at the organization, and in which zone.
#[derive(Debug, Clone)]
pub struct Staff {
    pub zone: String,
    pub people: Vec<StaffMember>,
}

impl Staff {
    /// Somebody by their id, their address or their name, if only one is called so.
    pub(crate) fn called(&self, word: &str) -> Option<&StaffMember> {
        let lower = word.trim().to_lowercase();
        let by = |test: &dyn Fn(&StaffMember) -> bool| {
            let mut found = self.people.iter().filter(|p| test(p));
            found.next().filter(|_| found.next().is_none())
        };
        by(&|p| p.person.to_string() == lower)
            .or_else(|| by(&|p| p.email.to_lowercase() == lower))
            .or_else(|| by(&|p| p.name.to_lowercase() == lower))
    }

    pub(crate) fn of(&self, person: PersonId) -> Option<&StaffMember> {
        self.people.iter().find(|p| p.person == person)
    }
}

/// A step with the people whom it would tell now.
pub struct StepNow {
    pub step: crate::escalation::Step,
    /// Nobody when it is empty: a hole in coverage.
    pub people: Vec<PersonId>,
}

/// What an escalation must know to go on.
pub struct Escalating {
    pub ticket: crate::escalation::TicketNow,
    pub hours: crate::words::AfterHours,
    /// Those that were not carried out yet, in order.
    pub steps: Vec<StepNow>,
}

/// An escalation with a step that is due, and what it must know to go on.
pub struct DueRun {
    pub run: crate::escalation_records::RunRow,
    pub needs: Escalating,
}

/// Those that go on together, the longest due first.
pub struct DueRuns(pub Vec<DueRun>);

/// How somebody is written to.
#[derive(Debug, Clone)]
pub struct Reached {
    pub email: Option<String>,
    /// What waits for them: the ticket, its number, its priority and the client's name; at most 20, the most urgent
    /// first.
    pub about: Vec<AboutTicket>,
}

/// A ticket in a notice: nothing that somebody typed about it.
#[derive(Debug, Clone)]
pub struct AboutTicket {
    pub ticket: kernel::TicketId,
    pub number: i64,
    pub priority: i64,
    pub client: String,
}
