import type { Mutant } from './find-mutants.ts'
import { childAt, childrenAt, parse, type SyntaxNode } from './syntax-tree.ts'

/** The name under which mutated code asks whether a mutant is on; see mutant-switch.ts. */
const SWITCH = 'globalThis.countersignMutants'

const wrappings: Readonly<Record<Mutant['form'], (inner: string, mutated: string, on: string) => string>> = {
  expression: (inner, mutated, on) => `(${on} ? (${mutated}) : (${inner}))`,
  // `list.some(...)` becomes `list[... ? 'every' : 'some'](...)`; the dot goes with it.
  method: (inner, mutated, on) => `[${on} ? '${mutated}' : '${inner}']`,
  element: (inner, _mutated, on) => `...(${on} ? [] : [${inner}])`,
  // Braces, so that no statement begins with a bracket, and no `else` is taken over.
  statement: (inner, _mutated, on) => `{ if (!${on}) { ${inner} } }`,
}
/** Where a place is replaced in two ways, the later form goes around the earlier one. */
const order: readonly Mutant['form'][] = ['expression', 'method', 'element', 'statement']

/**
 * The source with all its mutants in it, each behind a switch of its own, so that it is read once and run many times.
 * @param first the number of the first mutant; the others follow
 */
export function withSwitches(text: string, mutants: readonly Mutant[], first: number): string {
  const numbered = mutants.map((mutant, index) => ({ ...mutant, number: first + index }))
  const outerFirst = numbered.sort(
    (a, b) => a.start - b.start || b.end - a.end || order.indexOf(b.form) - order.indexOf(a.form),
  )
  type Numbered = (typeof outerFirst)[number]

  const write = (start: number, end: number, inside: readonly Numbered[]): string => {
    let written = ''
    let at = start
    for (let next = 0; next < inside.length; ) {
      const outer = inside[next] as Numbered
      const within = inside.slice(next).filter((one) => one.end <= outer.end && one.start < outer.end)
      const same = within.filter((one) => one.start === outer.start && one.end === outer.end)
      let inner = write(outer.start, outer.end, within.slice(same.length))
      for (const { form, mutated, number } of same.toReversed()) {
        inner = wrappings[form](inner, mutated, `${SWITCH}.on(${number})`)
      }
      const dot = outer.form === 'method' && text[outer.start - 1] === '.' && text[outer.start - 2] !== '?' ? 1 : 0
      written += text.slice(at, outer.start - dot) + inner
      at = outer.end
      next += within.length
    }
    return written + text.slice(at, end)
  }
  return loadAgain(write(0, text.length, outerFirst), first, mutants.length)
}

/**
 * What a module works out while it is loaded would keep the value of that moment, so that no mutant in it could be switched on
 * later: such constants become variables, and can be worked out again.
 */
function loadAgain(text: string, first: number, count: number): string {
  let written = ''
  let at = 0
  let shared = false
  const again: string[] = []
  for (const node of childrenAt(parse(text), 'body')) {
    const isExported = node.type === 'ExportNamedDeclaration'
    const constant = isExported ? childAt(node, 'declaration') : node
    if (constant?.type !== 'VariableDeclaration' || constant['kind'] !== 'const') continue
    const values = childrenAt(constant, 'declarations').flatMap((one) => {
      const [name, value] = [childAt(one, 'id'), childAt(one, 'init')]
      const isValue = name?.type === 'Identifier' && value !== undefined && !isFunction(value)
      return isValue ? [`${name['name']} = ${text.slice(value.start, value.end)}`] : []
    })
    if (values.length === 0) continue
    shared ||= isExported
    written += `${text.slice(at, constant.start)}let`
    at = constant.start + 'const'.length
    again.push(...values)
  }
  return `${written}${text.slice(at)}\n;${SWITCH}.loaded(${first}, ${count}, ${shared}, () => { ${again.join(';\n')} })\n`
}

const isFunction = ({ type }: SyntaxNode) => type === 'ArrowFunctionExpression' || type === 'FunctionExpression'
