-- One key per organization ('' is the house), wrapped under the master key; none any more when it was destroyed.
create table keys (
    org ident primary key,
    wrapped bytes,
    made_at moment not null,
    destroyed_at moment
) clustered;
