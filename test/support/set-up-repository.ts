import type { RepositoryFacts } from '../../src/doctor/setup-facts.ts'
import { formatVerifierKey, signerOfSeed } from '../../src/evidence/note-key.ts'
import type { PostureFacts } from '../../src/model/posture-facts.ts'
import type { SourceFile } from '../../src/model/program-model.ts'
import type { Files } from '../../src/ports/files.ts'
import type { History } from '../../src/ports/history.ts'
import { examineSetup } from '../../src/usecases/examine-setup.ts'
import { planInit } from '../../src/usecases/init.ts'
import type { WorkflowSet } from '../../src/usecases/starter/starter-workflow.ts'

/** The files of a work tree that lies in memory. */
export const filesOf = (texts: Readonly<Record<string, string>>): Files => {
  const file = (path: string): SourceFile => ({ path, bytes: Buffer.from(texts[path] ?? '') })
  return {
    list: async (folder, endings) =>
      Object.keys(texts)
        .filter((path) => path.startsWith(`${folder}/`) && endings.some((ending) => path.endsWith(ending)))
        .sort()
        .map(file),
    read: async (path) => (Object.hasOwn(texts, path) ? file(path) : undefined),
    write: async () => undefined,
  }
}

export const actionPin = `acme/countersign@${'1'.repeat(40)}`

/** Every file of a repository that `init` set up for three people, with Countersign pinned and the key of the log named. */
export async function setUpRepository(workflows?: WorkflowSet): Promise<Readonly<Record<string, string>>> {
  const people = [
    { id: 'ana', name: 'Ana Souza', login: 'ana-souza' },
    { id: 'ben', name: 'Ben Okoro', login: 'bokoro' },
    { id: 'cy', name: 'Cy Young', login: 'cyoung' },
  ] as const
  const plan = await planInit(
    {
      starter: { organisation: 'Example Ltd', people },
      action: actionPin,
      ...(workflows === undefined ? {} : { workflows }),
    },
    { files: filesOf({}), clock: { now: () => Date.parse('2026-03-02T08:00:00Z') } },
  )
  return Object.fromEntries([
    ...plan.files.map(({ path, text }) => [path, text] as const),
    ['compliance/trust.policy', trustPolicy] as const,
  ])
}

/** A key made for these tests alone. */
export const logKey = signerOfSeed('github.com/acme/shop/evidence', Buffer.alloc(32, 7))
const trustPolicy = `log ${formatVerifierKey(logKey.verifier)}\nquorum none\n`

export interface Around {
  readonly nodeVersion?: string
  readonly gitVersion?: string | undefined
  readonly repository?: Partial<RepositoryFacts> | undefined
  /** Text of `checkpoint` on the evidence branch. */
  readonly checkpoint?: string
  readonly remoteRequired?: boolean
  /** How acme/shop is set on the forge; left out: no forge is asked. */
  readonly posture?: PostureFacts
}

/** What `doctor` says about files in memory. */
export function examine(texts: Readonly<Record<string, string>>, around: Around = {}) {
  const { nodeVersion = '20.19.0', checkpoint, remoteRequired = false, posture } = around
  const named =
    posture === undefined ? undefined : { owner: 'acme', name: 'shop', page: 'https://github.com/acme/shop' }
  const gitVersion = 'gitVersion' in around ? around.gitVersion : '2.39.5'
  const repository =
    'repository' in around && around.repository === undefined
      ? undefined
      : { isTop: true, isShallow: false, current: 'main', branches: new Set(['main']), ...around.repository }
  const nothing = async () => []
  const history: History = {
    resolve: async () => undefined,
    resolveAll: async (names) => names.map(() => (checkpoint === undefined ? undefined : 'a'.repeat(40))),
    isShallow: async () => false,
    filesAt: async () => (checkpoint === undefined ? [] : [{ path: 'checkpoint', bytes: Buffer.from(checkpoint) }]),
    firstParent: nothing,
    fileVersions: async () => ({ versions: (async function* () {})(), more: false }),
    versionsBelow: async () => new Map(),
  }
  return examineSetup(
    { settingsPath: 'countersign.yaml', remoteRequired, repository: named },
    {
      files: filesOf(texts),
      probe: { nodeVersion, gitVersion: async () => gitVersion, repository: async () => repository },
      history: () => history,
      ...(posture === undefined ? {} : { posture: { posture: async () => posture } }),
    },
  )
}
