-- What a department does while something is down; its texts stand by version and never change.
-- tenant
create table downtime_procedures (
    id ident primary key,
    org ident not null,
    department ident not null,
    covers words not null,
    owner ident not null,
    zone words not null,
    version count not null,
    review_on ident not null,
    reviewed_by ident not null,
    reviewed_at moment not null,
    retired_at moment
);
create index downtime_procedures_org on downtime_procedures (org, department, covers);

-- tenant
create table downtime_procedure_versions (
    procedure ident not null references downtime_procedures (id),
    version count not null,
    org ident not null,
    read_only words,
    viewer words,
    workstation words,
    paper words,
    afterwards words,
    written_by ident not null,
    written_at moment not null,
    primary key (procedure, version)
) clustered;

-- A paper form with the number that was never handed out yet.
-- tenant
create table downtime_forms (
    id ident primary key,
    org ident not null,
    code words not null,
    title words not null,
    enters_into words not null,
    next_number count not null,
    added_by ident not null,
    added_at moment not null,
    retired_at moment
);
create index downtime_forms_org on downtime_forms (org, code, id);

-- A department's pack: which forms, and how many of each lie ready.
-- tenant
create table downtime_packs (
    department ident not null,
    form ident not null references downtime_forms (id),
    org ident not null,
    copies count not null,
    set_by ident not null,
    set_at moment not null,
    primary key (department, form)
) clustered;
create index downtime_packs_org on downtime_packs (org, department);

-- Something that is down, or will be.
-- tenant
create table downtimes (
    id ident primary key,
    org ident not null,
    kind words not null,
    covers words not null,
    title words not null,
    ticket ident,
    zone words not null,
    state words not null,
    planned_from moment,
    planned_until moment,
    notice_at moment,
    noticed_at moment,
    began_at moment,
    ended_at moment,
    closed_at moment,
    declared_by ident not null,
    declared_at moment not null,
    closed_by ident,
    went_well words,
    went_badly words,
    rto_met flag
);
create index downtimes_org on downtimes (org, id);
create index downtimes_open on downtimes (state, org, id) where closed_at is null;
create index downtimes_ticket on downtimes (org, ticket) where ticket is not null;
create index downtimes_notice on downtimes (notice_at, id) where noticed_at is null and state = 'planned';

-- A system that is down, with the clock of its recovery.
-- tenant
create table downtime_systems (
    downtime ident not null references downtimes (id),
    asset ident not null,
    org ident not null,
    target_s count not null,
    basis words not null,
    started_at moment,
    due_at moment,
    back_at moment,
    back_by ident,
    missed_noted_at moment,
    primary key (downtime, asset)
) clustered;
create index downtime_systems_asset on downtime_systems (org, asset);
create index downtime_systems_due on downtime_systems (due_at, downtime) where back_at is null and missed_noted_at is null;

-- A department that is concerned, and by which level of its procedure it works now.
-- tenant
create table downtime_departments (
    downtime ident not null references downtimes (id),
    department ident not null,
    org ident not null,
    procedure ident,
    version count,
    level words not null,
    level_by ident not null,
    level_at moment not null,
    primary key (downtime, department)
) clustered;
create index downtime_departments_org on downtime_departments (org, department);

-- Numbers that were handed out for a form: no number stands in two rows.
-- tenant
create table downtime_numbers (
    id ident primary key,
    org ident not null,
    department ident not null,
    form ident not null references downtime_forms (id),
    first_number count not null,
    last_number count not null,
    downtime ident,
    owner ident not null,
    used count,
    used_by ident,
    used_at moment,
    voided count not null,
    entered count,
    entered_by ident,
    entered_at moment,
    checked_by ident,
    checked_at moment,
    reserved_by ident not null,
    reserved_at moment not null
);
create unique index downtime_numbers_form on downtime_numbers (form, first_number);
create index downtime_numbers_org on downtime_numbers (org, department, id);
create index downtime_numbers_downtime on downtime_numbers (downtime, department, id);

-- Numbers that no longer count, and why.
-- tenant
create table downtime_voids (
    numbers ident not null references downtime_numbers (id),
    first_number count not null,
    org ident not null,
    last_number count not null,
    reason words not null,
    voided_by ident not null,
    voided_at moment not null,
    primary key (numbers, first_number)
) clustered;

-- What the closing review asks of somebody.
-- tenant
create table downtime_follow_ups (
    downtime ident not null references downtimes (id),
    place count not null,
    org ident not null,
    what words not null,
    owner ident not null,
    due_on ident not null,
    added_by ident not null,
    added_at moment not null,
    done_by ident,
    done_at moment,
    primary key (downtime, place)
) clustered;

-- A drill with its evidence (45 CFR 164.308(a)(7)(ii)(D)); only the latest of an organization has a next day.
-- tenant
create table downtime_drills (
    id ident primary key,
    org ident not null,
    kind words not null,
    covers words not null,
    departments words not null,
    held_on ident not null,
    took_part count not null,
    scenario words not null,
    evidence words not null,
    evidence_sha256 ident,
    findings words,
    passed flag not null,
    zone words not null,
    next_on ident,
    next_at moment,
    overdue_noted_at moment,
    recorded_by ident not null,
    recorded_at moment not null
);
create index downtime_drills_org on downtime_drills (org, id);
create index downtime_drills_next on downtime_drills (next_at, id) where overdue_noted_at is null and next_at is not null;

-- A workstation that is there for a downtime, and when it is looked at.
-- tenant
create table downtime_stations (
    id ident primary key,
    org ident not null,
    asset ident not null,
    department ident not null,
    zone words not null,
    outlet words not null,
    printer words,
    every_days count not null,
    checked_at moment,
    passed flag,
    copied_at moment,
    due_at moment not null,
    overdue_noted_at moment,
    kept_by ident not null,
    kept_at moment not null,
    ended_at moment
);
create index downtime_stations_org on downtime_stations (org, due_at, id);
create index downtime_stations_due on downtime_stations (due_at, id) where overdue_noted_at is null and ended_at is null;

-- Each look at such a workstation; one never changes.
-- tenant
create table downtime_checks (
    station ident not null references downtime_stations (id),
    place count not null,
    org ident not null,
    signs_in flag not null,
    prints flag not null,
    powered flag not null,
    copied_at moment not null,
    passed flag not null,
    note words,
    checked_by ident not null,
    checked_at moment not null,
    primary key (station, place)
) clustered;
