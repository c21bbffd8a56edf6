// Keeps one page for when the server is gone: the shell (/luring) with the files that it needs. It holds no name;
// what a person wrote lies in IndexedDB. Its address carries the build, the language and what was chosen for the device, so a new one brings a new shell.
const cacheName = `shell${location.search}`
const shell = '/luring'

/** The shell's files: those it names, and what these import. Our own build writes imports as from"./name.js". */
const collect = async (cache) => {
  const page = await fetch(shell, { cache: 'reload' })
  if (!page.ok) throw new Error('no shell')
  const wanted = [...(await page.clone().text()).matchAll(/["'](\/_astro\/[\w.-]+|\/timbang\.svg)["']/g)].map((found) => found[1])
  await cache.put(shell, page)
  const known = new Set()
  for (let path = wanted.pop(); path !== undefined; path = wanted.pop()) {
    if (known.has(path)) continue
    known.add(path)
    const file = await fetch(path)
    if (!file.ok) throw new Error(`no ${path}`)
    if (path.endsWith('.js')) for (const found of (await file.clone().text()).matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) wanted.push(`/_astro/${found[1]}`)
    await cache.put(path, file)
  }
}

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(cacheName).then(collect).then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith('shell') && name !== cacheName).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate') {
    // What a citizen reads is not the shell's: there the browser says itself that it is offline.
    if (/^\/(?:publik|survei|masuk|galat)(?:\/|$)/.test(pathname)) return
    // This build's shell in this language, never one that an older build left.
    const kept = () => caches.open(cacheName).then((cache) => cache.match(shell))
    // The server's page whenever there is one; a gateway that has lost its server is no server.
    event.respondWith(
      fetch(request)
        .then(async (answer) => ([502, 504].includes(answer.status) ? ((await kept()) ?? answer) : answer))
        .catch(async () => (await kept()) ?? Response.error()),
    )
  } else if (pathname.startsWith('/_astro/')) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)))
  }
})
