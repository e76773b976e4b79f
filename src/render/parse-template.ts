import base from 'handlebars/dist/cjs/handlebars/compiler/base.js'
import type { Refusal } from '../model/refusal.ts'
import { templateFault } from './template-fault.ts'

/** A template as it is run: text, values and blocks, and nothing that Handlebars offers beyond them. */
export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly path: TemplatePath }
  | {
      readonly kind: 'each' | 'if' | 'unless' | 'with'
      readonly path: TemplatePath
      readonly inside: readonly TemplateNode[]
      readonly otherwise: readonly TemplateNode[]
    }

export interface TemplatePath {
  /** As it was written. */
  readonly name: string
  /** How many views up. */
  readonly up: number
  readonly parts: readonly string[]
  /** `@index` and the like: of the loop, not of the view. */
  readonly isLoop: boolean
  readonly line: number
  readonly column: number
}

const blocks: ReadonlySet<string> = new Set(['each', 'if', 'unless', 'with'])
const loopNames: ReadonlySet<string> = new Set(['index', 'first', 'last'])
const mostLevels = 50

type Statement = hbs.AST.Statement
type Ref = hbs.AST.Node

/**
 * Reads a template. Handlebars parses it and takes out the white space around blocks; helpers, partials, decorators, hash
 * arguments, sub-expressions and block parameters are refused, so that a template can place values and do nothing else.
 *
 * @throws Refusal with file, line and column
 */
export function parseTemplate(file: string, text: string): readonly TemplateNode[] {
  let program: hbs.AST.Program
  try {
    program = base.parse(text)
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    const line = Number(/line (\d+)/.exec(message)?.[1] ?? 1)
    const what = message.split('\n').at(-1) ?? message
    throw templateFault(
      { file, line, column: 1 },
      `the template cannot be read: ${what}`,
      'See https://handlebarsjs.com/guide.',
    )
  }
  return nodesOf(program, file, 0)
}

function nodesOf(program: hbs.AST.Program | undefined, file: string, level: number): readonly TemplateNode[] {
  if (program === undefined || program === null) return []
  if (level > mostLevels) throw refuse(file, program, `blocks stand in each other more than ${mostLevels} deep`)
  if ((program.blockParams ?? []).length > 0) throw refuse(file, program, 'there are no block parameters (`as |name|`)')
  return program.body.flatMap((statement) => nodeOf(statement, file, level))
}

function nodeOf(statement: Statement, file: string, level: number): readonly TemplateNode[] {
  switch (statement.type) {
    case 'CommentStatement':
      return []
    case 'ContentStatement': {
      const { value } = statement as hbs.AST.ContentStatement
      return value === '' ? [] : [{ kind: 'text', text: value }]
    }
    case 'MustacheStatement': {
      const { path, params, hash } = statement as hbs.AST.MustacheStatement
      if (params.length > 0 || hash !== undefined)
        throw refuse(file, statement, 'there are no helpers: a value stands alone between the braces')
      return [{ kind: 'value', path: pathOf(path, file) }]
    }
    case 'BlockStatement': {
      const { path, params, hash, program, inverse } = statement as hbs.AST.BlockStatement
      const kind = path.type === 'PathExpression' ? path.original : ''
      if (!isBlock(kind)) throw refuse(file, statement, 'the only blocks are each, if, unless and with')
      const [about, ...more] = params
      if (about === undefined || more.length > 0 || hash !== undefined)
        throw refuse(file, statement, `\`#${kind}\` takes the name of one value`)
      const inside = nodesOf(program, file, level + 1)
      return [{ kind, path: pathOf(about, file), inside, otherwise: nodesOf(inverse, file, level + 1) }]
    }
    default:
      throw refuse(file, statement, 'there are no partials and no decorators')
  }
}

const isBlock = (name: string): name is 'each' | 'if' | 'unless' | 'with' => blocks.has(name)

function pathOf(expression: Ref, file: string): TemplatePath {
  if (expression.type !== 'PathExpression') throw refuse(file, expression, 'only the name of a value can stand here')
  const { original, parts, depth, data } = expression as hbs.AST.PathExpression
  if (!parts.every((part): part is string => typeof part === 'string'))
    throw refuse(file, expression, 'only the name of a value can stand here')
  if (data && (parts.length !== 1 || !loopNames.has(parts[0] ?? '') || depth > 0))
    throw refuse(file, expression, `\`${original}\` is not there; of a loop there are @index, @first and @last`)
  const { line, column } = expression.loc.start
  return { name: original, up: depth, parts, isLoop: data, line, column: column + 1 }
}

const refuse = (file: string, { loc }: Ref, what: string): Refusal =>
  templateFault(
    { file, line: loc?.start.line ?? 1, column: (loc?.start.column ?? 0) + 1 },
    what,
    'See templates/README.md for what a template can do.',
  )
