import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import node from '@astrojs/node'
import type { AstroIntegration } from 'astro'
import { defineConfig } from 'astro/config'

/** Every file beside itself in brotli and gzip: compressed once, as small as can be. */
const compressed: AstroIntegration = {
  name: 'compressed',
  hooks: {
    'astro:build:done': ({ dir }) => {
      for (const file of globSync('**/*.{js,css,svg}', { cwd: dir })) {
        const text = readFileSync(new URL(file, dir))
        writeFileSync(new URL(`${file}.br`, dir), brotliCompressSync(text))
        writeFileSync(new URL(`${file}.gz`, dir), gzipSync(text, { level: 9 }))
      }
    },
  },
}

export default defineConfig({
  output: 'server',
  adapter: node({ mode: 'middleware', bodySizeLimit: 64 * 1024 }),
  integrations: [compressed],
  // src/middleware.ts compares with the configured origin, for JSON too; Astro's own check sees only the proxy's address.
  security: { checkOrigin: false },
  build: { inlineStylesheets: 'never' },
  compressHTML: true,
  // Nothing is inlined: the policy allows scripts and styles from files only.
  vite: { build: { assetsInlineLimit: 0, modulePreload: { polyfill: false } } },
  devToolbar: { enabled: false },
  trailingSlash: 'never',
})
