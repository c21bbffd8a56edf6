import type { Fault } from './fault.ts'
import { deadlines } from './list/deadlines.ts'
import { decisions } from './list/decisions.ts'
import { assessments } from './list/assessments.ts'
import { delegations } from './list/delegations.ts'
import { doors } from './list/doors.ts'
import { drafts } from './list/drafts.ts'
import { duty } from './list/duty.ts'
import { deviceFaults } from './list/device.ts'
import { evidenceFaults } from './list/evidence.ts'
import { figures } from './list/figures.ts'
import { files } from './list/files.ts'
import { groups } from './list/groups.ts'
import { indicators } from './list/indicators.ts'
import { locks } from './list/locks.ts'
import { presence } from './list/presence.ts'
import { seal } from './list/seal.ts'
import { sight } from './list/sight.ts'
import { stream } from './list/stream.ts'
import { superiors } from './list/superiors.ts'

/** What can be broken, by kind. A new member of a kind is a new row: a lock, a cut-off, a threshold, a look, a limit at a door. */
export const kinds: Readonly<Record<string, readonly Fault[]>> = {
  'Deadlines, allowances and what is in force': deadlines,
  'Halves, edges and floors of a score': figures,
  'Figures of units': indicators,
  'Nobody is picked out of a group': groups,
  'What an owner decides': decisions,
  'Who works when': duty,
  'Who stands in for whom': delegations,
  'Whom a post answers to': superiors,
  'Assessments of a quarter': assessments,
  'What colleagues write for each other': drafts,
  Locks: locks,
  'What a seal contains': seal,
  'Who may, and who looked': sight,
  'The log and the database': stream,
  'What a caller can do': doors,
  'Files that people keep': files,
  'What machines tell of presence': presence,
  'Photos and PDFs of entries': evidenceFaults,
  'What a phone keeps until there is a network': deviceFaults,
}
export const faults: readonly Fault[] = Object.values(kinds).flat()
