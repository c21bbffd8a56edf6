-- What only files tell of people, and which files came. On no log, as the numbers themselves: the backup of these tables is part of the promise.

-- By which the national system knows somebody, whatever his number.
alter table person add column pns_id text unique;

-- Numbers that somebody had before: files of other desks still name him by them. Personal data as the present one.
create table former_nip (
  nip text primary key,
  employee_id uuid not null references person,
  -- Epoch ms at which the directory heard of the next one, and from whom.
  until_at bigint not null,
  told_by text not null
);
create index former_nip_of on former_nip (employee_id);

-- Of which day a file told the state: an older one is asked about.
create table staff_file (
  import_id text not null,
  as_of date not null,
  read_at bigint not null,
  read_by text not null,
  primary key (import_id, as_of)
);
create index staff_file_by_day on staff_file (as_of);
