import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { AgencyFigures } from '../src/place/shared/board/figures.ts'
import { openChromium, shifts, watchShifts } from '@timbang/testkit/browser'
import { agencyView, ofRahmi } from '../src/place/instansi/scenes.ts'
import { ofBima, operatorView } from '../src/place/operator/scenes.ts'
import { ofArif, provinceView } from '../src/place/provinsi/scenes.ts'
import { now } from '../src/place/shared/scene.ts'
import { type Site, startSite } from './site.ts'

let site: Site
let browser: Browser
let page: Page
let version = 1

beforeAll(async () => {
  site = await startSite()
  browser = await openChromium()
})
afterAll(async () => {
  await browser.close()
  await site.close()
})
beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
})
afterEach(() => page.close())

const frame = (figures: AgencyFigures, over: Partial<AgencyFigures> = {}) => ({
  version: version++,
  computedAt: now,
  sentAt: now + 400,
  figures: { ...figures, ...over },
})
const listening = () => expect.poll(() => site.listeners()).toBe(1)
const text = (key: string) => page.textContent(`[data-f="${key}"]`)

test.each([1280, 360])(
  'at %d px the agency’s board moves by itself: texts and widths change, nothing else moves, and the age stands beside it',
  async (width) => {
    await page.setViewportSize({ width, height: 900 })
    site.world = ofRahmi
    await page.goto(`${site.url}/instansi/DPMPTSP`)
    await listening()
    await watchShifts(page)
    const figures = agencyView.figures!
    for (let step = 1; step <= 20; step++) {
      site.say(
        'agency',
        frame(figures, {
          peopleRecordedToday: 96 + step,
          entriesToday: 296 + step * 3,
          entriesWaiting: 124 + step * 41,
          entriesPerMinute: [
            ...figures.entriesPerMinute.slice(step),
            ...figures.entriesPerMinute.slice(0, step).map((value) => value + step),
          ],
          units: figures.units.map((unit) => ({
            ...unit,
            daysOnTime: Math.min(unit.daysDue, unit.daysOnTime + step * 3),
            peopleRecordedToday: unit.peopleRecordedToday + (step % 3),
          })),
        }),
      )
      await page.waitForTimeout(60)
    }
    await expect.poll(() => text('today.figure')).toBe('116 dari 148 orang')
    expect(await text('waiting.figure')).toBe('944 catatan')
    expect(await page.getAttribute('[data-bar=a1]', 'width')).toBe('89%')
    expect(await page.getAttribute('[data-bar=a1]', 'class')).toBe('v')
    expect(await page.textContent('[data-age-text]')).toMatch(/^langsung · \d,\d\sdtk$/)
    expect(await shifts(page)).toEqual([])
  },
)

test('an older frame that comes late changes nothing', async () => {
  site.world = ofRahmi
  await page.goto(`${site.url}/instansi/DPMPTSP`)
  await listening()
  const old = frame(agencyView.figures!, { peopleRecordedToday: 11 })
  site.say('agency', frame(agencyView.figures!, { peopleRecordedToday: 120 }))
  site.say('agency', old)
  await expect.poll(() => text('today.figure')).toBe('120 dari 148 orang')
  await page.waitForTimeout(200)
  expect(await text('today.figure')).toBe('120 dari 148 orang')
})

test('a pause holds the figures, and going on shows the latest', async () => {
  site.world = ofRahmi
  await page.goto(`${site.url}/instansi/DPMPTSP`)
  await listening()
  await page.click('[data-pause]')
  expect(await page.textContent('[data-age-text]')).toContain('dijeda sejak')
  site.say('agency', frame(agencyView.figures!, { peopleRecordedToday: 97 }))
  site.say('agency', frame(agencyView.figures!, { peopleRecordedToday: 99 }))
  await page.waitForTimeout(200)
  expect(await text('today.figure')).toBe('96 dari 148 orang')
  await page.click('[data-pause]')
  expect(await text('today.figure')).toBe('99 dari 148 orang')
})

test('a cut line is told: late first, then broken, and it comes back by itself', async () => {
  site.world = ofRahmi
  await page.clock.install({ time: now })
  await page.goto(`${site.url}/instansi/DPMPTSP`)
  await listening()
  site.say('beat', { sentAt: now })
  await expect.poll(() => page.textContent('[data-age-text]')).toContain('langsung')
  site.cut(true)
  await page.clock.runFor(12_000)
  expect(await page.textContent('[data-age-text]')).toContain('tertunda · 12')
  await page.clock.runFor(20_000)
  expect(await page.textContent('[data-age-text]')).toContain('terputus sejak 10.44')
  // The browser tries by itself after three seconds, is refused, and gives up; then it is ours to try again.
  await expect.poll(() => site.refusals(), { timeout: 6000 }).toBeGreaterThan(0)
  site.cut(false)
  await page.clock.runFor(10_000)
  await listening()
  site.say('beat', { sentAt: now })
  await expect.poll(() => page.textContent('[data-age-text]')).toContain('langsung')
})

test.each([1280, 360])(
  'at %d px the province’s board takes the frames of all agencies, and no row moves',
  async (width) => {
    await page.setViewportSize({ width, height: 900 })
    site.world = ofArif
    await page.goto(`${site.url}/provinsi`)
    await listening()
    await watchShifts(page)
    for (let step = 1; step <= 10; step++) {
      for (const agency of provinceView.agencies)
        if (agency.figures)
          site.say(
            'agency',
            frame(agency.figures, {
              peopleRecordedToday: agency.figures.peopleRecordedToday + step,
              daysOnTime: agency.agencyId === 'satpolpp' ? agency.figures.daysDue : agency.figures.daysOnTime,
            }),
          )
      await page.waitForTimeout(100)
    }
    const satpolpp = provinceView.agencies.find(({ code }) => code === 'SATPOLPP')!.figures!
    await expect.poll(() => text('satpolpp.today')).toBe(`${satpolpp.peopleRecordedToday + 10} dari 411`)
    expect(await text('satpolpp.onTime')).toBe('100\u00a0%')
    expect(await page.getAttribute('[data-low="satpolpp.onTime"]', 'class')).not.toContain('low')
    expect(await page.textContent('h1')).toBe('2 dari 9 perangkat daerah butuh perhatian')
    expect(await shifts(page)).toEqual([])
  },
)

test.each([1280, 360])(
  'at %d px the operator’s page moves: age, line, lag and a consumer that falls silent',
  async (width) => {
    await page.setViewportSize({ width, height: 900 })
    site.world = ofBima
    await page.goto(`${site.url}/operator`)
    await listening()
    await watchShifts(page)
    const { figures } = operatorView
    for (let step = 1; step <= 10; step++) {
      site.say('operator', {
        computedAt: operatorView.asOf,
        sentAt: operatorView.asOf + 300,
        figures: {
          ...figures,
          oldestUnprocessedMs: 1800 + step * 700,
          acceptedToday: figures.acceptedToday + step * 15,
          arrivals: [...figures.arrivals.slice(step), ...figures.arrivals.slice(0, step)],
          consumers: figures.consumers.map((one) =>
            one.consumer === 'journal'
              ? { ...one, lagMs: 600 + step * 600 }
              : one.consumer === 'appraisal'
                ? { ...one, lastSeenAt: operatorView.asOf - step * 5000 }
                : one,
          ),
        },
      })
      await page.waitForTimeout(60)
    }
    await expect.poll(() => text('oldest')).toBe('8,8 dtk')
    expect(await text('verdict')).toContain('Lewat batas')
    expect(await page.getAttribute('[data-bar="journal/activity.v1"]', 'class')).toBe('v3')
    expect(await page.getAttribute('[data-consumer="appraisal/directory.v1"]', 'class')).toContain('silent')
    expect(await shifts(page)).toEqual([])
  },
)
