import { figures, limits, survey, unit } from '../shared/board/scene.ts'
import { permits, waiting } from '../shared/indicator/scene.ts'
import { rahmi } from '../shared/people.ts'
import { answered, now, openAll, refused, type Scenes, type Told, type World } from '../shared/scene.ts'
import type { AgencyView, UnitView } from './view.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')> {}
}

const units = [
  { unitId: 'a1', name: 'Penanaman Modal' },
  { unitId: 'a2', name: 'Pengendalian Pelaksanaan' },
  { unitId: 'a3', name: 'Pelayanan Perizinan' },
  { unitId: 'a4', name: 'Sekretariat' },
  { unitId: 'a5', name: 'Data dan Sistem Informasi' },
  { unitId: 'a6', name: 'Kelompok Kerja Sama' },
]

export const agencyView: AgencyView = {
  now,
  zone: 'WIB',
  code: 'DPMPTSP',
  name: 'Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu',
  shortName: 'DPMPTSP',
  figures: figures('dpmptsp', 148, 88, {
    units: [
      unit('a1', 24, 76, 11, 31),
      unit('a2', 20, 82, 14, 12),
      unit('a3', 36, 92, 29, 44),
      unit('a4', 38, 93, 24, 30),
      unit('a5', 14, 96, 12, 7),
      { ...unit('a6', 16, 0, 6, 0), daysDue: 0, daysOnTime: 0, daysLate: 0 },
    ],
  }),
  long: null,
  asOf: now,
  units,
  surveys: [survey('Pelayanan Perizinan', 412, 8394)],
  indicators: [permits, waiting],
  figuresOpen: true,
  limits,
  grace: null,
  published: true,
  peopleOpen: true,
  provinceOpen: false,
}

export const calmAgency: AgencyView = {
  ...agencyView,
  indicators: [],
  limits: { ...limits, onTimePercent: 70 },
  figures: { ...agencyView.figures!, entriesWaiting: 0, oldestWaitingAt: 0 },
  surveys: [],
}

export const silentAgency: AgencyView = { ...agencyView, figures: null, surveys: [] }

export const ofRahmi: World = { ...rahmi, agency: answered(agencyView) }

const unitView: UnitView = {
  now,
  zone: 'WIB',
  code: 'DPMPTSP',
  agencyName: agencyView.name,
  name: 'Bidang Pelayanan Perizinan',
  figures: agencyView.figures!.units[0]!,
  asOf: now,
  period: '2026-Q3',
  people: [
    {
      employeeId: '5b0c0f9e-6a0f-4c0e-9d1f-6f0f0a1b2c3d',
      name: 'Sari Wulandari',
      position: 'Pengelola layanan perizinan',
    },
    {
      employeeId: '7d1e2a44-9b52-4f57-8c11-0a4b6d2e9f01',
      name: 'Dedi Kurniawan',
      position: 'Pengelola layanan perizinan',
    },
  ],
}

export const scenes: Scenes = {
  i1: { path: '/instansi/DPMPTSP', world: ofRahmi },
  'i1-english': { path: '/instansi/DPMPTSP?lang=en', world: ofRahmi, act: openAll },
  'i1-long': {
    path: '/instansi/DPMPTSP',
    world: {
      ...ofRahmi,
      agency: answered({
        ...agencyView,
        long: { entries: 14, oldestAt: now - 103 * 86_400_000, units: [{ unitId: 'a3', entries: 14 }] },
      }),
    },
  },
  'i1-calm': { path: '/instansi/DPMPTSP', world: { ...ofRahmi, agency: answered(calmAgency) } },
  'i1-silent': { path: '/instansi/DPMPTSP', world: { ...ofRahmi, agency: answered(silentAgency) } },
  'i1-not-allowed': {
    path: '/instansi/DISDIK',
    world: {
      ...ofRahmi,
      agency: refused({ kind: 'not-allowed', audience: ['agency-head', 'personnel-officer', 'governor'] }),
    },
  },
  unit: { path: '/instansi/DPMPTSP/a1', world: { ...ofRahmi, unit: answered(unitView) } },
  'unit-empty': {
    path: '/instansi/DPMPTSP/a1?lang=en',
    world: { ...ofRahmi, unit: answered({ ...unitView, figures: null, people: [] }) },
  },
}
