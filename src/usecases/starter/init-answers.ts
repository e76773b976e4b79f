import { addDuration, dayOf } from '../../model/days.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'

const refuse = (what: string, remedy: string): never => {
  throw new Refusal(exitStatus.usage, what, remedy)
}

export interface StarterPerson {
  readonly id: string
  readonly name: string
  /** On the forge. */
  readonly login: string
}

/** Categories of the Trust Services Criteria, with what each asks. Security is in every report. */
export const categories = {
  CC: 'Security',
  A: 'Availability',
  PI: 'Processing Integrity',
  C: 'Confidentiality',
  P: 'Privacy',
} as const
export type Category = keyof typeof categories

/** `cc, a` as the categories in the order that the criteria have. @throws Refusal for one that does not exist */
export function toCategories(text: string): readonly Category[] {
  const known = Object.keys(categories) as Category[]
  const wanted = text.split(/[\s,]+/).filter((word) => word !== '')
  const found = wanted.map((word) => {
    const id = known.find((one) => one === word.toUpperCase() || categories[one].toLowerCase() === word.toLowerCase())
    if (id !== undefined) return id
    const allowed = known.map((one) => `${one} ${categories[one]}`).join(', ')
    return refuse(`\`${word.slice(0, 40)}\` is no category`, `Allowed: ${allowed}.`)
  })
  return known.filter((id) => id === 'CC' || found.includes(id))
}

/** One line of text that may stand in a record. @throws Refusal */
export function toName(text: string): string {
  const name = text.trim()
  if (name === '' || name.length > 200 || /[\u0000-\u001f\u007f\u2028\u2029]|\{\{|\}\}/.test(name)) {
    refuse(`\`${name.slice(0, 40)}\` cannot be a name`, 'Write one line of text, at most 200 characters.')
  }
  return name
}

/** @throws Refusal */
export function toPersonId(text: string): string {
  const remedy = 'Start with a small letter; then small letters, digits, _ and -.'
  if (!/^[a-z][a-z0-9_-]{0,63}$/.test(text)) refuse(`\`${text.slice(0, 40)}\` cannot be the id of a person`, remedy)
  return text
}

/** Accounts that an enterprise manages have an underscore before its short code. @throws Refusal */
export function toLogin(text: string): string {
  if (text.length > 100 || !/^[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?(?:\[bot\])?$/.test(text)) {
    refuse(`\`${text.slice(0, 40)}\` cannot be a login`, 'Give the login on GitHub, without @.')
  }
  return text
}

/** `id:Name:login` of the command line. @throws Refusal */
export function toPerson(text: string): StarterPerson {
  const [id, name, login, ...rest] = text.split(':').map((part) => part.trim())
  if (id === undefined || name === undefined || login === undefined || rest.length > 0) {
    const remedy = 'Write --person "id:Name:login", for example "ana:Ana Souza:ana-souza".'
    return refuse(`--person cannot be \`${text.slice(0, 60)}\``, remedy)
  }
  return { id: toPersonId(id), name: toName(name), login: toLogin(login) }
}

/** @throws Refusal where two people share an id or a login */
export function assertDistinct(people: readonly StarterPerson[]): void {
  for (const key of ['id', 'login'] as const) {
    const seen = new Set(people.map((person) => person[key].toLowerCase()))
    if (seen.size < people.length)
      refuse(`Two people have the same ${key}`, 'Give each person an id and a login of their own.')
  }
}

/** @throws Refusal */
export function toProgramFolder(text: string): string {
  if (!/^(?!\.)(?!.*\.\.)[A-Za-z0-9._/-]+$/.test(text) || text.startsWith('/') || text.endsWith('/')) {
    refuse(`\`${text}\` cannot be the program folder`, 'Give a path inside the repository, for example compliance.')
  }
  return text
}

export const isBranch = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._/-]{0,250}$/.test(text)

/** @throws Refusal */
export function toBranch(text: string): string {
  if (!isBranch(text)) {
    refuse(`\`${text.slice(0, 100)}\` cannot be the name of a branch`, 'Give the name of the branch, for example main.')
  }
  return text
}

/** @throws Refusal */
export function toDay(text: string): string {
  let isDay = false
  try {
    isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && dayOf(`${text}T00:00:00Z`) === text
  } catch {
    // Told below, like any other form.
  }
  return isDay ? text : refuse(`\`${text.slice(0, 40)}\` is not a day`, 'Write it as YYYY-MM-DD.')
}

/** @throws Refusal for a period that no reader of a report can use */
export function assertPeriod(start: string, end: string): void {
  if (end < addDuration(start, 'P3M')) {
    refuse('The period is shorter than three months', 'A Type II report covers three to twelve months.')
  }
}

/** `OWNER/NAME@COMMIT`: where the workflows take Countersign from. @throws Refusal for what is not pinned to a commit */
export function toAction(text: string): string {
  if (!/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(text)) {
    const remedy = 'Give OWNER/NAME@COMMIT with all 40 digits of the commit: a tag can be moved to other code.'
    refuse(`\`${text.slice(0, 100)}\` cannot be where Countersign is taken from`, remedy)
  }
  return text
}
