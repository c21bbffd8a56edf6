import { hendra, rahmi, sari, yusrizal } from '../shared/people.ts'
import { now, refused, type Scenes, type Told, type World } from '../shared/scene.ts'
import type { FindView, Hit } from './view.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')> {}
}

const hit = (nth: number, name: string, over: Partial<Hit> = {}): Hit => ({
  employeeId: `00000000-0000-4000-8000-0000000005${String(nth).padStart(2, '0')}`,
  name,
  position: 'Pengelola layanan perizinan',
  unit: 'Bidang Pelayanan Perizinan',
  agency: { code: 'DPMPTSP', name: 'Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu' },
  nipTail: '001',
  assessor: { name: 'Hendra Saputra', position: 'Kepala Bidang Pelayanan Perizinan' },
  superior: { name: 'Rahmi Anggraini', position: 'Kepala Dinas' },
  ...over,
})
const few: readonly Hit[] = [
  hit(1, 'Sari Wulandari'),
  hit(2, 'Sari Dewi Lestari', { nipTail: '042', assessor: null, superior: null, position: '', unit: '' }),
]
const many = Array.from({ length: 20 }, (_, nth) =>
  hit(10 + nth, `Muhammad Rizki ${String.fromCharCode(65 + nth)}.`, { agency: null, superior: null }),
)
const view: FindView = {
  now,
  scope: 'province',
  asked: { by: 'name', name: '', digits: '', after: '' },
  fault: null,
  period: '2026-Q3',
  hits: null,
  next: null,
}
/** As the directory would answer, whatever is asked. */
const finds = (who: World, scope: FindView['scope'], hits: readonly Hit[], next: string | null = null): World => ({
  ...who,
  find: async (asked) => {
    if (asked === null) return { ok: true, view: { ...view, scope } }
    const fault = asked.by === 'digits' ? asked.digits.length < 3 : asked.name.length < 2
    return {
      ok: true,
      view: { ...view, scope, asked, fault: fault ? asked.by : null, hits: fault ? null : hits, next },
    }
  },
})

export const scenes: Scenes = {
  cari: { path: '/cari?nama=sari', world: finds(yusrizal, 'province', few) },
  'cari-english': { path: '/cari?nama=sari&lang=en', world: finds(yusrizal, 'province', few) },
  'cari-start': { path: '/cari', world: finds(rahmi, 'agency', few) },
  'cari-start-english': { path: '/cari?lang=en', world: finds(rahmi, 'agency', few) },
  'cari-team': { path: '/cari?nama=sari', world: finds(hendra, 'team', few.slice(0, 1)) },
  'cari-team-english': { path: '/cari?nama=sari&lang=en', world: finds(hendra, 'team', few.slice(0, 1)) },
  'cari-none': { path: '/cari?nama=zz', world: finds(yusrizal, 'province', []) },
  'cari-more': { path: '/cari?nama=mu', world: finds(yusrizal, 'province', many, many.at(-1)!.employeeId) },
  'cari-after': { path: '/cari?nama=mu&sesudah=x&lang=en', world: finds(yusrizal, 'province', many, 'x') },
  'cari-after-none': { path: '/cari?nama=mu&sesudah=x', world: finds(yusrizal, 'province', []) },
  'cari-short': { path: '/cari?nama=a', world: finds(yusrizal, 'province', few) },
  'cari-digits': {
    path: '/cari',
    world: finds(yusrizal, 'province', few),
    act: async (page) => {
      await page.fill('#angka', '19800101 201001 1 042')
      await page.click('[method=post] .btn2')
      await page.waitForURL(/isi=angka/)
      if (page.url().includes('042') || (await page.inputValue('#angka')) !== '042')
        throw new Error(`the digits stand at ${page.url()}`)
    },
  },
  'cari-digits-few': {
    path: '/cari?lang=en',
    world: finds(yusrizal, 'province', few),
    act: async (page) => {
      await page.fill('#angka', '42')
      await page.click('[method=post] .btn2')
      await page.getByText('Write the last three digits of the NIP').waitFor()
    },
  },
  'cari-not-allowed': {
    path: '/cari',
    world: {
      ...sari,
      find: refused({
        kind: 'not-allowed',
        audience: ['assessor', 'agency-head', 'personnel-officer', 'bkd', 'auditor'],
      }),
    },
  },
  'cari-too-many': { path: '/cari?nama=sari', world: { ...yusrizal, find: refused({ kind: 'refused', status: 429 }) } },
  'cari-unavailable': {
    path: '/cari?nama=sari',
    world: { ...yusrizal, find: refused({ kind: 'unavailable', code: '7F3K', at: now }) },
  },
}
