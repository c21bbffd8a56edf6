-- Who saw whose data, and who decided: one row a request, written before the answer. Keys only, no name.
create table audit.look (
  -- UUIDv7.
  look_id uuid primary key,
  -- A decision stands in the transaction that decided; a look before what was looked at is shown.
  kind text not null check (kind in ('look', 'decision')),
  -- The reader's key as an employee, else the name of his account or machine.
  reader text not null,
  reader_roles text[] not null,
  sid text,
  operation text not null,
  -- Whose data: keys of employees, names of accounts.
  subjects text[] not null,
  agency_id uuid,
  -- Epoch milliseconds.
  at bigint not null
);
create index look_by_time on audit.look (at, look_id);
create index look_by_reader on audit.look (reader, at, look_id);
create index look_by_operation on audit.look (operation, at, look_id);
create index look_by_subject on audit.look using gin (subjects);
