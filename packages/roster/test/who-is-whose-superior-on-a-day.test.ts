import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Caller } from '@timbang/identity/caller'
import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { Tx } from '@timbang/postgres/pool'
import { peopleDelegatedTo, standsInFor, stoodInBy } from '../src/delegation.ts'
import { foldDirectory } from '../src/fold.ts'
import { assesses, assessorOf, linesFrom, linesOn } from '../src/line.ts'
import { assignmentOf, assignmentsBetween, peopleAssessedBy, personDay } from '../src/read.ts'
import { relationsTo, relationsToUnit, unitsHeadedBy } from '../src/relations.ts'
import { testDatabase, type TestDatabase } from '@timbang/testkit/database'
import { assignment, delegation, id, position } from './given.ts'

let roster: TestDatabase
beforeAll(async () => {
  roster = await testDatabase()
})
afterAll(() => roster.close())

const person = (n: number) => id('empl', n)
const day = '2026-07-15'

/** Asks in a transaction in which only these events were folded. */
async function given<T>(events: readonly DirectoryEvent[], ask: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await roster.pool.connect()
  try {
    await client.query('begin')
    await foldDirectory(client, events)
    return await ask(client)
  } finally {
    await client.query('rollback')
    client.release()
  }
}
const peopleOf = async (tx: Tx, n: number, date = day) =>
  (await peopleAssessedBy(tx, person(n), date)).map((held) => held.employeeId)
const caller = (n: number | undefined, more: Partial<Caller> = {}): Caller => ({
  kind: 'person',
  sub: 's',
  ...(n === undefined ? {} : { employeeId: person(n) }),
  roles: [],
  agencies: [],
  amr: [],
  token: '',
  ...more,
})
const numbers = (ids: readonly string[]) => ids.map((text) => Number(text.slice(-12)))

// 1 secretary ← 2 director ← 3 chief ← 4 head ← 5, 6 staff
const province = [
  position(1),
  position(2, 1, { agency: 2, headsAgency: true }),
  position(3, 2, { agency: 2 }),
  position(4, 3, { agency: 2 }),
  position(5, 4, { agency: 2 }),
  position(6, 4, { agency: 2 }),
]
const everybody = [
  assignment(1, 1),
  assignment(2, 2, { agency: 2 }),
  assignment(3, 3, { agency: 2 }),
  assignment(4, 4, { agency: 2 }),
  assignment(5, 5, { agency: 2 }),
  assignment(6, 6, { agency: 2 }),
]

test('the holder of the post above assesses', () =>
  given([...province, ...everybody], async (tx) => {
    expect(await assessorOf(tx, person(5), day)).toBe(person(4))
    expect(await assessorOf(tx, person(1), day)).toBeUndefined()
    expect(numbers(await peopleOf(tx, 4))).toEqual([5, 6])
    expect(numbers(await peopleOf(tx, 3))).toEqual([4])
  }))

test('a vacant post is passed over, from below and from above', () =>
  given([...province, ...everybody.filter((held) => held.employeeId !== person(4))], async (tx) => {
    expect(await assessorOf(tx, person(5), day)).toBe(person(3))
    expect(numbers(await peopleOf(tx, 3))).toEqual([5, 6])
  }))

test('an assignment that is over, has not begun or was withdrawn holds nothing', () =>
  given(
    [
      ...province,
      ...everybody.filter((held) => held.employeeId !== person(4)),
      assignment(7, 4, { to: '2026-07-14', agency: 2 }),
      assignment(8, 4, { from: '2026-07-16', agency: 2 }),
      assignment(9, 4, { withdrawn: true, agency: 2 }),
    ],
    async (tx) => {
      expect(await assessorOf(tx, person(5), '2026-07-14')).toBe(person(7))
      expect(await assessorOf(tx, person(5), '2026-07-15')).toBe(person(3))
      expect(await assessorOf(tx, person(5), '2026-07-16')).toBe(person(8))
    },
  ))

test('a Plt of a vacant post and a Plh of one whose holder is away assess; the holder may act too', () =>
  given(
    [
      ...province,
      ...everybody.filter((held) => held.employeeId !== person(4)),
      assignment(6, 4, { capacity: 2, from: '2026-07-01', to: '2026-07-31', agency: 2 }),
      assignment(2, 3, { capacity: 3, from: '2026-07-10', to: '2026-07-20', agency: 2 }),
    ],
    async (tx) => {
      expect(await assessorOf(tx, person(5), day)).toBe(person(6))
      expect((await assignmentOf(tx, person(6), day))?.capacity).toBe('definitive')
      // 6 acts as his own superior, so he is assessed further up; there a Plh stands in for 3.
      expect(await assessorOf(tx, person(6), day)).toBe(person(2))
      expect(await assesses(tx, person(3), person(6), [day])).toBe(true)
      expect(numbers(await peopleOf(tx, 6))).toEqual([5])
      expect(numbers(await peopleOf(tx, 3))).toEqual([6])
      expect(numbers(await peopleOf(tx, 2))).toEqual([3, 6])
    },
  ))

test('a day counts for the definitive post, without one for the Plt that began first', () =>
  given(
    [
      ...province,
      assignment(7, 5, { capacity: 3, from: '2026-06-01' }),
      assignment(7, 6, { capacity: 2, from: '2026-07-02' }),
      assignment(7, 3, { capacity: 2, from: '2026-07-01' }),
      assignment(7, 4, { from: '2026-07-20' }),
    ],
    async (tx) => {
      expect((await assignmentOf(tx, person(7), '2026-06-30'))?.capacity).toBe('plh')
      expect((await assignmentOf(tx, person(7), '2026-07-15'))?.positionId).toBe(id('post', 3))
      expect(await assignmentOf(tx, person(7), '2026-07-20')).toMatchObject({
        positionId: id('post', 4),
        capacity: 'definitive',
        fromDate: '2026-07-20',
        toDate: null,
        zone: 'WIB',
        positionGroup: 1,
      })
      expect(await assignmentOf(tx, person(7), '2026-05-31')).toBeUndefined()
      expect(
        (await assignmentsBetween(tx, person(7), '2026-06-15', '2026-07-01')).map((held) => held.capacity),
      ).toEqual(['plh', 'plt'])
    },
  ))

test('a loop that a half-arrived change makes ends', () =>
  given([position(1, 2), position(2, 1), assignment(1, 1), assignment(3, 1, { from: '2027-01-01' })], async (tx) => {
    expect(await assessorOf(tx, person(1), day)).toBeUndefined()
    expect(await peopleOf(tx, 1)).toEqual([])
  }))

test('the relations of a caller: of the chain, of his agencies, of nobody else', () =>
  given([...province, ...everybody, assignment(9, 1, { capacity: 3, from: '2027-01-01', agency: 1 })], async (tx) => {
    const to = async (who: Caller, n: number) => [...(await relationsTo(tx, who, person(n), day))].sort()
    expect(await to(caller(5), 5)).toEqual(['self'])
    expect(await to(caller(4), 5)).toEqual(['assessor'])
    expect(await to(caller(3), 5)).toEqual(['assessors_superior'])
    expect(await to(caller(2), 5)).toEqual(['agency_head'])
    expect(await to(caller(2), 1)).toEqual([])
    expect(await to(caller(1), 5)).toEqual([])
    expect(await to(caller(6), 5)).toEqual([])
    const officer = { roles: ['personnel_officer'] as const, agencies: [id('agen', 2)] }
    expect(await to(caller(undefined, officer), 5)).toEqual(['personnel_officer'])
    expect(await to(caller(undefined, officer), 1)).toEqual([])
    expect(await to(caller(undefined, { roles: ['bkd'], agencies: [id('agen', 2)] }), 5)).toEqual([])
  }))

const noon = Date.parse('2026-07-15T05:00:00Z')
const delegatedTo = async (tx: Tx, n: number, at = noon) =>
  (await peopleDelegatedTo(tx, person(n), at)).map(({ delegation: { employeeId }, people }) => [
    ...numbers([employeeId]),
    numbers(people.map((one) => one.employeeId)),
  ])

test('who stands in verifies for whom the superior assesses, never himself, and hands nothing on', () =>
  given(
    [...province, ...everybody, delegation(4, 5), delegation(5, 6, { n: 2 }), delegation(3, 4, { n: 3 })],
    async (tx) => {
      expect(await delegatedTo(tx, 5)).toEqual([[4, [6]]])
      expect(await delegatedTo(tx, 6)).toEqual([[5, []]])
      // 4 stands in for his own superior, whose only person is himself.
      expect(await delegatedTo(tx, 4)).toEqual([[3, []]])
      const to = async (who: number, of: number, at?: number) =>
        [...(await relationsTo(tx, caller(who), person(of), day, at))].sort()
      expect(await to(5, 6, noon)).toEqual(['assessors_delegate'])
      expect(await to(5, 6)).toEqual([])
      expect(await to(5, 5, noon)).toEqual(['self'])
      expect(await to(6, 5, noon)).toEqual([])
      expect(await to(4, 4, noon)).toEqual(['self'])
      // The superior keeps what is his.
      expect(await to(4, 6, noon)).toEqual(['assessor'])
      expect(numbers((await stoodInBy(tx, person(4), noon)).map((one) => one.delegateId))).toEqual([5])
    },
  ))

test('a delegation holds from the first to the last instant of its days, in the zone of the workplace, until it is ended', () =>
  given([...province, ...everybody, delegation(4, 5)], async (tx) => {
    const holds = async (utc: string) => (await standsInFor(tx, person(5), Date.parse(utc))).length === 1
    expect(await holds('2026-07-09T16:59:59.999Z')).toBe(false)
    expect(await holds('2026-07-09T17:00:00Z')).toBe(true)
    expect(await holds('2026-07-20T16:59:59.999Z')).toBe(true)
    expect(await holds('2026-07-20T17:00:00Z')).toBe(false)
    await foldDirectory(tx, [delegation(4, 5, { zone: 'WIT', version: 2 })])
    expect(await holds('2026-07-09T14:59:59.999Z')).toBe(false)
    expect(await holds('2026-07-09T15:00:00Z')).toBe(true)
    expect(await holds('2026-07-20T15:00:00Z')).toBe(false)
    await foldDirectory(tx, [delegation(4, 5, { zone: 'WITA', version: 3 })])
    expect(await holds('2026-07-09T16:00:00Z')).toBe(true)
    expect(await holds('2026-07-20T16:00:00Z')).toBe(false)
    await foldDirectory(tx, [delegation(4, 5, { endedAt: noon, version: 4 })])
    expect(await holds('2026-07-15T04:59:59.999Z')).toBe(true)
    expect(await holds('2026-07-15T05:00:00Z')).toBe(false)
  }))

test('who has lost his post stands in for nobody, and for who has lost his there is nothing to verify', () =>
  given(
    [
      ...province,
      ...everybody.filter(({ employeeId }) => ![person(4), person(5)].includes(employeeId!)),
      assignment(4, 4, { to: '2026-07-16', agency: 2 }),
      assignment(5, 5, { to: '2026-07-14', agency: 2 }),
      delegation(4, 5),
      delegation(4, 3, { n: 2 }),
    ],
    async (tx) => {
      expect(await delegatedTo(tx, 5, Date.parse('2026-07-14T05:00:00Z'))).toEqual([[4, [6]]])
      expect(await delegatedTo(tx, 5)).toEqual([])
      expect(await delegatedTo(tx, 3)).toEqual([[4, [6]]])
      expect(await delegatedTo(tx, 3, Date.parse('2026-07-17T05:00:00Z'))).toEqual([[4, []]])
    },
  ))

test('a unit is headed by whoever holds the post in it that the others answer to, on his days, in whatever capacity', () => {
  // Ward 1 under a director of unit 9: a head, two who answer to him, and one who answers to the director himself.
  const posts = [
    position(1, undefined, { unit: 9 }),
    position(2, 1),
    position(3, 2),
    position(4, 2),
    position(5, 1),
    // A team of the ward has a leader, who heads no unit.
    position(8, 3),
    // Another unit in which everybody answers to the director: nobody in it is its head.
    position(6, 1, { unit: 2 }),
    position(7, 1, { unit: 2 }),
  ]
  const held = [
    assignment(1, 1),
    assignment(2, 2, { to: '2026-07-15' }),
    assignment(3, 3),
    assignment(5, 5),
    assignment(6, 6),
    assignment(8, 2, { from: '2026-07-16', capacity: 2 }),
  ]
  return given([...posts, ...held], async (tx) => {
    const heads = async (date: string) => {
      const found: number[] = []
      for (let n = 1; n <= 8; n++) if ((await unitsHeadedBy(tx, person(n), date)).includes(id('unit', 1))) found.push(n)
      return found
    }
    expect(await heads('2026-07-15')).toEqual([2])
    expect(await heads('2026-07-16')).toEqual([8])
    // From August on the head of the ward answers to one of it: he is its head no more.
    await foldDirectory(tx, [position(2, 1, { version: 2, later: [['2026-08-01', 3]] })])
    expect([await heads('2026-07-31'), await heads('2026-08-01')]).toEqual([[8], []])
    for (const n of [1, 6]) expect(await unitsHeadedBy(tx, person(n), day)).toEqual([])
    const unit = { unitId: id('unit', 1), agencyId: id('agen', 1) }
    const stands = async (who: Caller, of = unit) => [...(await relationsToUnit(tx, who, of, day))].sort()
    expect(await stands(caller(2))).toEqual(['unit_head'])
    expect(await stands(caller(2), { ...unit, unitId: id('unit', 2) })).toEqual([])
    expect(await stands(caller(3))).toEqual([])
    const officer = { roles: ['personnel_officer'] as const, agencies: [id('agen', 1)] }
    expect(await stands(caller(undefined, officer))).toEqual(['personnel_officer'])
    expect(await stands(caller(undefined, officer), { ...unit, agencyId: id('agen', 2) })).toEqual([])
  })
})

test('who assesses on a day is who the post answered to on that day, also when it was entered late', () =>
  given([...province, ...everybody], async (tx) => {
    const days = ['2026-07-14', '2026-07-15', '2026-07-31', '2026-08-01']
    const assessors = async () => {
      const lines = await linesOn(
        tx,
        days.map((date) => ({ employeeId: person(5), date })),
      )
      return days.map((date) => numbers(lines.get(personDay({ employeeId: person(5), date }))!.assessors)[0])
    }
    expect(await assessors()).toEqual([4, 4, 4, 4])
    await foldDirectory(tx, [
      position(5, 4, {
        agency: 2,
        version: 2,
        later: [
          ['2026-07-15', 6],
          ['2026-08-01', 3],
        ],
      }),
    ])
    expect(await assessors()).toEqual([4, 6, 6, 3])
    for (const [at, date] of days.entries())
      for (const n of [3, 4, 6])
        expect((await peopleOf(tx, n, date)).includes(person(5)), `${n} on ${date}`).toBe((await assessors())[at] === n)
    // A change further up moves the line of everybody below it on those days alone; 4 answers to 2 himself from August on.
    await foldDirectory(tx, [position(4, 3, { agency: 2, version: 2, later: [['2026-08-01', 2]] })])
    const above = async (date: string) =>
      numbers(
        (await linesOn(tx, [{ employeeId: person(6), date }])).get(personDay({ employeeId: person(6), date }))!
          .superiors,
      )
    expect(await above('2026-07-31')).toEqual([3])
    expect(await above('2026-08-01')).toEqual([2])
    // Who decides today on what was worked then: the post of then, and who stands above it today.
    const then = { employeeId: person(5), postOn: '2026-07-14', date: '2026-08-01' }
    expect(numbers((await linesFrom(tx, [then])).get(personDay(then))!.assessors)).toEqual([3])
    // A state of before is no news.
    await foldDirectory(tx, [position(5, 6, { agency: 2, version: 1 })])
    expect(await assessors()).toEqual([4, 6, 6, 3])
  }))

test('whom somebody assesses and who assesses him are one relation seen from two ends', async () => {
  const posts = 7,
    people = 6
  const held = fc.record({
    employee: fc.integer({ min: 1, max: people }),
    post: fc.integer({ min: 1, max: posts }),
    capacity: fc.constantFrom(1 as const, 2 as const, 3 as const),
  })
  const chart = fc.tuple(
    ...Array.from({ length: posts }, (_, n) => fc.option(fc.integer({ min: 1, max: Math.max(n, 1) }), { freq: 8 })),
  )
  await fc.assert(
    fc.asyncProperty(chart, fc.array(held, { maxLength: 9 }), async (superiors, holders) => {
      const events = [
        ...superiors.map((superior, n) => {
          const now = n === 0 || superior === null ? undefined : superior
          // Every other one came to its superior on that very day, and leaves him after it.
          if (n % 2 === 0) return position(n + 1, now)
          return position(n + 1, undefined, {
            later: [
              [day, now],
              ['2026-07-16', undefined],
            ],
          })
        }),
        ...holders.map(({ employee, post, capacity }) => assignment(employee, post, { capacity })),
      ]
      await given(events, async (tx) => {
        const lines = await linesOn(
          tx,
          Array.from({ length: people }, (_, n) => ({ employeeId: person(n + 1), date: day })),
        )
        for (let superior = 1; superior <= people; superior++) {
          const fromAbove = numbers(await peopleOf(tx, superior)).sort()
          const fromBelow = Array.from({ length: people }, (_, n) => n + 1).filter((n) =>
            lines.get(personDay({ employeeId: person(n), date: day }))?.assessors.includes(person(superior)),
          )
          expect(fromAbove).toEqual(fromBelow)
        }
      })
    }),
    { numRuns: 150, seed: 20261126 },
  )
})
