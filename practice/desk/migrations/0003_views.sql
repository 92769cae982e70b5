-- Lists walk along these, so that a page costs the same at a hundred tickets and at a million.
create index tickets_open_id on tickets (id) where resolved_at is null;
create index tickets_org on tickets (org, id);
create index tickets_assignee on tickets (assignee, id) where assignee is not null;
create index tickets_mine on tickets (assignee, due_at) where resolved_at is null;
create index tickets_resolved on tickets (resolved_at) where resolved_at is not null;
create index tickets_cleared on tickets (org, resolved_at) where resolved_at is not null;
create index promises_stopped on promises (stopped_at) where stopped_at is not null;

-- Views of the list of tickets that somebody kept, by the organization that employs them. A view is the address of a list:
-- it holds words of the program and ids, and a name that its keeper gave it.
-- tenant
create table ticket_views (
  id ident primary key,
  org ident not null,
  keeper ident not null,
  name words not null,
  asks words not null,
  shared flag not null,
  kept_at moment not null
);
create index ticket_views_org on ticket_views (org, id);

-- Texts that are used again and again, by the organization whose desk uses them.
-- tenant
create table ticket_templates (
  id ident primary key,
  org ident not null,
  use_for words not null,
  trouble words,
  name words not null,
  body words not null,
  kept_by ident,
  kept_at moment not null,
  dropped_at moment
);
create index ticket_templates_org on ticket_templates (org, id) where dropped_at is null;

-- How each day (UTC) went at each organization, counted once when the day is over. Sums of seconds, so that averages of
-- several days can be taken.
-- tenant
create table desk_days (
  org ident not null,
  day count not null,
  class words not null,
  opened count not null,
  resolved count not null,
  reopened count not null,
  response_met count not null,
  response_missed count not null,
  response_s count not null,
  resolution_met count not null,
  resolution_missed count not null,
  resolution_s count not null,
  backlog count not null,
  backlog_age_s count not null,
  primary key (org, day, class)
) clustered;

-- The days that were counted.
create table desk_days_counted (
  day count primary key,
  counted_at moment not null
);
