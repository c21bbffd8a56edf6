import type { Answer } from '../shared/answer.ts'
import { question } from '../shared/question.ts'
import { ok, type Reader } from '../shared/reader.ts'
import type { SignInView } from './view.ts'

const reasons = ['asked', 'expired', 'signed-out', 'half-signed-out', 'failed'] as const
type Reason = (typeof reasons)[number]

/** @param returnTo where one wanted to go  @param because why one was sent here */
export const signIn = question(
  'signIn',
  async (_reader: Reader, returnTo: string | null, because: string | null): Promise<Answer<SignInView>> =>
    ok({
      href: `/masuk/mulai?lanjut=${encodeURIComponent(returnTo ?? '/')}`,
      reason: reasons.includes(because as Reason) ? (because as Reason) : null,
    }),
)
