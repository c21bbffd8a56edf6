import type { Language } from '../../locals.ts'

/** How large text is, in percent of what the browser is set to. */
export const sizes = ['100', '125', '150', '200'] as const
export type Size = (typeof sizes)[number]
/** `auto`: as the device is. */
export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** What somebody chose for this device. It lies in its cookies, so that the server writes it into the page and nothing jumps when a script comes. */
export type Display = { size: Size; theme: Theme; shortcuts: boolean }

/** The names of the cookies; `lang` is the language's. */
export const displayCookies = { size: 'ukuran', theme: 'tema', shortcuts: 'pintasan' } as const
export const SHORTCUTS_OFF = 'mati'
export const DISPLAY_SECONDS = 31_536_000

export const isLanguage = (text: unknown): text is Language => text === 'id' || text === 'en'
const one = <Choice extends string>(choices: readonly Choice[], text: string | undefined): Choice | undefined =>
  choices.find((choice) => choice === text)

/** A cookie that says what nobody can choose says nothing. @param cookie its value by name */
export const displayOf = (cookie: (name: string) => string | undefined): Display => ({
  size: one(sizes, cookie(displayCookies.size)) ?? '100',
  theme: one(themes, cookie(displayCookies.theme)) ?? 'auto',
  shortcuts: cookie(displayCookies.shortcuts) !== SHORTCUTS_OFF,
})

/** What the form of the settings says; null: something that cannot be chosen, and nothing is changed. */
export const readDisplay = (form: FormData): (Display & { language: Language }) | null => {
  const text = (name: string): string => String(form.get(name) ?? '')
  const size = one(sizes, text('ukuran'))
  const theme = one(themes, text('tema'))
  const language = text('bahasa')
  const shortcuts = text('pintasan')
  if (size === undefined || theme === undefined || !isLanguage(language)) return null
  // Whoever has no use for shortcuts is not asked.
  return shortcuts === '' || shortcuts === 'hidup' || shortcuts === SHORTCUTS_OFF
    ? { size, theme, language, shortcuts: shortcuts !== SHORTCUTS_OFF }
    : null
}
