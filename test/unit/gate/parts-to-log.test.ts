import { describe, expect, test } from 'vitest'
import { partsToLog } from '../../../src/gate/parts-to-log.ts'
import {
  account,
  commit,
  type FactsPatch,
  facts,
  known,
  merged,
  notKnown,
  opened,
  push,
} from '../../support/gate-facts.ts'

const at = '2026-03-02T10:00:00Z'
const afterMerge = '2026-03-03T12:00:01Z'
const parts = (patch: FactsPatch) =>
  partsToLog(facts({ ...patch, pull: { ...merged('mia'), ...patch.pull } }))?.map(({ login, as }) => `${login}: ${as}`)

describe('who had which part in a merge', () => {
  // biome-ignore format: one row, one line
  test.each<[string, FactsPatch, readonly string[]]>([
    ['author and merger', {}, ['ada: author', 'ada: contributor', 'mia: merger']],
    ['who asked a machine for it', { pull: { author: account('app[bot]'), requestedBy: account('cleo') } }, ['app[bot]: author', 'cleo: author', 'ada: contributor', 'mia: merger']],
    ['committers and co-authors', { commits: known([commit({ parties: [{ as: 'author', account: account('ada') }, { as: 'committer', account: account('ben') }, { as: 'co-author', account: account('cleo') }] })]) }, ['ada: author', 'ada: contributor', 'ben: contributor', 'cleo: contributor', 'mia: merger']],
    ['who pushed', { headChanges: known([opened(), push(at, { by: account('dan') })]) }, ['ada: author', 'ada: contributor', 'dan: contributor', 'mia: merger']],
    ['nobody who pushed after the merge', { headChanges: known([opened(), push(afterMerge, { by: account('dan') })]) }, ['ada: author', 'ada: contributor', 'mia: merger']],
    ['nobody who only changed the base', { headChanges: known([opened(), push(at, { kind: 'base-changed', by: account('dan') })]) }, ['ada: author', 'ada: contributor', 'mia: merger']],
    ['who had a machine merge it', { pull: { mergedBy: account('app[bot]'), autoMergeBy: account('cleo') } }, ['ada: author', 'ada: contributor', 'app[bot]: merger', 'cleo: merger']],
  ])('%s', (_name, patch, wanted) => {
    expect(parts(patch)?.toSorted()).toEqual([...wanted].sort())
  })

  // biome-ignore format: one row, one line
  test.each<[string, FactsPatch]>([
    ['an author without an account', { commits: known([commit({ parties: [{ as: 'author', account: null }] })]) }],
    ['a deleted account that opened it', { pull: { author: null } }],
    ['commits that could not be read', { commits: notKnown }],
    ['pushes that could not be read', { headChanges: notKnown }],
    ['somebody unknown who pushed', { headChanges: known([opened(), push(at, { by: null })]) }],
    ['more people than a record holds', { commits: known([commit({ parties: Array.from({ length: 300 }, (_, index) => ({ as: 'author' as const, account: { id: 1000 + index, login: `a${index}`, type: 'user' as const } })) })]) }],
  ])('%s: not everybody is known', (_name, patch) => {
    expect(parts(patch)).toBeUndefined()
  })
})
