import { datasetFields } from '../../model/dataset-fields.gen.ts'
import type { EvidenceSource } from '../../model/records.ts'

/**
 * What is wrong with a mapping that its schema cannot see, one sentence each without a full stop: a field that the dataset
 * does not have, lacks, or gets twice; a constant that cannot stand there.
 */
export function checkMapping({ dataset, fields, format, items, total }: EvidenceSource): string[] {
  const wanted = datasetFields[dataset]
  const found: string[] = []
  const named = fields.map(({ field }) => field)
  for (const [index, { field, from, value, values, optional }] of fields.entries()) {
    const form = Object.hasOwn(wanted, field) ? wanted[field] : undefined
    if (form === undefined)
      found.push(`\`${field}\` is no field of ${dataset}; it has ${Object.keys(wanted).join(', ')}`)
    else if (named.indexOf(field) !== index) found.push(`\`${field}\` is there twice`)
    else if ((from === undefined) === (value === undefined))
      found.push(`\`${field}\` needs either \`from\` or \`value\``)
    else if (!mayBe(form, value)) found.push(`\`${field}\` cannot have the \`value\` that is given`)
    else if (values?.some(({ means }) => !mayBe(form, means)) === true) {
      found.push(`\`${field}\` cannot be what one of its \`values\` means`)
    } else if (optional === true && !form.nullable && form.mostParts === undefined && values === undefined) {
      found.push(`\`${field}\` cannot be \`optional\`, because ${dataset} always has it`)
    }
  }
  for (const field of Object.keys(wanted)) {
    if (!named.includes(field))
      found.push(`\`${field}\` is missing; \`value: null\` says that the system does not have it`)
  }
  if (format !== 'json' && (items !== undefined || total !== undefined)) {
    found.push('`items` and `total` are for `format: json` only')
  }
  return found
}

type Form = (typeof datasetFields)[keyof typeof datasetFields][string]

function mayBe(form: Form, value: string | boolean | null | undefined): boolean {
  if (value === undefined) return true
  if (value === null) return form.nullable
  if (form.type === 'flag') return typeof value === 'boolean'
  if (typeof value === 'boolean') return false
  return form.type !== 'choice' || form.choices?.includes(value) === true
}
