-- Who is on call: a rota of the organization that staffs it. Its layers stand in its versions, which never change.
-- tenant
create table rotas (
    id ident primary key,
    org ident not null,
    name words not null,
    zone words not null,
    always flag not null,
    version count not null,
    set_at moment not null,
    retired_at moment,
    checked_until moment,
    check_at moment not null
);
create index rotas_org on rotas (org, name, id);
create index rotas_check on rotas (check_at) where retired_at is null;

-- tenant
create table rota_versions (
    rota ident not null references rotas (id),
    version count not null,
    org ident not null,
    layers words not null,
    set_by ident,
    set_at moment not null,
    primary key (rota, version)
) clustered;

-- Above the layers: somebody stands in, joins, is away, or is on call alone.
-- tenant
create table rota_overrides (
    id ident primary key,
    org ident not null,
    rota ident not null references rotas (id),
    kind words not null,
    person ident,
    stand_in ident,
    from_at moment not null,
    to_at moment not null,
    made_by ident,
    made_at moment not null,
    ended_at moment
);
create index rota_overrides_of on rota_overrides (org, rota, to_at);

-- A swap that somebody asked a colleague for; accepted, it becomes overrides.
-- tenant
create table rota_swaps (
    id ident primary key,
    org ident not null,
    rota ident not null references rotas (id),
    asker ident not null,
    asked ident not null,
    from_at moment not null,
    to_at moment not null,
    back_from moment,
    back_to moment,
    state words not null,
    asked_at moment not null,
    decided_at moment
);
create index rota_swaps_of on rota_swaps (org, rota, id);

-- Whom rotas name: until when they are there and what they hold, as the rotas' resolver needs it.
-- tenant
create table responders (
    person ident primary key,
    org ident not null,
    ended_at moment,
    skills words not null,
    known_at moment not null
) clustered;
create index responders_org on responders (org, person);

-- What somebody on call must hold at every moment.
-- tenant
create table rota_skills (
    rota ident not null references rotas (id),
    skill words not null,
    org ident not null,
    required_by ident,
    required_at moment not null,
    primary key (rota, skill)
) clustered;

-- A link with which a calendar reads a rota; only a keyed digest of it is kept.
-- tenant
create table rota_feeds (
    id ident primary key,
    org ident not null,
    rota ident not null references rotas (id),
    person ident not null,
    digest words not null,
    mine flag not null,
    made_at moment not null,
    ended_at moment
);
create unique index rota_feeds_digest on rota_feeds (digest);
create index rota_feeds_of on rota_feeds (org, rota, id);
