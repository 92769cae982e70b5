-- The board walks along this in its own order, so that it costs the same however many tickets there are.
create index tickets_board
  on tickets (priority, patient_affected desc, (coalesce(due_at, 9223372036854775807)), id, org)
  where resolved_at is null;
