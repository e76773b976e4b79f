import { matchesBranch } from '../../model/match-branch.ts'
import type { Finding } from '../../model/outcome.ts'
import { aboutUses } from '../about-uses.ts'
import { defineCheck } from '../define-check.ts'
import type { Workflow } from '../workflow.ts'

export const noFilterLeavesOut = defineCheck({
  id: 'DOC-028',
  name: 'no-filter-leaves-out',
  title: 'No filter keeps Countersign from running on a change of the protected branch',
  severity: 'error',
  remedy:
    'Take the filter away: a required status that is never posted blocks for ever, and a path that is filtered out is not checked.',
  check: (facts) =>
    aboutUses(facts, ['check', 'gate', 'record'], ({ kind, workflow, events }) => {
      const judged = kind === 'record' ? ['push'] : kind === 'check' ? ['pull_request', 'merge_group'] : byPullRequest
      return judged
        .filter((event) => events.has(event))
        .flatMap((event) => leavingOut(workflow, event, facts.settings.settings.protectedBranch))
    }),
})

const byPullRequest = ['pull_request_target', 'pull_request', 'pull_request_review', 'merge_group']

function leavingOut({ at, events }: Workflow, event: string, branch: string): Finding[] {
  const filters = events.get(event) ?? {}
  const found: Finding[] = []
  for (const filter of ['paths', 'paths-ignore']) {
    if (filters[filter] === undefined) continue
    const message = `\`${filter}\` leaves out pull requests and pushes that touch other files`
    found.push({ message, at: at.locate(['on', event, filter], 'key') })
  }
  const [kept, ignored] = [filters['branches'], filters['branches-ignore']]
  const names = (kept !== undefined && !isMeant(kept, branch)) || (ignored !== undefined && isMeant(ignored, branch))
  if (names) {
    const filter = kept === undefined ? 'branches-ignore' : 'branches'
    found.push({
      message: `\`${filter}\` leaves out the protected branch ${branch}`,
      at: at.locate(['on', event, filter], 'key'),
    })
  }
  const onlyTags = event === 'push' && kept === undefined && ignored === undefined && filters['tags'] !== undefined
  if (onlyTags) found.push({ message: 'Only pushes of tags run it', at: at.locate(['on', event, 'tags'], 'key') })
  return found
}

/** The last pattern that matches decides, and `!` takes away. */
function isMeant(patterns: unknown, branch: string): boolean {
  const list = Array.isArray(patterns) ? patterns.map(String) : [String(patterns)]
  const matches = (pattern: string) => matchesBranch(pattern.replace(/^!/, ''), branch)
  return list.findLast(matches)?.startsWith('!') === false
}
