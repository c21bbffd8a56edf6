import fc from 'fast-check'
import { expect, test } from 'vitest'
import { carried, type Entry, evolve, requantifiedSince } from './entry.ts'
import {
  admitted,
  BUDI,
  conflicted,
  facts,
  given,
  held,
  NOON,
  openedIt,
  refusedFor,
  returned,
  tell,
  undone,
  verified,
  withdrawn,
} from './given.ts'

test('an admitted entry waits, a verified one is verified by its assessor', () => {
  expect(given(admitted())).toMatchObject({ state: 'waiting', timeliness: 'in-time', opened: false, verdictVersion: 0 })
  expect(given(admitted(), verified())).toMatchObject({
    state: 'verified',
    verdictVersion: 1,
    verdictBy: BUDI,
    verdictAt: NOON,
  })
})

test("an imported verdict bears nobody's name", () => {
  const entry = given(admitted(), tell(verified(), { actor: 'importer', sourceRecordedAt: NOON - 1 }))
  expect(entry).toMatchObject({ state: 'verified', verdictBy: undefined })
  expect(entry!.steps.at(-1)).not.toHaveProperty('actor')
})

test('imported history is told at the times of the system that it comes from', () => {
  const entry = given(
    tell(admitted(), { sourceRecordedAt: NOON - 9 }),
    tell(verified(), { sourceRecordedAt: NOON - 5 }),
    undone(),
  )
  expect(
    given(tell(admitted(), { sourceRecordedAt: NOON - 9 }), tell(verified(), { sourceRecordedAt: NOON - 5 }))!
      .verdictAt,
  ).toBe(NOON - 5)
  expect(entry!.steps.map(({ at }) => at)).toEqual([NOON - 9, NOON - 5, NOON])
  // Judged again after it was brought here: that happened here.
  expect(
    given(tell(held(), { sourceRecordedAt: NOON - 9 }), tell(admitted(), { sourceRecordedAt: NOON - 9 }))!.steps.map(
      ({ at }) => at,
    ),
  ).toEqual([NOON - 9, NOON])
})

test('an undone verdict leaves the entry waiting and opened as it was', () => {
  expect(given(admitted({}, ['late']), openedIt(), verified(), undone())).toMatchObject({
    state: 'waiting',
    opened: true,
    verdictVersion: 2,
    verdictBy: undefined,
  })
})

test('a correction begins again, but its verdicts go on counting', () => {
  expect(given(admitted(), openedIt(), returned(), admitted({ revision: 2, contentDigest: 'bb' }))).toMatchObject({
    state: 'waiting',
    opened: false,
    code: undefined,
    verdictVersion: 1,
    facts: { revision: 2 },
  })
})

test('a correction clears the conflict of what it corrects', () => {
  expect(given(admitted(), conflicted())?.conflicted).toBe(true)
  expect(given(admitted(), conflicted(), admitted({ revision: 2 }))?.conflicted).toBe(false)
})

test('an entry that was taken back waits for nobody, and no verdict on what it was changes that', () => {
  const gone = given(admitted({}, ['late'], 'late'), openedIt(), returned(1), withdrawn())
  expect(gone).toMatchObject({
    state: 'withdrawn',
    timeliness: undefined,
    code: undefined,
    checkCodes: [],
    opened: false,
    verdictVersion: 1,
    verdictBy: undefined,
    facts: { revision: 2, withdrawn: true },
  })
  expect(gone!.steps.at(-1)).toMatchObject({ what: 'EntryWithdrawn', revision: 2 })
  for (const verdict of [verified(2), returned(2), undone(2)])
    expect(evolve(gone, tell(verdict, { actor: BUDI }))).toMatchObject({ state: 'withdrawn', verdictVersion: 1 })
})

test('a withdrawal of a verified entry leaves it verified, and tells it as a step', () => {
  const entry = given(
    admitted(),
    verified(),
    refusedFor('entry.already-verified', { revision: 2, withdrawn: true, contentDigest: 'cc' }),
  )
  expect(entry).toMatchObject({ state: 'verified', facts: { revision: 1, withdrawn: false } })
  expect(entry!.steps.at(-1)).toMatchObject({ what: 'EntryRefused', revision: 2 })
})

test('a refused correction leaves what stands as it stood, and tells it as a step', () => {
  const entry = given(admitted(), verified(), refusedFor('entry.already-verified', { revision: 2 }))
  expect(entry).toMatchObject({ state: 'verified', facts: { revision: 1 } })
  expect(entry!.steps.at(-1)).toMatchObject({ what: 'EntryRefused', revision: 2, code: 'entry.already-verified' })
})

test('a client that repeats a conflict or a refused correction does not make the story longer', () => {
  expect(given(admitted(), conflicted(), conflicted(), conflicted())!.steps).toHaveLength(2)
  expect(
    given(
      admitted(),
      verified(),
      refusedFor('entry.already-verified', { revision: 2 }),
      refusedFor('entry.already-verified', { revision: 2 }),
    )!.steps,
  ).toHaveLength(3)
})

test('a moved window changes the timeliness of a verified entry and nothing else of it', () => {
  expect(given(admitted({}, ['late'], 'late'), openedIt(), verified(), admitted())).toMatchObject({
    state: 'verified',
    timeliness: 'in-time',
    checkCodes: [],
    verdictVersion: 1,
    opened: true,
  })
})

test('the correction of a returned entry is as timely as what it corrects, that of a waiting one is not', () => {
  const later = facts({ revision: 2, recordedAt: NOON + 1 })
  expect(carried(given(admitted(), returned()), later)).toEqual({ of: facts() })
  for (const entry of [given(admitted()), given(admitted(), verified()), given(refusedFor()), undefined])
    expect(carried(entry, later)).toBeUndefined()
})

test('a correction that is refused hands the instant on to the next', () => {
  const entry = given(
    admitted(),
    returned(),
    refusedFor('activity.result-unknown', { revision: 2, recordedAt: NOON + 1 }, NOON - 7),
  )
  expect(carried(entry, facts({ revision: 3, recordedAt: NOON + 2 }))).toEqual({ instant: NOON - 7 })
  expect(carried(entry, entry!.facts)).toEqual({ instant: NOON - 7 })
})

test('events that come twice, as after a killed relay, change nothing', () => {
  const story = [
    held(),
    admitted({}, ['late'], 'late'),
    openedIt(),
    verified(),
    undone(),
    returned(3),
    refusedFor('activity.result-unknown', { revision: 2 }),
    admitted({ revision: 3 }),
    conflicted(3),
    verified(4, 3),
    undone(5, 3),
    withdrawn(4),
    admitted({ revision: 5 }),
  ].map((one) => tell(one, { actor: BUDI }))
  fc.assert(
    fc.property(fc.nat(story.length), fc.nat(story.length), (a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)]
      const again = [...story.slice(0, to), ...story.slice(from, to), ...story.slice(to)]
      expect(again.reduce(evolve, undefined as ReturnType<typeof evolve>)).toEqual(
        story.reduce(evolve, undefined as ReturnType<typeof evolve>),
      )
    }),
  )
})

test('a story that grows without end keeps its beginning and its last lines, and a line that is gone is no news when it is told again', () => {
  const story = [tell(admitted())]
  for (let version = 1; version <= 400; version += 2)
    story.push(
      tell(verified(version), { actor: BUDI, decidedAt: NOON + version }),
      tell(undone(version + 1), { actor: BUDI, decidedAt: NOON + version + 1 }),
    )
  const entry = given(...story)!
  expect(entry.steps.length).toBe(64)
  expect(entry.steps[0]!.what).toBe('EntryAdmitted')
  expect(entry.forgotten!.count + entry.steps.length).toBe(story.length)
  expect(entry).toMatchObject({ state: 'waiting', verdictVersion: 400 })
  expect(story.reduce<Entry | undefined>(evolve, entry)).toEqual(entry)
})

test('of two verdicts the one with the higher version stands, in whatever order they are told', () => {
  const before = given(admitted(), verified(1), undone(2))!
  expect(evolve(before, tell(verified(1), { actor: BUDI }))).toMatchObject({ state: 'waiting', verdictVersion: 2 })
  expect(evolve(before, tell(returned(3), { actor: BUDI }))).toMatchObject({ state: 'returned', verdictVersion: 3 })
})

test('a verdict on a revision that a correction has replaced changes nothing of what stands', () => {
  const corrected = given(admitted(), returned(1), admitted({ revision: 2 }))!
  expect(evolve(corrected, tell(verified(2, 1), { actor: BUDI }))).toMatchObject({
    state: 'waiting',
    facts: { revision: 2 },
    verdictVersion: 1,
  })
})

test('a revision that says another quantity is told as such, and what became of it since a verdict is told from there', () => {
  const mended = (revision: number, quantityThousandths: number | undefined, more: object = {}) =>
    admitted({ revision, quantityThousandths, contentDigest: `d${revision}`, ...more })
  const entry = given(admitted(), returned(), mended(2, 12_000), mended(3, 3_000), mended(4, undefined))!
  const changes = entry.steps.flatMap(({ revision, quantity }) =>
    quantity === undefined ? [] : [[revision, quantity]],
  )
  expect(changes).toEqual([
    [3, { before: 12_000, unitBefore: 'berkas', after: 3_000, unit: 'berkas' }],
    [4, { before: 3_000, unitBefore: 'berkas', after: null, unit: 'berkas' }],
  ])
  expect(requantifiedSince(entry, 1)).toEqual({ before: 12_000, unitBefore: 'berkas', after: null, unit: 'berkas' })
  expect(requantifiedSince(entry, 3)).toMatchObject({ before: 3_000, after: null })
  expect(requantifiedSince(entry, 4)).toBeUndefined()
  // There and back again is no change; a withdrawal in between says nothing of the quantity.
  expect(requantifiedSince(given(admitted(), mended(2, 1_000), mended(3, 12_000))!, 1)).toBeUndefined()
  const again = given(admitted(), withdrawn(2), mended(3, 9_000))!
  expect(again.steps.filter(({ quantity }) => quantity !== undefined)).toEqual([])
})
test('a quantity that was refused while an earlier revision stands has become nothing', () => {
  const entry = given(
    admitted(),
    verified(),
    refusedFor('entry.already-verified', { revision: 2, quantityThousandths: 99_000, contentDigest: 'bb' }),
  )!
  expect(entry.steps.at(-1)!.quantity).toMatchObject({ after: 99_000 })
  expect(requantifiedSince(entry, 1)).toBeUndefined()
})
