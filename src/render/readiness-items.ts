import { everyRule } from '../assess/every-rule.ts'
import { criteria, series } from '../model/criteria.ts'
import type { ProgramModel } from '../model/program-model.ts'
import type { ReadinessItem } from '../model/records.ts'

/** A checklist with its items; without an id where the program has none and this one stands in for it. */
export interface Checklist {
  readonly id: string | undefined
  readonly title: string
  readonly items: readonly ReadinessItem[]
}

/** Rules that speak of the program as a whole: a list of things that somebody has to see to before an audit begins. */
const defaultRules = ['SCP-005', 'POL-004', 'RSK-010', 'RSK-012', 'SOD-001', 'ACC-001', 'VEN-001', 'CHG-013', 'FND-001']

/**
 * The checklists of a program. Where it has none: rules that every program needs, and for each series of criteria that
 * controls serve, their evidence.
 */
export function checklistsOf(model: ProgramModel): readonly Checklist[] {
  if (model.readinessChecklists.length > 0)
    return model.readinessChecklists.map(({ value: { id, title, items } }) => ({ id, title, items }))
  const byRule = everyRule
    .filter(({ id }) => defaultRules.includes(id))
    .map(({ id, title, criteria: shown }): ReadinessItem => ({ id, title, rules: [id], criteria: shown }))
  const byEvidence = series.flatMap(({ id, title }): readonly ReadinessItem[] => {
    const controls = [...model.controls.values()]
      .map(({ value }) => value)
      .filter(
        ({ status, criteria: named }) =>
          status !== 'retired' && named.some((one) => criteria.get(one.id)?.series === id),
      )
    const evidence = controls.flatMap(({ evidence: some = [], manualEvidence = [] }) =>
      [...some, ...manualEvidence].map((requirement) => requirement.id),
    )
    return controls.length === 0
      ? []
      : [
          {
            id,
            title: `${id} ${title}: the evidence of its controls is there`,
            evidence: [...new Set(evidence)].sort(),
          },
        ]
  })
  return [{ id: undefined, title: 'Before the audit', items: [...byRule, ...byEvidence] }]
}

/** Ids of the rules that checklists are bound to: only these need to be asked for the documents. */
export const boundRules = (model: ProgramModel): ReadonlySet<string> =>
  new Set(checklistsOf(model).flatMap(({ items }) => items.flatMap(({ rules = [] }) => rules)))
