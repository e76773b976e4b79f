import type { ControlAssessment } from '../assess/assessment.ts'
import { inlineText } from '../model/markdown-text.ts'
import type { AttentionRow } from './control-attention.ts'
import type { PageContext } from './page-context.ts'
import { statementInWords } from './statement-words.ts'

/** Statements that a control was judged by, or would have been, and that nothing proves to be of the person they name. */
export function claimedStatements(one: ControlAssessment, context: PageContext, root: string): readonly AttentionRow[] {
  return one.requirements.flatMap(({ id, title, records }) =>
    records.flatMap((index): readonly AttentionRow[] => {
      const record = context.recordAt(index)
      if (record?.kind !== 'attestation' || record.data.standing === 'proven') return []
      const why = `**claimed only**: nothing proves the ${statementInWords(record, context)}, ${context.recordLink(index, root)}`
      return [{ what: `${inlineText(title)}${title === id ? '' : ` (${id})`}`, why }]
    }),
  )
}
