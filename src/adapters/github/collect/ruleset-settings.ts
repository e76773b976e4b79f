import type { SettingItem } from '../../../model/dataset-items.ts'
import { endpoints } from '../endpoints.ts'
import { isObject, toId, toList, toObject } from '../json.ts'
import { ruleItems } from './branch-settings.ts'
import type { PartLog } from './part-log.ts'
import { listText, settingsNamed } from './setting-items.ts'
import { type CollectSubject, itemText } from './subject.ts'

/** Every ruleset that concerns the repository, whether or not it is in force: rules, refs, and who may bypass it. */
export async function readRulesetSettings(
  log: PartLog,
  { parameters, about }: CollectSubject['repository'],
): Promise<readonly SettingItem[]> {
  const listed = await log.list({
    part: 'rulesets',
    endpoint: endpoints.rulesets,
    parameters: { ...parameters, includes_parents: true },
    about,
    parse: (entry) => toId(toObject(entry, 'a ruleset')['id'], 'the id of a ruleset'),
  })
  const details = await Promise.all(
    listed.entries.map((id) =>
      log.one({
        part: 'rulesets in detail',
        endpoint: endpoints.ruleset,
        parameters: { ...parameters, ruleset_id: id },
        about: `${about}, ruleset ${id}`,
        parse: (data) => rulesetItems(id, data),
      }),
    ),
  )
  return details.flatMap((items) => items ?? [])
}

function rulesetItems(id: number, data: unknown): readonly SettingItem[] {
  const part = `ruleset/${id}`
  const ruleset = toObject(data, 'a ruleset')
  const { conditions, rules, bypass_actors: actors } = ruleset
  const names = isObject(conditions) && isObject(conditions['ref_name']) ? conditions['ref_name'] : {}
  return [
    ...settingsNamed(part, ruleset, ['name', 'target', 'source', 'source_type', 'enforcement']),
    ...settingsNamed(part, names, ['include', 'exclude']),
    ...(rules === undefined ? [] : toList(rules, 'the rules of a ruleset')).flatMap((rule) =>
      ruleItems(part, toObject(rule, 'a rule')),
    ),
    // Told only to who may edit the ruleset; left out it is not "nobody".
    ...(actors === undefined ? [] : [{ part, name: 'bypass', value: actorsText(actors) }]),
  ]
}

const actorsText = (value: unknown): string =>
  listText(
    toList(value, 'who may bypass a ruleset').map((entry) => {
      const { actor_type: kind, actor_id: id, bypass_mode: mode } = toObject(entry, 'who may bypass a ruleset')
      const who = typeof id === 'number' ? `${itemText(kind, 'who may bypass', 50)} ${id}` : itemText(kind, 'who', 50)
      return `${who} (${mode === undefined ? 'always' : itemText(mode, 'how a ruleset is bypassed', 50)})`
    }),
  )
