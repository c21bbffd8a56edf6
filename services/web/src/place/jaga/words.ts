import { timeOfDay } from '@timbang/rules/civil-date'
import type { Shift } from '@timbang/rules/shift'
import type { Language } from '../../locals.ts'
import { capital, count, inWords } from '../shared/number.ts'
import { dayAndMonth, month as monthName } from '../shared/time.ts'
import type { DutyPerson, UnitView } from './view.ts'

const plural = new Intl.PluralRules('en')
const one = (n: number, single: string, many: string): string => (plural.select(n) === 'one' ? single : many)
const big = (n: number, language: Language): string => capital(inWords(n, language))

const id = {
  mine: 'Jadwal jaga saya',
  mineOf: (month: string) => `Jadwal jaga saya, ${month}`,
  mineLead: (days: number, hours: number) =>
    `${big(days, 'id')} hari jaga, ${count(hours, 'id')} jam. Hari lain libur.`,
  mineNone: 'Belum ada jadwal jaga bulan ini.',
  mineNoneNext: 'Bulan ini mengikuti kalender kerja. Tanya kepala unit bila Anda bertugas jaga.',
  mineRule: 'Catatan, target, dan keterlambatan mengikuti jadwal ini. Jaga malam milik hari mulainya.',
  excused: 'cuti, sakit, atau dinas luar',
  until: (day: string) => `sampai ${day}`,
  months: 'Bulan',
  day: 'Hari',
  shift: 'Jaga',
  hours: 'Jam',
  units: 'Jadwal jaga',
  unitsLead: 'Pilih unit yang jadwalnya hendak dilihat atau diterbitkan.',
  unitsNone: 'Belum ada unit di instansi Anda.',
  kick: 'Jadwal jaga',
  title: (month: string) => `Jaga ${month}`,
  titleNone: (month: string) => `Jaga ${month} belum terbit`,
  leadAll: (people: number) => `${big(people, 'id')} orang, semua punya jadwal.`,
  leadSome: (people: number, without: number) =>
    `${big(people, 'id')} orang, ${inWords(without, 'id')} belum punya jadwal.`,
  leadNone: (people: number) => `${big(people, 'id')} orang, belum satu pun punya jadwal.`,
  nobody: 'Tidak ada orang di unit ini pada bulan itu.',
  follows: 'Yang belum punya jadwal mengikuti kalender kerja.',
  sealed: 'Triwulan bulan ini sudah dikunci. Perubahan dihitung pada edisi berikutnya.',
  noShifts: 'Giliran instansi ini belum ditetapkan. Tulis jamnya di sel: 07:00-14:00.',
  readOnly: 'Yang menerbitkan: kepala unit dan pengelola kepegawaian.',
  published: (people: number) => `Jaga terbit untuk ${inWords(people, 'id')} orang.`,
  same: 'Tidak ada yang berubah, jadi tidak ada yang diterbitkan.',
  off: 'libur',
  hint: 'Sel: kode giliran, jam seperti 07:00-14:00, atau L. Dua giliran: P,S.',
  keys: 'Pakai panah untuk berpindah sel.',
  caption: (month: string) => `Kisi jaga ${month}: orang dan hari`,
  person: 'Orang, urut abjad',
  elsewhere: 'tidak di unit ini',
  noSchedule: 'belum punya jadwal',
  onDuty: (code: string) => `Jaga ${code}`,
  check: 'Periksa perubahan',
  file: 'Unduh CSV',
  after: 'Sesudah terbit, perubahan menjadi revisi. Yang berlaku adalah yang terakhir.',
  tooMany: (most: number) =>
    `Unit ini lebih dari ${count(most, 'id')} orang. Minta pengelola data memasukkan berkasnya.`,
  errors: (n: number) => `${big(n, 'id')} hal perlu diperbaiki`,
  onePlace: (name: string, day: string) => `${name}, ${day}`,
  swap: {
    title: 'Tukar giliran',
    open: 'Tukar giliran dua orang',
    lead: 'Keduanya saling mengambil giliran pada hari itu. Berlaku seketika untuk keduanya.',
    pertama: 'Orang pertama',
    kedua: 'Orang kedua',
    choose: 'Pilih orang',
    day: 'Hari',
    other: 'Hari kedua, bila ada',
    go: 'Tukar giliran',
    done: (first: string, second: string, days: string) => `${first} dan ${second} bertukar giliran: ${days}.`,
    undo: 'Batalkan pertukaran',
    said: 'Pertukaran berlaku. Jadwal keduanya menjadi revisi.',
  },
  sure: {
    title: (month: string) => `Terbitkan jaga ${month}?`,
    lead: (people: number, days: number) => `${big(people, 'id')} orang, ${inWords(days, 'id')} hari berubah.`,
    fresh: (name: string, days: number, hours: number) =>
      `${name}: jadwal baru, ${inWords(days, 'id')} hari jaga, ${count(hours, 'id')} jam`,
    changed: (name: string, days: number) => `${name}: ${inWords(days, 'id')} hari berubah`,
    cell: (day: string, from: string, to: string) => `${day}: ${from} menjadi ${to}`,
    without: (names: string) => `Tetap tanpa jadwal, mengikuti kalender: ${names}.`,
    effect: 'Hari wajib, target, dan batas catatan mereka mengikuti jadwal ini.',
    go: 'Terbitkan jaga',
    back: 'Ubah lagi',
    gone: 'Tidak ada yang menunggu diterbitkan',
    goneLead: 'Waktunya lewat, atau sudah diterbitkan. Buka kisinya lagi.',
    grid: 'Buka kisi',
  },
}

const en: typeof id = {
  mine: 'My duty schedule',
  mineOf: (month) => `My duty schedule, ${month}`,
  mineLead: (days, hours) =>
    `${big(days, 'en')} ${one(days, 'day', 'days')} on duty, ${count(hours, 'en')} hours. The other days are off.`,
  mineNone: 'No duty schedule for this month yet.',
  mineNoneNext: 'The month follows the work calendar. Ask the head of your unit if you work shifts.',
  mineRule: 'Entries, targets and lateness follow this schedule. A night belongs to the day it begins.',
  excused: 'leave, sickness or duty travel',
  until: (day) => `until ${day}`,
  months: 'Months',
  day: 'Day',
  shift: 'Shift',
  hours: 'Hours',
  units: 'Duty schedules',
  unitsLead: 'Choose the unit whose schedule you want to see or publish.',
  unitsNone: 'Your agency has no units yet.',
  kick: 'Duty schedules',
  title: (month) => `Duty in ${month}`,
  titleNone: (month) => `Duty in ${month} is not published yet`,
  leadAll: (people) => `${big(people, 'en')} ${one(people, 'person', 'people')}, all with a schedule.`,
  leadSome: (people, without) => `${big(people, 'en')} people, ${inWords(without, 'en')} without a schedule.`,
  leadNone: (people) => `${big(people, 'en')} ${one(people, 'person', 'people')}, none with a schedule yet.`,
  nobody: 'Nobody is in this unit that month.',
  follows: 'Whoever has no schedule follows the work calendar.',
  sealed: 'The quarter of this month is sealed. Changes count in its next edition.',
  noShifts: 'The shifts of this agency are not set. Write hours: 07:00-14:00.',
  readOnly: 'Published by: the head of the unit and the personnel officer.',
  published: (people) => `Duty is published for ${inWords(people, 'en')} ${one(people, 'person', 'people')}.`,
  same: 'Nothing has changed, so nothing was published.',
  off: 'off',
  hint: 'Cells: a shift code, hours like 07:00-14:00, or L. Two shifts: P,S.',
  keys: 'Use the arrows to move between cells.',
  caption: (month) => `Duty grid of ${month}: people and days`,
  person: 'People, by name',
  elsewhere: 'not in this unit',
  noSchedule: 'no schedule yet',
  onDuty: (code) => `On ${code}`,
  check: 'Review changes',
  file: 'Download CSV',
  after: 'Once published, a change is a revision. The last one holds.',
  tooMany: (most) => `This unit has more than ${count(most, 'en')} people. Ask who imports data to bring its file in.`,
  errors: (n) => `${big(n, 'en')} ${one(n, 'thing', 'things')} to mend`,
  onePlace: (name, day) => `${name}, ${day}`,
  swap: {
    title: 'Swap shifts',
    open: 'Swap the shifts of two people',
    lead: 'Each takes the other’s shifts of that day. It holds at once for both.',
    pertama: 'First person',
    kedua: 'Second person',
    choose: 'Choose a person',
    day: 'Day',
    other: 'Second day, if any',
    go: 'Swap shifts',
    done: (first, second, days) => `${first} and ${second} swapped shifts: ${days}.`,
    undo: 'Undo the swap',
    said: 'The swap holds. Both schedules are revised.',
  },
  sure: {
    title: (month) => `Publish duty in ${month}?`,
    lead: (people, days) =>
      `${big(people, 'en')} ${one(people, 'person', 'people')}, ${inWords(days, 'en')} ${one(days, 'day changes', 'days change')}.`,
    fresh: (name, days, hours) =>
      `${name}: a new schedule, ${inWords(days, 'en')} ${one(days, 'day', 'days')} on duty, ${count(hours, 'en')} hours`,
    changed: (name, days) => `${name}: ${inWords(days, 'en')} ${one(days, 'day changes', 'days change')}`,
    cell: (day, from, to) => `${day}: ${from} becomes ${to}`,
    without: (names) => `Still without a schedule, by the calendar: ${names}.`,
    effect: 'Their due days, targets and entry windows follow this schedule.',
    go: 'Publish duty',
    back: 'Change more',
    gone: 'Nothing waits to be published',
    goneLead: 'Time is over, or it is published already. Open the grid again.',
    grid: 'Open grid',
  },
}
export const dutyWords: Record<Language, typeof id> = { id, en }

/** `07.00–14.00`, in English `07:00–14:00`. An end on the next day is said by its hour. */
export const hoursText = ({ beginMinute, endMinute }: Shift, language: Language): string => {
  const clock = (minute: number) => timeOfDay(minute > 1440 ? minute - 1440 : minute)
  const text = `${clock(beginMinute)}–${clock(endMinute)}`
  return language === 'id' ? text.replaceAll(':', '.') : text
}
/** `M 21.00–07.00`; a shift without a code by its hours. */
export const shiftText = (shift: Shift, language: Language): string =>
  [shift.code, hoursText(shift, language)].filter((part) => part !== '').join(' ')

/** Minutes as hours, half up where they are no whole ones. */
export const hoursOf = (minutes: number): number => Math.round(minutes / 60)

export const monthText = (month: string, language: Language): string => monthName(`${month}-01`, language)
/** `November`, of a year that is not this one with it. */
export const monthLink = (month: string, beside: string, language: Language): string => {
  const text = monthText(month, language)
  return month.slice(0, 4) === beside.slice(0, 4) ? text.replace(/\s\d{4}$/, '') : text
}

const withoutSchedule = (people: readonly DutyPerson[]) => people.filter(({ version }) => version === 0)

export const unitTitle = (view: UnitView, language: Language): string => {
  const words = dutyWords[language]
  const none = view.people.length > 0 && withoutSchedule(view.people).length === view.people.length
  return (none ? words.titleNone : words.title)(monthText(view.month, language))
}
export const unitLead = (view: UnitView, language: Language): string => {
  const words = dutyWords[language]
  const [all, without] = [view.people.length, withoutSchedule(view.people).length]
  if (all === 0) return words.nobody
  if (without === 0) return words.leadAll(all)
  return `${without === all ? words.leadNone(all) : words.leadSome(all, without)} ${words.follows}`
}

/** `Selasa 1 Desember`. */
export const dayText = (date: string, language: Language): string => dayAndMonth(date, language)
