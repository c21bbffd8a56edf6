import { expect, test } from 'vitest'
import { one } from './scenes.ts'
import { whatOf } from '../shared/entry/story.ts'
import { actsSentence, daySentence, doneSentence, stepText, storyOf, sureSentences, targetOf, turnOf } from './words.ts'
import type { EntryView } from './view.ts'

const none = { mend: false, takeBack: false, writeAgain: false }
const sent = { receipt: '7-4822', at: one.now }
const of = (over: Partial<EntryView>): EntryView => ({ ...one, ...over })

test('of a verified entry is said who can undo it, and of an old one that nobody can', () => {
  expect(actsSentence(of({ state: 'verified', may: none }), 'id')).toContain('Minta penilai')
  expect(actsSentence(of({ may: none }), 'id')).toContain('45 hari')
  expect(actsSentence(of({ writer: { name: 'x', own: false }, may: none }), 'id')).toBeNull()
})

test('whoever mends an entry in the grace is told before that it becomes late; a returned one does not', () => {
  const inGrace = { window: { closesAt: one.now - 1, graceEndsAt: one.now + 86_400_000 } }
  expect(actsSentence(of(inGrace), 'en')).toContain('counts as late')
  expect(actsSentence(of({ ...inGrace, state: 'returned' }), 'en')).not.toContain('late')
})

test('what waits would be added to the target, what is verified is in it, what is refused never comes to it', () => {
  expect(targetOf(one, 'id')).toEqual({
    says: '26 dari 40 berkas sudah disetujui. Dengan catatan ini 30.',
    verified: 65,
    withThis: 75,
  })
  for (const state of ['verified', 'refused'] as const)
    expect(targetOf(of({ state }), 'id')).toMatchObject({ verified: 65, withThis: 65 })
  expect(targetOf(of({ target: null }), 'id')).toBeNull()
})

test('a day is in time only by an entry that waits or stands', () => {
  expect(daySentence(of({ state: 'verified' }), 'id')).toBe('Selasa 17 November tepat waktu.')
  expect(daySentence(of({ state: 'returned' }), 'id')).toContain('belum dihitung')
})

test('a withdrawal that was sent is told as done once it is, as too late when the assessor was faster, and else as on its way', () => {
  expect(doneSentence(one, null, '7-1', 'id')).toBeNull()
  expect(doneSentence(of({ state: 'withdrawn' }), sent, '7-4822', 'id')).toMatchObject({ warn: false, again: false })
  expect(doneSentence(of({ state: 'verified' }), sent, '7-1', 'id')).toMatchObject({ warn: true })
  expect(doneSentence(one, sent, '7-1', 'id')).toMatchObject({ again: true })
  // Written again since.
  expect(doneSentence(of({ recordedAt: one.now + 1 }), sent, '7-9', 'id')).toBeNull()
})

test('before it is taken back is said whether its day can be recorded again', () => {
  expect(sureSentences(one, 'id').join()).toContain('masih diterima sampai')
  expect(sureSentences(of({ window: { closesAt: 1, graceEndsAt: one.now } }), 'id').join()).toContain(
    'tidak dapat dicatat lagi',
  )
})

test('the recording that a withdrawal says once more is no line of its own', () => {
  const step = { at: 1, code: null, note: null, by: null, onBehalfOf: null, quantity: null }
  const steps = [
    { ...step, what: 'ActivityRecorded', revision: 1 },
    { ...step, what: 'EntryAdmitted', revision: 1 },
    { ...step, what: 'ActivityRecorded', revision: 2 },
    { ...step, what: 'EntryWithdrawn', revision: 2 },
  ]
  expect(storyOf(of({ steps })).map(({ what }) => what)).toEqual([
    'ActivityRecorded',
    'EntryAdmitted',
    'EntryWithdrawn',
  ])
})

test('what a file brought or took back is not said to be the person’s doing', () => {
  const imported = (what: string, revision: number) => ({
    ...{ at: 1, code: null, note: null, by: null, onBehalfOf: null, quantity: null, revision },
    what: whatOf({ what, imported: true }),
  })
  const steps = [
    imported('ActivityRecorded', 1),
    imported('EntryAdmitted', 1),
    imported('ActivityRecorded', 2),
    imported('EntryWithdrawn', 2),
  ]
  expect(storyOf(of({ steps })).map((step) => stepText(step, true, 'id').says)).toEqual([
    'Masuk lewat berkas instansi.',
    'Masuk kotak verifikasi.',
    'Ditarik kembali: berkas instansi tidak lagi memuatnya.',
  ])
  expect(stepText(imported('ActivityRecorded', 2), true, 'en').says).toBe('Mended by a file of the agency.')
})

test('nobody is told that it is his turn where he can do nothing', () => {
  expect(turnOf(of({ state: 'refused', may: none }), 'id')).toBeNull()
  expect(turnOf(of({ state: 'returned' }), 'id')).toContain('Giliran Anda')
  expect(turnOf(of({ state: 'verified' }), 'id')).toBeNull()
})
