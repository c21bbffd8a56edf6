import { DraftServiceService } from '@timbang/contracts/gen/timbang/journal/v1/draft'
import { refuse } from '@timbang/contracts/refusal'
import type { Caller } from '@timbang/identity/caller'
import type { By } from '@timbang/identity/look'
import { serve } from '@timbang/process/grpc'
import type { Means } from '../tell.ts'
import { firstDate } from './domain.ts'
import { dropLeft, type Employee, leaveDraft, listDrafts } from './handle.ts'

/** An account that is nobody's workplace writes for nobody. */
const works = (call: By & { readonly caller: Caller }): call is Employee => call.caller.employeeId !== undefined

export function draftService(means: Means) {
  return serve('journal', DraftServiceService, {
    leaveDraft: async (wanted, call) => {
      if (!works(call)) return refuse('access.denied')
      const left = await leaveDraft(means)(call, wanted)
      return 'expiresAt' in left ? { expiresAt: BigInt(left.expiresAt) } : left
    },

    listDrafts: async (_, call) => {
      if (!works(call)) return refuse('access.denied')
      const { waiting, left, today } = await listDrafts(means)(call)
      return {
        waiting: waiting.map(({ draftId, recordId, writerId, workDate, sentence, expiresAt }) => ({
          draftId,
          recordId,
          writerId,
          workDate,
          sentence,
          expiresAt: BigInt(expiresAt),
        })),
        // Not its words: what she made of them is hers.
        left: left.map(({ draftId, employeeId, workDate, leftAt, heard }) => ({
          draftId,
          employeeId,
          workDate,
          leftAt: BigInt(leftAt),
          state: heard,
        })),
        firstDate: firstDate(today),
        lastDate: today,
      }
    },

    dropDraft: async ({ draftId }, call) => {
      if (!works(call)) return refuse('access.denied')
      return (await dropLeft(means)(call, draftId)) ?? {}
    },
  })
}
