-- What a person says is wrong about him, and what became of it. On no log: nobody else counts on it, and its words can be erased.
create table ticket (
  ticket_id uuid primary key,
  employee_id uuid not null,
  -- Whose personnel officer answers; none: he had no post, and the personnel board answers.
  agency_id uuid,
  row_name text not null,
  -- The row as it stood then, and its version: what it says today is held against it.
  was jsonb not null,
  was_version text not null,
  words text not null,
  filed_at bigint not null,
  -- open, mended, refused, withdrawn
  state text not null,
  answered_at bigint,
  answered_by text,
  answer text not null,
  -- Whether the row had become another one when it was answered.
  changed boolean not null
);
-- A person's own, the newest first.
create index ticket_own on ticket (employee_id, filed_at desc, ticket_id desc);
-- What waits for an officer, the oldest first; and for the board.
create index ticket_open on ticket (agency_id, filed_at, ticket_id) where state = 'open';
create index ticket_waiting on ticket (filed_at, ticket_id) where state = 'open';
