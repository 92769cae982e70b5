-- Tickets.
-- tenant
create table tickets (
  id ident primary key,
  org ident not null references orgs (id),
  note words check (note in ('a, count', 'b')), -- a count, of things
  due moment, open flag not null default true, body bytes,
  unique (org, id)
);
create table plain (count count, primary key (count)) clustered;
create index tickets_org on tickets (org, due);
alter table tickets add column flag flag;
