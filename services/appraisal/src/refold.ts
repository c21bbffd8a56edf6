import { topics } from '@timbang/contracts/topics'
import { apply } from './apply.ts'

/** What of the appraisal's tables its own topic can tell again; titles are on no log. */
export const own = { topic: topics.appraisal, apply }
