-- What was told of a post's superior, each telling for good: the log has the days and who told them, its words stand here alone, where they can be erased.
create table superior_told (
  position_id uuid not null,
  -- Of the post's state that it made.
  version integer not null,
  from_date date not null,
  -- None: it answers to nobody.
  superior_id uuid,
  reason text not null,
  -- The subject of the token, and the employee where it is one.
  told_by text not null,
  employee_id uuid,
  -- Epoch ms.
  told_at bigint not null,
  primary key (position_id, version)
);
