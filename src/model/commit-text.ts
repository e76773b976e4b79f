/**
 * Text of people, made safe for the message of a commit: one line that calls nobody by name, refers to and closes nothing, and
 * tells no system that reads commits to do or to skip anything.
 */
import { shortened } from './markdown-text.ts'
import { redactText } from './secrets/redact-text.ts'
import { visible } from './visible-text.ts'

/**
 * Forges look in messages for `@name`, `#12`, `owner/name#12`, `GH-12`, `!12`, addresses of issues, trailers at the start of a
 * line, and `[skip ci]`, which would keep the gate from running; others for `KEY-12 #close`. Secrets go before the cut.
 *
 * @param limit most characters of the text before marks are parted
 * @see https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 * @see https://docs.github.com/en/actions/managing-workflow-runs/skipping-workflow-runs
 */
export function commitText(text: string, limit: number): string {
  const line = visible(redactText(text)).replace(/\s+/g, ' ').trim()
  return shortened(line, limit)
    .replace(/[@＠﹫]/g, '(at)')
    .replace(/([#＃﹟!])(?=\S)/g, '$1 ')
    .replace(/\b(GH)-(?=\d)/gi, '$1 ')
    .replace(/:(?=\/\/)/g, ': ')
    .replace(/[[\]]/g, (mark) => (mark === '[' ? '(' : ')'))
    .replace(/\b(skip)-(?=checks?\b)/gi, '$1 ')
    .trim()
}
