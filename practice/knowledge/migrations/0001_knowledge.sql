-- Articles as their owner keeps them; the text of each version stands in its own table and never changes.
-- tenant
create table articles (
  id ident primary key,
  org ident not null,
  state words not null,
  version count not null,
  published count,
  audience words not null,
  client ident,
  trouble words,
  asset_kind words,
  applies_to words,
  review_by words not null,
  changed_at moment not null,
  used count not null,
  resolved count not null
);
create index articles_org on articles (org, id);

-- tenant
create table article_versions (
  article ident not null references articles (id),
  version count not null,
  org ident not null,
  title words not null,
  body words not null,
  written_by ident,
  written_at moment not null,
  primary key (article, version)
) clustered;

-- What is published, once for each organization whose people may read it: nobody reads across a border.
-- tenant
create table readings (
  org ident not null,
  article ident not null,
  owner ident not null,
  version count not null,
  for_all flag not null,
  title words not null,
  body words not null,
  trouble words,
  asset_kind words,
  applies_to words,
  review_by words not null,
  published_at moment not null,
  primary key (org, article)
) clustered;
create index readings_trouble on readings (org, trouble, article);
create index readings_article on readings (article);

-- tenant
create table reading_words (
  org ident not null,
  word words not null,
  article ident not null,
  primary key (org, word, article)
) clustered;
create index reading_words_article on reading_words (article);

-- Which articles were used on which ticket, and whether the ticket was resolved afterwards.
-- tenant
create table article_uses (
  ticket ident not null,
  article ident not null,
  org ident not null,
  used_by ident,
  used_at moment not null,
  resolved flag not null,
  primary key (ticket, article)
) clustered;
