-- Who writes letters: somebody who works here now, by the one address that signs them in, and for whom they work.
create view mail_senders as
    select a.email, p.id as person, p.org from addresses a join people p on p.id = a.person where p.state = 'active';

-- Who serves an organization: whose mailbox may take letters in for it.
create view served_by as select org, provider from organizations;
