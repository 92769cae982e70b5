-- Whether an entry has a note stands beside the note, so that nobody asks the sealed one for it.
alter table time_entries add column noted flag not null default false;
update time_entries set noted = true where note_sealed is not null;
