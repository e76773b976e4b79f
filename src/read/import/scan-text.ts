import { redactText } from '../../model/secrets/redact-text.ts'
import { hideEmails } from './hide-emails.ts'
import { oneLine } from './map-item.ts'

/** Id of a check as a record holds it: what cannot stand in one becomes `_`. */
export const toCheckId = (id: string): string =>
  redactText(id)
    .replace(/[^!-~]+/g, '_')
    .slice(0, 200) || '_'

/** What a scanner says of a place or resource, without secrets and addresses, also in a part of a path. */
export const toScanText = (text: string, salt: string, limit = 500): string =>
  oneLine(redactText(hideEmails(text, salt)).split('/').map(redactText).join('/'), limit)

/** Name or version of a tool. */
export const toToolText = (text: string): string => oneLine(redactText(text), 100)
