import type { ProgramModel } from '../model/program-model.ts'
import type { SchemaNode } from './record-schema.ts'

/** Words that say nothing about what a record is. */
const small = new Set([
  'a',
  'an',
  'the',
  'of',
  'and',
  'or',
  'to',
  'for',
  'in',
  'on',
  'at',
  'is',
  'are',
  'with',
  'by',
  'that',
])

/**
 * An id that nothing has yet, formed like the others of its kind: `CHG-2026-0042` where ids count within a year,
 * `INC-007` where they count, and else words of the title.
 *
 * @param year of the day of the run
 * @returns undefined where only words of a title could make one, and there is none
 */
export function nextId(
  model: ProgramModel,
  schema: SchemaNode,
  { title, year }: { readonly title: string | undefined; readonly year: string },
): string | undefined {
  const taken = new Set([...model.declaredIds.map(({ id }) => id), ...model.malformedIds].map((id) => id.toLowerCase()))
  const isFree = (id: string) => !taken.has(id.toLowerCase())
  const prefix = /^\^\(?([A-Z]{2,4})-/.exec(schema.pattern ?? '')?.[1]
  if (prefix === undefined) return freeOf(slugOf(title), '_', isFree)
  const own = [...taken]
    .filter((id) => id.startsWith(`${prefix.toLowerCase()}-`))
    .map((id) => id.slice(prefix.length + 1))
  const example = new RegExp(`\\b${prefix}-([0-9]{4}-)?([0-9]+)\\b`).exec(schema.description ?? '')
  const [inYear, counted] = [own.filter((id) => /^\d{4}-\d+$/.test(id)), own.filter((id) => /^\d+$/.test(id))]
  if (example?.[1] !== undefined || inYear.length > counted.length) {
    const digits = Math.max(3, example?.[2]?.length ?? 0, ...inYear.map((id) => id.length - 5))
    const last = Math.max(0, ...inYear.filter((id) => id.startsWith(`${year}-`)).map((id) => Number(id.slice(5))))
    return `${prefix}-${year}-${String(last + 1).padStart(digits, '0')}`
  }
  if (counted.length > 0 || example?.[2] !== undefined) {
    const digits = Math.max(example?.[2]?.length ?? 0, ...counted.map((id) => id.length))
    return `${prefix}-${String(Math.max(0, ...counted.map(Number)) + 1).padStart(digits, '0')}`
  }
  const words = slugOf(title)
  return words === undefined ? undefined : freeOf(`${prefix}-${words.replaceAll('_', '-').toUpperCase()}`, '-', isFree)
}

/** Up to four telling words of a title, in small letters, with accents taken off. */
function slugOf(title: string | undefined): string | undefined {
  const plain = (title ?? '').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const all = plain.match(/[a-z0-9]+/g) ?? []
  const telling = all.filter((word) => !small.has(word))
  const slug = (telling.length < 2 ? all : telling).slice(0, 4).join('_').slice(0, 40).replace(/_$/, '')
  return /^[a-z]/.test(slug) ? slug : undefined
}

function freeOf(id: string | undefined, joint: string, isFree: (id: string) => boolean): string | undefined {
  if (id === undefined || isFree(id)) return id
  for (let count = 2; count < 1000; count += 1) if (isFree(`${id}${joint}${count}`)) return `${id}${joint}${count}`
  return undefined
}
