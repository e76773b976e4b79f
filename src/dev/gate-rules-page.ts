/** The page about gate rules: what the schema says of each key, and what is decided beyond it. */

interface Schema {
  readonly $ref?: string
  readonly title?: string
  readonly description?: string
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly enumDescriptions?: readonly string[]
  readonly const?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly maxItems?: number
  readonly format?: string
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly anyOf?: readonly Schema[]
}
export type GateRulesSchema = Schema & { readonly definitions: Readonly<Record<string, Schema>> }

/** Sections in this order, each with where its mapping stands. `not`, and what is nested, have the same keys. */
const sections: readonly (readonly [heading: string, path: readonly string[], note?: string])[] = [
  ['The record', []],
  ['A rule: `rules`', ['rules']],
  [
    'When it applies: `when`',
    ['rules', 'when'],
    'Below `not` stand the same keys, but for `category` and `not` itself.',
  ],
  ['`when.labels`', ['rules', 'when', 'labels']],
  ['`when.authors`', ['rules', 'when', 'authors']],
  [
    'What must hold: `require`',
    ['rules', 'require'],
    'Parts of `all` and `any` have the same keys but `reviewAfter`, three levels deep.',
  ],
  ['Who counts: `from`, `setBy`, `deployers`', ['rules', 'require', 'from']],
  ['`minimumAge`', ['rules', 'require', 'minimumAge']],
  ['`reviewAfter`', ['rules', 'require', 'reviewAfter']],
  ['`checks`', ['rules', 'require', 'checks']],
  ['`workflows`', ['rules', 'require', 'workflows']],
  ['`evidence`', ['rules', 'require', 'evidence']],
  ['`evidence.scans`', ['rules', 'require', 'evidence', 'scans']],
  ['`evidence.coverage`', ['rules', 'require', 'evidence', 'coverage']],
  ['`evidence.health`', ['rules', 'require', 'evidence', 'health']],
  ['What must not be: `forbid`', ['rules', 'forbid']],
  ['Changes by machines: `botChanges`', ['botChanges']],
  ['Freezes: `freezes`', ['freezes']],
  ['Roles of a change request: `changeApprovals`', ['changeApprovals']],
  ['Deployment: `deployment`', ['deployment']],
  ['`deployment.environments`', ['deployment', 'environments']],
]

/** @param decisions what is decided beyond the keys, as Markdown */
export function gateRulesPage(schema: GateRulesSchema, decisions: string): string {
  const found = (node: Schema | undefined): Schema => {
    const own = schema.definitions[node?.$ref?.replace('#/definitions/', '') ?? ''] ?? node ?? {}
    return own.items?.properties === undefined ? (own.anyOf?.find(({ properties }) => properties) ?? own) : own.items
  }
  const at = (path: readonly string[]): Schema =>
    path.reduce<Schema>((node, key) => found(node.properties?.[key]), schema)
  const resolve = (node: Schema): Schema => ({
    ...schema.definitions[node.$ref?.replace('#/definitions/', '') ?? ''],
    ...node,
  })
  const rowOf = (key: string, node: Schema, required: boolean): string =>
    `| \`${key}\`${required ? ' (needed)' : ''} | ${shownValue(resolve(node))} | ${cell(meaningOf(resolve(node)))} |`
  const parts = sections.map(([heading, path, note]) => {
    const { properties = {}, required = [] } = at(path)
    const rows = Object.entries(properties)
      .filter(([key]) => path.length > 0 || !['apiVersion', 'kind'].includes(key))
      .map(([key, node]) => rowOf(key, node, required.includes(key)))
    return [
      `### ${heading}`,
      '',
      ...(note === undefined ? [] : [note, '']),
      '| key | value | meaning |',
      '| --- | --- | --- |',
      ...rows,
      '',
    ].join('\n')
  })
  return `${decisions.trimEnd()}\n\n## Keys\n\nA key that is not listed here is refused, with the list of those that are. Your own keys start with \`x-\`.\n\n${parts.join('\n')}`
}

function shownValue({
  type,
  enum: values,
  const: only,
  minimum,
  maximum,
  items,
  format,
  anyOf,
  $ref,
  properties,
}: Schema): string {
  if (values !== undefined) return values.map((value) => `\`${String(value)}\``).join(', ')
  if (only !== undefined) return `\`${String(only)}\``
  if (anyOf !== undefined) return 'mapping, or `[]`'
  if (type === 'integer' || type === 'number') return `${minimum} to ${maximum}`
  if (type === 'array')
    return items?.properties === undefined && items?.$ref === undefined ? `list of ${itemOf(items)}` : 'list'
  if (type === 'boolean') return '`true`, `false`'
  if (format === 'date-time') return 'moment'
  return type === 'object' || properties !== undefined
    ? 'mapping'
    : $ref?.includes('/requirement') === true
      ? 'mapping'
      : 'text'
}

const itemOf = (items: Schema | undefined): string =>
  items?.enum === undefined ? 'texts' : items.enum.map((value) => `\`${String(value)}\``).join(', ')

function meaningOf({
  $ref,
  description = $ref === 'common.json#/definitions/line' ? 'One line for people.' : '',
  enum: values = [],
  enumDescriptions = [],
  items,
}: Schema): string {
  const named =
    values.length > 0
      ? { values, meanings: enumDescriptions }
      : { values: items?.enum ?? [], meanings: items?.enumDescriptions ?? [] }
  const meanings = named.values.flatMap((value, index) => {
    const meaning = named.meanings[index]
    return meaning === undefined ? [] : [`\`${String(value)}\`: ${meaning}`]
  })
  return [description, meanings.length === 0 ? '' : `${meanings.join('; ')}.`].filter((text) => text !== '').join(' ')
}

const cell = (text: string): string => text.replaceAll('|', '\\|')
