import type { IndexPack } from '../kernel/1/pack.ts'

/** The index of the five descriptions (domain.md §5). It explains and suggests; a person decides. */
export const indeksDaerah: IndexPack = {
  name: 'indeks-daerah',
  version: 1,
  kernel: '1',
  effectiveFrom: '2026-01-01',
  weights: {
    managerial: {
      discipline: 10,
      quality: 20,
      timeliness: 15,
      quantity: 20,
      teamwork: 10,
      innovation: 10,
      service: 15,
    },
    functional_health_education: {
      discipline: 15,
      quality: 25,
      timeliness: 10,
      quantity: 15,
      teamwork: 10,
      innovation: 5,
      service: 20,
    },
    functional_other: {
      discipline: 15,
      quality: 25,
      timeliness: 15,
      quantity: 20,
      teamwork: 10,
      innovation: 10,
      service: 5,
    },
    pelaksana: { discipline: 20, quality: 20, timeliness: 20, quantity: 20, teamwork: 10, innovation: 5, service: 5 },
  },
  windows: { defaultDays: 3, defaultGraceDays: 3, offlineAllowanceHours: 72, verificationDays: 7 },
  lateCreditThousandths: 500,
  discipline: {
    bands: [
      { upTo: 30, pointsThousandths: 500 },
      { upTo: 60, pointsThousandths: 1000 },
      { upTo: 90, pointsThousandths: 1250 },
      { pointsThousandths: 1500 },
    ],
    absenceThousandths: 3000,
  },
  sources: { superior: 60, self: 10, peers: 30, fewestPeers: 3 },
  service: { fewestAnswers: 30 },
  leastCompleteness: 50,
  suggestion: {
    aboveFrom: 90,
    meetsFrom: 70,
    leastPresent: 50,
    result: ['quantity', 'timeliness', 'quality', 'service'],
    behaviour: ['discipline', 'teamwork', 'innovation'],
  },
  checks: { largestShareThousandths: 500 },
  citations: {
    weights: { source: 'Lima uraian pemerintah daerah; contoh, bukan peraturan', unverified: true },
    windows: { source: 'Kebiasaan daerah: 3 atau 7 hari', unverified: true },
    discipline: { source: 'Peraturan gubernur tentang disiplin kerja (contoh)', unverified: true },
    service: { source: 'PermenPANRB 14/2017' },
    matrix: { source: 'PermenPANRB 6/2022' },
    suggestion: { source: 'Ambang contoh', unverified: true },
  },
}
