import type {
  AssessSelfRequest,
  DecideAssessmentRequest,
  ImportedAssessment,
  KeepDraftRequest,
} from '@timbang/contracts/gen/timbang/appraisal/v1/assessment'
import { Rating, SecondLook } from '@timbang/contracts/gen/timbang/appraisal/v1/events'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { transaction } from '@timbang/postgres/transaction'
import { testDatabase } from '@timbang/testkit/database'
import { eventually } from '@timbang/testkit/eventually'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apply } from '../src/apply.ts'
import { agency, employee, holds, post, standsIn, startAppraisal, type Appraisal } from './given.ts'

const PERIOD = '2026-Q3'
const on = (date: string) => Date.parse(`${date}T10:00:00+07:00`)
const MAY_SPEAK = on('2026-10-05')
const MAY_DECIDE = on('2026-10-20')

let appraisal: Appraisal
/**
 * 1 ← 2 ← 3, 4, 8, 9, 10, 11; 6 ← 7. Person 5 works in another agency. 3 moved from 2 to 6 on 1 October: of the third quarter 2 decides. The post of 6
 * was person 12's until the end of September: he retired, 6 has followed. 13 stands in for 2 in the second half of October, 1 in
 * November.
 */
beforeAll(async () => {
  appraisal = await startAppraisal({ replicas: 2 })
  await appraisal.directorySays([
    post(1),
    post(2, 1),
    ...[3, 4, 8, 9, 10, 11].map((n) => post(n, 2)),
    post(5, 1, 2),
    post(6, 1),
    post(7, 6),
    post(13, 1),
    post(14, 6),
    ...[1, 2, 4, 7, 8, 9, 10, 11, 13].map((n) => holds(n)),
    holds(5, { agency: 2 }),
    holds(3, { to: '2026-09-30' }),
    holds(3, { assignment: 14, post: 14, from: '2026-10-01' }),
    holds(12, { post: 6, to: '2026-09-30' }),
    holds(6, { from: '2026-10-01' }),
    standsIn(2, 13, '2026-10-15', '2026-10-31'),
    standsIn(2, 1, '2026-11-05', '2026-11-20', 3),
  ])
})
afterAll(() => appraisal.stop())

const tokenOf = (n: number) => appraisal.issuer.person(employee(n))
const blocked = (count: number) =>
  eventually(async () => {
    const { rows } = await appraisal.database.pool.query<{ waiting: number }>(
      `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
    expect(rows[0]!.waiting).toBe(count)
  })
const codeOf = (answer: object | Refusal) => (isRefusal(answer) ? answer.code : 'taken')
const answers = { quality: 4, teamwork: 4, innovation: 3 }
const speak = async (n: number, more: Partial<AssessSelfRequest> = {}) =>
  appraisal.assessments[0]!.assessSelf(
    {
      period: PERIOD,
      answers,
      words: { quality: 'Berkas jarang kembali.', teamwork: '', innovation: '' },
      seenVersion: 0,
      ...more,
    },
    { token: await tokenOf(n) },
  )
const judgement = {
  answers,
  result: Rating.RATING_ABOVE,
  resultReason: 'Target berkas terlampaui.',
  behaviour: Rating.RATING_MEETS,
  behaviourReason: 'Ringan membantu.',
}
const rate = async (by: number, n: number, more: Partial<DecideAssessmentRequest> = {}, replica = 0) =>
  appraisal.assessments[replica]!.decideAssessment(
    { employeeId: employee(n), period: PERIOD, judgement, seenVersion: 0, ...more },
    { token: await tokenOf(by) },
  )
const open = async (token: string, n: number, period = PERIOD) =>
  appraisal.assessments[0]!.getAssessment({ employeeId: employee(n), period }, { token })
const list = async (by: number) => {
  const answer = await appraisal.assessments[0]!.listAssessments({ period: PERIOD }, { token: await tokenOf(by) })
  if (isRefusal(answer)) return answer.code
  return answer.lines.map((line) => Number(line.employeeId.slice(-12))).sort((a, b) => a - b)
}

test('he who is assessed speaks first: his assessor waits for it, and reads his sentences when it is in', async () => {
  appraisal.clock.set(MAY_SPEAK)
  expect(codeOf(await rate(2, 4))).toBe('assessment.self-awaited')
  expect(await open(await tokenOf(2), 4)).toMatchObject({ mayDecide: false, hindrance: 'assessment.self-awaited' })
  expect(await open(await tokenOf(4), 4)).toMatchObject({ mayAssessSelf: true, mayDecide: false, hindrance: '' })
  expect(await speak(4)).toEqual({ version: 1 })
  expect(await open(await tokenOf(2), 4)).toMatchObject({
    mayDecide: true,
    self: { answers, words: { quality: 'Berkas jarang kembali.' }, version: 1 },
  })
  expect(await rate(2, 4)).toEqual({ version: 1 })
  expect(codeOf(await speak(4, { answers: { ...answers, quality: 5 }, seenVersion: 1 }))).toBe(
    'assessment.decided-already',
  )
})

test('when the days for it have passed nobody waits any more, and nobody speaks', async () => {
  appraisal.clock.set(MAY_DECIDE)
  expect(codeOf(await speak(8))).toBe('assessment.self-closed')
  expect(await rate(2, 8)).toEqual({ version: 1 })
})

test('who holds today the post above the one of the last day decides: not the new superior of who was moved, but the successor of who retired', async () => {
  appraisal.clock.set(MAY_DECIDE)
  expect(codeOf(await rate(6, 3))).toBe('access.denied')
  expect(await rate(2, 3)).toEqual({ version: 1 })
  expect(codeOf(await rate(12, 7))).toBe('access.denied')
  expect(await rate(6, 7)).toEqual({ version: 1 })
  expect(await list(2)).toEqual([3, 4, 8, 9, 10, 11])
  expect(await list(6)).toEqual([7])
})

test('nobody decides on himself, no superior further up, no colleague and no stranger; they are told nothing', async () => {
  appraisal.clock.set(MAY_DECIDE)
  for (const by of [1, 4, 5, 9]) expect([by, codeOf(await rate(by, 9))]).toEqual([by, 'access.denied'])
  expect(codeOf(await rate(4, 99))).toBe('access.denied')
  expect(await list(9)).toEqual([])
})

test('who stands in decides on his days, under the delegation', async () => {
  appraisal.clock.set(on('2026-10-12'))
  expect(codeOf(await rate(13, 9))).toBe('access.denied')
  appraisal.clock.set(MAY_DECIDE)
  expect(await list(13)).toEqual([3, 4, 8, 9, 10, 11])
  expect(await rate(13, 9)).toEqual({ version: 1 })
  const events = await appraisal.published()
  const told = events.find(({ employeeId, body }) => employeeId === employee(9) && body?.$case === 'assessmentDecided')
  expect(told).toMatchObject({
    actor: employee(13),
    body: { value: { standing: 2, delegationId: 'c0000000-0000-4000-8000-000000000002' } },
  })
})

test('a change is a version of its own, the trace is kept, and who saw an older one decides nothing over it', async () => {
  appraisal.clock.set(MAY_DECIDE)
  const lower = { ...judgement, result: Rating.RATING_MEETS, resultReason: 'Dua berkas ternyata kembali.' }
  expect(codeOf(await rate(2, 8, { judgement: lower }))).toBe('assessment.changed-meanwhile')
  expect(await rate(2, 8, { judgement: lower, seenVersion: 1 })).toEqual({ version: 2 })
  // A double tap, and the page that was sent again.
  expect(await rate(2, 8, { judgement: lower, seenVersion: 1 })).toEqual({ version: 2 })
  expect(await open(await tokenOf(8), 8)).toMatchObject({
    decisions: [
      { version: 2, decidedBy: employee(2), judgement: { result: 2, resultReason: 'Dua berkas ternyata kembali.' } },
      { version: 1, judgement: { result: 3 } },
    ],
  })
})

test('of two who decide at once on two replicas one is told that it has changed', async () => {
  appraisal.clock.set(MAY_DECIDE)
  const at = (replica: number) =>
    rate(2, 10, { judgement: { ...judgement, resultReason: `Dari replika ${replica}.` } }, replica)
  const codes = (await Promise.all([at(0), at(1), at(0), at(1)])).map(codeOf)
  expect(codes.filter((code) => code === 'taken').length).toBeGreaterThan(0)
  expect(codes).toContain('assessment.changed-meanwhile')
  const versions = (await appraisal.published()).filter(
    ({ employeeId, body }) => employeeId === employee(10) && body?.$case === 'assessmentDecided',
  )
  expect(versions).toHaveLength(1)
})

test('the line and the auditor read it, nobody beside it does; the sentences about oneself are for the line alone', async () => {
  const officer = await appraisal.issuer.token({ sub: 'officer', roles: ['personnel_officer'], agencies: [agency(1)] })
  for (const [token, wordsToo] of [
    [await tokenOf(4), true],
    [await tokenOf(2), true],
    [await tokenOf(1), true],
    [officer, false],
    [await appraisal.issuer.machine('auditor'), true],
  ] as const) {
    const answer = await open(token, 4)
    if (isRefusal(answer)) throw new Error(answer.code)
    expect(answer.self?.words !== undefined).toBe(wordsToo)
  }
  for (const n of [5, 6, 9]) expect(codeOf(await open(await tokenOf(n), 4))).toBe('access.denied')
  expect(codeOf(await open(await tokenOf(4), 99))).toBe('access.denied')
})

test('whoever opens or lists it leaves a row, of himself none; whoever decides one too; without it nothing is decided', async () => {
  const { pool } = appraisal.database
  appraisal.clock.set(MAY_DECIDE)
  await pool.query('delete from audit.look')
  await open(await tokenOf(4), 4)
  await open(await tokenOf(2), 4)
  await list(6)
  await rate(2, 11)
  const { rows } = await pool.query<{ row: string }>(
    `select kind || ' ' || operation || ' ' || array_to_string(subjects, ' ') || ' ' || object as row from audit.look order by at, look_id`,
  )
  expect(rows.map(({ row }) => row)).toEqual([
    `look appraisal.GetAssessment ${employee(4)} ${PERIOD}`,
    `look appraisal.ListAssessments ${employee(7)} ${PERIOD}`,
    `decision appraisal.DecideAssessment ${employee(11)} ${PERIOD}`,
  ])
  await pool.query('alter table audit.look rename to gone')
  try {
    const changed = { judgement: { ...judgement, behaviour: Rating.RATING_BELOW }, seenVersion: 1 }
    expect(codeOf(await rate(2, 11, changed))).toBe('service.unavailable')
  } finally {
    await pool.query('alter table audit.gone rename to look')
  }
  expect(await open(await tokenOf(11), 11)).toMatchObject({ decisions: [{ version: 1 }] })
})

const look = async (by: number, n: number, question = '', seenVersion = 1, replica = 0) =>
  appraisal.assessments[replica]!.lookAgain(
    { employeeId: employee(n), period: PERIOD, seenVersion, question },
    { token: await tokenOf(by) },
  )
const answerTo = async (by: number, n: number, answer: string, seenVersion = 1) =>
  appraisal.assessments[0]!.answerLook(
    { employeeId: employee(n), period: PERIOD, seenVersion, answer },
    { token: await tokenOf(by) },
  )
const looks = async (by: number) => {
  const answer = await appraisal.assessments[1]!.listLooks({ period: PERIOD }, { token: await tokenOf(by) })
  if (isRefusal(answer)) return answer.code
  return answer.lines.map(({ employeeId, look }) => [Number(employeeId.slice(-12)), look])
}
const unlooked = async (token: string, agencyId = agency(1)) => {
  const answer = await appraisal.assessments[0]!.listUnlooked({ agencyId, period: PERIOD }, { token })
  return isRefusal(answer) ? answer.code : answer.lines.map(({ employeeId }) => Number(employeeId.slice(-12)))
}

test('the superior of whoever decides looks again at what is not as expected, and nobody else does; it changes no rating', async () => {
  appraisal.clock.set(MAY_DECIDE)
  const { pool } = appraisal.database
  // The eighth is as expected: nothing of it is looked at.
  expect(await looks(1)).toEqual([3, 4, 7, 9, 10, 11].map((n) => [n, SecondLook.SECOND_LOOK_UNSPECIFIED]))
  for (const by of [2, 4, 6, 13]) expect([by, await looks(by)]).toEqual([by, []])
  for (const by of [2, 4, 5, 6, 13]) expect([by, codeOf(await look(by, 4))]).toEqual([by, 'access.denied'])
  expect(codeOf(await look(1, 8, '', 2))).toBe('look.nothing-to-look-at')
  expect(codeOf(await look(1, 99))).toBe('access.denied')
  // Spaces alone are no agreement.
  expect(codeOf(await look(1, 4, '  \n'))).toBe('look.words-missing')
  await pool.query('delete from audit.look')
  expect(await open(await tokenOf(1), 4)).toMatchObject({ mayDecide: false, mayLook: true, looks: [] })
  expect(await look(1, 4)).toEqual({ version: 1 })
  expect(await open(await tokenOf(1), 4)).toMatchObject({ mayLook: false })
  const { rows } = await pool.query(`select operation from audit.look order by operation`)
  expect(rows.map(({ operation }) => operation)).toEqual([
    'appraisal.GetAssessment',
    'appraisal.GetAssessment',
    'appraisal.LookAgain',
  ])
  // What she reads says it.
  expect(await open(await tokenOf(4), 4)).toMatchObject({
    decisions: [{ version: 1, judgement: { result: Rating.RATING_ABOVE } }],
    looks: [{ decisionVersion: 1, look: SecondLook.SECOND_LOOK_AGREED, saidBy: employee(1), words: '' }],
  })
})

test('a question waits for whoever decides: he keeps what he decided with a sentence, or decides anew, which is looked at again', async () => {
  appraisal.clock.set(MAY_DECIDE)
  const question = 'Berkas yang mana?'
  expect(codeOf(await answerTo(2, 10, 'Izin usaha.'))).toBe('look.not-asked')
  expect(await look(1, 10, question)).toEqual({ version: 1 })
  expect(await open(await tokenOf(2), 10)).toMatchObject({ mayAnswer: true, looks: [{ words: question }] })
  expect(await open(await tokenOf(1), 10)).toMatchObject({ mayAnswer: false, mayLook: true })
  for (const by of [1, 4, 6, 10])
    expect([by, codeOf(await answerTo(by, 10, 'Izin usaha.'))]).toEqual([by, 'access.denied'])
  // A double tap.
  for (let tap = 0; tap < 2; tap++) expect(await answerTo(2, 10, 'Izin usaha.')).toEqual({ version: 2 })
  expect(await open(await tokenOf(10), 10)).toMatchObject({ looks: [{ words: question }, { words: 'Izin usaha.' }] })
  expect(await look(1, 9, question)).toEqual({ version: 1 })
  const lower = { judgement: { ...judgement, result: Rating.RATING_BELOW }, seenVersion: 1 }
  expect(await rate(2, 9, lower)).toEqual({ version: 2 })
  expect(codeOf(await answerTo(2, 9, 'Izin usaha.'))).toBe('assessment.changed-meanwhile')
  expect(codeOf(await look(1, 9))).toBe('assessment.changed-meanwhile')
  expect(await look(1, 9, '', 2)).toEqual({ version: 2 })
  expect(await looks(1)).toEqual([
    [3, SecondLook.SECOND_LOOK_UNSPECIFIED],
    [4, SecondLook.SECOND_LOOK_AGREED],
    [7, SecondLook.SECOND_LOOK_UNSPECIFIED],
    [9, SecondLook.SECOND_LOOK_AGREED],
    [10, SecondLook.SECOND_LOOK_KEPT],
    [11, SecondLook.SECOND_LOOK_UNSPECIFIED],
  ])
})

test('what nobody above has agreed to is listed for the agency’s officers, the board and who audits, on record, and for nobody else', async () => {
  appraisal.clock.set(MAY_DECIDE)
  const officer = await appraisal.issuer.token({ sub: 'officer', roles: ['personnel_officer'], agencies: [agency(1)] })
  const other = await appraisal.issuer.token({ sub: 'other', roles: ['personnel_officer'], agencies: [agency(2)] })
  for (const token of [officer, await appraisal.issuer.machine('bkd'), await appraisal.issuer.machine('auditor')])
    expect(await unlooked(token)).toEqual([3, 7, 10, 11])
  for (const token of [other, await tokenOf(1), await tokenOf(2)]) expect(await unlooked(token)).toBe('access.denied')
  const { pool } = appraisal.database
  await pool.query('delete from audit.look')
  await looks(1)
  await unlooked(officer)
  const { rows } = await pool.query<{ operation: string }>('select operation from audit.look order by operation')
  expect(rows.map(({ operation }) => operation)).toEqual(['appraisal.ListLooks', 'appraisal.ListUnlooked'])
})

test('of two who look at once on two replicas the later is told of the earlier', async () => {
  appraisal.clock.set(MAY_DECIDE)
  const asks = (replica: number) => look(1, 3, `Berkas ${replica}?`, 1, replica)
  const asked = await transaction(appraisal.database.pool, async (tx) => {
    await tx.query('lock table second_look in share row exclusive mode')
    const both = Promise.all([asks(0), asks(1)])
    await blocked(2)
    return { both }
  })
  expect((await asked.both).map(codeOf).sort()).toEqual(['look.asked-already', 'taken'])
})

test('who has decided in the place of another does not look again himself', async () => {
  appraisal.clock.set(on('2026-11-10'))
  // Nor does he who asked answer himself, standing in for whom he asked.
  expect(await open(await tokenOf(1), 3)).toMatchObject({ mayDecide: true, mayAnswer: false })
  expect(codeOf(await answerTo(1, 3, 'Izin usaha.'))).toBe('look.not-asked')
  const lower = { judgement: { ...judgement, behaviour: Rating.RATING_BELOW }, seenVersion: 1 }
  expect(await rate(1, 3, lower)).toEqual({ version: 2 })
  expect(await open(await tokenOf(1), 3)).toMatchObject({ mayLook: false })
  expect(codeOf(await look(1, 3, '', 2))).toBe('access.denied')
})

const typed = {
  answers: { quality: 5, teamwork: 0, innovation: 0 },
  result: Rating.RATING_UNSPECIFIED,
  resultReason: '',
  behaviour: Rating.RATING_MEETS,
  behaviourReason: 'Sering membantu.',
}
const keep = async (by: number, n: number, more: Partial<KeepDraftRequest> = {}, replica = 0) =>
  appraisal.assessments[replica]!.keepDraft(
    { employeeId: employee(n), period: PERIOD, draft: typed, seenVersion: 1, seenKeptAt: undefined, ...more },
    { token: await tokenOf(by) },
  )
/** What somebody is shown of a draft, by the other replica. */
const typedOf = async (by: number, n: number) => {
  const answer = await appraisal.assessments[1]!.getAssessment(
    { employeeId: employee(n), period: PERIOD },
    { token: await tokenOf(by) },
  )
  return isRefusal(answer) ? answer.code : answer.draft
}
const draftsOf = async (period: string) =>
  (await appraisal.database.pool.query('select from assessment_draft where period = $1', [period])).rowCount

test('what an assessor types is kept for him alone, whatever is missing in it, until somebody decides', async () => {
  const { pool } = appraisal.database
  appraisal.clock.set(MAY_DECIDE)
  await pool.query('delete from audit.look')
  for (const by of [1, 4, 5, 11]) expect([by, codeOf(await keep(by, 11))]).toEqual([by, 'access.denied'])
  const kept = await keep(2, 11)
  expect(kept).toEqual({ keptAt: BigInt(MAY_DECIDE) })
  expect(await typedOf(2, 11)).toEqual({ judgement: typed, keptAt: BigInt(MAY_DECIDE) })
  // Not she, not his superior, not who stands in for him.
  for (const by of [11, 1, 13]) expect([by, await typedOf(by, 11)]).toEqual([by, undefined])
  const his = { draft: { ...typed, behaviourReason: 'Pernah membantu.' } }
  expect(codeOf(await keep(13, 11, his, 1))).toBe('taken')
  expect(await typedOf(2, 11)).toMatchObject({ judgement: typed })
  // A tab that has not seen the last draft keeps nothing over it; the one that has goes on.
  const longer = { draft: { ...typed, behaviourReason: 'Sering membantu di loket.' } }
  expect(codeOf(await keep(2, 11, longer, 1))).toBe('assessment.draft-changed')
  expect(await keep(2, 11, { ...longer, seenKeptAt: BigInt(MAY_DECIDE) }, 1)).toEqual({
    keptAt: BigInt(MAY_DECIDE + 1),
  })
  expect((await pool.query(`select from audit.look where operation = 'appraisal.KeepDraft'`)).rowCount).toBe(0)
  // He stands in until the end of the month: as the officer that he is too, he reads on, without what he typed.
  appraisal.clock.set(on('2026-11-02'))
  const officer = { roles: ['personnel_officer' as const], agencies: [agency(1)] }
  const asOfficer = await open(await appraisal.issuer.person(employee(13), officer), 11)
  expect(asOfficer).toMatchObject({ mayDecide: false, decisions: [{ version: 1 }] })
  expect(asOfficer).not.toHaveProperty('draft.judgement')
  appraisal.clock.set(MAY_DECIDE)
  // Whoever of the two decides, nobody's draft is left, and a tab of before does not bring it back.
  expect(await rate(13, 11, { judgement: { ...judgement, result: Rating.RATING_MEETS }, seenVersion: 1 })).toEqual({
    version: 2,
  })
  expect([await typedOf(2, 11), await typedOf(13, 11), await draftsOf(PERIOD)]).toEqual([undefined, undefined, 0])
  expect(codeOf(await keep(2, 11, { seenKeptAt: BigInt(MAY_DECIDE + 1) }))).toBe('assessment.changed-meanwhile')
  expect(await keep(2, 11, { seenVersion: 2 })).toEqual({ keptAt: BigInt(MAY_DECIDE) })
  expect(await keep(2, 11, { seenVersion: 2, seenKeptAt: BigInt(MAY_DECIDE), draft: undefined })).toEqual({})
  expect(await draftsOf(PERIOD)).toBe(0)
})

test('of two tabs that keep at once on two replicas one is told of the other', async () => {
  appraisal.clock.set(MAY_DECIDE)
  const at = (replica: number) =>
    keep(2, 11, { seenVersion: 2, draft: { ...typed, behaviourReason: `Membantu ${replica}.` } }, replica)
  const both = await transaction(appraisal.database.pool, async (tx) => {
    // Nothing is written while both have begun: each has read what there is, or waits for its turn.
    await tx.query('lock table assessment_draft in share row exclusive mode')
    const asked = Promise.all([at(0), at(1)])
    await blocked(2)
    return { asked }
  })
  expect((await both.asked).map(codeOf).sort()).toEqual(['assessment.draft-changed', 'taken'])
})

test('when a quarter can be decided no more, nothing of what was typed is there', async () => {
  const first = { period: '2026-Q1', seenVersion: 0 }
  appraisal.clock.set(on('2026-04-20'))
  expect(codeOf(await keep(2, 8, first))).toBe('taken')
  expect(await draftsOf('2026-Q1')).toBe(1)
  appraisal.clock.set(MAY_DECIDE)
  expect(codeOf(await keep(2, 8, first))).toBe('assessment.decision-closed')
  await eventually(async () => expect(await draftsOf('2026-Q1')).toBe(0))
  expect(await draftsOf(PERIOD)).toBe(1)
})

const bring = async (assessments: readonly ImportedAssessment[], token = appraisal.importer) => {
  async function* requests() {
    yield { importId: '00000000-0000-4000-8000-0000000000f2', assessments: [...assessments] }
  }
  const told = appraisal.assessments[0]!.importAssessments(requests(), { token })
  const codes: string[] = []
  for await (const answer of told) codes.push(...answer.outcomes.map(({ refusalCode }) => refusalCode))
  return told.refusal()?.code ?? codes
}
const brought = (n: number, more: Partial<ImportedAssessment> = {}): ImportedAssessment => ({
  employeeId: employee(n),
  period: '2026-Q2',
  self: answers,
  selfWords: { quality: 'Cukup.', teamwork: '', innovation: '' },
  selfAt: BigInt(on('2026-07-03')),
  judgement,
  decidedAt: BigInt(on('2026-07-20')),
  ...more,
})

test('what another system decided is judged by when it was there, brought once, and nobody is invented who did it', async () => {
  const agreedAt = BigInt(on('2026-07-22'))
  // What somebody was typing of it is of before it was decided.
  appraisal.clock.set(on('2026-07-21'))
  expect(codeOf(await keep(2, 3, { period: '2026-Q2', seenVersion: 0 }))).toBe('taken')
  expect(await bring([brought(3, { self: undefined, selfWords: undefined, selfAt: undefined })])).toEqual([''])
  expect(await draftsOf('2026-Q2')).toBe(0)
  appraisal.clock.set(MAY_DECIDE)
  expect(
    await bring([
      brought(4, { agreedAt }),
      brought(8, { decidedAt: BigInt(on('2026-12-20')) }),
      brought(9, { self: undefined, selfWords: undefined, selfAt: undefined }),
      brought(10, { judgement: { ...judgement, resultReason: '' } }),
      brought(11, { decidedAt: undefined }),
      brought(99),
    ]),
  ).toEqual([
    '',
    'assessment.decision-closed',
    '',
    'assessment.reason-missing',
    'request.value-invalid',
    'assessment.no-post',
  ])
  expect(
    await bring([brought(4, { agreedAt }), brought(9, { self: undefined, selfWords: undefined, selfAt: undefined })]),
  ).toEqual(['', ''])
  const events = (await appraisal.published()).filter(
    ({ sourceRecordedAt, employeeId }) => sourceRecordedAt !== undefined && employeeId === employee(4),
  )
  expect(events.map(({ body, actor }) => [body?.$case, actor])).toEqual([
    ['selfAssessed', 'importer'],
    ['assessmentDecided', 'importer'],
    ['assessmentSecondLooked', 'importer'],
  ])
  expect(await open(await tokenOf(4), 4, '2026-Q2')).toMatchObject({
    looks: [{ look: SecondLook.SECOND_LOOK_AGREED, saidBy: '', saidAt: agreedAt }],
  })
  // Where everything is signed, what is as expected comes with its signature; none is older than what it signs.
  const asExpected = { ...judgement, result: Rating.RATING_MEETS, behaviour: Rating.RATING_MEETS }
  expect(
    await bring([brought(9, { agreedAt: BigInt(on('2026-07-19')) }), brought(8, { judgement: asExpected, agreedAt })]),
  ).toEqual(['request.value-invalid', ''])
  expect(await bring([brought(4)], await tokenOf(2))).toBe('access.denied')
})

test('no sentence is on the log, the tables equal a re-fold of it, and each digest finds its words', async () => {
  const { pool } = appraisal.database
  const events = await appraisal.published()
  const text = JSON.stringify(events, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one))
  expect(text).toContain('assessmentDecided')
  expect(text).not.toMatch(/berkas|membantu|Cukup/i)
  const fresh = await testDatabase('appraisal')
  try {
    for (const event of events.toReversed()) await transaction(fresh.pool, (tx) => apply(tx, [event]))
    for (const table of ['self_assessment', 'assessment_decision', 'second_look']) {
      const rows = async (from: typeof pool) => (await from.query(`select t::text from ${table} t order by 1`)).rows
      expect(await rows(fresh.pool)).toEqual(await rows(pool))
      expect((await rows(fresh.pool)).length).toBeGreaterThan(1)
    }
  } finally {
    await fresh.close()
  }
  const { rows } = await pool.query(
    `select from assessment_decision d where not exists (select from assessment_words w where w.employee_id = d.employee_id and w.digest = d.reasons_digest)`,
  )
  expect(rows).toEqual([])
})

test('what is no key and no quarter is refused, not a fault', async () => {
  const token = await tokenOf(2)
  const [first] = appraisal.assessments
  expect(await first!.getAssessment({ employeeId: 'x', period: PERIOD }, { token })).toMatchObject({
    code: 'request.value-invalid',
  })
  expect(await first!.listAssessments({ period: '2026-Q5' }, { token })).toMatchObject({
    code: 'request.value-invalid',
  })
  expect(codeOf(await rate(2, 4, { judgement: undefined, seenVersion: 1 }))).toBe('assessment.answer-missing')
  expect(codeOf(await rate(2, 4, { judgement: { ...judgement, result: 0 }, seenVersion: 1 }))).toBe(
    'assessment.rating-missing',
  )
})
