import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { kept } from './env.ts'

/** What a start has running, on disk: the next start ends what was left behind, and nothing else. */
type Known = Record<string, { pid: number; started: string }>

const file = `${kept}processes.json`
const LAUNCHER = 'launcher'

/** When a process began, as the kernel counts: a pid that was given to another has another. */
function startedAt(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(') ') + 2).split(' ')
    // A zombie has ended; only its parent has not looked yet.
    return fields[0] === 'Z' ? undefined : fields[19]
  } catch {
    return undefined
  }
}
const runs = ({ pid, started }: Known[string]) => started !== '' && startedAt(pid) === started

function known(): Known {
  try {
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Known) : {}
  } catch {
    return {}
  }
}

function write(all: Known): void {
  writeFileSync(`${file}.new`, JSON.stringify(all))
  renameSync(`${file}.new`, file)
}

export function remember(name: string, pid: number): void {
  write({ ...known(), [name]: { pid, started: startedAt(pid) ?? '' } })
}

/** Takes the folder for this process; the sentence when another start has it. */
export function takeFolder(): void {
  const other = known()[LAUNCHER]
  if (other !== undefined && other.pid !== process.pid && runs(other)) throw new Error(`Timbang runs already from this folder (process ${other.pid}). Stop that one by Ctrl-C first.`)
  remember(LAUNCHER, process.pid)
}

/** Ends what an earlier start left behind because it was killed, last started first. @returns their names */
export async function endOrphans(): Promise<string[]> {
  const ended: string[] = []
  for (const [name, one] of Object.entries(known()).reverse()) {
    if (name === LAUNCHER || !runs(one)) continue
    ended.push(name)
    process.kill(one.pid, name === 'postgres' ? 'SIGINT' : 'SIGTERM')
    for (let look = 0; look < 400 && runs(one); look++) await new Promise((resolve) => setTimeout(resolve, 50))
    if (runs(one)) process.kill(one.pid, 'SIGKILL')
  }
  leaveFolder()
  takeFolder()
  return ended
}

export const leaveFolder = (): void => write({})
