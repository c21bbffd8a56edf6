import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agencyIdOf } from '@timbang/contracts/official-id'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { findByTail, findByWords } from '../src/store/find.ts'
import { employee, nip, province, row, startDirectory, structure, type Directory } from './given.ts'

const named = [
  [1, 'Sudirman'],
  [2, 'Dr. Rahmi Anggraini, S.Kom.'],
  [3, 'Hendra Saputra'],
  [4, 'Siti Aminah Sitompul'],
  [5, "Nur'aini Siregar"],
  [6, 'Siti Rahmawati'],
  [7, 'Ahmad Siregar'],
] as const

let directory: Directory
beforeAll(async () => {
  directory = await startDirectory()
  await directory.client.registerStructure(structure(), { token: directory.importer })
  const names = new Map<number, string>(named)
  const { problems } = await directory.importStaff(province().map((one) => ({ ...one, name: names.get(one.line)! })))
  expect(problems.filter((problem) => !problem.includes('warning'))).toEqual([])
})
afterAll(() => directory.stop())

const ask = (token: string, of: { words?: string; lastDigits?: string; after?: string }) =>
  directory.client.findPeople({ words: '', lastDigits: '', after: '', ...of }, { token })
const value = <T>(answer: T | Refusal): T => {
  if (isRefusal(answer)) throw new Error(answer.code)
  return answer
}
const found = async (token: string, of: Parameters<typeof ask>[1]) =>
  value(await ask(token, of)).people.map(({ person }) => Number(person!.employeeId.slice(-12)))
const code = <T>(answer: T | Refusal) => (isRefusal(answer) ? answer.code : 'answered')
/** Another one each time: nobody comes near his limit by asking for many. */
const board = () => directory.issuer.token({ sub: randomUUID(), roles: ['bkd'] })

test('every word that is typed begins a word of the name, whatever its case, its order and its marks', async () => {
  expect(await found(await board(), { words: 'siti' })).toEqual([4, 6])
  expect(await found(await board(), { words: 'rah SI' })).toEqual([6])
  expect(await found(await board(), { words: 'Sitom aminah' })).toEqual([4])
  expect(await found(await board(), { words: 'nuraini' })).toEqual([5])
  expect(await found(await board(), { words: "nur'aini s." })).toEqual([5])
  expect(await found(await board(), { words: 'dr rahmi' })).toEqual([2])
  expect(await found(await board(), { words: 'minah' })).toEqual([])
})

test('three digits find whose NIP ends in them, and no other number is taken', async () => {
  const tail = nip(4).slice(-3)
  const all = named.flatMap(([n]) => (nip(n).endsWith(tail) ? [n] : []))
  expect((await found(await board(), { lastDigits: tail })).toSorted()).toEqual(all)
  expect(await found(await board(), { lastDigits: '987' })).toEqual([])
  expect(await found(await board(), { words: 'siregar', lastDigits: '987' })).toEqual([])
  expect((await found(await board(), { words: 'siregar', lastDigits: tail })).toSorted()).toEqual([5, 7])
  for (const lastDigits of ['1', '12', '1234', 'abc', nip(4)])
    expect(code(await ask(await board(), { lastDigits })), lastDigits).toBe('request.value-invalid')
})

test('what is told is name, post, who lent him, the last three digits, and who is above', async () => {
  const answer = value(await ask(await board(), { words: 'aminah' }))
  expect(answer).toEqual({
    people: [
      {
        person: {
          employeeId: employee(4),
          name: 'Siti Aminah Sitompul',
          positionTitle: 'Jabatan 4',
          unitName: 'Bidang DINAS',
          agencyId: agencyIdOf('DINAS'),
          nipTail: nip(4).slice(-3),
          secondedFrom: '',
        },
        assessor: expect.objectContaining({ employeeId: employee(3), positionTitle: 'Jabatan 3' }),
        superior: expect.objectContaining({ employeeId: employee(2), positionTitle: 'Jabatan 2' }),
      },
    ],
    next: '',
  })
  expect(JSON.stringify(answer)).not.toContain(nip(4))
})

test('everybody looks among those whom he may know: an officer and a head in their agency, an assessor among his people', async () => {
  const officer = await directory.issuer.token({
    sub: 'officer',
    roles: ['personnel_officer'],
    agencies: [agencyIdOf('BADAN')],
  })
  expect(await found(officer, { words: 'siti' })).toEqual([6])
  expect(await found(officer, { words: 'si' })).toEqual([7, 6])
  expect(await found(officer, { lastDigits: nip(4).slice(-3) })).toEqual([7, 6])
  // Known by his post alone.
  expect(await found(await directory.issuer.person(employee(2)), { words: 'si' })).toEqual([5, 4])
  expect(await found(await directory.issuer.person(employee(3)), { words: 'si' })).toEqual([5, 4])
  expect(await found(await directory.issuer.person(employee(3)), { words: 'rahmi' })).toEqual([])
  // The Sekda assesses the heads of two agencies, and heads his own.
  expect(await found(await directory.issuer.person(employee(1)), { words: 'siti' })).toEqual([6])
  const auditor = await directory.issuer.token({ sub: 'auditor', roles: ['auditor'] })
  expect(await found(auditor, { words: 'siti' })).toEqual([4, 6])
})

test('whoever may know nobody learns nothing: not even whether a name is there', async () => {
  const staff = await directory.issuer.person(employee(4))
  expect(await ask(staff, { words: 'siti' })).toEqual(await ask(staff, { words: 'tidakada' }))
  expect(code(await ask(staff, { words: 'siti' }))).toBe('access.denied')
  for (const role of ['operator', 'importer'] as const)
    expect(code(await ask(await directory.issuer.machine(role), { words: 'siti' })), role).toBe('access.denied')
  expect(code(await directory.client.findPeople({ words: 'siti', lastDigits: '', after: '' }))).toBe(
    'access.token-missing',
  )
})

test('less than two letters, and more words than a name has, are no name', async () => {
  for (const words of ['', 'a', 'a b', '. ,', 'aa bb cc dd ee ff gg hh ii'])
    expect(code(await ask(await board(), { words })), words).toBe('request.value-invalid')
})

test('who looks for people leaves a row with everybody whom he was shown, also where that is nobody, and without it there is no answer', async () => {
  const token = await directory.issuer.token({ sub: 'looking', roles: ['bkd'] })
  await ask(token, { words: 'aminah' })
  await ask(token, { words: 'tidakada' })
  const { pool } = directory.database
  const { rows } = await pool.query<{ subjects: string[] }>(
    `select subjects from audit.look where reader = 'looking' and operation = 'directory.FindPeople' order by look_id`,
  )
  expect(rows.map((one) => one.subjects.toSorted())).toEqual([[employee(2), employee(3), employee(4)], []])
  await pool.query('alter table audit.look rename to gone')
  try {
    expect(code(await ask(token, { words: 'aminah' }))).toBe('service.unavailable')
  } finally {
    await pool.query('alter table audit.gone rename to look')
  }
})

test('whoever asks sixty times a minute waits for the next one, and holds up nobody else', async () => {
  const token = await directory.issuer.token({ sub: 'reads-off', roles: ['bkd'] })
  for (let nth = 0; nth < 60; nth++) expect(code(await ask(token, { words: 'siti' }))).toBe('answered')
  expect(await ask(token, { words: 'siti' })).toMatchObject({ code: 'request.too-many' })
  expect(code(await ask(await board(), { words: 'siti' }))).toBe('answered')
  directory.clock.advance(60_000)
  expect(code(await ask(token, { words: 'siti' }))).toBe('answered')
})

test('twenty hits are a page, each person stands once, and the next page goes on behind it', async () => {
  const many = Array.from({ length: 45 }, (_, at) => 100 + at)
  await directory.importStaff(
    many.map((n) => row(n, { name: `Budi Budiman ${String(999 - n)}`, superiorPositionCode: 'P3' })),
  )
  const pages = async (of: { words?: string; lastDigits?: string }) => {
    const seen: string[] = []
    for (let after = ''; ; ) {
      const answer = value(await ask(await board(), { ...of, after }))
      expect(answer.people.length).toBeLessThanOrEqual(20)
      seen.push(...answer.people.map(({ person }) => person!.name))
      after = answer.next
      if (after === '') return seen
    }
  }
  const names = many.map((n) => `Budi Budiman ${String(999 - n)}`).toSorted()
  expect(await pages({ words: 'budi' })).toEqual(names)
  expect(await pages({ words: 'bud budim' })).toEqual(names)
  const tail = nip(100).slice(-3)
  const all = [...named.map(([n]) => n), ...many].filter((n) => nip(n).endsWith(tail))
  expect((await pages({ lastDigits: tail })).length).toBe(all.length)
})

test('who is renamed is found by his new name alone', async () => {
  await directory.importStaff([row(100, { name: 'Wulandari', superiorPositionCode: 'P3' })])
  expect(await found(await board(), { words: 'wulan' })).toEqual([100])
  expect(await found(await board(), { words: 'budi 899' })).toEqual([])
})

test('a name is found by an index, and no province is walked', async () => {
  const { pool } = directory.database
  await pool.query(
    `insert into person (employee_id, nip, name)
     select gen_random_uuid(), '7' || lpad(n::text, 17, '0'), 'Orang' || n || ' Kabupaten' || n % 300 from generate_series(1, 30000) as n`,
  )
  await pool.query(
    `insert into name_word (employee_id, word, name) select employee_id, word, name from person cross join lateral name_words(name) as word
     where nip like '7%' on conflict do nothing`,
  )
  await pool.query('analyze person')
  await pool.query('analyze name_word')
  /** The tables that a question walks from end to end. */
  const walked = async (work: (of: typeof pool) => Promise<unknown>) => {
    const plans: string[] = []
    const explaining = {
      query: async (text: string, values: unknown[]) => {
        const { rows } = await pool.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values)
        plans.push(rows.map((one) => one['QUERY PLAN']).join('\n'))
        return pool.query(text, values)
      },
    }
    await work(explaining as never)
    return [...plans.join('\n').matchAll(/Seq Scan on (person|name_word)/g)].map(([, table]) => table)
  }
  const page = { after: undefined, limit: 20 }
  const asked = { words: ['orang29', 'kab'], lastDigits: '' }
  expect(await walked((of) => findByWords(of, '2026-11-26', 'province', asked, page))).toEqual([])
  expect(await walked((of) => findByTail(of, '2026-11-26', 'province', '123', page))).toEqual([])
  expect(await walked((of) => of.query(`select from person where name like $1`, ['%zzz%']) as never)).toEqual([
    'person',
  ])
})
