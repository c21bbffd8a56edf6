import { PositionGroup } from '@timbang/contracts/gen/timbang/directory/v1/events'
import { positionGroupOf, positionKinds } from '@timbang/contracts/position-kind'
import { addDays, eachDay, isCivilDate } from '@timbang/rules/civil-date'
import { expect, test } from 'vitest'
import { castMembers, onLeave, transfer } from './cast.ts'
import { province, type Assignment, type Person } from './province.ts'

const sizes = [300, 1_200, 5_000]
const provinces = new Map(sizes.map((people) => [people, province(people)]))

const holds = (assignment: Assignment, date: string) =>
  assignment.from <= date && (assignment.to === undefined || assignment.to >= date)

test('the same number of people is the same province, to the byte', () => {
  expect(JSON.stringify(province(300))).toBe(JSON.stringify(provinces.get(300)))
})

test.each(sizes)('of %i people asked for so many are there, each with a post', (people) => {
  const { people: everybody, assignments } = provinces.get(people)!
  expect(everybody).toHaveLength(people)
  expect(new Set(assignments.map(({ person }) => person.employeeId)).size).toBe(people)
})

/** What is wrong with a NIP of somebody who is at work in 2026; nothing when it is right. */
function faultOf({ nip, employment }: Person): string | undefined {
  const [, year, month, day, appointedYear, appointedMonth, , serial] =
    /^(\d{4})(\d{2})(\d{2})(\d{4})(\d{2})([12])(\d{3})$/.exec(nip) ?? []
  if (year === undefined) return 'not eighteen digits, or no sex'
  if (!isCivilDate(`${year}-${month}-${day}`)) return 'no such birthday'
  const [first, last] = employment === 'pns' ? [1, 12] : [21, 29]
  if (Number(appointedMonth) < first || Number(appointedMonth) > last) return `no month of a ${employment}`
  if (Number(appointedYear) - Number(year) < 19 || Number(appointedYear) > 2026)
    return 'appointed too young, or in the future'
  if (2026 - Number(year) > (employment === 'pns' ? 58 : 60)) return 'past retirement'
  return Number(serial) > 0 ? undefined : 'no serial'
}

test.each(sizes)("of %i people every NIP obeys the rules and is nobody else's", (people) => {
  const { people: everybody } = provinces.get(people)!
  expect(everybody.flatMap((person) => faultOf(person) ?? [])).toEqual([])
  expect(new Set(everybody.map(({ nip }) => nip)).size).toBe(people)
  expect(everybody.filter(({ employment }) => employment === 'pppk').length).toBeGreaterThan(people / 10)
  expect(everybody.filter(({ employment }) => employment === 'pns').length).toBeGreaterThan(people / 2)
})

test('a NIP with a month of the other kind, of a child or without a serial is seen', () => {
  const [person] = provinces.get(300)!.people
  const wrong = (nip: string) => faultOf({ ...person!, employment: 'pns', nip })
  expect(
    ['197108221997221002', '201008222020041002', '197108221997041000', '197102301997041001', '197108221997043001'].map(
      wrong,
    ),
  ).not.toContain(undefined)
  expect(wrong('197108221997041001')).toBeUndefined()
})

test.each(sizes)('of %i people every post leads up to the Sekda without a loop', (people) => {
  const { posts } = provinces.get(people)!
  const topOf = (code: string): string => {
    let at = posts.get(code)
    for (let steps = 0; steps < 9 && at?.superiorCode !== undefined; steps++) at = posts.get(at.superiorCode)
    return at?.code ?? 'nothing'
  }
  expect(new Set([...posts.keys()].map(topOf))).toEqual(new Set(['SETDA.KA']))
})

test.each(sizes)('of %i people everybody but the Sekda has an assessor on every day since July', (people) => {
  const { assignments } = provinces.get(people)!
  const holders = Map.groupBy(assignments, ({ post }) => post.code)
  for (const { post } of assignments) {
    if (post.superiorCode === undefined) continue
    const above = holders.get(post.superiorCode) ?? []
    if (above.some(({ from, to }) => from <= '2026-07-01' && to === undefined)) continue
    for (const date of eachDay('2026-07-01', '2026-12-31'))
      expect(
        above.some((holder) => holds(holder, date)),
        `${post.code} on ${date}`,
      ).toBe(true)
  }
})

test.each(sizes)(
  'of %i people nobody holds two definitive posts on a day, and no post has two definitive holders',
  (people) => {
    const definitive = provinces.get(people)!.assignments.filter(({ capacity }) => capacity === 'definitive')
    for (const group of [
      ...Map.groupBy(definitive, ({ person }) => person.employeeId).values(),
      ...Map.groupBy(definitive, ({ post }) => post.code).values(),
    ]) {
      const inOrder = group.sort((a, b) => (a.from < b.from ? -1 : 1))
      for (let at = 1; at < inOrder.length; at++)
        expect(inOrder[at]!.from > inOrder[at - 1]!.to!, inOrder[at]!.post.code).toBe(true)
    }
  },
)

test.each(sizes)('of %i people every kind and every group of posts is held', (people) => {
  const { assignments } = provinces.get(people)!
  expect(new Set(assignments.map(({ post }) => post.kind))).toEqual(new Set(positionKinds))
  const groups = new Set(assignments.map(({ post }) => positionGroupOf(post.kind, post.title)))
  expect([...groups].sort()).toEqual([
    PositionGroup.POSITION_GROUP_MANAGERIAL,
    PositionGroup.POSITION_GROUP_FUNCTIONAL_HEALTH_EDUCATION,
    PositionGroup.POSITION_GROUP_FUNCTIONAL_OTHER,
    PositionGroup.POSITION_GROUP_PELAKSANA,
  ])
})

test('some forty agencies have units at most eight deep and codes that are theirs alone', () => {
  const { agencies, units, posts } = provinces.get(5_000)!
  expect(agencies.length).toBeGreaterThanOrEqual(38)
  expect(agencies.length).toBeLessThanOrEqual(46)
  const byCode = new Map(units.map((unit) => [unit.code, unit]))
  expect(byCode.size).toBe(units.length)
  const depthOf = (code: string | undefined): number =>
    code === undefined ? 0 : 1 + depthOf(byCode.get(code)!.parentCode)
  expect(Math.max(...units.map(({ code }) => depthOf(code)))).toBeLessThanOrEqual(8)
  expect([...posts.values()].filter((post) => byCode.get(post.unitCode)?.agencyCode !== post.agencyCode)).toEqual([])
})

test('the cast is the same in a province of any size', () => {
  const told = (people: number) =>
    provinces
      .get(people)!
      .assignments.filter(({ person }) => person.cast !== undefined)
      .map(({ person, post, capacity, from, to, assignmentId }) => ({
        ...person,
        post,
        capacity,
        from,
        to,
        assignmentId,
      }))
      .sort((a, b) => (a.assignmentId < b.assignmentId ? -1 : 1))
  expect(told(300).length).toBeGreaterThan(castMembers.length)
  for (const people of sizes.slice(1)) expect(told(people)).toEqual(told(300))
})

test('Sari has the superior of the story, and no one else of the province has her name', () => {
  for (const { people, assignments, posts } of provinces.values()) {
    const sari = assignments.find(({ person }) => person.name === 'Sari Wulandari')!
    const above = assignments.find(({ post }) => post.code === sari.post.superiorCode)!
    expect(above.person.name).toBe('Hendra Saputra')
    expect(posts.get(above.post.superiorCode!)!.title).toBe(
      'Kepala Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu',
    )
    for (const { name } of castMembers)
      expect(
        people.filter((person) => person.name === name),
        name,
      ).toHaveLength(1)
  }
})

test('the superior on leave has people, and who verifies in his place stands above him, in a province of any size', () => {
  for (const { assignments, posts } of provinces.values()) {
    const held = (code: string) => assignments.filter(({ post }) => post.code === code)
    expect(posts.get(onLeave.superior)!.superiorCode).toBe(onLeave.delegate)
    for (const code of [onLeave.superior, onLeave.delegate]) expect(held(code).length, code).toBeGreaterThan(0)
    expect(assignments.some(({ post }) => post.superiorCode === onLeave.superior)).toBe(true)
  }
})

test('the transfer was entered a month late, and leaves no day without a post', () => {
  const [before, after] = provinces.get(1_200)!.assignments.filter(({ person }) => person.cast?.key === transfer.key)
  expect(addDays(before!.to!, 1)).toBe(after!.from)
  expect(before!.post.agencyCode).not.toBe(after!.post.agencyCode)
  expect(after!.enteredOn! > addDays(after!.from, 28)).toBe(true)
})

test('every agency has a personnel officer and, but for the vacant one, a head; the province has each role of the whole', () => {
  const { agencies, grants } = provinces.get(300)!
  const count = (role: string) => grants.filter((grant) => grant.role === role).length
  expect(count('personnel_officer')).toBe(agencies.length)
  expect(count('agency_head')).toBeGreaterThanOrEqual(agencies.length - 1)
  for (const role of ['bkd', 'governor', 'auditor', 'operator']) expect(count(role), role).toBeGreaterThan(0)
})
