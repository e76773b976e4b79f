import type { ProgramModel } from '../model/program-model.ts'
import { type Actor, type FindActor, isGhost, isPerson, keyOfPerson, nameOfPerson } from './actors.ts'
import type { MergedChange } from './deployment-decision.ts'
import { toAccount } from './logged-account.ts'
import type { Part } from './parts.ts'

/** Everybody with one part in a change that was merged. */
export interface Holders {
  /** Key of the actor -> name, and what was done as it reads in a sentence: `approved #12`. */
  readonly people: ReadonlyMap<string, { readonly name: string; readonly did: string }>
  /** Why others may have it too. Empty: nobody else has. */
  readonly unknown: readonly string[]
}

export type Parts = Readonly<Record<Part, Holders>>

/** Who had which part in a merged change, as the log has it, and who deploys it. Throws nothing. */
export function partsOf(
  change: MergedChange,
  { changes, people }: ProgramModel,
  actorOf: FindActor,
  deployers: Holders,
): Parts {
  const { pull, author, counted, changeRequests } = change
  const logged = (as: string) => (change.parts ?? []).filter((one) => one.as === as)
  const incomplete = change.parts == null ? [`who had a part in #${pull} is not known to the log`] : []
  const actors = (accounts: Parameters<typeof toAccount>[0][]) => accounts.map((one) => actorOf(toAccount(one)))
  const requests = changeRequests.map((id) => ({ id, request: changes.get(id)?.value }))
  const authors: Holders = {
    people: holders(actors([...(author === null ? [] : [author]), ...logged('author')]), `opened #${pull}`),
    unknown: author === null ? [`the account that opened #${pull} is gone`] : [],
  }
  const others = { people: holders(actors(logged('contributor')), `contributed to #${pull}`), unknown: incomplete }
  return {
    author: authors,
    contributor: together(others, authors),
    approver: {
      people: holders(actors([...counted]), `approved #${pull}`),
      unknown: counted.length >= mostCounted ? [`the log may not have all who approved #${pull}`] : [],
    },
    requester: {
      people: new Map(
        requests.flatMap(({ id, request }) => {
          const person = request === undefined ? undefined : people.get(request.requestedBy)?.value
          return person === undefined
            ? []
            : [[keyOfPerson(person.id), { name: nameOfPerson(person), did: `requested ${id} of #${pull}` }] as const]
        }),
      ),
      unknown: requests.flatMap(({ id, request }) =>
        request !== undefined && people.has(request.requestedBy)
          ? []
          : [`who requested ${id} of #${pull} is not known`],
      ),
    },
    merger: mergersOf(change, actorOf),
    deployer: deployers,
  }
}

/** The people in whose name it was merged: behind a machine whoever had it merge. */
function mergersOf(change: MergedChange, actorOf: FindActor): Holders {
  const { pull, mergedBy, parts } = change
  const accounts = [...(mergedBy === null ? [] : [mergedBy]), ...(parts ?? []).filter(({ as }) => as === 'merger')]
  const people = holders(
    accounts.map((one) => actorOf(toAccount(one))).filter((actor) => isPerson(actor) && !isGhost(actor.account)),
    `merged #${pull}`,
  )
  return {
    people,
    unknown: people.size > 0 ? [] : [`who merged #${pull}, or the person behind it, is not known`],
  }
}

/** Where merging deploys, whoever merged is a deployer. */
export function byMerging(change: MergedChange, actorOf: FindActor): Holders {
  const { people, unknown } = mergersOf(change, actorOf)
  const did = `merged, and so deployed, #${change.pull}`
  return { people: new Map([...people].map(([key, { name }]) => [key, { name, did }])), unknown }
}

export const holders = (actors: readonly Actor[], did: string): Holders['people'] =>
  new Map(actors.map(({ key, name }) => [key, { name, did }]))

/** Of two lists; who is in both keeps what the first says. */
export const together = (one: Holders, other: Holders): Holders => ({
  people: new Map([...other.people, ...one.people]),
  unknown: [...new Set([...one.unknown, ...other.unknown])],
})

/** As many as a record holds (schemas/evidence-record.json); more are cut there. */
const mostCounted = 100
