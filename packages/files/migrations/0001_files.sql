-- Bytes by their owner and their content. Lives in schema "files" of the service's own database.
create table file (
  owner uuid  not null,
  -- SHA-256 of the bytes.
  hash  bytea not null,
  bytes bytea not null,
  primary key (owner, hash)
);
-- Pictures and papers are compressed already.
alter table file alter column bytes set storage external;

-- Where the bytes lie in a store outside: what may be there and nobody may need. A row stands before its object does, and goes with the event that
-- needs it; what is left is swept.
create table loose (
  owner uuid   not null,
  hash  bytea  not null,
  since bigint not null,
  primary key (owner, hash)
);
create index loose_since on loose (since);
