export type KeyAction = 'down' | 'up' | 'select' | 'approve' | 'return' | 'help'
const keys: Readonly<Record<string, KeyAction>> = {
  j: 'down',
  k: 'up',
  x: 'select',
  s: 'approve',
  b: 'return',
  '?': 'help',
}

/** What a single key asks for: nothing while one writes, nothing with a modifier (the browser's own), nothing when switched off. Enter is the link's own. */
export const actionOf = (
  event: { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean },
  writing: boolean,
  on: boolean,
): KeyAction | null =>
  on && !writing && !event.ctrlKey && !event.metaKey && !event.altKey ? (keys[event.key.toLowerCase()] ?? null) : null

/** What the server wrote into the page; the settings change the same. */
export const shortcutsOn = (): boolean => document.documentElement.dataset['shortcuts'] !== 'off'
export const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]')
