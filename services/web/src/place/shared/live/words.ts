import type { Language } from '../../../locals.ts'

const id = {
  pause: 'Jeda',
  pauseLong: 'Jeda pembaruan langsung',
  resume: 'Lanjut',
  resumeLong: 'Lanjutkan pembaruan langsung',
  stood: (at: string) => `keadaan ${at}`,
  live: (age: string) => `langsung · ${age}`,
  late: (age: string) => `tertunda · ${age}`,
  broken: (at: string) => `terputus sejak ${at}`,
  paused: (at: string) => `dijeda sejak ${at}`,
}
const en: typeof id = {
  pause: 'Pause',
  pauseLong: 'Pause live updates',
  resume: 'Resume',
  resumeLong: 'Resume live updates',
  stood: (at) => `as of ${at}`,
  live: (age) => `live · ${age}`,
  late: (age) => `delayed · ${age}`,
  broken: (at) => `cut off since ${at}`,
  paused: (at) => `paused since ${at}`,
}
export const liveWords: Record<Language, typeof id> = { id, en }
