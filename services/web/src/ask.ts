import type { PageLocals } from './locals.ts'
import { displayOf } from './place/shared/display.ts'
import type { Reader } from './place/shared/reader.ts'

/** What one request's pages may ask and do. @param method of the request: only a POST writes */
export function localsOf(reader: Reader, method: string): PageLocals {
  const { caller, site } = reader
  return {
    language: 'id',
    display: displayOf(() => undefined),
    now: reader.now,
    requestId: reader.requestId,
    origin: site.origin,
    providerOrigin: site.providerOrigin,
    sampleData: site.sampleData,
    caller: caller === null ? null : { sub: caller.sub, employeeId: caller.employeeId ?? null },
    ask: (question, ...args) => question.answer(reader, ...args),
    act: (command, ...args) => {
      if (method !== 'POST') throw new Error(`${command.name} writes, and a ${method} must not`)
      return command.answer(reader, ...args)
    },
  }
}
