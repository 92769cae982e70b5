-- What may be a breach of PHI, as far as it is known. Days are days at the place.
-- tenant
create table breaches (
    id ident primary key,
    org ident not null,
    incident ident,
    title words not null,
    zone words not null,
    entity words not null,
    agreement ident,
    associate ident,
    detects words,
    documents words,
    notifies words,
    report_hours count,
    cause words not null,
    medium words not null,
    happened_from ident,
    happened_to ident,
    california flag,
    permitted flag,
    protection words,
    key_is_safe flag,
    exception words,
    conditions words not null,
    affected words not null,
    elsewhere count not null,
    counted flag not null,
    unreachable count,
    state words not null,
    closed flag not null,
    conclusion words,
    concluded_by ident,
    concluded_at moment,
    discovered_on ident,
    individuals_told ident,
    texts count not null,
    opened_by ident,
    opened_at moment not null
);
create index breaches_org on breaches (org, closed, opened_at, id);
create index breaches_year on breaches (org, discovered_on, id);
create index breaches_incident on breaches (org, incident) where incident is not null;

-- What was written on it, sealed.
-- tenant
create table breach_texts (
    breach ident not null references breaches (id),
    place count not null,
    org ident not null,
    kind words not null,
    author ident,
    at moment not null,
    text_sealed bytes not null,
    primary key (breach, place)
) clustered;

-- Who knew, or ought to have known, since which day.
-- tenant
create table breach_knowledge (
    breach ident not null references breaches (id),
    place count not null,
    org ident not null,
    knower words not null,
    since ident not null,
    passed_on ident,
    text count,
    told_by ident,
    told_at moment not null,
    primary key (breach, place)
) clustered;

-- The four factors, each with its facts in a sealed text.
-- tenant
create table breach_factors (
    breach ident not null references breaches (id),
    factor words not null,
    org ident not null,
    weighed words not null,
    text count not null,
    told_by ident,
    told_at moment not null,
    primary key (breach, factor)
) clustered;

-- Delays that an official asked for.
-- tenant
create table breach_delays (
    breach ident not null references breaches (id),
    place count not null,
    org ident not null,
    form words not null,
    from_on ident not null,
    until_on ident,
    text count not null,
    told_by ident,
    told_at moment not null,
    primary key (breach, place)
) clustered;

-- The clock of each duty to tell somebody: its last day, when somebody is warned next, and how it was done or why it
-- does not apply. What the law says of it is computed from what is known.
-- tenant
create table breach_clocks (
    breach ident not null references breaches (id),
    word words not null,
    org ident not null,
    by_on ident,
    due_at moment,
    next_at moment,
    late_at moment,
    told_on ident,
    means words,
    told_by ident,
    told_at moment,
    text count,
    aside_by ident,
    aside_at moment,
    primary key (breach, word)
) clustered;
create index breach_clocks_next on breach_clocks (next_at, breach) where next_at is not null;
