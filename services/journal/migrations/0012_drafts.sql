-- Up Migration

-- What a colleague wrote for somebody, until she sends it herself. On no log: nobody else counts on it. Its words go when it is sent or dropped, and
-- the row a week after it was left.
create table draft (
  draft_id uuid primary key,
  -- Of the record that it becomes.
  record_id uuid not null,
  writer_id uuid not null,
  employee_id uuid not null,
  work_date date not null,
  -- Empty as soon as it does not wait any more.
  sentence text not null,
  -- waiting, taken, dropped
  state text not null,
  left_at bigint not null,
  expires_at bigint not null
);
create index draft_for on draft (employee_id, left_at, draft_id);
create index draft_by on draft (writer_id, left_at desc, draft_id);
-- The fold looks for the record that one became.
create unique index draft_record on draft (record_id);
