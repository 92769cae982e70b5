-- When something was first done under an emergency access that the person's own duties do not allow.
alter table emergencies add column used_at moment;
