-- Who works here, what they may do, and how they show that they are who they say.

-- tenant
create table people (
    id ident primary key,
    org ident not null,
    name words not null,
    email words not null,
    title words,
    roles words not null,
    password words,
    state ident not null,
    trained_on moment,
    location ident,
    department ident,
    added_at moment not null,
    ended_at moment
);
create index people_org on people (org, name, id);

-- One address signs in one person in the whole house, so this is asked before anybody's organization is known.
create table addresses (
    email ident primary key,
    person ident not null
) clustered;

-- Whose employee a caller is: a person, or a token that is not limited to some organizations. The view `reach` is made
-- from this and from token_reach.
create table employers (
    caller ident primary key,
    org ident not null
) clustered;

-- tenant
create table certifications (
    id ident primary key,
    org ident not null,
    person ident not null references people (id),
    name words not null,
    issuer words,
    valid_until moment,
    added_at moment not null
);
create index certifications_person on certifications (org, person);

-- tenant
create table invitations (
    digest bytes primary key,
    org ident not null,
    person ident not null references people (id),
    made_at moment not null,
    until moment not null,
    used_at moment
);
create index invitations_person on invitations (person);

-- tenant
create table sessions (
    id ident primary key,
    org ident not null,
    person ident not null references people (id),
    secret bytes not null,
    class ident not null,
    place ident not null,
    second_factor flag not null,
    created_at moment not null,
    seen_at moment not null,
    locked_at moment,
    ended_at moment
);
create index sessions_person on sessions (person, created_at);
create index sessions_place on sessions (person, place);

-- How often a sign-in went wrong, by keyed marks of account and place: no address stands here.
create table attempts (
    mark ident primary key,
    wrong count not null,
    last_at moment not null
) clustered;
create index attempts_at on attempts (last_at);

-- tenant
create table totp (
    person ident primary key references people (id),
    org ident not null,
    seed bytes not null,
    made_at moment not null,
    confirmed_at moment,
    last_step count not null
);

-- tenant
create table recovery_codes (
    person ident not null references people (id),
    digest bytes not null,
    org ident not null,
    made_at moment not null,
    used_at moment,
    primary key (person, digest)
);

-- tenant
create table passkeys (
    id ident primary key,
    org ident not null,
    person ident not null references people (id),
    name words not null,
    credential words not null,
    made_at moment not null,
    used_at moment
);
create index passkeys_person on passkeys (person);

-- A passkey ceremony that was begun; its state is kept under the organization's key for five minutes.
-- tenant
create table ceremonies (
    id ident primary key,
    org ident not null,
    person ident not null references people (id),
    kind ident not null,
    state bytes not null,
    until moment not null
);
create index ceremonies_until on ceremonies (until);

-- tenant
create table tokens (
    id ident primary key,
    org ident not null,
    person ident not null references people (id),
    name words not null,
    digest bytes not null,
    duties words not null,
    orgs words,
    second_factor flag not null,
    made_at moment not null,
    until moment not null,
    ended_at moment
);
create unique index tokens_digest on tokens (digest);
create index tokens_person on tokens (person, made_at);

-- The organizations to which a token is limited.
create table token_reach (
    token ident not null,
    org ident not null,
    person ident not null,
    primary key (token, org)
) clustered;

-- Emergency access. `org` is where it was opened, `employer` the opener's own organization.
-- tenant
create table emergencies (
    id ident primary key,
    org ident not null,
    employer ident not null,
    person ident not null references people (id),
    session ident,
    reason_sealed bytes not null,
    opened_at moment not null,
    until moment not null,
    closed_at moment,
    outcome ident,
    review_due_at moment not null,
    reviewed_at moment,
    reviewed_by ident,
    verdict ident,
    words_sealed bytes
);
create unique index emergencies_open on emergencies (person) where closed_at is null;
create index emergencies_until on emergencies (until) where closed_at is null;
create index emergencies_org on emergencies (org, opened_at);

-- tenant
create table drafts (
    person ident not null references people (id),
    name ident not null,
    org ident not null,
    text_sealed bytes not null,
    at moment not null,
    primary key (person, name)
);

-- tenant
create table staff_imports (
    id ident primary key,
    org ident not null,
    state ident not null,
    made_by ident,
    made_at moment not null,
    committed_at moment,
    undone_at moment
);
create index staff_imports_org on staff_imports (org, id);

-- tenant
create table staff_import_rows (
    import ident not null references staff_imports (id),
    line count not null,
    org ident not null,
    content words not null,
    outcome ident,
    person ident,
    before words,
    after words,
    primary key (import, line)
);
