-- A planned change at an organization (ITIL: change enablement). `round` counts how often it was put to its approvers.
-- tenant
create table changes (
    id ident primary key,
    org ident not null,
    ticket ident,
    asset ident,
    title words not null,
    kind words not null,
    category words not null,
    build words,
    care_areas words not null,
    downtime_minutes count not null,
    back_out words not null,
    risk words not null,
    because words not null,
    zone words not null,
    starts_at moment not null,
    ends_at moment not null,
    planner ident not null,
    planner_employer ident not null,
    state words not null,
    round count not null,
    texts count not null,
    created_at moment not null,
    asked_at moment,
    decided_at moment,
    started_at moment,
    ended_at moment,
    review_due_at moment,
    reviewed_by ident,
    reviewed_at moment
);
create index changes_org on changes (org, starts_at, id);
create index changes_ticket on changes (org, ticket) where ticket is not null;
create index changes_open on changes (starts_at, id) where ended_at is null;

-- What was written on a change; place 1 is the plan.
-- tenant
create table change_texts (
    change ident not null references changes (id),
    place count not null,
    org ident not null,
    kind words not null,
    author ident,
    at moment not null,
    text_sealed bytes not null,
    primary key (change, place)
) clustered;

-- Who approved or refused it, in which round, and for which side.
-- tenant
create table change_votes (
    change ident not null references changes (id),
    round count not null,
    person ident not null,
    org ident not null,
    employer ident not null,
    approves flag not null,
    text count,
    at moment not null,
    primary key (change, round, person)
) clustered;

-- Test evidence, by environment; the latest of an environment counts.
-- tenant
create table change_tests (
    change ident not null references changes (id),
    text count not null,
    org ident not null,
    environment words not null,
    passed flag not null,
    person ident not null,
    employer ident not null,
    at moment not null,
    primary key (change, text)
) clustered;

-- When nothing is changed: a go-live, a survey, a holiday. No care area means everywhere.
-- tenant
create table freezes (
    id ident primary key,
    org ident not null,
    reason words not null,
    care_areas words not null,
    zone words not null,
    starts_at moment not null,
    ends_at moment not null,
    set_by ident,
    set_at moment not null,
    ended_at moment
);
create index freezes_org on freezes (org, ends_at);
