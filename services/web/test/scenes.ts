import type { Page } from 'playwright-core'
import type { PageLocals } from '../src/locals.ts'
import { calmAgency, ofArif, ofBima, ofRahmi, operatorEmpty, operatorPast, silentAgency } from './fixtures/boards.ts'
import { emptyToday, ofSari } from './fixtures/today.ts'
import { answered, now, refused } from './fixtures/nobody.ts'
import { emptyBox, ofHendra, one } from './fixtures/verification.ts'
import { hiddenPublication, ofCitizen, survey } from './fixtures/public.ts'
import { sari } from './fixtures/people.ts'
import { evidence, scored, split, unscored, whyOf } from './fixtures/why.ts'
import type { Site } from './site.ts'

export type Scene = {
  path: string
  locals: Partial<PageLocals>
  dark?: boolean
  act?: (page: Page, site: Site) => Promise<void>
}

const openAll = async (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const one of document.querySelectorAll('details')) one.open = true
  })

/** Every state that a page can have, each to be looked at and to be free of axe's complaints. */
export const scenes: Record<string, Scene> = {
  p1: { path: '/', locals: ofSari },
  'p1-received': { path: '/?diterima=7-4822&pada=1795146240000', locals: ofSari },
  'p1-empty-busy': { path: '/', locals: { ...ofSari, today: answered(emptyToday) } },
  'p1-english': { path: '/?lang=en', locals: ofSari },
  'p1-open-details': { path: '/', locals: ofSari, act: openAll },
  'p1-dark': { path: '/', locals: ofSari, dark: true },
  'p1-unavailable': { path: '/', locals: { ...sari, today: refused({ kind: 'unavailable', code: '7F3K', at: now }) } },
  p2: { path: '/catat?tanggal=2026-11-13', locals: ofSari },
  'p2-repeat': { path: '/catat?ulang=kemarin', locals: ofSari },
  'p2-mend': { path: '/catat?perbaiki=e3', locals: ofSari },
  a1: { path: '/verifikasi', locals: ofHendra },
  'a1-english': { path: '/verifikasi?lang=en', locals: ofHendra },
  'a1-empty': { path: '/verifikasi', locals: { ...ofHendra, verification: answered(emptyBox) } },
  'a1-not-allowed': {
    path: '/verifikasi',
    locals: { ...sari, verification: refused({ kind: 'not-allowed', audience: ['assessor'] }) },
  },
  'a1-none-chosen': {
    path: '/verifikasi',
    locals: ofHendra,
    act: async (page) => {
      await page.click('[data-approve]')
      await page.waitForLoadState()
    },
  },
  a2: { path: '/verifikasi/x', locals: ofHendra },
  'a2-errors': {
    path: '/verifikasi/x',
    locals: ofHendra,
    act: async (page) => {
      await page.click('[data-return] summary')
      await page.selectOption('#reason', 'other')
      await page.click('[value=kembalikan]')
      await page.waitForSelector('.errsum')
    },
  },
  'a2-returned': {
    path: '/verifikasi/x',
    locals: {
      ...ofHendra,
      verifyOne: answered({
        ...one,
        state: 'returned' as const,
        decided: { at: now, reasonCode: 'unclear', note: 'Sebut jumlah berkasnya.', undoUntil: null },
      }),
    },
  },
  i1: { path: '/instansi/DPMPTSP', locals: ofRahmi },
  'i1-english': { path: '/instansi/DPMPTSP?lang=en', locals: ofRahmi, act: openAll },
  'i1-calm': { path: '/instansi/DPMPTSP', locals: { ...ofRahmi, agency: answered(calmAgency) } },
  'i1-silent': { path: '/instansi/DPMPTSP', locals: { ...ofRahmi, agency: answered(silentAgency) } },
  'i1-not-allowed': {
    path: '/instansi/DISDIK',
    locals: {
      ...ofRahmi,
      agency: refused({ kind: 'not-allowed', audience: ['agency-head', 'personnel-officer', 'governor'] }),
    },
  },
  g1: { path: '/provinsi', locals: ofArif },
  'g1-english': { path: '/provinsi?lang=en', locals: ofArif, act: openAll },
  'o1-dark': { path: '/operator', locals: ofBima, dark: true },
  o1: { path: '/operator', locals: ofBima },
  'o1-past': { path: '/operator?lang=en', locals: { ...ofBima, operator: answered(operatorPast) }, act: openAll },
  'o1-empty': { path: '/operator', locals: { ...ofBima, operator: answered(operatorEmpty) } },
  p9: { path: '/kinerja/2026-Q3', locals: whyOf(scored) },
  'p9-open': {
    path: '/kinerja/2026-Q3',
    locals: whyOf(scored),
    act: async (page) => {
      await openAll(page)
      await page.click('[data-recompute] button')
      await page.getByText('Cocok').waitFor()
    },
  },
  'p9-english': { path: '/kinerja/2026-Q3?lang=en', locals: whyOf(scored), act: openAll },
  'p9-decided': {
    path: '/kinerja/2026-Q3',
    locals: whyOf({
      ...scored,
      receipt: JSON.stringify({
        ...JSON.parse(scored.receipt!),
        ratings: { result: 'meets', behaviour: 'meets' },
        predicate: 'baik',
      }),
    }),
  },
  'p9-evidence-seal': { path: '/kinerja/2026-Q3', locals: whyOf(evidence) },
  'p9-incomplete': { path: '/kinerja/2026-Q3', locals: whyOf(unscored) },
  'p9-split': { path: '/kinerja/2026-Q3', locals: whyOf(split), act: openAll },
  'p9-nothing': {
    path: '/kinerja/2026-Q4',
    locals: whyOf({ ...scored, period: '2026-Q4', receipt: null, seal: null }),
  },
  'p9-other': {
    path: '/kinerja/2026-Q3?pegawai=x',
    locals: { ...whyOf({ ...scored, subject: { name: 'Sari Wulandari', own: false } }) },
  },
  'p9-quantity': { path: '/kinerja/2026-Q3/quantity', locals: whyOf(scored) },
  'p9-days': { path: '/kinerja/2026-Q3/timeliness', locals: whyOf(scored) },
  p13: { path: '/antrean', locals: ofSari },
  shell: { path: '/luring', locals: ofSari },
  w2: { path: '/publik/DPMPTSP', locals: ofCitizen },
  'w2-english': { path: '/publik/DPMPTSP?lang=en', locals: ofCitizen, act: openAll },
  'w2-hidden': { path: '/publik/DPMPTSP', locals: { publication: answered(hiddenPublication) } },
  'w2-missing': { path: '/publik/APA', locals: {} },
  w4: { path: '/survei/abc', locals: ofCitizen },
  'w4-english': { path: '/survei/abc?lang=en', locals: ofCitizen },
  'w4-errors': {
    path: '/survei/abc',
    locals: ofCitizen,
    act: async (page) => {
      await page.check('[name=u1][value="3"]', { force: true })
      await page.click('.btn')
      await page.waitForSelector('.errsum')
    },
  },
  'w4-busy': {
    path: '/survei/abc',
    locals: {
      ...ofCitizen,
      answerSurvey: answered({ kind: 'busy' as const, code: 'request.too-many', retryAfterSeconds: 30 }),
    },
    act: async (page) => {
      for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 9]) await page.check(`[name=u${n}][value="3"]`, { force: true })
      await page.click('.btn')
      await page.waitForSelector('.banner.warn')
    },
  },
  'w4-thanks': { path: '/survei/abc?terima=1', locals: ofCitizen },
  'w4-closed': { path: '/survei/abc', locals: { survey: answered({ ...survey, state: 'closed' as const }) } },
  'sign-in': {
    path: '/masuk',
    locals: { signIn: () => ({ href: '/masuk/mulai', providerName: 'SSO Provinsi Jambi', reason: 'expired' }) },
  },
  help: { path: '/bantuan', locals: sari },
  'not-found': { path: '/tidak/ada', locals: sari },
  fault: {
    path: '/',
    locals: {
      ...sari,
      today: async () => {
        throw new Error('a fault on purpose')
      },
    },
  },
  'sign-in-needed': { path: '/', locals: {} },
}
