import { sari, yusrizal } from '../shared/people.ts'
import { answered, now, refused, type Scenes, type Told, type World } from '../shared/scene.ts'
import type { AuditView, LookLine, OnRecord } from './view.ts'

declare module '../shared/scene.ts' {
  interface World extends Told<typeof import('./ask.ts')> {}
}

const of = (n: number, name: string | null, position: string | null = null): OnRecord => ({
  key: `00000000-0000-4000-8000-00000000000${n}`,
  name,
  position,
})
const [wulan, hendra, dedi] = [
  of(1, 'Sari Wulandari', 'Pengelola layanan perizinan'),
  of(2, 'Hendra Saputra', 'Kepala Bidang Pelayanan Perizinan'),
  of(3, 'Dedi Kurniawan', 'Pengelola layanan perizinan'),
] as [OnRecord, OnRecord, OnRecord]
const line = (n: number, more: Partial<LookLine>): LookLine => ({
  id: `l${n}`,
  kind: 'look',
  at: now - n * 420_000,
  reader: hendra,
  readerRoles: [],
  operation: 'journal.ListQueue',
  subjects: [wulan, dedi],
  people: 2,
  object: '',
  ...more,
})
const view: AuditView = {
  now,
  zone: 'WIB',
  filter: { name: '', side: 'seen', person: '', operation: '', day: '' },
  chosen: null,
  fitting: [],
  lines: [
    line(1, { kind: 'decision', operation: 'journal.VerifyEntries', people: 14 }),
    line(2, {}),
    line(3, {
      reader: { key: 'importer', name: null, position: null },
      readerRoles: ['importer'],
      operation: 'directory.ResolveIdentifiers',
    }),
    line(3.5, {
      kind: 'decision',
      reader: { key: 'bkd', name: null, position: null },
      readerRoles: ['bkd'],
      operation: 'scoring.PublishPack',
      subjects: [],
      people: 0,
      object: 'indeks-daerah 2',
    }),
    line(4, { reader: of(4, 'Yusrizal Piliang'), operation: 'audit.ListLooks', subjects: [], people: 0 }),
  ],
  next: '1.a',
  silent: [],
}
const ofYusrizal = (more: Partial<AuditView> = {}): World => ({ ...yusrizal, looks: answered({ ...view, ...more }) })

export const scenes: Scenes = {
  k9: { path: '/audit', world: ofYusrizal() },
  'k9-english': { path: '/audit?lang=en', world: ofYusrizal() },
  'k9-person': {
    path: '/audit?orang=x',
    world: ofYusrizal({ filter: { ...view.filter, person: wulan.key }, chosen: wulan, next: null }),
  },
  'k9-choose': {
    path: '/audit?isi=nama',
    world: ofYusrizal({ filter: { ...view.filter, name: 'sari' }, fitting: [wulan, dedi], lines: [], next: null }),
  },
  'k9-empty-silent': {
    path: '/audit?hari=2026-01-01',
    world: ofYusrizal({ lines: [], next: null, silent: ['journal'] }),
  },
  'k9-not-allowed': {
    path: '/audit',
    world: { ...sari, looks: refused({ kind: 'not-allowed', audience: ['auditor'] }) },
  },
}
