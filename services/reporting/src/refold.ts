import { topics } from '@timbang/contracts/topics'

/**
 * The boards are folded from others' topics, and go on by themselves from where a restored database stands. What was published since is on the
 * log by its hash alone: it comes back with the backup of the publications, or is issued anew.
 */
export const own = { topic: topics.reporting, apply: async () => undefined }
