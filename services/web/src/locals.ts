import type { Display } from './place/shared/display.ts'
import type { Act, Ask } from './place/shared/question.ts'
import type { Instant } from './place/shared/time.ts'

export type Language = 'id' | 'en'

/**
 * All that pages know of the world: the server builds one per request and hands it to the Astro handler.
 * What a place asks and does stands in its own `ask.ts` and `act.ts`; a refusal never throws, it answers with the problem.
 */
export type PageLocals = {
  /** Set by src/middleware.ts from `?lang=` and the cookie; the server starts with 'id'. */
  language: Language
  /** What was chosen for this device: set by src/middleware.ts from its cookies. */
  display: Display
  /** The instant of the request, by the server's clock. Pages read no clock. */
  now: Instant
  /** Set where a page in words stands in place of what was asked: its status. Nobody asks for such a page by its address. */
  instead?: number
  /** What an error page tells the person to quote. */
  requestId: string
  /** Where browsers reach this site, `https://timbang.jambiprov.go.id`: a request that changes something must come from there. */
  origin: string
  /** Where a sign-out leads before it comes back. */
  providerOrigin: string
  /** Data of the sample province: the footer says so on every page. */
  sampleData: boolean
  /** Null: nobody is signed in. `employeeId` is opaque; drafts on the device belong to it. */
  caller: { sub: string; employeeId: string | null } | null
  ask: Ask
  /** Only in answer to a POST: a page that is fetched ahead, or looked at, changes nothing. */
  act: Act
}
