import { hash } from 'node:crypto'

/** Machines tell seconds, whatever is written behind them. */
export const wholeSecond = (at: number): number => Math.floor(at / 1000) * 1000

/**
 * The id of a punch, by what it is: a person, a machine, a second. So a push, the same push again and the file of the same machine say one punch.
 * A UUIDv7 whose time is that second, and 72 bits of a hash. Never change it: ids on the log were made by it.
 * @param punch.at epoch milliseconds
 */
export function punchIdOf(punch: { employeeId: string; device: string; at: number }): string {
  const second = wholeSecond(punch.at)
  const time = second.toString(16).padStart(12, '0')
  const bits = hash('sha256', ['punch', punch.employeeId, punch.device, second].join('\n'))
  return `${time.slice(0, 8)}-${time.slice(8)}-7${bits.slice(0, 3)}-a${bits.slice(3, 6)}-${bits.slice(6, 18)}`
}
