import type { SimulationEvent } from '../gate/simulation-event.ts'
import { millisecondsOf } from '../model/days.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import { flagOf, type OrderedOption } from './define-command.ts'

/** Events that a person may try; each is a decision's worth of work, so there is an end to them. */
const mostEvents = 200

/** Options that are events, in the order written, as events. @throws Refusal that says how one is written */
export function toEvents(options: readonly OrderedOption[]): readonly SimulationEvent[] {
  if (options.length > mostEvents) {
    throw new Refusal(exitStatus.usage, `There are ${options.length} events`, `Give at most ${mostEvents}.`)
  }
  return options.map(toEvent)
}

function toEvent({ name, value }: OrderedOption): SimulationEvent {
  switch (name) {
    case 'approve':
    case 'requestChanges': {
      const [by, commit] = split(name, value, 'SHA', /^[0-9a-f]{7,64}$/)
      const kind = name === 'approve' ? ('approve' as const) : ('request-changes' as const)
      return { kind, by, ...(commit === undefined ? {} : { commit }) }
    }
    case 'dismiss': {
      const [of, by] = split(name, value, 'LOGIN', loginForm)
      return { kind: 'dismiss', of, ...(by === undefined ? {} : { by }) }
    }
    case 'push':
      return { kind: 'push' }
    case 'pushBy':
      return { kind: 'push', by: toLogin(name, value) }
    case 'mergeBy':
      return { kind: 'merge', by: toLogin(name, value) }
    case 'label':
      return toLabel(value)
    case 'asOf':
      return { kind: 'wait-until', moment: toMoment(value) }
    default:
      throw new RangeError(`${name} is no event`)
  }
}

/** A login of the forge, or an id of People. */
const loginForm = /^[A-Za-z0-9][A-Za-z0-9_-]{0,98}(?:\[bot\])?$/

function toLogin(name: string, value: string): string {
  const login = value.replace(/^@/, '')
  if (loginForm.test(login)) return login
  throw cannotBe(name, value, 'Give a login, for example @ana, or an id of People.')
}

/** `@login`, or `@login@MORE`. */
function split(name: string, value: string, what: string, form: RegExp): readonly [string, string | undefined] {
  const [login = '', more, ...rest] = value.replace(/^@/, '').split('@')
  if (rest.length === 0 && loginForm.test(login) && (more === undefined || form.test(more))) return [login, more]
  throw cannotBe(name, value, `Give @LOGIN, or @LOGIN@${what}.`)
}

/** `name@setter`; the name may hold an `@` of its own. */
function toLabel(value: string): SimulationEvent {
  const at = value.lastIndexOf('@')
  const [name, by] = at === -1 ? [value, undefined] : [value.slice(0, at), value.slice(at + 1)]
  if (name === '' || [...name].length > 100 || (by !== undefined && !loginForm.test(by))) {
    throw cannotBe('label', value, 'Give NAME@LOGIN, or NAME alone where nobody knows who set it.')
  }
  return { kind: 'label', name, ...(by === undefined ? {} : { by }) }
}

/** A moment with its zone, or a day, which begins at midnight UTC. */
function toMoment(value: string): string {
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T00:00:00Z` : value
  try {
    const ms = millisecondsOf(moment)
    if (ms >= 0 && ms < 253_402_300_800_000) return moment
  } catch {
    // Told below.
  }
  throw cannotBe('asOf', value, 'Give a moment like 2026-03-02T09:00:00Z, or a day.')
}

const cannotBe = (name: string, value: string, remedy: string): Refusal =>
  new Refusal(exitStatus.usage, `${flagOf(name)} cannot be \`${value.slice(0, 80)}\``, remedy)
