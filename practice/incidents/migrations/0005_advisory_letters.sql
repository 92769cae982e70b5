-- Letters to a mailbox of advisories that the house is still to read for what they bring; a line each until then.
-- tenant
create table advisory_letters (
    letter ident primary key,
    org ident not null,
    confirmed flag not null,
    came_at moment not null
);
create index advisory_letters_came on advisory_letters (came_at, letter);
-- The vulnerabilities that an advisory names, a line each; by which word its playbook fits; when somebody was told that it
-- waits, and when that it has waited for long.
alter table advisories add column cves words;
alter table advisories add column because words;
alter table advisories add column told_at moment;
alter table advisories add column pressed_at moment;
create index advisories_untold on advisories (settled, told_at, taken_at);
create index advisories_unpressed on advisories (settled, pressed_at, taken_at);
