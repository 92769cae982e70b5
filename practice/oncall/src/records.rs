//! Everything this slice asks of the database about rotas, and nothing else asks for their tables.

use crate::rota::{Member, Override, Rota, RotaText};
pub(crate) use crate::versions_records::{history, ready, text};
use crate::words::{OverrideKind, SwapState};
use anyhow::Result;
use kernel::{
    EscalationPolicyId, FeedId, Moment, OrgId, OverrideId, PersonId, Refusal, RotaId, Span, Stop, SwapId,
};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use store::{Look, Row, Work, params, sql};

sql! {
    house LOCATE "oncall.locate-rota" "select org from rotas where id = :id";
    house LOCATE_OVERRIDE "oncall.locate-override" "select org from rota_overrides where id = :id";
    house LOCATE_SWAP "oncall.locate-swap" "select org from rota_swaps where id = :id";
    house LOCATE_FEED "oncall.locate-feed" "select org from rota_feeds where id = :id";
    ONE "oncall.rota" "select * from rotas where id = :rota and org = :org";
    PUT "oncall.put-rota"
        "insert into rotas (id, org, name, zone, always, version, set_at, retired_at, checked_until, check_at)
         values (:id, :org, :name, :zone, :always, :version, :set_at, :retired_at, :checked_until, :check_at)
         on conflict (id) do update set name = excluded.name, zone = excluded.zone, always = excluded.always,
             version = excluded.version, set_at = excluded.set_at, retired_at = excluded.retired_at,
             checked_until = excluded.checked_until, check_at = excluded.check_at
         where rotas.org = :org";
    LIST "oncall.rotas"
        "select * from rotas where org in (select org from reach where person = :who) and retired_at is null
           and (:at_org = '' or org = :at_org) and (name > :after_name or (name = :after_name and id > :after))
         order by name, id limit :most";
    WRITE "oncall.write-version"
        "insert into rota_versions (rota, version, org, layers, set_by, set_at)
         values (:rota, :version, :org, :layers, :set_by, :now)";
    OVERRIDE "oncall.put-override"
        "insert into rota_overrides (id, org, rota, kind, person, stand_in, policy, from_at, to_at, made_by, made_at,
           ended_at)
         values (:id, :org, :rota, :kind, :person, :stand_in, :policy, :from_at, :to_at, :made_by, :now, null)";
    END_OVERRIDE "oncall.end-override"
        "update rota_overrides set ended_at = :now where id = :override and org = :org and ended_at is null";
    OVERRIDES "oncall.overrides"
        "select * from rota_overrides where rota = :rota and org = :org and ended_at is null and to_at > :from_at
         order by id limit 2000";
    OF_OVERRIDE "oncall.override" "select * from rota_overrides where id = :override and org = :org";
    SWAP "oncall.put-swap"
        "insert into rota_swaps (id, org, rota, asker, asked, from_at, to_at, back_from, back_to, state, asked_at,
             decided_at)
         values (:id, :org, :rota, :asker, :asked, :from_at, :to_at, :back_from, :back_to, :state, :now, null)";
    DECIDE "oncall.decide-swap"
        "update rota_swaps set state = :state, decided_at = :now where id = :swap and org = :org
           and state = 'asked'";
    OF_SWAP "oncall.swap" "select * from rota_swaps where id = :swap and org = :org";
    SWAPS "oncall.swaps"
        "select * from rota_swaps where rota = :rota and org = :org and state = 'asked' and to_at > :now
         order by id limit 100";
    KNOW "oncall.know-responder"
        "insert into responders (person, org, ended_at, skills, known_at)
         values (:person, :org, :ended_at, :skills, :now)
         on conflict (person) do update set ended_at = excluded.ended_at, skills = excluded.skills,
             known_at = excluded.known_at where responders.org = :org";
    KNOWN "oncall.is-responder" "select person from responders where person = :person and org = :org";
    RESPONDERS "oncall.responders"
        "select person, ended_at, skills from responders where org = :org order by person limit 5000";
    REQUIRE "oncall.require-skill"
        "insert into rota_skills (rota, skill, org, required_by, required_at)
         values (:rota, :skill, :org, :required_by, :now) on conflict (rota, skill) do nothing";
    DROP "oncall.drop-skill" "delete from rota_skills where rota = :rota and skill = :skill and org = :org";
    SKILLS "oncall.skills" "select skill from rota_skills where rota = :rota and org = :org order by skill limit 50";
    house DUE "oncall.coverage-due"
        "select id from rotas where retired_at is null and check_at <= :now order by check_at, id limit :most";
    CHECK_SOON "oncall.check-rotas-of-organization"
        "update rotas set check_at = :now, checked_until = null where org = :org and retired_at is null";
    MAKE_FEED "oncall.make-feed"
        "insert into rota_feeds (id, org, rota, person, digest, mine, made_at, ended_at)
         values (:id, :org, :rota, :person, :digest, :mine, :now, null)";
    END_FEED "oncall.end-feed"
        "update rota_feeds set ended_at = :now where id = :feed and org = :org and ended_at is null";
    FEEDS "oncall.feeds"
        "select id, person, mine, made_at from rota_feeds where rota = :rota and org = :org and ended_at is null
         order by id limit 100";
    house FEED "oncall.feed-by-link"
        "select f.org, f.rota, f.person, f.mine from rota_feeds f join rotas r on r.id = f.rota
         where f.digest = :digest and f.ended_at is null and r.retired_at is null";
}

/// How far back overrides are told.
const BACK: Span = Span::days(40);

/// A rota as it is kept.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RotaRow {
    pub id: RotaId,
    /// The organization that staffs it.
    pub org: OrgId,
    pub name: String,
    /// IANA zone.
    pub zone: String,
    /// Whether somebody must be on call at every moment.
    pub always: bool,
    pub version: u32,
    pub set_at: Moment,
    pub retired_at: Option<Moment>,
    /// How far ahead its coverage was checked.
    pub checked_until: Option<Moment>,
    pub check_at: Moment,
}

impl RotaRow {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            org: row.get("org")?,
            name: row.get("name")?,
            zone: row.get("zone")?,
            always: row.get("always")?,
            version: row.get("version")?,
            set_at: row.get("set_at")?,
            retired_at: row.get("retired_at")?,
            checked_until: row.get("checked_until")?,
            check_at: row.get("check_at")?,
        })
    }

    /// What changes from this moment on is checked again at once.
    pub(crate) fn check_again(&mut self, from: Moment, now: Moment) {
        self.checked_until = self.checked_until.map(|until| until.min(from));
        self.check_at = now;
    }
}

/// A rota of the bound organization.
pub(crate) fn one(look: &mut Look, rota: RotaId) -> Result<RotaRow, Stop> {
    let row = look.row(&ONE, params! { "rota": rota })?.ok_or_else(|| Refusal::not_found("rota"))?;
    Ok(RotaRow::read(&row)?)
}

/// The organization that staffs a rota.
pub(crate) fn org_of(look: &mut Look, rota: RotaId) -> Result<Option<OrgId>> {
    look.row(&LOCATE, params! { "id": rota })?.map(|r| r.get("org")).transpose()
}

pub(crate) fn put(work: &mut Work, r: &RotaRow) -> Result<()> {
    let given = params! {
        "id": r.id, "name": &r.name, "zone": &r.zone, "always": r.always, "version": r.version,
        "set_at": r.set_at, "retired_at": r.retired_at, "checked_until": r.checked_until, "check_at": r.check_at,
    };
    anyhow::ensure!(work.run(&PUT, given)? == 1, "the rota {} belongs to another organization", r.id);
    Ok(())
}

/// Rotas within reach, by name.
pub(crate) fn list(
    look: &mut Look,
    org: Option<OrgId>,
    after: (String, String),
    most: u32,
) -> Result<Vec<RotaRow>> {
    let at_org = org.map(|o| o.to_string()).unwrap_or_default();
    let given = params! { "at_org": at_org, "after_name": after.0, "after": after.1, "most": most };
    look.rows(&LIST, given)?.iter().map(RotaRow::read).collect()
}

pub(crate) fn write_version(work: &mut Work, r: &RotaRow, text: &RotaText) -> Result<()> {
    let (layers, set_by) = (serde_json::to_string(text)?, work.person());
    work.run(&WRITE, params! { "rota": r.id, "version": r.version, "layers": layers, "set_by": set_by })?;
    Ok(())
}

/// An override as it is kept.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OverrideRow {
    pub id: OverrideId,
    pub rota: RotaId,
    pub kind: OverrideKind,
    pub person: Option<PersonId>,
    pub stand_in: Option<PersonId>,
    /// The escalation policy for whose steps alone it holds; every one when none is named.
    pub policy: Option<EscalationPolicyId>,
    pub from_at: Moment,
    pub to_at: Moment,
    pub made_by: Option<PersonId>,
}

impl OverrideRow {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            rota: row.get("rota")?,
            kind: row.get("kind")?,
            person: row.get("person")?,
            stand_in: row.get("stand_in")?,
            policy: row.get("policy")?,
            from_at: row.get("from_at")?,
            to_at: row.get("to_at")?,
            made_by: row.get("made_by")?,
        })
    }

    /// As the resolver takes it.
    pub(crate) fn over(&self) -> Override {
        Override {
            kind: self.kind,
            person: self.person.map(|p| p.to_string()),
            by: self.stand_in.map(|p| p.to_string()),
            from: self.from_at.timestamp(),
            to: self.to_at.timestamp(),
        }
    }
}

pub(crate) fn put_override(work: &mut Work, o: &OverrideRow) -> Result<()> {
    let given = params! {
        "id": o.id, "rota": o.rota, "kind": o.kind, "person": o.person, "stand_in": o.stand_in,
        "policy": o.policy, "from_at": o.from_at, "to_at": o.to_at, "made_by": o.made_by,
    };
    work.run(&OVERRIDE, given)?;
    Ok(())
}

pub(crate) fn end_override(work: &mut Work, id: OverrideId) -> Result<bool> {
    Ok(work.run(&END_OVERRIDE, params! { "override": id })? == 1)
}

pub(crate) fn over(look: &mut Look, id: OverrideId) -> Result<OverrideRow, Stop> {
    let row = look.row(&OF_OVERRIDE, params! { "override": id })?;
    Ok(OverrideRow::read(&row.ok_or_else(|| Refusal::not_found("override"))?)?)
}

pub(crate) fn overrides(look: &mut Look, rota: RotaId) -> Result<Vec<OverrideRow>> {
    let from = look.now().minus(BACK);
    look.rows(&OVERRIDES, params! { "rota": rota, "from_at": from })?.iter().map(OverrideRow::read).collect()
}

/// A swap as it is kept.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SwapRow {
    pub id: SwapId,
    pub rota: RotaId,
    pub asker: PersonId,
    pub asked: PersonId,
    pub from_at: Moment,
    pub to_at: Moment,
    /// What the asker takes in return.
    pub back_from: Option<Moment>,
    pub back_to: Option<Moment>,
    pub state: SwapState,
}

impl SwapRow {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            rota: row.get("rota")?,
            asker: row.get("asker")?,
            asked: row.get("asked")?,
            from_at: row.get("from_at")?,
            to_at: row.get("to_at")?,
            back_from: row.get("back_from")?,
            back_to: row.get("back_to")?,
            state: row.get("state")?,
        })
    }
}

pub(crate) fn put_swap(work: &mut Work, s: &SwapRow) -> Result<()> {
    let given = params! {
        "id": s.id, "rota": s.rota, "asker": s.asker, "asked": s.asked, "from_at": s.from_at, "to_at": s.to_at,
        "back_from": s.back_from, "back_to": s.back_to, "state": s.state,
    };
    work.run(&SWAP, given)?;
    Ok(())
}

pub(crate) fn swap(look: &mut Look, id: SwapId) -> Result<SwapRow, Stop> {
    let row = look.row(&OF_SWAP, params! { "swap": id })?;
    Ok(SwapRow::read(&row.ok_or_else(|| Refusal::not_found("swap"))?)?)
}

pub(crate) fn swaps(look: &mut Look, rota: RotaId) -> Result<Vec<SwapRow>> {
    look.rows(&SWAPS, params! { "rota": rota })?.iter().map(SwapRow::read).collect()
}

/// Decides a swap that waits; false when somebody was faster.
pub(crate) fn decide(work: &mut Work, id: SwapId, state: SwapState) -> Result<bool> {
    Ok(work.run(&DECIDE, params! { "swap": id, "state": state })? == 1)
}

/// What somebody holds, by name, and the first moment at which it no longer counts.
pub type Skills = BTreeMap<String, Option<Moment>>;

pub(crate) fn know(
    work: &mut Work,
    person: PersonId,
    ended_at: Option<Moment>,
    skills: &Skills,
) -> Result<()> {
    let skills = serde_json::to_string(skills)?;
    work.run(&KNOW, params! { "person": person, "ended_at": ended_at, "skills": skills })?;
    Ok(())
}

pub(crate) fn is_responder(look: &mut Look, person: PersonId) -> Result<bool> {
    Ok(look.row(&KNOWN, params! { "person": person })?.is_some())
}

/// What is known of everybody whom a rota may name.
pub(crate) fn known(look: &mut Look, rota: &mut Rota) -> Result<()> {
    for row in look.rows(&RESPONDERS, &[])? {
        let skills: Skills = serde_json::from_str(&row.get::<String>("skills")?)?;
        let certifications =
            skills.into_iter().map(|(name, until)| (name, until.map(Moment::timestamp))).collect();
        let until = row.get::<Option<Moment>>("ended_at")?.map(Moment::timestamp);
        rota.know(row.get::<PersonId>("person")?.to_string(), Member { until, certifications });
    }
    Ok(())
}

pub(crate) fn require(work: &mut Work, rota: RotaId, skill: &str) -> Result<bool> {
    let required_by = work.person();
    Ok(work.run(&REQUIRE, params! { "rota": rota, "skill": skill, "required_by": required_by })? == 1)
}

pub(crate) fn drop_skill(work: &mut Work, rota: RotaId, skill: &str) -> Result<bool> {
    Ok(work.run(&DROP, params! { "rota": rota, "skill": skill })? == 1)
}

pub(crate) fn skills(look: &mut Look, rota: RotaId) -> Result<Vec<String>> {
    look.rows(&SKILLS, params! { "rota": rota })?.iter().map(|r| r.get("skill")).collect()
}

/// Rotas whose coverage is to be checked now.
///
/// # Errors
/// A fault of the store.
pub fn coverage_due(look: &mut Look, most: u32) -> Result<Vec<RotaId>> {
    look.rows(&DUE, params! { "most": most })?.iter().map(|r| r.get("id")).collect()
}

pub(crate) fn check_soon(work: &mut Work) -> Result<()> {
    work.run(&CHECK_SOON, &[])?;
    Ok(())
}

/// A calendar feed as it is kept.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FeedRow {
    pub id: FeedId,
    pub person: PersonId,
    pub mine: bool,
    pub made_at: Moment,
}

pub(crate) fn make_feed(work: &mut Work, feed: FeedId, rota: RotaId, digest: &str, mine: bool) -> Result<()> {
    let person = work.person();
    work.run(
        &MAKE_FEED,
        params! { "id": feed, "rota": rota, "person": person, "digest": digest, "mine": mine },
    )?;
    Ok(())
}

pub(crate) fn end_feed(work: &mut Work, feed: FeedId) -> Result<bool> {
    Ok(work.run(&END_FEED, params! { "feed": feed })? == 1)
}

pub(crate) fn feeds(look: &mut Look, rota: RotaId) -> Result<Vec<FeedRow>> {
    let read = |row: &Row| {
        Ok(FeedRow {
            id: row.get("id")?,
            person: row.get("person")?,
            mine: row.get("mine")?,
            made_at: row.get("made_at")?,
        })
    };
    look.rows(&FEEDS, params! { "rota": rota })?.iter().map(read).collect()
}

/// Whose feed a link opens: the organization, the rota, who made it, and whether it tells only their own shifts.
pub(crate) fn feed(look: &mut Look, digest: &str) -> Result<Option<(OrgId, RotaId, PersonId, bool)>> {
    let row = look.row(&FEED, params! { "digest": digest })?;
    row.map(|r| Ok((r.get("org")?, r.get("rota")?, r.get("person")?, r.get("mine")?))).transpose()
}
