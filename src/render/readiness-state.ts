import type { ControlAssessment, RequirementAssessment } from '../assess/assessment.ts'
import { inlineText } from '../model/markdown-text.ts'
import type { ReadinessItem } from '../model/records.ts'
import type { PageContext } from './page-context.ts'
import { code, plural } from './page-text.ts'

export type ReadinessState = 'not-in-place' | 'not-known' | 'in-place'

/** One thing that an item is bound to, and how it stands. Texts are escaped. */
interface Bound {
  readonly state: ReadinessState
  /** `rule`, `evidence log`, `import` or `attestation`, with its name. */
  readonly by: string
  readonly why: string
}

export interface JudgedItem {
  readonly item: ReadinessItem
  readonly state: ReadinessState
  readonly bound: readonly Bound[]
}

/** Judges items by what they are bound to: all of it has to hold, and what is not known is never in place. */
export function readinessJudge(context: PageContext): (item: ReadinessItem) => JudgedItem {
  const requirements = new Map<string, { requirement: RequirementAssessment; control: ControlAssessment }>()
  for (const control of context.assessment.controls.values())
    for (const requirement of control.requirements) requirements.set(requirement.id, { requirement, control })
  return (item) => {
    const bound = [
      ...(item.rules ?? []).map((rule) => byRule(rule, context)),
      ...(item.evidence ?? []).map((id) => byEvidence(id, requirements.get(id), context)),
    ]
    return { item, bound, state: worst(bound) }
  }
}

const worst = (bound: readonly Bound[]): ReadinessState => {
  if (bound.some(({ state }) => state === 'not-in-place')) return 'not-in-place'
  return bound.length === 0 || bound.some(({ state }) => state === 'not-known') ? 'not-known' : 'in-place'
}

/** A failure that is waived or known leaves the thing undone; a rule that was not asked, or had nothing to look at, shows nothing. */
function byRule(id: string, { ruleResults }: PageContext): Bound {
  const result = ruleResults?.get(id)
  const by = `rule ${code(id)}`
  const is = (state: ReadinessState, why: string): Bound => ({ state, by, why })
  if (result === undefined) return is('not-known', `${code(id)} was not asked`)
  if (result.state === 'off') return is('not-known', `${code(id)} is switched off`)
  if (result.state === 'not-run') {
    const lacks = result.rule.needs === 'base' ? 'it looks at changes of files' : 'there is no evidence log'
    return is('not-known', `${code(id)} could not be asked: ${lacks}`)
  }
  const { counts } = result
  const failed = [
    ...(counts.fail > 0 ? [plural(counts.fail, 'failure')] : []),
    ...(counts.waived > 0 ? [`${counts.waived} waived`] : []),
    ...(counts.baselined > 0 ? [`${counts.baselined} in the baseline`] : []),
  ]
  if (failed.length > 0) return is('not-in-place', `${code(id)}: ${failed.join(', ')}`)
  if (counts['not-determined'] > 0)
    return is('not-known', `${code(id)}: ${counts['not-determined']} could not be determined`)
  if (counts.pass === 0) return is('not-known', `${code(id)} had nothing to look at`)
  return is('in-place', `${code(id)} holds for ${counts.pass}`)
}

/** Kinds of records that come from tools of others. */
const imported = new Set(['scan.result', 'test.result', 'coverage.result', 'statement.imported', 'collection.window'])

function byEvidence(
  id: string,
  found: { readonly requirement: RequirementAssessment; readonly control: ControlAssessment } | undefined,
  context: PageContext,
): Bound {
  if (found === undefined)
    return { state: 'not-known', by: `evidence ${code(id)}`, why: `no control asks for ${code(id)}` }
  const { requirement, control } = found
  const asked = context.model.controls.get(control.id)?.value.evidence?.find((one) => one.id === id)
  const sort = asked === undefined ? 'attestation' : imported.has(asked.records.kind) ? 'import' : 'evidence log'
  const by = `${sort} ${code(id)} of ${context.link(control.id, '')}`
  if (!control.supports)
    return { state: 'not-in-place', by, why: `${context.link(control.id, '')} does not operate yet` }
  const state = { met: 'in-place', 'not-met': 'not-in-place', missing: 'not-known' } as const
  return { state: state[requirement.state], by, why: `${code(id)}: ${inlineText(requirement.why)}` }
}
