-- Of which ticket somebody wanted to be reminded, and when: one reminder a ticket and person.
-- tenant
create table ticket_reminders (
  ticket ident not null references tickets (id),
  person ident not null,
  org ident not null,
  remind_at moment not null,
  note_sealed bytes,
  primary key (ticket, person)
) clustered;
create index ticket_reminders_mine on ticket_reminders (person, remind_at);
