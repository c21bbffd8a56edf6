-- The words of a name: lower case, without the marks inside a word. The one definition, for what stands here and for what is looked for.
create function name_words(name text) returns setof text language sql immutable as $$
  select distinct word from regexp_split_to_table(lower(translate(name, '''’`', '')), '[^[:alnum:]]+') as word where word <> ''
$$;

-- By which names are found: the beginning of a word is a range of the index, in whose order pages are read. Extensions are not everywhere.
create table name_word (
  employee_id uuid not null,
  word text collate "C" not null,
  -- As in person: people of one word stand by their name.
  name text not null,
  primary key (employee_id, word)
);
create index name_word_found on name_word (word, name, employee_id);
insert into name_word (employee_id, word, name)
select employee_id, word, name from person cross join lateral name_words(name) as word;

-- The last three digits, by name.
create index person_by_tail on person (right(nip, 3), name, employee_id);
