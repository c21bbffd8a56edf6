import type { Tx } from '@timbang/postgres/pool'
import { type Entry, type EntryEvent, evolve, type OwnEvent, recordIdOf, type Told } from './entry/domain/entry.ts'
import { type EntryWindow, type Grace, isOfWindow, type Outage } from './window/domain.ts'
import { keyOf, lockEntries, saveEntries } from './entry/store/entry.ts'
import { saveGraces, saveOutages, saveWindows } from './window/store.ts'

/**
 * The one writer of the owner tables (entry, entry_window, outage, grace): for decisions just made, for a fold of our own topic again, for recovery.
 * Any number of events in their order; each row is read once, evolved in memory and written once.
 * @param locked entries that the caller has read and locked in this transaction already, by `keyOf`; absent ones are looked for here
 */
export async function apply(
  tx: Tx,
  events: readonly Told<OwnEvent>[],
  locked: ReadonlyMap<string, Entry | undefined> = new Map(),
): Promise<void> {
  const entries = new Map(locked)
  const ofEntries = events.filter(isOfEntry)
  const missing = new Map(
    ofEntries
      .map((told) => keyFor(told))
      .filter((key) => !entries.has(keyOf(key)))
      .map((key) => [keyOf(key), key]),
  )
  if (missing.size > 0)
    for (const entry of await lockEntries(tx, [...missing.values()]))
      entries.set(keyOf({ recordId: entry.facts.recordId, employeeId: entry.employeeId }), entry)

  const changed = new Set<string>()
  for (const told of ofEntries) {
    const key = keyOf(keyFor(told))
    const before = entries.get(key)
    const after = evolve(before, told)
    if (after === before) continue
    entries.set(key, after)
    changed.add(key)
  }
  // In the order of the key, so that two writers cannot deadlock.
  if (changed.size > 0)
    await saveEntries(
      tx,
      [...changed].sort().map((key) => entries.get(key)!),
    )

  const [windows, outages, graces]: [EntryWindow[], Outage[], Grace[]] = [[], [], []]
  for (const { body } of events) {
    switch (body.type) {
      case 'EntryWindowChanged':
        windows.push(body)
        break
      case 'OutageRecorded':
        outages.push(body)
        break
      case 'GraceOpened':
        graces.push(body)
        break
      default:
        body satisfies EntryEvent
    }
  }
  if (windows.length > 0) await saveWindows(tx, windows)
  if (outages.length > 0) await saveOutages(tx, outages)
  if (graces.length > 0) await saveGraces(tx, graces)
}

const isOfEntry = (told: Told<OwnEvent>): told is Told<EntryEvent> => !isOfWindow(told.body)
const keyFor = (told: Told<EntryEvent>) => ({ recordId: recordIdOf(told.body), employeeId: told.employeeId! })
