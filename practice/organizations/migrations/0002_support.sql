-- Whether somebody can be sent to a location, and how long the way takes.
alter table locations add column dispatch flag not null default false;
alter table locations add column travel_minutes count;

-- What somebody answered to the test of 45 CFR 160.103 about their organization. A repeated test leaves the older ones.
-- tenant
create table party_tests (
    org ident not null references organizations (org),
    number count not null,
    answers words not null,
    result ident not null,
    confidence ident not null,
    answered_by ident,
    answered_at moment not null,
    primary key (org, number)
) clustered;
