import { childAt, childrenAt, parse, type SyntaxNode, walk } from './syntax-tree.ts'

/** One small change that makes the code do something else. */
export interface Mutant {
  /** What kind of place it is, which says how the change is written. */
  readonly form: 'expression' | 'method' | 'element' | 'statement'
  /** What is replaced, in UTF-16 units of the source. */
  readonly start: number
  readonly end: number
  readonly original: string
  /** What stands there instead; empty: nothing. */
  readonly mutated: string
  /** Whether a check is switched off or on: a condition forced or one of its operands alone, a statement dropped. */
  readonly isCheck: boolean
}

/**
 * The ways in which each construct is broken: conditions forced either way, operands dropped, comparisons and their bounds
 * moved, numbers one up, booleans and words exchanged, methods exchanged, filters opened and closed, entries of lists, defaults
 * and statements dropped. Text for people is left alone: templates, sentences, and the properties that hold them.
 */
export function findMutants(text: string): readonly Mutant[] {
  const found: Mutant[] = []
  const textOf = ({ start, end }: SyntaxNode) => text.slice(start, end)
  walk(parse(text), (node, around) => {
    if (isForPeople(node)) return false
    const list =
      (isCheck: boolean) =>
      (form: Mutant['form'], at: SyntaxNode, ...changes: readonly string[]) => {
        const original = textOf(at)
        for (const mutated of new Set(changes)) {
          if (mutated !== original) found.push({ form, start: at.start, end: at.end, original, mutated, isCheck })
        }
      }
    const add = list(false)
    const addCheck = list(true)
    if (isCondition(node, around)) addCheck('expression', node, 'true', 'false')
    switch (node.type) {
      case 'LogicalExpression':
        list(node['operator'] !== '??')('expression', node, ...operands(node).map(textOf))
        break
      case 'BinaryExpression':
      case 'AssignmentExpression':
        add('expression', node, ...exchangedOperators(node, text))
        break
      case 'UnaryExpression':
        if (node['operator'] === '!') for (const one of operand(node)) addCheck('expression', node, textOf(one))
        break
      case 'Literal':
        if (!isSign(node, around)) add('expression', node, ...exchangedLiterals(node, around.at(-1)))
        break
      case 'AssignmentPattern':
        for (const right of nodes(childAt(node, 'right'))) add('expression', right, 'undefined')
        break
      case 'ArrayExpression':
        for (const element of childrenAt(node, 'elements')) add('element', element, '')
        break
      case 'CallExpression':
        for (const { at, name } of exchangedMethods(node)) add('method', at, name)
        for (const at of openedFilters(node)) addCheck('expression', at, '() => true', '() => false')
        break
      case 'ExpressionStatement':
      case 'ReturnStatement':
      case 'ContinueStatement':
      case 'BreakStatement':
        if (!isWholeBranch(node, around)) addCheck('statement', node, '')
        break
    }
    return true
  })
  return found
}

const nodes = (...list: readonly (SyntaxNode | undefined)[]) => list.filter((one) => one !== undefined)
const operands = (node: SyntaxNode) => nodes(childAt(node, 'left'), childAt(node, 'right'))
const operand = (node: SyntaxNode) => nodes(childAt(node, 'argument'))

const peoplesProperties = new Set(['message', 'why', 'remedy', 'summary', 'description'])

/** Text that explains a decision and is no part of it. */
function isForPeople(node: SyntaxNode): boolean {
  if (node.type === 'TemplateLiteral') return true
  return node.type === 'Property' && peoplesProperties.has(String(childAt(node, 'key')?.['name']))
}

const comparisons: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
}
const exchanged: Readonly<Record<string, readonly string[]>> = {
  ...comparisons,
  '+': ['-'],
  '-': ['+'],
  '+=': ['-='],
  '-=': ['+='],
}

/** The same with another operator; what lies between the operands may hold brackets too. */
function exchangedOperators(node: SyntaxNode, text: string): readonly string[] {
  const [left, right] = operands(node)
  if (left === undefined || right === undefined) return []
  const own = String(node['operator'])
  const between = text.slice(left.end, right.start)
  return (exchanged[own] ?? []).map(
    (other) => text.slice(node.start, left.end) + between.replace(own, other) + text.slice(right.start, node.end),
  )
}

/** What says yes or no by its form. */
function saysYesOrNo(node: SyntaxNode | undefined): boolean {
  if (node === undefined) return false
  if (node.type === 'LogicalExpression') return node['operator'] !== '??'
  if (node.type === 'UnaryExpression') return node['operator'] === '!'
  return node.type === 'BinaryExpression' && String(node['operator']) in comparisons
}

/** A test, or a whole yes-or-no expression. Its parts are changed on their own: an operand that is dropped is one forced. */
function isCondition(node: SyntaxNode, around: readonly SyntaxNode[]): boolean {
  const parent = around.at(-1)
  if (parent !== undefined && parent.type !== 'SwitchCase' && childAt(parent, 'test') === node) return true
  return saysYesOrNo(node) && !saysYesOrNo(parent)
}

const verdicts: Readonly<Record<string, string>> = {
  approved: 'pending',
  pending: 'approved',
  refused: 'approved',
  'not-determined': 'approved',
  'not-applicable': 'approved',
  pass: 'fail',
  fail: 'pass',
  yes: 'no',
  no: 'yes',
}
const isWord = (value: string) => /^[a-z][a-z-]*$/i.test(value)

function exchangedLiterals(node: SyntaxNode, parent: SyntaxNode | undefined): readonly string[] {
  const { value } = node
  if (typeof value === 'boolean') return [String(!value)]
  if (typeof value === 'number') return [String(value + 1)]
  if (typeof value !== 'string' || !isWord(value)) return []
  // The comparison is turned round as a whole; a name of a property is no value.
  if (saysYesOrNo(parent) || (parent !== undefined && childAt(parent, 'key') === node)) return []
  return [`'${verdicts[value] ?? 'mutant'}'`]
}

/** A branch of `? -1 : 1`, which orders a list: how far it is from zero says nothing. */
function isSign(node: SyntaxNode, around: readonly SyntaxNode[]): boolean {
  const branch = around.at(-1)?.type === 'UnaryExpression' ? around.at(-1) : node
  const choice = around.at(branch === node ? -1 : -2)
  if (branch === undefined || choice?.type !== 'ConditionalExpression') return false
  return nodes(childAt(choice, 'consequent'), childAt(choice, 'alternate')).every(
    (one) => isOne(one) || isMinusOne(one),
  )
}
const isOne = (node: SyntaxNode | undefined) => node?.type === 'Literal' && node['value'] === 1
const isMinusOne = (node: SyntaxNode) => node['operator'] === '-' && isOne(childAt(node, 'argument'))

const methods: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  find: 'findLast',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  max: 'min',
  min: 'max',
  // Their order and their letters stay as they are.
  sort: 'slice',
  toSorted: 'slice',
  toLowerCase: 'toString',
  trim: 'toString',
}

const calledMember = (call: SyntaxNode) =>
  nodes(childAt(call, 'callee')).filter(({ type }) => type === 'MemberExpression')
const nameOf = (member: SyntaxNode) => String(childAt(member, 'property')?.['name'])

const exchangedMethods = (call: SyntaxNode) =>
  calledMember(call).flatMap((member) => {
    const name = methods[nameOf(member)]
    return name === undefined ? [] : nodes(childAt(member, 'property')).map((at) => ({ at, name }))
  })

/** A filter that is written as a comparison is forced either way where the comparison is. */
const openedFilters = (call: SyntaxNode) =>
  calledMember(call).flatMap((member) => {
    const [test] = childrenAt(call, 'arguments')
    return nameOf(member) !== 'filter' || test === undefined || saysYesOrNo(childAt(test, 'body')) ? [] : [test]
  })

/** All that an `if` does: without it the condition is as good as false, which is a change of its own. */
function isWholeBranch(node: SyntaxNode, around: readonly SyntaxNode[]): boolean {
  const parent = around.at(-1)
  const owner = parent?.type === 'BlockStatement' && childrenAt(parent, 'body').length === 1 ? around.at(-2) : parent
  const branch = owner === parent ? node : parent
  return (
    owner?.type === 'IfStatement' &&
    childAt(owner, 'alternate') === undefined &&
    childAt(owner, 'consequent') === branch
  )
}
