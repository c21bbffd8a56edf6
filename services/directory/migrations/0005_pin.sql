-- Which person a machine means by a number, and since when; as its events told. No names here, and on no log.
create table device (
  device text primary key,
  agency_id uuid not null,
  zone text not null,
  version integer not null
);
create table pin (
  device text not null,
  pin text not null,
  -- [{employeeId, fromDate, toDate}], the earliest first; no end while it lasts.
  holders jsonb not null,
  version integer not null,
  primary key (device, pin)
);
