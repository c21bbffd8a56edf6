import Type from 'typebox'
import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const schema = Type.Object({
  PORT: Type.Integer({ minimum: 1, description: 'port to listen on' }),
  DATABASE_URL: Type.String({ minLength: 1, description: 'where the data are' }),
  VERBOSE: Type.Boolean({ default: false, description: 'say more' }),
})

test('text becomes what the schema says, and defaults are filled', () => {
  expect(readConfig(schema, { PORT: '4600', DATABASE_URL: 'postgres://x', VERBOSE: 'true' })).toEqual({
    PORT: 4600,
    DATABASE_URL: 'postgres://x',
    VERBOSE: true,
  })
  expect(readConfig(schema, { PORT: '1', DATABASE_URL: 'x' }).VERBOSE).toBe(false)
})
test('everything that is wrong is said at once, and no value appears', () => {
  try {
    readConfig(schema, { PORT: 'secret' })
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError)
    expect((error as ConfigError).problems.length).toBe(2)
    expect((error as ConfigError).message).toMatch(/PORT/)
    expect((error as ConfigError).message).toMatch(/DATABASE_URL is missing: where the data are/)
    expect((error as ConfigError).message).not.toMatch(/secret/)
  }
})
