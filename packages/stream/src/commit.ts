import { adminOf } from './client.ts'
import { patiently, type Kafka } from './kafka.ts'

/** What a consumer leaves beside its commit in Kafka, for lag meters: its true position, and when the broker appended the last applied record. */
export interface CommitNote {
  readonly position: string
  readonly appendedAt: number
}

/** A place in the log whose note is due. `topic` is the name in the cluster. */
export interface Noted {
  readonly topic: string
  readonly partition: number
  readonly position: bigint
  readonly appendedAt: number
}

/**
 * A commit as the client wants it. It stands one record before the position, so that this record is read again after a join and can be compared;
 * nobody but lag meters and the check of a restored database asks for it.
 */
export const commitOf = ({ topic, partition, position, appendedAt }: Noted) => {
  const note: CommitNote = { position: String(position), appendedAt }
  return { topic, partition, offset: String(position > 0n ? position - 1n : 0n), metadata: JSON.stringify(note) }
}

/** Commits as the client wants them where it takes a list by topic. */
export const byTopic = (commits: readonly ReturnType<typeof commitOf>[]) => {
  const topics = new Map<string, Omit<ReturnType<typeof commitOf>, 'topic'>[]>()
  for (const { topic, ...partition } of commits) topics.set(topic, [...(topics.get(topic) ?? []), partition])
  return { topics: [...topics].map(([topic, partitions]) => ({ topic, partitions })) }
}

/** The notes beside a group's commits, by `topic/partition`. @param names of topics, with their prefix */
export async function commitNotes(
  kafka: Kafka,
  consumer: string,
  names: readonly string[],
): Promise<Map<string, CommitNote>> {
  const notes = new Map<string, CommitNote>()
  const committed = await patiently(async () =>
    (await adminOf(kafka)).fetchOffsets({ groupId: kafka.prefix + consumer, topics: [...names] }),
  )
  for (const { topic, partitions } of committed)
    for (const { partition, metadata } of partitions) {
      const note = metadata && read(metadata)
      if (note) notes.set(`${topic}/${partition}`, note)
    }
  return notes
}

/** Somebody may have committed for the group by hand, with anything beside it. */
function read(metadata: string): CommitNote | undefined {
  try {
    const note = JSON.parse(metadata) as Partial<CommitNote> | null
    return typeof note?.position === 'string' && /^\d+$/.test(note.position) && typeof note.appendedAt === 'number'
      ? (note as CommitNote)
      : undefined
  } catch {
    return undefined
  }
}

/**
 * Forgets what a consumer had noted: a person's word that its database may begin behind it, after a restore whose re-fold is done.
 * The consumer must not run.
 */
export const forgetCommits = (kafka: Kafka, consumer: string): Promise<void> =>
  forgetGroup(kafka, kafka.prefix + consumer)

/** How many are in a consumer's group now. */
export async function membersOf(kafka: Kafka, consumer: string): Promise<number> {
  const { groups } = await (await adminOf(kafka)).describeGroups([kafka.prefix + consumer])
  return groups.reduce((sum, { members }) => sum + members.length, 0)
}

const NO_ERROR = 0
const NO_SUCH_GROUP = 69

/** Removes a group and what it has committed. @param groupId with the cluster's prefix */
export async function forgetGroup(kafka: Kafka, groupId: string): Promise<void> {
  const [result] = await (await adminOf(kafka))
    .deleteGroups([groupId])
    .catch((error: { groups?: { errorCode?: number }[] }) => {
      if (error.groups === undefined) throw error
      return error.groups
    })
  const code = result?.errorCode ?? NO_ERROR
  if (code !== NO_ERROR && code !== NO_SUCH_GROUP)
    throw new Error(`the group ${groupId} could not be removed (Kafka's error ${code})`)
}
