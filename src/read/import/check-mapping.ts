import { type DatasetField, datasetFields } from '../../model/dataset-fields.gen.ts'
import type { RecordPath } from '../../model/location.ts'
import type { EvidenceSource } from '../../model/records.ts'
import { fitsPattern } from './fits-pattern.ts'

export interface MappingFault {
  /** One sentence without a full stop. */
  readonly what: string
  /** In the source. */
  readonly path: RecordPath
}

/**
 * What is wrong with a mapping that its schema cannot see: a field that the dataset does not have, lacks, or gets twice; a
 * constant that cannot stand there.
 */
export function checkMapping({ dataset, fields, format, items, total }: EvidenceSource): MappingFault[] {
  const wanted = datasetFields[dataset]
  const named = fields.map(({ field }) => field)
  const found = fields.flatMap((mapping, index): MappingFault[] => {
    const { field } = mapping
    const form = Object.hasOwn(wanted, field) ? wanted[field] : undefined
    const path = ['fields', index, 'field']
    if (form === undefined) {
      return [{ what: `\`${field}\` is no field of ${dataset}; it has ${Object.keys(wanted).join(', ')}`, path }]
    }
    if (named.indexOf(field) !== index) return [{ what: `\`${field}\` is there twice`, path }]
    const what = faultOf(mapping, form, dataset)
    return what === undefined ? [] : [{ what, path }]
  })
  for (const field of Object.keys(wanted)) {
    if (named.includes(field)) continue
    const what = `\`${field}\` is missing; \`value: null\` says that the system does not have it`
    found.push({ what, path: ['fields'] })
  }
  if (format !== 'json' && (items !== undefined || total !== undefined)) {
    found.push({
      what: '`items` and `total` are for `format: json` only',
      path: [items === undefined ? 'total' : 'items'],
    })
  }
  return found
}

function faultOf(
  { field, from, value, values, optional }: EvidenceSource['fields'][number],
  form: DatasetField,
  dataset: string,
): string | undefined {
  if ((from === undefined) === (value === undefined)) return `\`${field}\` needs either \`from\` or \`value\``
  if (!mayBe(form, value)) return `\`${field}\` cannot have the \`value\` that is given`
  if (values?.some(({ means }) => !mayBe(form, means)) === true) {
    return `\`${field}\` cannot be what one of its \`values\` means`
  }
  const isAlwaysThere = !form.nullable && form.mostParts === undefined && values === undefined
  if (optional === true && isAlwaysThere) return `\`${field}\` cannot be \`optional\`, because ${dataset} always has it`
  return undefined
}

function mayBe(form: DatasetField, value: string | boolean | null | undefined): boolean {
  if (value === undefined) return true
  if (value === null) return form.nullable
  if (form.mostParts !== undefined) return false
  if (form.type === 'flag') return typeof value === 'boolean'
  if (typeof value === 'boolean') return false
  return form.type === 'choice' ? form.choices?.includes(value) === true : fitsPattern(form, value)
}
