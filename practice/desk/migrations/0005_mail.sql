-- An address to which people write. It belongs to an organization, and takes in letters for that one and for those it serves.
-- tenant
create table mailboxes (
  id ident primary key,
  org ident not null,
  address words not null,
  default_org ident,
  trouble words not null,
  unknown words not null,
  forwards flag not null,
  plus flag not null,
  trusted words,
  way words not null,
  host words,
  port count,
  tls words,
  username words,
  password_sealed bytes,
  folder words,
  set_at moment not null,
  set_by ident,
  ended_at moment,
  looked_at moment,
  problem words
);
create unique index mailboxes_address on mailboxes (address) where ended_at is null;

-- A letter that came in, with what became of it. The original is sealed; a letter that was discarded keeps only this row.
-- tenant
create table letters (
  id ident primary key,
  org ident not null,
  mailbox ident not null,
  ticket ident references tickets (id),
  place count,
  outcome words not null,
  reason words,
  detail words,
  kind words not null,
  verdict words not null,
  joined words,
  person ident,
  suggested ident,
  sender_sealed bytes,
  subject_sealed bytes,
  raw_sealed bytes,
  mark ident not null,
  size count not null,
  parts count not null,
  at moment not null,
  settled_at moment,
  settled_by ident,
  discarded words
);
create index letters_held on letters (org, id) where outcome = 'held' and settled_at is null;
create index letters_ticket on letters (ticket, id) where ticket is not null;

-- The names of letters that belong to a ticket, as keyed marks: an answer to any of them finds it.
-- tenant
create table letter_names (
  mark ident not null,
  org ident not null,
  ticket ident not null references tickets (id),
  primary key (mark, org)
) clustered;

-- Every letter that was taken in, by a keyed mark of what it says, so that the same one is taken in once in the whole house.
create table letter_marks (
  mark ident primary key,
  letter ident not null
) clustered;
