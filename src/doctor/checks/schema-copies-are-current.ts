import { startOf } from '../../model/location.ts'
import { failIfAny, notApplicable } from '../../model/outcome.ts'
import { decodeText } from '../../read/decode-text.ts'
import { defineCheck } from '../define-check.ts'

export const schemaCopiesAreCurrent = defineCheck({
  id: 'DOC-006',
  name: 'schema-copies-are-current',
  title: 'The copies of the schemas are those of this version',
  severity: 'warning',
  remedy: 'Remove the folder of the copies and run `countersign init`: it writes what is missing and nothing else.',
  check({ schemas, shippedSchemas, program }) {
    if (program.length === 0) return notApplicable('there is no program')
    const copies = new Map(schemas.map((file) => [file.path, file]))
    return failIfAny(
      [...shippedSchemas].flatMap(([path, text]) => {
        const copy = copies.get(path)
        if (copy === undefined) return [{ message: `${path} is missing: the editor cannot help`, at: startOf(path) }]
        const isSame = decodeText(copy) === text
        return isSame ? [] : [{ message: `${path} differs from that of this version`, at: startOf(path) }]
      }),
    )
  },
})
