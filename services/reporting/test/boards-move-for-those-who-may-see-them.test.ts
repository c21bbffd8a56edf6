import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRefusal } from '@timbang/contracts/refusal'
import type { DirectoryEvent } from '@timbang/contracts/gen/timbang/directory/v1/events'
import type { FeedbackEvent } from '@timbang/contracts/gen/timbang/feedback/v1/events'
import type { JournalEvent } from '@timbang/contracts/gen/timbang/journal/v1/events'
import { topics } from '@timbang/contracts/topics'
import { eventually } from '@timbang/testkit/eventually'
import { walk } from '@timbang/testkit/walk'
import { agency, envelope, frame, structure, world, type World } from './world.ts'

let here: World
const [ours, theirs, practising] = [agency('OURS'), agency('THEIRS'), agency('LATIHAN')]
beforeAll(async () => {
  here = await world()
  await here.publish(topics.directory, [...structure(practising), ...structure(ours), ...structure(theirs)])
  await here.publish(topics.scoringLive, [frame(ours, 1n, 3), frame(theirs, 1n, 4)])
  await eventually(async () => {
    const province = await here.client.getProvinceBoard({}, { token: await here.issuer.machine('governor') })
    const boards = isRefusal(province) ? [] : province.boards
    expect(boards.flatMap(({ figures }) => figures?.entriesToday ?? [])).toEqual([3, 4])
  })
})
afterAll(() => here.close())

test('where one practises has a board of its own, and is on none of the province', async () => {
  await eventually(async () => {
    const token = await here.issuer.person(practising.head)
    expect(await here.client.getAgencyBoard({ agencyCode: 'LATIHAN' }, { token })).toMatchObject({
      board: { code: 'LATIHAN' },
    })
  })
  const province = await here.client.getProvinceBoard({}, { token: await here.issuer.machine('governor') })
  expect(isRefusal(province) ? [] : province.boards.map(({ code }) => code).sort()).toEqual(['OURS', 'THEIRS'])
})

test('whoever listens has the latest frame first, then what changes, of his agency and of no other', async () => {
  const head = await here.listen('papan=OURS', await here.issuer.person(ours.head))
  const governor = await here.listen('papan=provinsi', await here.issuer.machine('governor'))
  await eventually(async () => expect(head.of('agency').map(({ figures }) => figures.entriesToday)).toEqual([3]))
  await eventually(async () => expect(governor.of('agency')).toHaveLength(2))
  await here.publish(topics.scoringLive, [frame(ours, 2n, 5), frame(theirs, 2n, 6)])
  await eventually(async () => expect(head.of('agency').map(({ figures }) => figures.entriesToday)).toEqual([3, 5]))
  await eventually(async () =>
    expect(
      governor
        .of('agency')
        .map(({ figures }) => figures.entriesToday)
        .sort(),
    ).toEqual([3, 4, 5, 6]),
  )
  expect(head.of('agency').every(({ figures }) => figures.agencyId === ours.agencyId)).toBe(true)
})

test('an older frame that comes late changes no board', async () => {
  await here.publish(topics.scoringLive, [frame(ours, 9n, 90), frame(ours, 8n, 80)])
  await here.publish(topics.scoringLive, [frame(ours, 7n, 70)])
  await here.publish(topics.scoringLive, [frame(theirs, 9n, 91)])
  await eventually(async () =>
    expect(
      await here.client.getAgencyBoard({ agencyCode: 'THEIRS' }, { token: await here.issuer.person(theirs.head) }),
    ).toMatchObject({ board: { figures: { entriesToday: 91 } } }),
  )
  await eventually(async () =>
    expect(
      await here.client.getAgencyBoard({ agencyCode: 'OURS' }, { token: await here.issuer.person(ours.head) }),
    ).toMatchObject({ board: { figures: { entriesToday: 90 } } }),
  )
})

test('a survey of a unit has an index from its threshold on, and below it only says how many answered', async () => {
  const [surveyId, unitId] = [randomUUID(), ours.units[0]!.unitId]
  const released = (batch: number, counted: number): FeedbackEvent => ({
    ...envelope(undefined, ours.agencyId),
    body: {
      $case: 'answersReleased',
      value: { surveyId, unitId, batch, counted, sums: [counted * 4, counted * 2], incomplete: 0, day: '2026-07-02' },
    },
  })
  const shown = async () => {
    const answer = await here.client.getAgencyBoard(
      { agencyCode: 'OURS' },
      { token: await here.issuer.person(ours.head) },
    )
    if (isRefusal(answer)) throw new Error(answer.code)
    return answer.board!.surveys
  }
  const opened: FeedbackEvent = {
    ...envelope(undefined, ours.agencyId),
    body: {
      $case: 'surveyOpened',
      value: {
        surveyId,
        unitId,
        fromDate: '2026-07-01',
        toDate: '2026-09-30',
        elements: ['u1', 'u2'],
        threshold: 10,
        version: 1,
      },
    },
  }
  await here.publish(topics.feedback, [opened, released(1, 9)])
  await eventually(async () => expect(await shown()).toMatchObject([{ answers: 9 }]))
  expect(await shown()).toMatchObject([{ indexHundredths: undefined, class: undefined }])
  await here.publish(topics.feedback, [released(2, 1)])
  await eventually(async () =>
    expect(await shown()).toMatchObject([{ answers: 10, indexHundredths: 75_00, class: 'C' }]),
  )
})

test('a board is seen by its head, its officer and the province, at both doors, and by nobody else', async () => {
  const officer = await here.issuer.token({
    sub: 'o',
    sid: 's',
    employeeId: randomUUID(),
    roles: ['personnel_officer'],
    agencies: [ours.agencyId],
  })
  const may = [
    await here.issuer.person(ours.head),
    officer,
    await here.issuer.machine('bkd'),
    await here.issuer.machine('governor'),
    await here.issuer.machine('auditor'),
  ]
  const mayNot = [
    await here.issuer.person(ours.staff),
    await here.issuer.person(theirs.head),
    await here.issuer.machine('operator'),
    await here.issuer.machine('feeder'),
    await here.issuer.token({
      sub: 'o',
      sid: 's',
      employeeId: randomUUID(),
      roles: ['personnel_officer'],
      agencies: [theirs.agencyId],
    }),
  ]
  for (const token of may) {
    expect(await here.client.getAgencyBoard({ agencyCode: 'OURS' }, { token })).toMatchObject({
      board: { code: 'OURS' },
    })
    const one = await here.listen('papan=OURS', token)
    expect(one.status).toBe(200)
    one.leave()
  }
  for (const token of mayNot) {
    expect(await here.client.getAgencyBoard({ agencyCode: 'OURS' }, { token })).toMatchObject({ code: 'access.denied' })
    for (const query of ['papan=OURS', 'papan=provinsi'])
      expect((await here.listen(query, token)).status, query).toBe(403)
  }
  expect((await here.listen('papan=operator', await here.issuer.person(ours.head))).status).toBe(403)
  expect((await here.listen('papan=NOBODY', await here.issuer.machine('bkd'))).status).toBe(403)
  expect((await here.listen('papan=OURS', 'no.such.token')).status).toBe(401)
})

test('what an agency’s sources told of its units is read by who may see its board: once a day, mended, taken back, contradicted; and by nobody else', async () => {
  const [unitId, indicatorId] = [ours.units[0]!.unitId, randomUUID()]
  const figure = (recordId: string, date: string, amount: number, more: object = {}, agencyId = ours.agencyId) => ({
    ...envelope(undefined, agencyId),
    occurredAt: 5n,
    body: {
      $case: 'figureRecorded' as const,
      value: {
        recordId,
        revision: 1,
        unitId,
        indicatorId,
        date,
        month: undefined,
        amountThousandths: BigInt(amount * 1000),
        perThousandths: undefined,
        withdrawn: false,
        contentDigest: Buffer.from([amount]),
        importId: undefined,
        ...more,
      },
    },
  })
  const [mended, back, twice, other, contrary, month] = Array.from({ length: 6 }, () => randomUUID())
  await here.publish(topics.figure, [
    figure(mended!, '2026-11-02', 1),
    figure(mended!, '2026-11-03', 2, { revision: 2 }),
    figure(back!, '2026-11-04', 3),
    figure(back!, '2026-11-04', 3, { revision: 2, withdrawn: true }),
    figure(twice!, '2026-11-05', 4),
    { ...figure(other!, '2026-11-05', 5), occurredAt: 9n },
    figure(contrary!, '2026-11-06', 6),
    figure(contrary!, '2026-11-06', 7),
    figure(month!, '', 8, { date: undefined, month: '2026-11' }),
    // A system of another agency tells nothing of ours.
    figure(contrary!, '2026-11-06', 9, { revision: 5 }, theirs.agencyId),
    figure(randomUUID(), '2026-12-01', 9),
  ])
  const read = async (token: string, of: { unitId?: string; indicatorId?: string } = {}) => {
    const asked = { agencyId: ours.agencyId, unitId: '', indicatorId: '', fromDate: '2026-11-01', toDate: '2026-11-30' }
    const answers = here.figures.listFigures({ ...asked, ...of }, { token })
    const told: string[] = []
    for await (const { figures } of answers)
      for (const one of figures)
        told.push(
          `${one.span} ${one.amountThousandths / 1000n} ${one.standing}${one.contradicted ? ' contradicted' : ''}`,
        )
    return answers.refusal()?.code ?? told.sort()
  }
  const head = await here.issuer.person(ours.head)
  const all = [
    '2026-11 8 3',
    '2026-11-03 2 1',
    '2026-11-04 3 4',
    '2026-11-05 4 2',
    '2026-11-05 5 1',
    '2026-11-06 6 1 contradicted',
  ]
  await eventually(async () => expect(await read(head)).toEqual(all))
  expect(await read(head, { unitId, indicatorId })).toEqual(all)
  for (const none of [{ unitId: randomUUID() }, { indicatorId: randomUUID() }])
    expect(await read(head, none)).toEqual([])
  expect(await read(await here.issuer.machine('importer'))).toEqual(all)
  for (const token of [ours.staff, theirs.head].map((who) => here.issuer.person(who)))
    expect(await read(await token)).toBe('access.denied')
})

test('figures of units are summed beside what was promised, for the agency and for one of its units, and for nobody who may not see its board', async () => {
  const indicatorId = randomUUID()
  const [first, second] = ours.units.map(({ unitId }) => unitId) as [string, string]
  const directory = (value: DirectoryEvent['body']): DirectoryEvent => ({
    ...envelope(undefined, ours.agencyId),
    body: value,
  })
  await here.publish(topics.directory, [
    directory({
      $case: 'calendarChanged',
      value: {
        calendarCode: '5-hari',
        year: 2026,
        workingWeekdays: [1, 2, 3, 4, 5],
        holidays: [],
        hours: [],
        version: 1,
      },
    }),
    directory({
      $case: 'indicatorChanged',
      value: {
        indicatorId,
        agencyId: ours.agencyId,
        code: 'TUNGGU',
        meaningId: 'Waktu tunggu',
        meaningEn: 'Waiting time',
        unit: 'menit',
        perUnit: 'orang',
        measure: 2,
        lessIsBetter: true,
        targets: [{ period: '2026-Q2', targetThousandths: 15_000n }],
        source: 'SIM antrean',
        verifiedBy: 'Catatan mesin',
        fromDate: '2026-01-01',
        toDate: undefined,
        version: 1,
      },
    }),
  ])
  const figure = (unitId: string, date: string, amount: number, per: number, more: object = {}) => ({
    ...envelope(undefined, ours.agencyId),
    body: {
      $case: 'figureRecorded' as const,
      value: {
        recordId: randomUUID(),
        revision: 1,
        unitId,
        indicatorId,
        date,
        month: undefined,
        amountThousandths: BigInt(amount * 1000),
        perThousandths: BigInt(per * 1000),
        withdrawn: false,
        contentDigest: Buffer.from([1]),
        importId: undefined,
        ...more,
      },
    },
  })
  await here.publish(topics.figure, [
    figure(first, '2026-04-01', 4_000, 200),
    figure(first, '2026-06-30', 500, 50),
    figure(second, '2026-05-04', 300, 10),
    figure(second, '2026-05-05', 9_000, 10, { withdrawn: true }),
  ])
  const read = async (token: string, unitId = '') => {
    const sums = await here.figures.sumFigures({ agencyId: ours.agencyId, unitId, period: '2026-Q2' }, { token })
    return isRefusal(sums) ? sums.code : sums.indicators.find((one) => one.indicator!.indicatorId === indicatorId)
  }
  const head = await here.issuer.person(ours.head)
  // Sixty-five working days, of two units.
  await eventually(async () =>
    expect(await read(head)).toMatchObject({
      quarter: { valueThousandths: 18_462n, targetThousandths: 15_000n, daysDue: 130, daysKnown: 3, enough: true },
      unitIds: [first, second].sort(),
      lastSpan: '2026-06-30',
    }),
  )
  expect(await read(head, first)).toMatchObject({
    quarter: {
      amountThousandths: 4_500_000n,
      perThousandths: 250_000n,
      valueThousandths: 18_000n,
      daysDue: 65,
      daysKnown: 2,
    },
    unitIds: [first],
  })
  // Whoever is asked about owes its days, though it has told nothing.
  expect(await read(head, ours.units[2]!.unitId)).toMatchObject({
    quarter: { valueThousandths: undefined, daysDue: 65, daysKnown: 0, enough: false },
  })
  const sums = await read(head)
  expect(
    typeof sums === 'object' && sums.months.map(({ span, valueThousandths }) => [span, valueThousandths]).slice(-3),
  ).toEqual([
    ['2026-04', 20_000n],
    ['2026-05', 30_000n],
    ['2026-06', 10_000n],
  ])
  for (const token of [ours.staff, theirs.head].map((who) => here.issuer.person(who)))
    expect(await read(await token)).toBe('access.denied')
})

test('a superior is told that his list changed, and another one is not', async () => {
  const [his, another] = [
    await here.listen('daftar=verifikasi', await here.issuer.person(ours.head)),
    await here.listen('daftar=verifikasi', await here.issuer.person(theirs.head)),
  ]
  const recordId = randomUUID()
  const verified: JournalEvent = {
    ...envelope(ours.staff, ours.agencyId),
    body: {
      $case: 'entryVerified',
      value: { recordId, revision: 1, workDate: '2026-11-26', entryRecordedAt: 0n, verdictVersion: 1 },
    },
  }
  await here.publish(topics.journal, [verified])
  await eventually(async () => expect(his.of('changed')).toMatchObject([{ recordId }]))
  expect(another.of('changed')).toEqual([])
})

test('nobody listens longer than his token lasts: he is let go, and comes again as who he is then', async () => {
  const head = await here.listen('papan=OURS', await here.issuer.person(ours.head))
  await eventually(async () => expect(head.of('agency')).toHaveLength(1))
  here.clock.advance(300_000)
  await head.ended
}, 15_000)

test("with Redis gone boards are read and move, and the operator's page comes back when it does", async () => {
  const token = await here.issuer.machine('operator')
  const operator = await here.listen('papan=operator', token)
  await eventually(async () => expect(operator.of('operator').length).toBeGreaterThan(0))
  here.redis.pause()
  here.redis.cut()
  const head = await here.listen('papan=OURS', await here.issuer.person(ours.head))
  await here.publish(topics.scoringLive, [frame(ours, 20n, 20)])
  await eventually(async () => expect(head.of('agency').at(-1)).toMatchObject({ figures: { entriesToday: 20 } }))
  await eventually(async () =>
    expect(await here.client.getOperatorBoard({}, { token })).toMatchObject({
      consumers: expect.arrayContaining([expect.objectContaining({ consumer: 'reporting' })]),
    }),
  )
  const before = operator.of('operator').length
  here.redis.resume()
  await eventually(async () => expect(operator.of('operator').length).toBeGreaterThan(before), { within: 20_000 })
}, 40_000)

test('whatever a stranger asks of the live lines is answered as it is described, and never with a fault', async () => {
  const { asked, complaints } = await walk(here.live, await here.issuer.person(randomUUID()))
  expect(complaints).toEqual([])
  expect(asked).toBeGreaterThan(40)
}, 60_000)
