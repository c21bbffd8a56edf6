import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createHash } from 'node:crypto'
import type { SentFile } from '../src/place/catat/act.ts'
import type { EntryDraft } from '../src/place/shared/entry/view.ts'
import { dot } from '../src/place/shared/photo.ts'
import { keepBrowser, killBrowser } from '@timbang/testkit/browser'
import { dedi } from '../src/place/shared/people.ts'
import { entries, mendForm, ofSari, todayView } from '../src/place/hari-ini/scenes.ts'
import { one } from '../src/place/catatan/scenes.ts'
import type { GraceAsked } from '../src/place/kelonggaran/view.ts'
import type { RecordState } from '../src/place/shared/entry/view.ts'
import { answered } from '../src/place/shared/scene.ts'
import { type Site, startSite } from './site.ts'

let site: Site
let directory: string
let context: BrowserContext
let page: Page
let received: EntryDraft[]
let arrived: (SentFile & { recordId: string })[]
let takenBack: { recordId: string; revision: number }[]
let asked: GraceAsked[]

beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
beforeEach(async () => {
  received = []
  arrived = []
  takenBack = []
  asked = []
  site.down = false
  site.world = {
    ...ofSari,
    record: async (draft) => {
      received.push(draft)
      return { ok: true, view: { kind: 'received', receipt: { partition: 7, offset: '4822' }, recordedAt: Date.now() } }
    },
    attach: async (recordId, file) => {
      arrived.push({ ...file, recordId })
      return { ok: true, view: { kind: 'kept' } }
    },
  }
  directory = await mkdtemp(join(tmpdir(), 'timbang-browser-'))
  context = await keepBrowser(directory)
  page = context.pages()[0] ?? (await context.newPage())
})
afterEach(async () => {
  await context.close()
  await rm(directory, { recursive: true, force: true })
})

/** A tap that comes before the script has the form posts it as it stands: the note under the button says that it has. */
const taken = (on = page) => on.locator('[data-draft-note]:not([hidden])').waitFor()
const open = async (on = page): Promise<void> => {
  await on.goto(`${site.url}/hari-ini`)
  await taken(on)
}
const write = async (sentence: string): Promise<void> => {
  await taken()
  await page.fill('#sentence', sentence)
  await page.click('form[data-entry-form] .btn')
}
const item = (sentence: string) => page.locator('.kept > li', { hasText: sentence })
const shellKept = () =>
  expect
    .poll(() =>
      page.evaluate(async () => !!(await caches.match('/luring')) && navigator.serviceWorker.controller !== null),
    )
    .toBe(true)

test('a sentence is received with its receipt, and the form is ready for the next', async () => {
  await open()
  await write('Memeriksa enam berkas.')
  await item('Memeriksa enam berkas.').getByText('Diterima').waitFor()
  expect(await item('Memeriksa enam berkas.').textContent()).toContain('tanda terima 7-4822')
  expect(received).toHaveLength(1)
  expect(received[0]).toMatchObject({ sentence: 'Memeriksa enam berkas.', resultId: 'r1', revision: 1 })
  expect(await page.inputValue('#sentence')).toBe('')
  await write('Menulis surat.')
  await expect.poll(() => received.length).toBe(2)
  expect(received[1]?.recordId).not.toBe(received[0]?.recordId)
})

test('with the server gone a sentence waits, survives a killed browser, and arrives once when the server is back', async () => {
  await open()
  await shellKept()
  site.down = true
  await write('Ditulis tanpa server.')
  await item('Ditulis tanpa server.').getByText('Tersimpan di perangkat').waitFor()
  await page.getByText('Anda luring sejak').waitFor()
  await killBrowser(directory)
  await context.close().catch(() => {})

  context = await keepBrowser(directory)
  page = context.pages()[0] ?? (await context.newPage())
  await page.goto(`${site.url}/`)
  await page.getByText('Server belum terjangkau').waitFor()
  await item('Ditulis tanpa server.').getByText('Tersimpan di perangkat').waitFor()
  const paper = Buffer.from('%PDF-1.7 luring %%EOF')
  await page.setInputFiles('#evidence', { name: 'surat.pdf', mimeType: 'application/pdf', buffer: paper })
  await page.getByRole('button', { name: 'Lepas bukti 1' }).waitFor()
  await write('Ditulis di halaman luring.')
  await item('Ditulis di halaman luring.').locator('.st', { hasText: 'Tersimpan di perangkat' }).waitFor()
  expect(received).toEqual([])

  site.down = false
  await page.goto(`${site.url}/antrean`)
  await item('Ditulis tanpa server.').getByText('Diterima').waitFor()
  await item('Ditulis di halaman luring.').getByText('Diterima').waitFor()
  expect(received.map((draft) => draft.sentence)).toEqual(['Ditulis tanpa server.', 'Ditulis di halaman luring.'])
  await expect.poll(() => page.textContent('[data-waiting]')).toBe('0')
  expect(arrived).toMatchObject([{ recordId: received[1]!.recordId, hash: received[1]!.evidence[0] }])
})

test('an answer lost on the way is asked for again with the same record, unchanged', async () => {
  let cut = true
  await page.route('**/antrean/kirim', async (route) => {
    const answer = await route.fetch()
    if (!cut) return route.fulfill({ response: answer })
    cut = false
    return route.abort()
  })
  await open()
  await write('Jawaban hilang.')
  await item('Jawaban hilang.').getByText('Diterima').waitFor()
  expect(received).toHaveLength(2)
  expect(received[1]).toEqual(received[0])
})

test('what one person wrote is never sent while another is signed in, and waits unread', async () => {
  await open()
  await shellKept()
  site.down = true
  await write('Milik Sari.')
  await item('Milik Sari.').getByText('Tersimpan di perangkat').waitFor()
  site.down = false
  site.world = { ...site.world, ...dedi }
  await page.goto(`${site.url}/antrean`)
  await page.getByText('milik orang lain').waitFor()
  expect(await page.textContent('body')).not.toContain('Milik Sari.')
  await open()
  await write('Milik Dedi.')
  await item('Milik Dedi.').getByText('Diterima').waitFor()
  expect(received.map((draft) => draft.sentence)).toEqual(['Milik Dedi.'])
  site.world = { ...site.world, caller: ofSari.caller!, frame: ofSari.frame! }
  await page.goto(`${site.url}/antrean`)
  await item('Milik Sari.').getByText('Diterima').waitFor()
})

test('a page left open while another signs in sends nothing under the wrong name', async () => {
  await open()
  site.world = { ...site.world, ...dedi }
  await write('Dari halaman lama.')
  await page.getByText('Orang lain sedang masuk').waitFor()
  await item('Dari halaman lama.').getByText('Tersimpan di perangkat').waitFor()
  expect(received).toEqual([])
})

test('a refused record stays, says why, and goes again under the same id when it is mended', async () => {
  let first = true
  site.world = {
    ...site.world,
    record: async (draft) => {
      received.push(draft)
      if (first) {
        first = false
        return {
          ok: true,
          view: { kind: 'refused', refusals: [{ code: 'activity.result-unknown', field: 'resultId' }] },
        }
      }
      return { ok: true, view: { kind: 'received', receipt: { partition: 7, offset: '4823' }, recordedAt: Date.now() } }
    },
  }
  await open()
  await write('Untuk hasil yang salah.')
  await item('Untuk hasil yang salah.').getByText('Perlu diperbaiki').waitFor()
  await page.reload()
  await taken()
  await item('Untuk hasil yang salah.').getByText('tidak ada dalam SKP').waitFor()
  await item('Untuk hasil yang salah.').getByRole('button', { name: 'Perbaiki' }).click()
  await page.selectOption('#result_id', 'r2')
  await page.click('form[data-entry-form] .btn')
  await item('Untuk hasil yang salah.').getByText('Diterima').waitFor()
  expect(received[1]).toMatchObject({ recordId: received[0]?.recordId, revision: 1, resultId: 'r2' })
  expect(await page.locator('.kept > li').count()).toBe(1)
})

test('a record that the journal refuses after its receipt comes back to be mended without a reload', async () => {
  site.world = {
    ...site.world,
    recordStates: async (ids) => ({
      ok: true,
      view: ids.map((recordId) => ({
        recordId,
        state: 'refused',
        receipt: { partition: 7, offset: '4822' },
        refusal: { code: 'entry.window-closed' },
        note: null,
      })),
    }),
  }
  await open()
  await write('Untuk hari yang tertutup.')
  await item('Untuk hari yang tertutup.').getByText('Batas waktu mencatat hari itu sudah lewat').waitFor()
  expect(await item('Untuk hari yang tertutup.').textContent()).toContain('7-4822')
})

test('a draft is kept while one types, and belongs to its person', async () => {
  await open()
  await page.fill('#sentence', 'Kalimat yang belum')
  await page.getByText('Naskah tersimpan').waitFor()
  await page.reload()
  await page.getByText('Naskah dipulihkan').waitFor()
  expect(await page.inputValue('#sentence')).toBe('Kalimat yang belum')
  site.world = { ...site.world, ...dedi }
  await page.reload()
  await page.getByText('Tulisan disimpan di perangkat').waitFor()
  expect(await page.inputValue('#sentence')).toBe('')
})

test('an empty form is answered at once with a summary that has the focus', async () => {
  await open()
  await page.click('form[data-entry-form] summary')
  await page.fill('#quantity', 'banyak')
  await page.click('form[data-entry-form] .btn')
  await page.locator('.errsum').waitFor()
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('errsum')
  expect(await page.locator('.errsum a').allTextContents()).toEqual([
    'Tulis satu kalimat tentang pekerjaan Anda',
    'Tulis jumlah dengan angka, contoh 3 atau 1,5',
  ])
  expect(await page.inputValue('#quantity')).toBe('banyak')
})

test('the shell holds no name and no key of a person', async () => {
  await open()
  await shellKept()
  const kept = await page.evaluate(async () => {
    const texts: string[] = []
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys())
        texts.push(`${request.url}\n${await (await cache.match(request))?.text()}`)
    }
    return texts
  })
  expect(kept.some((text) => text.includes('/luring'))).toBe(true)
  for (const text of kept)
    for (const secret of ['Sari', 'Wulandari', ofSari.caller?.employeeId ?? '?', 'Hendra', 'Memeriksa 3 berkas'])
      expect(text).not.toContain(secret)
})

test('one draft that stands in two tabs is one record, whichever tab sends it, and other words of it are its correction', async () => {
  await open()
  await page.fill('#sentence', 'Memeriksa dua berkas.')
  await page.getByText('Naskah tersimpan').waitFor()
  const other = await context.newPage()
  await open(other)
  await other.getByText('Naskah dipulihkan').waitFor()
  // What happens when nobody has told the other tab yet.
  const third = await context.newPage()
  await third.addInitScript(() => Reflect.deleteProperty(globalThis, 'BroadcastChannel'))
  await open(third)
  await third.getByText('Naskah dipulihkan').waitFor()
  await page.click('form[data-entry-form] .btn')
  await item('Memeriksa dua berkas.').getByText('Diterima').waitFor()
  await expect.poll(() => other.inputValue('#sentence')).toBe('')
  await third.click('form[data-entry-form] .btn')
  await third.getByText('sudah dikirim').waitFor()
  expect(received).toHaveLength(1)
})

test('two taps send once, and the page says at once that today is recorded', async () => {
  site.world = {
    ...site.world,
    today: answered({
      ...todayView,
      entries: [],
      month: todayView.month.map((day) =>
        day.date === todayView.today ? { ...day, state: 'open' as const, entries: 0 } : day,
      ),
    }),
  }
  await open()
  await page.getByText('Hari ini belum tercatat.').waitFor()
  await page.fill('#sentence', 'Memeriksa berkas.')
  await page.dblclick('form[data-entry-form] .btn')
  await item('Memeriksa berkas.').getByText('Diterima').waitFor()
  await page.getByText('Hari ini sudah tercatat.').waitFor()
  expect(received).toHaveLength(1)
})

test('the number in a sentence is offered, and an amount that is left empty is said before it is sent', async () => {
  await open()
  await page.fill('#sentence', 'Memeriksa 2 berkas izin.')
  await page.getByText('Jumlah masih kosong').waitFor()
  await page.getByRole('button', { name: 'Isi jumlah: 2 berkas' }).click()
  expect(await page.inputValue('#quantity')).toBe('2')
  expect(await page.getByText('Jumlah masih kosong').isVisible()).toBe(false)
  await page.click('form[data-entry-form] .btn')
  await expect.poll(() => received[0]).toMatchObject({ quantityThousandths: 2000, unit: 'berkas' })
})

test('while nothing goes out the bar offers to send now, and sends', async () => {
  await open()
  await shellKept()
  site.down = true
  await write('Ditulis luring.')
  const now = page.locator('[data-bar]').getByRole('button', { name: 'Kirim sekarang' })
  await now.waitFor()
  site.down = false
  await now.click()
  await item('Ditulis luring.').getByText('Diterima').waitFor()
})

test('a day that is hidden behind “today” never holds a form back, and a record with a refused number goes under another', async () => {
  let first = true
  site.world = {
    ...site.world,
    record: async (draft) => {
      received.push(draft)
      if (!first)
        return {
          ok: true,
          view: { kind: 'received', receipt: { partition: 7, offset: '4823' }, recordedAt: Date.now() },
        }
      first = false
      return { ok: true, view: { kind: 'refused', refusals: [{ code: 'request.value-invalid', field: 'record_id' }] } }
    },
  }
  await open()
  await page.check('[name=date_choice][value=other]', { force: true })
  await page.fill('#date', '2020-01-01')
  await page.check('[name=date_choice][value=today]', { force: true })
  await write('Dengan nomor yang ditolak.')
  await item('Dengan nomor yang ditolak.').getByText('Perlu diperbaiki').waitFor()
  await item('Dengan nomor yang ditolak.').getByRole('button', { name: 'Perbaiki' }).click()
  await page.click('form[data-entry-form] .btn')
  await item('Dengan nomor yang ditolak.').getByText('Diterima').waitFor()
  expect(received[1]?.recordId).not.toBe(received[0]?.recordId)
})

const hashOf = (bytes: ArrayBuffer) => createHash('sha256').update(new Uint8Array(bytes)).digest('hex')
/** A photo of twelve megabytes, as no network of ours carries. */
const takePhoto = () =>
  page.evaluate(async () => {
    const canvas = document.createElement('canvas')
    canvas.width = 2400
    canvas.height = 1800
    const context = canvas.getContext('2d')!
    const pixels = context.createImageData(canvas.width, canvas.height)
    for (let at = 0; at < pixels.data.length; at += 4)
      pixels.data.set([(at * 7919) % 251, (at * 104_729) % 241, (at / 9600) % 256, 255], at)
    context.putImageData(pixels, 0, 0)
    const blob = await new Promise<Blob>((done) => canvas.toBlob((made) => done(made!)))
    const transfer = new DataTransfer()
    transfer.items.add(new File([blob], 'foto.png', { type: 'image/png' }))
    const field = document.querySelector<HTMLInputElement>('#evidence')!
    field.files = transfer.files
    field.dispatchEvent(new Event('change'))
    return blob.size
  })
const attached = (nth: number) => page.getByRole('button', { name: `Lepas bukti ${nth}` }).waitFor()

test('a photo is made small on the device and follows its record; cut off in between and killed, both arrive once', async () => {
  await open()
  await page.route('**/antrean/bukti**', (route) => route.abort())
  expect(await takePhoto()).toBeGreaterThan(1_000_000)
  await attached(1)
  await write('Memotret loket.')
  await item('Memotret loket.').getByText('Diterima').waitFor()
  await item('Memotret loket.').getByText('1 bukti tersimpan di perangkat').waitFor()
  expect([received.length, arrived.length]).toEqual([1, 0])
  await killBrowser(directory)
  await context.close().catch(() => {})

  context = await keepBrowser(directory)
  page = context.pages()[0] ?? (await context.newPage())
  await page.goto(`${site.url}/antrean`)
  await expect.poll(() => arrived.length).toBe(1)
  await expect.poll(() => page.textContent('[data-waiting]')).toBe('0')
  const [file] = arrived
  expect(file).toMatchObject({ recordId: received[0]!.recordId, mediaType: 'image/webp' })
  expect(received).toMatchObject([{ evidence: [hashOf(file!.bytes)] }])
  expect(file!.bytes.byteLength).toBeLessThanOrEqual(150 * 1024)
  expect(await item('Memotret loket.').getByText('bukti tersimpan').count()).toBe(0)
})

test('what is attached waits with the draft, can be taken off, and is at most three', async () => {
  await open()
  await page.locator('summary', { hasText: 'Foto atau PDF' }).click()
  const choose = (...names: string[]) =>
    page.setInputFiles(
      '#evidence',
      names.map((name) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.7 ${name} %%EOF`) })),
    )
  await choose('satu', 'dua')
  await attached(2)
  await page.reload()
  await page.getByText('Naskah dipulihkan').waitFor()
  await attached(2)
  await choose('tiga', 'empat')
  await page.getByText('Lampirkan paling banyak tiga').first().waitFor()
  await page.getByRole('button', { name: 'Lepas bukti 1' }).click()
  await expect.poll(() => page.locator('[data-attached] li').count()).toBe(2)
  await write('Dengan dua berkas.')
  await expect
    .poll(() => arrived.map(({ bytes }) => Buffer.from(bytes).toString()))
    .toEqual(['%PDF-1.7 dua %%EOF', '%PDF-1.7 tiga %%EOF'])
  expect(received[0]!.evidence).toEqual(arrived.map(({ hash }) => hash))
  await expect.poll(() => page.locator('[data-attached] li').count()).toBe(0)
})

test('a file that the server refuses brings its record back to be mended, and the next revision goes without it', async () => {
  site.world = {
    ...site.world,
    attach: async () => ({ ok: true, view: { kind: 'refused', refusals: [{ code: 'evidence.picture-unreadable' }] } }),
  }
  await open()
  await page.setInputFiles('#evidence', { name: 'foto.png', mimeType: 'image/png', buffer: dot })
  await attached(1)
  await write('Dengan foto rusak.')
  await item('Dengan foto rusak.').getByText('Foto ini rusak').waitFor()
  await item('Dengan foto rusak.').getByRole('button', { name: 'Perbaiki' }).click()
  await page.click('form[data-entry-form] .btn')
  await expect.poll(() => received.length).toBe(2)
  expect(received[1]).toMatchObject({ recordId: received[0]!.recordId, revision: 2, evidence: [] })
})

test('without script the form brings its files first, then the record that names them', async () => {
  const bare = await context.browser()!.newContext({ javaScriptEnabled: false })
  const order: string[] = []
  const { record, attach } = site.world as Required<typeof site.world>
  site.world = {
    ...site.world,
    attach: async (...of) => {
      order.push('file')
      return attach(...of)
    },
    record: async (...of) => {
      order.push('record')
      return record(...of)
    },
  }
  try {
    const plain = await bare.newPage()
    await plain.goto(`${site.url}/catat`)
    await plain.fill('#sentence', 'Tanpa skrip.')
    await plain.locator('summary', { hasText: 'Foto atau PDF' }).click()
    // Larger than a form without files may be.
    const paper = Buffer.concat([Buffer.from('%PDF-1.7'), Buffer.alloc(200 * 1024), Buffer.from('%%EOF')])
    await plain.setInputFiles('#evidence', { name: 'surat.pdf', mimeType: 'application/pdf', buffer: paper })
    await plain.click('form[data-entry-form] .btn')
    await plain.waitForURL(/diterima=7-4822/)
    expect(order).toEqual(['file', 'record'])
    expect(received[0]).toMatchObject({ sentence: 'Tanpa skrip.', evidence: [hashOf(arrived[0]!.bytes)] })
    expect(Buffer.from(arrived[0]!.bytes).equals(paper)).toBe(true)

    site.world = {
      ...site.world,
      attach: async () => ({
        ok: true,
        view: { kind: 'refused', refusals: [{ code: 'evidence.pdf-active', field: 'evidence' }] },
      }),
    }
    await plain.goto(`${site.url}/catat`)
    await plain.fill('#sentence', 'Dengan skrip di dalamnya.')
    await plain.locator('summary', { hasText: 'Foto atau PDF' }).click()
    await plain.setInputFiles('#evidence', { name: 'surat.pdf', mimeType: 'application/pdf', buffer: paper })
    await plain.click('form[data-entry-form] .btn')
    await plain.locator('.errsum', { hasText: 'PDF ini memuat skrip' }).waitFor()
    expect(await plain.inputValue('#sentence')).toBe('Dengan skrip di dalamnya.')
    expect(received).toHaveLength(1)
  } finally {
    await bare.close()
  }
})

/** An entry that the log has, on the day's page and on its own. */
const theirs = {
  ...entries[0]!,
  recordId: one.recordId,
  revision: one.revision,
  sentence: one.sentence,
  workDate: one.workDate,
}
/** Another that came back, and is mended. */
const returned = '019a9a00-0000-7000-8000-000000000023'
const gone = (recordId: string): boolean => takenBack.some((one) => one.recordId === recordId)
/** What the services would say while all five things arrive: an entry that was taken back is gone. */
const withJournal = (
  state: (recordId: string) => RecordState['state'] = (id) => (gone(id) ? 'withdrawn' : 'admitted'),
) => {
  site.world = {
    ...site.world,
    today: answered({ ...todayView, entries: [theirs] }),
    entryForm: answered({
      ...mendForm,
      mend: { ...mendForm.mend!, fields: { ...mendForm.mend!.fields, record_id: returned } },
    }),
    entryOne: async () => ({
      ok: true,
      view: gone(one.recordId)
        ? { ...one, state: 'withdrawn', may: { mend: false, takeBack: false, writeAgain: true } }
        : one,
    }),
    ownEntry: answered(one),
    myGrace: answered({ now: one.now, zone: 'WIB', requests: [], next: null }),
    graceForm: answered({
      now: one.now,
      zone: 'WIB',
      today: '2026-11-19',
      earliest: '2026-10-05',
      requestId: '019a99c0-7c00-7abc-8def-0123456789ab',
      stillOpen: null,
      waiting: null,
    }),
    takeBack: async (recordId, revision) => {
      takenBack.push({ recordId, revision })
      return { ok: true, view: { kind: 'received', receipt: { partition: 7, offset: '4830' }, recordedAt: Date.now() } }
    },
    askForGrace: async (wanted) => {
      asked.push(wanted)
      return { ok: true, view: { refusal: null } }
    },
    recordStates: async (ids) => ({
      ok: true,
      view: ids.map((recordId) => ({ recordId, state: state(recordId), receipt: null, refusal: null, note: null })),
    }),
  }
}
const row = (text: string) => page.locator('.kept > li', { hasText: text })
/** A tap that comes before the script has the form posts it as it stands. */
const keeps = () => page.locator('[data-keeps]:visible').waitFor()
const askGrace = async (): Promise<void> => {
  await keeps()
  await page.fill('#work_from', await page.evaluate(() => new Date().toISOString().slice(0, 10)))
  await page.selectOption('#reason_code', 'network')
  await page.getByRole('button', { name: 'Kirim permintaan' }).click()
}

test('without a network one writes, mends, attaches, takes back and asks for grace; after a killed browser all arrive once, in their order', async () => {
  withJournal()
  const order: { sent: string; recordId: string; revision: number }[] = []
  const { record, takeBack } = site.world as Required<typeof site.world>
  site.world = {
    ...site.world,
    record: async (draft) => {
      order.push({ sent: draft.sentence, recordId: draft.recordId, revision: draft.revision })
      return record(draft)
    },
    takeBack: async (recordId, revision) => {
      order.push({ sent: 'back', recordId, revision })
      return takeBack(recordId, revision)
    },
  }
  await open()
  await shellKept()
  const mending = await context.newPage()
  await mending.goto(`${site.url}/catat?perbaiki=${returned}`)
  await taken(mending)
  site.down = true

  await page.setInputFiles('#evidence', {
    name: 'a.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.from('%PDF-1.7 %%EOF'),
  })
  await attached(1)
  await write('Ditulis tanpa jaringan.')
  await item('Ditulis tanpa jaringan.').getByText('Tersimpan di perangkat', { exact: true }).waitFor()

  await mending.fill('#sentence', 'Dibetulkan tanpa jaringan.')
  await mending.click('form[data-entry-form] .btn')
  await mending.waitForURL('**/hari-ini')
  await mending.close()

  await page.getByRole('link', { name: one.sentence }).click()
  await page.getByRole('heading', { name: 'Rincian catatan' }).waitFor()
  await page.getByText('17 November').waitFor()
  await page.getByRole('link', { name: 'Tarik kembali' }).click()
  await page.getByRole('heading', { name: 'Tarik kembali catatan ini?' }).waitFor()
  await page.getByText(one.sentence).waitFor()
  await page.getByRole('button', { name: 'Tarik kembali', exact: true }).click()
  await page.getByText('Penarikan catatan ini sudah ada di perangkat.').waitFor()
  await row(`Tarik kembali: ${one.sentence}`).getByText('Tersimpan di perangkat').waitFor()

  await row('Dibetulkan tanpa jaringan.').getByRole('button', { name: 'Tarik kembali' }).click()
  await page.getByRole('button', { name: 'Ya, tarik kembali' }).click()
  await row('Tarik kembali: Dibetulkan').getByText('Menunggu catatannya diterima dahulu.').waitFor()

  await page.goto(`${site.url}/kelonggaran/minta`)
  await page.getByRole('heading', { name: 'Minta kelonggaran' }).waitFor()
  await askGrace()
  await row('Permintaan kelonggaran').getByText('Tersimpan di perangkat').waitFor()
  expect([received, takenBack, asked]).toEqual([[], [], []])
  await killBrowser(directory)
  await context.close().catch(() => {})

  context = await keepBrowser(directory)
  page = context.pages()[0] ?? (await context.newPage())
  site.down = false
  await page.goto(`${site.url}/antrean`)
  await expect.poll(() => page.textContent('[data-waiting]')).toBe('0')
  await row('Permintaan kelonggaran').getByText('Diterima').waitFor()
  await row(`Tarik kembali: ${one.sentence}`).getByText('tanda terima 7-4830').waitFor()
  await row('Tarik kembali: Dibetulkan').getByText('tanda terima 7-4830').waitFor()
  const mended = { recordId: returned, revision: 2 }
  expect(order).toHaveLength(4)
  expect(order).toEqual(
    expect.arrayContaining([
      { sent: 'Ditulis tanpa jaringan.', recordId: expect.any(String), revision: 1 },
      { sent: 'Dibetulkan tanpa jaringan.', ...mended },
      { sent: 'back', recordId: one.recordId, revision: one.revision },
      { sent: 'back', ...mended },
    ]),
  )
  expect(order.filter(({ recordId }) => recordId === returned).map(({ sent }) => sent)).toEqual([
    'Dibetulkan tanpa jaringan.',
    'back',
  ])
  expect(arrived.map(({ recordId }) => recordId)).toEqual([
    order.find(({ sent }) => sent === 'Ditulis tanpa jaringan.')!.recordId,
  ])
  expect(asked).toMatchObject([{ reason: 'network', note: '' }])
  // The entry that is gone stands on the device no more; what its withdrawal came to does, until its own page shows it.
  await expect.poll(() => page.locator('.kept > li').count()).toBe(4)
  await page.goto(`${site.url}/catatan/${one.recordId}`)
  await page.getByText('Ditarik kembali,').waitFor()
  await page.goto(`${site.url}/antrean`)
  await row('Ditulis tanpa jaringan.').waitFor()
  expect(await row(`Tarik kembali: ${one.sentence}`).count()).toBe(0)
})

test('with a network a withdrawal goes from the question at once, and the page of the entry says so without a reload', async () => {
  withJournal()
  await page.goto(`${site.url}/catatan/${one.recordId}`)
  await page.getByText('Menunggu penilai').waitFor()
  await page.goto(`${site.url}/catatan/${one.recordId}/tarik`)
  await keeps()
  await page.getByRole('button', { name: 'Tarik kembali' }).dblclick()
  await page.waitForURL(`**/catatan/${one.recordId}`)
  await row(`Tarik kembali: ${one.sentence}`).getByText('tanda terima 7-4830').waitFor()
  await page.locator('.lead', { hasText: 'Ditarik kembali' }).waitFor()
  expect(takenBack).toEqual([{ recordId: one.recordId, revision: one.revision }])
})

test('a withdrawal that came too late comes back with the reason, and leaves by its writer’s hand alone', async () => {
  withJournal(() => 'verified')
  await page.goto(`${site.url}/catatan/${one.recordId}/tarik`)
  await keeps()
  await page.getByRole('button', { name: 'Tarik kembali' }).click()
  await row('penilai sudah menyetujui lebih dahulu').getByText('Perlu diperbaiki').waitFor()
  await page.goto(`${site.url}/antrean`)
  const back = row('penilai sudah menyetujui lebih dahulu')
  expect(await back.getByRole('link', { name: 'Lihat catatan' }).getAttribute('href')).toBe(`/catatan/${one.recordId}`)
  await back.getByRole('button', { name: 'Buang dari perangkat' }).click()
  await expect.poll(() => page.locator('.kept > li').count()).toBe(0)
})

test('a request for grace is judged on the device, asked once, and comes back to be mended under the same number', async () => {
  withJournal()
  let first = true
  site.world = {
    ...site.world,
    askForGrace: async (wanted) => {
      asked.push(wanted)
      const refusal = first ? { code: 'grace-request.open-already', field: 'work_from' } : null
      first = false
      return { ok: true, view: { refusal } }
    },
  }
  await page.goto(`${site.url}/kelonggaran/minta`)
  await keeps()
  await page.getByRole('button', { name: 'Kirim permintaan' }).click()
  await page.locator('.errsum', { hasText: 'Pilih hari pertama' }).waitFor()
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('errsum')
  await page.fill('#work_from', '2026-11-10')
  await page.selectOption('#reason_code', 'illness')
  await page.getByRole('button', { name: 'Kirim permintaan' }).dblclick()
  await page.waitForURL('**/kelonggaran')
  await row('Permintaan kelonggaran Selasa 10 November').getByText('Perlu diperbaiki').waitFor()
  await row('Permintaan kelonggaran').getByRole('button', { name: 'Perbaiki' }).click()
  await page.locator('.errsum').waitFor()
  expect(await page.inputValue('#work_from')).toBe('2026-11-10')
  await page.fill('#work_from', '2026-11-11')
  await page.getByRole('button', { name: 'Kirim permintaan' }).click()
  await page.waitForURL('**/kelonggaran')
  await row('Permintaan kelonggaran Rabu 11 November').getByText('Diterima').waitFor()
  expect(await page.locator('.kept > li').count()).toBe(1)
  expect(asked.map(({ from, requestId }) => [from, requestId])).toEqual([
    ['2026-11-10', asked[0]!.requestId],
    ['2026-11-11', asked[0]!.requestId],
  ])
})

test('an entry of somebody else, or one that this device never saw, is not told by the shell', async () => {
  withJournal()
  await open()
  await shellKept()
  site.world = { ...site.world, ...dedi, today: answered({ ...todayView, entries: [] }) }
  await page.goto(`${site.url}/hari-ini`)
  await taken()
  site.down = true
  await page.goto(`${site.url}/catatan/${one.recordId}/tarik`)
  await page.getByText('Catatan ini tidak tersimpan di perangkat').waitFor()
  expect(await page.textContent('body')).not.toContain(one.sentence)
  expect(await page.getByRole('button', { name: 'Tarik kembali' }).count()).toBe(0)
  expect(await page.getByRole('link', { name: 'Tarik kembali' }).count()).toBe(0)
})

test('what an outbox sends of another person, or what is none of the three, is not taken', async () => {
  withJournal()
  const send = (path: string, body: unknown) =>
    fetch(`${site.url}/antrean/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: site.url },
      body: JSON.stringify(body),
    }).then(({ status }) => status)
  const owner = ofSari.caller!.employeeId
  const grace = { requestId: 'g', from: '2026-11-10', to: '2026-11-10', reason: 'network', note: '' }
  expect([
    await send('tarik', { owner: 'dedi', recordId: one.recordId, revision: 1 }),
    await send('kelonggaran', { owner: 'dedi', asked: grace }),
    await send('tarik', { owner, recordId: 7, revision: 1 }),
    await send('tarik', { owner, recordId: one.recordId, revision: '1' }),
    await send('kelonggaran', { owner, asked: { ...grace, reason: 'bored' } }),
    await send('kelonggaran', { owner, asked: null }),
    await send('kelonggaran', null),
  ]).toEqual([409, 409, 422, 422, 422, 422, 422])
  site.world = { ...site.world, caller: null }
  expect(await send('tarik', { owner, recordId: one.recordId, revision: 1 })).toBe(401)
  expect([takenBack, asked]).toEqual([[], []])
})
