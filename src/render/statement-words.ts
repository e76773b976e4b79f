import type { LogRecord } from '../model/log-record.ts'
import type { PageContext } from './page-context.ts'
import { code } from './page-text.ts'

type Statement = Extract<LogRecord, { readonly kind: 'attestation' }>

/** `statement of Ana Example for 2026-01-01 to 2026-03-31`; the name is what the record says, proven or not. */
export const statementInWords = ({ data }: Statement, { who }: PageContext): string =>
  `statement of ${data.person === null ? 'somebody' : who(data.person)} for ${data.coversFrom} to ${data.coversTo}`

/** The same with what it is about, and whether anything proves that this person made it. */
export function statementWithProof(record: Statement, context: PageContext): string {
  const { requirement, standing } = record.data
  const proof =
    standing === 'proven' ? 'proven to be theirs' : '**claimed only**: nothing proves that this person stated it'
  const about = requirement === null ? '' : `, about ${code(requirement)}`
  return `${statementInWords(record, context)}${about}; ${proof}`
}
