import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { EntryRef, VerificationView } from '../src/place/verifikasi/view.ts'
import { openChromium, shifts, watchShifts } from '@timbang/testkit/browser'
import { box, emptyBox, entry, ofHendra } from '../src/place/verifikasi/scenes.ts'
import { now } from '../src/place/shared/scene.ts'
import { scenes } from '../src/place/pengaturan/scenes.ts'
import { type Site, startSite } from './site.ts'

let site: Site
let browser: Browser
let page: Page
let view: VerificationView
let verified: EntryRef[]
let undone: EntryRef[]

beforeAll(async () => {
  site = await startSite()
  browser = await openChromium()
})
afterAll(async () => {
  await browser.close()
  await site.close()
})
beforeEach(async () => {
  view = box
  verified = []
  undone = []
  const waits = (rows: VerificationView['rows']): VerificationView => ({
    ...view,
    rows,
    counts: { ...view.counts, waiting: rows.length },
  })
  site.world = {
    ...ofHendra,
    verification: async () => ({
      ok: true,
      view: waits(view.rows.filter((row) => !verified.some((one) => one.recordId === row.recordId))),
    }),
    verify: async (entries) => {
      verified.push(...entries)
      return { ok: true, view: { done: entries, refused: [], undoUntil: now + 10_000 } }
    },
    undo: async (entries) => {
      undone.push(...entries)
      verified = verified.filter((one) => !entries.some((entry) => entry.recordId === one.recordId))
      return { ok: true, view: { done: entries, refused: [], undoUntil: null } }
    },
  }
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
})
afterEach(() => page.close())

const fresh = entry(30, 'Nurhayati', 'Menutup buku tamu loket.', '2026-11-19', '10.44', null, {})
const shownRows = () => page.locator('[data-row]:not([hidden])')
const arrive = async (): Promise<void> => {
  view = { ...view, rows: [...view.rows, fresh] }
  site.say('changed', { sentAt: Date.now(), recordId: fresh.recordId })
}
const open = async (): Promise<void> => {
  await page.goto(`${site.url}/verifikasi`)
  await page.locator('[data-keys]:not([hidden])').waitFor({ state: 'attached' })
  await expect.poll(() => site.listeners()).toBe(1)
}

test('an accepted entry comes into the list behind a pill, without a reload and without moving what is read', async () => {
  await open()
  await watchShifts(page)
  const before = await shownRows().count()
  const at = Date.now()
  await arrive()
  await page.locator(`[data-row^="${fresh.recordId}"]`).waitFor({ state: 'attached' })
  expect(Date.now() - at).toBeLessThan(1000)
  await page.getByRole('button', { name: 'Satu catatan baru, tampilkan' }).waitFor()
  expect(await shownRows().count()).toBe(before)
  await page.waitForTimeout(300)
  expect(await shifts(page)).toEqual([])
  await page.getByRole('button', { name: 'Satu catatan baru, tampilkan' }).click()
  await expect.poll(() => shownRows().count()).toBe(before + 1)
  expect(await page.textContent('h1')).toContain('10 menunggu')
})

test('into an empty list an entry comes at once', async () => {
  view = emptyBox
  await open()
  expect(await page.locator('[data-none]').isVisible()).toBe(true)
  await arrive()
  await page.getByText('Menutup buku tamu loket.').waitFor()
  expect(await page.locator('[data-none]').isVisible()).toBe(false)
  expect(await page.locator('[data-approve]').isVisible()).toBe(true)
})

test('a list that could not be fetched is asked for again, and what came before the line stood is asked for too', async () => {
  let cut = 1
  await page.route('**/verifikasi/baris*', (route) => (cut-- > 0 ? route.abort() : route.continue()))
  await page.route('**/langsung*', (route) => {
    view = { ...view, rows: [...view.rows, fresh] }
    return route.continue()
  })
  await page.goto(`${site.url}/verifikasi`)
  await page.locator(`[data-row^="${fresh.recordId}"]`).waitFor({ state: 'attached' })
  expect(cut).toBeLessThan(0)
})

test('an entry that another one has verified is greyed and cannot be chosen', async () => {
  await open()
  verified.push({ recordId: box.rows[1]!.recordId, revision: 1 })
  site.say('changed', { sentAt: Date.now() })
  const row = page.locator(`[data-row="${box.rows[1]!.recordId}:1"]`)
  await expect.poll(() => row.getAttribute('class')).toBe('gone')
  expect(await row.locator('input').isDisabled()).toBe(true)
})

test('the whole list is worked by keys, and a verdict is taken back within ten seconds', async () => {
  await open()
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  expect(await page.textContent('[data-selected]')).toBe('2 dipilih')
  await page.keyboard.press('s')
  await page.getByText('Dua catatan disetujui.').waitFor()
  expect(verified.map((one) => one.recordId)).toEqual([box.rows[0]!.recordId, box.rows[1]!.recordId])
  expect(await shownRows().count()).toBe(box.rows.length - 2)
  expect(await page.evaluate(() => document.activeElement?.closest('[data-row]') !== null)).toBe(true)
  expect(await page.textContent('[data-undo-now]')).toMatch(/^Urungkan, (9|10) dtk$/)
  await page.click('[data-undo-now]')
  await page.getByText('Dua keputusan diurungkan.').waitFor()
  expect(undone).toHaveLength(2)
  await expect.poll(() => shownRows().count()).toBe(box.rows.length)
})

test('an entry that must be opened cannot be chosen by key, and B leads to its reasons', async () => {
  await open()
  for (let time = 0; time < 3; time++) await page.keyboard.press('j')
  await page.keyboard.press('x')
  expect(await page.textContent('[data-selected]')).toBe('Belum ada yang dipilih')
  await page.keyboard.press('b')
  await page.waitForURL(`**/verifikasi/${box.rows[2]!.recordId}?alasan=1`)
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('reason')
})

test('shortcuts can be switched off and stay off, here and in the settings alike', async () => {
  await open()
  await page.click('[data-keys-switch]')
  await page.reload()
  await page.getByRole('button', { name: 'Nyalakan pintasan' }).waitFor()
  await page.keyboard.press('j')
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true)
  site.world = { ...site.world, ...scenes['p14-verifies']!.world }
  const choose = async (name: string): Promise<void> => {
    await page.goto(`${site.url}/pengaturan`)
    await page.getByText(name, { exact: true }).click()
    await page.getByRole('button', { name: 'Simpan tampilan' }).click()
    await page.waitForURL('**/pengaturan?disimpan=1')
    await open()
  }
  await page.goto(`${site.url}/pengaturan`)
  expect(await page.isChecked('[name=pintasan][value=mati]')).toBe(true)
  await choose('Hidup')
  await page.keyboard.press('j')
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false)
  await choose('Mati')
  await page.getByRole('button', { name: 'Nyalakan pintasan' }).waitFor()
  await page.keyboard.press('j')
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(true)
})

test('without script the form verifies, tells it once, and takes it back', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const plain = await context.newPage()
  await plain.goto(`${site.url}/verifikasi`)
  await plain.check(`input[value="${box.rows[0]!.recordId}:1"]`)
  await plain.click('[data-approve]')
  expect(await plain.textContent('[data-toast]')).toContain('Satu catatan disetujui.')
  expect(verified).toEqual([{ recordId: box.rows[0]!.recordId, revision: 1 }])
  await plain.click('[data-undo]')
  expect(await plain.textContent('[data-toast]')).toContain('Satu keputusan diurungkan.')
  expect(undone).toEqual([{ recordId: box.rows[0]!.recordId, revision: 1 }])
  await plain.goto(`${site.url}/verifikasi/${box.rows[2]!.recordId}`)
  await plain.click('[data-return] summary')
  await plain.fill('#note', 'Sebut nomor berkasnya.')
  await plain.click('[value=kembalikan]')
  expect(await plain.textContent('.errsum')).toContain('Pilih alasan')
  expect(await plain.inputValue('#note')).toBe('Sebut nomor berkasnya.')
  await plain.selectOption('#reason', 'unclear')
  await plain.click('[value=kembalikan]')
  expect(await plain.textContent('[data-toast]')).toContain('Catatan dikembalikan.')
  await context.close()
})

test('a form from another origin verifies nothing', async () => {
  const answer = await fetch(`${site.url}/verifikasi`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://evil.example' },
    body: `pilih=${box.rows[0]!.recordId}:1`,
  })
  expect(answer.status).toBe(403)
  expect(
    (
      await fetch(`${site.url}/verifikasi`, {
        method: 'POST',
        body: new URLSearchParams({ pilih: `${box.rows[0]!.recordId}:1` }),
      })
    ).status,
  ).toBe(403)
  expect(verified).toEqual([])
})
