import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { displayOf, readDisplay } from './display.ts'

const read = (fields: Record<string, string>) => {
  const form = new FormData()
  for (const [name, value] of Object.entries({ ukuran: '150', tema: 'dark', bahasa: 'en', ...fields }))
    form.set(name, value)
  return readDisplay(form)
}

test('a device that nobody has set is as it is, and a cookie that says nonsense says nothing', () => {
  const usual = { size: '100', theme: 'auto', shortcuts: true }
  expect(displayOf(() => undefined)).toEqual(usual)
  expect(displayOf(() => '999')).toEqual(usual)
  expect(displayOf((name) => ({ ukuran: '200', tema: 'light', pintasan: 'mati' })[name])).toEqual({
    size: '200',
    theme: 'light',
    shortcuts: false,
  })
})
test('a choice that is offered is read, and any other changes nothing', () => {
  expect(read({})).toEqual({ size: '150', theme: 'dark', language: 'en', shortcuts: true })
  expect(read({ pintasan: 'mati' })?.shortcuts).toBe(false)
  for (const [name, wrong] of [
    ['ukuran', '175'],
    ['ukuran', ''],
    ['tema', 'pink'],
    ['bahasa', 'jv'],
    ['pintasan', 'x'],
  ] as const)
    expect(read({ [name]: wrong })).toBeNull()
})
test('dark by choice is as dark as dark by the device', () => {
  const css = readFileSync(new URL('./style/tokens.css', import.meta.url), 'utf8')
  const inside = (start: string): string => {
    const at = css.indexOf(start)
    return css
      .slice(css.indexOf('{', at) + 1, css.indexOf('}', at))
      .replace(/\s+/g, ' ')
      .trim()
  }
  const device = inside(':root:not([data-theme=light])')
  expect(device.length).toBeGreaterThan(500)
  expect(inside(':root[data-theme=dark]')).toBe(device)
})
