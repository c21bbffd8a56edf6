-- Up Migration

-- A person's grace is about him, within the agency that opened it: a seal asks when the last one of all ends.
create index context_state_personal_grace on context_state (within) where kind = 'grace';
