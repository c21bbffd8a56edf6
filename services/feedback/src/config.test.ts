import { expect, test } from 'vitest'
import { readConfig } from '@timbang/process/config'
import Type from 'typebox'
import { environment } from './config.ts'

test('the standard threshold is ten where nobody sets it, and a setting below the floor starts no service', () => {
  const set = (FEEDBACK_SURVEY_THRESHOLD: string) =>
    readConfig(Type.Pick(environment, ['FEEDBACK_SURVEY_THRESHOLD']), { FEEDBACK_SURVEY_THRESHOLD })
  expect(set('')).toEqual({ FEEDBACK_SURVEY_THRESHOLD: 10 })
  expect(set('5')).toEqual({ FEEDBACK_SURVEY_THRESHOLD: 5 })
  expect(() => set('4')).toThrow(/FEEDBACK_SURVEY_THRESHOLD/)
})
