import { everyRule } from '../assess/every-rule.ts'
import { problemCodes } from './problem-codes.ts'

/** What a rule or a code of the reader means, for formats that carry its explanation along. */
export interface RuleText {
  readonly id: string
  /** A name made of words and dashes. */
  readonly name: string
  readonly title: string
  readonly rationale: string
  readonly remedy: string
  readonly criteria: readonly string[]
  readonly severity: 'error' | 'warning'
}

const texts: ReadonlyMap<string, RuleText> = new Map<string, RuleText>([
  ...everyRule.map((rule) => [rule.id, rule] as const),
  ...[...problemCodes].map(
    ([id, text]) => [id, { ...text, id, name: nameOf(text.title), criteria: [], severity: 'error' } as const] as const,
  ),
])

/** undefined for an id that is neither. */
export const ruleTextOf = (id: string): RuleText | undefined => texts.get(id)

function nameOf(title: string): string {
  return (title.toLowerCase().match(/[a-z0-9]+/g) ?? []).join('-')
}
