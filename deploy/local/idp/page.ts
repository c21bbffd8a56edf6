import { MOST_FOUND, type SamplePerson } from './people.ts'

export type Language = 'id' | 'en'

const words = {
  id: {
    title: 'Masuk sebagai siapa?',
    why: 'Penyedia identitas untuk pengembangan. Semua orang di sini rekaan; tidak ada kata sandi.',
    search: 'Cari orang lain',
    hint: 'Nama, jabatan, atau perangkat daerah.',
    go: 'Cari',
    found: (count: number) =>
      count < MOST_FOUND
        ? `${count} orang cocok`
        : `${MOST_FOUND} orang pertama yang cocok. Tambah satu kata untuk mempersempit.`,
    none: 'Tidak ada yang cocok. Coba satu kata saja.',
    back: 'Kembali ke daftar pendek',
    empty: 'Provinsi contoh belum dimuat. Tunggu sampai npm start selesai, lalu muat ulang.',
    other: 'English',
    again: 'Masuk lagi',
    late: 'Halaman masuk ini sudah lewat',
    lateWhy: 'Ia berlaku lima belas menit dan hanya di peramban yang membukanya.',
    nobody: 'Orang ini tidak ada',
    nobodyWhy: 'Mungkin data contoh baru saja dimuat ulang.',
    left: 'Anda sudah keluar',
    leftWhy: 'Penyedia identitas ini tidak lagi mengenal Anda di peramban ini.',
    leave: 'Keluar dari penyedia identitas?',
    leaveGo: 'Keluar',
    broken: 'Permintaan masuk ini tidak sah',
    brokenWhy: (code: string) => `Kode: ${code}.`,
  },
  en: {
    title: 'Log in as whom?',
    why: 'Identity provider for development. Everybody here is invented; there are no passwords.',
    search: 'Find somebody else',
    hint: 'Name, position or agency.',
    go: 'Search',
    found: (count: number) =>
      count < MOST_FOUND
        ? count === 1
          ? '1 person fits'
          : `${count} people fit`
        : `The first ${MOST_FOUND} who fit. Add a word to narrow it.`,
    none: 'Nobody fits. Try one word only.',
    back: 'Back to the short list',
    empty: 'The sample province is not loaded yet. Wait until npm start has finished, then reload.',
    other: 'Bahasa Indonesia',
    again: 'Log in again',
    late: 'This login page is over',
    lateWhy: 'It holds for fifteen minutes, and only in the browser that opened it.',
    nobody: 'This person is not here',
    nobodyWhy: 'The sample may just have been loaded anew.',
    left: 'You have logged out',
    leftWhy: 'This identity provider no longer knows you in this browser.',
    leave: 'Log out of the identity provider?',
    leaveGo: 'Log out',
    broken: 'This login request is not valid',
    brokenWhy: (code: string) => `Code: ${code}.`,
  },
} as const

const html = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/** The colours and measures of the pages' own style, so that nobody feels sent elsewhere. */
export const styles = `:root{color-scheme:light dark;--ink:#1f1f1f;--soft:#525252;--bg:#fff;--line:#d9dde3;--edge:#737373;--brand:#196bcd;--brand-2:#12539f;--link:#0a489f;--deep:#1f2855;--note:#edf3fc}
@media (prefers-color-scheme:dark){:root{--ink:#eceef2;--soft:#b4bbc7;--bg:#12161d;--line:#343d4b;--edge:#8a93a1;--link:#8fc0fa;--deep:#0b0f1c;--note:#17273d}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--ink);font:17px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:break-word}
header{background:var(--deep);color:#fff}header p,main{max-width:50rem;margin:0 auto;padding-inline:16px}header p{display:flex;align-items:center;gap:8px;min-height:56px;font-size:19px;font-weight:700}
header svg{width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}main{padding-block:20px 64px}
h1{font-size:clamp(26px,22.7px + .95vw,36px);line-height:1.25;margin:0 0 8px}h2{font-size:20px;line-height:1.3;margin:24px 0 12px}p{margin:0 0 16px}.soft{color:var(--soft);font-size:15px}
ul{list-style:none;margin:24px 0 32px;padding:0;border-top:1px solid var(--line)}h2+form ul{margin-top:0}li{border-bottom:1px solid var(--line)}
li button{width:100%;min-height:44px;padding:12px 8px;border:0;background:none;color:inherit;font:inherit;text-align:start;cursor:pointer;display:grid;gap:2px}li button:hover{background:var(--note)}li strong{font-weight:600}
label{font-weight:600;display:block}.row{display:flex;gap:8px;margin:8px 0 16px;flex-wrap:wrap}input{flex:1 1 12rem;min-width:0;min-height:44px;padding:8px 12px;border:1px solid var(--edge);border-radius:8px;font:inherit;background:var(--bg);color:inherit}
.go{display:inline-flex;align-items:center;min-height:44px;padding:8px 20px;border:1px solid var(--brand);border-radius:8px;background:var(--brand);color:#fff;font:inherit;font-weight:600;text-decoration:none;cursor:pointer}.go:hover{background:var(--brand-2)}
.link{display:inline-flex;align-items:center;min-height:44px;color:var(--link);text-underline-offset:.18em}:focus-visible{outline:3px solid #1f1f1f;outline-offset:0;box-shadow:0 0 0 6px #fd0;border-radius:4px}`

const frame = (language: Language, title: string, content: string) =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title} – Timbang</title><link rel="stylesheet" href="/idp.css"></head><body>
<header><p><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 3v17M7 20h10M3 7h18M3 7l-2 6a3.6 3.6 0 0 0 6 0zM21 7l-2 6a3.6 3.6 0 0 0 6 0z" transform="translate(1.5 0) scale(.875 1)"></path></svg>Timbang</p></header><main><h1>${title}</h1>
${content}</main></body></html>`

const one = (person: SamplePerson, language: Language) =>
  `<li><button name="sub" value="${html(person.sub)}"><strong>${html(person.name)}</strong>${person.note === undefined ? '' : `<span>${html(person.note[language])}</span>`}<span class="soft">${html(person.position)} · ${html(person.agency)}</span></button></li>`

/** The login page: one click each, without script. */
export function choosing(options: {
  language: Language
  cast: readonly SamplePerson[]
  found: readonly SamplePerson[] | undefined
  query: string
  path: string
}): string {
  const { language, path, cast, found, query } = options
  const text = words[language]
  const other = language === 'id' ? 'en' : 'id'
  const list = (people: readonly SamplePerson[]) =>
    `<form method="post" action="${path}?lang=${language}"><ul>${people.map((person) => one(person, language)).join('')}</ul></form>`
  const search = `<form method="get" action="${path}" role="search"><label for="q">${text.search}</label><p class="soft" id="hint">${text.hint}</p><div class="row"><input id="q" name="q" value="${html(query)}" maxlength="80" autocomplete="off" aria-describedby="hint"><input type="hidden" name="lang" value="${language}"><button class="go">${text.go}</button></div></form>`
  const people =
    found === undefined
      ? `${cast.length === 0 ? `<p>${text.empty}</p>` : list(cast)}${search}`
      : `${search}${found.length === 0 ? `<p role="status">${text.none}</p>` : `<h2>${text.found(found.length)}</h2>${list(found)}`}<p><a class="link" href="${path}?lang=${language}">${text.back}</a></p>`
  return frame(
    language,
    text.title,
    `<p>${text.why}</p>${people}<p><a class="link" href="${path}?lang=${other}${query === '' ? '' : `&amp;q=${encodeURIComponent(query)}`}" lang="${other}" hreflang="${other}">${text.other}</a></p>`,
  )
}

/** What went wrong with a login, and the one thing to do: begin again. @param why `broken` takes a code in place of a reason */
export function failing(
  language: Language,
  what: 'late' | 'nobody' | 'broken' | 'left',
  again: string,
  code = '',
): string {
  const text = words[language]
  return frame(
    language,
    text[what],
    `<p>${what === 'broken' ? html(text.brokenWhy(code)) : text[`${what}Why`]}</p><p><a class="go" href="${html(again)}">${text.again}</a></p>`,
  )
}

/** Asked of whoever comes to log out without saying of which session. @param form the provider's own, without a button */
export const leaving = (language: Language, form: string): string =>
  frame(
    language,
    words[language].leave,
    form.replace('</form>', `<button class="go" name="logout" value="yes">${words[language].leaveGo}</button></form>`),
  )
