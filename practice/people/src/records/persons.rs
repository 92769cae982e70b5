//! Persons, their addresses, certifications and invitations.

use crate::words;
use anyhow::Result;
use kernel::{CertificationId, DepartmentId, LocationId, Moment, OrgId, PersonId, Role};
use store::{Look, Row, Work, params, sql};

sql! {
    ADD "people.add"
        "insert into people (id, org, name, email, title, roles, state, location, department, added_at)
         values (:id, :org, :name, :email, :title, :roles, 'invited', :location, :department, :now)";
    CLAIM "people.claim-address"
        "insert into addresses (email, person) values (:email, :person) on conflict (email) do nothing";
    RELEASE "people.release-addresses" "delete from addresses where person = :person";
    EMPLOY "people.employ"
        "insert into employers (caller, org) values (:caller, :org) on conflict (caller) do nothing";
    DISMISS "people.dismiss" "delete from employers where caller = :caller";
    FIND "people.find"
        "select id, org, name, email, title, roles, password, state, trained_on, location, department,
         added_at, ended_at
         from people where id = :id and org = :org";
    house BY_EMAIL "people.by-email"
        "select p.id, p.org, p.name, p.email, p.title, p.roles, p.password, p.state, p.trained_on, p.location,
         p.department,
                p.added_at, p.ended_at
         from addresses a join people p on p.id = a.person where a.email = :email";
    house BY_ID "people.by-id"
        "select id, org, name, email, title, roles, password, state, trained_on, location, department,
         added_at, ended_at
         from people where id = :id";
    house LOCATE "people.locate" "select org from people where id = :id";
    CALLER "people.caller-roles"
        "select roles from people where id = :caller and org in (select org from reach where person = :who)";
    NAME_IN_REACH "people.name-in-reach"
        "select name from people where id = :id and org in (select org from reach where person = :who)";
    REVISE "people.revise"
        "update people set name = :name, email = :email, title = :title, location = :location,
         department = :department
         where id = :id and org = :org";
    SET_ROLES "people.set-roles" "update people set roles = :roles where id = :id and org = :org";
    TRAIN "people.record-training" "update people set trained_on = :trained_on where id = :id and org = :org";
    END "people.end"
        "update people set state = 'ended', ended_at = :now, password = null where id = :id and org = :org";
    OWNERS "people.owners"
        "select id, roles from people where org = :org and state <> 'ended' and roles like '%owner%'";
    COUNT "people.count-of-org" "select count(*) as n from people where org = :org and state <> 'ended'";
    house SET_PASSWORD "people.set-password"
        "update people set password = :password, state = 'active' where id = :id and state <> 'ended'";
    OWN_PASSWORD "people.set-own-password"
        "update people set password = :password where id = :id and org = :org";
    LIST "people.list"
        "select id, org, name, email, title, roles, password, state, trained_on, location, department,
         added_at, ended_at
         from people where org = :org and (state <> 'ended' or cast(:ended as bigint) = 1)
         and (name > :name or (name = :name and id > :after)) order by name, id limit :most";
    LIST_REACH "people.list-in-reach"
        "select id, org, name, email, title, roles, password, state, trained_on, location, department,
         added_at, ended_at
         from people where org in (select org from reach where person = :who)
         and (state <> 'ended' or cast(:ended as bigint) = 1)
         and (name > :name or (name = :name and id > :after)) order by name, id limit :most";
    COUNT_REACH "people.count-in-reach"
        "select count(*) as n from people
         where org in (select org from reach where person = :who) and state <> 'ended'";
    CERTIFY "people.certify"
        "insert into certifications (id, org, person, name, issuer, valid_until, added_at)
         values (:id, :org, :person, :name, :issuer, :valid_until, :now)";
    CERTIFICATIONS "people.certifications"
        "select id, name, issuer, valid_until from certifications
         where org = :org and person = :person order by name, id limit 200";
    INVITE "people.invite"
        "insert into invitations (digest, org, person, made_at, until) values (:digest, :org, :person, :now,
         :until)";
    UNINVITE "people.withdraw-invitations"
        "update invitations set used_at = :now where person = :person and org = :org and used_at is null";
    house INVITED "people.invited"
        "select person from invitations where digest = :digest and used_at is null and until > :now";
    house USE_INVITATION "people.use-invitation"
        "update invitations set used_at = :now where digest = :digest and used_at is null and until > :now";
}

/// A person as kept.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub id: PersonId,
    pub org: OrgId,
    pub name: String,
    pub email: String,
    pub title: Option<String>,
    pub roles: Vec<Role>,
    pub password: Option<String>,
    pub state: String,
    pub trained_on: Option<Moment>,
    pub location: Option<LocationId>,
    pub department: Option<DepartmentId>,
    pub added_at: Moment,
    pub ended_at: Option<Moment>,
}

/// What is written of a person who is added or revised.
pub(crate) struct Sheet {
    pub name: String,
    pub email: String,
    pub title: Option<String>,
    pub location: Option<LocationId>,
    pub department: Option<DepartmentId>,
}

/// A certification as kept.
pub(crate) struct Held {
    pub id: CertificationId,
    pub name: String,
    pub issuer: Option<String>,
    pub valid_until: Option<Moment>,
}

impl Person {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            org: row.get("org")?,
            name: row.get("name")?,
            email: row.get("email")?,
            title: row.get("title")?,
            roles: words::split_roles(&row.get::<String>("roles")?),
            password: row.get("password")?,
            state: row.get("state")?,
            trained_on: row.get("trained_on")?,
            location: row.get("location")?,
            department: row.get("department")?,
            added_at: row.get("added_at")?,
            ended_at: row.get("ended_at")?,
        })
    }
    pub fn ended(&self) -> bool {
        self.state == "ended"
    }
}

/// Takes the address for the person; false when somebody has it.
pub(crate) fn claim(work: &mut Work, person: PersonId, email: &str) -> Result<bool> {
    Ok(work.run(&CLAIM, params! { "email": email, "person": person })? == 1)
}

/// Gives the person's addresses back.
pub(crate) fn release(work: &mut Work, person: PersonId) -> Result<()> {
    work.run(&RELEASE, params! { "person": person }).map(drop)
}

pub(crate) fn add(work: &mut Work, id: PersonId, sheet: &Sheet, roles: &[Role]) -> Result<()> {
    work.run(
        &ADD,
        params! { "id": id, "name": sheet.name.as_str(), "email": sheet.email.as_str(),
        "title": sheet.title.clone(),
              "roles": words::join_roles(roles), "location": sheet.location,
                  "department": sheet.department },
    )?;
    work.run(&EMPLOY, params! { "caller": id }).map(drop)
}

pub(crate) fn find(look: &mut Look, id: PersonId) -> Result<Option<Person>> {
    look.row(&FIND, params! { "id": id })?.map(|r| Person::read(&r)).transpose()
}

/// Before anybody is known: only as the house.
pub(crate) fn by_email(look: &mut Look, email: &str) -> Result<Option<Person>> {
    look.row(&BY_EMAIL, params! { "email": email })?.map(|r| Person::read(&r)).transpose()
}

/// Before anybody is known: only as the house.
pub(crate) fn by_id(look: &mut Look, id: PersonId) -> Result<Option<Person>> {
    look.row(&BY_ID, params! { "id": id })?.map(|r| Person::read(&r)).transpose()
}

/// The roles of the caller, whatever organization the transaction is bound to.
pub(crate) fn caller_roles(look: &mut Look, caller: PersonId) -> Result<Vec<Role>> {
    let row = look.row(&CALLER, params! { "caller": caller })?;
    row.map_or(Ok(Vec::new()), |r| Ok(words::split_roles(&r.get::<String>("roles")?)))
}

pub(crate) fn name_in_reach(look: &mut Look, id: PersonId) -> Result<Option<String>> {
    look.row(&NAME_IN_REACH, params! { "id": id })?.map(|r| r.get("name")).transpose()
}

pub(crate) fn revise(work: &mut Work, id: PersonId, sheet: &Sheet) -> Result<()> {
    work.run(
        &REVISE,
        params! { "id": id, "name": sheet.name.as_str(), "email": sheet.email.as_str(),
        "title": sheet.title.clone(),
              "location": sheet.location, "department": sheet.department },
    )
    .map(drop)
}

pub(crate) fn set_roles(work: &mut Work, id: PersonId, roles: &[Role]) -> Result<()> {
    work.run(&SET_ROLES, params! { "id": id, "roles": words::join_roles(roles) }).map(drop)
}

pub(crate) fn train(work: &mut Work, id: PersonId, on: Option<Moment>) -> Result<()> {
    work.run(&TRAIN, params! { "id": id, "trained_on": on }).map(drop)
}

/// The person signs in no more and reaches nothing, from this transaction on.
pub(crate) fn end(work: &mut Work, id: PersonId) -> Result<()> {
    work.run(&END, params! { "id": id })?;
    work.run(&DISMISS, params! { "caller": id })?;
    work.run(&UNINVITE, params! { "person": id })?;
    release(work, id)
}

/// Whether somebody else is an owner here.
pub(crate) fn other_owner(look: &mut Look, but: PersonId) -> Result<bool> {
    for row in look.rows(&OWNERS, params! {})? {
        let roles = words::split_roles(&row.get::<String>("roles")?);
        if row.get::<PersonId>("id")? != but && roles.contains(&Role::Owner) {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(crate) fn count(look: &mut Look) -> Result<i64> {
    look.row(&COUNT, params! {})?.map_or(Ok(0), |r| r.get("n"))
}

pub(crate) fn count_in_reach(look: &mut Look) -> Result<i64> {
    look.row(&COUNT_REACH, params! {})?.map_or(Ok(0), |r| r.get("n"))
}

/// Only as the house: whoever holds the link is not signed in.
pub(crate) fn accept(work: &mut Work, id: PersonId, password: &str) -> Result<bool> {
    Ok(work.run(&SET_PASSWORD, params! { "id": id, "password": password })? == 1)
}

pub(crate) fn set_own_password(work: &mut Work, id: PersonId, password: &str) -> Result<()> {
    work.run(&OWN_PASSWORD, params! { "id": id, "password": password }).map(drop)
}

/// Where a list goes on: the name and id of the last one shown.
pub(crate) struct From<'a> {
    pub name: &'a str,
    pub id: &'a str,
    pub most: u32,
    pub ended: bool,
    pub everywhere: bool,
}

pub(crate) fn list(look: &mut Look, from: &From) -> Result<Vec<Person>> {
    let sql = if from.everywhere { &LIST_REACH } else { &LIST };
    let params =
        params! { "name": from.name, "after": from.id, "most": from.most, "ended": i64::from(from.ended) };
    look.rows(sql, params)?.iter().map(Person::read).collect()
}

pub(crate) fn certify(work: &mut Work, person: PersonId, held: &Held) -> Result<()> {
    work.run(
        &CERTIFY,
        params! { "id": held.id, "person": person, "name": held.name.as_str(), "issuer": held.issuer.clone(),
        "valid_until": held.valid_until },
    )
    .map(drop)
}

pub(crate) fn certifications(look: &mut Look, person: PersonId) -> Result<Vec<Held>> {
    let rows = look.rows(&CERTIFICATIONS, params! { "person": person })?;
    let read = |r: &Row| {
        Ok(Held {
            id: r.get("id")?,
            name: r.get("name")?,
            issuer: r.get("issuer")?,
            valid_until: r.get("valid_until")?,
        })
    };
    rows.iter().map(read).collect()
}

/// A one-time link; older ones of the person count no more.
pub(crate) fn invite(work: &mut Work, person: PersonId, digest: Vec<u8>, until: Moment) -> Result<()> {
    work.run(&UNINVITE, params! { "person": person })?;
    work.run(&INVITE, params! { "digest": digest, "person": person, "until": until }).map(drop)
}

/// Whose link it is, as long as it counts. Only as the house.
pub(crate) fn invited(look: &mut Look, digest: Vec<u8>) -> Result<Option<PersonId>> {
    look.row(&INVITED, params! { "digest": digest })?.map(|r| r.get("person")).transpose()
}

/// Uses the link up; false when somebody was faster. Only as the house.
pub(crate) fn use_invitation(work: &mut Work, digest: Vec<u8>) -> Result<bool> {
    Ok(work.run(&USE_INVITATION, params! { "digest": digest })? == 1)
}
