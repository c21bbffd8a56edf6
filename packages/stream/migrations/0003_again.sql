-- Which records a person has put back from the dead topic: each is applied once, however often it is put back.
create table again (
  consumer  text    not null,
  topic     text    not null,
  partition integer not null,
  "offset"  bigint  not null,
  primary key (consumer, topic, partition, "offset")
);
