-- The letters about one thing, for its page.
create index outbox_about on outbox (about, id) where channel = 'mail';
