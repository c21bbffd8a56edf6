import type { PositionKind } from '@timbang/contracts/position-kind'

/** A result that people of a job plan (RHK), and how a day's work on it is told. */
export interface ResultTemplate {
  readonly title: string
  /** What is counted; also the indicator's unit. */
  readonly unit: string
  /** How much of it one entry holds. Null: not counted, the indicator is of time. */
  readonly each: readonly [number, number] | null
  /** How often it is what the day was about, among the job's results. */
  readonly share: number
  /** `{n}` is the quantity; other braces are pools of words. Digits do not make two sentences different, words do. */
  readonly sentences: readonly string[]
}

export interface Job {
  /** Without the level: "Arsiparis". Of posts that lead, `{topik}` is the unit's. */
  readonly title: string
  /** The kinds of posts that do it, the most frequent first. */
  readonly levels: readonly PositionKind[]
  readonly results: readonly ResultTemplate[]
}

export const result = (
  title: string,
  unit: string,
  each: readonly [number, number] | null,
  share: number,
  ...sentences: string[]
): ResultTemplate => ({ title, unit, each, share, sentences })

export const expertLevels: readonly PositionKind[] = [
  'fungsional-ahli-pertama',
  'fungsional-ahli-muda',
  'fungsional-ahli-madya',
]
export const skillLevels: readonly PositionKind[] = [
  'fungsional-terampil',
  'fungsional-mahir',
  'fungsional-penyelia',
  'fungsional-pemula',
]

const levelNames: Partial<Record<PositionKind, string>> = {
  'fungsional-ahli-utama': 'Ahli Utama',
  'fungsional-ahli-madya': 'Ahli Madya',
  'fungsional-ahli-muda': 'Ahli Muda',
  'fungsional-ahli-pertama': 'Ahli Pertama',
  'fungsional-penyelia': 'Penyelia',
  'fungsional-mahir': 'Mahir',
  'fungsional-terampil': 'Terampil',
  'fungsional-pemula': 'Pemula',
}

/** "Arsiparis Terampil"; a pelaksana's title has no level. */
export const titleAt = (job: Job, kind: PositionKind): string =>
  levelNames[kind] ? `${job.title} ${levelNames[kind]}` : job.title
