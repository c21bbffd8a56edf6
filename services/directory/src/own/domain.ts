import type { CivilDate } from '@timbang/rules/civil-date'

export const rowNames = [
  'name',
  'nip',
  'employment',
  'post',
  'unit',
  'assessor',
  'superior',
  'calendar',
  'roles',
] as const
export type RowName = (typeof rowNames)[number]
export const isRowName = (text: string): text is RowName => rowNames.some((row) => row === text)

export interface HeldPost {
  readonly title: string
  readonly capacity: 'definitive' | 'plt' | 'plh'
  readonly fromDate: CivilDate
  /** None while it lasts. */
  readonly toDate: CivilDate | undefined
}
/** Somebody above, and the post by which he stands there. */
export interface Above {
  readonly name: string
  readonly post: HeldPost
}
export interface Calendar {
  readonly calendarCode: string
  readonly year: number
  readonly workingWeekdays: readonly number[]
  readonly holidays: readonly { readonly date: CivilDate; readonly name: string; readonly jointLeave: boolean }[]
}
export interface HeldRole {
  readonly role: string
  /** By name; none: the whole province. */
  readonly agencies: readonly string[]
}

/** What the directory knows of one person on a day. */
export interface Facts {
  readonly name: string
  readonly nip: string
  readonly employment: string
  /** The one that the day counts for is the first, if he has any on it; then others that he holds or will hold. */
  readonly posts: readonly HeldPost[]
  /** Of the post that the day counts for; none without one. */
  readonly place:
    | { readonly agencyId: string; readonly unit: string; readonly agency: string; readonly zone: string }
    | undefined
  readonly assessor: Above | undefined
  readonly superior: Above | undefined
  readonly calendar: Calendar | undefined
  readonly roles: readonly HeldRole[]
}

/** One thing that is said of a person, and that he can question. What does not belong to it is empty. */
export interface DataRow {
  readonly row: RowName
  readonly name: string
  readonly nip: string
  readonly employment: string
  readonly posts: readonly HeldPost[]
  readonly unit: string
  readonly agency: string
  readonly zone: string
  readonly calendar: Calendar | undefined
  readonly roles: readonly HeldRole[]
}

const empty = {
  name: '',
  nip: '',
  employment: '',
  posts: [],
  unit: '',
  agency: '',
  zone: '',
  calendar: undefined,
  roles: [],
}
const ofAbove = (above: Above | undefined) => (above === undefined ? {} : { name: above.name, posts: [above.post] })

export function rowOf(row: RowName, facts: Facts): DataRow {
  const { name, nip, employment, posts, place, assessor, superior, calendar, roles } = facts
  switch (row) {
    case 'name':
      return { ...empty, row, name }
    case 'nip':
      return { ...empty, row, nip }
    case 'employment':
      return { ...empty, row, employment }
    case 'post':
      return { ...empty, row, posts }
    case 'unit':
      return { ...empty, row, unit: place?.unit ?? '', agency: place?.agency ?? '', zone: place?.zone ?? '' }
    case 'assessor':
      return { ...empty, row, ...ofAbove(assessor) }
    case 'superior':
      return { ...empty, row, ...ofAbove(superior) }
    case 'calendar':
      return { ...empty, row, calendar }
    case 'roles':
      return { ...empty, row, roles }
    default:
      return row satisfies never
  }
}

/** What a row says, as one text: two rows are the same when these are equal, whatever changed beside them. */
export const textOf = ({ row, name, nip, employment, posts, unit, agency, zone, calendar, roles }: DataRow): string =>
  JSON.stringify([
    row,
    name,
    nip,
    employment,
    posts.map((post) => [post.title, post.capacity, post.fromDate, post.toDate ?? '']),
    unit,
    agency,
    zone,
    calendar === undefined
      ? []
      : [
          calendar.calendarCode,
          calendar.year,
          calendar.workingWeekdays,
          calendar.holidays.map((holiday) => [holiday.date, holiday.name, holiday.jointLeave]),
        ],
    roles.map(({ role, agencies }) => [role, ...agencies]),
  ])
