import type { SettingItem } from '../../../model/dataset-items.ts'
import { isObject, type JsonObject } from '../json.ts'
import { itemText } from './subject.ts'

/**
 * Settings by a list of names: what is not named stays behind, and what the forge does not tell is not there, which is not the
 * same as not being set (null).
 */
export const settingsNamed = (part: string, from: JsonObject, names: readonly string[]): readonly SettingItem[] =>
  names.flatMap((name) => {
    if (!Object.hasOwn(from, name)) return []
    const value = asText(from[name])
    return value === undefined ? [] : [{ part, name, value }]
  })

/** Switches of the form `{enabled: true}`. */
export const switchesNamed = (part: string, from: JsonObject, names: readonly string[]): readonly SettingItem[] =>
  names.flatMap((name) => {
    const found = from[name]
    return isObject(found) && typeof found['enabled'] === 'boolean'
      ? [{ part, name, value: String(found['enabled']) }]
      : []
  })

/** A list as one text, sorted, since its order says nothing; undefined for what is neither. */
function asText(value: unknown): string | null | undefined {
  if (value === null) return null
  if (typeof value === 'boolean' || typeof value === 'number') return String(value)
  if (typeof value === 'string') return itemText(value, 'a setting', 500)
  if (!Array.isArray(value)) return undefined
  const texts = value.filter((one): one is string => typeof one === 'string')
  return texts.length === value.length ? listText(texts) : undefined
}

/** @returns `-` for an empty list */
export const listText = (texts: readonly string[]): string =>
  itemText([...texts].sort().join(', '), 'a list of a setting', 500)
