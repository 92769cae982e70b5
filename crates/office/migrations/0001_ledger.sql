-- What happened, in the order's own transaction. `leaf` is given by the sealer; `about` leads from a thing to its entries.
-- tenant
create table entries (
    id ident primary key,
    org ident,
    at moment not null,
    act ident not null,
    person ident,
    outcome ident not null,
    body bytes not null,
    salt bytes not null,
    leaf count
);
create index entries_unsealed on entries (id) where leaf is null;
create unique index entries_leaf on entries (leaf) where leaf is not null;
create index entries_org on entries (org, id);

-- tenant
create table entry_about (
    thing ident not null,
    entry ident not null,
    org ident,
    primary key (thing, entry)
) clustered;

create table tree (
    level count not null,
    place count not null,
    hash bytes not null,
    primary key (level, place)
) clustered;

create table checkpoints (
    size count primary key,
    at moment not null,
    note words not null
);

create table sealed_up_to (
    one count primary key,
    size count not null
);
insert into sealed_up_to (one, size) values (1, 0);

-- Letters and facts for programs, written with the order and sent later by a round.
-- tenant
create table outbox (
    id ident primary key,
    org ident,
    channel ident not null,
    recipient words not null,
    subject words not null,
    content bytes not null,
    about ident,
    created_at moment not null,
    due_at moment not null,
    tries count not null,
    sent_at moment,
    gave_up_at moment,
    problem words
);
create index outbox_due on outbox (channel, due_at) where sent_at is null and gave_up_at is null;

-- tenant
create table webhooks (
    id ident primary key,
    org ident not null,
    address words not null,
    secret bytes not null,
    facts words not null,
    made_by ident,
    made_at moment not null,
    ended_at moment
);

-- One row a round: whoever holds the lease may do its work.
create table leases (
    round ident primary key,
    holder ident not null,
    until moment not null
);

-- Receipts of orders that carry an Idempotency-Key, kept for a day; sealed, because one may hold a link shown once.
create table receipts (
    who ident not null,
    once ident not null,
    act ident not null,
    asked bytes not null,
    org ident not null,
    receipt_sealed bytes not null,
    at moment not null,
    primary key (who, once)
);
create index receipts_at on receipts (at);
