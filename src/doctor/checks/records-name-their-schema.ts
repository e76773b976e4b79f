import { startOf } from '../../model/location.ts'
import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import { decodeText } from '../../read/decode-text.ts'
import { defineCheck } from '../define-check.ts'

export const recordsNameTheirSchema = defineCheck({
  id: 'DOC-007',
  name: 'records-name-their-schema',
  title: 'The first line of a record names a schema that is there',
  severity: 'warning',
  remedy: 'Write `# yaml-language-server: $schema=PATH` in the first line, relative to the file.',
  check({ program, schemas, settingsFile }) {
    const there = new Set(schemas.map(({ path }) => path))
    const files = [...program, ...(settingsFile === undefined ? [] : [settingsFile])]
    if (files.length === 0) return notApplicable('there is no record')
    return failIfAny(
      files.flatMap((file): Finding[] => {
        const text = decodeText(file)
        // Files of other programs may lie in the folder too, such as alerting rules.
        if (typeof text !== 'string' || !/^apiVersion: *["']?countersign\//m.test(text)) return []
        const target = /^# yaml-language-server: \$schema=(\S+)$/.exec(firstLine(text))?.[1]
        if (target === undefined) return [{ message: 'The first line names no schema', at: startOf(file.path) }]
        if (/^https?:/.test(target) || there.has(resolved(file.path, target))) return []
        return [{ message: `There is no schema ${target}`, at: startOf(file.path) }]
      }),
    )
  },
})

const firstLine = (text: string): string => text.slice(0, 2000).split(/\r?\n/, 1)[0] ?? ''

/** `../.schemas/x.json` as seen from `a/b/c.yaml` is `a/.schemas/x.json`. */
function resolved(from: string, target: string): string {
  const parts = from.split('/').slice(0, -1)
  for (const part of target.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}
