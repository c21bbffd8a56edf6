import type { EntryFields, ResultChoice } from '../shared/entry/view.ts'
import type { Zone } from '../shared/time.ts'
import type { KeptFile } from './attach.ts'
import { recordOf, type EntryItem, type Item, type Lane, type Seen } from './item.ts'

/** What the device remembers of the person who was signed in last, so that the shell works without a server. No name is in it. */
export type Holder = { owner: string; zone: Zone; results: readonly ResultChoice[] }
export type Draft = { key: string; owner: string; savedAt: number; fields: EntryFields }

type Stores = { items: Item; drafts: Draft; files: KeptFile; facts: { key: string; value: unknown } }

const open = (): Promise<IDBDatabase> =>
  new Promise((done, failed) => {
    const request = indexedDB.open('timbang', 2)
    request.onupgradeneeded = () => {
      for (const name of ['items', 'drafts', 'facts', 'files'])
        if (!request.result.objectStoreNames.contains(name)) request.result.createObjectStore(name, { keyPath: 'key' })
    }
    request.onsuccess = () => done(request.result)
    request.onerror = () => failed(request.error)
    request.onblocked = () => failed(new Error('the database is held by an older page'))
  })

export type Storage = {
  items(): Promise<readonly Item[]>
  put(item: Item): Promise<void>
  /** The item enters and the draft it was written as leaves, or neither. */
  admit(item: EntryItem, draftKey: string): Promise<void>
  remove(...keys: readonly string[]): Promise<void>
  /** Files of a record, whether it is written down still or on its way. */
  filesOf(recordId: string): Promise<readonly KeptFile[]>
  file(key: string): Promise<KeptFile | null>
  keepFile(file: KeptFile): Promise<void>
  dropFile(key: string): Promise<void>
  /** What an attempt with a file came to: the item says so and the file is gone, or neither. */
  putWithout(item: Item, fileKey: string): Promise<void>
  /** Files that belong to nothing that is here. */
  dropStrayFiles(): Promise<void>
  draft(key: string): Promise<Draft | null>
  keepDraft(draft: Draft): Promise<void>
  dropDraft(key: string): Promise<void>
  holder(): Promise<Holder | null>
  hold(holder: Holder): Promise<void>
  /** Entries that this person saw on a page of the server's and may take back, the latest first; of anybody else none. */
  seen(owner: string): Promise<readonly Seen[]>
  keepSeen(owner: string, entries: readonly Seen[]): Promise<void>
  lane(): Promise<Lane | null>
  keepLane(lane: Lane): Promise<void>
}

/** Resolves when the device says that it is written. Rejects where there is no storage at all (then the form posts as it stands). */
export const openStorage = async (): Promise<Storage> => {
  const database = await open()
  const write = (names: readonly (keyof Stores)[], act: (transaction: IDBTransaction) => void): Promise<void> =>
    new Promise((done, failed) => {
      // Strict: written through to the disk before we say "tersimpan".
      const transaction = database.transaction([...names], 'readwrite', { durability: 'strict' })
      transaction.oncomplete = () => done()
      transaction.onerror = () => failed(transaction.error)
      transaction.onabort = () => failed(transaction.error)
      act(transaction)
    })
  const read = <Value>(name: keyof Stores, ask: (store: IDBObjectStore) => IDBRequest<Value>): Promise<Value> =>
    new Promise((done, failed) => {
      const request = ask(database.transaction(name).objectStore(name))
      request.onsuccess = () => done(request.result)
      request.onerror = () => failed(request.error)
    })
  const filesOf = (recordId: string): Promise<KeptFile[]> =>
    read('files', (store) => store.getAll(IDBKeyRange.bound(`${recordId}:`, `${recordId}:g`)) as IDBRequest<KeptFile[]>)
  const fact = async <Value>(key: string): Promise<Value | null> =>
    ((await read('facts', (store) => store.get(key))) as { value: Value } | undefined)?.value ?? null
  const keepFact = (key: string, value: unknown): Promise<void> =>
    write(['facts'], (transaction) => transaction.objectStore('facts').put({ key, value }))
  return {
    // What an older page kept was an entry, and knew of no files.
    items: async () =>
      (await read('items', (store) => store.getAll() as IDBRequest<Item[]>)).map((item) =>
        item.kind === undefined || item.kind === 'entry'
          ? {
              ...item,
              kind: 'entry',
              files: item.files ?? [],
              draft: { ...item.draft, evidence: item.draft.evidence ?? [] },
            }
          : item,
      ),
    put: (item) => write(['items'], (transaction) => transaction.objectStore('items').put(item)),
    admit: (item, draftKey) =>
      write(['items', 'drafts'], (transaction) => {
        transaction.objectStore('items').put(item)
        transaction.objectStore('drafts').delete(draftKey)
      }),
    remove: (...keys) =>
      write(['items'], (transaction) => {
        for (const key of keys) transaction.objectStore('items').delete(key)
      }),
    filesOf,
    file: async (key) => ((await read('files', (store) => store.get(key))) as KeptFile | undefined) ?? null,
    keepFile: (file) => write(['files'], (transaction) => transaction.objectStore('files').put(file)),
    dropFile: (key) => write(['files'], (transaction) => transaction.objectStore('files').delete(key)),
    putWithout: (item, key) =>
      write(['items', 'files'], (transaction) => {
        transaction.objectStore('items').put(item)
        transaction.objectStore('files').delete(key)
      }),
    dropStrayFiles: async () => {
      const items = await read('items', (store) => store.getAll() as IDBRequest<Item[]>)
      const drafts = await read('drafts', (store) => store.getAll() as IDBRequest<Draft[]>)
      const known = new Set([...items.map(recordOf), ...drafts.map((draft) => draft.fields.record_id)])
      const keys = await read('files', (store) => store.getAllKeys() as IDBRequest<string[]>)
      const stray = keys.filter((key) => !known.has(key.split(':')[0]!))
      if (stray.length > 0)
        await write(['files'], (transaction) => {
          for (const key of stray) transaction.objectStore('files').delete(key)
        })
    },
    draft: async (key) => ((await read('drafts', (store) => store.get(key))) as Draft | undefined) ?? null,
    keepDraft: (draft) => write(['drafts'], (transaction) => transaction.objectStore('drafts').put(draft)),
    dropDraft: (key) => write(['drafts'], (transaction) => transaction.objectStore('drafts').delete(key)),
    holder: () => fact<Holder>('holder'),
    hold: (holder) => keepFact('holder', holder),
    seen: async (owner) => {
      const kept = await fact<{ owner: string; entries: readonly Seen[] }>('seen')
      return kept?.owner === owner ? kept.entries : []
    },
    keepSeen: (owner, entries) => keepFact('seen', { owner, entries }),
    lane: () => fact<Lane>('lane'),
    keepLane: (lane) => keepFact('lane', lane),
  }
}
