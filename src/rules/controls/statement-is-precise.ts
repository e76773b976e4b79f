import { type Finding, failIfAny, notApplicable } from '../../model/outcome.ts'
import { defineRule } from '../define-rule.ts'

export const statementIsPrecise = defineRule({
  id: 'CTL-009',
  name: 'statement-is-precise',
  title: 'The statement of a control says who does what, and when',
  subject: 'control',
  severity: 'warning',
  rationale:
    'Nobody can test "Access is managed regularly". Seen are statements of short sentences that name no doer, words that stand in for a time, and statements of one or two words; whether the rest is good only a reader can tell.',
  remedy: 'Name the doer, the deed and the time: "Each quarter the owner of a system confirms every account of it."',
  criteria: ['CC5.1', 'CC5.3'],
  since: '0.1.0',

  check({ value: { id, statement, status }, at }) {
    if (status === 'retired') return notApplicable('the control is retired')
    const here = at.locate(['statement'], 'value')
    const findings: Finding[] = []
    const sentences = statement.split(/[.!?](?:\s|$)/).filter((sentence) => /\p{L}/u.test(sentence))
    if (statement.trim().split(/\s+/).length < 3) {
      findings.push({ message: `The statement of ${id} is too short to say who does what`, at: here })
    } else if (sentences.every(namesNoDoer)) {
      findings.push({ message: `The statement of ${id} does not say who does it`, at: here })
    }
    const [vague] = vagueTime.exec(statement) ?? []
    if (vague !== undefined) {
      findings.push({ message: `The statement of ${id} says "${vague}" instead of when`, at: here })
    }
    return failIfAny(findings)
  },
})

/** A short sentence in the passive without `by`; in a longer one a doer cannot be told apart simply. */
const namesNoDoer = (sentence: string): boolean =>
  sentence.trim().split(/\s+/).length <= 8 && passive.test(sentence) && !/\bby\b/i.test(sentence)

/** `is reviewed`, `are being properly managed` */
const passive =
  /\b(?:is|are|was|were|be|been|being|gets?)(?: \w{2,20}ly)? (?:\w{2,20}ed|kept|done|made|held|set|taken|given|known)\b/i
const vagueTime =
  /\b(?:regularly|periodically|from time to time|as needed|as required|as appropriate|when appropriate|in a timely manner|timely|occasionally|on a regular basis|on a periodic basis|often)\b/i
