import { join, resolve } from 'node:path'
import type { StoredPayload } from '../evidence/check-payloads.ts'
import { commitmentOf, commitmentOfPath, payloadLimitBytes, payloadPath, sizeOfStored } from '../evidence/payload.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import type { PayloadStore, PayloadsChange } from '../ports/payload-store.ts'
import { importCommit, productIdentity } from './git-import.ts'
import { readObjects } from './git-objects.ts'
import { type Git, GitFailed, tokenConfig } from './git-process.ts'
import { type PushOutcome, pushCommit, replaceBranch } from './git-push.ts'
import { importWithout } from './import-without.ts'
import { fetchTip, inPrivateRepository } from './private-repository.ts'

export interface GitPayloadStoreOptions {
  readonly git: Git
  /** Path of a repository, or an address that git understands. */
  readonly remote: string
  /** Branch of the payloads, without refs/heads/; no other branch that anybody uses. */
  readonly branch: string
  /** For http(s) remotes; handed to git in its environment. */
  readonly token?: string
  /** Existing folder for private repositories that are removed again. */
  readonly scratch: string
  readonly pause: (ms: number) => Promise<void>
  /** At least 0, below 1. */
  readonly random: () => number
}

const readmePath = 'README.md'
const readme = `# Payloads of the evidence log

Originals that records of the evidence log commit to. Each file is 32 bytes of salt and the bytes themselves; its name is the
SHA-256 of \`payload/v1\`, a line feed and the file. They are kept here, and not in the log, so that they can be disposed of:
\`countersign evidence dispose\`. Do not merge this branch, and do not protect it against rewriting.
`

const maxTries = 10

/**
 * Payloads in a branch of a git repository, local or remote. One that is disposed of goes with its history: the branch begins
 * anew with what is left. It is pushed by force only if it holds nothing but payloads and is still where it was read.
 */
export function gitPayloadStore(options: GitPayloadStoreOptions): PayloadStore {
  const { git, branch, token, scratch } = options
  const isAddress = /^[a-z][a-z0-9+.-]*:\/\//i.test(options.remote) || /^[^/\\]+:(?!\\)/.test(options.remote)
  const remote = isAddress ? options.remote : resolve(options.remote)
  const ref = `refs/heads/${branch}`
  const tracked = `refs/remotes/origin/${branch}`
  const config = token === undefined ? [] : tokenConfig(remote, token)

  /** Where the branch is: in a clone it may be there only as the copy of the one it came from. */
  async function place(): Promise<'own' | 'copy' | 'nowhere'> {
    const copy = isAddress ? [] : [tracked]
    const listed = await git.text({ args: ['ls-remote', '--quiet', '--', remote, ref, ...copy], config, cwd: scratch })
    const names = listed.split('\n').map((line) => line.split('\t')[1])
    return names.includes(ref) ? 'own' : names.includes(tracked) ? 'copy' : 'nowhere'
  }

  /** The tip and the blobs of its payloads; undefined where there is no branch. @throws Refusal for any other branch */
  async function open(gitDir: string, from = ref) {
    const tip = await fetchTip(git, { gitDir, config }, remote, from, async () => (await place()) === 'own')
    if (tip === undefined) {
      // A new branch here would be a second store beside the one it was cloned from.
      if ((await place()) === 'copy')
        throw new Refusal(
          exitStatus.usage,
          `${remote} has the branch ${branch} only as a copy`,
          `Run \`git branch ${branch} ${tracked}\` there, or name the remote it came from.`,
        )
      return undefined
    }
    const { stdout } = await git.run({ gitDir, args: ['ls-tree', '-r', '-z', '--full-tree', tip] })
    const blobs = new Map<string, string>()
    for (const line of stdout.toString('latin1').split('\0')) {
      if (line === '') continue
      const [, oid = '', path = ''] = /^100644 blob ([0-9a-f]{40,64})\t(.*)$/s.exec(line) ?? []
      const commitment = commitmentOfPath(path)
      if (commitment !== undefined) blobs.set(commitment, oid)
      else if (path !== readmePath)
        throw new Refusal(
          exitStatus.usage,
          `The branch ${branch} holds something else than payloads`,
          'Set `payloadsBranch` in countersign.yaml to a branch of its own.',
        )
    }
    return { tip, blobs }
  }

  /** Makes a commit on what is there and pushes it, again where somebody else was first. */
  async function change(
    make: (gitDir: string, held: Awaited<ReturnType<typeof open>>, name: string) => Promise<string | undefined>,
    push: (gitDir: string, commit: string, tip: string | undefined) => Promise<PushOutcome>,
  ): Promise<PayloadsChange> {
    let why = 'other writers were always faster'
    try {
      return await inPrivateRepository(join(scratch, 'countersign-payloads-'), async (gitDir) => {
        for (let tries = 1; tries <= maxTries; tries += 1) {
          if (tries > 1) await options.pause(options.random() * Math.min(5000, 50 * 2 ** tries))
          const held = await open(gitDir)
          const commit = await make(gitDir, held, `try-${tries}`)
          if (commit === undefined) return { kind: 'done' }
          const outcome = await push(gitDir, commit, held?.tip)
          if (outcome.kind === 'pushed') return { kind: 'done' }
          if (outcome.kind === 'refused') return { kind: 'not-done', why: outcome.why }
          if (outcome.kind === 'unknown') why = outcome.why
        }
        return { kind: 'not-done', why }
      })
    } catch (error) {
      if (!(error instanceof GitFailed) || error.failure === 'aborted') throw error
      return { kind: 'not-done', why: error.message }
    }
  }

  return {
    async read() {
      try {
        return await inPrivateRepository(join(scratch, 'countersign-payloads-'), async (gitDir) => {
          const where = await place()
          if (where === 'nowhere') return { kind: 'absent' }
          const held = await open(gitDir, where === 'own' ? ref : tracked)
          const stored = new Map<string, StoredPayload>()
          const wanted = [...(held?.blobs ?? [])]
          let next = 0
          const names = wanted.map(([, oid]) => oid)
          for await (const { type, content } of readObjects(
            git,
            { gitDir },
            names,
            payloadLimitBytes + 32,
            'pass-over',
          )) {
            const [commitment = ''] = wanted[next] ?? []
            next += 1
            const isWhole = type === 'blob' && commitmentOf(content) === commitment
            stored.set(commitment, isWhole ? { kind: 'whole', size: sizeOfStored(content) } : { kind: 'altered' })
          }
          return { kind: 'read', stored }
        })
      } catch (error) {
        if (!(error instanceof GitFailed) || error.failure === 'aborted') throw error
        return { kind: 'unreadable', why: error.message }
      }
    },

    add: (payloads, atSeconds) =>
      change(
        (gitDir, held, name) => {
          const fresh = payloads.filter(({ ref: { commitment } }) => held?.blobs.has(commitment) !== true)
          if (fresh.length === 0) return Promise.resolve(undefined)
          const signature = { who: productIdentity, atSeconds }
          const files = fresh.map(({ ref: { commitment }, stored }) => [payloadPath(commitment), stored] as const)
          return importCommit(
            git,
            { gitDir },
            {
              branch: name,
              parent: held?.tip,
              author: signature,
              committer: signature,
              message: `payloads: ${fresh.length} more\n`,
              files: new Map<string, Buffer | string>([[readmePath, readme], ...files]),
              others: 'stay',
            },
          )
        },
        (gitDir, commit, tip) => pushCommit(git, { gitDir, config }, remote, commit, ref, tip === undefined),
      ),

    remove: (commitments, atSeconds) =>
      change(
        async (gitDir, held, name) => {
          const gone = commitments.filter((commitment) => held?.blobs.has(commitment) === true)
          if (held === undefined || gone.length === 0) return undefined
          const message = `payloads: ${held.blobs.size - gone.length} kept\n`
          const signature = { who: productIdentity, atSeconds }
          return importWithout(git, { gitDir }, held.tip, gone.map(payloadPath), { branch: name, signature, message })
        },
        (gitDir, commit, tip) => replaceBranch(git, { gitDir, config }, remote, commit, ref, tip ?? ''),
      ),
  }
}
