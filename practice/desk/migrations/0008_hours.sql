-- In which hours a promise was counted before its priority changed: what was used so far keeps the hours it was used in.
alter table promises add column earlier words;
-- By whose word a system has to be back: 'asset', 'contract', 'location', 'organization', 'house'; only on its recovery.
alter table promises add column origin words;
-- An outage has two clocks: what was promised for the ticket, and when the system has to be back. The sooner stands in
-- due_at, the other one here.
alter table tickets add column also_due_at moment;
alter table tickets add column also_due_what words;
