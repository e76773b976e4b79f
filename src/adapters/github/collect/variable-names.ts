import type { SettingItem } from '../../../model/dataset-items.ts'
import type { Endpoint } from '../endpoints.ts'
import { toObject } from '../json.ts'
import type { PartLog } from './part-log.ts'
import { itemText } from './subject.ts'

interface VariablesQuestion {
  readonly part: string
  readonly endpoint: Endpoint
  readonly parameters: Readonly<Record<string, string>>
  readonly about: string
}

/** Names of variables; what they hold is nobody's business here: people put secrets there, too. */
export async function readVariables(
  log: PartLog,
  of: string,
  question: VariablesQuestion,
): Promise<readonly SettingItem[]> {
  const { entries } = await log.list({
    ...question,
    list: 'variables',
    parse: (entry): SettingItem => {
      const name = itemText(toObject(entry, 'a variable')['name'], 'the name of a variable', 180)
      return { part: of, name: `variable ${name}`, value: 'set' }
    },
  })
  return entries
}
