-- What an agreement says beside its terms: its scope, and who does what when there is a breach.
-- tenant
create table breach_duties (
    agreement ident primary key references agreements (id),
    org ident not null,
    scope words,
    detects ident not null,
    documents ident not null,
    notifies ident not null,
    report_hours count not null,
    said_by ident,
    said_at moment not null
);
create index breach_duties_org on breach_duties (org, agreement);

-- The signed paper of an agreement, sealed. A later one leaves those before it.
-- tenant
create table agreement_papers (
    agreement ident not null references agreements (id),
    number count not null,
    org ident not null,
    name words not null,
    size_bytes count not null,
    sha256 ident not null,
    content bytes not null,
    kept_by ident,
    kept_at moment not null,
    primary key (agreement, number)
);
create index agreement_papers_org on agreement_papers (org, agreement);
