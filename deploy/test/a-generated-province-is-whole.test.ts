import { expect, test } from 'vitest'
import { fromMessage, isPoison } from '@timbang/contracts/envelope'
import { type Topic, topics } from '@timbang/contracts/topics'
import { readTopic, wholeTopic } from '@timbang/stream/read'
import { topicsOfThisTest } from '@timbang/testkit/topic'
import { generate } from '../../bench/generate.ts'

test('a generated province decodes, and everybody in it has a post under somebody, a plan, and entries that were verified', async () => {
  const kafka = await topicsOfThisTest({ consumers: [] })
  const done = await generate(kafka, {
    people: 230,
    peopleAnAgency: 100,
    days: 3,
    entriesADay: 2,
    verdicts: true,
    today: '2026-10-01',
  })
  const all = async <E>(topic: Topic<E>) => {
    const events: E[] = []
    for await (const records of readTopic(kafka, topic, await wholeTopic(kafka, topic)))
      for (const record of records) {
        expect(record.headers['ce_source']).toBe('/bench/generate')
        const event = fromMessage(topic, record)
        if (isPoison(event)) throw new Error(event.detail)
        events.push(event)
      }
    return events
  }
  const [directory, appraisal, activity, journal] = [
    await all(topics.directory),
    await all(topics.appraisal),
    await all(topics.activity),
    await all(topics.journal),
  ]
  expect(done.events).toEqual({
    [topics.directory.name]: directory.length,
    [topics.appraisal.name]: appraisal.length,
    [topics.activity.name]: activity.length,
    [topics.journal.name]: journal.length,
  })
  const bodies = <C extends string>(
    events: readonly { body?: { $case: string; value: unknown } | undefined }[],
    kind: C,
  ) => events.filter(({ body }) => body?.$case === kind).map(({ body }) => body!.value as Record<string, string>)
  const positions = new Map(bodies(directory, 'positionChanged').map((one) => [one['positionId'], one]))
  const units = new Map(bodies(directory, 'unitChanged').map((one) => [one['unitId'], one]))
  const assignments = bodies(directory, 'assignmentChanged')
  expect(done.agencies).toBe(3)
  expect(positions.size).toBe(230)
  expect(new Set(assignments.map((one) => one['employeeId'])).size).toBe(230)
  for (const { positionId, unitId } of assignments) {
    const position = positions.get(positionId!)!
    expect(units.get(unitId!)).toBeDefined()
    expect(position['unitId']).toBe(unitId)
    const superior = position['reportsToPositionId']
    if (superior !== undefined) expect(positions.get(superior)?.['agencyId']).toBe(position['agencyId'])
  }
  expect([...positions.values()].filter((one) => one['reportsToPositionId'] === undefined)).toHaveLength(3)
  for (const { parentUnitId } of units.values())
    if (parentUnitId !== undefined) expect(units.has(parentUnitId)).toBe(true)
  // Three days before and in the new quarter: a plan of each.
  expect(bodies(appraisal, 'planAgreed')).toHaveLength(2 * 230)
  const results = new Set(
    appraisal.flatMap(({ body }) =>
      body?.$case === 'planAgreed' ? body.value.results.map((one) => one.resultId) : [],
    ),
  )
  expect(activity).toHaveLength(230 * 3 * 2)
  expect(new Set(activity.map((event) => event.eventId)).size).toBe(activity.length)
  for (const { resultId } of bodies(activity, 'activityRecorded')) expect(results.has(resultId!)).toBe(true)
  expect(new Set(bodies(journal, 'entryVerified').map((one) => one['recordId'])).size).toBe(activity.length)
  expect(new Set(journal.map((event) => event.eventId)).size).toBe(2 * activity.length)
})
