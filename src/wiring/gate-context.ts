import { readFile, stat } from 'node:fs/promises'
import { nodeFiles } from '../adapters/node-files.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import { redactValue } from '../model/secrets/redact-value.ts'
import { version } from '../model/version.ts'
import type { Collector } from '../ports/collector.ts'
import type { Forge, RepositoryName } from '../ports/forge.ts'
import type { History } from '../ports/history.ts'
import type { Issues } from '../ports/issues.ts'
import type { PostureProbe } from '../ports/posture-probe.ts'
import type { Proposals } from '../ports/proposals.ts'
import type { PullConversation } from '../ports/pull-conversation.ts'
import { type FactsReading, factsLimitBytes } from '../read/read-facts.ts'
import { programEndings } from '../read/read-program.ts'
import { readSettings } from '../read/read-settings.ts'
import type { RulesSource } from '../usecases/judge-pull-request.ts'
import { rulesAt } from '../usecases/rules-at.ts'
import type { Terminal } from './terminal.ts'

export const gateFormats = ['text', 'markdown', 'json'] as const

const settingsFile = 'countersign.yaml'

/** `OWNER/NAME`. @throws Refusal */
export function toRepository(text: string): RepositoryName {
  const found = /^([A-Za-z0-9](?:[A-Za-z0-9-]{0,99}))\/([A-Za-z0-9._-]{1,100})$/.exec(text)
  const [, owner, name] = found ?? []
  if (owner === undefined || name === undefined || /^\.+$/.test(name)) {
    throw new Refusal(exitStatus.usage, `\`${text}\` is not a repository`, 'Give it as OWNER/NAME.')
  }
  return { owner, name }
}

/** A whole number from 1. @throws Refusal */
export function toNumber(text: string, option: string): number {
  const number = /^[1-9][0-9]{0,14}$/.test(text) ? Number(text) : undefined
  if (number === undefined)
    throw new Refusal(exitStatus.usage, `${option} cannot be \`${text}\``, 'Give a number from 1.')
  return number
}

/** Octokit is loaded only where the forge is asked. The token stays in here. */
export async function openForge({ environment }: Terminal): Promise<Forge & PullConversation & Proposals & Issues> {
  const { octokitForge } = await import('../adapters/octokit-forge.ts')
  return octokitForge({ ...accessOf(environment), clock: systemClock })
}

/**
 * Login of the account that the token posts as. The forge does not tell it for the token of an installation: within GitHub
 * Actions that is the run's own, unless an App is named.
 *
 * @param app slug of the App whose installation token it is
 * @throws ForgeUnreachable
 */
export async function posterOf(
  { environment }: Terminal,
  app: string | undefined,
  forge: Pick<Forge, 'whoAmI'>,
): Promise<string | undefined> {
  if (app !== undefined) return `${app}[bot]`
  const token = environment['GITHUB_TOKEN'] ?? ''
  if (!token.startsWith('ghs_')) return forge.whoAmI()
  return environment['GITHUB_ACTIONS'] === 'true' ? 'github-actions[bot]' : undefined
}

/** How a repository is set on the forge; the rest as for `openForge`. */
export async function openPosture({ environment }: Terminal): Promise<PostureProbe> {
  const { octokitPosture } = await import('../adapters/octokit-posture.ts')
  return octokitPosture(accessOf(environment))
}

/** What a repository and its organisation are made of; the rest as for `openForge`. */
export async function openCollector({ environment }: Terminal): Promise<Collector> {
  const { octokitCollector } = await import('../adapters/octokit-collector.ts')
  const server = environment['GITHUB_SERVER_URL'] ?? 'https://github.com'
  const host = URL.canParse(server) ? new URL(server).host : 'github.com'
  // A name of a system has no port.
  return octokitCollector({ ...accessOf(environment), host: host.replaceAll(':', '-') })
}

/** Address of a repository's page, without a slash at its end. */
export const pageOf = ({ owner, name }: RepositoryName, { environment }: Pick<Terminal, 'environment'>): string =>
  `${(environment['GITHUB_SERVER_URL'] ?? 'https://github.com').replace(/(?<!\/)\/+$/, '')}/${owner}/${name}`

const accessOf = (environment: Terminal['environment']) => ({
  baseUrl: environment['GITHUB_API_URL'] ?? 'https://api.github.com',
  token: environment['GITHUB_TOKEN'] ?? '',
  userAgent: `countersign/${version}`,
})

/** Reads and validates a file of facts, without the secrets in it: what is decided on is what is kept. @throws Refusal that says what is wrong with it */
export async function readFacts<T>(path: string, read: (text: string) => FactsReading<T>): Promise<T> {
  let text: string
  try {
    if ((await stat(path)).size > factsLimitBytes) throw new RangeError('it is larger than 64 MiB')
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Refusal(exitStatus.usage, `The facts cannot be read: ${why}`, 'Give a JSON file with --facts.', { cause })
  }
  const reading = read(text)
  if (reading.ok) return redactValue(reading.facts)
  const remedy = 'Its form is in schemas/pull-request-facts.json and schemas/deployment-facts.json.'
  throw new Refusal(exitStatus.usage, `${path} does not hold facts: ${reading.faults.join('; ')}`, remedy)
}

/** Rules and people as a commit has them. @throws Refusal where the commit is not here */
export async function rulesAtCommit(history: History, revision: string): Promise<RulesSource> {
  const sha = await history.resolve(revision)
  if (sha === undefined) {
    const shallow = (await history.isShallow()) ? ' The clone is shallow: fetch all of it (`fetch-depth: 0`).' : ''
    const remedy = `Fetch it, or name another with --base, or a folder with --rules.${shallow}`
    throw new Refusal(exitStatus.notDetermined, `git knows no commit ${revision}, whose rules apply`, remedy)
  }
  return rulesAt(history, sha)
}

/** Rules and people as they lie in a folder: the root of a repository, or else the program itself. */
export async function rulesInFolder(folder: string): Promise<RulesSource> {
  const files = nodeFiles(folder)
  const settings = await files.read(settingsFile)
  const program = settings === undefined ? '.' : readSettings(settings).settings.programFolder
  const found = await files.list(program, programEndings)
  if (found.length === 0) {
    throw new Refusal(
      exitStatus.usage,
      `There is no program in ${folder}`,
      'Name the folder that holds the gate rules.',
    )
  }
  return { settings, files: found, sha: undefined }
}

/** Rules and people as they lie in the work tree of a repository, changes that are not committed included. */
export async function rulesInWorkTree(root: string): Promise<RulesSource> {
  const files = nodeFiles(root)
  const settings = await files.read(settingsFile)
  const { programFolder } = readSettings(settings).settings
  const found = await files.list(programFolder, programEndings)
  if (found.length > 0) return { settings, files: found, sha: undefined }
  const remedy = 'Name the repository with --cwd, a commit with --base, or a folder with --rules.'
  throw new Refusal(exitStatus.usage, `There is no program in ${programFolder}`, remedy)
}
