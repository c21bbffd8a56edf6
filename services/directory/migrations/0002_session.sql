-- Who is signed in where. On no log: a session is nothing that others count on, and it is over in hours.
create table session (
  sid text primary key,
  -- The token's subject.
  subject text not null,
  -- What its person recognises the device by; empty where the browser does not say.
  browser text not null,
  system text not null,
  -- Epoch milliseconds, by the clock that dates the tokens.
  began_at bigint not null,
  seen_at bigint not null,
  -- Renewal ends then, whatever happens.
  ends_at bigint not null,
  ended_at bigint
);
create index session_of_subject on session (subject, began_at) where ended_at is null;
create index session_ended on session (ended_at) where ended_at is not null;
create index session_over on session (ends_at);
