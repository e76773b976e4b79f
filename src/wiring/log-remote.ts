import type { Terminal } from './terminal.ts'

/** Where the evidence log is, and what may be shown to whoever keeps it. */
export interface LogRemote {
  /** Path or address. */
  readonly remote: string
  /** undefined where there is none, or it is not for that server. */
  readonly token: string | undefined
  /** Whether it is anywhere but in the repository at hand. */
  readonly isElsewhere: boolean
}

/**
 * Chooses the repository of the log. A token goes to an address from the settings only where that is on the server of this
 * run: settings are files, and a file must not be able to send a secret to a stranger.
 *
 * @param given on the command line: the word of whoever runs it
 * @param fromSettings of the protected branch
 * @param home address of this repository on the forge, for a run whose clone ends with it
 * @param root of the repository at hand
 */
export function chooseLogRemote(
  {
    given,
    fromSettings,
    home,
    root,
  }: {
    readonly given: string | undefined
    readonly fromSettings: string | undefined
    readonly home: string | undefined
    readonly root: string
  },
  environment: Terminal['environment'],
): LogRemote {
  const own = nonEmpty(environment['GITHUB_TOKEN'])
  const special = nonEmpty(environment['COUNTERSIGN_EVIDENCE_TOKEN'])
  const remote = given ?? fromSettings ?? home ?? root
  const isElsewhere = remote !== root
  if (given !== undefined) return { remote, isElsewhere, token: special ?? own }
  if (fromSettings === undefined) return { remote, isElsewhere, token: own }
  const server = environment['GITHUB_SERVER_URL'] ?? 'https://github.com'
  return { remote, isElsewhere, token: isOnServer(remote, server) ? (special ?? own) : undefined }
}

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text)

function isOnServer(remote: string, server: string): boolean {
  return URL.canParse(remote) && URL.canParse(server) && new URL(remote).origin === new URL(server).origin
}
