import { hendra, rahmi, sari, yusrizal } from '../shared/people.ts'
import { answered, now, refused, type Scenes, type Told, type World } from '../shared/scene.ts'
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
  secondedFrom: null,
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
const named = (name: string, after = ''): FindView['asked'] => ({ by: 'name', name, digits: '', after })
/** As the directory answers; what was typed stands in no address. */
const finds = (who: World, over: Partial<FindView>): World => ({ ...who, find: answered({ ...view, ...over }) })
const ofSari: Partial<FindView> = { asked: named('sari'), hits: few }
const ofTeam: Partial<FindView> = { ...ofSari, scope: 'team', hits: few.slice(0, 1) }

export const scenes: Scenes = {
  cari: { path: '/cari', world: finds(yusrizal, ofSari) },
  'cari-english': { path: '/cari?lang=en', world: finds(yusrizal, ofSari) },
  'cari-seconded': {
    path: '/cari',
    world: finds(yusrizal, {
      ...ofSari,
      hits: [hit(1, 'Sari Wulandari', { secondedFrom: 'Kementerian Kelautan dan Perikanan' }), ...few.slice(1)],
    }),
  },
  'cari-seconded-english': {
    path: '/cari?lang=en',
    world: finds(yusrizal, {
      ...ofSari,
      hits: [hit(1, 'Sari Wulandari', { secondedFrom: 'Kementerian Kelautan dan Perikanan' })],
    }),
  },
  'cari-start': { path: '/cari', world: finds(rahmi, { scope: 'agency' }) },
  'cari-start-english': { path: '/cari?lang=en', world: finds(rahmi, { scope: 'agency' }) },
  'cari-team': { path: '/cari', world: finds(hendra, ofTeam) },
  'cari-team-english': { path: '/cari?lang=en', world: finds(hendra, ofTeam) },
  'cari-none': { path: '/cari', world: finds(yusrizal, { asked: named('zz'), hits: [] }) },
  'cari-more': { path: '/cari', world: finds(yusrizal, { asked: named('mu'), hits: many, next: 'x' }) },
  'cari-after': { path: '/cari?lang=en', world: finds(yusrizal, { asked: named('mu', 'x'), hits: many, next: 'x' }) },
  'cari-after-none': { path: '/cari', world: finds(yusrizal, { asked: named('mu', 'x'), hits: [] }) },
  'cari-short': { path: '/cari', world: finds(yusrizal, { asked: named('a'), fault: 'name' }) },
  'cari-digits': {
    path: '/cari',
    world: {
      ...yusrizal,
      find: async (asked) => ({
        ok: true,
        view: asked === null ? view : { ...view, asked, hits: asked.digits === '042' ? few.slice(1) : [] },
      }),
    },
    act: async (page) => {
      await page.fill('#siapa', '19800101 201001 1 042')
      await page.click('[action="/cari"] .btn')
      await page.getByText('Sari Dewi Lestari').first().waitFor()
      if (page.url().includes('042') || (await page.inputValue('#siapa')) !== '042')
        throw new Error(`the digits stand at ${page.url()}`)
    },
  },
  'cari-digits-few': {
    path: '/cari?lang=en',
    world: finds(yusrizal, { asked: { by: 'digits', name: '', digits: '42', after: '' }, fault: 'digits' }),
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
  'cari-too-many': { path: '/cari', world: { ...yusrizal, find: refused({ kind: 'refused', status: 429 }) } },
  'cari-unavailable': {
    path: '/cari',
    world: { ...yusrizal, find: refused({ kind: 'unavailable', code: '7F3K', at: now }) },
  },
}
