import type { Terminal } from './terminal.ts'

/** Address of the repository on the forge: what a run records goes there, and not into the clone that ends with the run. */
export function remoteOf({ environment }: Pick<Terminal, 'environment'>): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = environment
  return server === undefined || repository === undefined ? undefined : `${server}/${repository}.git`
}
