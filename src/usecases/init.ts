import { addDuration, dayOf, instantOf, subtractDuration } from '../model/days.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { Clock } from '../ports/clock.ts'
import type { Files } from '../ports/files.ts'
import { fillTokens } from './fill-tokens.ts'
import { starter } from './starter.gen.js'
import { workflowText } from './starter-workflow.ts'

export interface StarterPerson {
  readonly id: string
  readonly name: string
  /** On the forge. */
  readonly login: string
}

export interface InitRequest {
  readonly organisation: string
  readonly system?: string
  /** The first one leads security. */
  readonly people: readonly [StarterPerson, ...StarterPerson[]]
  readonly program: string
  readonly protectedBranch: string
  /** Default: today, and a year from the start. */
  readonly periodStart?: string
  readonly periodEnd?: string
}

interface PlannedFile {
  readonly path: string
  readonly text: string
}

export interface InitPlan {
  readonly files: readonly PlannedFile[]
  /** Files that are there already and stay as they are. */
  readonly kept: readonly string[]
}

/**
 * What `init` would write: settings, the starter program with the schemas for an editor, a workflow.
 * @throws Refusal when there is a program already, or a value cannot be used
 */
export async function planInit(request: InitRequest, ports: { files: Files; clock: Clock }): Promise<InitPlan> {
  checkRequest(request)
  const { program } = request
  const today = dayOf(instantOf(ports.clock.now()))
  const values = toValues(request, today)
  const filled = starter.files.map(({ path, text }) => ({
    path: path === 'countersign.yaml' ? path : `${program}/${path}`,
    text: path.endsWith('.yaml')
      ? fillTokens(path === 'people.yaml' ? withPeople(text, request, today) : text, values)
      : text,
  }))
  const schemas = starter.schemas.map(({ path, text }) => ({ path: `${program}/.schemas/v1/${path}`, text }))
  const own = [...filled, ...schemas]
  const beside = [
    { path: '.github/workflows/countersign.yml', text: workflowText(request.protectedBranch) },
    {
      path: '.vscode/extensions.json',
      text: `${JSON.stringify({ recommendations: ['redhat.vscode-yaml'] }, null, 2)}\n`,
    },
  ]
  const there = async (file: PlannedFile) => (await ports.files.read(file.path)) !== undefined
  const present: string[] = []
  for (const file of own) if (await there(file)) present.push(file.path)
  const [first] = present
  if (first !== undefined) {
    const what = `There is a program already: ${first}${present.length > 1 ? ` and ${present.length - 1} more files` : ''}`
    throw new Refusal(
      exitStatus.usage,
      what,
      'Nothing was written. Choose another folder with --program, or edit what is there.',
    )
  }
  const kept: string[] = []
  const files = [...own]
  for (const file of beside) {
    if (await there(file)) kept.push(file.path)
    else files.push(file)
  }
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)), kept }
}

function toValues(request: InitRequest, today: string): ReadonlyMap<string, string> {
  const [lead] = request.people
  const start = request.periodStart ?? today
  const end = request.periodEnd ?? subtractDuration(addDuration(start, 'P1Y'), 'P1D')
  return new Map([
    ['organisation', request.organisation],
    ['system', request.system ?? `${request.organisation} service`],
    ['program', request.program],
    ['protectedBranch', request.protectedBranch],
    ['securityLeadId', lead.id],
    ['securityLeadName', lead.name],
    ['securityLeadLogin', lead.login],
    ['today', today],
    ['periodStart', start],
    ['periodEnd', end],
    ['in30Days', addDuration(today, 'P30D')],
    ['in90Days', addDuration(today, 'P90D')],
    ['in180Days', addDuration(today, 'P180D')],
  ])
}

/** The other people, after the security lead; written like the first one. */
function withPeople(text: string, { people }: InitRequest, today: string): string {
  const [, ...others] = people
  const rows = others.map(
    ({ id, name, login }) =>
      `  - id: ${JSON.stringify(id)}\n    name: ${JSON.stringify(name)}\n    accounts:\n      - login: ${JSON.stringify(login)}\n    type: employee\n    start: ${today}\n`,
  )
  return text.replace(/^teams:/m, () => `${rows.join('')}teams:`)
}

function checkRequest({ organisation, system, people, program, protectedBranch, periodStart, periodEnd }: InitRequest) {
  const refuse = (what: string, remedy: string) => {
    throw new Refusal(exitStatus.usage, what, remedy)
  }
  for (const text of [organisation, ...(system === undefined ? [] : [system]), ...people.map(({ name }) => name)]) {
    if (text.trim() === '' || text.length > 200 || /[\u0000-\u001f\u007f\u2028\u2029]|\{\{|\}\}/.test(text)) {
      refuse(`\`${text.slice(0, 40)}\` cannot be a name`, 'Write one line of text, at most 200 characters.')
    }
  }
  for (const { id, login } of people) {
    if (!/^[a-z][a-z0-9_-]{0,63}$/.test(id)) {
      refuse(
        `\`${id.slice(0, 40)}\` cannot be the id of a person`,
        'Start with a small letter; then small letters, digits, _ and -.',
      )
    }
    if (!/^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\[bot\])?$/.test(login)) {
      refuse(`\`${login.slice(0, 40)}\` cannot be a login`, 'Give the login on GitHub, without @.')
    }
  }
  for (const key of ['id', 'login'] as const) {
    const seen = new Set(people.map((person) => person[key].toLowerCase()))
    if (seen.size < people.length)
      refuse(`Two people have the same ${key}`, 'Give each person an id and a login of their own.')
  }
  if (!/^(?!\.)(?!.*\.\.)[A-Za-z0-9._/-]+$/.test(program) || program.startsWith('/') || program.endsWith('/')) {
    refuse(`\`${program}\` cannot be the program folder`, 'Give a path inside the repository, for example compliance.')
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(protectedBranch)) {
    refuse(`\`${protectedBranch}\` cannot be the name of a branch`, 'Give the name of the branch, for example main.')
  }
  for (const day of [periodStart, periodEnd])
    if (day !== undefined && !isDay(day)) refuse(`\`${day}\` is not a day`, 'Write it as YYYY-MM-DD.')
  if (periodStart !== undefined && periodEnd !== undefined && periodEnd < addDuration(periodStart, 'P3M')) {
    refuse('The period is shorter than three months', 'A Type II report covers three to twelve months.')
  }
}

function isDay(text: string): boolean {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) && dayOf(`${text}T00:00:00Z`) === text
  } catch {
    return false
  }
}
