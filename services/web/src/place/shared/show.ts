import type { AstroGlobal } from 'astro'
import type { Answer } from './answer.ts'
import type { Question } from './question.ts'
import { statusOf } from './status.ts'

/** Asks for a page: the status tells machines what the words tell people. */
export async function show<Args extends readonly unknown[], View>(
  astro: Pick<AstroGlobal, 'locals' | 'response'>,
  question: Question<Args, View>,
  ...args: Args
): Promise<Answer<View>> {
  const answer = await astro.locals.ask(question, ...args)
  if (!answer.ok) astro.response.status = statusOf(answer.problem)
  return answer
}
