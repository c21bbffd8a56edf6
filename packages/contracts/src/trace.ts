import { AsyncLocalStorage } from 'node:async_hooks'

/** W3C trace context: `00-<32 hexadecimal>-<16>-<2>`. What one caller set off has one trace, over all processes. */
const running = new AsyncLocalStorage<string | undefined>()

/** The trace of what is being done now; undefined: nobody's call set it off. */
export const currentTrace = (): string | undefined => running.getStore()

/** Everything that `work` sets off, also later, has this trace. */
export const withTrace = <T>(traceparent: string | undefined, work: () => T): T => running.run(traceparent, work)
