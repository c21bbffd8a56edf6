import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

/** What one owner has running, on disk: whoever comes after him ends what was left behind, and nothing else. */
export interface Register {
  /** Takes the folder for this process. @throws the sentence when another process has it */
  take(): void
  isTaken(): boolean
  remember(name: string, pid: number): void
  /** Ends what a killed owner left behind, last started first. @returns their names */
  endOrphans(): Promise<string[]>
  leave(): void
}

type Known = Record<string, { pid: number; started: string }>
const OWNER = 'owner'

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
      const ended: string[] = []
      const all = known()
      for (const [name, one] of Object.entries(all).reverse()) {
        if (name === OWNER || !runs(one)) continue
        ended.push(name)
        process.kill(one.pid, name === 'postgres' ? 'SIGINT' : 'SIGTERM')
        // A held process takes no other signal.
        process.kill(one.pid, 'SIGCONT')
        for (let look = 0; look < 400 && runs(one); look++) await new Promise((resolve) => setTimeout(resolve, 50))
        if (runs(one)) process.kill(one.pid, 'SIGKILL')
      }
      write(all[OWNER] === undefined ? {} : { [OWNER]: all[OWNER] })
      return ended
    },
    leave: () => write({}),
  }
}
