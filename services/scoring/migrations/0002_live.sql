-- Whose figures are to be computed again: laid by the fold in its transaction, taken by any worker. A mark twice is a mark.
create table live_mark (
  id          bigint generated always as identity primary key,
  employee_id uuid not null
);
-- Everybody of an agency (all zeros: of the province), to be marked page by page.
create table live_sweep (
  id        bigint generated always as identity primary key,
  agency_id uuid not null,
  -- The last employee that was marked.
  after     uuid not null default '00000000-0000-0000-0000-000000000000'
);

-- What one person adds to the figures of his agency and unit; no agency: he holds no post.
create table live_summary (
  employee_id uuid    primary key,
  agency_id   uuid,
  unit_id     uuid,
  due         integer not null default 0,
  on_time     integer not null default 0,
  late        integer not null default 0,
  awaiting    integer not null default 0,
  -- Days that count from when they were written offline.
  written     integer not null default 0,
  entries_today integer not null default 0,
  entries     integer not null default 0,
  verified    integer not null default 0,
  returned    integer not null default 0,
  waiting     integer not null default 0,
  -- When the oldest waiting entry was recorded; 0 when none waits.
  oldest_waiting_at bigint not null default 0,
  -- Of the entries of the last hour the minutes, counted from the epoch.
  recent      integer[] not null default '{}',
  -- When a day begins, or a window closes: the figures change by themselves.
  due_at      bigint  not null default 0
);
create index live_summary_due on live_summary (due_at);
create index live_summary_agency on live_summary (agency_id, unit_id);

-- What was published of an agency last.
create table live_board (
  agency_id uuid    primary key,
  version   bigint  not null default 0,
  -- Somebody's figures changed since.
  dirty     boolean not null default true,
  -- The next minute of the last hour, while there are entries in it.
  due_at    bigint
);
create index live_board_wanted on live_board (agency_id) where dirty or due_at is not null;
-- Above every version that was published, also by a worker that died before it could say so.
create sequence live_version;
