import { topics } from '@timbang/contracts/topics'
import { apply } from './store/apply.ts'

/** What of the directory's tables its own topic can tell again; names and NIPs are on no log. */
export const own = { topic: topics.directory, apply }
