import type { PredicatePack } from '../kernel/1/pack.ts'

/** The predicate and what follows from it (domain.md §4, §7, §8). */
export const permenpanrb: PredicatePack = {
  name: 'permenpanrb-6-2022',
  version: 1,
  kernel: '1',
  effectiveFrom: '2022-01-01',
  matrix: {
    above: { below: 'kurang', meets: 'baik', above: 'sangat-baik' },
    meets: { below: 'kurang', meets: 'baik', above: 'baik' },
    below: { below: 'sangat-kurang', meets: 'butuh-perbaikan', above: 'butuh-perbaikan' },
  },
  headResult: {
    istimewa: 'above',
    baik: 'meets',
    'butuh-perbaikan': 'below',
    kurang: 'below',
    'sangat-kurang': 'below',
  },
  pattern: {
    fewestRated: 10,
    rules: {
      istimewa: [{ largest: 'sangat-baik' }, { share: ['sangat-baik'], mostPercent: 70 }],
      baik: [
        { largest: 'baik' },
        { share: ['baik'], mostPercent: 70 },
        { share: ['butuh-perbaikan', 'kurang'], leastPeople: 1 },
      ],
      'butuh-perbaikan': [
        { share: ['butuh-perbaikan'], leastPercent: 60 },
        { share: ['sangat-baik'], mostPercent: 10 },
      ],
      kurang: [
        { share: ['kurang'], leastPercent: 60 },
        { share: ['butuh-perbaikan'], leastPercent: 10 },
        { share: ['sangat-baik'], mostPercent: 10 },
      ],
      'sangat-kurang': [
        { share: ['sangat-kurang'], leastPercent: 60 },
        { share: ['kurang', 'butuh-perbaikan'], leastPercent: 10 },
        { share: ['sangat-baik'], mostPercent: 0 },
      ],
    },
  },
  objection: { daysToFile: 14, daysUntilReceived: 3, daysToDecide: 14 },
  windows: { selfFromDay: 1, selfToDay: 7, decisionDays: 70, reviewDays: 5 },
  followUp: {
    'sangat-baik': ['award'],
    baik: ['award'],
    'butuh-perbaikan': ['coaching-session'],
    kurang: ['coaching-session'],
    'sangat-kurang': ['coaching-session', 'improvement-plan'],
  },
  improvementPlanMonths: 6,
  citations: {
    matrix: { source: 'PermenPANRB 6/2022' },
    headResult: { source: 'PermenPANRB 6/2022', unverified: true },
    pattern: { source: 'SE MenPANRB 3/2023' },
    objection: {
      source: 'PP 30/2019 pasal 59; tiga hari sejak dikirim dan empat belas hari memutus adalah kebiasaan',
      unverified: true,
    },
    windows: {
      source:
        'Kebiasaan: penilaian diri tanggal 1–7, keputusan paling lama sepuluh minggu, telaah rencana lima hari kerja',
      unverified: true,
    },
    followUp: { source: 'PermenPANRB 6/2022; rencana perbaikan enam bulan adalah kebiasaan', unverified: true },
  },
}
