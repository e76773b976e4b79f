import { nearest } from '../model/nearest.ts'
import type { TemplateNode, TemplatePath } from './parse-template.ts'
import { templateFault } from './template-fault.ts'

/** A template may not loop for ever, but lists in lists can: text of one page, and pieces placed on it. */
const limits = { characters: 4 * 1024 * 1024, pieces: 1_000_000, fieldsNamed: 30 }

interface Scope {
  readonly view: unknown
  readonly above: Scope | undefined
  readonly loop: { readonly index: number; readonly last: boolean } | undefined
}

/**
 * Fills a template of one's own from a view, as Handlebars does in strict mode and without escaping: values arrive escaped.
 * Only own properties are seen, so no prototype can be reached.
 *
 * @throws Refusal where it names a value that the view does not have, places a list or a mapping as text, or makes too much
 */
export function runTemplate(file: string, nodes: readonly TemplateNode[], view: object): string {
  const pieces: string[] = []
  let characters = 0
  let count = 0

  const add = (text: string, at: Pick<TemplatePath, 'line' | 'column'>) => {
    characters += text.length
    count += 1
    if (characters <= limits.characters && count <= limits.pieces) {
      pieces.push(text)
      return
    }
    const what = `the page has more than ${limits.characters} characters or ${limits.pieces} pieces`
    throw templateFault({ file, ...at }, what, 'Leave out a loop in a loop.')
  }

  const run = (some: readonly TemplateNode[], scope: Scope, at: Pick<TemplatePath, 'line' | 'column'>): void => {
    for (const node of some) {
      if (node.kind === 'text') {
        add(node.text, at)
        continue
      }
      const { path } = node
      const value = lookUp(file, path, scope)
      if (node.kind === 'value') add(textOf(file, path, value), path)
      else if (node.kind === 'each') runEach(node, value, scope)
      else {
        const holds = node.kind === 'unless' ? isEmpty(value) : !isEmpty(value)
        const inner = node.kind === 'with' && holds ? { view: value, above: scope, loop: scope.loop } : scope
        run(holds ? node.inside : node.otherwise, inner, path)
      }
    }
  }

  const runEach = (
    { path, inside, otherwise }: Exclude<TemplateNode, { kind: 'text' | 'value' }>,
    value: unknown,
    scope: Scope,
  ): void => {
    const list = isEmpty(value) ? [] : value
    if (!Array.isArray(list)) {
      throw templateFault(
        { file, ...path },
        `\`${path.name}\` is no list`,
        'Use `#with` for a group, `#if` for a value.',
      )
    }
    if (list.length === 0) run(otherwise, scope, path)
    for (const [index, entry] of list.entries()) {
      // An empty loop counts, too.
      add('', path)
      run(inside, { view: entry, above: scope, loop: { index, last: index === list.length - 1 } }, path)
    }
  }

  run(nodes, { view, above: undefined, loop: undefined }, { line: 1, column: 1 })
  return pieces.join('')
}

/** As Handlebars has it: nothing, no, zero, and empty text and lists. */
const isEmpty = (value: unknown): boolean => !value || (Array.isArray(value) && value.length === 0)

function lookUp(file: string, path: TemplatePath, scope: Scope): unknown {
  if (path.isLoop) {
    if (scope.loop === undefined)
      throw templateFault({ file, ...path }, `\`${path.name}\` stands in no loop`, 'Use it inside `#each`.')
    const { index, last } = scope.loop
    return path.name === '@index' ? index : path.name === '@first' ? index === 0 : last
  }
  let from: Scope | undefined = scope
  for (let up = path.up; up > 0; up -= 1) from = from?.above
  if (from === undefined)
    throw templateFault({ file, ...path }, `\`${path.name}\` goes above the page`, 'Take a `../` away.')
  let value = from.view
  for (const part of path.parts) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part))
      throw missing(file, path, part, value)
    value = (value as Readonly<Record<string, unknown>>)[part]
  }
  return value
}

function missing(file: string, path: TemplatePath, part: string, view: unknown) {
  const fields = typeof view === 'object' && view !== null && !Array.isArray(view) ? Object.keys(view).sort() : []
  const near = nearest(part, fields)
  const named = fields.slice(0, limits.fieldsNamed).join(', ')
  const more = fields.length > limits.fieldsNamed ? ` and ${fields.length - limits.fieldsNamed} more` : ''
  const remedy = `${near === undefined ? '' : `Did you mean \`${near}\`? `}${fields.length === 0 ? 'There are no fields here.' : `There are: ${named}${more}.`}`
  return templateFault({ file, ...path }, `there is no value \`${path.name}\` here`, remedy)
}

function textOf(file: string, path: TemplatePath, value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'object')
    throw templateFault(
      { file, ...path },
      `\`${path.name}\` is ${Array.isArray(value) ? 'a list' : 'a group of values'} and no text`,
      'Use `#each` for a list, and name one of the values of a group.',
    )
  return String(value)
}
