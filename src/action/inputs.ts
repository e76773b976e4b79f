import { type inputNames, type Mode, modes } from '../model/action-inputs.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import { forgeDatasets } from '../ports/collector.ts'
import { documentEditions, documentFormats, type EditionChoice } from '../usecases/edition-choice.ts'

/** What the workflow says under `with:`. Left out is undefined, so that the settings file or a default decides. */
export interface Inputs {
  readonly mode: Mode
  readonly token: string | undefined
  readonly config: string | undefined
  readonly asOf: string | undefined
  readonly base: string | undefined
  readonly environment: string | undefined
  readonly enforce: 'status' | 'job'
  readonly comment: 'off' | 'on-change'
  readonly requestReviews: boolean
  /** Slug of the App whose installation token `token` is. */
  readonly appSlug: string | undefined
  readonly logKey: string | undefined
  /** Datasets of the forge and ids of sources to read, or `all`; empty: nothing. */
  readonly collect: readonly string[]
  /** Left out: `token`. */
  readonly collectToken: string | undefined
  readonly documents: string | undefined
  readonly format: EditionChoice['format']
  readonly edition: EditionChoice['edition']
  readonly report: string | undefined
}

/**
 * Reads the inputs. GitHub does not enforce `required`, and passes what is left out as an empty text.
 *
 * @param read gives an input by its name, empty where there is none
 * @throws Refusal for a value that is not allowed
 */
export function readInputs(read: (name: (typeof inputNames)[number]) => string): Inputs {
  const given = (name: (typeof inputNames)[number]) => {
    const text = read(name).trim()
    return text === '' ? undefined : text
  }
  return {
    mode: oneOf('mode', given('mode'), modes),
    token: given('github-token'),
    config: given('config'),
    asOf: given('as-of'),
    base: given('base'),
    environment: given('environment'),
    enforce: oneOf('enforce', given('enforce') ?? 'status', ['status', 'job']),
    comment: oneOf('comment', given('comment') ?? 'off', ['off', 'on-change']),
    requestReviews: oneOf('request-reviews', given('request-reviews') ?? 'false', ['true', 'false']) === 'true',
    appSlug: toSlug(given('app-slug')),
    logKey: given('log-key'),
    collect: toCollect(given('collect')),
    collectToken: given('collect-token'),
    documents: given('documents'),
    format: oneOf('format', given('format') ?? 'markdown', documentFormats),
    edition: oneOf('edition', given('edition') ?? 'internal', documentEditions),
    report: given('report'),
  }
}

/** Names with commas, spaces or line ends between them. */
function toCollect(value: string | undefined): readonly string[] {
  const names = [...new Set((value ?? '').split(/[\s,]+/).filter((name) => name !== ''))]
  const known: readonly string[] = ['all', ...forgeDatasets]
  const wrong = names.find((name) => !known.includes(name) && !/^SRC-[A-Z0-9]+(?:-[A-Z0-9]+)*$/.test(name))
  if (wrong === undefined) return names
  const what = `The input \`collect\` cannot have \`${wrong}\``
  throw new Refusal(exitStatus.usage, what, `Allowed: ${known.join(', ')}, and ids of sources (SRC-...).`)
}

/** As in the address of the App: github.com/apps/SLUG. */
function toSlug(value: string | undefined): string | undefined {
  if (value === undefined || /^[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?$/.test(value)) return value
  const what = 'The input `app-slug` cannot be the slug of a GitHub App'
  throw new Refusal(exitStatus.usage, what, 'Give the output `app-slug` of actions/create-github-app-token.')
}

function oneOf<const T extends string>(name: string, value: string | undefined, allowed: readonly T[]): T {
  const found = allowed.find((known) => known === value)
  if (found !== undefined) return found
  const what = value === undefined ? `The input \`${name}\` is missing` : `The input \`${name}\` cannot be \`${value}\``
  throw new Refusal(exitStatus.usage, what, `Allowed: ${allowed.join(', ')}.`)
}
