-- An override may hold for the steps of one escalation policy only.
alter table rota_overrides add column policy ident;
