import type { Page } from 'playwright-core'
import { hendra, lestari, sari } from '../shared/people.ts'
import { answered, refused, type Scenes, type Told, wib, type World } from '../shared/scene.ts'
import type { DelegationLine, DelegationsView } from './view.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')>, Told<typeof import('./act.ts')> {}
}

const line = (more: Partial<DelegationLine> = {}): DelegationLine => ({
  delegationId: '019a99c0-7c00-5abc-8def-0123456789ab',
  name: 'Yusniar Lubis',
  title: 'Kepala Bidang Penanaman Modal',
  from: '2026-11-16',
  to: '2026-11-27',
  zone: 'WIB',
  endedAt: null,
  version: 1,
  state: 'running',
  ...more,
})
const candidates: DelegationsView['candidates'] = [
  {
    employeeId: 'b1000000-0000-4000-8000-000000000001',
    name: 'Yusniar Lubis',
    title: 'Kepala Bidang Penanaman Modal',
    unit: 'Bidang Penanaman Modal',
    stands: 'peer',
  },
  {
    employeeId: 'b1000000-0000-4000-8000-000000000002',
    name: 'Fadhil Ramadhan',
    title: 'Kepala Seksi Layanan Perizinan Usaha Mikro, Kecil, dan Menengah',
    unit: 'Bidang Pelayanan Perizinan',
    stands: 'subordinate',
  },
  {
    employeeId: 'c1a9d8e7-2f3b-4a5c-9d6e-7f8091a2b3c4',
    name: 'Rahmi Anggraini',
    title: 'Kepala Dinas',
    unit: 'DPMPTSP',
    stands: 'superior',
  },
]
const view: DelegationsView = {
  today: '2026-11-19',
  lastFrom: '2027-02-19',
  mostDays: 90,
  given: [
    line(),
    line({
      delegationId: 'd2',
      name: 'Fadhil Ramadhan',
      title: 'Kepala Seksi Layanan Perizinan',
      from: '2026-10-05',
      to: '2026-10-09',
      endedAt: wib('2026-10-07', '13.20'),
      state: 'ended',
      version: 2,
    }),
    line({ delegationId: 'd3', from: '2026-09-14', to: '2026-09-14', state: 'over' }),
  ],
  held: [
    line({
      delegationId: 'd4',
      name: 'Rahmi Anggraini',
      title: 'Kepala Dinas',
      from: '2026-12-01',
      to: '2026-12-11',
      state: 'coming',
    }),
  ],
  candidates,
}
const none: DelegationsView = { ...view, given: [], held: [] }
const holds: DelegationsView = {
  ...view,
  candidates: [],
  given: [],
  held: [line({ name: 'Hendra Saputra', title: 'Kepala Bidang Pelayanan Perizinan' })],
}
const nothing: DelegationsView = { ...holds, held: [] }
const taken = answered({ refusal: null })
const ofHendra: World = {
  ...hendra,
  delegations: answered(view),
  ending: answered({ ...line(), side: 'given' }),
  giveDelegation: taken,
  endDelegation: taken,
}
const refusedBy = (code: string, field: string): World => ({
  ...ofHendra,
  delegations: answered(none),
  giveDelegation: answered({ refusal: { code, field } }),
})
const choose = async (page: Page): Promise<void> => {
  await page.selectOption('#delegate', candidates[0]!.employeeId)
  await page.fill('#to', '2026-11-27')
  await page.locator('form[action="/delegasi"] button').click()
}
const [sure, giveBack] = ['/delegasi/akhiri?nomor=x', '/delegasi/akhiri?nomor=x&lang=en']

export const scenes: Scenes = {
  delegasi: { path: '/delegasi', world: ofHendra },
  'delegasi-english': { path: '/delegasi?lang=en&diakhiri=kembali', world: ofHendra },
  'delegasi-none': { path: '/delegasi?diakhiri=ya', world: { ...ofHendra, delegations: answered(none) } },
  'delegasi-coming': {
    path: '/delegasi',
    world: {
      ...ofHendra,
      delegations: answered({ ...none, given: [line({ from: '2026-11-23', state: 'coming' })] }),
    },
  },
  'delegasi-held': { path: '/delegasi', world: { ...ofHendra, delegations: answered(holds) } },
  'delegasi-leads-nobody': { path: '/delegasi', world: { ...sari, delegations: answered(nothing) } },
  'delegasi-not-allowed': {
    path: '/delegasi',
    world: { ...lestari, delegations: refused({ kind: 'not-allowed', audience: ['employee'] }) },
  },
  'delegasi-given': {
    path: '/delegasi',
    world: { ...ofHendra, delegations: answered(none) },
    act: async (page) => {
      await choose(page)
      await page.waitForSelector('[role=status]')
    },
  },
  'delegasi-errors': {
    path: '/delegasi',
    world: { ...ofHendra, delegations: answered(none) },
    act: async (page) => {
      await page.fill('#from', '2026-11-18')
      await page.locator('form[action="/delegasi"] button').click()
      await page.waitForSelector('.errsum')
    },
  },
  'delegasi-refused': {
    path: '/delegasi',
    world: refusedBy('delegation.delegate-away', 'delegate_id'),
    act: async (page) => {
      await choose(page)
      await page.waitForSelector('.errsum')
    },
  },
  akhiri: { path: sure, world: ofHendra },
  'akhiri-give-back': { path: giveBack, world: { ...ofHendra, ending: answered({ ...line(), side: 'held' }) } },
  'akhiri-over': {
    path: sure,
    world: { ...ofHendra, ending: answered({ ...line({ state: 'over' }), side: 'given' }) },
  },
  'akhiri-changed': {
    path: sure,
    world: { ...ofHendra, endDelegation: answered({ refusal: { code: 'delegation.changed' } }) },
    act: async (page) => {
      await page.locator('form[action="/delegasi/akhiri"] button').click()
      await page.waitForSelector('[role=alert]')
    },
  },
  'akhiri-ended': {
    path: sure,
    world: ofHendra,
    act: async (page) => {
      await page.locator('form[action="/delegasi/akhiri"] button').click()
      await page.waitForURL(/diakhiri=ya/)
    },
  },
}
