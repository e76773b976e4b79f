import { readFile } from 'node:fs/promises'
import { exitStatus } from '../../model/exit-status.ts'
import type { DeploymentFacts, PullRequestFacts } from '../../model/facts.ts'
import { Refusal } from '../../model/refusal.ts'
import { version } from '../../model/version.ts'
import type { Forge } from '../../ports/forge.ts'
import { readDeploymentFacts, readPullRequestFacts } from '../../read/read-facts.ts'
import { collectMerged } from '../../usecases/collect-merged.ts'
import { describeRecord } from '../../usecases/describe-evidence.ts'
import { recordEvidence, statusOfRecord } from '../../usecases/record-evidence.ts'
import { verifyEvidence } from '../../usecases/verify-evidence.ts'
import { defineCommand, type Terminal } from '../define-command.ts'
import { type EvidenceContext, evidenceOptions, openEvidence } from '../evidence-context.ts'

export const evidenceRecordCommand = defineCommand({
  examples: [
    ['countersign evidence record', 'in a workflow: every merged pull request that is not in the log yet'],
    ['countersign evidence record --facts pull-12.json', 'from facts that were saved before, without network'],
  ],
  options: {
    facts: {
      value: 'file',
      repeat: true,
      help: 'facts of a pull request or of a deployment; left out: GitHub is asked',
    },
    ...evidenceOptions,
  },
  async run({ facts, ...where }, terminal) {
    const context = await openEvidence(where, terminal)
    const { pulls, deployments, forge } =
      facts.length > 0 ? { ...(await readFacts(facts)), forge: undefined } : await askForge(context, terminal)
    const { places, signer, producer, ports } = context
    const repository = repositoryOf([...pulls, ...deployments], terminal.environment)
    const { owner, name } = repository
    const result = await recordEvidence(
      {
        places,
        signer,
        producer,
        pulls,
        deployments,
        repository: {
          id: repository.id,
          name: `${owner}/${name}`,
          address: `git+${repository.server}/${owner}/${name}`,
        },
        create: {
          origin: `${new URL(repository.server).host}/${owner}/${name}/evidence`,
          mayBeUnsigned: where.remote === undefined,
        },
        ...(forge === undefined
          ? {}
          : {
              broughtBy: async (sha, number) =>
                (await forge.pullsOfCommit({ owner, name }, sha)).some((pull) => pull.number === number && pull.merged),
            }),
      },
      ports,
    )
    terminal.out(describeRecord(result))
    return statusOfRecord(result)
  },
})

type Facts = { readonly pulls: readonly PullRequestFacts[]; readonly deployments: readonly DeploymentFacts[] }

async function readFacts(paths: readonly string[]): Promise<Facts> {
  const pulls: PullRequestFacts[] = []
  const deployments: DeploymentFacts[] = []
  for (const path of paths) {
    let text: string
    try {
      text = await readFile(path, 'utf8')
    } catch (cause) {
      throw new Refusal(exitStatus.usage, `\`${path}\` cannot be read`, 'Give the path of a facts file.', { cause })
    }
    const pull = readPullRequestFacts(text)
    const deployment = readDeploymentFacts(text)
    if (pull.ok) pulls.push(pull.facts)
    else if (deployment.ok) deployments.push(deployment.facts)
    else {
      const { faults } = text.includes('countersign/deployment-facts/') ? deployment : pull
      throw new Refusal(
        exitStatus.usage,
        `\`${path}\` holds no facts: ${faults[0] ?? 'unknown form'}`,
        'Save them with `gate pr --save-facts`.',
      )
    }
  }
  return { pulls, deployments }
}

async function askForge(
  { ports, places }: EvidenceContext,
  { environment }: Terminal,
): Promise<Facts & { readonly forge: Forge }> {
  const { owner, name, id } = repositoryOf([], environment)
  const { octokitForge } = await import('../../adapters/octokit-forge.ts')
  const forge = octokitForge({
    baseUrl: environment['GITHUB_API_URL'] ?? 'https://api.github.com',
    token: environment['GITHUB_TOKEN'] ?? '',
    userAgent: `countersign/${version}`,
    clock: ports.clock,
  })
  const { log } = await verifyEvidence(places, ports)
  const pulls =
    log === undefined ? [] : await collectMerged({ owner, name }, id, places.protectedBranch, log, { forge })
  return { pulls, deployments: [], forge }
}

/** The repository by the facts themselves, else by the workflow. @throws Refusal */
function repositoryOf(facts: readonly (PullRequestFacts | DeploymentFacts)[], environment: Terminal['environment']) {
  const server = environment['GITHUB_SERVER_URL'] ?? 'https://github.com'
  const [first] = facts
  if (first !== undefined)
    return { server, owner: first.repository.owner, name: first.repository.name, id: String(first.repository.id) }
  const [, owner, name] = /^([^/]+)\/([^/]+)$/.exec(environment['GITHUB_REPOSITORY'] ?? '') ?? []
  const id = environment['GITHUB_REPOSITORY_ID']
  if (owner === undefined || name === undefined || id === undefined)
    throw new Refusal(
      exitStatus.usage,
      'It is not known which repository to ask about',
      'Run it in a workflow, where GITHUB_REPOSITORY and GITHUB_REPOSITORY_ID are set, or give --facts.',
    )
  return { server, owner, name, id }
}
