-- What people answered about themselves for a quarter: every version, the highest counts.
create table self_assessment (
  employee_id  uuid     not null,
  period       text     not null,
  version      integer  not null,
  agency_id    uuid     not null,
  quality      smallint not null,
  teamwork     smallint not null,
  innovation   smallint not null,
  -- Of its sentences, salted: they lie in assessment_words.
  words_digest bytea    not null,
  -- When it was said: where another system told it, when it was said there.
  said_at      bigint   not null,
  primary key (employee_id, period, version)
);

-- What assessors answered about them, and both ratings: every version, the highest of a post counts.
create table assessment_decision (
  employee_id    uuid     not null,
  period         text     not null,
  -- The post of the period that it is for.
  assignment_id  uuid     not null,
  version        integer  not null,
  agency_id      uuid     not null,
  quality        smallint not null,
  teamwork       smallint not null,
  innovation     smallint not null,
  -- timbang.appraisal.v1.Rating
  result         smallint not null,
  behaviour      smallint not null,
  reasons_digest bytea    not null,
  -- timbang.appraisal.v1.Standing
  standing       smallint not null,
  delegation_id  uuid,
  -- Whoever decided; nobody where another system told it.
  decided_by     text,
  decided_at     bigint   not null,
  primary key (employee_id, period, assignment_id, version)
);

-- Words are on no log: the backup of this table is part of the promise. Found by the digest that the log has.
create table assessment_words (
  employee_id uuid  not null,
  digest      bytea not null,
  salt        bytea not null,
  words       jsonb not null,
  primary key (employee_id, digest)
);
