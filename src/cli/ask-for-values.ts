import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import { printable } from '../report/printable.ts'
import type { MissingValue } from '../usecases/build-value.ts'
import { valueOfText } from '../usecases/value-of-text.ts'

/** Wrong answers to one question before it is given up: a script that answers nonsense must come to an end. */
const mostTries = 3
/** Ids that are listed to choose from. */
const mostChoices = 8

export interface Conversation {
  ask(question: string): Promise<string>
  say(text: string): void
}

/**
 * Asks a person for each missing value until it is one; the whole record is still checked afterwards.
 * @param given where the answers go, by path
 * @throws Refusal after too many wrong answers
 */
export async function askForValues(
  missing: readonly MissingValue[],
  given: Map<string, string>,
  { ask, say }: Conversation,
): Promise<void> {
  for (const { path, meaning, schema, candidates } of missing) {
    say(`${printable(meaning)}${printable(choices(candidates))}\n`)
    for (let tries = 1; !given.has(path); tries += 1) {
      const answer = (await ask(`${path}:`)).trim()
      try {
        if (answer === '') throw new Refusal(exitStatus.usage, `${path} is needed`, 'Ctrl-C ends without writing.')
        valueOfText(answer, schema, path)
        given.set(path, answer)
      } catch (error) {
        if (!(error instanceof Refusal) || tries >= mostTries) throw error
        say(`${printable(error.message)}\n`)
      }
    }
  }
}

/** What to write on the command line where nobody can be asked. */
export function nameMissing(missing: readonly MissingValue[]): Refusal {
  const what = `${missing.map(({ path }) => path).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`
  const lines = missing.map(({ path, meaning, candidates }) => {
    const flag = path === 'title' || path === 'name' ? '--title TEXT' : path === 'id' ? '--id ID' : `--set ${path}=...`
    return `  ${flag}  ${meaning}${choices(candidates)}`
  })
  return new Refusal(exitStatus.usage, what, `Give:\n${lines.join('\n')}`)
}

function choices(candidates: readonly string[]): string {
  if (candidates.length === 0) return ''
  const more = candidates.length > mostChoices ? ` and ${candidates.length - mostChoices} more` : ''
  return ` There is ${candidates.slice(0, mostChoices).join(', ')}${more}.`
}
