import { positionKinds, type PositionKind } from '@timbang/contracts/position-kind'

/** A post as it stands on the day of its chart, and the post whose holder assesses its holder. */
export interface Position {
  readonly code: string
  readonly agencyCode: string
  readonly unitCode: string
  readonly title: string
  readonly kind: PositionKind
  /** None at the very top. */
  readonly superiorCode: string | undefined
}

/** Only the first posts of a government answer to nobody in it. */
const topmost: ReadonlySet<PositionKind> = new Set(['jpt-utama', 'jpt-madya'])
export const mayBeTop = (kind: PositionKind): boolean => topmost.has(kind)

/** The codes of posts whose line of superiors leads back to them. A post below a loop, but not in it, is not among them. */
export function loopsOf(posts: ReadonlyMap<string, Pick<Position, 'superiorCode'>>): Set<string> {
  const looping = new Set<string>()
  const settled = new Set<string>()
  for (const start of posts.keys()) {
    const walked: string[] = []
    const at = new Map<string, number>()
    let code: string | undefined = start
    while (code !== undefined && !settled.has(code) && !at.has(code)) {
      at.set(code, walked.push(code) - 1)
      code = posts.get(code)?.superiorCode
    }
    if (code !== undefined && at.has(code)) for (const member of walked.slice(at.get(code))) looping.add(member)
    for (const passed of walked) settled.add(passed)
  }
  return looping
}

/** By agency the post that heads it: it answers to somebody outside or to nobody; of several, the highest kind, then the first code. */
export function headsOf(posts: ReadonlyMap<string, Position>): Map<string, string> {
  const heads = new Map<string, Position>()
  for (const post of posts.values()) {
    if (post.superiorCode !== undefined && posts.get(post.superiorCode)?.agencyCode === post.agencyCode) continue
    const other = heads.get(post.agencyCode)
    if (other === undefined || goesBefore(post, other)) heads.set(post.agencyCode, post)
  }
  return new Map([...heads].map(([agencyCode, post]) => [agencyCode, post.code]))
}

const goesBefore = (a: Position, b: Position): boolean => {
  const rank = positionKinds.indexOf(a.kind) - positionKinds.indexOf(b.kind)
  return rank !== 0 ? rank < 0 : a.code < b.code
}
