/** A fault that somebody could make, as a change of one text, and the test that must notice it. */
export interface Fault {
  /** What holds as long as it is not made, as one would tell a colleague. */
  readonly promise: string
  readonly file: string
  /** Stands exactly once in the file. */
  readonly found: string
  readonly planted: string
  /** The test file that must notice. */
  readonly test: string
  /** Of a file that takes long: only its tests that have this in their name. */
  readonly sentence?: string
}

/** Which project of vitest.config.ts a test file belongs to. */
export const projectOf = (test: string): 'unit' | 'integration' | 'faults' | 'browser' => {
  if (test.endsWith('.fault.test.ts')) return 'faults'
  if (test.endsWith('.browser.test.ts')) return 'browser'
  return test.includes('/test/') ? 'integration' : 'unit'
}
