//! Everything this slice asks of the database, and nothing else asks for its tables.

use crate::{CareArea, OrgKind, PartyResult, PlaceKind};
use anyhow::{Context, Result};
use clocks::CalendarText;
use kernel::{DepartmentId, LocationId, Moment, OrgId, PersonId};
use store::{Look, Row, Work, params, sql};

sql! {
    house FOUND "organizations.found"
        "insert into organizations (org, name, kind, provider, account_owner, created_at)
         values (:made, :name, :kind, :provider, :account_owner, :now)";
    house FIRST "organizations.first"
        "select org, name, kind, provider, account_owner, created_at from organizations
         where provider is null order by org limit 1";
    house BRIEF "organizations.brief"
        "select org, name, kind, provider, account_owner, created_at from organizations where org = :other";
    house KNOWN "organizations.known"
        "select o.org, o.name, o.kind, o.provider, o.account_owner, o.created_at from organizations o
         where o.org = :other and (
             o.org = :client
             or o.org = (select c.provider from organizations c where c.org = :client)
             or o.org in (select r.org from reach r where r.person = :who))";
    house LOCATE_ORGANIZATION "organizations.locate" "select org from organizations where org = :id";
    house LOCATE_LOCATION "organizations.locate-location" "select org from locations where id = :id";
    house LOCATE_DEPARTMENT "organizations.locate-department" "select org from departments where id = :id";

    ONE "organizations.one"
        "select org, name, kind, provider, account_owner, created_at from organizations where org = :org";
    LIST "organizations.list"
        "select o.org, o.name, o.kind, o.provider, o.account_owner, o.created_at,
             (select count(*) from locations l where l.org = o.org) as locations,
             (select count(*) from departments d where d.org = o.org) as departments
         from organizations o where o.org in (select r.org from reach r where r.person = :who)
         order by o.name, o.org limit :most";
    LIST_AFTER "organizations.list-after"
        "select o.org, o.name, o.kind, o.provider, o.account_owner, o.created_at,
             (select count(*) from locations l where l.org = o.org) as locations,
             (select count(*) from departments d where d.org = o.org) as departments
         from organizations o where o.org in (select r.org from reach r where r.person = :who)
             and (o.name, o.org) > (select a.name, a.org from organizations a where a.org = :after
                 and a.org in (select r.org from reach r where r.person = :who))
         order by o.name, o.org limit :most";
    HOW_MANY "organizations.how-many"
        "select count(*) as n from organizations o
         where o.org in (select r.org from reach r where r.person = :who)";
    REVISE "organizations.revise" "update organizations set name = :name, kind = :kind where org = :org";
    NAME_OWNER "organizations.name-account-owner"
        "update organizations set account_owner = :person where org = :org";

    ADD_LOCATION "organizations.add-location"
        "insert into locations (id, org, name, zone, kind, hours, dispatch, travel_minutes, created_at)
         values (:id, :org, :name, :zone, :kind, :hours, :dispatch, :travel_minutes, :now)";
    REVISE_LOCATION "organizations.revise-location"
        "update locations set name = :name, zone = :zone, kind = :kind, hours = :hours,
             dispatch = :dispatch, travel_minutes = :travel_minutes
         where id = :id and org = :org";
    PUT_HOURS "organizations.put-hours" "update locations set hours = :hours where id = :id and org = :org";
    LOCATION "organizations.location"
        "select id, name, zone, kind, hours, dispatch, travel_minutes from locations where id = :id and org = :org";
    LOCATIONS "organizations.locations"
        "select id, name, zone, kind, hours, dispatch, travel_minutes from locations where org = :org
         order by name, id limit 2000";
    KEEP_TEST "organizations.keep-party-test"
        "insert into party_tests (org, number, answers, result, confidence, answered_by, answered_at)
         values (:org, :number, :answers, :result, :confidence, :answered_by, :now)";
    TESTS "organizations.party-tests"
        "select number, answers, result, confidence, answered_by, answered_at from party_tests where org = :org
         order by number desc limit 100";
    ADD_DEPARTMENT "organizations.add-department"
        "insert into departments (id, org, location, name, care_area, phone, created_at)
         values (:id, :org, :location, :name, :care_area, :phone, :now)";
    REVISE_DEPARTMENT "organizations.revise-department"
        "update departments set location = :location, name = :name, care_area = :care_area, phone = :phone
         where id = :id and org = :org";
    DEPARTMENT "organizations.department"
        "select id, location, name, care_area, phone from departments where id = :id and org = :org";
    DEPARTMENTS "organizations.departments"
        "select id, location, name, care_area, phone from departments where org = :org
         order by name, id limit 20000";
}

/// An organization in brief, for other slices' needs and for rules here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub org: OrgId,
    pub name: String,
    pub kind: OrgKind,
    /// Who serves it; nothing for the organization that runs the house.
    pub provider: Option<OrgId>,
    pub account_owner: Option<PersonId>,
    pub created_at: Moment,
}

impl Known {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            org: row.get("org")?,
            name: row.get("name")?,
            kind: row.get("kind")?,
            provider: row.get("provider")?,
            account_owner: row.get("account_owner")?,
            created_at: row.get("created_at")?,
        })
    }
}

/// An organization, whoever asks: for the house itself, in reactions, rounds, supplies and the directory.
///
/// # Errors
/// A fault of the store; among others when the look is not on behalf of the house.
pub fn brief(look: &mut Look, org: OrgId) -> Result<Option<Known>> {
    look.row(&BRIEF, params! { "other": org })?.as_ref().map(Known::read).transpose()
}

/// Another organization as far as somebody working at `client` may know of it: the client itself, the
/// provider that serves it, and what is within the caller's reach. For supplies, as the house; the statement
/// holds the rule.
///
/// # Errors
/// A fault of the store; among others when the look is not on behalf of the house.
pub fn known(look: &mut Look, client: OrgId, other: OrgId) -> Result<Option<Known>> {
    look.row(&KNOWN, params! { "client": client, "other": other })?.as_ref().map(Known::read).transpose()
}

/// The organization that runs the house.
pub(crate) fn founder(look: &mut Look) -> Result<Option<Known>> {
    look.row(&FIRST, params! {})?.as_ref().map(Known::read).transpose()
}

/// What is written of a new organization.
pub(crate) struct Founding<'a> {
    pub org: OrgId,
    pub name: &'a str,
    pub kind: OrgKind,
    pub provider: Option<OrgId>,
    pub account_owner: Option<PersonId>,
}

pub(crate) fn found(work: &mut Work, new: &Founding) -> Result<()> {
    let params = params! { "made": new.org, "name": new.name, "kind": new.kind, "provider": new.provider,
    "account_owner": new.account_owner };
    work.run(&FOUND, params)?;
    Ok(())
}

pub(crate) fn one(look: &mut Look) -> Result<Option<Known>> {
    look.row(&ONE, params! {})?.as_ref().map(Known::read).transpose()
}

/// A line of the list with its counts: locations, departments.
pub(crate) fn list(look: &mut Look, after: Option<OrgId>, most: u32) -> Result<Vec<(Known, i64, i64)>> {
    let rows = match after {
        Some(after) => look.rows(&LIST_AFTER, params! { "after": after, "most": most })?,
        None => look.rows(&LIST, params! { "most": most })?,
    };
    rows.iter().map(|r| Ok((Known::read(r)?, r.get("locations")?, r.get("departments")?))).collect()
}

pub(crate) fn how_many(look: &mut Look) -> Result<i64> {
    look.row(&HOW_MANY, params! {})?.context("a count has a row")?.get("n")
}

pub(crate) fn revise(work: &mut Work, name: &str, kind: OrgKind) -> Result<u64> {
    work.run(&REVISE, params! { "name": name, "kind": kind })
}

pub(crate) fn name_owner(work: &mut Work, person: Option<PersonId>) -> Result<u64> {
    work.run(&NAME_OWNER, params! { "person": person })
}

/// A location as it is kept; `hours` is a calendar in JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Location {
    pub id: LocationId,
    pub name: String,
    pub zone: String,
    pub kind: PlaceKind,
    pub hours: String,
    /// Whether somebody can be sent there.
    pub dispatch: bool,
    pub travel_minutes: Option<u32>,
}

impl Location {
    /// The hours as people write them.
    ///
    /// # Errors
    /// A fault: what is kept was a calendar when it was written.
    pub(crate) fn calendar(&self) -> Result<CalendarText> {
        serde_json::from_str(&self.hours).with_context(|| format!("the hours of {} cannot be read", self.id))
    }

    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            zone: row.get("zone")?,
            kind: row.get("kind")?,
            hours: row.get("hours")?,
            dispatch: row.get("dispatch")?,
            travel_minutes: row.get("travel_minutes")?,
        })
    }
}

/// Writes a location, a new one or a revised one; gives how many rows were changed.
pub(crate) fn put_location(work: &mut Work, place: &Location, new: bool) -> Result<u64> {
    let params = params! { "id": place.id, "name": &place.name, "zone": &place.zone, "kind": place.kind,
    "hours": &place.hours, "dispatch": place.dispatch, "travel_minutes": place.travel_minutes };
    work.run(if new { &ADD_LOCATION } else { &REVISE_LOCATION }, params)
}

/// Writes only the hours; gives how many rows were changed.
pub(crate) fn put_hours(work: &mut Work, id: LocationId, hours: &str) -> Result<u64> {
    work.run(&PUT_HOURS, params! { "id": id, "hours": hours })
}

pub(crate) fn location(look: &mut Look, id: LocationId) -> Result<Option<Location>> {
    look.row(&LOCATION, params! { "id": id })?.as_ref().map(Location::read).transpose()
}

pub(crate) fn locations(look: &mut Look) -> Result<Vec<Location>> {
    look.rows(&LOCATIONS, params! {})?.iter().map(Location::read).collect()
}

/// An answered test of what the organization is under HIPAA.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PartyTest {
    pub number: i64,
    /// As JSON.
    pub answers: String,
    pub result: PartyResult,
    /// How well the statements behind the result were checked, as a word.
    pub confidence: String,
    pub by: Option<PersonId>,
    pub at: Moment,
}

pub(crate) fn keep_party_test(work: &mut Work, test: &PartyTest) -> Result<()> {
    let params = params! { "number": test.number, "answers": &test.answers, "result": test.result,
    "confidence": &test.confidence, "answered_by": test.by };
    work.run(&KEEP_TEST, params)?;
    Ok(())
}

/// The tests of the bound organization, newest first; the last hundred.
pub(crate) fn party_tests(look: &mut Look) -> Result<Vec<PartyTest>> {
    let read = |row: &Row| {
        Ok(PartyTest {
            number: row.get("number")?,
            answers: row.get("answers")?,
            result: row.get("result")?,
            confidence: row.get("confidence")?,
            by: row.get("answered_by")?,
            at: row.get("answered_at")?,
        })
    };
    look.rows(&TESTS, params! {})?.iter().map(read).collect()
}

/// A department as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Department {
    pub id: DepartmentId,
    pub location: LocationId,
    pub name: String,
    pub care_area: CareArea,
    pub phone: Option<String>,
}

impl Department {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            location: row.get("location")?,
            name: row.get("name")?,
            care_area: row.get("care_area")?,
            phone: row.get("phone")?,
        })
    }
}

/// Writes a department, a new one or a revised one; gives how many rows were changed.
pub(crate) fn put_department(work: &mut Work, department: &Department, new: bool) -> Result<u64> {
    let params = params! { "id": department.id, "location": department.location, "name": &department.name,
    "care_area": department.care_area, "phone": department.phone.clone() };
    work.run(if new { &ADD_DEPARTMENT } else { &REVISE_DEPARTMENT }, params)
}

pub(crate) fn department(look: &mut Look, id: DepartmentId) -> Result<Option<Department>> {
    look.row(&DEPARTMENT, params! { "id": id })?.as_ref().map(Department::read).transpose()
}

pub(crate) fn departments(look: &mut Look) -> Result<Vec<Department>> {
    look.rows(&DEPARTMENTS, params! {})?.iter().map(Department::read).collect()
}
