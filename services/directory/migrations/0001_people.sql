-- What is on no log: who hides behind an opaque key. Everything else that the directory owns stands in the schema roster,
-- written from the directory's own events alone. The backup of these two tables is part of the promise.

create table person (
  employee_id uuid primary key,
  -- 18 digits. Personal data: it goes into no topic, log line or address.
  nip text not null unique,
  name text not null
);
create index person_by_name on person (name, employee_id);

-- An account of a provider whose subject is not the employee's key.
create table login (
  issuer text not null,
  subject text not null,
  employee_id uuid not null,
  primary key (issuer, subject)
);
