import { createHash } from 'node:crypto'
import { Impossible, momentText, type World } from './simulation-world.ts'

/** A new head by somebody, or the author. */
export function pushCommit({ by: name }: { readonly by?: string }, world: World): string {
  const by = name === undefined ? world.facts.pull.author : world.account(name)
  const { pull, commits, headChanges } = world.facts
  const sha = newCommit(pull.head.sha, 'push')
  world.facts = {
    ...world.facts,
    pull: {
      ...pull,
      head: { ...pull.head, sha },
      totals: { ...pull.totals, commits: pull.totals.commits + 1 },
    },
    commits: commits.known
      ? {
          known: true,
          value: [
            ...commits.value,
            {
              sha,
              parents: [pull.head.sha],
              parties: [{ as: 'author', account: by }],
              signatureVerified: false,
              signatureReason: 'unsigned',
              updateType: null,
            },
          ],
        }
      : commits,
    headChanges: headChanges.known
      ? {
          known: true,
          value: [
            ...headChanges.value,
            { kind: 'push', at: momentText(world.atMs), by, after: sha, source: 'activity', id: `simulated:${sha}` },
          ],
        }
      : headChanges,
    // Nothing was said about the new head yet, here or elsewhere.
    checks: { known: true, value: [] },
    workflowRuns: { known: true, value: [] },
    environmentStates: { known: true, value: [] },
    elsewhere: { known: true, value: [] },
    newestEvent: `simulated:${sha.slice(0, 12)}`,
  }
  return `${by?.login ?? 'somebody'} pushes ${sha.slice(0, 7)}`
}

/** A label is set, also where it was set before by somebody else. */
export function setLabel({ name, by }: { readonly name: string; readonly by?: string }, world: World): string {
  const setBy = by === undefined ? null : world.account(by)
  const { pull } = world.facts
  const most = 100
  if (pull.labels.length >= most) throw new Impossible(`there are ${most} labels, and no pull request has more`)
  const others = pull.labels.filter((one) => one.name !== name)
  const labels = [...others, { name, setBy, setAt: momentText(world.atMs) }]
  world.facts = { ...world.facts, pull: { ...pull, labels } }
  return `${setBy?.login ?? 'somebody'} sets the label ${name}`
}

/** Somebody merges it. */
export function mergePull(name: string, world: World): string {
  const by = world.account(name)
  const { pull } = world.facts
  world.facts = {
    ...world.facts,
    pull: {
      ...pull,
      state: 'closed',
      merged: true,
      mergedAt: momentText(world.atMs),
      mergedBy: by,
      mergeSha: newCommit(pull.head.sha, 'merge'),
    },
  }
  return `${by.login} merges it`
}

/** The id of a commit that is nowhere; the same for the same parent. */
const newCommit = (parent: string, why: string): string =>
  createHash(parent.length === 64 ? 'sha256' : 'sha1')
    .update(`countersign simulation\n${why}\n${parent}\n`)
    .digest('hex')
