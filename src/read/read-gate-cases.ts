import type { GateCases } from '../model/gate-cases.ts'
import { type Place, startOf } from '../model/location.ts'
import { Problem } from '../model/problem.ts'
import type { SourceFile } from '../model/program-model.ts'
import { checkSchema } from './check-schema.ts'
import { decodeText } from './decode-text.ts'
import { YamlPlace } from './document-map.ts'
import { parseYaml } from './parse-yaml.ts'
import { validatorOf } from './validator-of.ts'

export type GateCasesReading =
  | { readonly ok: true; readonly cases: GateCases; readonly at: Place }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** Reads a file of cases: one document, `kind: GateCases`. A file with a mistake is refused whole. */
export function readGateCases(file: SourceFile): GateCasesReading {
  const refuse = (...problems: readonly Problem[]): GateCasesReading => ({ ok: false, problems })
  const text = decodeText(file)
  if (text instanceof Problem) return refuse(text)
  const { documents, problems } = parseYaml(file.path, text)
  if (problems.length > 0) return refuse(...problems)
  const [document, second] = documents
  const remedy = 'Start with `apiVersion: countersign/v1` and `kind: GateCases`.'
  if (document === undefined)
    return refuse(new Problem('YML-007', startOf(file.path), 'The file holds no cases', remedy))
  if (second !== undefined) {
    const what = 'A file of cases is one document'
    return refuse(new Problem('YML-007', second.map.nameOf(0), what, 'Remove the second one.'))
  }
  const at = new YamlPlace(document.map, 0)
  const { data } = document
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    return refuse(...document.problems, new Problem('YML-007', at.locate(), 'A file of cases is a mapping', remedy))
  }
  if (!('kind' in data) || data.kind !== 'GateCases') {
    return refuse(
      ...document.problems,
      new Problem('SCH-005', at.locate(['kind'], 'value'), 'This is no file of cases', remedy),
    )
  }
  const faults = checkSchema(validatorOf('GateCases'), data, at).map(({ problem }) => problem)
  const found = [...document.problems, ...faults, ...twins(data as GateCases, at)]
  return found.length > 0 ? refuse(...found) : { ok: true, cases: data as GateCases, at }
}

/** Reports and their readers tell cases apart by name. */
function twins({ cases }: GateCases, at: Place): readonly Problem[] {
  if (!Array.isArray(cases)) return []
  const seen = new Set<string>()
  return cases.flatMap(({ name }, index) => {
    if (typeof name !== 'string' || !seen.has(name)) {
      seen.add(name)
      return []
    }
    const what = `There is another case \`${name.slice(0, 100)}\` above`
    return [new Problem('SCH-003', at.locate(['cases', index, 'name'], 'value'), what, 'Give it a name of its own.')]
  })
}
