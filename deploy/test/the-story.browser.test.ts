import { execFile } from 'node:child_process'
import { randomUUIDv7 } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { tokens } from '@timbang/data/loading/token'
import { taken } from '@timbang/data/loading/staff'
import type { Person } from '@timbang/data/province'
import { PAST } from '@timbang/data/sample'
import { EntryServiceService } from '@timbang/contracts/gen/timbang/journal/v1/entry'
import { SealServiceService } from '@timbang/contracts/gen/timbang/scoring/v1/seal'
import { SealKind } from '@timbang/contracts/gen/timbang/seal/v1/cut_off'
import { agencyIdOf, unitIdOf } from '@timbang/contracts/official-id'
import { isRefusal } from '@timbang/contracts/refusal'
import { sessionCookie } from '@timbang/identity/caller'
import { grpcClient } from '@timbang/process/grpc'
import { keepBrowser, killBrowser, openChromium, shifts, watchShifts } from '@timbang/testkit/browser'
import { PERSON_GRANT } from '../local/idp/provider.ts'
import { root } from '../local/env.ts'
import { walk } from './crawl.ts'
import { type People, settle } from './people.ts'
import { type Province, standUp } from './province.ts'
import { type Asked, pry } from './strangers.ts'

type Browser = Awaited<ReturnType<typeof openChromium>>
type Context = Awaited<ReturnType<Browser['newContext']>>
type Page = Awaited<ReturnType<Context['newPage']>>

// One working day, walked as people walk it: each step goes on where the one before it ended.
let province: Province
let people: People
let browser: Browser
const opened = new Map<string, Page>()
const printed = (what: string) => process.stdout.write(`${what}\n`)

beforeAll(async () => {
  const begun = performance.now()
  ;[province, browser] = await Promise.all([standUp(), openChromium()])
  const stands = performance.now()
  people = await settle(province)
  printed(
    `the platform stood after ${((stands - begun) / 1_000).toFixed(1)} s, its people were in after ${((performance.now() - stands) / 1_000).toFixed(1)} s more`,
  )
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await province?.close()
}, 60_000)

/** By one click at the development provider. */
const signIn = (context: Context, key: string): Promise<Page> => signInAs(context, people.of(key))
async function signInAs(context: Context, { name }: Person): Promise<Page> {
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto(`${province.site}/masuk`)
  await page.click('main .btn')
  const found = new URL(page.url())
  found.searchParams.set('q', name)
  await page.goto(found.href)
  await page.getByRole('button', { name }).click()
  await page.waitForURL((url) => url.origin === province.site && !url.pathname.startsWith('/masuk'))
  return page
}

/** A browser of his own, on a page that stays open through the story. */
async function at(key: string, path: string): Promise<Page> {
  let page = opened.get(key)
  if (page === undefined)
    opened.set(key, (page = await signIn(await browser.newContext({ viewport: { width: 1280, height: 900 } }), key)))
  await page.goto(`${province.site}${path}`)
  return page
}

const item = (page: Page, sentence: string) => page.locator('.kept > li', { hasText: sentence })
const listed = (page: Page, sentence: string) => page.locator('[data-entries] > li', { hasText: sentence })
const write = async (page: Page, sentence: string) => {
  // A tap that comes before the script has the form posts it as it stands.
  await page.locator('[data-draft-note]:not([hidden])').waitFor()
  await page.fill('#sentence', sentence)
  await page.click('form[data-entry-form] .btn')
}
interface Sent {
  readonly id: string
  readonly sentence: string
  readonly resultId?: string
}
const ofSari = (record: Sent) => sendAs('sari', record)

/** As a device of hers would send it. @returns when the log had it */
async function sendAs(key: string, { id, sentence, resultId }: Sent): Promise<number> {
  const { environment } = province
  const { employeeId } = people.of(key)
  const token =
    personTokens.get(key) ??
    tokens(environment['IDP_ISSUER']!, 'feeder', environment['FEEDER_CLIENT_SECRET']!, {
      grant_type: PERSON_GRANT,
      sub: employeeId,
    })
  personTokens.set(key, token)
  const response = await fetch(`${environment['ACTIVITY_INGEST_HTTP']}/records`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      record_id: id,
      revision: 1,
      employee_id: employeeId,
      activity: { work_date: people.today, sentence, result_id: resultId },
    }),
  })
  if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`)
  return ((await response.json()) as { recorded_at: number }).recorded_at
}
const personTokens = new Map<string, () => Promise<string>>()

const FIRST = 'Memeriksa enam berkas izin usaha.'
const PLAIN = 'Menjawab surat permohonan informasi.'
const OFFLINE = 'Menyusun daftar tunggu tanpa sambungan.'
const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAMAAABFaP0WAAAAA1BMVEUvf8HQr6sYAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAC0lEQVQI12NgAAEAAAYAAWb0yWwAAAAASUVORK5CYII=',
  'base64',
)
const PAPER = Buffer.from('%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n')
const CLOSED = 'Pekerjaan bulan lalu yang terlupa.'
// Told apart by more than a number: sentences that are nearly the same must be opened one by one.
const doings = [
  'Memeriksa',
  'Mencatat',
  'Menjawab',
  'Mengarsipkan',
  'Menelaah',
  'Menyalin',
  'Mengirim',
  'Menata',
  'Membahas',
  'Merapikan',
]
const things = ['berkas izin usaha', 'permohonan izin praktik', 'surat keterangan', 'daftar pemohon', 'laporan loket']

test('an employee logs in by one click, writes one sentence with a photo, and holds its receipt', async () => {
  const page = await at('sari', '/')
  expect(await page.textContent('h1')).toContain('Sari')
  await page.locator('[data-draft-note]:not([hidden])').waitFor()
  await page.setInputFiles('#evidence', { name: 'loket.png', mimeType: 'image/png', buffer: PHOTO })
  await page.getByRole('button', { name: 'Lepas bukti 1' }).waitFor()
  await write(page, FIRST)
  await item(page, FIRST).getByText('Diterima').waitFor()
  expect(await item(page, FIRST).textContent()).toMatch(/tanda terima \d+-\d+/)
})

test('without script the same form receives the same receipt, its PDF too', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await signIn(context, 'sari')
  await page.fill('#sentence', PLAIN)
  await page.locator('summary', { hasText: 'Foto atau PDF' }).click()
  await page.setInputFiles('#evidence', { name: 'surat.pdf', mimeType: 'application/pdf', buffer: PAPER })
  await page.click('form[data-entry-form] .btn')
  expect(await page.textContent('.banner')).toMatch(/Diterima.*tanda terima \d+-\d+/)
  await expect
    .poll(
      async () => {
        await page.reload()
        return listed(page, PLAIN).count()
      },
      { timeout: 5_000 },
    )
    .toBe(1)
  await context.close()
})

test('with web killed a sentence waits, survives a killed browser, and arrives once; one for a closed day comes back with its reason', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'timbang-story-'))
  let context = await keepBrowser(directory)
  let page = await signIn(context, 'sari')
  await expect
    .poll(
      () =>
        page.evaluate<boolean>(
          `caches.match('/luring').then((kept) => kept !== undefined && navigator.serviceWorker.controller !== null)`,
        ),
      { timeout: 10_000 },
    )
    .toBe(true)
  await province.kill('web')
  await write(page, OFFLINE)
  await item(page, OFFLINE).getByText('Tersimpan di perangkat').waitFor()
  await killBrowser(directory)
  await context.close().catch(() => {})

  context = await keepBrowser(directory)
  page = context.pages()[0] ?? (await context.newPage())
  await page.goto(`${province.site}/`)
  await item(page, OFFLINE).getByText('Tersimpan di perangkat').waitFor()
  await page.locator('.chip', { hasText: 'Tanggal lain' }).click()
  await page.fill('#date', new Date(Date.parse(people.today) - 40 * 86_400_000).toISOString().slice(0, 10))
  await write(page, CLOSED)
  await item(page, CLOSED).getByText('Tersimpan di perangkat').waitFor()

  await province.start('web')
  // A killed browser had no time to keep its cookies: she signs in again, and what waited goes out by itself.
  await signIn(context, 'sari')
  await page.goto(`${province.site}/antrean`)
  await item(page, CLOSED).getByText('Perlu diperbaiki').waitFor()
  expect(await item(page, CLOSED).textContent()).toContain('Batas waktu mencatat hari itu sudah lewat')
  expect(await page.textContent('[data-waiting]')).toBe('0')
  await page.goto(`${province.site}/`)
  await expect.poll(() => listed(page, OFFLINE).count()).toBe(1)
  await context.close()
  await rm(directory, { recursive: true, force: true })
})

test('the same id with other words becomes a conflict that she sees within seconds', async () => {
  const id = randomUUIDv7()
  await ofSari({ id, sentence: 'Mendata pemohon yang datang pagi.' })
  await ofSari({ id, sentence: 'Mendata pemohon yang datang sore.' })
  const begun = performance.now()
  const page = await at('sari', '/')
  await expect
    .poll(
      async () => {
        await page.reload()
        return listed(page, 'Mendata pemohon yang datang pagi.').textContent()
      },
      { timeout: 5_000 },
    )
    .toContain('Nomor catatan ini sudah dipakai tulisan lain')
  printed(`a conflict was seen after ${Math.round(performance.now() - begun)} ms`)
})

test('her superior verifies, takes it back within ten seconds, and returns one with a reason; she sees which', async () => {
  const page = await at('hendra', '/verifikasi')
  const row = (sentence: string) => page.locator('[data-row]', { hasText: sentence })
  await row(FIRST).locator('input').check()
  await page.click('[data-approve]')
  await page.getByText('Satu catatan disetujui.').waitFor()
  await page.click('[data-undo-now]')
  await page.getByText('Satu keputusan diurungkan.').waitFor()
  await expect.poll(() => row(FIRST).locator('input').isEnabled()).toBe(true)
  await row(FIRST).locator('input').check()
  await page.click('[data-approve]')
  await page.getByText('Satu catatan disetujui.').waitFor()
  await row(PLAIN).locator('.s a').click()
  const [paper] = await Promise.all([page.waitForEvent('download'), page.locator('.evid a').click()])
  expect(await readFile(await paper.path())).toEqual(PAPER)
  await page.click('[data-return] summary')
  await page.selectOption('#reason', 'unclear')
  await page.fill('#note', 'Sebut nomor suratnya.')
  await page.click('[value=kembalikan]')
  await page.getByText('Catatan dikembalikan.').waitFor()

  const hers = await at('sari', '/')
  await hers.goto(`${province.site}${await listed(hers, FIRST).locator('.says a').getAttribute('href')}`)
  // Made anew by the journal, and shown where the entry is.
  await expect
    .poll(() => hers.evaluate<number>(`document.querySelector('.evid img')?.naturalWidth ?? 0`))
    .toBeGreaterThan(0)
  await hers.goto(`${province.site}/`)
  await expect
    .poll(
      async () => {
        await hers.reload()
        return (
          (await listed(hers, FIRST).textContent())!.includes('Disetujui') &&
          (await listed(hers, PLAIN).textContent())!.includes('Sebut nomor suratnya.')
        )
      },
      { timeout: 5_000 },
    )
    .toBe(true)
})

test("fifty entries reach her superior's list without a reload, nearly all within a second of their acceptance, and he clears them at once", async () => {
  const planned = await (await at('sari', '/')).locator('#result_id option').first().getAttribute('value')
  const page = await at('hendra', '/verifikasi')
  await expect.poll(() => page.textContent('[data-age-text]')).toContain('langsung')
  await page.evaluate(`{
    const seen = (globalThis.seen = {})
    const look = () => {
      for (const row of document.querySelectorAll('[data-row]')) seen[row.dataset.row.split(':')[0]] ??= Date.now()
    }
    new MutationObserver(look).observe(document.querySelector('[data-rows]'), { childList: true })
  }`)
  const seen = () => page.evaluate<Record<string, number>>('globalThis.seen')
  const accepted = new Map<string, number>()
  // The list holds fifty, those that waited before among them: so in two halves.
  for (const half of [doings.slice(0, 5), doings.slice(5)]) {
    for (const doing of half)
      for (const thing of things) {
        const id = randomUUIDv7()
        accepted.set(id, await ofSari({ id, sentence: `${doing} ${thing}.`, resultId: planned! }))
        await new Promise((resolve) => setTimeout(resolve, 60))
      }
    await expect
      .poll(async () => Object.keys(await seen()).filter((id) => accepted.has(id)).length, { timeout: 10_000 })
      .toBe(accepted.size)
    await page.click('[data-pill-slot] button')
    await expect.poll(() => page.locator('[data-row][hidden]').count(), { timeout: 5_000 }).toBe(0)
    await page.click('[data-select-passed]')
    await page.click('[data-approve]')
    await page.getByText(/catatan disetujui/).waitFor()
  }
  const times = await seen()
  const took = [...accepted].map(([id, recordedAt]) => times[id]! - recordedAt).sort((one, other) => one - other)
  const share = (part: number) => took[Math.ceil(took.length * part) - 1]!
  printed(
    `acceptance to the list, ${took.length} entries: p50 ${share(0.5)} ms, p95 ${share(0.95)} ms, most ${took.at(-1)} ms`,
  )
  expect(took).toHaveLength(50)
  // What the story promises. Measured: 259 ms alone on two cores, 742 and 1,190 ms beside other work at a load of 16.
  expect(share(0.95)).toBeLessThanOrEqual(1_000)
})

test('what she takes back leaves his list, and her own page says so', async () => {
  const [id, sentence] = [randomUUIDv7(), 'Menghitung pekerjaan yang bukan miliknya.']
  await ofSari({ id, sentence })
  const his = await at('hendra', '/verifikasi')
  const rows = () => his.locator('[data-row]', { hasText: sentence }).count()
  const waits = async () => {
    await his.reload()
    return rows()
  }
  await expect.poll(waits, { timeout: 10_000 }).toBe(1)
  // He reads it, and has nothing to take back there.
  expect((await his.request.get(`${province.site}/catatan/${id}`)).status()).toBe(200)
  expect((await his.request.get(`${province.site}/catatan/${id}/tarik`)).status()).toBe(404)
  // Her first steps stand as they are, and her file carries her own NIP, in no address; a stranger has neither.
  const page = await at('sari', '/mulai')
  const steps = await page.locator('ol.list > li').allTextContents()
  expect(steps).toHaveLength(5)
  expect(steps[1]).toContain('Hendra')
  expect(steps[2]).toMatch(/\d hasil kerja berlaku hari ini/)
  expect(steps[3]).toContain('Catatan terakhir untuk')
  const file = await page.request.get(`${province.site}/riwayat.csv`)
  const [head, ...lines] = (await file.text()).trim().split('\r\n')
  expect(head).toMatch(/^\ufeff?nip,tanggal/)
  const nips = new Set(lines.map((line) => line.split(',')[0]))
  expect([...nips]).toEqual([expect.stringMatching(/^\d{18}$/)])
  expect(JSON.stringify([file.url(), file.headers()])).not.toContain([...nips][0])
  for (const path of ['riwayat.csv', 'mulai']) expect((await fetch(`${province.site}/${path}`)).status).toBe(401)
  await page.goto(`${province.site}/catatan/${id}`)
  await page.click('.acts .btn2')
  await page.locator('[data-keeps]:visible').waitFor()
  // Asked twice, as after an answer that was lost: it is gone once, and both hear the same receipt.
  const owner = await page.getAttribute('body', 'data-owner')
  const again = () =>
    page.evaluate(
      async (body) => {
        const headers = { 'content-type': 'application/json' }
        return (await fetch('/antrean/tarik', { method: 'POST', headers, body })).json()
      },
      JSON.stringify({ owner, recordId: id, revision: 1 }),
    )
  await page.click('main .btn')
  await page.waitForURL(`**/catatan/${id}`)
  await page.locator('.kept', { hasText: /tanda terima \d+-\d+/ }).waitFor()
  await expect.poll(waits, { timeout: 10_000 }).toBe(0)
  await page.locator('.lead', { hasText: 'Ditarik kembali' }).waitFor()
  const { receipt } = (await again()) as { receipt: { partition: number; offset: string } }
  expect(await page.textContent('.kept .rcpt')).toContain(`${receipt.partition}-${receipt.offset}`)
})

test('the past quarter is sealed by its real owners, and a process that reaches no database computes the same root from the log', async () => {
  const { environment } = province
  const scoring = grpcClient(SealServiceService, environment['SCORING_GRPC']!)
  const machine = (name: string) =>
    tokens(environment['IDP_ISSUER']!, name, environment[`${name.toUpperCase()}_CLIENT_SECRET`]!)()
  let root_: string | undefined
  const asked = taken(
    await scoring.sealQuarter(
      { commandId: randomUUIDv7(), period: '2026-Q3', kind: SealKind.SEAL_KIND_EVIDENCE },
      { token: await machine('importer'), deadline: 10_000 },
    ),
    'no seal',
  )
  const answers = scoring.watchSeal({ sealId: asked.sealId }, { token: await machine('importer'), deadline: 90_000 })
  for await (const { seal } of answers) if (seal !== undefined) root_ = Buffer.from(seal.root).toString('hex')
  expect(answers.refusal()).toBeUndefined()
  const bundle = taken(
    await scoring.getAuditBundle(
      { period: '2026-Q3', kind: SealKind.SEAL_KIND_EVIDENCE },
      { token: await machine('cli'), deadline: 10_000 },
    ),
    'no bundle',
  )
  scoring.close()
  const folder = await mkdtemp(join(tmpdir(), 'timbang-bundle-'))
  const file = join(folder, 'bundle.json')
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  await writeFile(
    file,
    JSON.stringify({
      manifest: base64(bundle.manifest),
      signature: bundle.signature,
      earlier: [],
      quarterKey: base64(bundle.quarterKey),
      publicKey: JSON.parse(Buffer.from(bundle.publicKeyJwk).toString()),
    }),
  )
  const { stdout } = await promisify(execFile)(process.execPath, [`${root}services/scoring/src/main-replay.ts`], {
    env: { PATH: process.env['PATH'], KAFKA_BROKERS: environment['KAFKA_BROKERS'], AUDIT_BUNDLE: file },
  })
  await rm(folder, { recursive: true })
  const replayed = JSON.parse(stdout) as {
    same: boolean
    root: string
    people: number
    records: number
    milliseconds: number
  }
  printed(
    `sealed and replayed: ${replayed.people} people from ${replayed.records} records, replay ${Math.round(replayed.milliseconds)} ms`,
  )
  expect(replayed).toMatchObject({ same: true, root: root_ })
})

test('her sealed receipt explains her index, and her own device computes it again', async () => {
  const page = await at('sari', '/kinerja/2026-Q3')
  expect(await page.textContent('h1')).toMatch(/Mengapa indeks saya \d/)
  expect(await page.textContent('main')).toContain('terkunci')
  await page.getByRole('button', { name: 'Hitung ulang' }).click()
  await page.locator('[data-recompute]').getByText('Cocok').waitFor()
})

test('her superior rates the quarter after it was sealed: she reads it beside the sealed score, which stays as it was', async () => {
  const sari = people.of('sari')
  const page = await at('hendra', `/penilaian?triwulan=${PAST}`)
  const row = page.locator('li', { hasText: sari.name })
  // Ten weeks after the quarter nobody decides any more, on whatever day this runs.
  if ((await page.textContent('main'))!.includes('Masa memutuskan berakhir'))
    return expect(await row.textContent()).toContain('tidak diputuskan')
  await row.getByRole('link').click()
  await page.waitForURL(`**/penilaian/${sari.employeeId}**`)
  for (const answer of ['quality', 'teamwork', 'innovation']) await page.check(`[name=${answer}][value="4"]`)
  await page.click('[name=aksi][value=saran]')
  await page
    .getByText(/Saran aturan: (di|sesuai)/)
    .first()
    .waitFor()
  expect(await page.isChecked('[name=quality][value="4"]')).toBe(true)
  // What is suggested has filled nothing.
  expect(await page.locator('[name=result]:checked').count()).toBe(0)
  await page.check('[name=result][value=above]')
  await page.fill('#result_reason', 'Semua berkas selesai sebelum batasnya.')
  await page.check('[name=behaviour][value=meets]')
  await page.fill('#behaviour_reason', 'Menemani loket yang ramai.')
  await page.click('[name=aksi][value=lihat]')
  await page.waitForURL('**/periksa**')
  expect(await page.textContent('main')).toContain('Predikat Anda Baik')
  await page.click('[name=aksi][value=kirim]')
  await page.getByRole('status').getByText(sari.name).waitFor()
  const hers = await at('sari', `/kinerja/${PAST}`)
  expect(await hers.textContent('h1')).toMatch(/Mengapa indeks saya \d/)
  const said = await hers.textContent('main')
  for (const part of [
    'Semua berkas selesai sebelum batasnya.',
    'Diputuskan sesudah nilai ini dikunci',
    'Hendra Saputra',
  ])
    expect(said).toContain(part)
})

test('a score opens under its own name for whoever may read it, and tells a stranger nothing', async () => {
  const { employeeId, name } = people.of('sari')
  const path = `/kinerja/2026-Q3?pegawai=${employeeId}`
  const superior = await at('hendra', path)
  expect(await superior.textContent('main')).toContain(name)
  const stranger = await at('operator', '/operator')
  const answer = await stranger.goto(`${province.site}${path}`)
  expect(answer?.status()).toBe(403)
  expect(await stranger.textContent('body')).not.toContain(name)
  expect((await stranger.goto(`${province.site}/kinerja/2026-Q3?pegawai=siapa`))?.status()).toBe(404)
  // Neither is he asked whose attendance he would settle, nor whose superior he would change.
  for (const place of ['presensi', 'presensi?instansi=DPMPTSP', 'atasan?instansi=DPMPTSP&jabatan=DPMPTSP.1.KA'])
    expect((await stranger.goto(`${province.site}/data/${place}`))?.status()).toBe(403)
})

test('a result that the figures of a unit feed opens the days whose sum it is, for who holds the post', async () => {
  const page = await at('hendra', '/kinerja/2026-Q3')
  await page.locator('#quantity summary').click()
  await page.getByRole('link', { name: /Izin terbit sesuai target/ }).click()
  await page.waitForURL('**/kinerja/2026-Q3/quantity#hasil-*')
  const numbers = async (of: string) =>
    (await page.locator(`.fed ${of} td.num`).allTextContents()).flatMap((text) =>
      /^[\d.]+$/.test(text) ? [Number(text.replaceAll('.', ''))] : [],
    )
  const [days, sum] = [await numbers('tbody'), await numbers('tfoot')]
  expect(days.length).toBeGreaterThan(40)
  expect(sum).toEqual([days.reduce((a, b) => a + b, 0)])
  expect(await page.textContent('.fed')).toContain('Sistem perizinan daerah')
  // Where they are told is his officer's.
  expect(await page.getByRole('link', { name: 'Buka di angka layanan' }).count()).toBe(0)
})

test('the boards of the agency and of the province move by themselves, and nothing else on them does', async () => {
  const boards = [await at('kepala-dpmptsp', '/instansi/DPMPTSP'), await at('gubernur', '/provinsi')] as const
  const text = async (page: Page) => (await page.locator('[data-f]').allTextContents()).join('|')
  for (const page of boards)
    await expect.poll(() => page.textContent('[data-age-text]'), { timeout: 10_000 }).toContain('langsung')
  for (const page of boards) await watchShifts(page)
  const before = await Promise.all(boards.map(text))
  for (let nth = 0; nth < 3; nth++)
    await sendAs('pendatang', { id: randomUUIDv7(), sentence: `Mengarsipkan map ke-${nth + 1}.` })
  for (const [nth, page] of boards.entries())
    await expect.poll(() => text(page), { timeout: 10_000 }).not.toBe(before[nth])
  for (const page of boards) expect(await shifts(page)).toEqual([])
})

test('a board that stays open moves on when its token has run out and the live events were started again', async () => {
  const page = await at('kepala-dpmptsp', '/instansi/DPMPTSP')
  await expect.poll(() => page.textContent('[data-age-text]'), { timeout: 10_000 }).toContain('langsung')
  await page.context().clearCookies({ name: sessionCookie(province.site) })
  await province.kill('live')
  await province.start('live')
  const text = async () => (await page.locator('[data-f]').allTextContents()).join('|')
  const before = await text()
  await sendAs('pendatang', { id: randomUUIDv7(), sentence: 'Menyalin daftar hadir rapat.' })
  await expect.poll(text, { timeout: 20_000 }).not.toBe(before)
})

test('who stands in for a superior on leave finds his team in her box, and gives it back at once', async () => {
  const page = await at('kepala-dpmptsp', '/verifikasi')
  expect(await page.textContent('.banner')).toMatch(/Anda menggantikan .+ sampai/)
  await page.locator('.banner a').click()
  await page.getByRole('link', { name: 'Kembalikan' }).click()
  await page.click('main .btn')
  await page.getByText('Delegasi dikembalikan.').waitFor()
  const replaces = async () => {
    await page.goto(`${province.site}/verifikasi`)
    return page.locator('.banner').count()
  }
  await expect.poll(replaces, { timeout: 10_000 }).toBe(0)
})

test('a colleague leaves her a draft, she sends it under her own name, and he hears that it was taken', async () => {
  const sentence = 'Menutup loket tiga bersama rekan.'
  const his = await at('pendatang', '/titip')
  await his.selectOption('#employee', people.of('sari').employeeId)
  await his.fill('#sentence', sentence)
  await his.click('form[action="/titip"] button')
  await his.getByText('Dititipkan.').waitFor()
  const page = await at('sari', '/hari-ini')
  await page.click('form[action="/titip/kirim"] button')
  expect(await page.textContent('.banner')).toMatch(/Diterima, tanda terima \d+-\d+/)
  const told = async () => {
    await page.goto(`${province.site}/hari-ini`)
    return listed(page, sentence).count()
  }
  await expect.poll(told, { timeout: 10_000 }).toBe(1)
  expect(await page.locator('form[action="/titip/kirim"]').count()).toBe(0)
  await his.reload()
  expect(await his.locator('main .list .st').first().textContent()).toBe('Diambil')
})

test('the head of a unit types the duty of the month after this one, is asked before it is published, and she reads her own', async () => {
  const page = await at('hendra', '/hari-ini')
  await page.getByRole('link', { name: 'Jadwal jaga', exact: true }).click()
  const next = addMonth(people.today)
  await page.goto(`${page.url().split('?')[0]}?bulan=${next}`)
  const row = page.locator('.duty tbody tr', { hasText: people.of('sari').name })
  for (const [day, text] of [
    [1, '21:00-07:00'],
    [2, 'L'],
    [3, '07:00-14:00'],
  ] as const)
    await row
      .locator('input:not([type=hidden])')
      .nth(day - 1)
      .fill(text)
  await page.getByRole('button', { name: 'Periksa perubahan' }).click()
  await page.getByText(`${people.of('sari').name}: jadwal baru, dua hari jaga`).waitFor()
  await page.getByRole('button', { name: 'Terbitkan jaga' }).click()
  await page.getByText('Jaga terbit untuk satu orang.').waitFor()
  expect(await row.locator('input:not([type=hidden])').first().inputValue()).toBe('21:00-07:00')
  const own = await at('sari', `/jaga?bulan=${next}`)
  await expect
    .poll(
      async () => {
        await own.reload()
        return own.locator('main ol li').allTextContents()
      },
      { timeout: 30_000 },
    )
    .toEqual([expect.stringContaining('21.00–07.00'), expect.stringContaining('07.00–14.00')])
})
const addMonth = (date: string): string => {
  const first = new Date(`${date.slice(0, 7)}-01T00:00:00Z`)
  first.setUTCMonth(first.getUTCMonth() + 1)
  return first.toISOString().slice(0, 7)
}

test('the officer tells a figure of a unit, mends it and takes it back; a page that is older says nothing over it, and nobody of elsewhere opens it', async () => {
  const page = await at('kepegawaian', '/data')
  await page.getByRole('link', { name: 'Buka angka layanan' }).click()
  await page.getByRole('link', { name: /Buka angka bulan ini.*Izin terbit/ }).click()
  await page.waitForURL('**/angka?**')
  const month = page.url()
  const form = `${month}&unit=DPMPTSP.1&bulan=${people.today.slice(0, 7)}&hari=${people.today}`
  const row = page.locator('.figures tbody tr').nth(1)
  const tell = async (on: Page, amount: string) => {
    await on.goto(form)
    await on.fill('#amount', amount)
    await on.getByRole('button', { name: 'Simpan angka' }).click()
  }
  await page.goto(form)
  const older = await page.context().newPage()
  await older.goto(form)
  await tell(page, 'dua belas')
  await page.locator('.errsum').getByText('Tulis angka, nol atau lebih').waitFor()
  expect(await page.inputValue('#amount')).toBe('dua belas')
  await tell(page, '12')
  await page.getByText(/^Diterima: .* \(tanda terima \d+-\d+\)\.$/).waitFor()
  expect(await row.locator('td').first().textContent()).toBe('12')
  await page.reload()
  expect(await row.textContent()).not.toContain('revisi')
  await tell(page, '1.300,5')
  await page.getByText(/^Diterima/).waitFor()
  expect(await row.locator('td').first().textContent()).toBe('1.300,5')
  expect(await row.textContent()).toContain('revisi 2')
  await older.fill('#amount', '99')
  await older.getByRole('button', { name: 'Simpan angka' }).click()
  await older.locator('.errsum').getByText('Angka ini baru saja berubah').waitFor()
  await tell(page, '1.300,5')
  await page.getByText('Tidak ada yang berubah').waitFor()
  // Two at once: one of them is told that it was not his.
  await Promise.all([page, older].map((one) => one.goto(form)))
  await Promise.all([page.fill('#amount', '21'), older.fill('#amount', '22')])
  await Promise.all([page, older].map((one) => one.getByRole('button', { name: 'Simpan angka' }).click()))
  await Promise.all([page, older].map((one) => one.locator('.errsum, [role=status]').waitFor()))
  const refused = await Promise.all([page, older].map((one) => one.locator('.errsum').count()))
  expect(refused.toSorted()).toEqual([0, 1])
  const stands = page.locator('.figures tbody tr').nth(1).locator('td').first()
  await page.goto(form)
  expect(await stands.textContent()).toBe(refused[0] === 0 ? '21' : '22')
  await page.goto(form)
  await page.locator('#isi-angka summary').click()
  await page.getByRole('button', { name: 'Tarik angka ini' }).click()
  await page.getByText(/^Ditarik/).waitFor()
  expect(await row.locator('td').first().textContent()).toBe('–')
  await tell(page, '0')
  await page.getByText(/^Diterima/).waitFor()
  expect(await row.locator('td').first().textContent()).toBe('0')
  expect(await row.textContent()).toContain('revisi 5')
  const elsewhere = new URL(month)
  elsewhere.searchParams.set('instansi', 'DISKOMINFO')
  const statuses = async (key: string, paths: readonly string[]) => {
    const { request } = (await at(key, '/hari-ini')).context()
    return Promise.all(paths.map(async (path) => (await request.get(new URL(path, province.site).href)).status()))
  }
  const paths = ['/data/layanan', month, form.replace('/angka?', '/angka/bulan.csv?'), '/data/layanan/indikator']
  expect(await statuses('kepegawaian', paths)).toEqual([200, 200, 200, 200])
  expect(await statuses('kepegawaian', ['/data/layanan?instansi=DISKOMINFO', elsewhere.href])).toEqual([403, 403])
  for (const key of ['sari', 'hendra']) expect(await statuses(key, paths), key).toEqual([403, 403, 403, 403])
}, 60_000)

test('the officer brings a machine’s PINs and its scans: what the page says beforehand comes to pass, a second time nothing, and nobody else opens the file', async () => {
  const page = await at('kepegawaian', '/data')
  await page.getByRole('link', { name: 'Masukkan berkas' }).click()
  const bring = async (kind: string, name: string, buffer: Buffer) => {
    await page.goto(`${province.site}/data/berkas`)
    await page.getByText(kind, { exact: true }).click()
    await page.fill('#mesin', 'DPMPTSP-9')
    await page.setInputFiles('#berkas', { name, mimeType: 'text/plain', buffer })
    await page.getByRole('button', { name: 'Periksa berkas' }).click()
  }
  const counts = async (on = page) =>
    (await on.locator('main dl > *').allTextContents()).join(' ').replaceAll(/\s+/g, ' ')
  const line = (pin: string, clock: string) => `${pin.padStart(9)}\t2026-04-13 ${clock}\t1\t0\t1\t0`
  const scans = Buffer.from(
    [
      line('12', '07:28:00'),
      line('12', '07:28:00'),
      line('13', '07:29:00'),
      line('99', '07:30:00'),
      line('12', '99:00:00'),
    ].join('\n'),
  )
  await bring('Scan mesin presensi', 'M9_attlog.dat', scans)
  await page.locator('.errsum').getByText('Mesin ini belum dikenal di instansi Anda.').waitFor()
  const pins = `PIN;NIP;mulai\n12;${people.of('sari').nip};03/04/2026\n13;${people.of('kepegawaian').nip};03/04/2026\n`
  await bring('Daftar PIN mesin', 'pin.csv', Buffer.from(pins))
  await page.getByText('Hari dahulu').click()
  await page.getByRole('button', { name: 'Periksa lagi' }).click()
  await page.getByRole('heading', { name: 'Dua baris mengubah PIN, dari 2' }).waitFor()
  await page.getByRole('button', { name: 'Masukkan' }).click()
  await page.getByText('2 baris masuk.').waitFor()
  await page.getByRole('heading', { name: 'Semua baris sudah tercatat' }).waitFor()

  await bring('Scan mesin presensi', 'M9_attlog.dat', scans)
  await page.getByRole('heading', { name: 'Satu scan baru dari 5' }).waitFor()
  expect(await counts()).toBe('Baru 1 Sudah ada 1 Ditolak 1 Tanpa pemilik 1 Scan Anda sendiri 1')
  // Two taps at once: the second finds what the first has done.
  const second = await page.context().newPage()
  await second.goto(page.url())
  await Promise.all([page, second].map((one) => one.getByRole('button', { name: 'Masukkan' }).click()))
  await Promise.all([page, second].map((one) => one.waitForURL('**masuk=*')))
  expect([page, second].map((one) => new URL(one.url()).searchParams.get('masuk')).toSorted()).toEqual(['0', '1'])
  for (const one of [page, second])
    expect(await counts(one)).toBe('Baru 0 Sudah ada 2 Ditolak 1 Tanpa pemilik 1 Scan Anda sendiri 1')
  await second.close()
  const { request } = (await at('sari', '/hari-ini')).context()
  expect((await request.get(page.url())).status()).toBe(403)
  expect((await request.get(`${province.site}/data/berkas`)).status()).toBe(403)

  await page.goto(`${province.site}/data/berkas`)
  await page.getByText('Jabatan dan atasannya', { exact: true }).click()
  const posts = Buffer.from('kode jabatan;kode jabatan atasan\nDPMPTSP.1.KA;DPMPTSP.1.KA\n')
  await page.setInputFiles('#berkas', { name: 'garis.csv', mimeType: 'text/plain', buffer: posts })
  await page.getByRole('button', { name: 'Periksa berkas' }).click()
  await page.getByText('Satu baris salah menahan semuanya').waitFor()
  await page.getByText('Garis atasan jabatan ini berputar kembali kepadanya').waitFor()
  // A workbook of the old kind, in a process of its own.
  const sheet = await readFile(join(root, 'packages/intake/src/table/fixtures/absensi.xls'))
  await bring('Scan mesin presensi', 'absensi.xls', sheet)
  await page.getByRole('heading', { name: 'Empat scan baru dari 5' }).waitFor()
  const looked = page.url()
  await page.getByRole('button', { name: 'Buang berkas' }).click()
  await page.getByText('Berkas dibuang. Tidak ada yang masuk.').waitFor()
  expect((await page.goto(looked))?.status()).toBe(404)
}, 60_000)

test('an indicator is registered once by its code, and changed by who has seen how it stands', async () => {
  const page = await at('kepegawaian', '/data/layanan')
  const register = async (meaning: string) => {
    await page.goto(`${province.site}/data/layanan/indikator?instansi=DPMPTSP`)
    await page.fill('#code', 'ADUAN')
    for (const [field, text] of [
      ['meaningId', meaning],
      ['meaningEn', 'Complaints answered'],
      ['source', 'Buku aduan'],
      ['verifiedBy', 'Dicocokkan tiap pekan'],
    ] as const)
      await page.fill(`#${field}`, text)
    await page.getByText('Jumlah: angkanya ditambahkan').click()
    await page.selectOption('#unit', 'pengaduan')
    await page.getByText('Naik lebih baik').click()
    await page.getByRole('button', { name: 'Simpan indikator' }).click()
  }
  await register('Aduan dijawab')
  await page.getByText('Indikator ADUAN tersimpan.').waitFor()
  await register('Aduan yang lain')
  await page.locator('.errsum').getByText('Kode ADUAN sudah dipakai').waitFor()
  const change = `${province.site}/data/layanan/indikator?instansi=DPMPTSP&kode=ADUAN`
  const older = await page.context().newPage()
  for (const one of [page, older]) await one.goto(change)
  await page.fill('#meaningId', 'Aduan dijawab tuntas')
  await page.getByRole('button', { name: 'Simpan indikator' }).click()
  await page.getByRole('heading', { name: 'Aduan dijawab tuntas' }).waitFor()
  await older.fill('#meaningId', 'Aduan ditutup')
  await older.getByRole('button', { name: 'Simpan indikator' }).click()
  await older.locator('.errsum').getByText('berubah sejak Anda membukanya').waitFor()
  expect(await older.inputValue('#meaningId')).toBe('Aduan ditutup')
}, 60_000)

test('the operator sees what arrives and how far behind each consumer is', async () => {
  const page = await at('operator', '/operator')
  await expect
    .poll(async () => Number((await page.textContent('[data-f="today.figure"]'))!.replace(/\D/g, '')), {
      timeout: 10_000,
    })
    .toBeGreaterThan(40)
  const consumers = await page.locator('[data-consumer] th').allTextContents()
  expect(consumers.join(' ')).toMatch(/journal.*/)
  expect(await page.locator('[data-consumer]').count()).toBeGreaterThanOrEqual(4)
  for (const lag of await page.locator('[data-consumer] [data-f$=".lag"]').allTextContents()) expect(lag).toMatch(/\d/)
})

test("a citizen answers by a link and reads the agency's public page, without login or script", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
  const page = await context.newPage()
  await page.goto(`${province.site}${people.surveyPath}`)
  for (const question of await page.locator('fieldset').all()) await question.locator('label').nth(2).click()
  await page.click('form.survey .btn')
  await page.getByRole('heading', { name: 'Terima kasih' }).waitFor()
  await page.click('.btn2')
  expect(await page.textContent('h1')).toContain('Penanaman Modal')
  expect(await page.textContent('#survei')).toMatch(/\d{2},\d{2}/)
  // What was promised stands beside what it came to, and the number is the sum of the days that it opens.
  const promise = page.locator('#janji li', { hasText: 'Izin terbit' })
  const result = (await promise.locator('.res b').textContent())!
  const href = (await promise.locator('.res a').getAttribute('href'))!
  const days = (await (await context.request.get(new URL(href, province.site).href)).text())
    .trim()
    .split('\r\n')
    .slice(1)
  const sum = days.reduce((total, day) => total + Number(day.split(',')[4]), 0)
  expect(result).toContain(new Intl.NumberFormat('id-ID').format(sum))
  expect(
    (await context.request.get(`${province.site}/publik/DPMPTSP/layanan-hari.csv?indikator=TIDAK-ADA`)).status(),
  ).toBe(404)
  await context.close()
})

test("an agency's public address that cannot be is not there, and is no fault", async () => {
  for (const code of ['TIDAKADA', 'a'.repeat(100), 'a'.repeat(5_000)])
    expect((await fetch(`${province.site}/publik/${code}`)).status, code.slice(0, 12)).toBe(404)
})

test('one address that answers without end is told how long to wait, whatever address it writes before its own', async () => {
  const body = new URLSearchParams(Array.from({ length: 9 }, (_, nth): [string, string] => [`u${nth + 1}`, '3']))
  const answers: Response[] = []
  for (let nth = 0; nth < 8; nth++)
    answers.push(
      await fetch(`${province.site}${people.surveyPath}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: province.site, 'x-forwarded-for': `10.0.0.${nth}` },
        body,
      }),
    )
  // Whoever was counted is thanked; whoever is not, comes back to his own answers and reads how long to wait.
  const thanked = answers.filter((answer) => answer.headers.get('location')?.endsWith('?terima=1'))
  expect(thanked.length).toBeGreaterThan(0)
  expect(thanked.length).toBeLessThan(8)
  const last = answers.at(-1)!
  const cookie = last.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ')
  const page = await fetch(new URL(last.headers.get('location')!, province.site), { headers: { cookie } })
  const text = await page.text()
  expect(text).toMatch(/Terlalu sering\. Coba lagi dalam \d+ detik/)
  expect(text.match(/ checked/g)).toHaveLength(9)
})

/** Of each role one; each may read more than the one before, so that a kind of page is looked at once. */
const walkers = ['nobody', 'sari', 'hendra', 'gubernur', 'operator']
const looked = new Set<string>()
test.each(walkers)(
  'whoever walks every link and sends every form, with and without script, meets no fault, no dead end, no raw JSON and no other person’s words: %s',
  async (key) => {
    const context = key === 'nobody' ? undefined : await browser.newContext()
    if (context !== undefined) await (await signIn(context, key)).close()
    const her = key === 'sari' || key === 'hendra' ? [] : [FIRST, PLAIN, OFFLINE]
    const from = ['/bantuan']
    const { pages, forms, wrong } = await walk({ site: province.site, browser, context, from, notHis: her, looked })
    printed(`${key} walked ${pages} pages and sent ${forms} forms`)
    expect(wrong).toEqual([])
    expect(pages).toBeGreaterThan(5)
    await context?.close()
  },
  180_000,
)
test('the walk has looked at more than a dozen kinds of page in a real browser', () => {
  expect(looked.size).toBeGreaterThan(12)
})

const services: Readonly<Record<string, string>> = {
  // Each service has looks of its own; here those of the entries.
  audit: 'JOURNAL',
  activity: 'ACTIVITY_INGEST',
  appraisal: 'APPRAISAL',
  directory: 'DIRECTORY',
  feedback: 'FEEDBACK',
  journal: 'JOURNAL',
  reporting: 'REPORTING',
  scoring: 'SCORING',
}
test('whoever has no business with her hears of her at every rpc what he hears of one who is not there, and does nothing', async () => {
  const sari = people.of('sari')
  const entries = grpcClient(EntryServiceService, province.environment['JOURNAL_GRPC']!)
  const context = await browser.newContext()
  const tokenOf = async (person: Person): Promise<string> => {
    await context.clearCookies()
    await (await signInAs(context, person)).close()
    return (await context.cookies(province.site)).find(({ name }) => name === sessionCookie(province.site))!.value
  }
  try {
    const listed = await entries.listEntries(
      {
        employeeId: sari.employeeId,
        fromDate: '2026-09-01',
        toDate: '2026-09-30',
        states: [],
        limit: 20,
        after: '',
        recordIds: [],
        words: '',
        resultId: '',
        counted: false,
      },
      { token: await tokenOf(sari) },
    )
    if (isRefusal(listed)) throw new Error(listed.code)
    const her: Asked = {
      employeeId: sari.employeeId,
      agencyId: agencyIdOf('DPMPTSP'),
      unitId: unitIdOf('DPMPTSP.1'),
      recordId: listed.entries[0]!.facts!.recordId,
      period: PAST,
      today: people.today,
    }
    const secrets = [sari.name, ...listed.entries.map(({ sentence }) => sentence)]
    expect(secrets.length).toBeGreaterThan(10)
    const strangers = ['DISKOMINFO.1.02', 'DISKOMINFO.UM.KA', 'DISKOMINFO.KA'].map((post) => people.at(post))
    const addressOf = (of: string) => province.environment[`${services[of]}_GRPC`]!
    for (const stranger of [undefined, ...strangers]) {
      const token = stranger === undefined ? '' : await tokenOf(stranger)
      const { asked, wrong } = await pry(addressOf, her, secrets, token)
      expect(wrong, stranger?.name ?? 'nobody').toEqual([])
      expect(asked).toBeGreaterThan(90)
    }
  } finally {
    entries.close()
    await context.close()
  }
}, 120_000)
