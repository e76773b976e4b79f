import { sha256Hex } from '../../evidence/attachments.ts'
import { type Day, dayOf } from '../../model/days.ts'
import type { PopulationName } from './wanted-populations.ts'

type Item = Readonly<Record<string, unknown>>

/** The fields that name an item of a dataset; the others may change while it is the same item. */
const identity: Partial<Record<PopulationName, readonly string[]>> = {
  'access-list': ['account', 'role', 'scope'],
  activity: ['id'],
  tokens: ['id'],
  sessions: ['id'],
  leavers: ['person'],
  'alert-rules': ['group', 'alert'],
  alerts: ['id'],
  findings: ['check', 'resource'],
  settings: ['part', 'name'],
  teams: ['team', 'account'],
}

/** When an item came about, where it says so. */
const moment: Partial<Record<PopulationName, string>> = {
  activity: 'at',
  sessions: 'startedAt',
  leavers: 'lastDay',
  alerts: 'startedAt',
  findings: 'openedAt',
}

/** Longer names are cut and told apart by their digest. */
const longest = 400

/** One line that names an item within its system and dataset; parts that are not known are `-`. */
export function itemIdentity(dataset: PopulationName, item: Item): string {
  const name = (identity[dataset] ?? [])
    .map((field) => {
      const value = Object.hasOwn(item, field) ? item[field] : undefined
      return value === null || value === undefined ? '-' : inKey(String(value))
    })
    .join('/')
  return name.length <= longest ? name : `${name.slice(0, longest / 2)}~${sha256Hex(name)}`
}

/** Text of people as a part of a key: visible ASCII on one line. */
export const inKey = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'))

/** Day on which an item came about; undefined where it does not say. */
export function itemDay(dataset: PopulationName, item: Item, timezone: string): Day | undefined {
  const field = moment[dataset]
  const value = field === undefined || !Object.hasOwn(item, field) ? undefined : item[field]
  if (typeof value !== 'string') return undefined
  return value.includes('T') ? dayOf(value, timezone) : value
}
