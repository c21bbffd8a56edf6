import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ScoringEvent } from '@timbang/contracts/gen/timbang/scoring/v1/events'
import { EntryState } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { Timeliness } from '@timbang/contracts/gen/timbang/journal/v1/events'
import { isRefusal } from '@timbang/contracts/refusal'
import { said } from '@timbang/contracts/said'
import { topics } from '@timbang/contracts/topics'
import { rowOf } from '@timbang/rulebook/pack'
import { addDays } from '@timbang/rules/civil-date'
import { indeksDaerah } from '@timbang/rules/packs/indeks-daerah'
import { eventually } from '@timbang/testkit/eventually'
import { activityEvent, journalWorld, people, recordIdOf, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await journalWorld({ packs: false })
})
afterAll(() => world.close())

const publish = async (changed: Partial<typeof indeksDaerah>) => {
  const { publishedAt, hash, content, ...named } = rowOf({ ...indeksDaerah, ...changed }, world.clock.now())
  await world.publish(topics.scoring, [
    said<ScoringEvent>(
      { $case: 'packPublished', value: { ...named, hash: Buffer.from(hash), content: Buffer.from(content) } },
      { decidedAt: publishedAt },
    ),
  ])
  await world.settled()
}
const recordFor = async (employeeId: string, daysAgo: number) => {
  const event = activityEvent(employeeId, { workDate: addDays(world.today(), -daysAgo) })
  await world.publish(topics.activity, [event])
  await world.settled()
  return recordIdOf(event)
}
const entryOf = async (employeeId: string, recordId: string) => {
  const found = await world.client.getEntry({ recordId }, { token: await world.issuer.person(employeeId) })
  if (isRefusal(found)) throw new Error(found.code)
  return found.entry!
}

test('what comes before any pack waits for it, and is then judged by it', async () => {
  const [ani] = (await people(world)).staff
  const [today, old] = [await recordFor(ani!, 0), await recordFor(ani!, 30)]
  for (const recordId of [today, old])
    expect(await entryOf(ani!, recordId)).toMatchObject({
      state: EntryState.ENTRY_STATE_HELD,
      code: 'entry.rules-unknown',
    })
  await publish({})
  await eventually(async () => {
    expect(await entryOf(ani!, today)).toMatchObject({
      state: EntryState.ENTRY_STATE_WAITING,
      timeliness: Timeliness.TIMELINESS_IN_TIME,
    })
    expect(await entryOf(ani!, old)).toMatchObject({
      state: EntryState.ENTRY_STATE_REFUSED,
      code: 'entry.window-closed',
    })
  })
})

test('a day’s window, its allowance, its checks and what excuses it are those of the pack in force on the day', async () => {
  const [budi] = (await people(world)).staff
  const second = addDays(world.today(), -4)
  await publish({
    version: 2,
    effectiveFrom: second,
    windows: { ...indeksDaerah.windows, defaultDays: 7 },
    checks: { largestShareThousandths: 1, codes: ['quantity-implausible'] },
    leave: {
      ...indeksDaerah.leave,
      kinds: indeksDaerah.leave.kinds.map((kind) => (kind.code === 'important' ? { ...kind, due: true } : kind)),
    },
  })
  const before = addDays(second, -1)
  await world.publish(topics.activity, [
    {
      ...activityEvent(budi!),
      body: {
        $case: 'leaveRecorded',
        value: {
          recordId: recordIdOf(activityEvent(budi!)),
          revision: 1,
          fromDate: before,
          toDate: second,
          kind: 'important',
          withdrawn: false,
          contentDigest: Buffer.alloc(32),
          importId: undefined,
        },
      },
    },
  ])
  await world.settled()
  const token = await world.issuer.person(budi!)
  const excused = async (date: string) => {
    const month = await world.client.getMonth({ employeeId: budi!, month: date.slice(0, 7) }, { token })
    const day = await world.client.getPresence({ employeeId: budi!, fromDate: date, toDate: date }, { token })
    if (isRefusal(month) || isRefusal(day)) throw new Error('refused')
    return [month.days.find((one) => one.date === date)?.excused, day.days[0]?.excused]
  }
  expect([await excused(before), await excused(second)]).toEqual([
    [true, 'important'],
    [false, ''],
  ])
  // Three days and three of grace before, seven from then on.
  expect(await entryOf(budi!, await recordFor(budi!, 5))).toMatchObject({
    timeliness: Timeliness.TIMELINESS_LATE,
    checkCodes: ['late'],
  })
  expect(await entryOf(budi!, await recordFor(budi!, 4))).toMatchObject({
    timeliness: Timeliness.TIMELINESS_IN_TIME,
    checkCodes: ['quantity-implausible'],
  })
})
