-- A letter that may be answered: what stands in its own name, and where an answer goes.
alter table outbox add column reference words;
alter table outbox add column answers_to words;
