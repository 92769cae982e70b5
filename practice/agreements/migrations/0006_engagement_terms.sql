-- What a provider agreed with the subcontractor whose people it brings: from when to when they work at the client (the
-- first moment, and the first moment after the last day), how many hours, and what an hour costs the provider.
alter table engagements add column starts_at moment;
alter table engagements add column until_at moment;
alter table engagements add column hours count;
alter table engagements add column rate_cents count;
create index engagements_until on engagements (until_at) where ended_at is null;
