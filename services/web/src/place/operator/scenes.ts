import { topics } from '@timbang/contracts/topics'
import { bima } from '../shared/people.ts'
import { answered, openAll, type Scenes, type Told, wib, type World } from '../shared/scene.ts'
import type { OperatorView, WaitingView } from './view.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')> {}
}

const evening = wib('2026-11-30', '21.40')

export const operatorView: OperatorView = {
  now: evening,
  zone: 'WIB',
  asOf: evening,
  figures: {
    arrivals: Array.from({ length: 120 }, (_, minute) => ({
      minute: evening - (119 - minute) * 60_000,
      count: Math.round(620 + minute * 2.5 + Math.sin(minute / 9) * 60 + ((minute * 13) % 7) * 9),
    })),
    consumers: [
      { consumer: 'scoring', topic: topics.activity.name, recordsBehind: 1660, lagMs: 1800, lastSeenAt: evening - 300 },
      { consumer: 'scoring', topic: topics.journal.name, recordsBehind: 122, lagMs: 400, lastSeenAt: evening - 300 },
      {
        consumer: 'reporting',
        topic: topics.scoringLive.name,
        recordsBehind: 60,
        lagMs: 900,
        lastSeenAt: evening - 400,
      },
      { consumer: 'journal', topic: topics.activity.name, recordsBehind: 553, lagMs: 600, lastSeenAt: evening - 200 },
      { consumer: 'appraisal', topic: topics.directory.name, recordsBehind: 0, lagMs: 0, lastSeenAt: evening - 900 },
      { consumer: 'feedback', topic: topics.directory.name, recordsBehind: 12, lagMs: 0, lastSeenAt: evening - 42_000 },
    ],
    oldestUnprocessedMs: 1800,
    acceptedToday: 260_605,
    dead: [{ consumer: 'journal', count: 0 }],
    earlierDate: '2026-11-23',
    earlier: Array.from({ length: 96 }, (_, quarter) => ({
      from: wib('2026-11-23', '00.00') + quarter * 900_000,
      count: Math.round(2_400 + Math.max(0, quarter - 24) * 90 + Math.sin(quarter / 7) * 1_800),
    })),
  },
  limits: { oldestSeconds: 5, silentSeconds: 30 },
}

export const operatorPast: OperatorView = {
  ...operatorView,
  figures: {
    ...operatorView.figures,
    oldestUnprocessedMs: 12_400,
    consumers: operatorView.figures.consumers.map((one) =>
      one.consumer === 'scoring' && one.topic === topics.activity.name
        ? { ...one, lagMs: 12_400, recordsBehind: 11_480 }
        : one,
    ),
    dead: [{ consumer: 'journal', count: 3 }],
  },
}

export const operatorEmpty: OperatorView = {
  ...operatorView,
  figures: {
    arrivals: [],
    consumers: [],
    oldestUnprocessedMs: 0,
    acceptedToday: 0,
    dead: [],
    earlierDate: '',
    earlier: [],
  },
}

const waitingView: WaitingView = {
  now: evening,
  zone: 'WIB',
  asOf: evening,
  consumer: null,
  limitSeconds: 5,
  places: [
    ['scoring', topics.activity.name, 7, 4821, 12_400, 1_312],
    ['scoring', topics.activity.name, 19, 4706, 9_100, 988],
    ['journal', topics.activity.name, 7, 6102, 600, 31],
    ['reporting', topics.scoringLive.name, 3, 90_211, 400, 2],
  ].map(([consumer, topic, partition, offset, waits, recordsBehind]) => ({
    consumer: String(consumer),
    topic: String(topic),
    partition: Number(partition),
    offset: Number(offset),
    receipt: topic === topics.activity.name,
    acceptedAt: evening - Number(waits),
    recordsBehind: Number(recordsBehind),
  })),
}

export const ofBima: World = { ...bima, operator: answered(operatorView), waitingPlaces: answered(waitingView) }

export const scenes: Scenes = {
  'o1-dark': { path: '/operator', world: ofBima, dark: true },
  o1: { path: '/operator', world: ofBima },
  'o1-past': { path: '/operator?lang=en', world: { ...ofBima, operator: answered(operatorPast) }, act: openAll },
  'o1-empty': { path: '/operator', world: { ...ofBima, operator: answered(operatorEmpty) } },
  'o1-alone': {
    path: '/operator',
    world: {
      ...ofBima,
      operator: answered({ ...operatorView, figures: { ...operatorView.figures, earlierDate: '', earlier: [] } }),
    },
    act: openAll,
  },
  'o1-waiting': { path: '/operator/menunggu', world: ofBima },
  'o1-waiting-none': {
    path: '/operator/menunggu?konsumen=journal&lang=en',
    world: { ...ofBima, waitingPlaces: answered({ ...waitingView, consumer: 'journal', places: [] }) },
  },
  'o1-spike': {
    path: '/operator',
    world: {
      ...ofBima,
      operator: answered({
        ...operatorView,
        figures: {
          ...operatorView.figures,
          arrivals: operatorView.figures.arrivals.map((one, at) => (at === 40 ? { ...one, count: 6_240 } : one)),
        },
      }),
    },
  },
}
