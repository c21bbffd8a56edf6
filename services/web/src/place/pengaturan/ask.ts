import { isRefusal } from '@timbang/contracts/refusal'
import type { Answer } from '../shared/answer.ts'
import { question } from '../shared/question.ts'
import { page, tokenOf, zoneOf, type Reader } from '../shared/reader.ts'
import { gather, told } from '../audit/gather.ts'
import type { LookedAt, SettingsView } from './view.ts'

/** Where the caller is signed in. */
export const sessions = question(
  'sessions',
  (reader: Reader): Promise<Answer<SettingsView>> =>
    page(reader, ['self'], async (login) => {
      const answer = await reader.clients.sessions.listSessions({}, tokenOf(reader))
      if (isRefusal(answer)) return answer
      return {
        now: reader.now,
        zone: zoneOf(login),
        verifies: login.leads,
        sessions: answer.sessions
          .map(({ sid, browser, system, beganAt, seenAt, endsAt, current }) => ({
            sid,
            browser: browser === '' ? null : browser,
            system: system === '' ? null : system,
            beganAt: Number(beganAt),
            seenAt: Number(seenAt),
            endsAt: Number(endsAt),
            current,
          }))
          .sort((a, b) => Number(b.current) - Number(a.current) || b.seenAt - a.seenAt),
      }
    }),
)

const SHOWN = 20

/** Who saw the caller's data: every service tells it of itself. */
export const lookedAt = question(
  'lookedAt',
  (reader: Reader): Promise<Answer<LookedAt>> =>
    page(reader, ['employee'], async () => {
      const own = reader.caller?.employeeId
      if (own === undefined) return { lines: [], silent: false }
      const found = await gather(reader, { subject: own }, SHOWN)
      return isRefusal(found) ? found : { lines: await told(reader, found.looks), silent: found.silent.length > 0 }
    }),
)
