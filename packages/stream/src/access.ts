import { createRequire } from 'node:module'
import type { AclEntry } from 'kafkajs'
import { againTopicName, allTopics, consumers, deadTopicName, services } from '@timbang/contracts/topics'
import { adminOf } from './client.ts'
import type { Kafka } from './kafka.ts'

// An ES module cannot see these exports of the library.
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = createRequire(
  import.meta.url,
)('kafkajs') as typeof import('kafkajs')

/** The auditor's process: reads what a sealed quarter rests on, writes nothing. */
export const REPLAY = 'replay'
/** Everybody who comes to the log with a name of his own, besides those who may do everything. */
export const users = [...services, REPLAY] as const

type Kind = 'topic' | 'group'
/** What one user may do with one thing. `prefix`: with all whose name begins so. */
export interface Grant {
  readonly user: string
  readonly kind: Kind
  readonly name: string
  readonly prefix: boolean
  readonly may: 'read' | 'write' | 'describe' | 'delete'
}

/** Where `readTopic` and its like keep nothing: a group of a moment, forgotten afterwards. */
const READING = 'read-'

/**
 * Who may do what with the log, from the table of topics alone: a topic is written by its writer and read by him and those whom it names; a
 * consumer has its group and its dead topic. Whoever reads or writes may also ask where a topic ends.
 * @param prefix in front of every topic and group
 */
export function grants(prefix = ''): Grant[] {
  const on = (user: string, kind: Kind, name: string, may: Grant['may'], all = false): Grant => ({
    user,
    kind,
    name: prefix + name,
    prefix: all,
    may,
  })
  return [
    ...allTopics.flatMap(({ name, writer, readers }) => [
      on(writer, 'topic', name, 'write'),
      on(writer, 'topic', name, 'read'),
      ...readers.map((reader) => on(reader, 'topic', name, 'read')),
    ]),
    ...consumers.flatMap((consumer) => [
      on(consumer, 'group', consumer, 'read'),
      // A re-fold forgets what the group had noted.
      on(consumer, 'group', consumer, 'delete'),
      on(consumer, 'topic', deadTopicName(consumer), 'write'),
      on(consumer, 'topic', againTopicName(consumer), 'read'),
    ]),
    ...users.flatMap((user) => [on(user, 'group', READING, 'read', true), on(user, 'group', READING, 'delete', true)]),
    // The operator's board shows how far everybody is, and what lies dead: places, no records.
    ...allTopics.map(({ name }) => on('reporting', 'topic', name, 'describe')),
    ...consumers.flatMap((consumer) => [
      on('reporting', 'topic', deadTopicName(consumer), 'describe'),
      on('reporting', 'group', consumer, 'describe'),
    ]),
  ]
}

const operations = {
  read: AclOperationTypes.READ,
  write: AclOperationTypes.WRITE,
  describe: AclOperationTypes.DESCRIBE,
  delete: AclOperationTypes.DELETE,
}

const entryOf = (grant: Grant): AclEntry => ({
  principal: `User:${grant.user}`,
  host: '*',
  operation: operations[grant.may],
  permissionType: AclPermissionTypes.ALLOW,
  resourceType: grant.kind === 'topic' ? AclResourceTypes.TOPIC : AclResourceTypes.GROUP,
  resourceName: grant.name,
  resourcePatternType: grant.prefix ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
})
const textOf = (entry: AclEntry) =>
  [entry.principal, entry.operation, entry.resourceType, entry.resourceName, entry.resourcePatternType].join(' ')

/**
 * Makes the cluster's grants to our users those of the table: adds what is missing, takes back what the table does not say any more.
 * @param kafka as somebody who may do everything, on a cluster that asks who comes
 */
export async function grantAccess(kafka: Kafka): Promise<{ granted: number; revoked: number }> {
  const admin = await adminOf(kafka)
  const { resources } = await admin.describeAcls({
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
  } as Parameters<typeof admin.describeAcls>[0])
  const there = new Map(
    resources.flatMap(({ acls, ...resource }) =>
      acls.map((acl) => {
        const entry: AclEntry = {
          ...acl,
          resourceType: resource.resourceType,
          resourceName: resource.resourceName,
          resourcePatternType: resource.resourcePatternType,
        }
        return [textOf(entry), entry] as const
      }),
    ),
  )
  const wanted = new Map(grants(kafka.prefix).map((grant) => [textOf(entryOf(grant)), entryOf(grant)]))
  const ours = new Set<string>(users.map((user) => `User:${user}`))
  const missing = [...wanted].filter(([text]) => !there.has(text)).map(([, entry]) => entry)
  const over = [...there].filter(([text, { principal }]) => ours.has(principal) && !wanted.has(text))
  await create(kafka, missing)
  if (over.length > 0)
    await admin.deleteAcls({
      filters: over.map(([, entry]) => entry) as Parameters<typeof admin.deleteAcls>[0]['filters'],
    })
  return { granted: missing.length, revoked: over.length }
}

/** Adds grants to those that are there. */
export const allow = (kafka: Kafka, some: readonly Grant[]): Promise<void> => create(kafka, some.map(entryOf))

async function create(kafka: Kafka, entries: readonly AclEntry[]): Promise<void> {
  if (entries.length > 0) await (await adminOf(kafka)).createAcls({ acl: [...entries] })
}
