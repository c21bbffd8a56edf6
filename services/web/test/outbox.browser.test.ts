import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { EntryDraft } from '../src/place/shared/entry/view.ts'
import { keepBrowser, killBrowser } from '@timbang/testkit/browser'
import { dedi } from '../src/place/shared/people.ts'
import { ofSari, todayView } from '../src/place/hari-ini/scenes.ts'
import { answered } from '../src/place/shared/scene.ts'
import { type Site, startSite } from './site.ts'

let site: Site
let directory: string
let context: BrowserContext
let page: Page
let received: EntryDraft[]

beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
beforeEach(async () => {
  received = []
  site.down = false
  site.world = {
    ...ofSari,
    record: async (draft) => {
      received.push(draft)
      return { ok: true, view: { kind: 'received', receipt: { partition: 7, offset: '4822' }, recordedAt: Date.now() } }
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
  await write('Ditulis di halaman luring.')
  await item('Ditulis di halaman luring.').getByText('Tersimpan di perangkat').waitFor()
  expect(received).toEqual([])

  site.down = false
  await page.goto(`${site.url}/antrean`)
  await item('Ditulis tanpa server.').getByText('Diterima').waitFor()
  await item('Ditulis di halaman luring.').getByText('Diterima').waitFor()
  expect(received.map((draft) => draft.sentence)).toEqual(['Ditulis tanpa server.', 'Ditulis di halaman luring.'])
  expect(await page.textContent('[data-waiting]')).toBe('0')
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
