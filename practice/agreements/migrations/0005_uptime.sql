-- What a service contract promises about uptime, from a month on. What was agreed for a month that is over stays.
-- tenant
create table uptime_terms (
    contract ident not null references contracts (id),
    from_month ident not null,
    org ident not null,
    terms words not null,
    made_by ident,
    made_at moment not null,
    primary key (contract, from_month)
) clustered;
create index uptime_terms_org on uptime_terms (org, contract);
