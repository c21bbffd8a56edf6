-- Up Migration

-- SHA-256 of each photo or PDF that the record names, in hexadecimal.
alter table entry add column evidence text[] not null default '{}';

-- A photo or a PDF of a record: named by it, or come, or both; either may be first. Its bytes lie in the store (schema files, or outside).
create table evidence (
  employee_id uuid not null,
  record_id uuid not null,
  -- SHA-256 as the record says it.
  sent bytea not null,
  -- Some revision of the record names it.
  named boolean not null,
  -- SHA-256 of what is kept; null: not come yet, or gone.
  kept bytea,
  media_type text,
  bytes int,
  came_at bigint,
  -- Why it is gone.
  gone_code text,
  -- When it came or went: the latest counts.
  decided_at bigint,
  primary key (employee_id, record_id, sent)
);
-- How many of a person came in a month, and whether another of his records has the same bytes.
create index evidence_month on evidence (employee_id, came_at) where kept is not null;
create index evidence_kept on evidence (employee_id, kept) where kept is not null;
