import { addDays, boundsOf, type CivilDate, type Instant, type Period, startOf } from '@timbang/rules/civil-date'
import type { Rating } from '@timbang/rules/kernel/1/predicate'
import { planOf } from './plans.ts'
import type { Assignment, Province } from './province.ts'
import { random, type Random } from './random.ts'
import { temperamentOf } from './temperament.ts'

const asked = ['quality', 'teamwork', 'innovation'] as const
type Asked = (typeof asked)[number]
export type Answers = Readonly<Record<Asked, number>>

/** What somebody said of his quarter, and what his superior decided; some have said nothing yet, of some nothing is decided yet. */
export interface Assessment {
  readonly employeeId: string
  readonly period: Period
  readonly self:
    | { readonly answers: Answers; readonly words: Readonly<Record<Asked, string>>; readonly at: Instant }
    | undefined
  readonly decision:
    | {
        readonly answers: Answers
        readonly result: Rating
        readonly resultReason: string
        readonly behaviour: Rating
        readonly behaviourReason: string
        readonly at: Instant
        /** When the superior of whoever decided agreed to it; undefined: as expected, or nobody has looked again. */
        readonly agreedAt: Instant | undefined
      }
    | undefined
}

const MINUTE = 60_000
/** Of a superior's answers: most are good at their work, few are outstanding, and few invent something. */
const means: Readonly<Record<Asked, number>> = { quality: 3.8, teamwork: 3.9, innovation: 3.3 }

const selfSentences: Readonly<Record<Asked, readonly string[]>> = {
  quality: [
    'Berkas saya jarang kembali.',
    'Dua laporan harus saya ulang.',
    'Saya memeriksa sekali lagi sebelum menyerahkan.',
  ],
  teamwork: [
    'Saya membantu loket saat antrean panjang.',
    'Saya menggantikan rekan yang sakit.',
    'Saya berbagi contoh surat.',
  ],
  innovation: ['Saya memakai formulir baru.', 'Saya mengusulkan daftar periksa.', 'Belum ada cara baru dari saya.'],
}
const resultReasons: Readonly<Record<Rating, readonly string[]>> = {
  above: [
    'Target triwulan terlampaui tanpa menurunkan mutu.',
    'Semua hasil selesai lebih awal dan dipakai bidang lain.',
  ],
  meets: [
    'Target tercapai dan laporan tepat waktu.',
    'Hasil sesuai rencana; surat kepada pemohon perlu lebih singkat.',
  ],
  below: [
    'Dua dari tiga target belum tercapai; dibahas pada dialog.',
    'Banyak hasil masuk terlambat dan harus diulang.',
  ],
}
const behaviourReasons: Readonly<Record<Rating, readonly string[]>> = {
  above: ['Selalu menawarkan bantuan dan menjadi contoh disiplin.', 'Membimbing dua rekan baru tanpa diminta.'],
  meets: ['Disiplin dan ringan membantu.', 'Bekerja sama dengan baik; usul cara kerja sendiri belum ada.'],
  below: ['Beberapa kali terlambat dan menunda permintaan rekan.', 'Perlu lebih terbuka pada cara kerja baru.'],
}

const bounded = (value: number) => Math.min(5, Math.max(1, Math.round(value)))
const ratingOf = (points: number): Rating => (points >= 4.35 ? 'above' : points >= 2.3 ? 'meets' : 'below')
/** An instant in office hours of a day. */
const at = (draw: Random, date: CivilDate): Instant =>
  startOf(date, 'WIB') + draw.between(8 * 60, 15 * 60 + 59) * MINUTE

/** Of everybody who had a plan until the quarter's last day, in the order of their posts. @param before nothing that came later is known */
export function* assessmentsOf(province: Province, quarter: Period, before: Instant): Generator<Assessment> {
  const { to } = boundsOf(quarter)
  const above = new Map(province.assignments.map(({ post }) => [post.code, post.superiorCode]))
  for (const assignment of province.assignments) {
    if (assignment.to !== undefined && assignment.to < to) continue
    if (planOf(assignment, quarter) === undefined) continue
    const assessment = assessmentOf(assignment, quarter)
    // Under the first one of the province nobody looks again.
    const looks = above.get(assignment.post.superiorCode ?? '') !== undefined
    const self = assessment.self !== undefined && assessment.self.at < before ? assessment.self : undefined
    const decision =
      assessment.decision !== undefined && assessment.decision.at < before
        ? { ...assessment.decision, agreedAt: looks ? earlier(assessment.decision.agreedAt, before) : undefined }
        : undefined
    if (self !== undefined || decision !== undefined) yield { ...assessment, self, decision }
  }
}

const earlier = (at: Instant | undefined, before: Instant) => (at !== undefined && at < before ? at : undefined)

function assessmentOf({ person, post }: Assignment, quarter: Period): Assessment {
  const { employeeId, cast } = person
  const draw = random('assessment', employeeId, quarter)
  const { to } = boundsOf(quarter)
  const { unpunctual } = temperamentOf(employeeId, cast !== undefined)
  const able = draw.normal(0, 0.42) - unpunctual * 4
  const answers = answersBy((one) => bounded(means[one] + able + draw.normal(0, 0.45)))
  const own = answersBy((one) => bounded(answers[one] + draw.weighted([12, 68, 20]) - 1))
  const says = draw.chance(0.93) || cast !== undefined
  const isDecided = draw.chance(0.88) || cast !== undefined
  const spoken = at(draw, addDays(to, draw.between(1, 7)))
  const result = ratingOf(answers.quality + able + draw.normal(0.05, 0.4))
  // Of what is not as expected two in three were looked at again: drawn by itself, so that nothing else of the province moves.
  const again = random('second-look', employeeId, quarter)
  const looked = again.chance(0.66)
  const behaviour = ratingOf((answers.teamwork * 2 + answers.innovation) / 3 + draw.normal(0.1, 0.35))
  return {
    employeeId,
    period: quarter,
    self: says
      ? {
          answers: own,
          words: wordsBy((one) => (draw.chance(0.4) ? draw.pick(selfSentences[one]) : '')),
          at: spoken,
        }
      : undefined,
    // Nobody stands above the first one of the province.
    decision:
      isDecided && post.superiorCode !== undefined
        ? {
            answers,
            result,
            resultReason: draw.pick(resultReasons[result]),
            behaviour,
            behaviourReason: draw.pick(behaviourReasons[behaviour]),
            at: at(draw, addDays(to, draw.between(8, 26))),
            agreedAt:
              looked && (result !== 'meets' || behaviour !== 'meets')
                ? at(again, addDays(to, again.between(27, 32)))
                : undefined,
          }
        : undefined,
  }
}

const answersBy = (of: (one: Asked) => number): Answers => ({
  quality: of('quality'),
  teamwork: of('teamwork'),
  innovation: of('innovation'),
})
const wordsBy = (of: (one: Asked) => string): Readonly<Record<Asked, string>> => ({
  quality: of('quality'),
  teamwork: of('teamwork'),
  innovation: of('innovation'),
})
