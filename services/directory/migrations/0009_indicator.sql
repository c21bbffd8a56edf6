-- What the figures of units mean, as its events told. The highest version of each.
create table indicator (
  indicator_id uuid    primary key,
  agency_id    uuid    not null,
  code         text    not null,
  -- IndicatorChanged in protobuf's JSON.
  state        jsonb   not null,
  version      integer not null
);
create index indicator_of_agency on indicator (agency_id, code);
