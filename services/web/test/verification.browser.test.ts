import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { EntryRef, VerificationView } from '../src/place/verifikasi/view.ts'
import { openChromium, shifts, watchShifts } from '@timbang/testkit/browser'
import { box, emptyBox, entry, ofHendra } from '../src/place/verifikasi/scenes.ts'
import { assessing, one as dedi, path as assessPath } from '../src/place/penilaian/scenes.ts'
import type { Keeping } from '../src/place/penilaian/view.ts'
import type { Answer, Refused } from '../src/place/shared/answer.ts'
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

/** What a page keeps of an assessment, and what it was told. */
const keeping = (answer: (keeping: Keeping) => Answer<{ keptAt: number | null; refusal: Refused | null }>) => {
  const kept: Keeping[] = []
  site.world = {
    ...assessing(dedi),
    keepDraft: async (one) => {
      kept.push(one)
      return answer(one)
    },
  }
  return kept
}
const status = () => page.locator('[data-draft-status]')

test('what is typed of an assessment is kept while one types and before one goes on by a key, said aloud once, each over the one before', async () => {
  let keptAt = now
  const kept = keeping(() => ({ ok: true, view: { keptAt: ++keptAt, refusal: null } }))
  await page.goto(site.url + assessPath)
  // Every change of what is said aloud, from here on.
  await page.evaluate(() => {
    const said = document.querySelector('[data-draft-status]')!
    new MutationObserver(() =>
      said.setAttribute('data-times', String(Number(said.getAttribute('data-times')) + 1)),
    ).observe(said, { childList: true })
  })
  const keptLast = () =>
    page.waitForFunction(
      (n) => document.querySelector<HTMLInputElement>('[name=draft]')?.value === n,
      String(now + kept.length),
    )
  await page.locator('#result_reason').pressSequentially('Jarang kembali')
  await expect.poll(() => kept.at(-1)?.typed?.resultReason).toBe('Jarang kembali')
  await keptLast()
  expect(kept.at(-1)).toMatchObject({ employeeId: dedi.employeeId, typed: { result: null }, seen: 0 })
  await page.check('[name=result][value="above"]')
  await expect.poll(() => kept.at(-1)?.typed?.result).toBe('above')
  await keptLast()
  expect([await status().textContent(), await status().getAttribute('data-times')]).toEqual(['Tersimpan', '1'])
  const before = now + kept.length
  await page.check('[name=quality][value="4"]')
  await page.keyboard.press('j')
  await page.waitForURL(/penilaian\/c/)
  expect(kept.at(-1)).toMatchObject({ typed: { answers: { quality: 4 }, result: 'above' }, seenDraft: before })
  await page.keyboard.press('k')
  await page.waitForURL(/penilaian\/b/)
  await page.context().addCookies([{ name: 'pintasan', value: 'mati', url: site.url }])
  await page.reload()
  await page.evaluate(() =>
    document.addEventListener('click', (event) => {
      event.preventDefault()
      document.body.setAttribute('data-went', '')
    }),
  )
  await page.keyboard.press('j')
  expect(await page.locator('[data-went]').count()).toBe(0)
  expect(await page.locator('[data-keys]').isHidden()).toBe(true)
})

test('a draft that cannot be kept stays in its tab through a reload and an ended session, and goes when it can', async () => {
  let answer: Parameters<typeof keeping>[0] = () => ({
    ok: false,
    problem: { kind: 'unavailable', code: 'ABC', at: now },
  })
  const kept = keeping((one) => answer(one))
  await page.goto(site.url + assessPath)
  await page.fill('#result_reason', 'Jarang kembali')
  await page.locator('[name=quality][value="4"]').check()
  await page.keyboard.press('j')
  await page.locator('[data-draft]', { hasText: 'Draf belum terkirim. Tulisan Anda' }).waitFor()
  const there = async () => [
    new URL(page.url()).pathname,
    await page.inputValue('#result_reason'),
    await page.isChecked('[name=quality][value="4"]'),
  ]
  const whole = [`/penilaian/${dedi.employeeId}`, 'Jarang kembali', true]
  expect(await there()).toEqual(whole)
  answer = () => ({ ok: false, problem: { kind: 'sign-in' } })
  await page.reload()
  await page.locator('[data-draft]', { hasText: 'Sesi berakhir.' }).waitFor()
  expect(await there()).toEqual(whole)
  answer = () => ({ ok: true, view: { keptAt: now, refusal: null } })
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await page.locator('[data-draft]', { hasText: 'Draf tersimpan' }).waitFor()
  expect(kept.at(-1)).toMatchObject({ typed: { resultReason: 'Jarang kembali', answers: { quality: 4 } } })
  // What the server has is no longer the tab's to tell.
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
})

test('an older tab is told of a newer draft, keeps nothing more by itself, and leads to it', async () => {
  const kept = keeping(() => ({ ok: true, view: { keptAt: null, refusal: { code: 'assessment.draft-changed' } } }))
  await page.goto(site.url + assessPath)
  await page.fill('#result_reason', 'Jarang kembali')
  await page.locator('[data-draft]', { hasText: 'Halaman lain menyimpan yang lebih baru.' }).waitFor()
  await page.fill('#behaviour_reason', 'Ringan membantu')
  await page.getByRole('link', { name: 'Buka yang tersimpan' }).click()
  await page.waitForFunction(() => document.querySelector<HTMLTextAreaElement>('#result_reason')?.value === '')
  expect(kept).toHaveLength(1)

  // Nor does he look first and send over it unseen.
  for (const answer of ['quality', 'teamwork', 'innovation']) await page.check(`[name=${answer}][value="4"]`)
  for (const rating of ['result', 'behaviour']) {
    await page.check(`[name=${rating}][value=meets]`)
    await page.fill(`#${rating}_reason`, 'Sesuai rencana.')
  }
  await page.locator('[data-draft]', { hasText: 'Halaman lain menyimpan yang lebih baru.' }).waitFor()
  await page.click('[name=aksi][value=lihat]')
  await page.waitForSelector('.errsum')
  expect(new URL(page.url()).pathname).toBe(assessPath.split('?')[0])
})

test('what somebody else typed, whose page stayed open, is nobody’s draft here', async () => {
  const kept = keeping(() => ({ ok: true, view: { keptAt: now, refusal: null } }))
  await page.goto(site.url + assessPath)
  await page.evaluate(() => (document.body.dataset['owner'] = 'somebody else'))
  await page.fill('#result_reason', 'Jarang kembali')
  await page.locator('[data-draft]', { hasText: 'Sesi berakhir.' }).waitFor()
  expect(kept).toEqual([])
})

test('who may rate no more is told so', async () => {
  keeping(() => ({ ok: false, problem: { kind: 'not-allowed', audience: ['assessor'] } }))
  await page.goto(site.url + assessPath)
  await page.fill('#result_reason', 'Jarang kembali')
  await page.locator('[data-draft]', { hasText: 'Anda tidak lagi menilai orang ini.' }).waitFor()
})

test('who agrees with a sentence beside it is asked first what he means', async () => {
  const said: unknown[] = []
  const decided = {
    answers: { quality: 4, teamwork: 4, innovation: 3 },
    result: 'above',
    resultReason: 'Target terlampaui.',
    behaviour: 'meets',
    behaviourReason: 'Ringan membantu.',
    version: 1,
    at: now,
    by: 'Hendra',
    standing: 'assessor',
  } as const
  site.world = {
    ...assessing({ ...dedi, mayDecide: false, mayLook: true, place: null, decisions: [decided] }),
    lookAgain: async (one) => {
      said.push(one)
      return { ok: true, view: { refusal: null } }
    },
  }
  await page.goto(site.url + assessPath)
  await page.fill('#kalimat', 'Berkas yang mana?')
  await page.click('[name=aksi][value=setuju]')
  await page.waitForSelector('.errsum')
  expect([said, await page.inputValue('#kalimat')]).toEqual([[], 'Berkas yang mana?'])
})

test('looking first goes behind what is being kept, so that going back is no older tab', async () => {
  const kept = keeping(() => ({ ok: true, view: { keptAt: now, refusal: null } }))
  const typed = () => kept.at(-1)?.typed ?? null
  site.world = {
    ...site.world,
    assessOne: async () => ({ ok: true, view: { ...dedi, draft: typed() && { ...typed()!, at: now } } }),
  }
  await page.goto(site.url + assessPath)
  for (const answer of ['quality', 'teamwork', 'innovation']) await page.check(`[name=${answer}][value="4"]`)
  for (const rating of ['result', 'behaviour']) {
    await page.check(`[name=${rating}][value=meets]`)
    await page.fill(`#${rating}_reason`, 'Sesuai rencana.')
  }
  await page.click('[name=aksi][value=lihat]')
  await page.waitForURL(/periksa/)
  expect([kept[0]?.seenDraft, kept.at(-1)?.seenDraft]).toEqual([null, now])
  await page.goBack()
  expect([await page.inputValue('[name=draft]'), await page.inputValue('#result_reason')]).toEqual([
    String(now),
    'Sesuai rencana.',
  ])
})
