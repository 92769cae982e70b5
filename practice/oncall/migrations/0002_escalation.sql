-- Who is told when nobody answers: a policy of steps. Versions of its steps never change; `version` is the one for new
-- escalations.
-- tenant
create table escalation_policies (
    id ident primary key,
    org ident not null,
    name words not null,
    priority count not null,
    after_hours words not null,
    version count not null,
    set_at moment not null,
    retired_at moment
);
create index escalation_policies_org on escalation_policies (org, priority, id);

-- tenant
create table escalation_steps (
    policy ident not null references escalation_policies (id),
    version count not null,
    place count not null,
    org ident not null,
    begins words not null,
    minutes count not null,
    target words not null,
    person ident,
    role words,
    rota ident,
    tier count,
    primary key (policy, version, place)
) clustered;

-- An escalation that runs on a ticket. `place` is the next step; `next_at` when it is due, nothing while nothing is;
-- `shifted_s` how much later than planned its steps are since one was held up.
-- tenant
create table escalations (
    id ident primary key,
    org ident not null,
    ticket ident not null,
    policy ident not null,
    policy_org ident not null,
    version count not null,
    state words not null,
    place count not null,
    next_at moment,
    forced flag not null,
    snoozed_until moment,
    shifted_s count not null,
    reason words,
    begun_at moment not null,
    answered_by ident,
    ended_at moment
);
create index escalations_ticket on escalations (org, ticket, id);
create index escalations_due on escalations (next_at) where next_at is not null;
create index escalations_policy on escalations (policy) where ended_at is null;

-- What each step did. A step that was carried out is never carried out again, whatever the clock says.
-- tenant
create table escalation_fires (
    escalation ident not null references escalations (id),
    place count not null,
    org ident not null,
    at moment not null,
    version count not null,
    target words not null,
    people count not null,
    primary key (escalation, place)
) clustered;

-- Who was told at which step: one row for each person, however often the engine begins again.
-- tenant
create table escalation_notices (
    escalation ident not null references escalations (id),
    place count not null,
    person ident not null,
    org ident not null,
    ticket ident not null,
    at moment not null,
    sent_at moment,
    primary key (escalation, place, person)
) clustered;
create index escalation_notices_waiting on escalation_notices (person, at) where sent_at is null;

-- How somebody is reached besides by mail, and when they were last told something.
-- tenant
create table pagers (
    person ident primary key,
    org ident not null,
    phone words,
    last_at moment
) clustered;
create index pagers_org on pagers (org, person);

-- Where short messages of an organization's people are handed over.
-- tenant
create table gateways (
    org ident primary key,
    id ident not null,
    address words not null,
    secret_sealed bytes not null,
    set_by ident,
    set_at moment not null,
    ended_at moment
) clustered;
create unique index gateways_id on gateways (id);
