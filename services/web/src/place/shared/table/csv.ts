export type Cell = string | number | null
/** What is kept in thousandths, as a spreadsheet reads it. */
export const thousandths = (value: number | null): number | null => (value === null ? null : value / 1000)
const cell = (value: Cell): string => {
  const text = value === null ? '' : String(value)
  // A spreadsheet runs what begins like a formula: names come from files.
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** RFC 4180, with a byte order mark because Excel takes UTF-8 only so. */
export const csv = (name: string, head: readonly string[], rows: readonly (readonly Cell[])[]): Response =>
  new Response(`\ufeff${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`, {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}.csv"` },
  })
