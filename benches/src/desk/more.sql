-- Makes a house with many tickets larger than there is time to fill: each ticket that is resolved is copied with its texts,
-- their words, its promises, its letters and its entries in the ledger, under other ids and numbers. The copies' entries
-- stand beside the tree, at places that it never reaches, and what they say still names the first ticket: such a house
-- is for measurements only. It runs once for each copy: `copies` holds its number and three hexadecimal digits.
create temporary table originals as
select t.id, c.n, c.mark from tickets t, copies c
where t.resolved_at is not null and t.number <= 100000 and substr(t.id, 34) <> c.mark;
create index originals_id on originals (id);

insert into tickets
  (id, org, number, kind, state, reporter, location, department, asset, zone, calendar, care_area,
   care_area_set, device, criticality, holds_ephi, users, workaround, patient_affected, priority,
   because, assignee, assignee_employer, provider, standing_lost, opened_at, last_at, due_at, due_what,
   waiting_for, first_resolved_at, resolved_at, reopened, texts, nature, parent, merged_into, tier,
   certification, spare, judged, deadline_at, deadline_kind, judge_at, dispatch, contract, tags,
   sent_on_site_at)
select substr(r.id, 1, 33) || c.mark, r.org, r.number + c.n * 100000, r.kind, r.state, r.reporter,
  r.location, r.department, r.asset, r.zone, r.calendar, r.care_area, r.care_area_set, r.device,
  r.criticality, r.holds_ephi, r.users, r.workaround, r.patient_affected, r.priority, r.because,
  r.assignee, r.assignee_employer, r.provider, r.standing_lost, r.opened_at, r.last_at, r.due_at,
  r.due_what, r.waiting_for, r.first_resolved_at, r.resolved_at, r.reopened, r.texts, r.nature,
  r.parent, r.merged_into, r.tier, r.certification, r.spare, r.judged, r.deadline_at, r.deadline_kind,
  r.judge_at, r.dispatch, r.contract, r.tags, r.sent_on_site_at
from tickets r join originals c on c.id = r.id order by r.id;

insert into ticket_texts
  (ticket, place, org, author, kind, at, text_sealed, found)
select substr(r.ticket, 1, 33) || c.mark, r.place, r.org, r.author, r.kind, r.at, r.text_sealed, r.found
from ticket_texts r join originals c on c.id = r.ticket order by r.ticket;

insert into promises
  (ticket, kind, org, started_at, target_s, always, calendar, commitment, due_at, stopped_at,
   missed_at, missed_before)
select substr(r.ticket, 1, 33) || c.mark, r.kind, r.org, r.started_at, r.target_s, r.always, r.calendar,
  r.commitment, r.due_at, r.stopped_at, r.missed_at, r.missed_before
from promises r join originals c on c.id = r.ticket order by r.ticket;

insert into ticket_words
  (org, mark, ticket)
select r.org, r.mark, substr(r.ticket, 1, 33) || c.mark
from ticket_words r join originals c on c.id = r.ticket order by r.org, r.mark, r.ticket;

insert into ticket_word_lists
  (org, ticket, place, marks)
select r.org, substr(r.ticket, 1, 33) || c.mark, r.place, r.marks
from ticket_word_lists r join originals c on c.id = r.ticket order by r.org, r.ticket;

insert into entries
  (id, org, at, act, person, outcome, body, salt, leaf)
select substr(r.id, 1, 33) || c.mark, r.org, r.at, r.act, r.person, r.outcome, r.body, r.salt,
  c.n * 1000000000 + r.leaf
from entries r join entry_about a on a.entry = r.id join originals c on c.id = a.thing
where r.leaf is not null and substr(r.id, 34) <> c.mark order by r.id;

insert into entry_about
  (thing, entry, org)
select substr(r.thing, 1, 33) || c.mark, substr(r.entry, 1, 33) || c.mark, r.org
from entry_about r join originals c on c.id = r.thing
where substr(r.entry, 34) <> c.mark order by r.thing, r.entry;

insert into outbox
  (id, org, channel, recipient, subject, content, about, created_at, due_at, tries, sent_at,
   gave_up_at, problem, reference, answers_to)
select substr(r.id, 1, 33) || c.mark, r.org, r.channel, r.recipient, r.subject, r.content,
  substr(r.about, 1, 33) || c.mark, r.created_at, r.due_at, r.tries, r.sent_at, r.gave_up_at,
  r.problem, r.reference, r.answers_to
from outbox r join originals c on c.id = r.about
where substr(r.id, 34) <> c.mark order by r.id;

update ticket_numbers set last = (select max(number) from tickets where tickets.org = ticket_numbers.org);
drop table originals;
