-- Which likely identifiers were found in a text when it came in, by kind and number; never the words themselves.
alter table ticket_texts add column found words;

-- How an organization's texts are masked before somebody looks, and the forms of its record numbers, one a line.
-- tenant
create table text_rules (
  org ident primary key,
  masking words not null,
  record_numbers words not null,
  set_at moment not null,
  set_by ident
);

-- A file on a ticket. Its name and its digest are sealed; when it is removed, both go with its parts and this row stays.
-- tenant
create table attachments (
  id ident primary key,
  org ident not null,
  ticket ident not null references tickets (id),
  author ident,
  for_reporter flag not null,
  kind words not null,
  quarantine words,
  size count not null,
  parts count not null,
  name_sealed bytes,
  digest_sealed bytes,
  at moment not null,
  removed_at moment,
  removed_by ident,
  released_to ident,
  released_until moment
);
create index attachments_ticket on attachments (ticket, id);

-- tenant
create table attachment_parts (
  attachment ident not null references attachments (id),
  place count not null,
  org ident not null,
  part_sealed bytes not null,
  primary key (attachment, place)
);
