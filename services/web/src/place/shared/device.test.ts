import { expect, test } from 'vitest'
import { deviceOf } from './device.ts'

test('a browser that bears the names of those before it is called by its own', () => {
  const said = (userAgent: string) => Object.values(deviceOf(userAgent)).join(' di ')
  expect(
    said(
      'Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36',
    ),
  ).toBe('Samsung Internet di Android')
  expect(
    said(
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
    ),
  ).toBe('Edge di Windows')
  expect(
    said(
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    ),
  ).toBe('Safari di iPhone')
  expect(said('Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0')).toBe('Firefox di Linux')
})
test('of what nobody knows nothing is kept', () => {
  expect(deviceOf('<script>alert(1)</script>')).toEqual({ browser: '', system: '' })
  expect(deviceOf(`${'x'.repeat(500)} Chrome/1`)).toEqual({ browser: '', system: '' })
})
