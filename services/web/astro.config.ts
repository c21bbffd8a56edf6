import node from '@astrojs/node'
import preact from '@astrojs/preact'
import { defineConfig } from 'astro/config'

export default defineConfig({
  output: 'server',
  adapter: node({ mode: 'middleware', bodySizeLimit: 64 * 1024 }),
  integrations: [preact({ include: ['**/place/**/*.tsx'] })],
  // src/middleware.ts compares with the configured origin, for JSON too; Astro's own check sees only the proxy's address.
  security: { checkOrigin: false },
  build: { inlineStylesheets: 'never' },
  compressHTML: true,
  // Nothing is inlined: the policy allows scripts and styles from files only.
  vite: { build: { assetsInlineLimit: 0, modulePreload: { polyfill: false } } },
  devToolbar: { enabled: false },
  trailingSlash: 'never',
})
