-- Offsets of activity.v1 whose record's id had come before with other content: they count for nothing, and a manifest names them.
create table conflict (
  partition       integer not null,
  activity_offset bigint  not null,
  -- When the journal said so.
  appended_at     bigint  not null,
  primary key (partition, activity_offset)
);
