import { onlyProgram } from '../assess/assess-program.ts'
import { exitStatus } from '../model/exit-status.ts'
import { kinds } from '../model/kinds.gen.ts'
import { inlineText } from '../model/markdown-text.ts'
import { Refusal } from '../model/refusal.ts'
import { policyAt } from '../read/policy-at.ts'
import { policyInForce } from '../read/policy-in-force.ts'
import type { Revision } from '../read/record-history.ts'
import type { DocumentDefinition, Page } from './define-document.ts'
import type { PageContext } from './page-context.ts'
import { blocksOf, code, compare, listOf, plural } from './page-text.ts'
import { approvalOf, type PageRevision, recordName, revisionTable } from './revision-rows.ts'

const sourcesShown = 200

/** Puts id, version, effective date, owner, approvers and classification on a page, and its sources and revisions at its end. */
type Frame = (document: DocumentDefinition, path: string, page: Page) => string

/**
 * The frame of every page. Nothing of it names the size of the log or the day of rendering: a page that did not change
 * keeps its bytes, and what it was made from stands in PIN.
 *
 * @param input of all pages; the order of `commits` is that of the branch
 */
export function documentFrame(context: PageContext): Frame {
  const idsOfKind = historicIds(context)
  const order = new Map([...context.commits.keys()].map((sha, index) => [sha, index]))
  return (document, path, page) => {
    const root = '../'.repeat(path.split('/').length - 1)
    const records = statedRecords(path, page.records, idsOfKind, context)
    const revisions = pageRevisions(records.tracked, context, order)
    const { single } = records
    const shown = single === undefined ? undefined : shownRevision(single, context)
    const top = context.fill('frame', {
      document: single === undefined ? document.id : `${document.id}, ${inlineText(single)}`,
      facts: factsOf({ page, records, revisions, shown }, context, root),
      classification: page.classification ?? document.classification,
    })
    const end =
      page.records.length === 0
        ? ''
        : context.fill('frame-end', {
            ...revisionTable(revisions, single !== undefined, context, root),
            several: single === undefined,
            ...sourcesOf(records.stated, shown, context, root),
          })
    return around(path, page.text, top, end, context.footer(root))
  }
}

interface StatedRecords {
  /** Whose text the page states. */
  readonly stated: readonly string[]
  /** These and, on a page of several, those of the same kinds that are gone: a version number never goes back. */
  readonly tracked: readonly string[]
  /** The record whose page it is: `policies/POL-CHANGE.md`. A register with one entry is still a register. */
  readonly single: string | undefined
}

/** Ids by the kind that their revisions have, those that are gone too. */
function historicIds({ history }: PageContext): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const [id, revisions] of history) {
    const kind = kindOf(revisions)
    if (kind !== undefined) found.set(kind, [...(found.get(kind) ?? []), id])
  }
  return found
}

const kindOf = (revisions: readonly Revision[]): string | undefined =>
  revisions.findLast(({ value }) => value !== undefined)?.value?.kind

const kindNames: ReadonlySet<string> = new Set(kinds.map(({ kind }) => kind))

function statedRecords(
  path: string,
  named: readonly string[],
  idsOfKind: ReadonlyMap<string, readonly string[]>,
  { history }: PageContext,
): StatedRecords {
  const isGone = (id: string) => history.get(id)?.at(-1)?.state === 'removed'
  const stated = named.flatMap((name) =>
    kindNames.has(name) ? (idsOfKind.get(name) ?? []).filter((id) => !isGone(id)) : [name],
  )
  const unique = [...new Set(stated)].sort(compare)
  const [single] = unique.filter((id) => unique.length === 1 && fileName(path).startsWith(id))
  if (single !== undefined) return { stated: unique, tracked: unique, single }
  const ofKinds = new Set([...named, ...unique.flatMap((id) => kindOf(history.get(id) ?? []) ?? [])])
  const gone = [...ofKinds].flatMap((kind) => idsOfKind.get(kind) ?? []).filter(isGone)
  return { stated: unique, tracked: [...new Set([...unique, ...gone])].sort(compare), single: undefined }
}

const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** The commits that changed any of the records, oldest first. */
function pageRevisions(
  ids: readonly string[],
  { history }: PageContext,
  order: ReadonlyMap<string, number>,
): readonly PageRevision[] {
  const changes = new Map<string, { readonly id: string; readonly revision: Revision }[]>()
  for (const id of ids)
    for (const revision of history.get(id) ?? []) {
      const list = changes.get(revision.commit.sha)
      if (list === undefined) changes.set(revision.commit.sha, [{ id, revision }])
      else list.push({ id, revision })
    }
  const place = (sha: string) => order.get(sha) ?? -1
  const sorted = [...changes].sort(([one], [other]) => place(one) - place(other))
  return sorted.map(([, list], index) => ({ number: index + 1, changes: list }))
}

/** The revision that a page of one record speaks of: of a policy the one in force, else the last. */
function shownRevision(id: string, context: PageContext): Revision | undefined {
  const revisions = context.history.get(id) ?? []
  if (!revisions.some((revision) => policyAt(revision) !== undefined)) return revisions.at(-1)
  const { asOf } = context.assessment.basis
  const found = policyInForce(revisions, asOf, context.onBranch)
  return found.kind === 'in-force' ? found.revision : revisions.at(-1)
}

interface Framed {
  readonly page: Page
  readonly records: StatedRecords
  readonly revisions: readonly PageRevision[]
  readonly shown: Revision | undefined
}

function factsOf({ page, records, revisions, shown }: Framed, context: PageContext, root: string) {
  const { single } = records
  const { checkpoint } = context.pin
  if (page.records.length === 0)
    return [
      {
        name: 'Version',
        value:
          checkpoint === undefined
            ? 'computed from the program; there is no evidence log yet'
            : `computed: [PIN](${root}PIN) names the commit, the checkpoint and the day`,
      },
      { name: 'Owner', value: lead(context) },
      { name: 'Approved by', value: 'nobody: a program computes this page from records' },
    ]
  const last = single === undefined ? revisions.at(-1)?.changes[0]?.revision : shown
  const number =
    single === undefined
      ? revisions.at(-1)?.number
      : revisions.find(({ changes }) => changes.some(({ revision }) => revision === last))?.number
  return [
    { name: 'Version', value: versionInWords(last, number, single !== undefined, context) },
    { name: 'Owner', value: ownerOf(records.stated, shown, context) },
    {
      name: 'Approved by, from the evidence log',
      value: last === undefined ? 'not determined: no revision is known' : approvalOf(last, context, root),
    },
  ]
}

/** What version it is, and since when. */
function versionInWords(
  last: Revision | undefined,
  number: number | undefined,
  isSingle: boolean,
  context: PageContext,
): string {
  if (last === undefined || number === undefined)
    return 'not determined: the history of the protected branch holds no revision of it'
  const reached = context.onBranch(last)
  const policy = isSingle ? policyAt(last) : undefined
  const after = reached > context.assessment.basis.asOf ? ', which is after the day these pages speak for' : ''
  const branch = `on the protected branch since ${reached}${after}`
  if (policy === undefined) return `${number}, effective and ${branch}`
  const from = policy.status === 'effective' ? `effective from ${policy.effectiveFrom ?? reached}` : policy.status
  return `${code(policy.version)}, ${from}, ${branch}`
}

const lead = ({ model, who }: PageContext): string => {
  const id = onlyProgram(model)?.organisation.securityLead
  return id === undefined ? 'not determined' : `${who(id)}, who is responsible for security`
}

/** The owner that the records name, if they name one; else who answers for the program. */
function ownerOf(ids: readonly string[], shown: Revision | undefined, context: PageContext): string {
  const dataOf = (id: string) => (shown ?? context.history.get(id)?.at(-1))?.value?.data
  const owners = new Set(ids.map((id) => ownOwner(dataOf(id))))
  const [owner] = owners
  return owners.size === 1 && owner !== undefined ? context.who(owner) : lead(context)
}

const ownOwner = (data: object | undefined): string | undefined => {
  const owner = data !== undefined && 'owner' in data ? data.owner : undefined
  return typeof owner === 'string' ? owner : undefined
}

/** Where each record stands: the file at the commit that last changed it, never at HEAD. */
function sourcesOf(ids: readonly string[], shown: Revision | undefined, context: PageContext, root: string) {
  const rows = ids.slice(0, sourcesShown).map((id) => {
    const last = shown ?? context.history.get(id)?.at(-1)
    return {
      record: recordName(id, context, root),
      digest: last?.digest === undefined ? 'not determined' : code(last.digest),
      source: last === undefined ? 'not determined' : sourceOf(last, context),
    }
  })
  return {
    sources: blocksOf(rows, 3, 'more records'),
    unlisted: ids.length > sourcesShown ? plural(ids.length - sourcesShown, 'more record') : '',
  }
}

function sourceOf({ commit, place }: Revision, context: PageContext): string {
  if (place === undefined) return `commit ${context.commit(commit.sha)}`
  const { path, line, body } = place
  const files = [`${permalink(commit.sha, path, line, context)}`]
  if (body !== undefined) files.push(permalink(commit.sha, body, undefined, context))
  return `${listOf(files)} at commit ${context.commit(commit.sha)}`
}

/** A link that says the same for ever: the commit is part of it. */
function permalink(sha: string, path: string, line: number | undefined, { repositoryUrl }: PageContext): string {
  const name = `${inlineText(path)}${line === undefined ? '' : `, line ${line}`}`
  if (repositoryUrl === undefined) return name
  const encoded = path
    .split('/')
    .map((part) => encodeURIComponent(part).replace(/[!'()*]/g, encodeSign))
    .join('/')
  return `[${name}](${repositoryUrl}/blob/${sha}/${encoded}${line === undefined ? '' : `#L${line}`})`
}

const encodeSign = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`

/** Behind the title, and before the footer. */
function around(path: string, text: string, top: string, end: string, footer: string): string {
  const title = /^# [^\n]*\n/.exec(text)?.[0]
  if (title === undefined)
    throw new Refusal(
      exitStatus.usage,
      `The page ${path} does not begin with its title but with “${text.slice(0, 60)}”`,
      'Begin its template with a line `# Title`.',
    )
  const whole = text.trimEnd()
  const body = (whole.endsWith(footer) ? whole.slice(0, -footer.length) : whole).slice(title.length).trim()
  const parts = [title.trimEnd(), top.trim(), body, end.trim(), footer]
  return parts.filter((part) => part !== '').join('\n\n')
}
