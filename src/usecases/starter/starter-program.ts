import { addDuration, subtractDuration } from '../../model/days.ts'
import { fillTokens } from '../fill-tokens.ts'
import { starter } from '../starter.gen.js'
import type { Category, StarterPerson } from './init-answers.ts'
import { assignmentsText, peopleRows } from './starter-people.ts'

export interface StarterRequest {
  readonly organisation: string
  readonly system?: string
  /** The first one leads security. */
  readonly people: readonly [StarterPerson, ...StarterPerson[]]
  /** Default: Security alone. */
  readonly categories?: readonly Category[]
  /** Default: today, and a year from the start. */
  readonly periodStart?: string
  readonly periodEnd?: string
}

export interface PlannedFile {
  readonly path: string
  readonly text: string
}

/** A place in the starter that code expects is gone. */
class StarterChanged extends Error {
  override readonly name = 'StarterChanged'
}

/** The settings, and the records and texts of the categories in scope, by their paths from the root of the repository. */
export function starterProgram(
  request: StarterRequest,
  place: { readonly program: string; readonly protectedBranch: string; readonly today: string },
): readonly PlannedFile[] {
  const values = toValues(request, place)
  const inScope = request.categories ?? ['CC']
  return starter.files.flatMap(({ path: shipped, text }) => {
    const { category, path } = placeOf(shipped)
    if (category !== undefined && !inScope.some((one) => one === category)) return []
    const target = path === 'countersign.yaml' ? path : `${place.program}/${path}`
    if (!path.endsWith('.yaml')) return [{ path: target, text }]
    return [{ path: target, text: fillTokens(adapted(path, text, request, place.today), values) }]
  })
}

/** What only one category needs lies in a folder of its own, laid out like the rest. */
function placeOf(shipped: string): { readonly category: string | undefined; readonly path: string } {
  const [, category, inside] = /^optional\/([A-Z]+)\/(.+)$/.exec(shipped) ?? []
  return { category, path: inside ?? shipped }
}

/**
 * What some categories bring to a program that is there, by its paths in the repository: policies with their texts, controls
 * and risks. All of them are beginnings: drafts, and planned.
 */
export function categoryFiles(
  categories: readonly Category[],
  { program, lead, today }: { readonly program: string; readonly lead: string; readonly today: string },
): readonly PlannedFile[] {
  const values = new Map([['securityLeadId', lead], ...daysFrom(today)])
  return starter.files.flatMap(({ path: shipped, text }) => {
    const { category, path } = placeOf(shipped)
    if (category === undefined || !categories.some((one) => one === category)) return []
    return [{ path: `${program}/${path}`, text: path.endsWith('.yaml') ? fillTokens(text, values) : text }]
  })
}

const daysFrom = (today: string): readonly (readonly [token: string, day: string])[] => [
  ['today', today],
  ['in30Days', addDuration(today, 'P30D')],
  ['in90Days', addDuration(today, 'P90D')],
  ['in180Days', addDuration(today, 'P180D')],
]

/** What is no single value: lists that grow with people and categories. */
function adapted(path: string, text: string, { people, categories = ['CC'] }: StarterRequest, today: string): string {
  switch (path) {
    case 'people.yaml':
      return replaced(text, /^teams:$/m, `${peopleRows(people, today)}teams:`)
    case 'assignments.yaml':
      return replaced(text, /^assignments:\n[\s\S]*$/m, assignmentsText(people, today))
    case 'program.yaml':
      return replaced(text, /^categories: \[CC\]$/m, `categories: [${categories.join(', ')}]`)
    default:
      return text
  }
}

function replaced(text: string, place: RegExp, by: string): string {
  if (!place.test(text)) throw new StarterChanged(`the starter has no ${place}`)
  return text.replace(place, () => by)
}

function toValues(
  request: StarterRequest,
  { program, protectedBranch, today }: { program: string; protectedBranch: string; today: string },
): ReadonlyMap<string, string> {
  const [lead] = request.people
  const start = request.periodStart ?? today
  const end = request.periodEnd ?? subtractDuration(addDuration(start, 'P1Y'), 'P1D')
  return new Map([
    ['organisation', request.organisation],
    ['system', request.system ?? `${request.organisation} service`],
    ['program', program],
    ['protectedBranch', protectedBranch],
    ['securityLeadId', lead.id],
    ['securityLeadName', lead.name],
    ['securityLeadLogin', lead.login],
    ['periodStart', start],
    ['periodEnd', end],
    ...daysFrom(today),
  ])
}
