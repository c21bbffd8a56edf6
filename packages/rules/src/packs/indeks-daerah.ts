import type { Citation, IndexPack } from '../kernel/1/pack.ts'

const bkn: Citation = { source: 'Peraturan BKN 24/2017 tentang tata cara pemberian cuti PNS' }
const unsure: Citation = {
  source: 'Peraturan BKN 24/2017 dan 7/2021; PPPK menurut PP 49/2018',
  unverified: true,
}

/** The index of the five descriptions (domain.md §5). It explains and suggests; a person decides. */
export const indeksDaerah: IndexPack = {
  name: 'indeks-daerah',
  version: 1,
  kernel: '1',
  effectiveFrom: '2022-01-01',
  weights: {
    managerial: {
      discipline: 10_000,
      quality: 20_000,
      timeliness: 15_000,
      quantity: 20_000,
      teamwork: 10_000,
      innovation: 10_000,
      service: 15_000,
    },
    functional_health_education: {
      discipline: 15_000,
      quality: 25_000,
      timeliness: 10_000,
      quantity: 15_000,
      teamwork: 10_000,
      innovation: 5_000,
      service: 20_000,
    },
    functional_other: {
      discipline: 15_000,
      quality: 25_000,
      timeliness: 15_000,
      quantity: 20_000,
      teamwork: 10_000,
      innovation: 10_000,
      service: 5_000,
    },
    pelaksana: {
      discipline: 20_000,
      quality: 20_000,
      timeliness: 20_000,
      quantity: 20_000,
      teamwork: 10_000,
      innovation: 5_000,
      service: 5_000,
    },
  },
  windows: { defaultDays: 3, defaultGraceDays: 3, offlineAllowanceHours: 72, verificationDays: 7 },
  quantity: { proportional: true },
  lateCreditThousandths: 500,
  discipline: {
    bands: [
      { upTo: 30, pointsThousandths: 500 },
      { upTo: 60, pointsThousandths: 1000 },
      { upTo: 90, pointsThousandths: 1250 },
      { pointsThousandths: 1500 },
    ],
    absenceThousandths: 3000,
    leastKnown: 80,
  },
  leave: {
    kinds: [
      {
        code: 'annual',
        employments: ['pns', 'pppk'],
        longest: { amount: 24, unit: 'working-days' },
        annual: 'deducted',
        citation: bkn,
      },
      {
        code: 'long',
        employments: ['pns'],
        longest: { amount: 3, unit: 'months' },
        annual: 'whole-year',
        citation: bkn,
      },
      {
        code: 'sick',
        employments: ['pns', 'pppk'],
        longest: { amount: 18, unit: 'months' },
        citation: bkn,
      },
      {
        code: 'maternity',
        employments: ['pns', 'pppk'],
        longest: { amount: 3, unit: 'months' },
        citation: bkn,
      },
      { code: 'important', employments: ['pns'], longest: { amount: 1, unit: 'months' }, citation: unsure },
      { code: 'joint', employments: ['pns', 'pppk'], citation: unsure },
      { code: 'unpaid', employments: ['pns'], longest: { amount: 48, unit: 'months' }, citation: unsure },
      {
        code: 'duty-travel',
        employments: ['pns', 'pppk'],
        citation: { source: 'Surat tugas, bukan cuti', unverified: true },
      },
    ],
    annual: {
      pns: { afterMonths: 12, days: 12, mostAfterOne: 18, mostAfterTwo: 24, citation: bkn },
      pppk: { afterMonths: 12, days: 12, mostAfterOne: 12, mostAfterTwo: 12, citation: unsure },
    },
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
    judged: { result: ['quality'], behaviour: ['teamwork', 'innovation'] },
  },
  checks: {
    largestShareThousandths: 500,
    codes: ['no-result', 'unit-differs', 'quantity-implausible', 'late', 'near-identical'],
  },
  publication: { fewestPeople: 10 },
  citations: {
    weights: { source: 'Lima uraian pemerintah daerah; contoh, bukan peraturan', unverified: true },
    windows: { source: 'Kebiasaan daerah: 3 atau 7 hari', unverified: true },
    quantity: { source: 'PermenPANRB 6/2022: capaian terhadap target', unverified: true },
    timeliness: { source: 'Kebiasaan daerah: catatan terlambat dihitung separuh', unverified: true },
    discipline: { source: 'Peraturan gubernur tentang disiplin kerja (contoh)', unverified: true },
    sources: { source: 'PermenPANRB 6/2022; pembagian 60, 10, 30 adalah contoh', unverified: true },
    service: { source: 'PermenPANRB 14/2017' },
    completeness: { source: 'Ambang contoh', unverified: true },
    suggestion: { source: 'Ambang contoh', unverified: true },
    checks: { source: 'Kebiasaan daerah', unverified: true },
    publication: { source: 'UU 14/2008 pasal 17 huruf h; ambang sepuluh orang adalah kebiasaan', unverified: true },
  },
}
