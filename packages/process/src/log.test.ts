import { expect, test } from 'vitest'
import { logger } from './log.ts'

function written(write: (log: ReturnType<typeof logger>) => void): string {
  const lines: string[] = []
  write(logger('test', { level: 'info', to: { write: (line) => void lines.push(line) } }))
  return lines.join('')
}

test('a line names its service, and neither a NIP, a name, a token nor what somebody wrote', () => {
  const line = written((log) =>
    log.info(
      {
        nip: '199001012015031001',
        person: { name: 'Sari Wulandari', nip: '199001012015031001' },
        row: { sentence: 'menyusun laporan' },
        token: 'eyJ',
        req: { headers: { authorization: 'Bearer eyJ' } },
      },
      'x',
    ),
  )
  expect(JSON.parse(line)).toMatchObject({ service: 'test', msg: 'x', nip: '[tidak dicatat]' })
  expect(line).not.toMatch(/1990|Sari|laporan|eyJ/)
})

test('an error is told with its causes, but not with the row that Postgres puts into it', () => {
  const refused = Object.assign(new Error('duplicate key value'), {
    code: '23505',
    constraint: 'employee_nip_key',
    detail: 'Key (nip)=(199001012015031001) already exists.',
    where: 'unnamed portal parameter $1 = ...',
  })
  const error = new Error('cannot read 19900101 201503 1 001', { cause: new AggregateError([refused], 'both') })
  const line = written((log) => log.error({ err: error }, 'x'))
  expect(JSON.parse(line).err).toMatchObject({
    type: 'Error',
    message: 'cannot read [NIP]',
    cause: { type: 'AggregateError', errors: ['duplicate key value'] },
  })
  expect(written((log) => log.error({ err: refused }, 'x'))).toMatch(/employee_nip_key/)
  expect(written((log) => log.error({ err: refused }, 'x')) + line).not.toMatch(/1990/)
})

test('a receipt, an instant and an offset are no NIP', () => {
  expect(
    written((log) => log.error({ err: new Error('at 1795699924358, offset 123456789012345678901') }, 'x')),
  ).toMatch(/1795699924358, offset 123456789012345678901/)
})
