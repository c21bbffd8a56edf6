import type { Fault } from '../fault.ts'

const evidence = {
  file: 'services/journal/src/evidence/domain/evidence.ts',
  test: 'services/journal/src/evidence/domain/evidence.test.ts',
}
const paper = { file: 'services/journal/src/evidence/paper.ts', test: 'services/journal/src/evidence/paper.test.ts' }
const picture = {
  file: 'services/journal/src/evidence/picture.ts',
  test: 'services/journal/src/evidence/picture.test.ts',
}
const kept = 'services/journal/test/evidence-is-kept-and-shown.test.ts'
const handle = { file: 'services/journal/src/evidence/handle.ts', test: kept }
const due = { file: 'services/journal/src/evidence/due.ts', test: kept }
const room = { file: 'packages/process/src/room.ts', test: 'packages/process/src/room.test.ts' }
const record = {
  file: 'services/activity-ingest/src/domain/record.ts',
  test: 'services/activity-ingest/src/domain/record.test.ts',
}
const item = {
  file: 'services/web/src/place/antrean/item.ts',
  test: 'services/web/src/place/antrean/item.test.ts',
}

/** Photos and PDFs of entries: what is taken, from whom, how much, and who sees it. */
export const evidenceFaults: readonly Fault[] = [
  {
    promise: 'The sixty-first file of a month is refused.',
    ...evidence,
    found: 'if (command.used >= MOST_A_MONTH)',
    planted: 'if (command.used > MOST_A_MONTH)',
  },
  {
    promise: 'The same file again is no other file of the month.',
    ...evidence,
    found: '      if (evidence?.file !== undefined) return accept()\n      if (command.used',
    planted: '      if (command.used',
  },
  {
    promise: 'What a record names is not forgotten.',
    ...evidence,
    found: 'return evidence.named ? accept() :',
    planted: 'return',
  },
  {
    promise: 'What is decided next is later than what was decided before.',
    ...evidence,
    found: 'Math.max(now, (evidence?.decidedAt ?? 0) + 1)',
    planted: 'now',
  },
  {
    promise: 'A PDF with a script is refused.',
    ...paper,
    found: "    if (isActive(text)) return refuse('evidence.pdf-active')\n    if (text.includes('/Encrypt'))",
    planted: "    if (text.includes('/Encrypt'))",
  },
  {
    promise: 'A script in packed objects is found.',
    ...paper,
    found: "      if (isActive(plain(text))) return end('active')\n",
    planted: '',
  },
  {
    promise: 'A name that is written with escapes is read.',
    ...paper,
    found: "  text.includes('#')\n",
    planted: "  text.includes('####')\n",
  },
  {
    promise: 'A name that is cut by the end of a part is found.',
    ...paper,
    found: '      before = text.slice(-OVERLAP)\n',
    planted: '',
  },
  {
    promise: 'A locked PDF is refused.',
    ...paper,
    found: "    if (text.includes('/Encrypt')) return refuse('evidence.pdf-unreadable')\n",
    planted: '',
  },
  {
    promise: 'Objects that are packed in ways that are not undone are refused.',
    ...paper,
    found: "  if (packsObjects && packsOtherwise) return refuse('evidence.pdf-unreadable')\n",
    planted: '',
  },
  {
    promise: 'Objects that are packed as differences of rows are refused.',
    ...paper,
    found: 'if (packsObjects && hidesRows(dictionaryBefore(file, at)))',
    planted: 'if (packsObjects && hidesRows(dictionaryBefore(file, at)) && false)',
  },
  {
    promise: 'What unpacks to more than a paper does is refused.',
    ...paper,
    found: "if (bytes > most) return end('too-much')",
    planted: '',
  },
  {
    promise: 'A picture has no more pixels than a camera makes.',
    ...picture,
    found: 'limitInputPixels: MOST_PIXELS',
    planted: 'limitInputPixels: MOST_PIXELS * 10',
  },
  {
    promise: 'A picture that is cut off is refused.',
    ...picture,
    found: "failOn: 'warning'",
    planted: "failOn: 'none'",
  },
  {
    promise: 'No other format is read than phones and offices make.',
    ...picture,
    found: "sharp.block({ operation: ['VipsForeignLoad'] })\n",
    planted: '',
  },
  {
    promise: 'A photo stands upright.',
    ...picture,
    found: '        .autoOrient()\n',
    planted: '',
  },
  {
    promise: 'Bytes are those that the record names.',
    ...handle,
    found: "    if (hashOf(sent.bytes) !== sent.hash) return refuse('evidence.hash-differs')\n",
    planted: '',
    sentence: 'what is no photo',
  },
  {
    promise: 'A file is what its sender calls it.',
    ...handle,
    found: 'if (kind === undefined || kind !== mediaType)',
    planted: 'if (kind === undefined)',
    sentence: 'what is no photo',
  },
  {
    promise: 'Two files that come at once see each other’s number.',
    ...handle,
    found: '      await lockKeeping(tx, employeeId)\n',
    planted: '',
    sentence: 'the sixty-first is refused, also of two',
  },
  {
    promise: 'Whoever may not read an entry sees none of its files.',
    ...handle,
    found: "await pickVisible(means, caller, 'journal.GetEvidence', await findRecord(pool, recordId))",
    planted: "(await findRecord(pool, recordId))[0] ?? refuse('entry.not-found')",
    sentence: 'only the writer brings it',
  },
  {
    promise: 'Of an entry only what it names now is shown.',
    ...handle,
    found: '!entry.facts.evidence.includes(hash) || ',
    planted: '',
    sentence: 'waits for the assessor to give the verified entry back',
  },
  {
    promise: 'What was taken back is shown to nobody.',
    ...handle,
    found: "entry.state !== 'withdrawn' && ",
    planted: '',
    sentence: 'what was taken back or erased',
  },
  {
    promise: 'What was erased is shown to nobody.',
    ...handle,
    found: '(await wordsOf(pool, [entry.facts.activityEventId])).size > 0',
    planted: '(await wordsOf(pool, [entry.facts.activityEventId])).size >= 0',
    sentence: 'what was taken back or erased',
  },
  {
    promise: 'Bytes of erased words are gone.',
    file: 'services/journal/src/consume.ts',
    test: kept,
    found: 'await oweErasing(tx, await eraseWords(tx, erased), clock.now())',
    planted: 'await eraseWords(tx, erased)',
    sentence: 'what was taken back or erased',
  },
  {
    promise: 'Bytes that another record of the person has stay.',
    ...due,
    found: 'if (!(await isKeptBeside(tx, key, kept))) ',
    planted: '',
    sentence: 'bytes that no record named',
  },
  {
    promise: 'Only a person brings evidence, and only of his own record.',
    file: 'packages/identity/src/access/journal.ts',
    test: 'packages/identity/src/access.test.ts',
    found: "'journal.KeepEvidence': { who: ['self'],",
    planted: "'journal.KeepEvidence': { who: ['self', 'importer'],",
  },
  {
    promise: 'A file that is shown has no origin.',
    file: 'services/journal/src/evidence/http.ts',
    test: kept,
    found: `const ALONE = "default-src 'none'; sandbox"`,
    planted: `const ALONE = "default-src 'none'"`,
    sentence: 'a PDF is kept as it is',
  },
  {
    promise: 'Whoever leaves in the middle of a file holds no room.',
    file: 'services/journal/src/evidence/http.ts',
    test: kept,
    found: '      onRequestAbort: (request, done) => {\n        if (!working.has(request)) leaves.get(request)?.()\n',
    planted: '      onRequestAbort: (_request, done) => {\n',
    sentence: 'whoever leaves in the middle',
  },
  {
    promise: 'Large bodies are bounded in number.',
    ...room,
    found: "      if (all >= most) return refuse('service.busy', { seconds: 2 })\n",
    planted: '',
  },
  {
    promise: 'One caller takes no more large bodies than his share.',
    ...room,
    found: "      if (own >= ofOne) return refuse('request.too-many', { seconds: 1 })\n",
    planted: '',
  },
  {
    promise: 'Room is given back once.',
    ...room,
    found: '        if (gone) return\n',
    planted: '',
  },
  {
    promise: 'One file is looked into at a time.',
    file: 'services/journal/src/evidence/turn.ts',
    test: 'services/journal/src/evidence/turn.test.ts',
    found: 'const mine = turn.then(work)',
    planted: 'const mine = work()',
  },
  {
    promise: 'What is attached is content: it has another digest.',
    ...record,
    found: '          ...(body.evidence.length > 0 ? [body.evidence] : []),\n',
    planted: '',
  },
  {
    promise: 'A record names at most three files, each once.',
    ...record,
    found: '  hashes.length <= limits.evidence && new Set(hashes).size === hashes.length && ',
    planted: '  ',
  },
  {
    promise: 'A record never waits for its file, and a file waits for its record.',
    ...item,
    found: "'receipt' in one.state && one.state.receipt !== null,",
    planted: "'receipt' in one.state,",
  },
  {
    promise: 'A record stays on the device as long as one of its files does.',
    ...item,
    found: '  if (filesOf(item).length > 0) return false\n',
    planted: '',
  },
]
