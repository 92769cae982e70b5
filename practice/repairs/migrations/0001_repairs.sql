-- A device in repair. `holder` is who has it now; its way there stands in `hands`.
-- tenant
create table repairs (
    id ident primary key,
    org ident not null,
    ticket ident,
    asset ident not null,
    zone words not null,
    holds_ephi flag not null,
    media words not null,
    holder_kind words not null,
    holder ident not null,
    hands count not null,
    vendor ident,
    vendor_name words,
    rma words,
    sent_at moment,
    expected_on ident,
    received_at moment,
    outcome words,
    certificate words,
    opened_by ident not null,
    opened_at moment not null,
    ended_at moment
);
create index repairs_org on repairs (org, id);
create index repairs_asset on repairs (org, asset, id);
create index repairs_ticket on repairs (org, ticket) where ticket is not null;

-- From hand to hand, in order. A hand-over never changes.
-- tenant
create table hands (
    repair ident not null references repairs (id),
    place count not null,
    org ident not null,
    from_kind words,
    from_holder ident,
    to_kind words not null,
    to_holder ident not null,
    vendor_name words,
    condition words not null,
    media words not null,
    method words,
    copy words,
    told_by ident not null,
    at moment not null,
    primary key (repair, place)
) clustered;

-- An asset that was lent, each time a row; the last one says how it stands.
-- tenant
create table loans (
    asset ident not null,
    number count not null,
    org ident not null,
    repair ident,
    to_kind words not null,
    to_holder ident not null,
    zone words not null,
    due_on ident not null,
    condition words not null,
    lent_by ident not null,
    lent_at moment not null,
    returned_at moment,
    returned_condition words,
    held_ephi flag,
    wiped_at moment,
    method words,
    primary key (asset, number)
) clustered;
create index loans_out on loans (org, due_on, asset) where returned_at is null;

-- What an organization keeps on those who supply it.
-- tenant
create table vendors (
    id ident primary key,
    org ident not null,
    name words not null,
    supplies words not null,
    support_hours words,
    contract_number words,
    touches_ephi flag not null,
    baa words not null,
    reevaluate_on ident not null,
    zone words not null,
    kept_by ident not null,
    kept_at moment not null
);
create index vendors_org on vendors (org, name, id);

-- How a vendor stands by one measure; the latest score counts, those before it stand in the ledger.
-- tenant
create table vendor_scores (
    vendor ident not null references vendors (id),
    criterion words not null,
    org ident not null,
    score count not null,
    evidence words not null,
    seen_on ident not null,
    kept_by ident not null,
    kept_at moment not null,
    primary key (vendor, criterion)
) clustered;
