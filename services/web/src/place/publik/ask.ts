import { isRefusal } from '@timbang/contracts/refusal'
import { type CivilDate, dateAt, type Period } from '@timbang/rules/civil-date'
import type { Answer } from '../shared/answer.ts'
import { assessedPeriod } from '../shared/assessment/answers.ts'
import type { PublicationView, PublishedAgency, PublishedView } from './view.ts'
import { question } from '../shared/question.ts'
import { asksForNothing, notFound, ok, unavailable, type Reader } from '../shared/reader.ts'

/** What is fixed in a publication; the rest of the view says where it was read. */
export type Publication = Omit<PublicationView, 'hash' | 'jsonPath' | 'others' | 'awaited'>

/** The quarter that ended last, where it is behind the one that is published. */
export function awaitedAfter(published: Period, today: CivilDate): Period | null {
  const last = assessedPeriod(null, today)
  return last > published ? last : null
}

/** W2: as it was issued, byte for byte; the hash can be held against it. */
export const publication = question(
  'publication',
  async (reader: Reader, code: string): Promise<Answer<PublicationView>> => {
    const [answer, list] = await Promise.all([
      reader.clients.reporting.getPublicAgency({ agencyCode: code }),
      reader.clients.reporting.listPublicAgencies({}),
    ])
    if (isRefusal(answer)) return asksForNothing(answer) ? notFound : unavailable(reader)
    const published = JSON.parse(Buffer.from(answer.publication).toString('utf8')) as Publication
    return ok({
      ...published,
      hash: Buffer.from(answer.hash).toString('hex'),
      jsonPath: `/publik/${published.code}/data.json`,
      awaited: awaitedAfter(published.period, dateAt(reader.now, published.zone)),
      others: isRefusal(list)
        ? []
        : list.agencies.filter((agency) => agency.code !== published.code).map(({ code, name }) => ({ code, name })),
    })
  },
)

export async function publicationJson(reader: Reader, code: string): Promise<Uint8Array | null> {
  const answer = await reader.clients.reporting.getPublicAgency({ agencyCode: code })
  return isRefusal(answer) ? null : answer.publication
}

/** Who has published, with what the start page tells of it. */
export const published = question('published', async (reader: Reader): Promise<Answer<PublishedView>> => {
  const list = await reader.clients.reporting.listPublicAgencies({})
  if (isRefusal(list)) return unavailable(reader)
  return ok({
    agencies: list.agencies.map(({ code, name, period, whole, surveys, units }) => ({
      code,
      name,
      period,
      whole: whole ?? null,
      surveys: surveys.map(({ unitName, indexHundredths, class: letter, answers }) => ({
        unitName,
        result:
          indexHundredths === undefined || answers === undefined
            ? null
            : {
                indexHundredths,
                class: letter as NonNullable<PublishedAgency['surveys'][number]['result']>['class'],
                answers,
              },
      })),
      units,
    })),
  })
})
