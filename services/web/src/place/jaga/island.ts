const cellOf = (at: string, day: number): HTMLInputElement | null =>
  document.querySelector<HTMLInputElement>(`#c-${at}-${day}`)

/** Kinds of the codes, as the legend tells them. */
const kinds = new Map(
  [...document.querySelectorAll<HTMLElement>('[data-kinds] [data-code]')].map((one) => [
    one.dataset['code']!,
    one.dataset['kind']!,
  ]),
)

const moves: Readonly<Record<string, readonly [rows: number, days: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** Within a word the arrows move in it; at its ends, and where all of it is chosen, they move between cells. */
const leaves = (cell: HTMLInputElement, days: number): boolean => {
  const [from, to] = [cell.selectionStart ?? 0, cell.selectionEnd ?? 0]
  const all = from === 0 && to === cell.value.length
  return days === 0 || all || (from === to && (days < 0 ? from === 0 : to === cell.value.length))
}

/** The grid is walked by arrows, and a cell shows its shift as it is typed. Without this script it is a form like any other. */
const grid = document.querySelector<HTMLFormElement>('[data-grid]')
grid?.addEventListener('keydown', (event) => {
  const cell = event.target
  const move = moves[event.key]
  if (!(cell instanceof HTMLInputElement) || move === undefined || event.altKey || event.ctrlKey || event.metaKey)
    return
  const [rows, days] = move
  if (!leaves(cell, days)) return
  const [, at, day] = cell.id.split('-')
  // Over days on which somebody is elsewhere.
  for (let step = 1; step <= 31; step++) {
    const next = cellOf(String(Number(at) + rows * step), Number(day) + days * step)
    if (next === null) continue
    event.preventDefault()
    next.focus()
    next.select()
    return
  }
})
grid?.addEventListener('focusin', (event) => {
  if (event.target instanceof HTMLInputElement) event.target.select()
})
grid?.addEventListener('input', (event) => {
  const cell = event.target
  if (!(cell instanceof HTMLInputElement)) return
  const code = cell.value.trim().toUpperCase().split(',')[0]!
  const box = cell.closest('td')
  if (box) box.dataset['kind'] = kinds.get(code) ?? 'off'
})
