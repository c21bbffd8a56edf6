import { expect, test } from 'vitest'
import type { Receipt } from '@timbang/rules/kernel/1/receipt'
import { packs, receipts } from '../../../test/fixtures/receipts.ts'
import { suggestionWith } from './suggest.ts'

test('what the rules suggest follows the superior’s answers before they are sent', () => {
  const high = suggestionWith(receipts['evidence-seal'], packs, { quality: 5, teamwork: 5, innovation: 5 })
  const low = suggestionWith(receipts['evidence-seal'], packs, { quality: 1, teamwork: 1, innovation: 1 })
  expect(high).toMatchObject({ result: 'above', behaviour: 'above', predicate: 'sangat-baik' })
  expect([low.result, low.behaviour]).toEqual(['below', 'below'])
})

test('with the answers that a receipt has it suggests what the receipt does', () => {
  const { suggestion } = JSON.parse(receipts['worked-example']) as Receipt
  expect(suggestionWith(receipts['worked-example'], packs, { quality: 4, teamwork: 5, innovation: 3 })).toEqual(
    suggestion,
  )
})
