/** Shapes on a 16 × 16 grid, filled with the current colour. Beside a word, never instead of one. */
export const icons = {
  device:
    'M4.5 0h7A1.5 1.5 0 0 1 13 1.5v13a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 3 14.5v-13A1.5 1.5 0 0 1 4.5 0zM5 2v9.5h6V2zm3 11a1 1 0 1 0 0 2 1 1 0 0 0 0-2z',
  up: 'M8 1l6 6.5h-4V15H6V7.5H2z',
  down: 'M8 15 1 7h4V1h6v6h4z',
  ok: 'M6.2 13.5.8 8.1l2-2 3.4 3.4 7-7 2 2z',
  mend: 'M8 .5 16 15H0zM7 5.5v5h2v-5zm0 6v2h2v-2z',
  off: 'M1.4.5 15.5 14.6l-1 1L.4 1.5zM8 11.5a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6zM4.3 8.7 5.7 10a3.3 3.3 0 0 1 1.7-.9L5.7 7.4c-.5.3-1 .7-1.4 1.3zM1.5 5.9l1.4 1.4c.5-.5 1-.9 1.5-1.3L2.9 4.6c-.5.3-1 .8-1.4 1.3zM8 3.5c2.5 0 4.8.9 6.5 2.4l-1.4 1.4A8 8 0 0 0 7.3 5.5L5.5 3.8A10 10 0 0 1 8 3.5z',
  wait: 'M8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0zm0 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zm-1 2h2v3.6l2.6 1.5-1 1.7L7 8.7z',
  eye: 'M8 3c3.5 0 6.3 2.1 8 5-1.7 2.9-4.5 5-8 5S1.7 10.9 0 8c1.7-2.9 4.5-5 8-5zm0 2a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
  link: 'M2 0h8l4 4v12H2zm2 6v1.5h8V6zm0 3v1.5h8V9zm0 3v1.5h5V12z',
  live: 'M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3zM8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0zm0 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z',
} as const
export type IconName = keyof typeof icons
