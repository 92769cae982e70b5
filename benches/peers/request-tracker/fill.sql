-- Fills an empty Request Tracker 5 with :n tickets of the shape that `benches desk` loads: opened, taken, answered inside
-- and outside, and all but the latest 2 000 resolved, over 80 days. Its own API makes about one such ticket in two seconds;
-- these are the rows that it writes, without the copies of the letters it sends, which is less than it would hold.
\set ON_ERROR_STOP on
begin;
set local synchronous_commit = on;

create temp table made as
select n, date_trunc('second', t0 + (n * interval '80 days' / :n)) as at, n > :n - 2000 as open, 'WS-' || lpad((random() * 4999)::int::text, 4, '0') as ws,
       100 + (random() * 400)::int as room, things[1 + floor(random() * array_length(things, 1))::int] as thing,
       troubles[1 + floor(random() * array_length(troubles, 1))::int] as trouble,
       answers[1 + floor(random() * array_length(answers, 1))::int] as answer,
       1000 + (random() * 49)::int as who
from generate_series(1, :n) n,
     (select now()::timestamp - interval '80 days' as t0,
             array['badge reader','barcode scanner','bed board','cart','clock','dictation','drug cabinet','headset',
                   'infusion gateway','interface engine','label printer','laptop','monitor','nurse call','pager','printer',
                   'scale','scanner','schedule','telemetry feed','terminal','viewer','wallboard','workstation'] as things,
             array['shows nothing after the restart','stops with an error','is slower than yesterday','does not print',
                   'lost its connection','beeps and stays locked','came back empty','prints the wrong label',
                   'froze while signing','reports no paper'] as troubles,
             array['restarted the spooler and cleared the queue','replaced the cable and tested it with the ward',
                   'rolled the driver back','raised the limit on the interface and replayed the messages',
                   'gave the account its group again'] as answers) words;

-- Fifty people who report.
insert into principals (id, principaltype) select 1000 + p, 'User' from generate_series(0, 49) p;
insert into users (id, name, realname, emailaddress, creator, created, lastupdatedby, lastupdated)
  select 1000 + p, 'nurse' || p, 'Nurse ' || p || ' Testwell', 'nurse' || p || '@example.invalid', 1, now(), 1, now()
  from generate_series(0, 49) p;
insert into principals (id, principaltype) select 2000 + p, 'Group' from generate_series(0, 49) p;
insert into groups (id, name, description, domain, instance, creator, created, lastupdatedby, lastupdated)
  select 2000 + p, 'UserEquiv', 'ACL equiv. for user ' || 1000 + p, 'ACLEquivalence', 1000 + p, 1, now(), 1, now()
  from generate_series(0, 49) p;
insert into groupmembers (groupid, memberid, creator, created, lastupdatedby, lastupdated)
  select 2000 + p, 1000 + p, 1, now(), 1, now() from generate_series(0, 49) p;
insert into cachedgroupmembers (groupid, memberid, immediateparentid)
  select 2000 + p, 2000 + p, 2000 + p from generate_series(0, 49) p
  union all select 2000 + p, 1000 + p, 2000 + p from generate_series(0, 49) p;

insert into tickets (id, effectiveid, queue, type, owner, subject, status, started, resolved, due, starts, told, lastupdatedby,
                     lastupdated, creator, created)
  select n, n, 1, 'ticket', 14, 'The ' || thing || ' ' || trouble, case when open then 'open' else 'resolved' end,
         at + interval '4 min', case when open then '1970-01-01' else at + interval '40 min' end, at + interval '4 h',
         '1970-01-01', at + interval '9 min', 14, at + interval '40 min', who, at
  from made;

-- The four roles of a ticket are groups, each with its principal.
insert into principals (id, principaltype) select 10000 + n * 4 + r, 'Group' from made, generate_series(0, 3) r;
insert into groups (id, name, domain, instance, creator, created, lastupdatedby, lastupdated)
  select 10000 + n * 4 + r, (array['AdminCc','Cc','Owner','Requestor'])[r + 1], 'RT::Ticket-Role', n, 14, at, 14, at
  from made, generate_series(0, 3) r;
insert into groupmembers (groupid, memberid, creator, created, lastupdatedby, lastupdated)
  select 10000 + n * 4 + 2, 14, 14, at, 14, at from made
  union all select 10000 + n * 4 + 3, who, 14, at, 14, at from made;
insert into cachedgroupmembers (groupid, memberid, immediateparentid)
  select 10000 + n * 4 + r, 10000 + n * 4 + r, 10000 + n * 4 + r from made, generate_series(0, 3) r
  union all select 10000 + n * 4 + 2, 14, 10000 + n * 4 + 2 from made
  union all select 10000 + n * 4 + 3, who, 10000 + n * 4 + 3 from made;
update cachedgroupmembers set via = id where via is null or via = 0;

insert into transactions (id, objecttype, objectid, type, field, oldvalue, newvalue, data, creator, created)
  select 1000 + n * 6 + s, 'RT::Ticket', n, (array['Create','Set','Comment','Correspond','Correspond','Status'])[s + 1],
         (array[null,'Owner',null,null,null,'Status'])[s + 1], (array[null,'6',null,null,null,'open'])[s + 1],
         (array[null,'14',null,null,null,'resolved'])[s + 1], (array[null,null,'No Subject','No Subject','No Subject',null])[s + 1],
         case when s = 0 then who else 14 end, at + s * interval '4 min'
  from made, generate_series(0, 5) s where not (open and s > 3);
insert into attachments (id, transactionid, parent, contenttype, contentencoding, content, headers, creator, created)
  select 1000 + n * 6 + s, 1000 + n * 6 + s, 0, 'text/plain', 'none',
         (array['The ' || thing || ' ' || ws || ' in room ' || room || ' ' || trouble || '.', null,
                'Looked at it from here: ' || thing || ' ' || ws, 'We are on it. Somebody ' || answer || '.',
                'We ' || answer || '.'])[s + 1],
         E'MIME-Version: 1.0\nContent-Type: text/plain; charset="utf-8"\nX-RT-Original-Encoding: utf-8', 14,
         at + s * interval '4 min'
  from made, generate_series(0, 4) s where s <> 1 and not (open and s > 3);
insert into attachmentsindex (id, contentindex) select id, to_tsvector(content) from attachments where id > 1000;

select setval('tickets_id_seq', (select max(id) from tickets)), setval('principals_id_seq', (select max(id) from principals)),
       setval('groups_id_seq', (select max(id) from principals)), setval('users_id_seq', (select max(id) from principals)),
       setval('transactions_id_seq', (select max(id) from transactions)),
       setval('attachments_id_seq', (select max(id) from attachments));
commit;
vacuum analyze;
