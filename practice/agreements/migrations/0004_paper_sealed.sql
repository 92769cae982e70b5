-- What is sealed is called so.
alter table agreement_papers rename column content to paper_sealed;
