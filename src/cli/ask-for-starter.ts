import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Questions } from '../ports/questions.ts'
import { printable } from '../report/printable.ts'
import {
  type Category,
  categories,
  type StarterPerson,
  toCategories,
  toLogin,
  toName,
  toPersonId,
} from '../usecases/starter/init-answers.ts'

/** What was said by flags; each question has one, and what was given is not asked for. */
export interface GivenAnswers {
  readonly organisation: string | undefined
  readonly system: string | undefined
  readonly people: readonly StarterPerson[]
  readonly categories: readonly Category[] | undefined
}

export interface StarterAnswers {
  readonly organisation: string
  readonly system: string
  readonly people: readonly [StarterPerson, ...StarterPerson[]]
  readonly categories: readonly Category[]
}

/**
 * Asks a person for what is not known yet. An answer that cannot be used is told and asked for again, so that nobody starts
 * over; an empty one takes what stands in brackets.
 */
export async function askForStarter(given: GivenAnswers, questions: Questions, tell: (text: string) => void) {
  const ask = async <T>(question: string, read: (answer: string) => T): Promise<T> => {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const answer = await questions.ask(question)
      try {
        return read(answer)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        tell(`${printable(error.message)}\n`)
      }
    }
    throw new Refusal(exitStatus.usage, 'There was no answer that can be used', 'Nothing was written.')
  }
  const organisation = given.organisation ?? (await ask('Name of the organisation?', toName))
  const usual = `${organisation} service`
  const system =
    given.system ?? (await ask(`Name of the system under report? [${usual}]`, (text) => toName(text || usual)))
  const chosen = given.categories ?? (await ask(`${categoriesQuestion} [CC]`, (text) => toCategories(text || 'CC')))
  const people = await askForPeople(given.people, ask)
  return { organisation, system, people, categories: chosen } satisfies StarterAnswers
}

const mostTries = 10
const categoriesQuestion = `Categories in scope? ${Object.entries(categories)
  .map(([id, name]) => `${id} ${name}`)
  .join(', ')}. Security is always in.`

async function askForPeople(
  given: readonly StarterPerson[],
  ask: <T>(question: string, read: (answer: string) => T) => Promise<T>,
): Promise<readonly [StarterPerson, ...StarterPerson[]]> {
  const [first, ...others] = given
  if (first !== undefined) return [first, ...others]
  const people: StarterPerson[] = []
  /** What nobody has yet: one account or id for two people is told where it is typed. */
  const free = (key: 'id' | 'login', value: string) => {
    const taken = people.some((person) => person[key].toLowerCase() === value.toLowerCase())
    if (taken) throw new Refusal(exitStatus.usage, `${value} is somebody already`, 'Give another one.')
    return value
  }
  const complete = async (id: string): Promise<StarterPerson> => ({
    id,
    name: await ask(`Full name of ${id}?`, toName),
    login: await ask(`Login of ${id} on GitHub?`, (text) => free('login', toLogin(text))),
  })
  const lead = await complete(
    await ask('Who leads security? A short id in small letters, for example ana.', toPersonId),
  )
  people.push(lead)
  for (;;) {
    const asked = people.length === 1 ? 'Who else? It takes three to review for each other.' : 'Who else?'
    const id = await ask(`${asked} An id, or nothing to end.`, (text) =>
      text === '' ? undefined : free('id', toPersonId(text)),
    )
    if (id === undefined) return [lead, ...people.slice(1)]
    people.push(await complete(id))
  }
}
