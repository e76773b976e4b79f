import { createHmac } from 'node:crypto'

const DOMAIN = /(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9-])/y
/** What may stand before the sign, and how much of it. */
const isOfName = (letter: string): boolean => /[A-Za-z0-9._%+'-]/.test(letter)
const LONGEST_NAME = 64
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
  let hidden = ''
  let done = 0
  // From sign to sign, looking back no further than a name is long.
  for (let sign = text.indexOf('@'); sign !== -1; sign = text.indexOf('@', sign + 1)) {
    let start = sign
    while (start > done && sign - start < LONGEST_NAME && isOfName(text.charAt(start - 1))) start -= 1
    DOMAIN.lastIndex = sign + 1
    const domain = start === sign ? undefined : DOMAIN.exec(text)?.[0]
    if (domain === undefined) continue
    const address = text.slice(start, sign + 1 + domain.length)
    hidden += text.slice(done, start) + (MACHINE.test(address) ? address : pseudonymOf(address, salt))
    done = start + address.length
  }
  return hidden + text.slice(done)
}

/** `email-sha256:` and 64 hexadecimal digits. The case of the address makes no difference. */
function pseudonymOf(address: string, salt: string): string {
  return `email-sha256:${createHmac('sha256', salt).update(address.toLowerCase()).digest('hex')}`
}
