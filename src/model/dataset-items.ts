/** Items of datasets as types; generated from `schemas/dataset-items.json`, whose closed lists of fields are what may be kept. */
import type { DeepReadonly } from './deep-readonly.ts'
import type * as made from './records.gen.ts'

export type AccessListItem = DeepReadonly<made.AccessListItem>
export type ActivityItem = DeepReadonly<made.ActivityItem>
export type TokenItem = DeepReadonly<made.TokenItem>
export type FindingItem = DeepReadonly<made.FindingItem>
export type SettingItem = DeepReadonly<made.SettingItem>
export type TeamItem = DeepReadonly<made.TeamItem>
