import { lestari, sari, yusrizal } from '../shared/people.ts'
import { answered, now, postAsItStands, refused, type Scenes, type Told } from '../shared/scene.ts'
import type { BringView, FileView, Tried } from './view.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')>, Told<typeof import('./act.ts')> {}
}

const agency = { code: 'DPMPTSP', name: 'Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu' }
const bring: BringView = { agency, agencies: [agency], kinds: ['presence', 'pins', 'lines'], zone: 'WIB' }
const tried: Tried = {
  state: 'tried',
  rows: 4_812,
  fresh: 4_650,
  same: 120,
  changed: 0,
  faults: 2,
  shown: [
    { line: 17, column: null, reason: 'time-invalid', said: '99:32:00', details: undefined },
    { line: 4_031, column: 'PIN', reason: 'not-of-agency', said: '', details: undefined },
  ],
  own: 22,
  unknown: 18,
  pins: [
    { pin: '1099', scans: 11 },
    { pin: '77', scans: 7 },
  ],
  takes: true,
}
const file: FileView = {
  agency,
  kind: 'presence',
  device: 'DPMPTSP-1',
  name: 'AB12_attlog.dat',
  until: now + 3_600_000,
  reader: 'WIB',
  trial: tried,
}
const path = '/data/berkas/0f9f6a2e-6a5b-4c0e-9d55-6f1f3f3c8a01'
const nothing = { ...tried, fresh: 0, same: 0, faults: 0, shown: [], own: 0, unknown: 0, pins: [], takes: false }
const of = (view: FileView) => ({ ...lestari, trial: answered(view) })
const pins: FileView = {
  ...file,
  kind: 'pins',
  name: 'pin DPMPTSP.xlsx',
  trial: { ...nothing, rows: 48, fresh: 6, same: 40, changed: 2, takes: true },
}

export const scenes: Scenes = {
  berkas: { path: '/data/berkas', world: { ...lestari, bringing: answered(bring) } },
  'berkas-english': { path: '/data/berkas?lang=en&dibuang=1', world: { ...lestari, bringing: answered(bring) } },
  'berkas-choose': {
    path: '/data/berkas',
    world: {
      ...yusrizal,
      bringing: answered({
        ...bring,
        agency: null,
        kinds: [],
        agencies: [agency, { code: 'DINKES', name: 'Dinas Kesehatan' }],
      }),
    },
  },
  'berkas-board': {
    path: '/data/berkas?instansi=DPMPTSP',
    world: {
      ...yusrizal,
      bringing: answered({
        ...bring,
        kinds: ['pins', 'lines'],
        agencies: [agency, { code: 'DINKES', name: 'Dinas Kesehatan' }],
      }),
    },
  },
  'berkas-not-allowed': {
    path: '/data/berkas',
    world: { ...sari, bringing: refused({ kind: 'not-allowed', audience: ['personnel-officer', 'bkd'] }) },
  },
  'berkas-errors': {
    path: '/data/berkas',
    world: { ...lestari, bringing: answered(bring) },
    act: async (page) => {
      await postAsItStands(page)
      await page.waitForSelector('.errsum')
    },
  },
  coba: { path, world: of(file) },
  'coba-english': { path: `${path}?lang=en`, world: of(file) },
  'coba-pins': { path, world: of(pins) },
  'coba-pins-faulty': {
    path,
    world: of({
      ...pins,
      trial: {
        ...nothing,
        rows: 48,
        fresh: 6,
        same: 40,
        faults: 2,
        shown: [
          { line: 3, column: 'NIP', reason: 'nip-rounded', said: '', details: undefined },
          { line: 9, column: null, reason: 'pin.overlaps', said: '12', details: undefined },
        ],
      },
    }),
  },
  'coba-lines': {
    path,
    world: of({
      ...file,
      kind: 'lines',
      device: '',
      name: 'garis penilai.csv',
      trial: {
        ...nothing,
        rows: 31,
        same: 29,
        faults: 2,
        shown: [
          { line: 4, column: 'kode jabatan', reason: 'line.own', said: 'DPMPTSP.UM.1', details: undefined },
          {
            line: 9,
            column: 'kode jabatan atasan',
            reason: 'staff.superior-loop',
            said: 'DPMPTSP.1.KA',
            details: undefined,
          },
        ],
      },
    }),
  },
  'coba-partly': {
    path: `${path}?masuk=5000`,
    world: of({ ...file, trial: { ...nothing, rows: 17_600, fresh: 12_600, same: 5_000, takes: true } }),
  },
  'coba-done': { path: `${path}?masuk=4650`, world: of({ ...file, trial: { ...nothing, rows: 4_770, same: 4_770 } }) },
  'coba-dates': {
    path,
    world: of({
      ...file,
      name: 'rekap november.csv',
      trial: { state: 'unread', why: { code: 'dates', column: 'Tanggal', line: 2, said: '03/04/2026' } },
    }),
  },
  'coba-format': {
    path: `${path}?lang=en`,
    world: of({ ...file, trial: { state: 'unread', why: { code: 'format' } } }),
  },
  'coba-columns': {
    path,
    world: of({ ...pins, trial: { state: 'unread', why: { code: 'columns', columns: ['nip', 'mulai'] } } }),
  },
  'coba-unknown-machine': {
    path,
    world: of({ ...file, trial: { state: 'refused', refusal: { code: 'pin.device-unknown' } } }),
  },
  'coba-busy': { path, world: of({ ...file, trial: { state: 'busy', seconds: 2 } }) },
  'coba-gone': { path, world: { ...lestari, trial: refused({ kind: 'not-found' }) } },
  'coba-too-late': {
    path,
    world: { ...of(file), takeFile: answered({ state: 'busy', seconds: 2 }) },
    act: async (page) => {
      await page.locator('main form .btn').click()
      await page.waitForSelector('.errsum')
    },
  },
}
