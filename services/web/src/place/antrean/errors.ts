import type { Language } from '../../locals.ts'
import { entryWords } from '../shared/entry/words.ts'
import { capital, inWords } from '../shared/number.ts'

export const clearErrors = (form: HTMLFormElement): void => {
  document.querySelector('[data-errors]')?.remove()
  for (const error of form.querySelectorAll('[data-error]')) error.remove()
  for (const bad of form.querySelectorAll('.bad')) bad.classList.remove('bad')
  for (const invalid of form.querySelectorAll('[aria-invalid]')) invalid.removeAttribute('aria-invalid')
}

export type Shown = { field: string; text: string }
/** The same summary as the server's, before anything is sent: focus on it, text kept. */
export const showErrors = (form: HTMLFormElement, errors: readonly Shown[], language: Language): void => {
  const words = entryWords[language]
  const summary = document.createElement('div')
  summary.className = 'errsum'
  summary.tabIndex = -1
  summary.dataset['errors'] = ''
  summary.setAttribute('role', 'group')
  summary.setAttribute('aria-labelledby', 'errors')
  const title = document.createElement('h2')
  title.id = 'errors'
  title.textContent = capital(words.summary(inWords(errors.length, language)))
  summary.append(title)
  for (const { field, text } of errors) {
    const line = document.createElement('p')
    const link = document.createElement('a')
    const choice = form.elements.namedItem('date_choice')
    link.href = `#${field === 'date' && choice instanceof RadioNodeList && choice.value !== 'other' ? 'date_choice' : field}`
    link.textContent = text
    line.append(link)
    summary.append(line)
    const control = form.querySelector<HTMLElement>(`#${field}`)
    control?.setAttribute('aria-invalid', 'true')
    control?.closest('.field')?.classList.add('bad')
    const closed = control?.closest('details')
    if (closed) closed.open = true
    const said = document.createElement('p')
    said.className = 'err'
    said.dataset['error'] = ''
    said.textContent = text
    control?.before(said)
  }
  form.before(summary)
  summary.focus()
}
