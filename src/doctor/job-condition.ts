/**
 * Whether a job or step with this `if:` runs on an event. Understood are comparisons of `github.event_name` with a text, the
 * status functions, `&&`, `||`, `!` and parentheses; a condition that asks for anything else may depend on anything.
 *
 * @returns undefined where it is not understood
 * @see https://docs.github.com/actions/reference/evaluate-expressions-in-workflows-and-actions
 */
export function runsOn(condition: string | undefined, event: string): boolean | undefined {
  if (condition === undefined) return true
  if (condition.length > longestText) return undefined
  const text = /^\s*\$\{\{([\s\S]*)\}\}\s*$/.exec(condition)?.[1] ?? condition
  const tokens = text.match(/'(?:[^']|'')*'|[\w.-]+(?:\(\))?|==|!=|&&|\|\||[!()]|\S/g) ?? []
  const reader = { tokens, at: 0, depth: 0 }
  const value = either(reader, event)
  return reader.at === tokens.length ? value : undefined
}

const longestText = 1000
const deepest = 32

interface Reader {
  readonly tokens: readonly string[]
  at: number
  depth: number
}

function either(reader: Reader, event: string): boolean | undefined {
  let value = both(reader, event)
  while (reader.tokens[reader.at] === '||') {
    reader.at += 1
    const other = both(reader, event)
    // What is true on one side is true whatever the other says.
    value = value === true || other === true ? true : value === undefined || other === undefined ? undefined : false
  }
  return value
}

function both(reader: Reader, event: string): boolean | undefined {
  let value = single(reader, event)
  while (reader.tokens[reader.at] === '&&') {
    reader.at += 1
    const other = single(reader, event)
    value = value === false || other === false ? false : value === undefined || other === undefined ? undefined : true
  }
  return value
}

const functions: Readonly<Record<string, boolean>> = {
  'always()': true,
  'success()': true,
  true: true,
  false: false,
}

function single(reader: Reader, event: string): boolean | undefined {
  const token = reader.tokens[reader.at]
  reader.depth += 1
  if (token === undefined || reader.depth > deepest) return unreadable(reader)
  reader.at += 1
  let value: boolean | undefined
  if (token === '!') {
    if (reader.tokens[reader.at] === 'cancelled()') {
      reader.at += 1
      value = true
    } else {
      const inner = single(reader, event)
      value = inner === undefined ? undefined : !inner
    }
  } else if (token === '(') {
    value = either(reader, event)
    if (reader.tokens[reader.at] !== ')') return unreadable(reader)
    reader.at += 1
  } else value = comparison(reader, token, event)
  reader.depth -= 1
  return value
}

function comparison(reader: Reader, left: string, event: string): boolean | undefined {
  const sign = reader.tokens[reader.at]
  if (sign !== '==' && sign !== '!=') return Object.hasOwn(functions, left) ? functions[left] : undefined
  const right = reader.tokens[reader.at + 1]
  reader.at += 2
  const text = left === 'github.event_name' ? right : right === 'github.event_name' ? left : undefined
  if (text === undefined || !/^'[^']*'$/.test(text)) return undefined
  // GitHub compares texts without case.
  return (text.slice(1, -1).toLowerCase() === event) === (sign === '==')
}

/** Nothing after this is read, so that the whole is not understood. */
function unreadable(reader: Reader): undefined {
  reader.at = reader.tokens.length + 1
  return undefined
}
