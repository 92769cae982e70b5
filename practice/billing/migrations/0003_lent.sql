-- Of time that somebody else's people spent: whose subcontractor they were then, and what an hour cost that provider.
alter table time_entries add column lent_to ident;
alter table time_entries add column cost_cents count;
create index time_entries_lent on time_entries (org, employer, started_at) where lent_to is not null;
