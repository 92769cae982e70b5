//! What the orders and letters about being on call must know of people: who works at an organization, and what they hold.

use super::places::Known;
use kernel::{Moment, OrgId, PersonId, Role, Span, TicketId};
use oncall::needs::StaffMember;
use oncall::records::Skills;
use std::collections::BTreeMap;
use store::{Look, Row, params, sql};

sql! {
    house STAFF "orderly.staff-of"
        "select p.id, p.name, p.email, p.roles, c.name as certificate, c.valid_until
         from people p left join certifications c on c.person = p.id
         where p.org = :org and p.state = 'active' and (:only = '' or p.id = :only)
         order by p.name, p.id, c.name limit 10000";
    house NAMES "orderly.names-of-staff" "select id, name from people where org = :org order by id limit 10000";
    house ROLES "orderly.roles-of-staff"
        "select id, org, name, roles, trained_on from people where org = :org and state = 'active'
           and roles <> 'reporter' order by id limit 2000";
    house TICKET "orderly.ticket-in-notice"
        "select t.number, t.priority, o.name from tickets t join organizations o on o.org = t.org
         where t.id = :ticket";
    house DIRECTING "orderly.who-directs"
        "select email from people where org = :org and state = 'active'
           and (roles like '%owner%' or roles like '%senior-technician%') order by email limit 20";
}

/// Everybody who works at the bound organization, or only one of them, with what they hold.
pub fn staff(look: &mut Look, only: Option<PersonId>) -> anyhow::Result<Vec<StaffMember>> {
    let mut staff: Vec<StaffMember> = Vec::new();
    let only = only.map(|p| p.to_string()).unwrap_or_default();
    for row in look.rows(&STAFF, params! { "only": only })? {
        let person: PersonId = row.get("id")?;
        if staff.last().is_none_or(|last| last.person != person) {
            staff.push(member(person, &row)?);
        }
        if let (Some(name), Some(last)) = (row.get::<Option<String>>("certificate")?, staff.last_mut()) {
            let until: Option<Moment> = row.get("valid_until")?;
            hold(&mut last.skills, name, until.map(|day| day.plus(Span::days(1))));
        }
    }
    Ok(staff)
}

/// A certification that was given again counts as long as the longer of the two.
fn hold(skills: &mut Skills, name: String, until: Option<Moment>) {
    let longer = match (skills.get(&name), until) {
        (Some(None), _) | (_, None) => None,
        (Some(Some(known)), Some(until)) => Some(until.max(*known)),
        (None, until) => until,
    };
    skills.insert(name, longer);
}

fn member(person: PersonId, row: &Row) -> anyhow::Result<StaffMember> {
    let roles: String = row.get("roles")?;
    let biomedical = roles.split(',').any(|r| Role::from_word(r) == Some(Role::BiomedicalEngineer));
    let mut skills = Skills::new();
    if biomedical {
        skills.insert(Role::BiomedicalEngineer.title().to_owned(), None);
    }
    Ok(StaffMember { person, name: row.get("name")?, email: row.get("email")?, skills })
}

/// The names of everybody at the bound organization, those who left included.
pub fn names(look: &mut Look) -> anyhow::Result<BTreeMap<String, String>> {
    look.rows(&NAMES, &[])?.iter().map(|r| Ok((r.get("id")?, r.get("name")?))).collect()
}

/// Everybody at the bound organization who does more than report, with their roles.
pub fn roles(look: &mut Look) -> anyhow::Result<Vec<Known>> {
    let read = |row: &Row| {
        Ok(Known {
            person: row.get("id")?,
            employer: row.get("org")?,
            name: row.get("name")?,
            roles: row.get::<String>("roles")?.split(',').filter_map(Role::from_word).collect(),
            trained_on: row.get("trained_on")?,
        })
    };
    look.rows(&ROLES, &[])?.iter().map(read).collect()
}

/// What a notice may say of a ticket: its number, its priority and the client's name.
pub fn ticket(look: &mut Look, ticket: TicketId) -> anyhow::Result<Option<(i64, i64, String)>> {
    let row = look.row(&TICKET, params! { "ticket": ticket })?;
    row.map(|r| Ok((r.get("number")?, r.get("priority")?, r.get("name")?))).transpose()
}

/// The addresses of those at the bound organization who direct its work: at most 20.
pub fn directing(look: &mut Look) -> anyhow::Result<Vec<String>> {
    look.rows(&DIRECTING, &[])?.iter().map(|r| r.get("email")).collect()
}

/// Reads something of another organization, and comes back.
pub fn at<T>(look: &mut Look, org: OrgId, job: impl FnOnce(&mut Look) -> T) -> T {
    let bound = look.org();
    look.at(Some(org));
    let found = job(look);
    look.at(bound);
    found
}
