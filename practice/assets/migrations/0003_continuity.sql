-- What a system does with ePHI, and how soon and how fresh it has to be back: one row for an asset of which it was said.
-- tenant
create table asset_continuity (
    asset ident primary key,
    org ident not null,
    creates_ephi flag not null,
    receives_ephi flag not null,
    transmits_ephi flag not null,
    network_zone words,
    rto_minutes count,
    rpo_minutes count,
    said_by ident,
    said_at moment not null
);
create index asset_continuity_org on asset_continuity (org, asset);

-- What hangs on what: an asset depends on another, or is kept as a spare for it.
-- tenant
create table asset_relations (
    asset ident not null,
    relation ident not null,
    other ident not null,
    org ident not null,
    made_by ident,
    made_at moment not null,
    primary key (asset, relation, other)
) clustered;
create index asset_relations_other on asset_relations (other, relation);
create index asset_relations_org on asset_relations (org);
