-- A security incident at an organization. `texts` counts what was written on it.
-- tenant
create table incidents (
    id ident primary key,
    org ident not null,
    kind words not null,
    severity words not null,
    state words not null,
    closed flag not null,
    source words not null,
    ticket ident,
    title words not null,
    zone words not null,
    texts count not null,
    detected_at moment not null,
    declared_by ident,
    opened_at moment not null,
    contained_at moment,
    closed_at moment
);
create index incidents_org on incidents (org, closed, opened_at, id);
create index incidents_ticket on incidents (org, ticket) where ticket is not null;

-- What was written on an incident, sealed.
-- tenant
create table incident_texts (
    incident ident not null references incidents (id),
    place count not null,
    org ident not null,
    kind words not null,
    author ident,
    at moment not null,
    text_sealed bytes not null,
    primary key (incident, place)
) clustered;

-- What is to be done, from the playbook and by hand.
-- tenant
create table incident_tasks (
    id ident primary key,
    org ident not null,
    incident ident not null references incidents (id),
    place count not null,
    phase words not null,
    title words not null,
    role words,
    from_playbook flag not null,
    owner ident,
    due_at moment,
    late_at moment,
    done_at moment,
    done_by ident,
    text count
);
create index incident_tasks_of on incident_tasks (org, incident, place);
create index incident_tasks_due on incident_tasks (due_at, id) where done_at is null and late_at is null;

-- Who is what on an incident: somebody of the house or of the organization, or somebody outside whose name is sealed.
-- tenant
create table incident_roles (
    incident ident not null references incidents (id),
    role words not null,
    org ident not null,
    person ident,
    text count,
    named_by ident,
    named_at moment not null,
    primary key (incident, role)
) clustered;

-- The systems that an incident touches. `depends_on` is what each needed when it was named.
-- tenant
create table incident_systems (
    incident ident not null references incidents (id),
    asset ident not null,
    org ident not null,
    effect words not null,
    kind words not null,
    criticality words not null,
    depends_on words not null,
    named_by ident,
    named_at moment not null,
    restored_by ident,
    restored_at moment,
    proof count,
    primary key (incident, asset)
) clustered;
create index incident_systems_asset on incident_systems (org, asset);

-- An order to isolate a system: who gave it, who carried it out, when, with what proof, and when it was lifted.
-- tenant
create table isolations (
    id ident primary key,
    org ident not null,
    incident ident not null references incidents (id),
    asset ident not null,
    means words not null,
    ordered_by ident,
    ordered_at moment not null,
    done_by ident,
    done_at moment,
    proof count,
    lifted_by ident,
    lifted_at moment,
    lift_proof count
);
create index isolations_of on isolations (org, incident, id);

-- Signs by which an incident is recognized elsewhere; the value itself is a sealed text.
-- tenant
create table indicators (
    incident ident not null references incidents (id),
    text count not null,
    org ident not null,
    kind words not null,
    named_by ident,
    named_at moment not null,
    primary key (incident, text)
) clustered;

-- A piece of evidence with its hash; what it is and where it is kept is a sealed text.
-- tenant
create table evidence (
    id ident primary key,
    org ident not null,
    incident ident not null references incidents (id),
    kind words not null,
    asset ident,
    sha256 words not null,
    size_bytes count,
    text count not null,
    hands count not null,
    taken_by ident,
    taken_at moment not null
);
create index evidence_of on evidence (org, incident, id);

-- From hand to hand, in order; a step never changes. Somebody outside is named in a sealed text.
-- tenant
create table evidence_hands (
    evidence ident not null references evidence (id),
    place count not null,
    org ident not null,
    step words not null,
    from_person ident,
    from_text count,
    to_person ident,
    to_text count,
    same_hash flag not null,
    told_by ident,
    at moment not null,
    primary key (evidence, place)
) clustered;
