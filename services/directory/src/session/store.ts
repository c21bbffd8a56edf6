import type { Pool } from '@timbang/postgres/pool'

export interface SessionRow {
  readonly sid: string
  readonly browser: string
  readonly system: string
  readonly beganAt: bigint
  readonly seenAt: bigint
  readonly endsAt: bigint
}

export interface NewSession extends SessionRow {
  readonly subject: string
}

/** Writes a session that begins; one of the same name stays as it is. @returns when it ends; nothing where it has ended, or is somebody else's */
export async function beginSession(pool: Pool, session: NewSession, now: bigint): Promise<bigint | undefined> {
  const { sid, subject, browser, system, beganAt, seenAt, endsAt } = session
  await pool.query(
    `insert into session (sid, subject, browser, system, began_at, seen_at, ends_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [sid, subject, browser, system, beganAt, seenAt, endsAt],
  )
  const { rows } = await pool.query<{ endsAt: bigint }>(
    `select ends_at as "endsAt" from session where sid = $1 and subject = $2 and ended_at is null and ends_at > $3`,
    [sid, subject, now],
  )
  return rows[0]?.endsAt
}

/** Of one subject's sessions that last, ends all but the latest so many. Two that begin at once may leave one more, until the next begins. */
export const endOldest = async (pool: Pool, subject: string, most: number, now: bigint): Promise<number> =>
  (
    await pool.query(
      `update session set ended_at = $3
       where ended_at is null and sid in (
         select sid from session where subject = $1 and ended_at is null and ends_at > $3 order by began_at desc, sid offset $2)`,
      [subject, most, now],
    )
  ).rowCount ?? 0

/** One statement: a session that is ended meanwhile is either seen as ended here, or its end waits for this and stands after it. */
export async function renewSession(pool: Pool, sid: string, subject: string, now: bigint): Promise<bigint | undefined> {
  const { rows } = await pool.query<{ endsAt: bigint }>(
    `update session set seen_at = greatest(seen_at, $3)
     where sid = $1 and subject = $2 and ended_at is null and ends_at > $3 returning ends_at as "endsAt"`,
    [sid, subject, now],
  )
  return rows[0]?.endsAt
}

export const listSessions = async (pool: Pool, subject: string, now: bigint): Promise<SessionRow[]> =>
  (
    await pool.query<SessionRow>(
      `select sid, browser, system, began_at as "beganAt", seen_at as "seenAt", ends_at as "endsAt"
       from session where subject = $1 and ended_at is null and ends_at > $2 order by began_at desc, sid`,
      [subject, now],
    )
  ).rows

/** @param which names of sessions; or all but one */
export const endSessions = async (
  pool: Pool,
  subject: string,
  which: { sids: readonly string[] } | { allBut: string },
  now: bigint,
): Promise<number> =>
  (
    await pool.query(
      `update session set ended_at = $4
       where subject = $1 and ended_at is null and ends_at > $4
         and case when $3::text is null then sid = any ($2::text[]) else sid <> $3 end`,
      'sids' in which ? [subject, which.sids, null, now] : [subject, [], which.allBut, now],
    )
  ).rowCount ?? 0

/** Sessions that ended after an instant, by the hash under which doors know them. */
export const revokedSince = async (pool: Pool, after: bigint): Promise<{ hash: string; endedAt: bigint }[]> =>
  (
    await pool.query<{ hash: string; endedAt: bigint }>(
      `select encode(sha256(convert_to(sid, 'UTF8')), 'hex') as hash, ended_at as "endedAt" from session where ended_at > $1 order by ended_at`,
      [after],
    )
  ).rows

/** Forgets sessions that were over long ago. @returns how many; as many as were asked for means that there may be more */
export const forgetSessions = async (pool: Pool, before: bigint, most: number): Promise<number> =>
  (
    await pool.query(
      `delete from session where sid in (select sid from session where ends_at < $1 order by ends_at limit $2 for update skip locked)`,
      [before, most],
    )
  ).rowCount ?? 0
