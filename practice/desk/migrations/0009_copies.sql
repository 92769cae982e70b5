-- Who else of a ticket's organization may read which text of it: whoever got a copy of a reply.
-- tenant
create table ticket_copies (
  ticket ident not null references tickets (id),
  place count not null,
  person ident not null,
  org ident not null,
  copied_at moment not null,
  primary key (ticket, place, person)
) clustered;
