// What an editor is given of a schema: the same contract, with what can be derived from it written out. `init` copies this
// form into the user's repository; the sources in schemas/ hold nothing twice.
//
//   markdownDescription        a description that has code in it, and what an id may name
//   markdownEnumDescriptions   meanings of values that have code in them
//   x-intellij-enum-metadata   the same for JetBrains
//   patternErrorMessage        what to write, instead of the pattern
//   defaultSnippets            a whole record, and a row of each list, with all that must be there

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** @typedef {Readonly<Record<string, any>>} Schema */

const forms = JSON.parse(readFileSync(join(import.meta.dirname, '../read/pattern-forms.json'), 'utf8'))

/**
 * @param {string} name of the file
 * @param {Readonly<Record<string, Schema>>} schemas every schema by its file name
 */
export function toEditorSchema(name, schemas) {
  const root = schemas[name] ?? {}
  const enriched = enrich(root, { root, schemas })
  if (root.properties?.kind?.const === undefined) return enriched
  const body = bodyOf(root, { root, schemas }, counter())
  const description = `A new ${root.title}, with all that must be there`
  return { ...enriched, defaultSnippets: [{ label: kebab(root.title), description, body }] }
}

/** @typedef {{ root: Schema, schemas: Readonly<Record<string, Schema>> }} Home */

const kebab = (/** @type {string} */ title) => title.replace(/(?<=.)([A-Z])/g, '-$1').toLowerCase()

/** Maps of names to schemas: their keys are no keywords. */
const maps = new Set(['properties', 'patternProperties', 'definitions'])

/** @returns {any} */
function enrich(/** @type {any} */ node, /** @type {Home} */ home) {
  if (Array.isArray(node)) return node.map((one) => enrich(one, home))
  if (typeof node !== 'object' || node === null) return node
  /** @type {Record<string, any>} */
  const result = {}
  for (const [key, value] of Object.entries(node)) {
    // Annotations are for the program.
    if (key.startsWith('x-')) continue
    if (maps.has(key)) {
      result[key] = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, enrich(one, home)]))
    } else result[key] = typeof value === 'object' && !isData(key) ? enrich(value, home) : value
  }
  const description = descriptionOf(node, home)
  if (description !== undefined) {
    result['description'] = description
    const markdown = [toMarkdown(description), ...referencesOf(node)].join('\n\n')
    if (markdown !== description || description.includes('`')) result['markdownDescription'] = markdown
  }
  if (node.enumDescriptions !== undefined) {
    if (node.enumDescriptions.some((/** @type {string} */ text) => text.includes('`'))) {
      result['markdownEnumDescriptions'] = node.enumDescriptions
    }
    // Beside a reference neither the editor nor the check would see them.
    if (node.enum === undefined) throw new Error(`Write the values beside their meanings: ${JSON.stringify(node)}`)
    result['x-intellij-enum-metadata'] = Object.fromEntries(
      node.enum.map((/** @type {string} */ value, /** @type {number} */ index) => [
        value,
        { description: node.enumDescriptions[index] },
      ]),
    )
  }
  if (node.pattern !== undefined) result['patternErrorMessage'] = `${formOf(node)}.`
  if (node.type === 'array' && node.items !== undefined) {
    const { node: items, home: itsHome } = resolve(node.items, home)
    if (items.properties !== undefined) {
      const label = items.title === undefined ? 'entry' : kebab(items.title)
      const description = `A new entry, with all that must be there`
      result['items'] = {
        ...result['items'],
        defaultSnippets: [{ label, description, body: bodyOf(items, itsHome, counter()) }],
      }
    }
  }
  return result
}

/** Values and not schemas. */
const isData = (/** @type {string} */ key) =>
  ['enum', 'enumDescriptions', 'required', 'const', 'default', 'examples', 'type'].includes(key)

/** A list without words of its own is described by what is in it. */
function descriptionOf(/** @type {Schema} */ node, /** @type {Home} */ home) {
  if (typeof node.description === 'string') return node.description
  if (node.type !== 'array' || node.items === undefined) return undefined
  const { node: items } = resolve(node.items, home)
  return typeof items.description === 'string' ? `A list. Each entry: ${items.description}` : undefined
}

/** Markdown outside code spans must not begin anything of its own: `*` and `**` are patterns of branches. */
const toMarkdown = (/** @type {string} */ text) =>
  text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[*_<>[\]|#]/g, '\\$&')))
    .join('')

function referencesOf(/** @type {Schema} */ node) {
  const names = node['x-references'] ?? node.items?.['x-references']
  return names === undefined
    ? []
    : [`Names: ${names.map((/** @type {string} */ name) => name.replaceAll('-', ' ')).join(', ')}.`]
}

function formOf(/** @type {Schema} */ { pattern, description }) {
  const known = forms.find(([start]) => pattern.startsWith(start))?.[1]
  if (known !== undefined) return known
  const prefix = /^\^([A-Z]{3}-)/.exec(pattern)?.[1]
  if (prefix !== undefined) return `Write ${prefix} followed by capital letters, digits and single dashes`
  return typeof description === 'string' ? `Expected: ${description.replace(/\.$/, '')}` : 'Not of the right form'
}

/** @returns {{ node: Schema, home: Home }} */
function resolve(/** @type {Schema} */ node, /** @type {Home} */ home) {
  if (typeof node.$ref !== 'string') return { node, home }
  const { $ref, ...beside } = node
  const [file = '', pointer = ''] = $ref.split('#/definitions/')
  const root = file === '' ? home.root : home.schemas[file]
  const target = root?.definitions?.[pointer]
  if (root === undefined || target === undefined) throw new Error(`${$ref} leads nowhere`)
  const inner = resolve(target, { ...home, root })
  return { node: { ...inner.node, ...beside }, home: inner.home }
}

/** Numbers the places where the cursor stops. */
function counter() {
  let last = 0
  return () => {
    last += 1
    return last
  }
}

/**
 * All that must be in a mapping, with a stop for the cursor at each value.
 * @returns {Record<string, unknown>}
 */
function bodyOf(/** @type {Schema} */ schema, /** @type {Home} */ home, /** @type {() => number} */ next) {
  const required = schema.required?.length > 0 ? schema.required : Object.keys(schema.properties).slice(0, 1)
  return Object.fromEntries(
    required.map((/** @type {string} */ key) => [key, sampleOf(schema.properties[key], key, home, next)]),
  )
}

/** @returns {unknown} */
function sampleOf(
  /** @type {Schema} */ written,
  /** @type {string} */ key,
  /** @type {Home} */ outer,
  /** @type {() => number} */ next,
) {
  const { node, home } = resolve(written, outer)
  if (node.const !== undefined) return node.const
  if (node.enum?.length === 1) return node.enum[0]
  if (node.enum !== undefined) return `\${${next()}|${node.enum.join(',')}|}`
  const choice = node.anyOf?.[0] ?? node.oneOf?.[0]
  if (choice !== undefined) return sampleOf(choice, key, home, next)
  if (node.type === 'array') return [sampleOf(node.items, key, home, next)]
  if (node.type === 'object') return node.properties === undefined ? {} : bodyOf(node, home, next)
  if (node.type === 'boolean') return `\${${next()}|true,false|}`
  const prefix = /^\^([A-Z]{3}-)/.exec(node.pattern ?? '')?.[1]
  if (prefix !== undefined) return `\${${next()}:${prefix}NAME}`
  if (node.format === 'date') return `\${${next()}:YYYY-MM-DD}`
  if (node.format === 'date-time') return `\${${next()}:YYYY-MM-DDThh:mm:ssZ}`
  if (node.pattern?.startsWith('^P(?=')) return `\${${next()}:P1Y}`
  if (node.pattern?.startsWith('^(0|')) return `"\${${next()}:0.1.0}"`
  if (node.pattern?.startsWith('^[a-z][a-z0-9_-]*')) return `\${${next()}:${snake(key)}}`
  if (node.pattern?.startsWith('^[A-Z]{2,4}-')) return `\${${next()}:CTL-NAME}`
  if (node.pattern?.endsWith('.md$')) return `\${${next()}:NAME.md}`
  return `\${${next()}:${key}}`
}

const snake = (/** @type {string} */ name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
