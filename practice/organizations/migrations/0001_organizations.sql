-- The organization that runs the house (it has no provider) and those that are served by it or by one another.
-- tenant
create table organizations (
    org ident primary key,
    name words not null,
    kind ident not null,
    provider ident references organizations (org),
    account_owner ident,
    created_at moment not null
);
create index organizations_provider on organizations (provider);
create index organizations_name on organizations (name, org);

-- Where an organization works, in which zone and in which hours (a calendar as text).
-- tenant
create table locations (
    id ident primary key,
    org ident not null references organizations (org),
    name words not null,
    zone ident not null,
    kind ident not null,
    hours words not null,
    created_at moment not null
);
create index locations_org on locations (org, name, id);

-- tenant
create table departments (
    id ident primary key,
    org ident not null references organizations (org),
    location ident not null references locations (id),
    name words not null,
    care_area ident not null,
    phone words,
    created_at moment not null
);
create index departments_org on departments (org, name, id);
