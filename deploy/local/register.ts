import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/** What one owner has running, on disk: whoever comes after him ends what was left behind, and nothing else. */
export interface Register {
  /** Takes the folder for this process. @throws the sentence when another process has it */
  take(): void
  isTaken(): boolean
  remember(name: string, pid: number): void
  /** Ends what a killed owner left behind, the stores last. @returns their names */
  endOrphans(): Promise<string[]>
  leave(): void
}

type Known = Record<string, { pid: number; started: string }>
const OWNER = 'owner'
const STORES: ReadonlySet<string> = new Set(['kafka', 'postgres', 'redis'])

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

/** By its signal, by force when that takes too long. */
async function end(one: Known[string], signal: NodeJS.Signals): Promise<void> {
  const send = (name: NodeJS.Signals) => {
    if (runs(one)) process.kill(one.pid, name)
  }
  send(signal)
  // A held process takes no other signal.
  send('SIGCONT')
  for (let look = 0; look < 400 && runs(one); look++) await new Promise((resolve) => setTimeout(resolve, 50))
  send('SIGKILL')
}

export function registerIn(folder: string): Register {
  const file = `${folder}/processes.json`
  const known = (): Known => {
    try {
      return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Known) : {}
    } catch {
      return {}
    }
  }
  const write = (all: Known): void => {
    writeFileSync(`${file}.new`, JSON.stringify(all))
    renameSync(`${file}.new`, file)
  }
  const remember = (name: string, pid: number) => write({ ...known(), [name]: { pid, started: startedAt(pid) ?? '' } })
  const other = () => {
    const owner = known()[OWNER]
    return owner !== undefined && owner.pid !== process.pid && runs(owner) ? owner : undefined
  }
  return {
    take: () => {
      const owner = other()
      if (owner !== undefined)
        throw new Error(`Timbang runs already from this folder (process ${owner.pid}). Stop that one by Ctrl-C first.`)
      remember(OWNER, process.pid)
    },
    isTaken: () => other() !== undefined,
    remember,
    endOrphans: async () => {
      const all = known()
      const left = Object.entries(all)
        .filter(([name, one]) => name !== OWNER && runs(one))
        .reverse()
      // What all others need goes last.
      const needed = left.filter(([name]) => STORES.has(name))
      for (const stage of [left.filter(([name]) => !STORES.has(name)), needed])
        await Promise.all(stage.map(([name, one]) => end(one, name === 'postgres' ? 'SIGINT' : 'SIGTERM')))
      write(all[OWNER] === undefined ? {} : { [OWNER]: all[OWNER] })
      return left.map(([name]) => name)
    },
    leave: () => write({}),
  }
}
