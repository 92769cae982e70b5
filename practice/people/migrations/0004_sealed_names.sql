-- What is sealed is called so.
alter table totp rename column seed to seed_sealed;
alter table ceremonies rename column state to state_sealed;
alter table oidc_begun rename column sealed to begun_sealed;
