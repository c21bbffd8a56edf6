-- Every version of every rule pack, as it was published. One that is published stays as it is.
create table rulebook.pack (
  name           text    not null,
  version        integer not null,
  effective_from date    not null,
  -- When it was decided, epoch ms.
  published_at   bigint  not null,
  -- When the log had it, epoch ms, where it was read there: a seal takes what it had at its cut-off.
  appended_at    bigint,
  hash           bytea   not null unique,
  content        bytea   not null,
  primary key (name, version)
);
