import type { Language } from '../../locals.ts'
import { entryWords, evidenceSize } from '../shared/entry/words.ts'
import type { KeptFile } from './attach.ts'

/** What was attached on this device, one a line, each with a way to take it off; the fold that holds the list opens with the first. */
export const drawAttached = (
  form: HTMLFormElement,
  attached: readonly { hash: string; file: KeptFile | null }[],
  language: Language,
  onDetach: (hash: string) => void,
): void => {
  const list = form.querySelector<HTMLElement>('[data-attached]')
  if (!list) return
  const words = entryWords[language]
  list.replaceChildren(
    ...attached.map(({ hash, file }, nth) => {
      const row = document.createElement('li')
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'quiet'
      button.textContent = words.detach(nth + 1)
      button.addEventListener('click', () => onDetach(hash))
      const kind = file === null ? '' : file.type === 'application/pdf' ? 'PDF' : words.photo
      const says = [words.attachedNth(nth + 1), kind, file && evidenceSize(file.bytes.byteLength, language)]
      row.append(`${says.filter((part) => part).join(' · ')} `, button)
      return row
    }),
  )
  const fold = list.closest('details')
  if (fold && attached.length > 0) fold.open = true
}
