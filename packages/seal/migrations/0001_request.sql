-- What scoring asked of this owner, in schema "seal": to say that it has said everything about instants up to a cut-off.
create table request (
  period     text    not null,
  -- The number of timbang.seal.v1.SealKind.
  kind       integer not null,
  edition    integer not null,
  -- Epoch milliseconds, both; none as long as the answer is owed.
  cut_off    bigint  not null,
  answered_at bigint,
  -- An edition that changed nothing is asked for again, at another cut-off.
  primary key (period, kind, edition, cut_off)
);
