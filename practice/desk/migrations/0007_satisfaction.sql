-- How it was for whoever reported a ticket, in one word. What they typed beside it is a text of the ticket; the month (UTC,
-- counted from the year 0) is that of the answer.
-- tenant
create table ticket_ratings (
  ticket ident primary key references tickets (id),
  org ident not null,
  author ident not null,
  rating words not null,
  in_month count not null,
  rated_at moment not null
);
create index ticket_ratings_month on ticket_ratings (org, in_month, rating);

-- Short words by which a desk gathers tickets, apart by blanks.
alter table tickets add column tags words not null default '';

-- When somebody was sent to its place.
alter table tickets add column sent_on_site_at moment;

-- What was opened in a time is counted along this.
create index tickets_opened on tickets (org, opened_at);
