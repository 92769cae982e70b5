-- How many vendors and products an advisory names in all; `words` holds those that are held against the assets.
alter table advisories add column named count;
