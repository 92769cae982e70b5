-- The list of assets of an organization counts its changes; each change has the next number.
-- tenant
create table asset_lists (
    org ident primary key,
    revision count not null
);

-- A list that was brought in as a whole. What it brings is seen only while its state is 'committed'.
-- tenant
create table imports (
    id ident primary key,
    org ident not null,
    source words not null,
    state ident not null,
    total count not null,
    base count not null,
    staged count not null,
    added count not null,
    changed count not null,
    unchanged count not null,
    refused count not null,
    begun_by ident,
    begun_at moment not null,
    committed_at moment,
    committed_revision count,
    undone_at moment,
    undone_revision count,
    dropped_at moment
);
create index imports_org on imports (org, begun_at);

-- What is known of an asset, one row for each change. The last row that counts is how the asset is now.
-- tenant
create table asset_versions (
    asset ident not null,
    org ident not null,
    revision count not null,
    import ident references imports (id),
    fresh flag not null,
    name words not null,
    kind ident not null,
    criticality ident not null,
    holds_ephi flag not null,
    reaches_ephi flag not null,
    location ident,
    department ident,
    serial words,
    maker words,
    model words,
    mac ident,
    address words,
    operating_system words,
    state ident not null,
    patch_authority ident not null,
    serial_key ident,
    name_key ident not null,
    sought words not null,
    written_at moment not null,
    primary key (asset, revision)
);
create index asset_versions_org_name on asset_versions (org, name_key, asset);
create index asset_versions_name on asset_versions (name_key, asset);
create index asset_versions_serial on asset_versions (org, serial_key);
create index asset_versions_mac on asset_versions (org, mac);
create index asset_versions_import on asset_versions (org, import, revision);

-- Assets as they are now.
create view assets as
    select v.asset as id, v.org, v.revision, v.import, v.name, v.kind, v.criticality, v.holds_ephi, v.reaches_ephi,
        v.location, v.department, v.serial, v.maker, v.model, v.mac, v.address, v.operating_system, v.state,
        v.patch_authority, v.serial_key, v.name_key, v.sought, v.written_at
    from asset_versions v
    where (v.import is null or exists (select 1 from imports i where i.id = v.import and i.state = 'committed'))
      and not exists (
        select 1 from asset_versions n where n.asset = v.asset and n.revision > v.revision
          and (n.import is null or exists (select 1 from imports j where j.id = n.import and j.state = 'committed')));

-- What became of every row of an imported list.
-- tenant
create table import_rows (
    import ident not null references imports (id),
    number count not null,
    org ident not null,
    file words,
    line count not null,
    name words,
    serial_key ident,
    mac ident,
    name_key ident,
    verdict ident not null,
    matched_by ident,
    asset ident,
    field words,
    reason words,
    primary key (import, number)
);
create index import_rows_asset on import_rows (import, asset);
create index import_rows_serial on import_rows (import, serial_key);
create index import_rows_mac on import_rows (import, mac);
create index import_rows_name on import_rows (import, name_key);
create index import_rows_verdict on import_rows (import, verdict, number);

-- Which column of an organization's list is which of our fields.
-- tenant
create table column_maps (
    org ident not null,
    list ident not null,
    name words not null,
    map words not null,
    saved_at moment not null,
    primary key (org, list, name)
);
