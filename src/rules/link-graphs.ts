import type { Place, RecordPath } from '../model/location.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { LinkGraph } from './define-rule.ts'

type Node = { readonly at: Place; readonly links: readonly { to: string; path: RecordPath }[] }

const linksOf = (key: string, ids: readonly string[] | undefined) =>
  (ids ?? []).map((to, index) => ({ to, path: [key, index] }))
const linkOf = (key: string, id: string | undefined) => (id === undefined ? [] : [{ to: id, path: [key] }])

/** The references that must not lead back to where they start. */
export function linkGraphsOf({ roles, policies, controls, risks }: ProgramModel): LinkGraph[] {
  const graph = <T>(
    link: string,
    owners: ReadonlyMap<string, { readonly value: T; readonly at: Place }>,
    links: (value: T) => Node['links'],
  ): LinkGraph => ({
    link,
    nodes: new Map([...owners].map(([id, { value, at }]) => [id, { at, links: links(value) }])),
  })
  return [
    graph('inherits', roles, (role) => linksOf('inherits', role.inherits)),
    graph('supersedes', policies, (policy) => linkOf('supersedes', policy.supersedes)),
    graph('dependsOn', controls, (control) => linksOf('dependsOn', control.dependsOn)),
    graph('parent', risks, (risk) => linkOf('parent', risk.parent)),
  ]
}
