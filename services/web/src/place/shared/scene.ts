import type { Page } from 'playwright-core'
import type { PageLocals } from '../../locals.ts'
import type { Answer, Problem } from './answer.ts'
import type { Question } from './question.ts'

/** What each question of a place may be answered with in a scene. */
export type Told<Asked> = {
  [Name in keyof Asked as Asked[Name] extends Question<never, unknown> ? Name : never]?: Asked[Name] extends Question<
    infer Args,
    infer View
  >
    ? (...args: Args) => Promise<Answer<View>>
    : never
}

/** Who is signed in, and what the services would say. Each place adds its own questions beside its scenes. */
export interface World extends Told<typeof import('./frame/ask.ts')> {
  caller?: PageLocals['caller']
}

/** One state that a page can have: fixed answers instead of services. */
export type Scene = {
  path: string
  world: World
  dark?: boolean
  /** Brings the page into the state. */
  act?: (page: Page) => Promise<void>
}
/** The usual state of a page by a name without a dash (`p14`), others with one (`p14-empty`). */
export type Scenes = Record<string, Scene>

export const answered =
  <View>(view: View) =>
  async () => ({ ok: true as const, view })
export const refused = (problem: Problem) => async () => ({ ok: false as const, problem })

/** Thursday, 19 November 2026, 10.44 WIB: the day of all the pictures. */
export const now = Date.UTC(2026, 10, 19, 3, 44)
export const wib = (day: string, clock: string): number => Date.parse(`${day}T${clock.replace('.', ':')}:00+07:00`)

export const openAll = async (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const one of document.querySelectorAll('details')) one.open = true
  })

/** Sends the page's form past its script: what a browser sends that runs none. */
export const postAsItStands = async (page: Page): Promise<void> =>
  page.evaluate(() => document.querySelector<HTMLFormElement>('main form')?.submit())
