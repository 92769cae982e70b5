//! Everything this slice asks of the database about policies, running escalations and notices.

use crate::escalation::{Step, Timing, Whom};
use crate::words::{AfterHours, RunState, SnoozeReason};
use anyhow::Result;
use kernel::{
    EscalationId, EscalationPolicyId, Moment, OrgId, PersonId, Refusal, Role, Span, Stop, TicketId,
};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Look, Row, Work, params, sql};

sql! {
    house LOCATE "oncall.locate-policy" "select org from escalation_policies where id = :id";
    house LOCATE_RUN "oncall.locate-escalation" "select org from escalations where id = :id";
    POLICY "oncall.policy" "select * from escalation_policies where id = :policy and org = :org";
    PUT_POLICY "oncall.put-policy"
        "insert into escalation_policies (id, org, name, priority, after_hours, version, set_at, retired_at)
         values (:id, :org, :name, :priority, :after_hours, :version, :set_at, :retired_at)
         on conflict (id) do update set version = excluded.version, set_at = excluded.set_at,
             retired_at = excluded.retired_at where escalation_policies.org = :org";
    POLICIES "oncall.policies"
        "select * from escalation_policies where org in (select org from reach where person = :who)
           and retired_at is null order by org, priority, id limit 200";
    house FITTING "oncall.policies-for"
        "select id, org, priority, version from escalation_policies where retired_at is null
           and priority >= :priority and (org = :client or org = :provider) order by priority, id limit 50";
    STEP "oncall.put-step"
        "insert into escalation_steps (policy, version, place, org, begins, minutes, target, person, role, rota, tier)
         values (:policy, :version, :place, :org, :begins, :minutes, :target, :person, :role, :rota, :tier)";
    STEPS "oncall.steps"
        "select * from escalation_steps where policy = :policy and version = :version and org = :org order by place";
    PUT_RUN "oncall.put-escalation"
        "insert into escalations (id, org, ticket, policy, policy_org, version, state, place, next_at, forced,
             snoozed_until, shifted_s, reason, begun_at, answered_by, ended_at)
         values (:id, :org, :ticket, :policy, :policy_org, :version, :state, :place, :next_at, :forced,
             :snoozed_until, :shifted_s, :reason, :begun_at, :answered_by, :ended_at)
         on conflict (id) do update set version = excluded.version, state = excluded.state, place = excluded.place,
             next_at = excluded.next_at, forced = excluded.forced, snoozed_until = excluded.snoozed_until,
             shifted_s = excluded.shifted_s,
             reason = excluded.reason, answered_by = excluded.answered_by, ended_at = excluded.ended_at
         where escalations.org = :org";
    RUNS "oncall.escalations-of-ticket"
        "select * from escalations where ticket = :ticket and org = :org order by id desc limit 20";
    /// A storm is looked at from its oldest end, so that a look costs the same whatever its size.
    house DUE "oncall.steps-due"
        "select org, policy from (select org, policy, next_at from escalations
             where next_at is not null and next_at <= :now order by next_at, id limit 1000) due
         group by org, policy order by min(next_at), org, policy limit :most";
    DUE_OF "oncall.steps-due-of"
        "select * from escalations where org = :org and policy = :policy and next_at is not null and next_at <= :now
           and (:only = '' or id = :only) order by next_at, id limit :most";
    HOLE "oncall.hole-since"
        "select 1 as found from escalation_fires f join escalations e on e.id = f.escalation
         where f.org = :org and f.people = 0 and f.at >= :since and e.policy = :policy and e.org = :org limit 1";
    house ADOPT "oncall.adopt-policy"
        "update escalations set version = :version, next_at = :now
         where policy = :policy and ended_at is null and state <> 'answered'";
    FIRE "oncall.note-fire"
        "insert into escalation_fires (escalation, place, org, at, version, target, people)
         values (:run, :place, :org, :now, :version, :target, :people)";
    FIRES "oncall.fires"
        "select place, at, target, people from escalation_fires where escalation = :run and org = :org order by place";
    NOTICE "oncall.put-notice"
        "insert into escalation_notices (escalation, place, person, org, ticket, at, sent_at)
         values (:run, :place, :person, :org, :ticket, :now, null)
         on conflict (escalation, place, person) do nothing";
    NOTICES "oncall.notices-of"
        "select place, person, sent_at from escalation_notices where escalation = :run and org = :org
         order by place, person limit 200";
    house WAIT "oncall.people-to-tell"
        "select n.person from escalation_notices n left join pagers p on p.person = n.person
         where n.sent_at is null and (p.last_at is null or p.last_at <= :before)
         group by n.person order by n.person limit :most";
    house WAITING "oncall.notices-waiting"
        "select n.ticket, min(n.at) as first from escalation_notices n where n.person = :person and n.sent_at is null
         group by n.ticket order by first, n.ticket limit 20";
    house COUNT "oncall.count-notices-waiting"
        "select count(*) as found from escalation_notices where person = :person and sent_at is null";
    house SENT "oncall.notices-sent"
        "update escalation_notices set sent_at = :now where person = :person and sent_at is null";
    house TOLD "oncall.was-told"
        "insert into pagers (person, org, phone, last_at) values (:person, :org, null, :now)
         on conflict (person) do update set last_at = excluded.last_at";
}

/// A policy as it is kept.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PolicyRow {
    pub id: EscalationPolicyId,
    /// Whose policy it is: the client's own goes before that of who serves it.
    pub org: OrgId,
    pub name: String,
    /// It holds for tickets of this priority and more urgent ones.
    pub priority: i64,
    pub after_hours: AfterHours,
    pub version: u32,
    pub set_at: Moment,
    pub retired_at: Option<Moment>,
}

impl PolicyRow {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            org: row.get("org")?,
            name: row.get("name")?,
            priority: row.get("priority")?,
            after_hours: row.get("after_hours")?,
            version: row.get("version")?,
            set_at: row.get("set_at")?,
            retired_at: row.get("retired_at")?,
        })
    }
}

/// A policy of the bound organization.
pub(crate) fn policy(look: &mut Look, policy: EscalationPolicyId) -> Result<PolicyRow, Stop> {
    let row = look.row(&POLICY, params! { "policy": policy })?;
    Ok(PolicyRow::read(&row.ok_or_else(|| Refusal::not_found("policy"))?)?)
}

pub(crate) fn put_policy(work: &mut Work, p: &PolicyRow) -> Result<()> {
    let given = params! {
        "id": p.id, "name": &p.name, "priority": p.priority, "after_hours": p.after_hours, "version": p.version,
        "set_at": p.set_at, "retired_at": p.retired_at,
    };
    work.run(&PUT_POLICY, given)?;
    Ok(())
}

pub(crate) fn policies(look: &mut Look) -> Result<Vec<PolicyRow>> {
    look.rows(&POLICIES, &[])?.iter().map(PolicyRow::read).collect()
}

/// The policy for a ticket: the client's own before that of who serves it, the closest priority before wider ones.
///
/// # Errors
/// A fault of the store.
pub fn fitting(
    look: &mut Look,
    client: OrgId,
    provider: Option<OrgId>,
    priority: i64,
) -> Result<Option<(EscalationPolicyId, OrgId, u32)>> {
    let provider = provider.unwrap_or(client);
    let rows =
        look.rows(&FITTING, params! { "client": client, "provider": provider, "priority": priority })?;
    let read = |row: &Row| -> Result<_> { Ok((row.get("id")?, row.get("org")?, row.get("version")?)) };
    let found: Vec<(EscalationPolicyId, OrgId, u32)> = rows.iter().map(read).collect::<Result<_>>()?;
    let own = found.iter().find(|(_, org, _)| *org == client);
    Ok(own.or(found.first()).copied())
}

pub(crate) fn put_step(work: &mut Work, policy: &PolicyRow, s: &Step) -> Result<()> {
    let given = params! {
        "policy": policy.id, "version": policy.version, "place": s.place, "begins": s.timing.begins,
        "minutes": s.timing.minutes, "target": s.whom.target, "person": s.whom.person,
        "role": s.whom.role.map(Role::word), "rota": s.whom.rota, "tier": s.whom.tier.map(i64::from),
    };
    work.run(&STEP, given)?;
    Ok(())
}

/// The steps of a version of a policy of the bound organization, in order.
///
/// # Errors
/// A fault of the store.
pub fn steps(look: &mut Look, policy: EscalationPolicyId, version: u32) -> Result<Vec<Step>> {
    let read = |row: &Row| {
        let tier: Option<i64> = row.get("tier")?;
        Ok(Step {
            place: row.get("place")?,
            timing: Timing { begins: row.get("begins")?, minutes: row.get("minutes")? },
            whom: Whom {
                target: row.get("target")?,
                person: row.get("person")?,
                role: row.get::<Option<String>>("role")?.as_deref().and_then(Role::from_word),
                rota: row.get("rota")?,
                tier: tier.and_then(|t| u8::try_from(t).ok()),
            },
        })
    };
    look.rows(&STEPS, params! { "policy": policy, "version": version })?.iter().map(read).collect()
}

/// Whether steps of a policy of the bound organization may be carried out after hours.
///
/// # Errors
/// A refusal when it is not there.
pub fn after_hours(look: &mut Look, of: EscalationPolicyId) -> Result<AfterHours, Stop> {
    Ok(policy(look, of)?.after_hours)
}

/// An escalation as it is kept.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RunRow {
    pub id: EscalationId,
    pub org: OrgId,
    pub ticket: TicketId,
    pub policy: EscalationPolicyId,
    pub policy_org: OrgId,
    pub version: u32,
    pub state: RunState,
    /// The next step.
    pub place: u32,
    pub next_at: Option<Moment>,
    pub forced: bool,
    pub snoozed_until: Option<Moment>,
    /// How many seconds later than planned its steps are since one was held up.
    pub shifted_s: i64,
    pub reason: Option<SnoozeReason>,
    pub begun_at: Moment,
    pub answered_by: Option<PersonId>,
    pub ended_at: Option<Moment>,
}

impl RunRow {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            org: row.get("org")?,
            ticket: row.get("ticket")?,
            policy: row.get("policy")?,
            policy_org: row.get("policy_org")?,
            version: row.get("version")?,
            state: row.get("state")?,
            place: row.get("place")?,
            next_at: row.get("next_at")?,
            forced: row.get("forced")?,
            snoozed_until: row.get("snoozed_until")?,
            shifted_s: row.get("shifted_s")?,
            reason: row.get("reason")?,
            begun_at: row.get("begun_at")?,
            answered_by: row.get("answered_by")?,
            ended_at: row.get("ended_at")?,
        })
    }
}

pub(crate) fn put_run(work: &mut Work, r: &RunRow) -> Result<()> {
    let given = params! {
        "id": r.id, "ticket": r.ticket, "policy": r.policy, "policy_org": r.policy_org, "version": r.version,
        "state": r.state, "place": r.place, "next_at": r.next_at, "forced": r.forced,
        "snoozed_until": r.snoozed_until, "shifted_s": r.shifted_s, "reason": r.reason, "begun_at": r.begun_at,
        "answered_by": r.answered_by, "ended_at": r.ended_at,
    };
    anyhow::ensure!(work.run(&PUT_RUN, given)? == 1, "the escalation {} belongs elsewhere", r.id);
    Ok(())
}

/// The latest escalation of a ticket of the bound organization.
///
/// # Errors
/// A fault of the store.
pub fn of_ticket(look: &mut Look, ticket: TicketId) -> Result<Option<RunRow>> {
    look.rows(&RUNS, params! { "ticket": ticket })?.first().map(RunRow::read).transpose()
}

/// An organization's escalations by one policy, of which some have a step that is due now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct StepsDue {
    pub org: OrgId,
    pub policy: EscalationPolicyId,
}

/// Where steps are due now, the longest due first.
///
/// # Errors
/// A fault of the store.
pub fn steps_due(look: &mut Look, most: u32) -> Result<Vec<StepsDue>> {
    let read = |r: &Row| Ok(StepsDue { org: r.get("org")?, policy: r.get("policy")? });
    look.rows(&DUE, params! { "most": most })?.iter().map(read).collect()
}

/// The bound organization's escalations by a policy that have a step due, or only one of them; the longest due first,
/// and at most so many as go on together.
///
/// # Errors
/// A fault of the store.
pub fn due_of(look: &mut Look, of: EscalationPolicyId, only: Option<EscalationId>) -> Result<Vec<RunRow>> {
    let only = only.map(|id| id.to_string()).unwrap_or_default();
    let given = params! { "policy": of, "only": only, "most": crate::orders::TOGETHER };
    look.rows(&DUE_OF, given)?.iter().map(RunRow::read).collect()
}

/// Whether a step by a policy found nobody on call, from this moment on.
pub(crate) fn hole_since(look: &mut Look, policy: EscalationPolicyId, since_us: i64) -> Result<bool> {
    let since = Moment::from_micros(since_us);
    Ok(look.row(&HOLE, params! { "policy": policy, "since": since })?.is_some())
}

pub(crate) fn adopt(work: &mut Work, policy: EscalationPolicyId, version: u32) -> Result<u64> {
    work.run(&ADOPT, params! { "policy": policy, "version": version })
}

/// What a step did.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Fired {
    pub place: u32,
    pub at: Moment,
    pub target: crate::words::Target,
    /// How many people were told; none when nobody was on call.
    pub people: u32,
}

pub(crate) fn fire(work: &mut Work, r: &RunRow, whom: &Whom, people: &[PersonId]) -> Result<()> {
    let count = i64::try_from(people.len())?;
    let given = params! {
        "run": r.id, "place": r.place, "version": r.version, "target": whom.target, "people": count,
    };
    work.run(&FIRE, given)?;
    for person in people {
        work.run(&NOTICE, params! { "run": r.id, "place": r.place, "person": *person, "ticket": r.ticket })?;
    }
    Ok(())
}

pub(crate) fn fires(look: &mut Look, run: EscalationId) -> Result<Vec<Fired>> {
    let read = |row: &Row| {
        Ok(Fired {
            place: row.get("place")?,
            at: row.get("at")?,
            target: row.get("target")?,
            people: row.get("people")?,
        })
    };
    look.rows(&FIRES, params! { "run": run })?.iter().map(read).collect()
}

/// Who was told, at which step, and when it left.
pub(crate) fn notices(look: &mut Look, run: EscalationId) -> Result<Vec<(u32, PersonId, Option<Moment>)>> {
    let read = |row: &Row| Ok((row.get("place")?, row.get("person")?, row.get("sent_at")?));
    look.rows(&NOTICES, params! { "run": run })?.iter().map(read).collect()
}

/// How long notices for one person are gathered after one has left.
pub const GATHERED: Span = Span::seconds(60);

/// People for whom notices wait and who were told nothing for a minute.
///
/// # Errors
/// A fault of the store.
pub fn people_to_tell(look: &mut Look, most: u32) -> Result<Vec<PersonId>> {
    let before = look.now().minus(GATHERED);
    look.rows(&WAIT, params! { "before": before, "most": most })?.iter().map(|r| r.get("person")).collect()
}

/// The first tickets that wait for somebody.
///
/// # Errors
/// A fault of the store.
pub fn waiting(look: &mut Look, person: PersonId) -> Result<Vec<TicketId>> {
    look.rows(&WAITING, params! { "person": person })?.iter().map(|r| r.get("ticket")).collect()
}

pub(crate) fn count_waiting(look: &mut Look, person: PersonId) -> Result<i64> {
    look.row(&COUNT, params! { "person": person })?.map_or(Ok(0), |r| r.get("found"))
}

/// Everything that waits for somebody has left with one letter.
pub(crate) fn sent(work: &mut Work, person: PersonId) -> Result<()> {
    work.run(&SENT, params! { "person": person })?;
    work.run(&TOLD, params! { "person": person })?;
    Ok(())
}
