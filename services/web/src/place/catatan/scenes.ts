import { hendra, sari } from '../shared/people.ts'
import { photo } from '../shared/photo.ts'
import { answered, now, postAsItStands, refused, type Scenes, type Told, wib, type World } from '../shared/scene.ts'
import { whatOf } from '../shared/entry/story.ts'
import type { EntryView } from './view.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')>, Told<typeof import('./act.ts')> {}
}

const recordId = '019a9a00-0000-7000-8000-000000000017'
const step = (at: number, what: string, over: Partial<EntryView['steps'][number]> = {}) => ({
  at,
  what,
  code: null,
  note: null,
  revision: 1,
  by: null,
  onBehalfOf: null,
  quantity: null,
  ...over,
})
const wrote = wib('2026-11-17', '16.21')
const returnedAt = wib('2026-11-18', '16.10')
const mended = wib('2026-11-19', '10.02')
const sent = [step(wrote, 'ActivityRecorded'), step(wrote + 400, 'EntryAdmitted')]
const note = 'Daftar berkas memuat 4 nomor. Mengapa 6?'
const back = [...sent, step(returnedAt, 'EntryReturned', { by: 'Hendra Saputra', code: 'quantity-wrong', note })]

/** Mended after it was returned, and waiting again. */
export const one: EntryView = {
  now,
  zone: 'WIB',
  writer: { name: 'Sari Wulandari', own: true },
  recordId,
  revision: 2,
  sentence: 'Memeriksa 4 berkas izin klinik pratama dari Kotabaru.',
  result: { code: 'RHK 1', title: 'Berkas izin diperiksa tepat waktu' },
  quantityThousandths: 4000,
  unit: 'berkas',
  start: 13 * 60 + 30,
  end: 15 * 60,
  evidenceLink: 'https://berkas.jambiprov.go.id/2026/11/dokumen',
  evidence: [],
  workDate: '2026-11-17',
  period: '2026-Q4',
  writtenAt: wib('2026-11-17', '15.48'),
  recordedAt: mended,
  imported: false,
  receipt: { partition: 7, offset: '4455' },
  timeliness: 'in-time',
  arrivedAfter: 33 * 60_000,
  window: { closesAt: wib('2026-11-21', '00.00'), graceEndsAt: wib('2026-11-24', '00.00') },
  state: 'waiting',
  conflicted: false,
  decided: { at: mended + 300, by: null },
  refusal: null,
  returned: null,
  target: { verifiedThousandths: 26_000, targetThousandths: 40_000, unit: 'berkas' },
  steps: [
    ...back,
    step(mended, 'ActivityRecorded', {
      revision: 2,
      quantity: { before: 6000, unitBefore: 'berkas', after: 4000, unit: 'berkas' },
    }),
    step(mended + 300, 'EntryAdmitted', { revision: 2 }),
  ],
  forgotten: null,
  may: { mend: true, takeBack: true, writeAgain: true },
}
const attached: EntryView['evidence'] = [
  { hash: 'a'.repeat(64), kind: 'picture', bytes: 84_200 },
  { hash: 'b'.repeat(64), kind: 'paper', bytes: 1_240_000 },
  { hash: 'c'.repeat(64), kind: 'waiting', bytes: 0 },
]
const nothing = { mend: false, takeBack: false, writeAgain: true }
const verified: EntryView = {
  ...one,
  state: 'verified',
  decided: { at: now - 600_000, by: 'Yusniar Lubis' },
  target: { verifiedThousandths: 30_000, targetThousandths: 40_000, unit: 'berkas' },
  steps: [
    ...one.steps,
    step(now - 600_000, 'EntryVerified', { by: 'Yusniar Lubis', onBehalfOf: 'Hendra Saputra', revision: 2 }),
  ],
  may: nothing,
}
const returned: EntryView = {
  ...one,
  revision: 1,
  recordedAt: wrote,
  state: 'returned',
  decided: { at: returnedAt, by: 'Hendra Saputra' },
  returned: { reasonCode: 'quantity-wrong', note },
  steps: back,
}
const withdrawn: EntryView = {
  ...one,
  revision: 3,
  recordedAt: now - 60_000,
  receipt: { partition: 7, offset: '4822' },
  state: 'withdrawn',
  timeliness: null,
  arrivedAfter: null,
  decided: { at: now - 59_600, by: null },
  steps: [
    ...one.steps,
    step(now - 60_000, 'ActivityRecorded', { revision: 3 }),
    step(now - 59_600, 'EntryWithdrawn', { revision: 3 }),
  ],
  may: nothing,
}
const ofSari = (view: EntryView): World => ({
  ...sari,
  evidenceFile: answered(photo),
  entryOne: answered(view),
  ownEntry: answered(view),
  takeBack: answered({
    kind: 'received' as const,
    receipt: { partition: 7, offset: '4822' },
    recordedAt: now - 60_000,
  }),
})
const path = `/catatan/${recordId}`
const sentBack = `${path}?ditarik=7-4822&pada=${now - 60_000}`

export const scenes: Scenes = {
  p3: { path, world: ofSari(one) },
  'p3-english': { path: `${path}?lang=en`, world: ofSari(one) },
  'p3-evidence': { path, world: ofSari({ ...one, evidence: attached }) },
  'p3-evidence-large': {
    path,
    world: ofSari({ ...one, evidence: attached }),
    act: async (page) => {
      await page.getByRole('button', { name: 'Foto 1 dari 3 bukti' }).click()
      await page.getByRole('button', { name: 'Tutup foto' }).waitFor()
    },
  },
  'p3-evidence-english': { path: `${path}?lang=en`, world: ofSari({ ...one, evidenceLink: null, evidence: attached }) },
  'p3-verified': { path, world: ofSari(verified) },
  'p3-returned': { path, world: ofSari(returned) },
  'p3-refused': {
    path,
    world: ofSari({
      ...one,
      revision: 1,
      workDate: '2026-11-06',
      writtenAt: null,
      arrivedAfter: null,
      timeliness: null,
      window: { closesAt: wib('2026-11-10', '00.00'), graceEndsAt: wib('2026-11-13', '00.00') },
      state: 'refused',
      refusal: { code: 'entry.window-closed' },
      steps: [sent[0]!, step(wrote + 400, 'EntryRefused', { code: 'entry.window-closed' })],
      may: { mend: false, takeBack: true, writeAgain: true },
    }),
  },
  'p3-late': {
    path: `${path}?lang=en`,
    world: ofSari({
      ...one,
      workDate: '2026-11-13',
      timeliness: 'late',
      arrivedAfter: null,
      writtenAt: null,
      result: null,
      target: null,
      evidenceLink: null,
      start: null,
      end: null,
      window: { closesAt: wib('2026-11-17', '00.00'), graceEndsAt: wib('2026-11-20', '00.00') },
    }),
  },
  'p3-held': {
    path,
    world: ofSari({
      ...one,
      revision: 1,
      state: 'held',
      timeliness: null,
      refusal: { code: 'entry.plan-unknown' },
      target: null,
      window: null,
      imported: true,
      steps: [sent[0]!, step(wrote + 400, 'EntryHeld', { code: 'entry.plan-unknown' })],
    }),
  },
  'p3-conflicted': {
    path,
    world: ofSari({
      ...one,
      conflicted: true,
      steps: [...one.steps, step(now, 'RecordConflicted', { revision: 2 })],
    }),
  },
  'p3-closed': {
    path,
    world: ofSari({
      ...one,
      window: { closesAt: wib('2026-11-14', '00.00'), graceEndsAt: wib('2026-11-17', '00.00') },
      may: { mend: false, takeBack: true, writeAgain: true },
    }),
  },
  'p3-old': { path, world: ofSari({ ...returned, may: nothing }) },
  'p3-long': {
    path: `${path}?lang=en`,
    world: ofSari({
      ...one,
      sentence: 'Memeriksa kelengkapan berkas permohonan izin praktik dokter gigi. '.repeat(16).slice(0, 1000),
      evidenceLink: `https://berkas.jambiprov.go.id/${'dokumen'.repeat(40)}`,
      steps: [...Array.from({ length: 9 }, () => back).flat(), ...one.steps],
      forgotten: { count: 41, before: 9 },
    }),
  },
  'p3-erased': {
    path,
    world: ofSari({ ...one, sentence: '', evidenceLink: null, may: { ...one.may, writeAgain: false } }),
  },
  'p3-withdrawn': { path, world: ofSari(withdrawn) },
  'p3-withdrawn-by-file': {
    path,
    world: ofSari({
      ...withdrawn,
      steps: withdrawn.steps.map((one) => ({
        ...one,
        what: whatOf({ what: one.what, imported: one.what !== 'EntryAdmitted' }),
      })),
    }),
  },
  'p3-taken': { path: sentBack, world: ofSari(withdrawn) },
  'p3-soon': { path: sentBack, world: ofSari(one) },
  'p3-late-withdrawal': { path: sentBack, world: ofSari(verified) },
  'p3-changed': { path: `${path}?berubah=1&lang=en`, world: ofSari(one) },
  'p3-reader': {
    path,
    world: {
      ...hendra,
      entryOne: answered({
        ...returned,
        writer: { name: 'Sari Wulandari', own: false },
        may: { mend: false, takeBack: false, writeAgain: false },
      }),
    },
  },
  'p3-stranger': { path, world: { ...hendra, entryOne: refused({ kind: 'not-found' }) } },
  tarik: { path: `${path}/tarik`, world: ofSari(one) },
  'tarik-done': {
    path: `${path}/tarik`,
    world: { ...ofSari(one), entryOne: answered(withdrawn) },
    act: async (page) => {
      await postAsItStands(page)
      await page.waitForURL(/ditarik=7-4822/)
      await page.locator('.banner', { hasText: 'tanda terima 7-4822' }).waitFor()
    },
  },
  'tarik-busy': {
    path: `${path}/tarik?lang=en`,
    world: {
      ...ofSari(one),
      takeBack: answered({ kind: 'busy' as const, retryAfterSeconds: 5, code: '7F3K' }),
    },
    act: async (page) => {
      await postAsItStands(page)
      await page.waitForURL(/isi=/)
      await page.getByRole('alert').waitFor()
    },
  },
  'tarik-closed': {
    path: `${path}/tarik`,
    world: ofSari({
      ...one,
      window: { closesAt: wib('2026-11-14', '00.00'), graceEndsAt: wib('2026-11-17', '00.00') },
    }),
  },
  'tarik-verified': { path: `${path}/tarik`, world: ofSari(verified) },
  'tarik-again': { path: `${path}/tarik?lang=en`, world: ofSari(withdrawn) },
  'tarik-stranger': { path: `${path}/tarik`, world: { ...hendra, ownEntry: refused({ kind: 'not-found' }) } },
}
