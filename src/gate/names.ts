import { nameOfPerson } from './actors.ts'
import type { RuleContext } from './rule-context.ts'

/** The name of somebody known by a key, as it is shown; the key itself where nothing better is known. */
export function nameOfKey(key: string, { model, votes, facts }: RuleContext): string {
  const person = key.startsWith('person:') ? model.people.get(key.slice('person:'.length))?.value : undefined
  if (person !== undefined) return nameOfPerson(person)
  const { author, mergedBy, autoMergeBy } = facts.pull
  const accounts = [
    ...votes.flatMap(({ actor }) => (actor === undefined ? [] : [actor.account])),
    author,
    mergedBy,
    autoMergeBy,
  ]
  return accounts.find((account) => account !== null && key === `account:${account.id}`)?.login ?? key
}
