import { systemClock } from '../adapters/system-clock.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import { version } from '../model/version.ts'
import type { Forge, RepositoryName } from '../ports/forge.ts'
import type { Terminal } from './define-command.ts'

/** The forge that the environment names. Octokit is loaded only here. */
export async function openForge({ environment }: Pick<Terminal, 'environment'>): Promise<Forge> {
  const { octokitForge } = await import('../adapters/octokit-forge.ts')
  return octokitForge({
    baseUrl: environment['GITHUB_API_URL'] ?? 'https://api.github.com',
    token: environment['GITHUB_TOKEN'] ?? '',
    userAgent: `countersign/${version}`,
    clock: systemClock,
  })
}

/** `OWNER/NAME` as a repository. @throws Refusal for anything else */
export function toRepository(text: string): RepositoryName {
  const match = /^([A-Za-z0-9](?:[A-Za-z0-9-]{0,98}[A-Za-z0-9])?)\/([A-Za-z0-9._-]{1,100})$/.exec(text)
  const [, owner, name] = match ?? []
  if (owner === undefined || name === undefined || name === '.' || name === '..') {
    throw new Refusal(exitStatus.usage, `\`${text}\` is not a repository`, 'Write OWNER/NAME, for example acme/shop.')
  }
  return { owner, name }
}
