import type { RuleInfo } from '../rules/define-rule.ts'
import { rules } from '../rules/registry.gen.ts'
import { assessmentRules } from './rules/registry.gen.ts'

/** Every rule there is, those about results too, by id. */
export const everyRule: readonly RuleInfo[] = [...rules, ...assessmentRules].sort((one, other) =>
  one.id < other.id ? -1 : 1,
)
