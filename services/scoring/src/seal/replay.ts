import { Worker } from 'node:worker_threads'
import { flattenedVerify, importJWK, type JWK } from 'jose'
import { boundsOf } from '@timbang/rules/civil-date'
import type { IndexPack } from '@timbang/rules/kernel/1/pack'
import { kernels } from '@timbang/rules/kernels'
import { INDEX, inForce, namesFor } from '@timbang/rules/published'
import { canonicalBytes } from '@timbang/rules/canonical'
import { connectKafka, type Kafka } from '@timbang/stream/kafka'
import { versions } from '../fold/store/states.ts'
import { namedConflicts, type Manifest } from './domain.ts'
import { agencyTree, hex, sha256, treeOver } from './receipts.ts'
import { OtherLog, packsOf, readSaid, replayShare, type ReplayedPerson, type Said, type Share } from './share.ts'

export interface SignedManifest {
  readonly manifest: Uint8Array
  readonly signature: string
}

/** What an auditor has besides the log. */
export interface AuditBundle extends SignedManifest {
  /** The editions before it, the first one first. */
  readonly earlier: readonly SignedManifest[]
  readonly quarterKey: Uint8Array
  readonly publicKey: JWK
}

export type Replayed =
  | {
      readonly same: true
      readonly root: string
      readonly people: number
      readonly records: number
      readonly milliseconds: number
    }
  | { readonly same: false; readonly why: string }

export interface ReplayOptions {
  readonly brokers: readonly string[]
  readonly prefix: string
  /** Threads that share the partitions; one computes here. */
  readonly workers?: number
  /** Records read so far, and how many there are. */
  readonly onProgress?: (read: number, of: number) => void
}

async function readManifest({ manifest, signature }: SignedManifest, publicKey: JWK): Promise<Manifest | undefined> {
  const [header, , signed] = signature.split('.') as [string, string, string]
  try {
    await flattenedVerify(
      { protected: header, payload: manifest, signature: signed },
      await importJWK({ ...publicKey, alg: 'EdDSA' }, 'EdDSA'),
    )
  } catch {
    return undefined
  }
  return JSON.parse(Buffer.from(manifest).toString('utf8')) as Manifest
}

/** The root over people, as a seal makes it. */
function rootOf(people: readonly ReplayedPerson[]): string {
  const agencies = new Map<string, ReplayedPerson[]>()
  for (const person of people) {
    const list = agencies.get(person.agencyId)
    if (list === undefined) agencies.set(person.agencyId, [person])
    else list.push(person)
  }
  return hex(
    treeOver([...agencies].map(([agencyId, leaves]) => ({ agencyId, root: agencyTree(agencyId, leaves).root }))).root,
  )
}

/** What a share's worker is asked, one after the other. */
export interface ShareWork {
  said(): Promise<Said>
  people(said: Said): Promise<{ editions: ReplayedPerson[][]; records: number }>
  end(): Promise<void>
}
export interface ShareTask {
  readonly brokers: readonly string[]
  readonly prefix: string
  readonly manifests: readonly Manifest[]
  readonly quarterKey: Uint8Array
  readonly share: Share
}

/** Does a share in this thread. */
export function workHere(task: ShareTask, onRead: (records: number) => void): ShareWork {
  const { manifests, share } = task
  const kafka = connectKafka({ brokers: task.brokers, clientId: 'replay', prefix: task.prefix })
  return {
    said: () => readSaid(kafka, manifests.at(-1)!, share, onRead),
    people: (said) => replayShare(kafka, manifests, task.quarterKey, said, share, onRead),
    end: () => kafka.close(),
  }
}

/** Does a share in a thread of its own. */
function workThere(task: ShareTask, onRead: (records: number) => void): ShareWork {
  const thread = new Worker(new URL('./replay-thread.ts', import.meta.url), { workerData: task })
  const ask = <T>(question: unknown) =>
    new Promise<T>((resolve, reject) => {
      const listen = (message: { read?: number; answer?: T; otherLog?: string; failed?: string }) => {
        if (message.read !== undefined) return onRead(message.read)
        thread.off('message', listen)
        thread.off('error', reject)
        if (message.otherLog !== undefined) reject(new OtherLog(message.otherLog))
        else if (message.failed !== undefined) reject(new Error(message.failed))
        else resolve(message.answer!)
      }
      thread.on('message', listen)
      thread.once('error', reject)
      thread.postMessage(question)
    })
  return {
    said: () => ask<Said>({ ask: 'said' }),
    people: (said) => ask({ ask: 'people', said }),
    end: async () => void (await thread.terminate()),
  }
}

/**
 * Computes a sealed quarter again from the log alone: reads exactly the records that the manifest names, holds the chain of each partition against
 * it, evaluates everybody and compares the root, and those of the editions before. It reaches no database.
 */
export async function replay(kafka: Kafka, bundle: AuditBundle, options: ReplayOptions): Promise<Replayed> {
  const begun = performance.now()
  const manifests: Manifest[] = []
  for (const signed of [...bundle.earlier, bundle]) {
    const manifest = await readManifest(signed, bundle.publicKey)
    if (manifest === undefined) return { same: false, why: 'the signature does not fit the manifest' }
    if (!Object.hasOwn(kernels, manifest.kernel))
      return { same: false, why: `the quarter was computed by kernel ${manifest.kernel}, which is not here` }
    const before = manifests.at(-1)
    if (manifest.edition !== manifests.length + 1 || manifest.previousRoot !== (before?.root ?? null))
      return { same: false, why: `edition ${manifest.edition} does not follow the one before it` }
    manifests.push(manifest)
  }
  const last = manifests.at(-1)!
  const cluster = await kafka.clusterId()
  if (cluster !== last.clusterId)
    return { same: false, why: `the manifest names cluster ${last.clusterId}; this is ${cluster}` }

  const total = last.partitions.reduce((sum, partition) => sum + Number(partition.records), 0)
  const workers = options.workers ?? 1
  const read = Array.from({ length: workers }, () => 0)
  const shares = read.map((_, nth) => {
    let before = 0
    let latest = 0
    const onRead = (records: number) => {
      // Both readings count from one.
      if (records < latest) before += latest
      latest = records
      read[nth] = before + latest
      if (records % 1_000 === 0)
        options.onProgress?.(
          Math.min(
            total,
            read.reduce((a, b) => a + b, 0),
          ),
          total,
        )
    }
    const task: ShareTask = {
      brokers: options.brokers,
      prefix: options.prefix,
      manifests,
      quarterKey: bundle.quarterKey,
      share: { of: workers, nth },
    }
    return workers === 1 ? workHere(task, onRead) : workThere(task, onRead)
  })
  try {
    const parts = await Promise.all(shares.map((share) => share.said()))
    const said: Said = {
      states: versions(parts.flatMap(({ states }) => states)),
      packs: parts.flatMap(({ packs }) => packs),
      conflicts: parts.flatMap(({ conflicts }) => conflicts),
      figures: parts.flatMap(({ figures }) => figures),
      records: parts.reduce((sum, part) => sum + part.records, 0),
    }
    const span = boundsOf(last.period)
    const faked = said.packs.some(({ hash, content }) => Buffer.compare(sha256(content), hash) !== 0)
    for (const { asOf, kernel, packs } of manifests) {
      const there = packsOf(said, asOf)
      const named = (inForce(there, INDEX, span.to)?.content as IndexPack | undefined)?.kernel
      if (
        faked ||
        named !== kernel ||
        Buffer.compare(canonicalBytes(namesFor(there, span)), canonicalBytes(packs)) !== 0
      )
        return { same: false, why: 'the rule packs on the log are not those that the manifest names' }
    }
    for (const { edition, asOf, conflicts } of manifests)
      if (
        conflicts !== undefined &&
        Buffer.compare(canonicalBytes(namedConflicts(said.conflicts, asOf, sha256)), canonicalBytes(conflicts)) !== 0
      )
        return { same: false, why: `the records in conflict on the log are not those that edition ${edition} names` }
    const done = await Promise.all(shares.map((share) => share.people(said)))
    for (const [at, manifest] of manifests.entries()) {
      const root = rootOf(done.flatMap(({ editions }) => editions[at]!))
      if (root !== manifest.root)
        return {
          same: false,
          why: `the root of edition ${manifest.edition} computed from the log is ${root}, the sealed one ${manifest.root}`,
        }
    }
    return {
      same: true,
      root: last.root,
      people: last.people,
      records: said.records + done.reduce((sum, { records }) => sum + records, 0),
      milliseconds: Math.round(performance.now() - begun),
    }
  } catch (error) {
    if (error instanceof OtherLog) return { same: false, why: error.message }
    throw error
  } finally {
    await Promise.all(shares.map((share) => share.end()))
  }
}
