-- A unit's survey, as its events say.
create table survey (
  survey_id uuid    primary key,
  unit_id   uuid    not null,
  agency_id uuid    not null,
  from_date date    not null,
  to_date   date    not null,
  elements  text[]  not null,
  -- Answers are released only together with so many; fixed once open.
  threshold integer not null,
  closed_on date,
  version   integer not null
);

-- What was released: sums, as the log carries them.
create table released (
  survey_id  uuid      not null,
  batch      integer   not null,
  counted    integer   not null,
  sums       integer[] not null,
  incomplete integer   not null,
  day        date      not null,
  primary key (survey_id, batch)
);

-- Single answers, never on the log and never read but for their sums. Nothing here says who gave one, or at what time of the day.
create table answer (
  survey_id uuid       not null,
  -- Made anew for each, so that not even the order of arrival is kept.
  answer_id uuid       not null,
  day       date       not null,
  scores    smallint[] not null,
  complete  boolean    not null,
  -- The batch in which it was released; none while it is held.
  batch     integer,
  primary key (survey_id, answer_id)
);
create index answer_held on answer (survey_id) where batch is null;
