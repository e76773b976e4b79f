import { redactText } from '../model/secrets/redact-text.ts'

/**
 * Text for a terminal, the log of a job, its outputs or its summary: more people read those than may know the secrets in it.
 * What cannot be searched is not shown.
 */
export function withoutSecrets(text: string): string {
  try {
    return redactText(text)
  } catch {
    return '(not shown: it could not be searched for secrets)\n'
  }
}
