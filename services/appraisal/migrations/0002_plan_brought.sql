-- What an import brought and was accepted: its message that comes again, however late, is answered and changes nothing. Not on the log.
create table plan_brought (
  plan_id   uuid  not null,
  import_id text  not null,
  -- SHA-256 over what it said of the plan.
  digest    bytea not null,
  primary key (plan_id, import_id, digest)
);
