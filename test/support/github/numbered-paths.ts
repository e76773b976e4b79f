/** GitHub's own links name repositories and teams by number: a client must follow them as they are. */
import { fullName } from './view-repo.ts'
import type { Repo, World } from './world.ts'

/** The same path with names: it means the same operation. */
export function byName(world: World, path: string): string {
  const repo = /^\/repositories\/(\d+)(\/.*)?$/.exec(path)
  if (repo !== null) {
    const found = world.repos.find((each) => each.id === Number(repo[1]))
    return found === undefined ? path : `/repos/${fullName(found)}${repo[2] ?? ''}`
  }
  const team = /^\/organizations\/\d+\/team\/(\d+)(\/.*)?$/.exec(path)
  const found = team === null ? undefined : world.teams.find((each) => each.id === Number(team[1]))
  return found === undefined ? path : `/orgs/${found.org.login}/teams/${found.slug}${team?.[2] ?? ''}`
}

/** The path in the form that GitHub writes into links. */
export function byNumber(world: World, path: string, repo: Repo | undefined): string {
  if (repo !== undefined) return path.replace(/^\/repos\/[^/]+\/[^/]+/, `/repositories/${repo.id}`)
  const team = /^\/orgs\/([^/]+)\/teams\/([^/]+)(\/.*)?$/.exec(path)
  const found = world.teams.find((each) => each.org.login === team?.[1] && each.slug === team?.[2])
  return found === undefined ? path : `/organizations/${found.org.id}/team/${found.id}${team?.[3] ?? ''}`
}
