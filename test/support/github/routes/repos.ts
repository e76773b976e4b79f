/** The repository itself: branches and their rules, activity, who may do what. */
import { mayDo } from '../access.ts'
import { type Call, listOf, type Operations, ok, pagesOf, reads } from '../call.ts'
import { git, shaOf } from '../git.ts'
import { readCommits } from '../git-read.ts'
import { notFound, Refusal } from '../refusal.ts'
import { commitView } from '../view-commit.ts'
import { collaboratorView, permissionView, teamView } from '../view-people.ts'
import { activityView, apiUrl, branchView, fullRepoView, pageUrl, protectionView } from '../view-repo.ts'
import { type Activity, accountNamed, type Role, roleOf, roleReaches, sameName } from '../world.ts'

const PERIOD_DAYS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30, quarter: 91, year: 365 }
const DAY_MS = 86_400_000
/** What the list of collaborators calls the roles. */
const floors: Readonly<Record<string, Role>> = { pull: 'read', push: 'write', admin: 'admin' }

async function branchTip(call: Call): Promise<string> {
  const sha = await shaOf(call.repo().dir, `refs/heads/${call.param('branch')}`)
  if (sha === undefined) throw new Refusal(404, 'Branch not found')
  return sha
}

function wantedActivity(call: Call): (activity: Activity) => boolean {
  const [ref, actor, kind, period] = ['ref', 'actor', 'activity_type', 'time_period'].map(call.query)
  const days = period === undefined ? undefined : PERIOD_DAYS[period]
  const sinceMs = days === undefined ? 0 : Date.parse(call.world.clock.now()) - days * DAY_MS
  return (activity) =>
    (ref === undefined || activity.ref === ref || activity.ref === `refs/heads/${ref}`) &&
    (actor === undefined || (activity.actor !== null && sameName(activity.actor.login, actor))) &&
    (kind === undefined || activity.kind === kind) &&
    Date.parse(activity.timestamp) >= sinceMs
}

export const repoOperations: Operations = {
  'repos/get': reads(['metadata:read'], (call) => {
    const [who, repo] = [call.credential, call.repo()]
    const mayWrite =
      who !== undefined &&
      (who.kind === 'user'
        ? roleReaches(roleOf(call.world, repo, who.account), 'write')
        : mayDo(who, 'contents:write') || mayDo(who, 'administration:read'))
    return ok(fullRepoView(call.world, repo, mayWrite))
  }),

  'repos/list-branches': reads(['contents:read'], async (call) => {
    const text = await git(call.repo().dir, ['for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads'])
    const branches = text === '' ? [] : text.split('\n').map((line) => line.split(' '))
    return listOf(branches, ([name = '', sha = '']) => branchView(call.world, call.repo(), name.slice(11), sha))
  }),

  'repos/get-branch': reads(['contents:read'], async (call) => {
    const [repo, name, sha] = [call.repo(), call.param('branch'), await branchTip(call)]
    const [commit] = await readCommits(repo.dir, [sha])
    if (commit === undefined) throw notFound()
    const self = `${apiUrl(call.world, repo)}/branches/${encodeURIComponent(name)}`
    const protection = repo.protections.get(name)
    return ok({
      name,
      commit: commitView(call.world, repo, commit),
      _links: { self, html: `${pageUrl(call.world, repo)}/tree/${encodeURIComponent(name)}` },
      protected: protection !== undefined,
      protection: {
        enabled: protection !== undefined,
        required_status_checks: { enforcement_level: 'off', contexts: [...(protection?.contexts ?? [])], checks: [] },
      },
      protection_url: `${self}/protection`,
    })
  }),

  'repos/get-branch-protection': reads(
    ['administration:read'],
    async (call) => {
      const [repo, name] = [call.repo(), call.param('branch')]
      await branchTip(call)
      const protection = repo.protections.get(name)
      if (protection === undefined) throw new Refusal(404, 'Branch not protected')
      return ok(protectionView(call.world, repo, name, protection))
    },
    [],
    'admin',
  ),

  /** The server's own record of who moved which branch when, newest first; cursors instead of page numbers. */
  'repos/list-activities': reads(
    ['contents:read'],
    (call) => {
      const newestFirst = call.repo().activities.filter(wantedActivity(call)).reverse()
      const all = call.query('direction') === 'asc' ? newestFirst.reverse() : newestFirst
      const size = Math.min(100, Math.max(1, Number(call.query('per_page') ?? 30)))
      const at = (cursor: string) => all.findIndex((activity) => cursorOf(activity) === cursor)
      const [after, before] = [call.query('after'), call.query('before')]
      const end = before === undefined ? undefined : Math.max(0, at(before))
      const start = end === undefined ? (after === undefined ? 0 : at(after) + 1) : Math.max(0, end - size)
      const page = all.slice(start, end ?? start + size)
      const [first, last] = [page[0], page.at(-1)]
      const links = [
        ...(last !== undefined && all.at(-1) !== last
          ? [`<${call.address({ after: cursorOf(last) })}>; rel="next"`]
          : []),
        ...(first !== undefined && all[0] !== first
          ? [`<${call.address({ before: cursorOf(first) })}>; rel="prev"`]
          : []),
      ]
      const body = page.map((activity) => activityView(call.world, activity))
      return { status: 200, body, headers: links.length === 0 ? {} : { link: links.join(', ') } }
    },
    ['direction', 'before', 'after', 'ref', 'actor', 'time_period', 'activity_type'],
  ),

  'repos/list-collaborators': reads(
    ['metadata:read'],
    (call) => {
      const repo = call.repo()
      const [affiliation = 'all', floor = 'pull'] = [call.query('affiliation'), call.query('permission')]
      const people = call.world.accounts.filter(
        (account) =>
          account.type !== 'Organization' &&
          !account.suspended &&
          (repo.roles.has(account.id) || isInside(call, account.id)) &&
          (affiliation !== 'outside' || !repo.owner.members.has(account.id)) &&
          roleReaches(roleOf(call.world, repo, account), floors[floor] ?? 'read'),
      )
      return listOf(people, (account) => {
        const role = roleOf(call.world, repo, account)
        return collaboratorView(call.world, account, role === 'none' ? 'read' : role, repo.roleNames.get(account.id))
      })
    },
    ['affiliation', 'permission'],
    'write',
  ),

  /** The effective role. A stranger to a public repository is told to have `read`. */
  'repos/get-collaborator-permission-level': reads(
    ['metadata:read'],
    (call) => {
      const account = accountNamed(call.world, call.param('username'))
      // An App's bot is no user here.
      if (account === undefined || account.type === 'Bot') throw notFound()
      const repo = call.repo()
      const name = account.suspended ? undefined : repo.roleNames.get(account.id)
      return ok(permissionView(call.world, account, roleOf(call.world, repo, account), name))
    },
    [],
    'write',
  ),

  'repos/list-teams': reads(['metadata:read'], (call) => {
    const teams = call.world.teams.filter((team) => call.repo().teamRoles.has(team.id))
    return pagesOf(teams, (page) => page.map((team) => teamView(call.world, team)))
  }),
}

const cursorOf = (activity: Activity) => Buffer.from(`activity:${activity.id}`).toString('base64url')

/** More than what anybody has. */
function isInside(call: Call, accountId: number): boolean {
  const account = call.world.accounts.find((each) => each.id === accountId)
  const role = account === undefined ? 'none' : roleOf(call.world, call.repo(), account)
  return role !== 'none' && (role !== 'read' || call.repo().private)
}
