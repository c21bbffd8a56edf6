import type { SamplePerson } from './people.ts'

type Language = 'id' | 'en'
const words = {
  id: { title: 'Masuk sebagai siapa?', why: 'Penyedia identitas untuk pengembangan. Semua orang di sini rekaan; tidak ada kata sandi.', search: 'Cari orang lain', hint: 'Nama, jabatan, atau perangkat daerah.', go: 'Cari', none: 'Tidak ada yang cocok. Coba satu kata saja.', empty: 'Provinsi contoh belum dimuat. Tunggu sampai npm start selesai, lalu muat ulang.', other: 'English' },
  en: { title: 'Log in as whom?', why: 'Identity provider for development. Everybody here is invented; there are no passwords.', search: 'Find somebody else', hint: 'Name, position or agency.', go: 'Search', none: 'Nobody fits. Try one word only.', empty: 'The sample province is not loaded yet. Wait until npm start has finished, then reload.', other: 'Bahasa Indonesia' },
} as const

const html = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

const one = (person: SamplePerson, language: Language) =>
  `<li><button name="sub" value="${html(person.sub)}"><strong>${html(person.name)}</strong><span>${html(person.position)} · ${html(person.agency)}</span>${person.note === undefined ? '' : `<span class="note">${html(person.note[language])}</span>`}</button></li>`

export const styles = `:root{color-scheme:light dark;--ink:#1f1f1f;--soft:#525252;--line:#c9ccd1;--deep:#1f2855;--brand:#196bcd;--paper:#fff;--hover:#ebf2fc}
@media (prefers-color-scheme:dark){:root{--ink:#f1f1f1;--soft:#b9bec6;--line:#444b55;--deep:#0b0e1a;--paper:#11151b;--hover:#1b2734}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.45 system-ui,sans-serif}header{background:var(--deep);color:#fff;padding:12px 16px;font-weight:600}
main{max-width:44rem;margin:0 auto;padding:24px 16px 48px}h1{font-size:26px;margin:0 0 8px}p{margin:0 0 24px;color:var(--soft)}ul{list-style:none;margin:0 0 32px;padding:0;border-top:1px solid var(--line)}li{border-bottom:1px solid var(--line)}
li button{width:100%;min-height:44px;padding:12px 8px;border:0;background:none;color:inherit;font:inherit;text-align:start;cursor:pointer;display:grid;gap:2px}li button:hover{background:var(--hover)}li span{color:var(--soft);font-size:15px}.note{font-style:italic}
label{font-weight:600;display:block}.row{display:flex;gap:8px;margin:8px 0 16px;flex-wrap:wrap}input{flex:1 1 12rem;min-height:44px;padding:8px 12px;border:1px solid #737373;border-radius:8px;font:inherit;background:var(--paper);color:inherit}
.go{min-height:44px;padding:8px 20px;border:0;border-radius:8px;background:var(--brand);color:#fff;font:inherit;font-weight:600;cursor:pointer}a{color:inherit}:focus-visible{outline:3px solid var(--ink);outline-offset:0;box-shadow:0 0 0 6px #ffd84d}`

/** The login page: one click each, without script. */
export function page(options: { language: Language; cast: readonly SamplePerson[]; found: readonly SamplePerson[] | undefined; query: string; path: string }): string {
  const { language, path } = options
  const text = words[language]
  const other = language === 'id' ? 'en' : 'id'
  const list = (people: readonly SamplePerson[]) => `<form method="post" action="${path}"><ul>${people.map((person) => one(person, language)).join('')}</ul></form>`
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${text.title} – Timbang</title><link rel="stylesheet" href="/idp.css"></head><body><header>Timbang</header><main>
<h1>${text.title}</h1><p>${text.why}</p>
${options.found === undefined ? (options.cast.length === 0 ? `<p>${text.empty}</p>` : list(options.cast)) : options.found.length === 0 ? `<p>${text.none}</p>` : list(options.found)}
<form method="get" action="${path}"><label for="q">${text.search}</label><span class="hint">${text.hint}</span><div class="row"><input id="q" name="q" value="${html(options.query)}" maxlength="80" autocomplete="off"><input type="hidden" name="lang" value="${language}"><button class="go">${text.go}</button></div></form>
<a href="${path}?lang=${other}" lang="${other}">${text.other}</a></main></body></html>`
}
