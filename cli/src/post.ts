import { setTimeout as sleep } from 'node:timers/promises'
import { reasonOf, Stopped } from './province.ts'

/** What is asked again and again is waited for while it makes progress. */
export const PATIENCE_MS = 60_000

/** What the door says of a line. */
export interface Answer {
  readonly status: string
  readonly code?: string
  readonly field?: string
  readonly details?: Readonly<Record<string, string | number>>
  readonly title?: string
  readonly title_en?: string
}

/** Sends records until each has an answer for good. @param say the record of one, as the door takes it @returns those that the log has, and what the door refused */
export async function post<One>(
  address: string,
  token: string,
  records: readonly One[],
  say: (one: One) => object,
): Promise<{ accepted: readonly One[]; refused: readonly { one: One; answer: Answer }[] }> {
  const accepted: One[] = []
  const refused: { one: One; answer: Answer }[] = []
  let waiting = [...records]
  let why = ''
  for (let pause = 200, since = performance.now(); waiting.length > 0; pause = Math.min(pause * 2, 5_000)) {
    const response = await fetch(`${address}/records`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
      body: `${waiting.map((one) => JSON.stringify(say(one))).join('\n')}\n`,
      signal: AbortSignal.timeout(30_000),
    }).catch((error: unknown) => {
      why = reasonOf(error)
      return undefined
    })
    if (response?.status === 202 || response?.status === 422) {
      const answers = (await response.text()).trim().split('\n')
      const again: One[] = []
      answers.forEach((line, at) => {
        const answer = JSON.parse(line) as Answer
        const one = waiting[at]!
        if (answer.status === 'accepted') accepted.push(one)
        else if (answer.code === 'service.unavailable') again.push(one)
        else refused.push({ one, answer })
      })
      if (again.length === 0) break
      waiting = again
      since = performance.now()
    } else if (response !== undefined && response.status < 500 && response.status !== 429)
      throw new Stopped(
        `Catatan ditolak: ${response.status} ${(await response.text()).slice(0, 200)} / The records were refused.`,
      )
    else if (response !== undefined) why = String(response.status)
    if (performance.now() - since > PATIENCE_MS)
      throw new Stopped(
        `Layanan pencatatan tidak menjawab (${why}). Ulangi perintah ini: yang sudah masuk tidak masuk dua kali. / The ingest does not answer. Run the command again: nothing comes in twice.`,
      )
    await sleep(pause)
  }
  return { accepted, refused }
}
