import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Survey, SurveyServiceService } from '@timbang/contracts/gen/timbang/feedback/v1/survey'
import { isRefusal } from '@timbang/contracts/refusal'
import { isDate } from '@timbang/contracts/word'
import { grpcClient } from '@timbang/process/grpc'
import { connectKafka, type Kafka } from '@timbang/stream/kafka'
import { importActivities, toldOf } from './activities/import.ts'
import { listDead, putBack, showDead } from './dead.ts'
import { importDuty, setShifts } from './duty.ts'
import { importFigures, toldOf as figuresToldOf } from './figures/import.ts'
import { importIndicators } from './figures/indicators.ts'
import { help } from './help.ts'
import { environment, machineToken, Stopped, told } from './province.ts'
import { type Consumer, isConsumer, refoldService } from './refold.ts'
import { importPlans, toldOf as plansToldOf } from './plans/import.ts'
import { importPresence } from './presence/import.ts'
import { importPins } from './presence/pins.ts'
import { type BareFormat, isBareFormat } from '@timbang/intake/presence/scan'
import { role } from './role.ts'
import { replay, seal } from './seal.ts'
import { importStaff } from './staff/import.ts'
import { type DateOrder, isDateOrder } from '@timbang/intake/table/date'
import { trace } from './trace.ts'

const wanted = (text: string | undefined, what: string): string => {
  if (text === undefined) throw new Stopped(`Kurang ${what}. Lihat: timbang help. / ${what} is missing.`, 2)
  return text
}

const textOf = (said: unknown): string | undefined => (typeof said === 'string' && said !== '' ? said : undefined)

const datesOf = (said: unknown): DateOrder | undefined => {
  if (said === undefined || isDateOrder(said)) return said
  throw new Stopped('Tulis: --dates dmy, mdy, atau iso. / Write --dates dmy, mdy or iso.', 2)
}

const isLatin = (said: unknown): boolean => {
  if (said === undefined) return false
  if (said === 'windows-1252') return true
  throw new Stopped(
    'Tulis: --encoding windows-1252; UTF-8 dan UTF-16 dikenali sendiri. / Write --encoding windows-1252; UTF-8 and UTF-16 are seen.',
    2,
  )
}

const dayOf = (said: unknown): string | undefined => {
  if (said === undefined || (typeof said === 'string' && isDate(said))) return said
  throw new Stopped('Tulis tanggal: --as-of 2026-11-30. / Write a date: --as-of 2026-11-30.', 2)
}

const mostOf = (said: unknown): number | undefined => {
  if (said === undefined) return undefined
  if (typeof said === 'string' && /^\d{1,7}$/.test(said)) return Number(said)
  throw new Stopped('Tulis bilangan: --most 12. / Write a number: --most 12.', 2)
}

const yearOf = (said: unknown): number | undefined => {
  if (said === undefined) return undefined
  if (typeof said === 'string' && /^20\d\d$/.test(said)) return Number(said)
  throw new Stopped('Tulis tahun: --year 2026. / Write a year: --year 2026.', 2)
}

const formatOf = (value: unknown): BareFormat | undefined => {
  if (value === undefined || isBareFormat(value)) return value
  throw new Stopped('Tulis: --format attlog atau adms. / Write --format attlog or adms.', 2)
}

async function surveyLink(env: Readonly<Record<string, string>>, unit: string, point: string): Promise<string> {
  const feedback = grpcClient(SurveyServiceService, env['FEEDBACK_GRPC']!)
  try {
    const token = await machineToken(env, 'importer')
    let open: Survey | undefined
    for (let after = ''; open === undefined; ) {
      const list = await feedback.listSurveys({ agencyId: undefined, limit: 500, after }, { token })
      if (isRefusal(list)) throw new Stopped(told(list))
      open = list.surveys.find(
        (survey) =>
          !survey.closed && (survey.unitId === unit || survey.unitName.toLowerCase().includes(unit.toLowerCase())),
      )
      if (list.next === '') break
      after = list.next
    }
    if (open === undefined) throw new Stopped(`Tidak ada survei terbuka untuk "${unit}". / No open survey for it.`)
    const link = await feedback.createLink({ surveyId: open.surveyId, servicePoint: point }, { token })
    if (isRefusal(link)) throw new Stopped(told(link))
    return `${env['WEB_ORIGIN']}/survei/${link.token}`
  } finally {
    feedback.close()
  }
}

/** The log, as the operator comes to it. */
async function withLog<T>(env: Readonly<Record<string, string>>, act: (kafka: Kafka) => Promise<T>): Promise<T> {
  const kafka = connectKafka({
    brokers: env['KAFKA_BROKERS']!.split(','),
    clientId: 'cli',
    prefix: env['KAFKA_TOPIC_PREFIX'] ?? '',
  })
  try {
    return await act(kafka)
  } finally {
    await kafka.close()
  }
}

const consumerOf = (name: string): Consumer => {
  if (isConsumer(name)) return name
  throw new Stopped(`"${name}" bukan layanan yang membaca log. / No service of that name folds the log.`, 2)
}

async function dead(
  env: Readonly<Record<string, string>>,
  [what, who, place]: readonly (string | undefined)[],
): Promise<string[]> {
  const consumer = who === undefined ? undefined : consumerOf(who)
  return withLog(env, async (kafka) => {
    switch (what) {
      case undefined:
      case 'list':
        return listDead(kafka, consumer)
      case 'show':
        return showDead(kafka, consumerOf(wanted(consumer, 'SERVICE')), wanted(place, 'TOPIC/PARTITION/OFFSET'))
      case 'again': {
        const count = await putBack(
          kafka,
          consumerOf(wanted(consumer, 'SERVICE')),
          wanted(place, 'TOPIC/PARTITION/OFFSET'),
        )
        return [`${count} dikembalikan, akan dibaca sekali lagi. / put back, to be applied once.`]
      }
      default:
        throw new Stopped('Tulis: dead list | show | again. / Write: dead list | show | again.', 2)
    }
  })
}

async function refold(env: Readonly<Record<string, string>>, service: string): Promise<string> {
  const consumer = consumerOf(service)
  const url = wanted(env[`${consumer.toUpperCase()}_POSTGRES_URL`], `${consumer.toUpperCase()}_POSTGRES_URL`)
  const count = await withLog(env, (kafka) => refoldService(kafka, consumer, url))
  return `${consumer}: ${count} peristiwa dari topiknya sendiri sudah dibaca; jalankan lagi layanannya. / events of its own topic are known; start it again.`
}

async function main(given: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...given],
    allowPositionals: true,
    strict: false,
    options: {
      'dry-run': { type: 'boolean' },
      dates: { type: 'string' },
      unit: { type: 'string' },
      month: { type: 'string' },
      encoding: { type: 'string' },
      'as-of': { type: 'string' },
      older: { type: 'boolean' },
      history: { type: 'boolean' },
      replace: { type: 'boolean' },
      most: { type: 'string' },
      year: { type: 'string' },
      first: { type: 'boolean' },
      request: { type: 'boolean' },
      approve: { type: 'boolean' },
      list: { type: 'boolean' },
      revoke: { type: 'boolean' },
      device: { type: 'string' },
      agency: { type: 'string' },
      zone: { type: 'string' },
      format: { type: 'string' },
    },
  })
  const [command, first, second] = positionals
  switch (command) {
    case undefined:
    case 'help':
      process.stdout.write(help)
      return 0
    case 'import': {
      const path = resolve(wanted(second, 'FILE'))
      const dates = datesOf(values['dates'])
      const latin = isLatin(values['encoding'])
      const dryRun = values['dry-run'] === true
      if (first === 'activities') {
        const done = await importActivities(environment(), path, {
          history: values['history'] === true,
          replace: values['replace'] === true,
          most: mostOf(values['most']),
          dryRun,
          dates,
          latin,
        })
        for (const line of toldOf(done, dryRun)) console.log(line)
        return done.faults === 0 ? 0 : 1
      }
      if (first === 'staff') {
        const done = await importStaff(environment(), path, {
          dryRun,
          dates,
          latin,
          asOf: dayOf(values['as-of']),
          older: values['older'] === true,
        })
        for (const line of done.lines) console.log(line)
        console.log(
          `${done.rows} baris, ${done.errors} galat, ${done.warnings} peringatan, ${done.applied} diterapkan. / ${done.rows} rows, ${done.errors} errors, ${done.warnings} warnings, ${done.applied} applied.`,
        )
        return done.errors === 0 ? 0 : 1
      }
      if (first === 'duty') {
        const [unit, month] = [wanted(textOf(values['unit']), '--unit'), wanted(textOf(values['month']), '--month')]
        const done = await importDuty(environment(), path, { unit, month, dryRun })
        for (const line of done.lines) console.log(line)
        console.log(
          `${done.rows} baris, ${done.errors} galat, ${done.warnings} peringatan, ${done.changed} orang berubah. / ${done.rows} rows, ${done.errors} errors, ${done.warnings} warnings, ${done.changed} people changed.`,
        )
        return done.errors === 0 ? 0 : 1
      }
      if (first === 'figures') {
        const done = await importFigures(environment(), path, {
          replace: values['replace'] === true,
          most: mostOf(values['most']),
          dryRun,
          dates,
          latin,
        })
        for (const line of figuresToldOf(done, dryRun)) console.log(line)
        return done.faults === 0 ? 0 : 1
      }
      if (first === 'indicators') {
        const done = await importIndicators(environment(), path, { dryRun, dates, latin })
        for (const line of done.lines) console.log(line)
        console.log(
          `${done.rows} baris dibaca, ${done.faults} ditolak. / ${done.rows} rows read, ${done.faults} refused.`,
        )
        return done.faults === 0 ? 0 : 1
      }
      if (first === 'plans') {
        const done = await importPlans(environment(), path, { dryRun, dates, latin, year: yearOf(values['year']) })
        for (const line of plansToldOf(done, dryRun)) console.log(line)
        return done.faults === 0 ? 0 : 1
      }
      if (first === 'pins') {
        const machine = {
          device: wanted(textOf(values['device']), '--device'),
          agency: wanted(textOf(values['agency']), '--agency'),
          zone: textOf(values['zone']) ?? 'WIB',
        }
        const done = await importPins(environment(), path, machine, { dryRun, dates })
        for (const line of done.lines) console.log(line)
        console.log(
          `${dryRun ? 'Hanya diperiksa. ' : ''}${done.rows} baris, ${done.errors} galat, ${done.changed} PIN berubah. / ${dryRun ? 'Only checked. ' : ''}${done.rows} rows, ${done.errors} errors, ${done.changed} PINs changed.`,
        )
        return done.errors === 0 ? 0 : 1
      }
      if (first === 'presence') {
        const device = wanted(textOf(values['device']), '--device')
        const done = await importPresence(environment(), path, {
          device,
          dryRun,
          dates,
          format: formatOf(values['format']),
        })
        for (const line of done.lines) console.log(line)
        console.log(
          `${dryRun ? 'Hanya diperiksa; tidak ada yang dikirim. ' : ''}${done.scans} scan dibaca: ${done.fresh} baru, ${done.same} sama, ${done.unknown} tanpa pemilik, ${done.faults} ditolak. / ` +
            `${dryRun ? 'Only checked; nothing was sent. ' : ''}${done.scans} scans read: ${done.fresh} new, ${done.same} the same, ${done.unknown} of nobody, ${done.faults} refused.`,
        )
        return done.faults + done.unknown === 0 ? 0 : 1
      }
      throw new Stopped(
        'Yang dapat diimpor: activities, staff, plans, duty, indicators, figures, pins, presence. / What can be imported: activities, staff, plans, duty, indicators, figures, pins, presence.',
        2,
      )
    }
    case 'shifts':
      console.log(
        (await setShifts(environment(), wanted(first, 'OPD'), positionals.slice(2)))
          ? `Giliran ${first} diperbarui. / The shifts of ${first} are set.`
          : `Giliran ${first} tidak berubah. / The shifts of ${first} are what they were.`,
      )
      return 0
    case 'seal': {
      const done = await seal(environment(), wanted(first, 'PERIOD'), wanted(second, 'KIND'))
      console.log(
        done.changed
          ? `${first} terkunci, edisi ${done.edition}, ${done.people} orang. / sealed, edition ${done.edition}, ${done.people} people.\n${done.root}`
          : `Tidak ada yang berubah sejak edisi terakhir; tidak ada edisi baru. / Nothing changed since the last edition; there is no new one.`,
      )
      return 0
    }
    case 'replay': {
      const verdict = await replay(environment(), wanted(first, 'PERIOD'), second)
      if (!verdict.same) throw new Stopped(`TIDAK SAMA: ${verdict.why} / NOT THE SAME`)
      console.log(
        `Sama. ${verdict.records} catatan, ${verdict.people} orang, ${(verdict.milliseconds / 1000).toFixed(1)} dtk. / The same.\n${verdict.root}`,
      )
      return 0
    }
    case 'role': {
      const is = (name: 'first' | 'request' | 'approve' | 'list' | 'revoke') => values[name] === true
      const wish = {
        first: is('first'),
        request: is('request'),
        approve: is('approve'),
        list: is('list'),
        revoke: is('revoke'),
      }
      for (const line of await role(environment(), { ...wish, words: positionals.slice(1) })) console.log(line)
      return 0
    }
    case 'survey-link':
      console.log(await surveyLink(environment(), wanted(first, 'UNIT'), wanted(second, 'POINT')))
      return 0
    case 'dead':
      for (const line of await dead(environment(), positionals.slice(1))) console.log(line)
      return 0
    case 'trace': {
      const recordId = wanted(first, 'RECORD')
      for (const line of await withLog(environment(), (kafka) => trace(kafka, recordId))) console.log(line)
      return 0
    }
    case 'refold':
      console.log(await refold(environment(), wanted(first, 'SERVICE')))
      return 0
    default:
      throw new Stopped(`Perintah "${command}" tidak dikenal. Lihat: timbang help. / Unknown command.`, 2)
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (!(error instanceof Stopped)) console.error(error)
    else console.error(error.message)
    process.exit(error instanceof Stopped ? error.code : 1)
  },
)
