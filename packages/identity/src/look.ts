import type { Caller } from './caller.ts'
import type { Operation } from './access.ts'

/** Where looks are written. pino's `info` fits. */
export interface LookLog {
  info(fields: Record<string, unknown>, message: string): void
}

/**
 * The one place where a look at a person passes: whoever sees another one's data leaves a line with opaque keys, never names.
 * A look at oneself is none.
 * @param look.subjects employees whose data is shown
 */
export function look(log: LookLog, look: { caller: Caller; operation: Operation; subjects: readonly string[] }): void {
  const others = look.subjects.filter((subject) => subject !== look.caller.employeeId)
  if (others.length === 0) return
  log.info(
    { audit: 'look', by: look.caller.sub, sid: look.caller.sid, operation: look.operation, subjects: others },
    'looked at a person',
  )
}
