import { createHmac } from 'node:crypto'

const EMAIL = /[A-Za-z0-9._%+'-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}\b/g
/** Accounts of machines, which have the form of an address and are nobody's. */
const MACHINE = /\.gserviceaccount\.com$/i

/** What the pseudonyms of one log are made with. @param repositoryId of the repository that the log is about */
export const emailSalt = (repositoryId: string): string => `countersign/email/v1/${repositoryId}`

/**
 * A text with a pseudonym in place of each e-mail address: the same address has the same one in every dataset of one log, so
 * that a leaver still meets their accounts. Whoever knows an address can compute its pseudonym, which is how an auditor
 * finds a person; nobody can read an address out of it without trying all of them.
 *
 * @param salt the same for everything of one log
 */
export function hideEmails(text: string, salt: string): string {
  if (!text.includes('@')) return text
  return text.replace(EMAIL, (address) => (MACHINE.test(address) ? address : pseudonymOf(address, salt)))
}

/** `email-sha256:` and 64 hexadecimal digits. The case of the address makes no difference. */
function pseudonymOf(address: string, salt: string): string {
  return `email-sha256:${createHmac('sha256', salt).update(address.toLowerCase()).digest('hex')}`
}
