import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import { parseYaml } from '../read/parse-yaml.ts'
import { cannotEdit } from './cannot-edit.ts'
import type { Edit, YamlValue } from './edit.ts'
import { intendedValue, sameData } from './intended-value.ts'
import { type Layout, layoutOf } from './layout.ts'
import { planSplices } from './plan-splices.ts'
import { applySplices, type Splice, touches } from './splice.ts'
import { type TokenTree, toTokenTree } from './tokens.ts'

/** An edit of one of the documents of a file; the first one is 0. */
export interface DocumentEdit {
  readonly document: number
  readonly edit: Edit
}

/**
 * The text of a YAML file after some edits. Only the bytes that an edit needs are replaced: comments, blank lines, order,
 * quotes, brackets, indentation, line ends and byte order mark stay as a person wrote them. The new text is read again,
 * and must hold exactly the intended data, in every document; otherwise nothing is returned.
 *
 * @param text whole text of the file, with its byte order mark
 * @throws Refusal (2) where the file is not sound, a path leads nowhere, a comment would be lost, or the proof fails
 */
export function editYaml(file: string, text: string, edits: readonly DocumentEdit[]): string {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : ''
  const start = text.slice(mark.length)
  const before = dataOf(file, start)
  if (before === undefined) {
    const what = `${file} has mistakes, and a file that cannot be read is not edited`
    throw new Refusal(exitStatus.usage, what, 'Correct them first; `countersign check` lists them.')
  }
  const intended = [...before]
  for (const { document, edit } of edits) {
    const data = intended[document]
    if (data === undefined) throw cannotEdit(file, edit.path, 'is in a document that is not there', 'Read it again.')
    intended[document] = intendedValue(file, data, edit)
  }
  const after = applyEdits(file, start, before.length, edits)
  const data = dataOf(file, after)
  if (data === undefined || !sameData(data, intended)) {
    const [first] = edits
    const why = 'cannot be changed without changing something else'
    throw cannotEdit(file, first?.edit.path ?? [], why, 'The file is as it was; make this change by hand.')
  }
  return `${mark}${after}`
}

/** The data of every document; undefined where anything is wrong with the file. */
function dataOf(file: string, text: string): YamlValue[] | undefined {
  const { documents, problems } = parseYaml(file, text)
  if (problems.length > 0 || documents.some((document) => document.problems.length > 0)) return undefined
  return documents.map(({ data }) => data as YamlValue)
}

/** Plans as many edits as possible on one reading of the text: a thousand corrections of a register cost one. */
function applyEdits(file: string, start: string, documents: number, edits: readonly DocumentEdit[]): string {
  let text = start
  let place: { readonly tree: TokenTree; readonly layout: Layout } | undefined
  let pending: Splice[] = []
  let planned: DocumentEdit[] = []
  const flush = () => {
    text = applySplices(text, pending)
    pending = []
    planned = []
    place = undefined
  }
  const plan = ({ document, edit }: DocumentEdit) => {
    if (place === undefined) {
      const tree = toTokenTree(file, text)
      place = { tree, layout: layoutOf(tree) }
    }
    const token = place.tree.documents[document]
    if (token === undefined || place.tree.documents.length !== documents) {
      throw cannotEdit(file, edit.path, 'is in a file with an empty document', 'Remove the `---` without content.')
    }
    return planSplices(place, token, edit)
  }
  for (const one of edits) {
    let splices = planned.some((other) => dependsOn(one, other)) ? undefined : plan(one)
    if (splices === undefined || splices.some((splice) => pending.some((other) => touches(splice, other)))) {
      flush()
      splices = plan(one)
    }
    pending.push(...splices)
    planned.push(one)
  }
  flush()
  return text
}

/** Whether a path means something else after another edit: entries move up, and new keys and rows appear. */
const dependsOn = (one: DocumentEdit, other: DocumentEdit): boolean =>
  one.document === other.document &&
  (startsWith(one.edit.path, other.edit.kind === 'set' ? other.edit.path : other.edit.path.slice(0, -1)) ||
    startsWith(other.edit.path, one.edit.path))

const startsWith = (path: Edit['path'], start: Edit['path']): boolean =>
  start.length <= path.length && start.every((step, index) => path[index] === step)
