import { hendra, sari } from '../shared/people.ts'
import { answered, now, refused, type Scenes, type Told, wib, type World } from '../shared/scene.ts'
import type { SettingsView, SignedIn } from './view.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')>, Told<typeof import('./act.ts')> {}
}

const hour = 3_600_000
const phone: SignedIn = {
  sid: 's1',
  browser: 'Samsung Internet',
  system: 'Android',
  beganAt: wib('2026-11-19', '07.31'),
  seenAt: now - 120_000,
  endsAt: wib('2026-11-19', '07.31') + 12 * hour,
  current: true,
}
const oneDevice: SettingsView = { now, zone: 'WIB', verifies: false, sessions: [phone] }
const ofDevices: World = {
  ...sari,
  sessions: answered<SettingsView>({
    ...oneDevice,
    sessions: [
      phone,
      { ...phone, sid: 's2', browser: 'Firefox', system: 'Windows', seenAt: now - 3 * hour, current: false },
      { ...phone, sid: 's3', browser: null, system: null, seenAt: now - 5 * hour, current: false },
    ],
  }),
  endSessions: answered({ ended: 1 }),
  lookedAt: answered({
    silent: false,
    lines: [
      {
        id: 'l1',
        kind: 'look' as const,
        at: now - hour,
        reader: { key: 'k1', name: 'Hendra Saputra', position: 'Kepala Bidang' },
        readerRoles: [],
        operation: 'journal.ListQueue',
        subjects: [],
        people: 1,
        object: '',
      },
      {
        id: 'l2',
        kind: 'look' as const,
        at: now - 26 * hour,
        reader: { key: 'k2', name: null, position: null },
        readerRoles: ['auditor'],
        operation: 'scoring.GetScore',
        subjects: [],
        people: 1,
        object: '',
      },
    ],
  }),
}

export const scenes: Scenes = {
  p14: { path: '/pengaturan', world: ofDevices },
  'p14-english': { path: '/pengaturan?lang=en&diakhiri=1', world: ofDevices },
  'p14-alone': {
    path: '/pengaturan?diakhiri=2',
    world: { ...ofDevices, sessions: answered(oneDevice), lookedAt: answered({ lines: [], silent: true }) },
  },
  'p14-not-ended': { path: '/pengaturan?diakhiri=belum', world: ofDevices },
  'p14-ended': {
    path: '/pengaturan',
    world: ofDevices,
    act: async (page) => {
      await page.locator('main .list .btn2').nth(1).click()
      await page.waitForSelector('[role=status]')
    },
  },
  'p14-verifies': {
    path: '/pengaturan?disimpan=belum',
    world: { ...hendra, sessions: answered({ ...oneDevice, verifies: true }), lookedAt: ofDevices.lookedAt! },
  },
  'p14-large': {
    path: '/pengaturan',
    world: ofDevices,
    act: async (page) => {
      await page.getByText('200 %').click()
      await page.getByText('Gelap').click()
      await page.getByRole('button', { name: 'Simpan tampilan' }).click()
      await page.waitForSelector('html[data-size="200"][data-theme=dark] [role=status]')
    },
  },
  'p14-unavailable': {
    path: '/pengaturan',
    world: { ...sari, sessions: refused({ kind: 'unavailable', code: '7F3K', at: now }) },
  },
}
