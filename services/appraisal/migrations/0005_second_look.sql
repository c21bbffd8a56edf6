-- What the superiors of those who decide said of ratings that are not as expected, and what was answered: every step, the highest counts.
create table second_look (
  employee_id      uuid     not null,
  period           text     not null,
  -- The post whose decision it is about, and which version of it.
  assignment_id    uuid     not null,
  decision_version integer  not null,
  version          integer  not null,
  agency_id        uuid     not null,
  -- timbang.appraisal.v1.SecondLook
  look             smallint not null,
  -- Of its sentence, salted: it lies in assessment_words.
  words_digest     bytea    not null,
  -- Nobody where another system told it.
  said_by          text,
  said_at          bigint   not null,
  primary key (employee_id, period, assignment_id, version)
);

-- What an agency still has to look at is asked for by agency.
create index assessment_decision_of_agency on assessment_decision (agency_id, period);
