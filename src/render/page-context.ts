import { onlyProgram } from '../assess/assess-program.ts'
import { type Day, dayOf } from '../model/days.ts'
import type { EvidenceAccount } from '../model/evidence.ts'
import { type CommitEvidence, evidenceByCommit, nameOf } from '../model/evidence-index.ts'
import type { LogRecord } from '../model/log-record.ts'
import { inlineText } from '../model/markdown-text.ts'
import type { Revision } from '../read/record-history.ts'
import { daysOnBranch } from './days-on-branch.ts'
import type { DocumentDefinition } from './define-document.ts'
import { fillTemplate } from './fill-template.ts'
import { code, listOf, nothing, orNothing } from './page-text.ts'
import { recordPlaces } from './record-places.ts'
import type { RenderInput } from './render-input.ts'

/** What every page needs besides its own records: names, links, and what the log knows of a commit. */
export interface PageContext extends RenderInput {
  /** Fills a template; values arrive escaped for Markdown. @throws Error for a value it names and the view does not have */
  fill(template: string, view: object): string
  /** All documents of the tree, for its index. */
  readonly documents: readonly DocumentDefinition[]
  readonly timezone: string
  readonly evidence: ReadonlyMap<string, CommitEvidence>
  /** `[record 7](evidence/2026-06.md#record-7)` @param root way to the index */
  recordLink(index: number, root: string): string
  /** Name of a person or role of the program, escaped. */
  who(id: string | undefined): string
  /** Name behind an account of the forge, escaped. */
  account(account: EvidenceAccount | null): string
  accounts(accounts: readonly EvidenceAccount[]): string
  /** `[CTL-A](../controls/CTL-A.md)`, or the id alone where there is no such page. */
  link(id: string, root: string): string
  /** The link with the title of the record after it: an id alone says little. */
  titled(id: string, root: string): string
  /** Such links below each other, for a cell. */
  titledList(ids: readonly string[], root: string): string
  links(ids: readonly string[], root: string): string
  /** Text in which ids of controls, policies, risks and criteria that have a page are links; escaped. */
  text(text: string | undefined, root: string): string
  recordAt(index: number): LogRecord | undefined
  /** A pull request, with a link where the repository's address is known. */
  pull(number: number): string
  /** A commit in 12 digits, with a permanent link where the address is known. */
  commit(sha: string): string
  /** Day on which a revision reached the protected branch: by the log where that knows, else as git says. */
  onBranch(revision: Pick<Revision, 'commit'>): Day
  /** Day of a moment, in the time zone of the program. */
  day(moment: string): string
  /** Lines at the end of every page. @param root way to the index, `` or `../` */
  footer(root: string): string
}

export function pageContext(input: RenderInput, documents: readonly DocumentDefinition[]): PageContext {
  const places = new Map(documents.flatMap((document) => [...(document.places?.(input) ?? [])]))
  const { model, repositoryUrl } = input
  const log = inOrder(input.log)
  const timezone = onlyProgram(model)?.timezone ?? 'UTC'
  const recordPlace = recordPlaces(log)
  const link = (id: string, root: string): string => {
    const place = places.get(id)
    return place === undefined ? inlineText(id) : `[${inlineText(id)}](${root}${place})`
  }
  const titles = new Map(Object.values(model).flatMap(titlesIn))
  const titleOf = (id: string): string | undefined => titles.get(id)
  const titled = (id: string, root: string): string => {
    const title = titleOf(id)
    return title === undefined ? link(id, root) : `${link(id, root)} ${inlineText(title)}`
  }
  const recordsByIndex = new Map(log.map((record) => [record.index, record]))
  const account = (one: EvidenceAccount | null) => (one === null ? 'not determined' : inlineText(nameOf(model, one)))
  return {
    ...input,
    documents,
    fill: (template, view) => (input.fillers?.get(template) ?? ((each) => fillTemplate(template, each)))(view),
    log,
    timezone,
    evidence: evidenceByCommit(log),
    recordLink(index, root) {
      const place = recordPlace.get(index)
      return place === undefined ? `record ${index}` : `[record ${index}](${root}${place})`
    },
    who(id) {
      if (id === undefined) return 'nobody'
      return inlineText(model.people.get(id)?.value.name ?? model.roles.get(id)?.value.title ?? id)
    },
    account,
    accounts: (some) => listOf(some.map(account)),
    link,
    titled,
    titledList: (ids, root) => (ids.length === 0 ? nothing : ids.map((id) => titled(id, root)).join('<br>')),
    text: (text, root) => orNothing(text).replace(idsInText, (id) => link(id, root)),
    recordAt: (index) => recordsByIndex.get(index),
    links: (ids, root) => listOf([...ids].map((id) => link(id, root))),
    pull: (number) => (repositoryUrl === undefined ? `#${number}` : `[#${number}](${repositoryUrl}/pull/${number})`),
    commit(sha) {
      const short = code(sha.slice(0, 12))
      return repositoryUrl === undefined ? short : `[${short}](${repositoryUrl}/commit/${sha})`
    },
    onBranch: daysOnBranch(input),
    day: (moment) => dayOf(moment, timezone),
    footer: (root) =>
      [
        '---',
        '',
        `[Index](${root}README.md) · ${input.pin.checkpoint === undefined ? 'no PIN: there is no evidence log yet' : `[PIN](${root}PIN): from which commit and checkpoint this page was made`}.`,
        '',
        "Management's evaluation, not an auditor's opinion.",
      ].join('\n'),
  }
}

/** The log itself where it is in order, as it mostly is: what was found out about it before is known again. */
function inOrder(log: readonly LogRecord[]): readonly LogRecord[] {
  const isInOrder = log.every(({ index }, at) => at === 0 || index > (log[at - 1]?.index ?? index))
  return isInOrder ? log : log.toSorted((a, b) => a.index - b.index)
}

/** What looks like an id of a record; it becomes a link where that has a place. Escaped text holds no links that it could stand in. */
const idsInText = /(?<![\w.&#;/-])(?:[A-Z]{2,5}-[A-Z0-9]+(?:-[A-Z0-9]+)*|(?:CC|PI|A|C|P)\d{1,2}\.\d{1,2})(?![\w-])/g

/** The titles of what a collection of the model holds by id, where it has some. */
function titlesIn(collection: unknown): readonly (readonly [string, string])[] {
  if (!(collection instanceof Map)) return []
  const entries: readonly (readonly [string, { readonly value?: { readonly title?: unknown } }])[] = [...collection]
  return entries.flatMap(([id, { value }]) => (typeof value?.title === 'string' ? [[id, value.title] as const] : []))
}

/** The records of one kind. */
export function recordsOf<K extends LogRecord['kind']>(log: readonly LogRecord[], kind: K) {
  return log.filter((record): record is Extract<LogRecord, { readonly kind: K }> => record.kind === kind)
}
