-- The latest frame of each agency, as scoring.live.v1 carries it.
create table frame (
  agency_id   uuid   primary key,
  version     bigint not null,
  computed_at bigint not null,
  figures     bytea  not null
);

create table survey (
  survey_id uuid    primary key,
  unit_id   uuid    not null,
  agency_id uuid    not null,
  from_date date    not null,
  to_date   date    not null,
  elements  text[]  not null,
  threshold integer not null,
  version   integer not null
);
create table survey_closed (
  survey_id uuid primary key,
  closed_on date not null
);
create table released (
  survey_id  uuid      not null,
  batch      integer   not null,
  counted    integer   not null,
  sums       integer[] not null,
  incomplete integer   not null,
  primary key (survey_id, batch)
);

-- Sealed quarters with the sums of their units.
create table sealed (
  period  text    not null,
  kind    integer not null,
  edition integer not null,
  figures bytea   not null,
  primary key (period, kind, edition)
);

-- What was published, byte for byte.
create table publication (
  agency_id uuid    not null,
  code      text    not null,
  name      text    not null,
  kind      text    not null,
  period    text    not null,
  edition   integer not null,
  hash      bytea   not null,
  content   bytea   not null,
  issued_at bigint  not null,
  primary key (agency_id, period, edition)
);

-- End offsets of activity.v1 summed over its partitions, at the first look in each minute.
create table arrival (
  minute bigint primary key,
  total  bigint not null
);
