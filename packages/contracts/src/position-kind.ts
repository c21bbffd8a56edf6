import { PositionGroup } from '../gen/timbang/directory/v1/events.ts'

/** The kinds of posts of UU 20/2023, as a staff file writes them in `jenis jabatan`. */
export const positionKinds = [
  'jpt-utama',
  'jpt-madya',
  'jpt-pratama',
  'administrator',
  'pengawas',
  'fungsional-ahli-utama',
  'fungsional-ahli-madya',
  'fungsional-ahli-muda',
  'fungsional-ahli-pertama',
  'fungsional-penyelia',
  'fungsional-mahir',
  'fungsional-terampil',
  'fungsional-pemula',
  'pelaksana-klerek',
  'pelaksana-operator',
  'pelaksana-teknisi',
] as const

export type PositionKind = (typeof positionKinds)[number]

export const isPositionKind = (text: string): text is PositionKind =>
  (positionKinds as readonly string[]).includes(text)

/**
 * How the titles of functional posts in health and education begin. A staff file has no column for it,
 * and weights differ (domain: position groups), so the title decides. Longest words first where one begins another.
 */
const healthAndEducation = [
  'Guru',
  'Pengawas Sekolah',
  'Pamong Belajar',
  'Dokter',
  'Perawat',
  'Bidan',
  'Apoteker',
  'Asisten Apoteker',
  'Terapis',
  'Fisioterapis',
  'Nutrisionis',
  'Radiografer',
  'Perekam Medis',
  'Pranata Laboratorium Kesehatan',
  'Psikolog Klinis',
  'Tenaga Sanitasi Lingkungan',
  'Tenaga Promosi Kesehatan',
  'Epidemiolog Kesehatan',
  'Administrator Kesehatan',
  'Teknisi Elektromedis',
] as const

/** The group whose weights apply to a post. */
export function positionGroupOf(kind: PositionKind, title: string): PositionGroup {
  if (kind.startsWith('pelaksana')) return PositionGroup.POSITION_GROUP_PELAKSANA
  if (!kind.startsWith('fungsional')) return PositionGroup.POSITION_GROUP_MANAGERIAL
  // A head of a school stays a teacher: "Kepala SMA Negeri 1 (Guru Ahli Madya)".
  const named = /\(([^)]+)\)$/.exec(title)?.[1] ?? title
  return healthAndEducation.some((start) => named === start || named.startsWith(`${start} `))
    ? PositionGroup.POSITION_GROUP_FUNCTIONAL_HEALTH_EDUCATION
    : PositionGroup.POSITION_GROUP_FUNCTIONAL_OTHER
}
