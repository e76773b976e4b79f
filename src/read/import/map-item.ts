import { createHash } from 'node:crypto'
import { type DatasetField, datasetFields } from '../../model/dataset-fields.gen.ts'
import type { EvidenceSource } from '../../model/records.ts'
import { redactText } from '../../model/secrets/redact-text.ts'
import { checkMapping } from './check-mapping.ts'
import { fitsPattern } from './fits-pattern.ts'
import { hideEmails } from './hide-emails.ts'
import { ImportRefused } from './import-refused.ts'
import { parseMoment } from './parse-moment.ts'

/** What a source has for a field: a text, nothing, or several texts. */
export type Raw = string | undefined | readonly string[]

/** One item of a dataset: every field of it, in its order. */
export type MappedItem = Readonly<Record<string, string | boolean | null | readonly string[]>>

type Mapping = EvidenceSource['fields'][number]

/**
 * Makes items of a dataset out of what a system calls them, as a source declares it. Nothing that is not mapped gets in, and
 * nothing that is mapped is guessed at: a value that the mapping does not know is refused.
 *
 * @param salt for pseudonyms of e-mail addresses, `hideEmails`
 * @returns items for one row: several where the system has a list in which the dataset has one value, such as roles
 * @throws ImportRefused at once where the mapping does not fit the dataset; the function for a row that it does not fit. The
 * place names the column and no line.
 */
export function itemMapper(source: EvidenceSource, salt: string): (get: (from: string) => Raw) => MappedItem[] {
  const [wrong] = checkMapping(source)
  if (wrong !== undefined) throw new ImportRefused(wrong.what, `Correct ${source.id}.`)
  const named = new Map(source.fields.map((mapping) => [mapping.field, mapping]))
  const parts = Object.entries(datasetFields[source.dataset]).flatMap(([field, form]) => {
    const mapping = named.get(field)
    return mapping === undefined ? [] : [{ field, form, mapping }]
  })
  return (get) => {
    let items: Record<string, MappedItem[string]>[] = [{}]
    for (const { field, form, mapping } of parts) {
      const values = valuesOf(form, mapping, get, salt)
      if (items.length * values.length > MOST_ITEMS_OF_ROW) {
        throw new ImportRefused(
          `One row has more than ${MOST_ITEMS_OF_ROW} values`,
          'Is `split` right?',
          placeOf(mapping),
        )
      }
      items = values.flatMap((value) => items.map((item) => ({ ...item, [field]: value })))
    }
    return items
  }
}

const MOST_ITEMS_OF_ROW = 1000

const placeOf = ({ from }: Mapping) => (from === undefined ? {} : { at: `column ${from.slice(0, 100)}` })

/** One value, or several where the row stands for several items. */
function valuesOf(
  form: DatasetField,
  mapping: Mapping,
  get: (from: string) => Raw,
  salt: string,
): MappedItem[string][] {
  if (mapping.from === undefined) return [mapping.value ?? null]
  const raw = get(mapping.from)
  const texts = typeof raw === 'string' && mapping.split !== undefined ? splitText(raw, mapping.split) : raw
  const one = (text: string | undefined) => oneValue(text, form, mapping, salt)
  if (form.mostParts !== undefined) return [listOf(texts, form.mostParts, one, mapping)]
  if (typeof texts === 'string' || texts === undefined) return [one(texts)]
  // An empty list has a meaning only where the mapping gives it one.
  return texts.length === 0 ? [one('')] : texts.map(one)
}

const splitText = (text: string, by: string): string[] =>
  text
    .split(by)
    .map((part) => part.trim())
    .filter((part) => part !== '')

function listOf(
  texts: Raw,
  mostParts: number,
  one: (text: string) => MappedItem[string],
  mapping: Mapping,
): readonly string[] {
  const parts = texts === undefined ? [] : typeof texts === 'string' ? [texts] : texts
  // A list that a system writes empty says that there are none; a cell that is empty says nothing.
  if (parts.length === 0 && mapping.optional !== true && (texts === undefined || mapping.split !== undefined)) {
    throw missing(mapping)
  }
  if (parts.length > mostParts) {
    throw new ImportRefused(`There are more than ${mostParts} parts`, 'Is `split` right?', placeOf(mapping))
  }
  return parts
    .filter((part) => part !== '')
    .flatMap((part) => one(part) ?? [])
    .map(String)
}

const missing = (mapping: Mapping) =>
  new ImportRefused('There is no value', 'Say `optional: true` where it may be empty.', placeOf(mapping))

function oneValue(
  raw: string | undefined,
  form: DatasetField,
  mapping: Mapping,
  salt: string,
): string | boolean | null {
  const text = raw?.trim()
  if (mapping.values !== undefined && text !== undefined) {
    const known = mapping.values.find(({ is }) => is === text)
    if (known !== undefined) return known.means
    if (text !== '' || mapping.optional !== true || !form.nullable) {
      const what =
        text === '' ? 'There is no value, and `values` has none for it' : 'The value is not one of those in `values`'
      throw new ImportRefused(what, 'Add what it means.', placeOf(mapping))
    }
  }
  if (text === undefined || text === '') {
    if (mapping.optional === true && form.nullable) return null
    throw missing(mapping)
  }
  return typed(text, form, mapping, salt)
}

function typed(text: string, form: DatasetField, mapping: Mapping, salt: string): string | boolean {
  const refuse = (what: string, remedy: string) => new ImportRefused(what, remedy, placeOf(mapping))
  switch (form.type) {
    case 'moment':
    case 'day': {
      const reading = parseMoment(text, mapping.date)
      if (!reading.ok) throw refuse(reading.what, reading.remedy)
      return form.type === 'day' ? reading.moment.slice(0, 10) : reading.moment
    }
    case 'flag':
      if (!/^(?:true|false)$/i.test(text))
        throw refuse('This is neither true nor false', 'Say in `values` what it means.')
      return text.toLowerCase() === 'true'
    case 'choice':
      if (form.choices?.includes(text) === true) return text
      throw refuse(`This is none of ${form.choices?.join(', ')}`, 'Say in `values` what it means.')
    case 'digest':
      return createHash('sha256').update(text).digest('hex')
    case 'name':
    case 'text':
      // A secret that is cut is not found any more.
      return oneLine(redactText(hideEmails(text, salt)).split('/').map(redactText).join('/'), form.maxLength ?? 200)
    default: {
      // What identifies something is taken as it is or not at all.
      const hidden = hideEmails(text, salt)
      if (fitsPattern(form, hidden)) return hidden
      throw refuse(
        form.type === 'account' ? 'This is no account' : 'This is no id',
        form.type === 'account' ? 'Map a login or id; names of people are not kept.' : 'Map an id without spaces.',
      )
    }
  }
}

/** Text for one line of a record: control characters become spaces, and what is too long is cut and ends in `…`. */
export function oneLine(text: string, limit: number): string {
  const cleaned = text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[\u0000-\u001f\u2028\u2029]+/g, ' ')
    .trim()
  const letters = [...cleaned]
  return letters.length <= limit ? cleaned : `${letters.slice(0, limit - 1).join('')}…`
}
