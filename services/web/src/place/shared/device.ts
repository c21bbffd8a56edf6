/** What somebody recognises a device by. Names of products, the same in every language; empty: the browser does not say. */
export type Device = { browser: string; system: string }

// Every browser also calls itself by the names of those before it: the first that fits is the one.
const browsers: readonly [string, RegExp][] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\bOPR\/|\bOpera\b/],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['UC Browser', /\bUCBrowser\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Chrome|CriOS|HeadlessChrome)\//],
  ['Safari', /\bVersion\/[\d.]+.*\bSafari\//],
]
const systems: readonly [string, RegExp][] = [
  ['Android', /\bAndroid\b/],
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
]

const first = (rows: readonly [string, RegExp][], text: string): string =>
  rows.find(([, pattern]) => pattern.test(text))?.[0] ?? ''

/** Only these two words are kept of what a browser says of itself: the rest would tell people apart. */
export const deviceOf = (userAgent: string): Device => {
  const said = userAgent.slice(0, 400)
  return { browser: first(browsers, said), system: first(systems, said) }
}
