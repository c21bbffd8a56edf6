-- Every version of every rule pack, as it was published. One that is published stays as it is.
create table rulebook.pack (
  name           text    not null,
  version        integer not null,
  effective_from date    not null,
  -- When it was decided, epoch ms: a seal takes what was published by its cut-off.
  published_at   bigint  not null,
  hash           bytea   not null unique,
  content        bytea   not null,
  primary key (name, version)
);
