-- How soon systems of a class have to be back, and how fresh, where nothing was said of the system itself: at the
-- organization, at one location, under one contract. The empty word stands for every one.
-- tenant
create table recovery_targets (
    org ident not null,
    class ident not null,
    location words not null,
    contract words not null,
    rto_minutes count not null,
    rpo_minutes count,
    said_by ident,
    said_at moment not null,
    primary key (org, class, location, contract)
);

-- How a system was: from a moment on, or, with an end, for a stretch that was planned or corrected. Nothing is ever
-- changed here; what was said later goes before what was said earlier.
-- tenant
create table system_states (
    asset ident not null,
    place count not null,
    org ident not null,
    from_at moment not null,
    until_at moment,
    condition ident not null,
    cause ident,
    -- Why it was corrected.
    reason ident,
    -- The ticket whose outage it was.
    ticket ident,
    said_by ident,
    said_at moment not null,
    primary key (asset, place)
) clustered;
create index system_states_org on system_states (org, asset);
