import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { assembledOf } from './assemble.ts'
import { begin, type Charge, end } from './charge.ts'
import { root } from './env.ts'
import type { Process } from './processes.ts'

/** Waits before the second, third, … beginning; the last one for ever after. */
const BACK_OFF_MS = [200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000]
/** So many failures in a row are worth a sentence. */
const TOLD_AT = 5
/** A process that ran so long before it ended is not failing again and again. */
const STEADY_MS = 30_000
/** Between two looks for a sign of life; no look counts for longer, because a machine may sleep. */
const LOOK_MS = 5_000
/** Until it has answered once: whoever is held right after he could serve must have been seen to. */
const LOOK_AT_FIRST_MS = 1_000
const SILENT_SECONDS = 60
/** Until it has answered once it may take longer, whatever the setting: it may be reading a log, on a machine that does much else. */
const SILENT_AT_FIRST_SECONDS = 180

/** Compiled sources: they are compiled once, not at every start. */
const compileCache = `${root}.timbang/compile-cache`

export interface Supervised {
  readonly name: string
  pid(): number | undefined
  /**
   * Resolves when it can serve, however long that takes, or when it is stopped.
   * @param options.orFail throws the sentence when it fails five times in a row, for that without which there is no going on
   */
  ready(options?: { orFail: boolean }): Promise<void>
  stop(): Promise<void>
}

export interface Watch {
  /** Where its output goes. */
  readonly log: string
  say(sentence: string): void
  started(name: string, pid: number): void
  /** How long it may live and answer nothing, 60 when absent. */
  readonly silentSeconds?: number
  /** And until it has answered once, 180 when absent. */
  readonly silentAtFirstSeconds?: number
  /** For tests: the waits before it is begun again. */
  readonly backOffMs?: readonly number[]
}

const asks = (address: string, enough: (status: number) => boolean) =>
  fetch(address, { signal: AbortSignal.timeout(3_000) }).then(
    (response) => enough(response.status),
    () => false,
  )

/** A process of ours as a charge, which runs as it was put together last (assemble.ts). @param environment all that it sees of the world @param file what runs, where that is not what was put together */
export const chargeOf = (
  one: Process,
  environment: Readonly<Record<string, string>>,
  file = assembledOf(one.entry),
): Charge => ({
  name: one.name,
  command: process.execPath,
  given: ['--disable-warning=ExperimentalWarning', '--enable-source-maps', file],
  environment: { NODE_COMPILE_CACHE: compileCache, ...environment, ...one.environment },
  stopsBy: 'SIGTERM',
  ready: () => asks(one.ready, (status) => status === 200),
  // 503 is its own word that it gets nowhere.
  answers: () => (one.live === undefined ? Promise.resolve(true) : asks(one.live, (status) => status !== 503)),
})

/** What a process said last before it gave up: a log line of pino, or the text as it stands. */
function lastWords(log: string): string {
  for (const line of readFileSync(log, 'utf8').trimEnd().split('\n').slice(-20).reverse()) {
    try {
      const { level, msg, err } = JSON.parse(line) as { level: number; msg?: string; err?: { message?: string } }
      if (level >= 50) return [msg, err?.message].filter((part) => part !== undefined).join(': ')
    } catch {
      const error = /(?:^|\s)\w*(?:Error|Exception): .*/.exec(line)
      if (error !== null) return error[0].trim()
    }
  }
  return 'it said nothing'
}

/**
 * Begins something and keeps it up, for ever: ended by whatever, it is begun again with back-off to half a minute; one that lives and answers
 * nothing for a minute is ended and begun again. After five failures in a row it says so in one sentence, and goes on.
 */
export function supervise(charge: Charge, watch: Watch): Supervised {
  const { log, say, started } = watch
  const backOff = watch.backOffMs ?? BACK_OFF_MS
  const silence = watch.silentSeconds ?? SILENT_SECONDS
  const lookMs = Math.min(LOOK_MS, silence * 250)
  const lookAtFirstMs = Math.min(LOOK_AT_FIRST_MS, lookMs)
  const silenceAtFirst = Math.max(silence, watch.silentAtFirstSeconds ?? SILENT_AT_FIRST_SECONDS)
  const { name } = charge
  let child: ChildProcess | undefined
  let again: NodeJS.Timeout | undefined
  let looking: NodeJS.Timeout | undefined
  let stopping = false
  let failures = 0

  const complaint = () => `${name} failed ${failures} times in a row: ${lastWords(log)} (${log})`
  const start = () => {
    const begun = Date.now()
    let over = false
    const mine = begin(charge, log)
    child = mine
    if (mine.pid !== undefined) started(name, mine.pid)

    let answered = false
    let silentMs = 0
    const look = async () => {
      const asked = performance.now()
      const between = answered ? lookMs : lookAtFirstMs
      if (await charge.answers()) {
        if (failures > 0 && !answered && !over) say(`${name} answers again`)
        answered = true
        silentMs = 0
      } else {
        // Waiting for the answer is a part of the silence, or it would be twice as long as it is told.
        silentMs += Math.max(between, Math.min(performance.now() - asked, LOOK_MS))
        if (silentMs >= (answered ? silence : silenceAtFirst) * 1_000 && !over && !stopping) {
          say(`${name} lives and answers nothing; ending it`)
          mine.kill('SIGKILL')
          return
        }
      }
      if (!over && !stopping) looking = setTimeout(look, Math.max(0, between - (performance.now() - asked)))
    }
    looking = setTimeout(look, lookAtFirstMs)

    const ended = (how: string) => {
      if (over) return
      over = true
      clearTimeout(looking)
      if (stopping) return
      failures = Date.now() - begun > STEADY_MS ? 1 : failures + 1
      const wait = backOff[Math.min(failures, backOff.length) - 1]!
      if (failures < TOLD_AT) say(`${name} ended (${how}); starting it again`)
      else if (failures === TOLD_AT) say(`${complaint()}. It is tried again for as long as Timbang runs.`)
      again = setTimeout(start, wait)
    }
    mine.once('exit', (code, signal) => ended(String(signal ?? code)))
    mine.once('error', (error) => ended(error.message))
  }
  start()

  return {
    name,
    pid: () => child?.pid,
    ready: async (options) => {
      while (!stopping && !(await charge.ready())) {
        if (options?.orFail === true && failures >= TOLD_AT) throw new Error(complaint())
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    },
    stop: async () => {
      stopping = true
      clearTimeout(again)
      clearTimeout(looking)
      await end(child, charge.stopsBy)
    },
  }
}
