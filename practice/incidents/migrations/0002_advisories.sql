-- What somebody warned of: an advisory with its file, sealed. `words` are the vendors and products it speaks of, a line each.
-- tenant
create table advisories (
    id ident primary key,
    org ident not null,
    source words not null,
    format words not null,
    title words not null,
    number words,
    rating words,
    words words not null,
    playbook words,
    zone words not null,
    size_bytes count not null,
    sha256 words not null,
    file_sealed bytes not null,
    taken_by ident,
    taken_at moment not null,
    verdict words,
    reason_sealed bytes,
    settled flag not null,
    settled_by ident,
    settled_at moment
);
create index advisories_org on advisories (org, settled, taken_at, id);
create index advisories_number on advisories (org, sha256);
