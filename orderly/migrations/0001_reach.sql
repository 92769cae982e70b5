-- Which organizations somebody sees: their own employer; those their employer serves; those their employer was lent by
-- an engagement that has not ended. A token sees what its person sees, or only the organizations it was limited to.
create view reach as
    select p.id as person, p.org as org from people p where p.state = 'active'
    union
    select p.id as person, o.org as org from people p join organizations o on o.provider = p.org
    where p.state = 'active'
    union
    select p.id as person, e.org as org from people p join engagements e on e.subcontractor = p.org
    where p.state = 'active' and e.ended_at is null
    union
    select t.id as person, l.org as org from tokens t join token_reach l on l.token = t.id
    where t.ended_at is null;
