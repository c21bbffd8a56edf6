import type { Pool } from '@timbang/postgres/pool'
import { type Shown, withPost } from './person.ts'

/** Among whom somebody may look: the whole province, or agencies and single people. */
export type Reach = 'province' | { readonly agencyIds: readonly string[]; readonly employeeIds: readonly string[] }

/** What is typed, cut as names are. */
export const readWords = async (pool: Pool, typed: string): Promise<string[]> =>
  (await pool.query<{ word: string }>('select word from name_words($1) as word', [typed])).rows.map(({ word }) => word)

/** Behind every sign that a word can hold. */
const LAST = '\u{10ffff}'
const MANY = { everywhere: true, people: [] as readonly string[], agencies: [] as readonly string[] }
const within = (reach: Reach) =>
  reach === 'province' ? MANY : { everywhere: false, people: reach.employeeIds, agencies: reach.agencyIds }

// Whoever is reached by his agency is looked for among those who have a post there; the post that the day counts for decides.
const reached = (everywhere: string, people: string, agencies: string) => `
  (${everywhere}::boolean or person.employee_id = any (${people}::uuid[]) or post.agency_id = any (${agencies}::uuid[]))
  and (${everywhere}::boolean or person.employee_id = any (${people}::uuid[]) or person.employee_id in (
    select employee_id from roster.assignment where agency_id = any (${agencies}::uuid[]) and not withdrawn and from_date <= $1 and (to_date is null or to_date >= $1)))`

export interface Page {
  /** The key of the last one on the page before. */
  readonly after: string | undefined
  readonly limit: number
}

/**
 * People in whose name each of the words begins a word, in the order of the index: by that word, then by name. The longest one is walked, from
 * where the page begins until it is full; the others are asked of each whom that finds.
 * @param date the civil day whose posts are shown @param lastDigits three, or empty
 */
export async function findByWords(
  pool: Pool,
  date: string,
  reach: Reach,
  asked: { words: readonly string[]; lastDigits: string },
  page: Page,
): Promise<Shown[]> {
  const [walked, ...others] = asked.words.toSorted((a, b) => b.length - a.length)
  const { everywhere, people, agencies } = within(reach)
  const from =
    page.after === undefined
      ? undefined
      : (
          await pool.query<{ word: string; name: string }>(
            'select word, name from name_word where employee_id = $1 and word >= $2 and word < $3 order by word limit 1',
            [page.after, walked, walked + LAST],
          )
        ).rows[0]
  const { rows } = await pool.query<Shown>(
    `${withPost} join name_word found on found.employee_id = person.employee_id
     where found.word >= $2 and found.word < $3
       and ($4::text is null or (found.word, found.name, found.employee_id) > ($4::text, $5::text, $6::uuid))
       -- Of two words of one name that begin alike the first one finds it.
       and not exists (select from name_word other where other.employee_id = found.employee_id and other.word >= $2 and other.word < found.word)
       and not exists (select from unnest($7::text[]) as also (beginning) where not exists (
         select from name_word other where other.employee_id = found.employee_id and starts_with(other.word, also.beginning)))
       and ($8 = '' or right(person.nip, 3) = $8)
       and ${reached('$9', '$10', '$11')}
     order by found.word, found.name, found.employee_id limit $12`,
    [
      date,
      walked,
      walked + LAST,
      from?.word,
      from?.name,
      page.after,
      others,
      asked.lastDigits,
      everywhere,
      people,
      agencies,
      page.limit,
    ],
  )
  return rows
}

/** People whose NIP ends in these three digits, by name. */
export async function findByTail(
  pool: Pool,
  date: string,
  reach: Reach,
  lastDigits: string,
  page: Page,
): Promise<Shown[]> {
  const { everywhere, people, agencies } = within(reach)
  const from =
    page.after === undefined
      ? undefined
      : (await pool.query<{ name: string }>('select name from person where employee_id = $1', [page.after])).rows[0]
  const { rows } = await pool.query<Shown>(
    `${withPost}
     where right(person.nip, 3) = $2 and ($3::text is null or (person.name, person.employee_id) > ($3::text, $4::uuid))
       and ${reached('$5', '$6', '$7')}
     order by person.name, person.employee_id limit $8`,
    [date, lastDigits, from?.name, page.after, everywhere, people, agencies, page.limit],
  )
  return rows
}
