-- When the broker appended each record that went to a consumer's dead topic: a few, or something else is wrong.
create table poison (
  consumer    text   not null,
  -- Epoch milliseconds.
  appended_at bigint not null
);
create index poison_by_time on poison (consumer, appended_at);
