-- Agreements about PHI of one client (the organization `org`). `principal` passes the PHI on, `associate` receives it:
-- the client and its business associate, or a business associate and its subcontractor. `line` is the first agreement
-- of a series of renewals; `upstream` is the line that a subcontractor's agreement hangs from.
-- tenant
create table agreements (
    id ident primary key,
    org ident not null,
    kind ident not null,
    state ident not null,
    principal ident not null,
    associate ident not null,
    line ident not null,
    upstream ident references agreements (id),
    follows ident references agreements (id),
    title words,
    zone ident not null,
    effective_on ident not null,
    ends_on ident,
    effective_at moment not null,
    ends_at moment,
    terms words not null,
    answers words,
    created_by ident,
    created_at moment not null,
    sent_at moment,
    client_person ident,
    client_name words,
    client_title words,
    client_at moment,
    associate_person ident,
    associate_name words,
    associate_title words,
    associate_at moment,
    signed_at moment,
    ended_at moment,
    reason ident,
    disposal ident
);
create index agreements_org on agreements (org, id);
create index agreements_ends on agreements (ends_at) where state = 'signed';
create index agreements_begin on agreements (effective_at) where state = 'signed';
create index agreements_line on agreements (line);

-- Who lends people to whom, at which client. While it lasts, the subcontractor's people see the client.
-- tenant
create table engagements (
    org ident not null,
    provider ident not null,
    subcontractor ident not null,
    agreement ident not null references agreements (id),
    from_at moment not null,
    ended_at moment,
    primary key (agreement, from_at)
);
create index engagements_of on engagements (subcontractor, org) where ended_at is null;
create index engagements_org on engagements (org);

-- Which warnings about an agreement's end were given.
-- tenant
create table notices (
    agreement ident not null references agreements (id),
    kind ident not null,
    org ident not null,
    at moment not null,
    primary key (agreement, kind)
) clustered;
