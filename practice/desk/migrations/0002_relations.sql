-- What a ticket is by nature, how it hangs together with others, who it needs, and what presses on it from outside.
alter table tickets add column nature words not null default 'incident';
alter table tickets add column parent ident;
alter table tickets add column merged_into ident;
alter table tickets add column tier count not null default 1;
alter table tickets add column certification words;
alter table tickets add column spare flag;
alter table tickets add column judged count;
alter table tickets add column deadline_at moment;
alter table tickets add column deadline_kind words;
alter table tickets add column judge_at moment;
alter table tickets add column dispatch flag not null default false;
alter table tickets add column contract ident;
update tickets set nature = 'request' where kind in ('question', 'access');
create index tickets_parent on tickets (org, parent) where parent is not null;
create index tickets_merged on tickets (org, merged_into) where merged_into is not null;
create index tickets_judge on tickets (judge_at) where judge_at is not null;

-- Which ticket hangs together with which other of the same organization.
-- tenant
create table ticket_links (
  ticket ident not null references tickets (id),
  kind words not null,
  other ident not null references tickets (id),
  org ident not null,
  made_at moment not null,
  made_by ident,
  primary key (ticket, kind, other)
) clustered;
create index ticket_links_other on ticket_links (other, kind, ticket);

-- Other assets that a ticket is about, beside the first.
-- tenant
create table ticket_assets (
  ticket ident not null references tickets (id),
  asset ident not null,
  org ident not null,
  made_at moment not null,
  primary key (ticket, asset)
) clustered;
create index ticket_assets_asset on ticket_assets (org, asset, ticket);

-- Tickets that were merged into another, with the clocks as they stood before, so that it can be undone.
-- tenant
create table ticket_merges (
  ticket ident not null references tickets (id),
  place count not null,
  org ident not null,
  survivor ident not null references tickets (id),
  merged_at moment not null,
  merged_by ident,
  before words not null,
  undone_at moment,
  primary key (ticket, place)
) clustered;

-- What is promised beside reply and resolution; nothing where it is not promised.
alter table commitments add column update_minutes count;
alter table commitments add column arrival_minutes count;
alter table commitments add column criticality words;
alter table commitments add column contract ident;

-- How often a promise that begins anew with each reply was missed before.
alter table promises add column missed_before count not null default 0;

-- Whether a rest also stopped the clock of the next update, by the meaning its reason had then.
alter table pauses add column quiet flag not null default false;
update pauses set quiet = true where reason in ('waiting for an answer of the reporter', 'the ticket was resolved');
