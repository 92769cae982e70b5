-- What is sealed is called so.
alter table webhooks rename column secret to secret_sealed;
