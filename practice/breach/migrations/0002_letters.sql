-- How the letters stand, counted along: the highest number on the list, who waits for a letter or a mail, who has no
-- usable address, whose letter left and whose came back.
alter table breaches add column listed count not null default 0;
alter table breaches add column by_mail count not null default 0;
alter table breaches add column by_email count not null default 0;
alter table breaches add column nowhere count not null default 0;
alter table breaches add column sent count not null default 0;
alter table breaches add column returned count not null default 0;

-- Whom a letter addresses. Names and addresses are sealed; the mark finds the same person twice.
-- tenant
create table breach_addressees (
    breach ident not null references breaches (id),
    place count not null,
    org ident not null,
    kind words not null,
    state words not null,
    mark words not null,
    who_sealed bytes not null,
    sent_on ident,
    means words,
    evidence count,
    returned_on ident,
    told_by ident,
    told_at moment not null,
    primary key (breach, place)
) clustered;
create index breach_addressees_state on breach_addressees (breach, state, place);
create index breach_addressees_mark on breach_addressees (breach, mark);
