import type { Fault } from '../fault.ts'

const order = 'services/scoring/test/facts-in-any-order-give-one-hash.test.ts'
const shuffled = { test: order, sentence: 'facts shuffled over topics' }
const told = {
  test: 'services/reporting/test/boards-move-for-those-who-may-see-them.test.ts',
  sentence: 'what an agency’s sources told of its units',
}
const registry = {
  file: 'services/directory/src/indicator/domain.ts',
  test: 'services/directory/src/indicator/domain.test.ts',
}
const registered = 'services/directory/test/the-tables-equal-a-re-fold-of-the-topic.test.ts'
const settled = { file: 'packages/rules/src/kernel/1/figure.ts', test: 'packages/rules/src/kernel/1/figure.test.ts' }
const quantity = {
  file: 'packages/rules/src/kernel/1/criterion/quantity.ts',
  test: 'packages/rules/src/kernel/1/criterion/quantity.test.ts',
}
const door = { file: 'services/activity-ingest/src/handle.ts', test: 'services/activity-ingest/src/handle.test.ts' }
const record = {
  file: 'services/activity-ingest/src/domain/record.ts',
  test: 'services/activity-ingest/src/domain/record.test.ts',
}

const sums = { file: 'services/reporting/src/figure/sum.ts', test: 'services/reporting/src/figure/sum.test.ts' }
const summed = {
  test: 'services/reporting/test/boards-move-for-those-who-may-see-them.test.ts',
  sentence: 'figures of units are summed',
}
const page = { file: 'services/web/src/place/layanan/form.ts', test: 'services/web/src/place/layanan/form.test.ts' }
const officer = {
  file: 'services/web/src/place/layanan/act.ts',
  test: 'deploy/test/the-story.browser.test.ts',
  sentence: 'the officer tells a figure of a unit',
}

const replaced = {
  test: 'cli/test/figures-come-in-once.test.ts',
  sentence: 'a whole file takes back what an earlier one brought',
}

/** What units are held against: who may say it, what of it counts, and that nothing of it is a nought which nobody told. */
export const indicators: readonly Fault[] = [
  {
    promise: 'What figures were recorded by does not change under them.',
    ...registry,
    found: 'indicator.lessIsBetter !== known.lessIsBetter',
    planted: 'false',
  },
  {
    promise: 'Who has seen an older version of an indicator says nothing over the newer one.',
    ...registry,
    found: 'if (said.version !== 0 && said.version !== known.version)',
    planted: 'if (said.version > known.version)',
  },
  {
    promise: 'No long number stands in the registry of indicators.',
    ...registry,
    found: "if (LONG_NUMBER.test(text)) return refuse('indicator.long-number', {}, field)",
    planted: '',
  },
  {
    promise: 'An agency says what its own figures mean, and no other one’s.',
    file: 'services/directory/src/indicator/grpc.ts',
    found: "if (!may(caller, operation, relationsToAgency(caller, agencyId))) return refuse('access.denied')",
    planted: '',
    test: registered,
  },
  {
    promise: 'A client of one agency registers no indicators of another.',
    file: 'services/directory/src/indicator/grpc.ts',
    found: '!caller.agencies.includes(agencyId))',
    planted: "agencyId === '')",
    test: registered,
  },
  {
    promise: 'Two who say an indicator anew at once make two versions.',
    file: 'services/directory/src/indicator/handle.ts',
    found: 'await lockIndicator(tx, indicatorId)',
    planted: '',
    test: registered,
  },
  {
    promise: 'Whoever changes an indicator stands on record.',
    file: 'services/directory/src/indicator/handle.ts',
    found: 'await decided(tx, { caller, operation, subjects: [], object: indicatorId, agencyId, at: now })',
    planted: '',
    test: registered,
  },
  {
    promise: 'A person tells figures as the personnel officer of the agency, or not at all.',
    ...door,
    found: "if (!relationsToAgency(caller, sent.agencyId).has('personnel_officer'))",
    planted: 'if (caller.agencies.length > 9)',
  },
  {
    promise: 'Minutes of nobody are none.',
    ...record,
    found: 'if (perThousandths === 0 && amountThousandths > 0)',
    planted: 'if (perThousandths === 0 && amountThousandths < 0)',
  },
  {
    promise: 'A figure has bounds.',
    ...record,
    found: 'thousandths >= 0 && thousandths <= limits.figureThousandths',
    planted: 'thousandths >= 0',
  },
  {
    promise: 'A figure is of a day or of a month, and of one of them.',
    ...record,
    found: 'if ((date === undefined) === (month === undefined))',
    planted: 'if (date === undefined && month === undefined)',
  },
  {
    promise: 'A figure that was taken back counts nothing.',
    ...settled,
    found: '.filter(({ withdrawn }) => !withdrawn)',
    planted: '.filter(({ recordId }) => recordId !== undefined)',
  },
  {
    promise: 'Of two contents of one figure the first in the log counts.',
    ...settled,
    found: 'record.offset < known.offset',
    planted: 'record.offset > known.offset',
  },
  {
    promise: 'A month’s figure does not count beside those of its days.',
    ...settled,
    found: 'withDays.has(key)',
    planted: "withDays.has('')",
  },
  {
    promise: 'A result that names an indicator is not verified by a superior.',
    ...quantity,
    found: "if (indicatorId !== undefined || measure !== 'count')",
    planted: "if (measure !== 'count')",
  },
  {
    promise: 'A day without a figure is not a day of nought.',
    ...quantity,
    found: 'const shares = sharesOf(result, plan, known, segment)',
    planted: 'const shares = sharesOf(result, plan, due, segment)',
  },
  {
    promise: 'A count of which too few days are known is awaited.',
    ...quantity,
    found: 'told.known * 100 >= told.due * pack.discipline.leastKnown',
    planted: 'told.known > told.due - 99',
  },
  {
    promise: 'What a month’s figure says is not cut at the edge of a post.',
    ...quantity,
    found: '(month === undefined || here(`${month}-01`))',
    planted: '(month === undefined || month.length > 0)',
  },
  {
    promise:
      'A mean is the sum of amounts by the sum of what they are per, and an amount per nothing is no part of it.',
    ...quantity,
    found: 'const figures = ratio ? here.filter(({ per }) => per !== undefined) : here',
    planted: 'const figures = here',
  },
  {
    promise: 'Figures that somebody told for another agency count for nobody here.',
    file: 'services/scoring/src/score/domain.ts',
    found: '.filter((figure) => figure.agencyId === agencyId)',
    planted: '.filter((figure) => figure.agencyId !== undefined)',
    ...shuffled,
  },
  {
    promise: 'A figure that came after the cut-off counts nothing.',
    file: 'services/scoring/src/fold/store/figures.ts',
    found: 'using (unit_id, record_id) where appended_at <= $5`',
    planted: 'using (unit_id, record_id) where appended_at <= $5 + 1000000`',
    ...shuffled,
  },
  {
    promise: 'A figure that was moved to another day counts where its last revision says, and nowhere else.',
    file: 'services/scoring/src/fold/store/figures.ts',
    found: 'from spoken join figure_part using (unit_id, record_id) where',
    planted: 'from spoken join figure_part using (unit_id, record_id) where span < $4 and',
    ...shuffled,
  },
  {
    promise: 'A replay knows no figure that came after the cut-off.',
    file: 'services/scoring/src/seal/share.ts',
    found: 'for (const figure of figures) if (figure.appendedAt <= asOf)',
    planted: 'for (const figure of figures) if (figure.appendedAt <= asOf + 1e12)',
    test: 'services/scoring/test/a-sealed-quarter-is-computed-again-from-the-log.test.ts',
  },
  {
    promise: 'What was told of an agency’s units is read by who may see its board.',
    file: 'services/reporting/src/figure/grpc.ts',
    found: "now()))) return refuse('access.denied')\n      const span = { from: fromDate, to: toDate }",
    planted:
      "now())) && agencyId === '') return refuse('access.denied')\n      const span = { from: fromDate, to: toDate }",
    ...told,
  },
  {
    promise: 'What somebody told for another agency takes back nothing that an agency reads.',
    file: 'services/reporting/src/figure/store.ts',
    found: 'from spoken join figure using (unit_id, record_id) where agency_id = $1 and',
    planted: 'from spoken join figure using (unit_id, record_id) where',
    ...told,
  },
  {
    promise: 'Who registers a code says nothing over what stands there.',
    ...registry,
    found: "if (fresh) return refuse('indicator.code-taken', { code: known.code }, 'code')",
    planted: '',
  },
  {
    promise: 'What an agency’s figures amount to is read by who may see its board.',
    file: 'services/reporting/src/figure/grpc.ts',
    found:
      "async sumFigures({ agencyId, unitId, period }, { caller, operation }) {\n      if (!(await mayWatchAgency(pool, caller, operation, agencyId, now()))) return refuse('access.denied')",
    planted: 'async sumFigures({ agencyId, unitId, period }) {',
    ...summed,
  },
  {
    promise: 'A day without a figure asks for nothing of a count.',
    ...sums,
    found: 'halfUp(target * BigInt(known), BigInt(planned))',
    planted: 'target',
  },
  {
    promise: 'Of too few days a count says nothing.',
    ...sums,
    found: 'known * 100 >= due.length * days.leastKnown',
    planted: 'known >= 0',
  },
  {
    promise: 'A month that runs is not told by its figure.',
    ...sums,
    found: 'figure.span < today.slice(0, 7) && daysOfMonth',
    planted: 'daysOfMonth',
  },
  {
    promise: 'Figures of tomorrow count nothing.',
    ...sums,
    found: 'days.has(figure.span) && figure.span <= today',
    planted: 'days.has(figure.span)',
  },
  {
    promise: 'A ratio of nobody is none.',
    ...sums,
    found: 'amount === undefined || per === 0n ? undefined',
    planted: 'amount === undefined ? undefined',
  },
  {
    promise: 'Where falling is good a smaller figure keeps the promise.',
    file: 'services/web/src/place/shared/indicator/words.ts',
    found: '(lessIsBetter ? value <= target : value >= target)',
    planted: '(value >= target)',
    test: 'services/web/src/place/shared/indicator/words.test.ts',
  },
  {
    promise: 'A page that is older than a figure says nothing over it.',
    ...officer,
    found: 'if (seenOf(span) !== fields.seen)',
    planted: 'if (fields.seen === null)',
  },
  {
    promise: 'Of two figures told at once one hears that the other stands.',
    ...page,
    found: '(stands.amount === said.amount && stands.per === said.per && stands.withdrawn === said.withdrawn)',
    planted: 'stands.revision === said.revision',
  },
  {
    promise: 'A figure taken back is another than one that was told.',
    ...page,
    found: "${figure === null ? '' : '.ada'}",
    planted: '',
  },
  {
    promise: 'What lies behind a sealed number is what lay there when it was sealed.',
    file: 'services/scoring/src/score/grpc.ts',
    found: 'readKnown(pool, [employeeId], { from, to, asOf: cutOff })',
    planted: 'readKnown(pool, [employeeId], { from, to })',
    test: 'services/scoring/test/a-sealed-quarter-is-computed-again-from-the-log.test.ts',
    sentence: 'what is appended after the seal',
  },
  {
    promise: 'Behind a number lie the figures that count for it, and no other of its unit.',
    file: 'services/scoring/src/score/figures.ts',
    found: '.filter(({ recordId }) => named.has(recordId))\n',
    planted: '\n',
    test: 'services/scoring/test/a-sealed-quarter-is-computed-again-from-the-log.test.ts',
    sentence: 'the sealed receipt of one whose result',
  },
  {
    promise: 'Who may not open where figures are told is not sent there.',
    file: 'services/web/src/place/kinerja/ask.ts',
    found: 'href: opensFigures(login, agencyId) ? monthOf',
    planted: 'href: opensFigures(login, agencyId) || true ? monthOf',
    test: 'deploy/test/the-story.browser.test.ts',
    sentence: 'a result that the figures of a unit feed',
  },
  {
    promise: 'What is published of a promise are the figures that the log had when the quarter was sealed.',
    file: 'services/reporting/src/publish.ts',
    found: "unitId: '', period: sealed.period, asOf: Number(sealed.cutOff)",
    planted: "unitId: '', period: sealed.period",
    test: 'services/reporting/test/a-sealed-quarter-is-published-once.test.ts',
    sentence: 'a sealed quarter becomes one publication',
  },
  {
    promise: 'Nothing is published while figures that the log had at the cut-off are still to be read.',
    file: 'services/reporting/src/publish.ts',
    found: 'if (await isBehind(tx, kafka, Number(sealed.cutOff))) return 0\n',
    planted: '\n',
    test: 'services/reporting/test/a-sealed-quarter-is-published-once.test.ts',
    sentence: 'a sealed quarter becomes one publication',
  },
  {
    promise: 'An indicator that has ended promises nothing of a later quarter.',
    file: 'services/reporting/src/figure/promise.ts',
    found: 'if (first > to || (last !== undefined && last < from)) return undefined\n',
    planted: '\n',
    test: 'services/reporting/src/figure/promise.test.ts',
  },
  {
    promise: 'Levels of several units are published by their units, and not added up.',
    file: 'services/reporting/src/figure/promise.ts',
    found: "if (measure === 'level')",
    planted: "if (measure === 'level' && false)",
    test: 'services/reporting/src/figure/promise.test.ts',
  },
  {
    promise: 'A publication says that it is old once a later quarter is over.',
    file: 'services/web/src/place/publik/ask.ts',
    found: 'return last > published ? last : null',
    planted: 'return last > published && false ? last : null',
    test: 'services/web/src/place/publik/words.test.ts',
  },
  {
    promise: 'A file takes nothing back that somebody has mended since it was imported.',
    file: 'cli/src/figures/replace.ts',
    found: 'mended: figure.mended }',
    planted: 'mended: false }',
    ...replaced,
  },
  {
    promise: 'A file takes nothing back that no file has brought.',
    file: 'cli/src/figures/replace.ts',
    found: 'const stands = figure.imported && ',
    planted: 'const stands = ',
    ...replaced,
  },
  {
    promise: 'A row that cannot be taken is in the file all the same.',
    file: 'cli/src/figures/replace.ts',
    found: 'new Set([...rows.map(({ recordId }) => recordId), ...faulty])',
    planted: 'new Set(rows.map(({ recordId }) => recordId))',
    ...replaced,
  },
  {
    promise: 'More figures than a mended file drops are not withdrawn unasked.',
    file: 'cli/src/figures/import.ts',
    found: 'if (replace) mustBeFew(missing, wish.most)\n',
    planted: '\n',
    ...replaced,
  },
  {
    promise: 'Beside a row of figures that nobody can tell nothing is withdrawn.',
    file: 'cli/src/figures/import.ts',
    found: 'wish.replace === true && unknown.length === 0',
    planted: 'wish.replace === true',
    ...replaced,
  },
]
