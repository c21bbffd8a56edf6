import { question } from '../shared/question.ts'
import type { GetAssessmentResponse } from '@timbang/contracts/gen/timbang/appraisal/v1/assessment'
import { SealKind } from '@timbang/contracts/gen/timbang/seal/v1/cut_off'
import { EntryState } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { Timeliness } from '@timbang/contracts/gen/timbang/journal/v1/events'
import type { GetLoginResponse, GetStructureResponse } from '@timbang/contracts/gen/timbang/directory/v1/service'
import type { FedResult } from '@timbang/contracts/gen/timbang/scoring/v1/score'
import { isRefusal, type Refusal } from '@timbang/contracts/refusal'
import { boundsOf, dateAt, isPeriod, periodOf, type Period } from '@timbang/rules/civil-date'
import type { Receipt } from '@timbang/rules/kernel/1/receipt'
import type { Answer, Audience } from '../shared/answer.ts'
import { criteria, type Criterion } from '@timbang/rules/kernel/1/criterion/criterion'
import type { Packs, PublishedPack } from '@timbang/rules/published'
import { decidedLine, lookedLines } from '../shared/assessment/decided.ts'
import type { EvidenceView, Fed, WhyView } from './view.ts'
import { anchorOf, prefixOf } from './waterfall.ts'
import { every, numberOf, receiptOf, resultsOf, type Results } from '../shared/entry/ask.ts'
import { indicatorOf } from '../shared/indicator/ask.ts'
import { namesOf, page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'

const audience: readonly Audience[] = ['self', 'assessor', 'agency-head', 'personnel-officer', 'bkd', 'auditor']
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** Quarters of which something can be read: those sealed, and the running one. Latest first. */
async function periodsOf(reader: Reader, today: string): Promise<Period[]> {
  const seals = await reader.clients.seals.listSeals({}, tokenOf(reader))
  return [...new Set([periodOf(today), ...(isRefusal(seals) ? [] : seals.seals.map((seal) => seal.period))])]
    .sort()
    .reverse()
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The score of whoever is named, or the caller's own. Scoring decides who may read it, and puts the look on record. */
async function scoreOf(
  reader: Reader,
  login: GetLoginResponse,
  period: Period,
  asked: string | null,
  withFigures = false,
) {
  const employeeId = asked ?? login.employeeId
  if (employeeId === undefined) return { refused: true, code: 'access.denied' } satisfies Refusal
  if (!isPeriod(period) || !UUID.test(employeeId)) return { refused: true, code: 'request.not-found' } satisfies Refusal
  const score = await reader.clients.scores.getScore(
    { employeeId, period, withFigures },
    { ...tokenOf(reader), deadline: 10_000 },
  )
  if (isRefusal(score)) return score
  if (employeeId === login.employeeId) return { employeeId, score, subject: { name: login.displayName, own: true } }
  const names = await namesOf(reader, [employeeId])
  return { employeeId, score, subject: { name: names.get(employeeId)?.name ?? '–', own: false } }
}

/** By hash: what a hash names never changes. */
const known = new Map<string, PublishedPack>()
const MOST_KNOWN = 100

/** The packs that a receipt names, as scoring published them. */
export async function packsOf(reader: Reader, receipt: Uint8Array): Promise<Packs | Refusal> {
  if (receipt.length === 0) return []
  const { packs } = JSON.parse(Buffer.from(receipt).toString('utf8')) as Receipt
  const hashes = [packs.index.hash, packs.predicate.hash]
  const missing = hashes.filter((hash) => !known.has(hash))
  if (missing.length > 0) {
    const asked = missing.map((hash) => Buffer.from(hash, 'hex'))
    const answer = await reader.clients.packs.getPacks({ hashes: asked }, tokenOf(reader))
    if (isRefusal(answer)) return answer
    if (known.size > MOST_KNOWN) known.clear()
    for (const { name, version, effectiveFrom, hash, content } of answer.packs)
      known.set(hex(hash), {
        name,
        version,
        effectiveFrom,
        hash: hex(hash),
        content: JSON.parse(content.toString('utf8')),
      })
  }
  const found = hashes.flatMap((hash) => known.get(hash) ?? [])
  return found.length < hashes.length ? { refused: true, code: 'pack.unknown' } : found
}

export const why = question(
  'why',
  (reader: Reader, period: Period, asked: string | null): Promise<Answer<WhyView>> =>
    page(reader, audience, async (login) => {
      const found = await scoreOf(reader, login, period, asked)
      if (isRefusal(found)) return found
      const { employeeId, score, subject } = found
      const bounds = boundsOf(period)
      const [results, periods, assessment] = await Promise.all([
        resultsOf(reader, employeeId, bounds.from, bounds.to),
        periodsOf(reader, dateAt(reader.now, zoneOf(login))),
        reader.clients.assessments.getAssessment({ employeeId, period }, tokenOf(reader)),
      ])
      if (isRefusal(results)) return results
      const packs = await packsOf(reader, score.receipt)
      if (isRefusal(packs)) return packs
      const { seal, proof } = score
      return {
        now: reader.now,
        zone: zoneOf(login),
        period,
        periods,
        subject,
        computedAt: Number(score.computedAt),
        receipt: score.receipt.length === 0 ? null : Buffer.from(score.receipt).toString('utf8'),
        packs,
        seal:
          seal === undefined || proof === undefined
            ? null
            : {
                kind: seal.kind === SealKind.SEAL_KIND_RESULT ? 'result' : 'evidence',
                edition: seal.edition,
                sealedAt: Number(seal.sealedAt),
                root: hex(seal.root),
                salt: hex(proof.salt),
                leaf: hex(proof.leaf),
                steps: proof.steps.map((step) => ({ left: step.left, hash: hex(step.hash) })),
              },
        assessor: null,
        ...(await decisionOf(reader, assessment)),
        results: [...results.values()].map(({ id, code, title }) => ({ id, code, title })),
        posts: subject.own ? postsOf(score.receipt, login) : [],
      }
    }),
)

/** Without the assessment the score is shown all the same. */
async function decisionOf(
  reader: Reader,
  assessment: GetAssessmentResponse | Refusal,
): Promise<Pick<WhyView, 'decided' | 'looks' | 'selfUntil'>> {
  if (isRefusal(assessment)) return { decided: null, looks: [], selfUntil: null }
  const { decisions, mayAssessSelf, windows } = assessment
  const [last] = decisions
  const looks = assessment.looks.filter(({ decisionVersion }) => decisionVersion === last?.version)
  const names = await namesOf(reader, [last?.decidedBy ?? '', ...looks.map(({ saidBy }) => saidBy)])
  return {
    decided: last === undefined ? null : decidedLine(last, names),
    looks: lookedLines(looks, names),
    selfUntil: mayAssessSelf ? Number(windows?.selfUntil) : null,
  }
}

/** The post held today has a name here; an earlier one in another agency stays without, rather than under a wrong one. */
function postsOf(receipt: Uint8Array, login: GetLoginResponse): WhyView['posts'] {
  if (receipt.length === 0) return []
  const { segments } = JSON.parse(Buffer.from(receipt).toString('utf8')) as Receipt
  const last = segments.filter((segment) => segment.counted).at(-1)
  return last === undefined || last.agencyId !== login.agencyId
    ? []
    : [{ assignmentId: last.assignmentId, position: login.positionTitle, agency: login.agencyName }]
}

/** The entries that a row of the receipt names. */
function recordsOf(receipt: Receipt, criterion: Criterion): string[] {
  const records: string[] = []
  for (const segment of receipt.segments) {
    const line = segment.criteria.find((one) => one.criterion === criterion)
    if (line === undefined) continue
    if (line.criterion === 'quantity')
      for (const { indicatorId, records: own } of line.trace) records.push(...(indicatorId === undefined ? own : []))
    else if (line.criterion === 'timeliness')
      records.push(
        ...line.trace.lines.flatMap(({ record, waiting }) => [record, waiting].filter((id) => id !== undefined)),
      )
  }
  return [...new Set(records)]
}

/** Whose role opens the figures of an agency where they are told. */
const opensFigures = ({ roles, roleAgencyIds }: GetLoginResponse, agencyId: string): boolean =>
  roles.some((role) => role === 'bkd' || role === 'auditor') ||
  (roles.some((role) => role === 'personnel_officer' || role === 'agency_head') && roleAgencyIds.includes(agencyId))

/** Where a month of an indicator's figures is told; null: something of it has no code. */
function monthOf(
  place: Readonly<Record<'instansi' | 'indikator' | 'unit', string | undefined>>,
  last: string | undefined,
): string | null {
  const { instansi, indikator, unit } = place
  if (instansi === undefined || indikator === undefined || unit === undefined) return null
  const query = new URLSearchParams({ instansi, indikator, unit })
  if (last !== undefined) query.set('bulan', last.slice(0, 7))
  return `/data/layanan/angka?${query}`
}

/** What figures feed, each result with its rows: line and figures are of one answer, so that the rows are the number. */
async function fedOf(
  reader: Reader,
  login: GetLoginResponse,
  receipt: Receipt,
  fed: readonly FedResult[],
  results: Results,
): Promise<Fed[] | Refusal> {
  const agencyIds = [...new Set(fed.map(({ segment }) => receipt.segments[segment]!.agencyId))]
  const structures = await Promise.all(
    agencyIds.map((agencyId) => reader.clients.directory.getStructure({ agencyId }, tokenOf(reader))),
  )
  const known: GetStructureResponse[] = []
  for (const structure of structures)
    if (isRefusal(structure)) return structure
    else known.push(structure)
  const units = new Map(known.flatMap((structure) => structure.units.map((unit) => [unit.unitId, unit])))
  const codes = new Map(known.flatMap(({ agencies }) => agencies.map(({ agencyId, code }) => [agencyId, code])))
  return fed.map(({ segment: at, resultId, unitId, indicator, figures }): Fed => {
    const { agencyId, criteria: lines } = receipt.segments[at]!
    const planned = lines.flatMap((line) => (line.criterion === 'quantity' ? line.trace : []))
    const place = { instansi: codes.get(agencyId), indikator: indicator?.code, unit: units.get(unitId)?.code }
    return {
      anchor: anchorOf(prefixOf(receipt, at), resultId),
      line: planned.find((line) => line.resultId === resultId)!,
      title: results.get(resultId)?.title ?? '',
      unitName: units.get(unitId)?.name ?? '',
      indicator: indicator === undefined ? null : indicatorOf(indicator),
      rows: figures.map(({ span, amountThousandths, perThousandths }) => ({
        span,
        amount: Number(amountThousandths),
        per: perThousandths === undefined ? null : Number(perThousandths),
      })),
      href: opensFigures(login, agencyId) ? monthOf(place, figures.at(-1)?.span) : null,
    }
  })
}

const states: Readonly<Record<number, EvidenceView['entries'][number]['state']>> = {
  [EntryState.ENTRY_STATE_VERIFIED]: 'verified',
  [EntryState.ENTRY_STATE_RETURNED]: 'returned',
  [EntryState.ENTRY_STATE_REFUSED]: 'refused',
}
const AT_ONCE = 200

export const evidence = question(
  'evidence',
  (reader: Reader, period: Period, named: string, asked: string | null): Promise<Answer<EvidenceView>> =>
    page(reader, audience, async (login) => {
      const criterion = criteria.find((one) => one === named)
      if (criterion === undefined) return { refused: true, code: 'request.not-found' }
      const found = await scoreOf(reader, login, period, asked, criterion === 'quantity')
      if (isRefusal(found)) return found
      const { employeeId, score, subject } = found
      const receipt =
        score.receipt.length === 0 ? null : (JSON.parse(Buffer.from(score.receipt).toString('utf8')) as Receipt)
      const records = receipt === null ? [] : recordsOf(receipt, criterion)
      const bounds = boundsOf(period)
      const results = await resultsOf(reader, employeeId, bounds.from, bounds.to)
      if (isRefusal(results)) return results
      const fed = receipt === null ? [] : await fedOf(reader, login, receipt, score.fed, results)
      if (isRefusal(fed)) return fed
      const entries: EvidenceView['entries'][number][] = []
      for (let from = 0; from < records.length; from += AT_ONCE) {
        const list = await reader.clients.entries.listEntries(
          {
            ...every,
            employeeId,
            fromDate: bounds.from,
            toDate: bounds.to,
            limit: AT_ONCE,
            recordIds: records.slice(from, from + AT_ONCE),
          },
          tokenOf(reader),
        )
        if (isRefusal(list)) return list
        for (const entry of list.entries) {
          const facts = entry.facts!
          const result = facts.resultId === undefined ? undefined : results.get(facts.resultId)
          entries.push({
            recordId: facts.recordId,
            workDate: facts.workDate,
            sentence: entry.sentence,
            result: result === undefined ? null : { code: result.code, title: result.title },
            quantityThousandths: numberOf(facts.quantityThousandths),
            unit: facts.unit ?? null,
            recordedAt: Number(facts.recordedAt),
            sourceRecordedAt: numberOf(facts.sourceRecordedAt),
            late: entry.timeliness === Timeliness.TIMELINESS_LATE,
            state: states[entry.state] ?? 'waiting',
            receipt: receiptOf(entry),
          })
        }
      }
      return {
        now: reader.now,
        zone: zoneOf(login),
        period,
        criterion,
        subject,
        entries: entries.sort((a, b) => (a.workDate < b.workDate ? -1 : 1)),
        fed,
      }
    }),
)
