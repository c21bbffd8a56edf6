import type { Answer } from './answer.ts'
import type { Reader } from './reader.ts'

/** What a page wants to know: a name, by which a scene answers instead, and how the services are asked. It changes nothing, whoever fetches the page ahead. */
export type Question<Args extends readonly unknown[], View> = {
  readonly name: string
  readonly answer: (reader: Reader, ...args: Args) => Promise<Answer<View>>
}
/** What a form does: the same, and only a POST may. */
export type Command<Args extends readonly unknown[], View> = Question<Args, View> & { readonly writes: true }

export const question = <Args extends readonly unknown[], View>(
  name: string,
  answer: (reader: Reader, ...args: Args) => Promise<Answer<View>>,
): Question<Args, View> => ({ name, answer })

export const command = <Args extends readonly unknown[], View>(
  name: string,
  answer: (reader: Reader, ...args: Args) => Promise<Answer<View>>,
): Command<Args, View> => ({ name, answer, writes: true })

export type Ask = <Args extends readonly unknown[], View>(
  question: Question<Args, View>,
  ...args: Args
) => Promise<Answer<View>>
export type Act = <Args extends readonly unknown[], View>(
  command: Command<Args, View>,
  ...args: Args
) => Promise<Answer<View>>
