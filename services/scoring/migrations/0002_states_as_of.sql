-- Up Migration

-- Every version of a state, with when the log had it: a seal takes the highest that was there at its cut-off, whoever asks later.
alter table context_state add column appended_at bigint not null default 0;
alter table context_state alter column appended_at drop default;
alter table context_state drop constraint context_state_pkey;
alter table context_state add primary key (kind, id, version);
