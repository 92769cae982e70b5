-- Which organizations somebody sees: their own employer; those that their employer serves; those that their employer was
-- lent by an engagement that has not ended. A token sees what its person sees, or only the organizations it was limited to.
create view employer_reach as
    select e.caller as person, e.org as org from employers e
    union all
    select e.caller as person, o.org as org from employers e join organizations o on o.provider = e.org
    union all
    select e.caller as person, g.org as org from employers e join engagements g on g.subcontractor = e.org
    where g.ended_at is null;

create view reach as
    select b.person, b.org from employer_reach b
    union all
    select r.token as person, r.org as org from token_reach r
    join employer_reach b on b.person = r.person and b.org = r.org;
