-- The number of the latest ticket of each organization.
-- tenant
create table ticket_numbers (
  org ident primary key,
  last count not null
);

-- Opening hours as they were when a promise was made; a version is the digest of its text and never changes.
-- tenant
create table calendars (
  org ident not null,
  version words not null,
  text words not null,
  kept_at moment not null,
  primary key (org, version)
);

-- What is promised at an organization, perhaps at one location, for each priority. A version never changes.
-- tenant
create table commitments (
  org ident not null,
  version count not null,
  priority count not null,
  location ident,
  response_minutes count not null,
  resolution_minutes count not null,
  always flag not null,
  pausing words not null,
  set_at moment not null,
  set_by ident,
  replaced_at moment,
  primary key (org, version, priority)
);

-- tenant
create table tickets (
  id ident primary key,
  org ident not null,
  number count not null,
  kind words not null,
  state words not null,
  reporter ident,
  location ident,
  department ident,
  asset ident,
  zone words not null,
  calendar words not null,
  care_area words,
  care_area_set words,
  device words,
  criticality words,
  holds_ephi flag not null,
  users count not null,
  workaround flag,
  patient_affected flag not null,
  priority count not null,
  because words not null,
  assignee ident,
  assignee_employer ident,
  provider ident,
  standing_lost flag not null,
  opened_at moment not null,
  last_at moment not null,
  due_at moment,
  due_what words,
  waiting_for words,
  first_resolved_at moment,
  resolved_at moment,
  reopened count not null,
  texts count not null
);
create unique index tickets_number on tickets (org, number);
create index tickets_open on tickets (org, priority) where resolved_at is null;
create index tickets_reporter on tickets (reporter, id);
create index tickets_asset on tickets (org, asset) where asset is not null;

-- What was written on a ticket; place 0 is what was wrong.
-- tenant
create table ticket_texts (
  ticket ident not null references tickets (id),
  place count not null,
  org ident not null,
  author ident,
  kind words not null,
  at moment not null,
  text_sealed bytes not null,
  primary key (ticket, place)
) clustered;

-- Keyed marks of the words of the texts: found by whoever knows the word, told to nobody.
-- tenant
create table ticket_words (
  org ident not null,
  mark words not null,
  ticket ident not null,
  primary key (org, mark, ticket)
) clustered;

-- The facts of each promise. `due_at` is worked out from them and kept for sorting; nothing while the clock stands still.
-- tenant
create table promises (
  ticket ident not null references tickets (id),
  kind words not null,
  org ident not null,
  started_at moment not null,
  target_s count not null,
  always flag not null,
  calendar words not null,
  commitment count,
  due_at moment,
  stopped_at moment,
  missed_at moment,
  primary key (ticket, kind)
) clustered;
create index promises_running on promises (due_at) where stopped_at is null and missed_at is null;

-- When a ticket waited or was closed, and whether that stopped the clock by the meaning the reason had then.
-- tenant
create table pauses (
  ticket ident not null references tickets (id),
  place count not null,
  org ident not null,
  from_at moment not null,
  until_at moment,
  reason words not null,
  stops flag not null,
  primary key (ticket, place)
) clustered;
