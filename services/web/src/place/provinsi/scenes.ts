import { agencyView } from '../instansi/scenes.ts'
import type { AgencyFigures, SurveyIndex } from '../shared/board/figures.ts'
import { figures, limits, survey } from '../shared/board/scene.ts'
import { arif } from '../shared/people.ts'
import { answered, now, openAll, type Scenes, type Told, type World } from '../shared/scene.ts'
import type { ProvinceView } from './view.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')> {}
}

const agency = (
  code: string,
  name: string,
  people: number,
  share: number,
  surveys: readonly SurveyIndex[],
  over: Partial<AgencyFigures> = {},
): ProvinceView['agencies'][number] => ({
  agencyId: code.toLowerCase(),
  code,
  name,
  figures: figures(code.toLowerCase(), people, share, over),
  long: code === 'KOMINFO' ? { entries: 6, oldestAt: now - 103 * 86_400_000, units: [] } : null,
  asOf: now,
  surveys,
  published: true,
})

export const provinceView: ProvinceView = {
  now,
  zone: 'WIB',
  name: 'Provinsi Jambi',
  limits,
  agencies: [
    agency('DISDIK', 'Dinas Pendidikan', 6412, 78, [survey('Layanan ijazah', 1310, 7590)], {
      oldestWaitingAt: now - 5 * 86_400_000,
    }),
    agency('DINKES', 'Dinas Kesehatan', 1876, 83, [
      survey('RSUD Raden Mattaher', 2866, 7590),
      survey('Laboratorium', 340, 8410),
    ]),
    agency('PUPR', 'Dinas Pekerjaan Umum', 842, 91, [survey('Izin ruang', 508, 7640)]),
    agency('SATPOLPP', 'Satuan Polisi Pamong Praja', 411, 72, [], { oldestWaitingAt: now - 4 * 86_400_000 }),
    agency('DPMPTSP', 'DPMPTSP', 148, 88, [survey('Pelayanan Perizinan', 412, 8394)]),
    agency('BAPPEDA', 'Bappeda', 143, 93, [survey('Layanan data', 21, null)]),
    agency('BKD', 'Badan Kepegawaian Daerah', 132, 97, [survey('Layanan pegawai', 188, 8640)], {
      entriesWaiting: 0,
      oldestWaitingAt: 0,
    }),
    agency('KOMINFO', 'Dinas Kominfo', 121, 94, []),
    {
      agencyId: 'dishut',
      code: 'DISHUT',
      name: 'Dinas Kehutanan',
      figures: null,
      long: null,
      asOf: 0,
      surveys: [],
      published: false,
    },
  ],
}

export const ofArif: World = {
  ...arif,
  province: answered(provinceView),
  agency: answered({ ...agencyView, provinceOpen: true, peopleOpen: false }),
}

export const scenes: Scenes = {
  g1: { path: '/provinsi', world: ofArif },
  'g1-english': { path: '/provinsi?lang=en', world: ofArif, act: openAll },
  'g1-searched': { path: '/provinsi?cari=dinas&lang=en', world: ofArif },
  'g1-filtered': { path: '/provinsi?sinyal=survey', world: ofArif },
}
