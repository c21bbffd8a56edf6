import { columns, type Pool, type Tx } from '@timbang/postgres/pool'

export interface PersonRow {
  readonly employeeId: string
  readonly nip: string
  readonly name: string
  readonly pnsId: string | undefined
}

/** People with one of these numbers, now or before, or one of these keys, each with the numbers that he had. */
export const loadPersons = async (
  tx: Tx,
  of: { nips: readonly string[]; employeeIds: readonly string[]; pnsIds: readonly string[] },
): Promise<(PersonRow & { former: readonly string[] })[]> =>
  (
    await tx.query<Omit<PersonRow, 'pnsId'> & { pnsId: string | null; former: string[] }>(
      `select employee_id as "employeeId", nip, name, pns_id as "pnsId",
         array(select former_nip.nip from former_nip where former_nip.employee_id = person.employee_id) as former
       from person
       where nip = any ($1::text[]) or employee_id = any ($2::uuid[]) or pns_id = any ($3::text[])
         or employee_id in (select employee_id from former_nip where nip = any ($1::text[]))`,
      [of.nips, of.employeeIds, of.pnsIds],
    )
  ).rows.map((row) => ({ ...row, pnsId: row.pnsId ?? undefined }))

/** Names and NIPs, and the words by which names are found: all that a command writes beside the events. */
export async function putPersons(
  tx: Tx,
  people: readonly PersonRow[],
  said: { by: string; at: number },
): Promise<void> {
  const numbers = columns(people, 'employeeId', 'nip')
  // A number that comes back is no former one any more.
  await tx.query(
    `delete from former_nip using unnest($1::uuid[], $2::text[]) as given (employee_id, nip)
     where former_nip.employee_id = given.employee_id and former_nip.nip = given.nip`,
    numbers,
  )
  await tx.query(
    `insert into former_nip (nip, employee_id, until_at, told_by)
     select person.nip, employee_id, $3, $4 from person join unnest($1::uuid[], $2::text[]) as given (employee_id, nip) using (employee_id)
     where person.nip <> given.nip`,
    [...numbers, said.at, said.by],
  )
  const { rows } = await tx.query<{ employeeId: string }>(
    `insert into person as known (employee_id, nip, name, pns_id)
   select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[])
   on conflict (employee_id) do update set nip = excluded.nip, name = excluded.name, pns_id = excluded.pns_id
   where (known.nip, known.name, known.pns_id) is distinct from (excluded.nip, excluded.name, excluded.pns_id)
   returning employee_id as "employeeId"`,
    columns(people, 'employeeId', 'nip', 'name', 'pnsId'),
  )
  const changed = rows.map(({ employeeId }) => employeeId)
  await tx.query('delete from name_word where employee_id = any ($1::uuid[])', [changed])
  await tx.query(
    `insert into name_word (employee_id, word, name)
     select employee_id, word, name from person cross join lateral name_words(name) as word where employee_id = any ($1::uuid[])`,
    [changed],
  )
}

export interface Shown {
  readonly employeeId: string
  readonly name: string
  readonly nip: string
  readonly positionTitle: string
  readonly unitName: string
  readonly agencyId: string
  readonly secondedFrom: string
}

// The post that the day counts for: definitive, else the Plt, then the Plh, that began first; as in packages/roster.
export const withPost = `
  select person.employee_id as "employeeId", person.name, person.nip,
    coalesce(post.title, '') as "positionTitle", coalesce(post.unit_name, '') as "unitName", coalesce(post.agency_id::text, '') as "agencyId",
    coalesce(post.seconded_from, '') as "secondedFrom"
  from person
  left join lateral (
    select p.title, u.name as unit_name, a.agency_id, a.seconded_from
    from roster.assignment a
    left join roster.position p on p.position_id = a.position_id
    left join roster.unit u on u.unit_id = a.unit_id
    where a.employee_id = person.employee_id and not a.withdrawn and a.from_date <= $1 and (a.to_date is null or a.to_date >= $1)
    order by a.capacity, a.from_date, a.assignment_id limit 1
  ) post on true`

/** More nobody looks through in a list. */
const MOST_COLLEAGUES = 300

/** Who works on a day in the unit that the day counts for somebody, by name, without him; nobody where he has no post. */
export const colleaguesOf = async (
  pool: Pool,
  employeeId: string,
  date: string,
): Promise<{ employeeId: string; name: string; title: string }[]> =>
  (
    await pool.query<{ employeeId: string; name: string; title: string }>(
      `with counted as (
         select distinct on (a.employee_id) a.employee_id, a.unit_id, a.position_id
         from roster.assignment a
         where not a.withdrawn and a.from_date <= $2 and (a.to_date is null or a.to_date >= $2) and a.agency_id in (
           select agency_id from roster.assignment where employee_id = $1 and not withdrawn and from_date <= $2 and (to_date is null or to_date >= $2))
         order by a.employee_id, a.capacity, a.from_date, a.assignment_id
       )
       select c.employee_id as "employeeId", coalesce(person.name, '') as name, coalesce(p.title, '') as title
       from counted own
       join counted c on c.unit_id = own.unit_id and c.employee_id <> own.employee_id
       left join person on person.employee_id = c.employee_id
       left join roster.position p on p.position_id = c.position_id
       where own.employee_id = $1
       order by person.name, c.employee_id limit ${MOST_COLLEAGUES}`,
      [employeeId, date],
    )
  ).rows

/** @param date the civil day whose posts are shown */
export const showPeople = async (pool: Pool, date: string, employeeIds: readonly string[]): Promise<Shown[]> =>
  (await pool.query<Shown>(`${withPost} where person.employee_id = any ($2::uuid[])`, [date, employeeIds])).rows

/**
 * People by name, of an agency or of the whole province. @param page.after the key of the last one on the page before; `search` is part of a name.
 * Of an agency only those are looked at who hold a post in it on the day; of the province names are read in their order until the page is full.
 */
export const listPeople = async (
  pool: Pool,
  date: string,
  agencyId: string | undefined,
  page: { search: string; after: string | undefined; limit: number },
): Promise<Shown[]> => {
  const found = `and ($3 = '' or position(lower($3) in lower(person.name)) > 0)
     and ($4::uuid is null or (person.name, person.employee_id) > (select name, employee_id from person where employee_id = $4))`
  const { rows } = await pool.query<Shown>(
    agencyId === undefined
      ? `${withPost} where $2::uuid is null ${found} order by person.name, person.employee_id limit $5`
      : `${withPost} where post.agency_id = $2 and person.employee_id in (
           select employee_id from roster.assignment where agency_id = $2 and not withdrawn and from_date <= $1 and (to_date is null or to_date >= $1))
         ${found} order by person.name, person.employee_id limit $5`,
    [date, agencyId, page.search, page.after, page.limit],
  )
  return rows
}

/** Who has these NIPs, or had them before, each under the one that was asked, and in which agency he works on the day. */
export const resolveNips = async (
  pool: Pool,
  date: string,
  nips: readonly string[],
): Promise<(Shown & { asked: string })[]> => {
  const { rows: present } = await pool.query<Shown>(`${withPost} where person.nip = any ($2::text[])`, [date, nips])
  const { rows: former } = await pool.query<{ nip: string; employeeId: string }>(
    `select nip, employee_id as "employeeId" from former_nip where nip = any ($1::text[])`,
    [nips],
  )
  const shown = new Map(
    (former.length === 0
      ? []
      : await showPeople(
          pool,
          date,
          former.map(({ employeeId }) => employeeId),
        )
    ).map((person) => [person.employeeId, person]),
  )
  return [
    ...present.map((person) => ({ ...person, asked: person.nip })),
    ...former.map(({ nip, employeeId }) => ({ ...shown.get(employeeId)!, asked: nip })),
  ]
}

/** The employee behind an account: what was recorded for it, else the one whose key the subject is. */
export async function employeeOfLogin(pool: Pool, issuer: string, subject: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ employeeId: string }>(
    `select employee_id as "employeeId" from login where issuer = $1 and subject = $2
     union all
     select employee_id from roster.employee where employee_id::text = $2 and active
       and not exists (select from login where issuer = $1 and subject = $2)`,
    [issuer, subject],
  )
  return rows[0]?.employeeId
}
