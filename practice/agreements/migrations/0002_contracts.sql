-- What a provider undertakes for a client. What is covered and at which rates stands in the versions.
-- tenant
create table contracts (
    id ident primary key,
    org ident not null,
    provider ident not null,
    state ident not null,
    zone ident not null,
    starts_on ident not null,
    ends_on ident,
    starts_at moment not null,
    ends_at moment,
    notice_days count not null,
    version count not null,
    created_by ident,
    created_at moment not null,
    activated_at moment,
    -- Which notice of its end was given: 'ending', 'ended'.
    noticed ident
);
create index contracts_org on contracts (org, id);
create index contracts_ends on contracts (ends_at) where state = 'active';

-- What was agreed from a day on. A version never changes.
-- tenant
create table contract_versions (
    contract ident not null references contracts (id),
    version count not null,
    org ident not null,
    title words not null,
    from_on ident not null,
    from_at moment not null,
    terms words not null,
    made_by ident,
    made_at moment not null,
    primary key (contract, version)
) clustered;
create index contract_versions_org on contract_versions (org, contract);

-- That a client said yes to the rate of work which its contract does not cover, ticket by ticket.
-- tenant
create table accepted_rates (
    ticket ident not null,
    org ident not null,
    contract ident not null references contracts (id),
    version count not null,
    rate_cents count not null,
    minimum_minutes count not null,
    said_by words not null,
    by_phone flag not null,
    kept_by ident not null,
    kept_at moment not null,
    primary key (ticket, contract)
) clustered;
create index accepted_rates_org on accepted_rates (org, ticket);
