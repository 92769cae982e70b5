-- With which identity provider an organization's people sign in (OpenID Connect Core 1.0).
-- tenant
create table identity_providers (
    id ident primary key,
    org ident not null,
    name words not null,
    issuer words not null,
    client_id words not null,
    secret_sealed bytes not null,
    trusts_factors flag not null,
    trusts_addresses flag not null,
    admits flag not null,
    made_by ident,
    made_at moment not null,
    ended_at moment
);
create index identity_providers_org on identity_providers (org, id);

-- A sign-in that was begun at a provider: found by the digest of its state, used once, within ten minutes.
-- tenant
create table oidc_begun (
    digest bytes primary key,
    org ident not null,
    provider ident not null references identity_providers (id),
    sealed bytes not null,
    until moment not null
);
create index oidc_begun_until on oidc_begun (until);

-- Who a provider's subject is here.
-- tenant
create table identities (
    provider ident not null references identity_providers (id),
    subject words not null,
    org ident not null,
    person ident not null references people (id),
    linked_at moment not null,
    primary key (provider, subject)
);
create index identities_person on identities (person);

-- Which sessions came from a provider, so that it can end them.
-- tenant
create table oidc_sessions (
    session ident primary key references sessions (id),
    org ident not null,
    provider ident not null references identity_providers (id),
    subject words not null,
    sid words
);
create index oidc_sessions_subject on oidc_sessions (provider, subject);

-- Logout tokens that were taken: none counts twice.
-- tenant
create table logout_tokens (
    provider ident not null references identity_providers (id),
    jti words not null,
    org ident not null,
    at moment not null,
    primary key (provider, jti)
);

-- People whom a provider brought: their roles wait for somebody to look at them.
-- tenant
create table arrivals (
    person ident primary key references people (id),
    org ident not null,
    provider ident not null references identity_providers (id),
    at moment not null,
    reviewed_at moment
);
