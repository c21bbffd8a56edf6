import type { Language } from '../../locals.ts'
import { count } from '../shared/number.ts'
import { dayAndMonth, moment } from '../shared/time.ts'
import type { Wrong } from './form.ts'
import type { DelegationLine, DelegationsView, EndingView, Stands } from './view.ts'

const id = {
  place: 'Delegasi',
  nobody: 'Tidak ada yang menggantikan Anda',
  replaced: (name: string, to: string) => `${name} menggantikan Anda sampai ${to}`,
  replacedFrom: (name: string, from: string) => `Mulai ${from} ${name} menggantikan Anda`,
  replacing: (name: string, to: string) => `Anda menggantikan ${name} sampai ${to}`,
  lead: 'Saat Anda tidak di tempat, rekan memverifikasi catatan tim atas nama Anda.',
  leadsNobody: 'Hari ini tidak ada yang Anda nilai, jadi tidak ada yang perlu diserahkan.',
  given: 'Yang Anda berikan',
  givenNone: 'Belum pernah.',
  held: 'Yang Anda pegang',
  heldNone: 'Tidak ada.',
  toBox: 'Buka kotak verifikasi',
  toHim: (name: string) => `Kepada ${name}`,
  fromHim: (name: string) => `Dari ${name}`,
  span: (from: string, to: string) => (from === to ? from : `${from} sampai ${to}`),
  states: { coming: 'Belum mulai', running: 'Berjalan', ended: 'Diakhiri', over: 'Selesai' } satisfies Record<
    DelegationLine['state'],
    string
  >,
  endedAt: (at: string) => `Berakhir ${at}.`,
  end: 'Akhiri',
  giveBack: 'Kembalikan',
  endOf: (name: string) => `Akhiri delegasi kepada ${name}`,
  giveBackOf: (name: string) => `Kembalikan delegasi ${name}`,
  give: 'Beri delegasi',
  who: 'Siapa yang menggantikan?',
  whoHint: 'Ia tahu seketika, dan dapat mengembalikannya.',
  pick: 'Pilih orang',
  stands: {
    peer: 'Setingkat di instansi Anda',
    subordinate: 'Bawahan yang memimpin',
    superior: 'Atasan Anda',
  } satisfies Record<Stands, string>,
  from: 'Hari pertama',
  fromHint: (last: string) => `Hari ini sampai ${last}.`,
  to: 'Hari terakhir',
  toHint: (days: string) => `Paling lama ${days} hari, hari terakhir terhitung.`,
  send: 'Beri delegasi',
  what: 'Apa yang terjadi',
  rules: [
    'Catatan tim Anda juga masuk kotak verifikasinya.',
    'Ia juga dapat memutuskan penilaian tim Anda.',
    'Putusan tercatat dengan namanya, atas nama Anda.',
    'Anda sendiri tetap dapat memverifikasi.',
    'Catatannya sendiri tidak dapat ia verifikasi.',
    'Ia tidak dapat meneruskannya kepada orang lain.',
    'Sesudah hari terakhir, yang masih menunggu kembali kepada Anda saja.',
  ],
  done: 'Delegasi diberikan. Ia dapat memverifikasi sejak hari pertamanya.',
  ended: 'Delegasi diakhiri. Yang masih menunggu kembali kepada Anda.',
  gaveBack: 'Delegasi dikembalikan. Catatan timnya tidak lagi di kotak Anda.',
  sure: {
    end: (name: string) => `Akhiri delegasi kepada ${name}?`,
    giveBack: (name: string) => `Kembalikan delegasi dari ${name}?`,
    endLead: 'Ia langsung tidak dapat memverifikasi lagi.',
    giveBackLead: 'Anda langsung tidak dapat memverifikasi catatan timnya.',
    endSays: 'Yang belum diputuskan tetap di kotak verifikasi Anda.',
    giveBackSays: 'Yang belum diputuskan menunggu dia sendiri. Beri tahu dia.',
    stands: 'Putusan yang sudah diberikan tetap berlaku.',
    meant: (to: string) => `Sedianya berlaku sampai ${to}.`,
    go: 'Akhiri sekarang',
    goBack: 'Kembalikan sekarang',
    stay: 'Batal',
    over: 'Delegasi ini sudah berakhir',
    overLead: 'Tidak ada yang perlu dilakukan.',
    toList: 'Ke daftar delegasi',
  },
  error: 'Galat: ',
  summary: (n: string) => `${n} hal perlu diperbaiki`,
  errors: {
    choose: 'Pilih siapa yang menggantikan',
    date: 'Isi tanggalnya',
    ahead: 'Pilih hari dalam rentang itu',
    span: 'Hari terakhir mendahului hari pertama',
    long: 'Terlalu lama: pendekkan',
  } satisfies Record<Wrong['code'], string>,
}
const en: typeof id = {
  place: 'Delegation',
  nobody: 'Nobody stands in for you',
  replaced: (name, to) => `${name} stands in for you until ${to}`,
  replacedFrom: (name, from) => `From ${from} ${name} stands in for you`,
  replacing: (name, to) => `You stand in for ${name} until ${to}`,
  lead: 'While you are away, a colleague verifies your team’s entries in your place.',
  leadsNobody: 'You assess nobody today, so there is nothing to hand over.',
  given: 'What you have given',
  givenNone: 'Nothing yet.',
  held: 'What you hold',
  heldNone: 'Nothing.',
  toBox: 'Open the verification box',
  toHim: (name) => `To ${name}`,
  fromHim: (name) => `From ${name}`,
  span: (from, to) => (from === to ? from : `${from} to ${to}`),
  states: { coming: 'Not begun', running: 'Running', ended: 'Ended', over: 'Over' },
  endedAt: (at) => `Ended ${at}.`,
  end: 'End',
  giveBack: 'Give back',
  endOf: (name) => `End the delegation to ${name}`,
  giveBackOf: (name) => `Give back the delegation of ${name}`,
  give: 'Delegate',
  who: 'Who stands in?',
  whoHint: 'The person knows at once, and can give it back.',
  pick: 'Choose a person',
  stands: {
    peer: 'Of your level in your agency',
    subordinate: 'Subordinates who lead',
    superior: 'Your superior',
  },
  from: 'First day',
  fromHint: (last) => `Today until ${last}.`,
  to: 'Last day',
  toHint: (days) => `At most ${days} days, the last one included.`,
  send: 'Delegate',
  what: 'What happens',
  rules: [
    'Your team’s entries also come to that verification box.',
    'Your team’s assessments can be decided there too.',
    'Each decision stands under that name, in your place.',
    'You can still verify yourself.',
    'Nobody verifies entries of his own.',
    'It cannot be handed on to anybody else.',
    'After the last day, what still waits is yours alone.',
  ],
  done: 'Delegated. Verifying can begin on the first day.',
  ended: 'The delegation has ended. What still waits is yours again.',
  gaveBack: 'Given back. That team’s entries have left your box.',
  sure: {
    end: (name) => `End the delegation to ${name}?`,
    giveBack: (name) => `Give back the delegation of ${name}?`,
    endLead: 'From now on that person verifies no more.',
    giveBackLead: 'From now on you no longer verify that team’s entries.',
    endSays: 'What is not decided stays in your verification box.',
    giveBackSays: 'What is not decided waits for the superior. Tell that person.',
    stands: 'What was decided stands.',
    meant: (to) => `It was meant to last until ${to}.`,
    go: 'End it now',
    goBack: 'Give it back now',
    stay: 'Cancel',
    over: 'This delegation is over',
    overLead: 'Nothing is left to do.',
    toList: 'To the delegations',
  },
  error: 'Error: ',
  summary: (n) => `${n} to mend`,
  errors: {
    choose: 'Choose who stands in',
    date: 'Fill in the date',
    ahead: 'Choose a day within that time',
    span: 'The last day comes before the first',
    long: 'Too long: shorten it',
  },
}
export const delegationWords = { id, en }

/** Who stands in, or will; else for whom he does; else nobody. */
export function delegationTitle(view: DelegationsView, language: Language): string {
  const words = delegationWords[language]
  const running = view.given.find(({ state }) => state === 'running')
  if (running !== undefined) return words.replaced(running.name, dayAndMonth(running.to, language))
  const coming = view.given.findLast(({ state }) => state === 'coming')
  if (coming !== undefined) return words.replacedFrom(coming.name, dayAndMonth(coming.from, language))
  const held = view.held.find(({ state }) => state === 'running')
  return held === undefined ? words.nobody : words.replacing(held.name, dayAndMonth(held.to, language))
}

/** "1 Desember sampai 11 Desember, WIB." and when it ended, where it did. */
export const spanSentence = (line: DelegationLine, language: Language): string => {
  const words = delegationWords[language]
  const span = `${words.span(dayAndMonth(line.from, language), dayAndMonth(line.to, language))}, ${line.zone}.`
  return line.endedAt === null ? span : `${span} ${words.endedAt(moment(line.endedAt, line.zone, language))}`
}

export const lengthHint = (view: DelegationsView, language: Language): string =>
  delegationWords[language].toHint(count(view.mostDays, language))

/** What ending it does, a sentence each. */
export function sureSentences(view: EndingView, language: Language): string[] {
  const { sure } = delegationWords[language]
  return [
    view.side === 'given' ? sure.endSays : sure.giveBackSays,
    sure.stands,
    sure.meant(dayAndMonth(view.to, language)),
  ]
}
