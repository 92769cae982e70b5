-- What clocks do when something happens to a ticket, as a service contract says it (JSON of clocks::Policy). A version never
-- changes: open work goes by the newest, what was closed by the one that held then.
-- tenant
create table clock_rules (
  contract ident not null,
  version count not null,
  org ident not null,
  rules words not null,
  set_at moment not null,
  set_by ident,
  primary key (contract, version)
) clustered;
create index clock_rules_org on clock_rules (org, contract);

-- What a contract decided about a promise, and what it was before where both hold.
alter table promises add column decided words;
alter table promises add column beside words;
