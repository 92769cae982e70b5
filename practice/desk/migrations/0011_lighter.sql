-- The marks of the words of one text, in one row, apart by blanks: an order writes them at one place, in the order of time,
-- and a round carries many of them at once, sorted, over to `ticket_words`. A search looks at both.
-- tenant
create table ticket_word_lists (
  org ident not null,
  ticket ident not null,
  place count not null,
  marks words not null,
  primary key (org, ticket, place)
) clustered;

-- No statement asks for the second columns that these had, and each opened ticket wrote to as many places as there are
-- priorities and due times.
drop index tickets_mine;
create index tickets_mine on tickets (assignee) where resolved_at is null;
drop index tickets_open;
create index tickets_open on tickets (org) where resolved_at is null;
