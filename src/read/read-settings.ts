import { type Place, startOf } from '../model/location.ts'
import { Problem } from '../model/problem.ts'
import type { SourceFile } from '../model/program-model.ts'
import type { Config } from '../model/records.ts'
import { type AnchorSettings, defaultSettings, type Settings } from '../model/settings.ts'
import { checkSchema } from './check-schema.ts'
import { decodeText } from './decode-text.ts'
import { YamlPlace } from './document-map.ts'
import { parseYaml } from './parse-yaml.ts'
import { validatorOf } from './validator-of.ts'

export interface SettingsReading {
  /** The defaults wherever there are problems: do not go on with them. */
  readonly settings: Settings
  readonly problems: readonly Problem[]
  /** Where the settings are written; undefined without a file or when it could not be read. */
  readonly at: Place | undefined
}

/** Reads `countersign.yaml`. No file at all means the defaults; a file with a mistake is never half applied. */
export function readSettings(file: SourceFile | undefined): SettingsReading {
  if (file === undefined) return { settings: defaultSettings, problems: [], at: undefined }
  const refuse = (problems: readonly Problem[]): SettingsReading => ({
    settings: defaultSettings,
    problems,
    at: undefined,
  })
  const text = decodeText(file)
  if (text instanceof Problem) return refuse([text])
  const { documents, problems } = parseYaml(file.path, text)
  if (problems.length > 0) return refuse(problems)
  const [document, second] = documents
  if (document === undefined) {
    const remedy = 'Start with `apiVersion: countersign/v1` and `kind: Config`.'
    return refuse([new Problem('YML-007', startOf(file.path), 'The file holds no settings', remedy)])
  }
  if (second !== undefined) {
    const at = second.map.nameOf(0)
    return refuse([new Problem('YML-007', at, 'The settings are one document', 'Remove the second one.')])
  }
  const place = new YamlPlace(document.map, 0)
  if (typeof document.data !== 'object' || document.data === null || Array.isArray(document.data)) {
    return refuse([new Problem('YML-007', place.locate(), 'The settings are a mapping', 'Write `key: value` lines.')])
  }
  const faults = checkSchema(validatorOf('Config'), document.data, place).map(({ problem }) => problem)
  if (document.problems.length + faults.length > 0) return refuse([...document.problems, ...faults])
  const config = document.data as Config
  return { settings: toSettings(config), problems: [], at: place }
}

function toSettings(config: Config): Settings {
  return {
    programFolder: (config.program ?? defaultSettings.programFolder).replace(/(?<!\/)\/+$/, ''),
    protectedBranch: config.protectedBranch ?? defaultSettings.protectedBranch,
    evidenceBranch: config.evidenceBranch ?? defaultSettings.evidenceBranch,
    documentsBranch: config.documentsBranch ?? defaultSettings.documentsBranch,
    ...(config.evidence?.remote === undefined ? {} : { evidenceRemote: config.evidence.remote }),
    payloadsBranch: config.payloadsBranch ?? defaultSettings.payloadsBranch,
    retentionDays: new Map([...defaultSettings.retentionDays, ...Object.entries(config.evidence?.retention ?? {})]),
    severities: new Map(Object.entries(config.rules ?? {})),
    anchors: toAnchors(config.evidence?.anchors),
  }
}

function toAnchors(anchors: NonNullable<Config['evidence']>['anchors']): AnchorSettings {
  return {
    authorities: (anchors?.authorities ?? []).map(({ url, plainHttp = false }) => ({ url, plainHttp })),
    required: anchors?.required ?? false,
  }
}
