-- An invented ward.
create table orgs (
    id ident primary key,
    name words not null,
    above ident references orgs (id)
);

create table grants (
    person ident not null,
    org ident not null,
    primary key (person, org)
) clustered;

-- tenant
create table notes (
    id ident primary key,
    org ident references orgs (id),
    title words not null,
    number count not null,
    urgent flag not null,
    body bytes,
    at moment not null
);
create index notes_org on notes (org, title);
