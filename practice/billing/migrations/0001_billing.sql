-- Time that somebody spent on a ticket, with what the contract said about it then. An entry is never changed: it is
-- dropped, and another takes its place.
-- tenant
create table time_entries (
    id ident primary key,
    org ident not null,
    ticket ident not null,
    number count not null,
    person ident not null,
    employer ident not null,
    started_at moment not null,
    minutes count not null,
    on_site flag not null,
    note_sealed bytes,
    contract ident,
    version count,
    covered flag not null,
    why words not null,
    rate_cents count,
    step_minutes count not null,
    logged_at moment not null,
    replaces ident,
    dropped_at moment,
    dropped_by ident
);
create index time_entries_month on time_entries (org, started_at) where dropped_at is null;
create index time_entries_ticket on time_entries (org, ticket);
create index time_entries_person on time_entries (person, started_at) where dropped_at is null;

-- A client's month as it was closed: the lines that were billed, as JSON. A sheet that was opened again stays readable.
-- tenant
create table sheets (
    id ident primary key,
    org ident not null,
    month words not null,
    lines words not null,
    total_cents count not null,
    closed_at moment not null,
    closed_by ident,
    opened_at moment,
    opened_by ident
);
create index sheets_org on sheets (org, month, closed_at);
