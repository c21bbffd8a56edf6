import { hash } from 'node:crypto'

/** Who says that a figure is one: the client of the identity provider that brought the first files. */
const CLIENT = 'importer'

/**
 * The id of a figure that somebody tells, in a file or on a page: a unit, an indicator, a day or month. So the file of a month and the page say one
 * figure, which either mends. A UUIDv7 whose time is the day, and 56 bits of a hash. Never change it: ids on the log were made by it.
 * @param figure.span `2026-11-30`, or `2026-11`
 */
export function figureIdOf(figure: { unitId: string; indicatorId: string; span: string }): string {
  const { unitId, indicatorId, span } = figure
  const time = Date.parse(`${span.length === 7 ? `${span}-01` : span}T00:00:00Z`)
    .toString(16)
    .padStart(12, '0')
  const bits = hash('sha256', [CLIENT, unitId, indicatorId, span].join('\n'))
  return `${time.slice(0, 8)}-${time.slice(8)}-7${bits.slice(0, 3)}-a${bits.slice(3, 6)}-${bits.slice(6, 14)}0001`
}
