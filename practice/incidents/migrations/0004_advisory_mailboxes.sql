-- Mailboxes of an organization to which HC3, CISA and vendors write: what comes there is an advisory.
-- tenant
create table advisory_mailboxes (
    mailbox ident primary key,
    org ident not null,
    set_by ident,
    set_at moment not null
);
