import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { assessProgram } from '../../src/assess/assess-program.ts'
import { checkpointText } from '../../src/evidence/checkpoint.ts'
import type { AccessListItem } from '../../src/model/dataset-items.ts'
import type { LogRecord } from '../../src/model/log-record.ts'
import type { ProgramModel } from '../../src/model/program-model.ts'
import { readProgram } from '../../src/read/read-program.ts'
import { type HistoricFile, type RevisionCommit, recordHistory } from '../../src/read/record-history.ts'
import { renderDocuments } from '../../src/render/render-documents.ts'
import type { DatasetItems } from '../../src/rules/read-datasets.ts'
import { logCreated, logOf, sha, type Unplaced } from './log-builder.ts'
import { elementsOf, renderGfm, textOf } from './render-gfm.ts'

const folder = resolve(import.meta.dirname, '../fixtures/registers')
export const registerFixture = (name: string): string => readFileSync(join(folder, `${name}.yaml`), 'utf8')

export interface RegisterParts {
  readonly records?: readonly Unplaced[]
  readonly asOf?: string
  /** Lists of accounts with what is in them, by the system; undefined for one that cannot be read. */
  readonly accounts?: Readonly<Record<string, readonly AccessListItem[] | undefined>>
  /** Earlier states of the program, oldest first, each at a commit of that day and name; the last one is that of the page. */
  readonly states?: readonly { readonly commit: string; readonly day: string; readonly yaml: string }[]
}

const origin = 'example.invalid/test'

/** What was read of a program; refuses a text with faults. */
export function modelOf(yaml: string): ProgramModel {
  const { model, problems } = readProgram([{ path: 'program.yaml', bytes: Buffer.from(yaml) }])
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'))
  return model
}

/** All documents of a program that people wrote as YAML; with `states` its history too. */
export function registerPages(yaml: string, parts: RegisterParts = {}): ReadonlyMap<string, string> {
  const model = modelOf(yaml)
  const log: readonly LogRecord[] = logOf(logCreated({ at: '2026-01-01T08:00:00Z' }), ...(parts.records ?? []))
  const commits: RevisionCommit[] = (parts.states ?? []).map(({ commit, day }) => ({
    sha: sha(commit),
    committedAt: `${day}T10:00:00Z`,
    subject: commit,
  }))
  const files = (parts.states ?? []).map(({ yaml: text }, index): HistoricFile => {
    const commit = commits[index]
    if (commit === undefined) throw new Error('a state without a commit')
    return { commit, path: 'program.yaml', bytes: Buffer.from(text) }
  })
  return renderDocuments({
    model,
    history: recordHistory(commits, [files]),
    commits: new Map(commits.map((one) => [one.sha, { authorName: 'somebody', subject: one.subject }])),
    log,
    assessment: assessProgram(model, log, parts.asOf ?? '2026-06-30', { protectedBranch: 'main' }),
    pin: {
      checkpoint: checkpointText({ origin, size: log.length, root: Buffer.alloc(32) }),
      sourceCommit: sha('source'),
      tool: 'countersign/0.1.0',
    },
    repositoryUrl: 'https://github.com/example/shop',
    readings: readingsOf(parts.accounts ?? {}, log),
  })
}

function readingsOf(
  accounts: Readonly<Record<string, readonly AccessListItem[] | undefined>>,
  log: readonly LogRecord[],
): readonly DatasetItems[] {
  return log.flatMap((record) => {
    if (record.kind !== 'collection.window' || !Object.hasOwn(accounts, record.data.system)) return []
    const items = accounts[record.data.system]
    return [{ record, items, why: items === undefined ? 'the list was not read completely' : undefined }]
  })
}

/** The part of a page below a heading, up to the next one of its level or above. */
export function sectionOf(page: string | undefined, heading: string): string {
  const lines = (page ?? '').split('\n')
  const start = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading)
  if (start === -1) throw new Error(`there is no heading ${heading}`)
  const level = /^#+/.exec(lines[start] ?? '')?.[0].length ?? 0
  const rest = lines.slice(start + 1)
  const end = rest.findIndex((line) => (/^#+(?= )/.exec(line)?.[0].length ?? 9) <= level)
  return (end === -1 ? rest : rest.slice(0, end)).join('\n')
}

/** What a reader of GitHub sees of a page: headings with their level, and the cells of every row of every table. */
export function seenOn(page: string | undefined) {
  const { tree } = renderGfm(page ?? '')
  return {
    headings: elementsOf(tree, 'h1', 'h2', 'h3', 'h4').map((one) => `${one.tagName} ${textOf(one).trim()}`),
    rows: elementsOf(tree, 'tr').map((row) => elementsOf(row, 'th', 'td').map((cell) => textOf(cell).trim())),
    items: elementsOf(tree, 'li').map((item) => textOf(item).trim()),
    text: textOf(tree),
  }
}

/** The cells that follow the first cell of the first row that begins with it. */
export const rowOf = (seen: Pick<ReturnType<typeof seenOn>, 'rows'>, first: string): readonly string[] | undefined =>
  seen.rows.find(([cell]) => cell?.startsWith(first))?.slice(1)
