import type { PullRequestFacts } from '../model/facts.ts'
import { demoFacts } from './demo-facts.ts'
import { people } from './demo-people.ts'
import type { DemoPerson, DemoRepository } from './demo-repository.ts'
import { dayAfter, type Edit, type PullStep, pushedCommit, type Step } from './demo-steps.ts'

type DeploymentStep = Extract<Step, { kind: 'deployment' }>
export type ImportStep = Extract<Step, { kind: 'import' }>
export type StatementStep = Extract<Step, { kind: 'statement' }>

/** What happens on the forge while the history grows, in order. */
export interface StoryListener {
  merged(facts: PullRequestFacts): Promise<void>
  deployed(deployment: DeploymentStep & { readonly id: number; readonly sha: string }): Promise<void>
  audit(at: string): Promise<void>
  imported(step: ImportStep): Promise<void>
  stated(step: StatementStep): Promise<void>
}

/** Plays the steps on the repository: each pull request is a branch, reviewed, merged and reported with its facts. */
export class StoryPlayer {
  readonly #repository: DemoRepository
  #pulls = 0
  #deployments = 0
  /** The commit that went around review last. */
  #pushed = ''

  constructor(repository: DemoRepository) {
    this.#repository = repository
  }

  async play(steps: readonly Step[], listener: StoryListener): Promise<void> {
    for (const step of steps) {
      if (step.kind === 'pull') await listener.merged(await this.merge(step))
      else if (step.kind === 'audit') await listener.audit(step.at)
      else if (step.kind === 'import') await listener.imported(step)
      else if (step.kind === 'statement') await listener.stated(step)
      else if (step.kind === 'deployment') {
        this.#deployments += 1
        await listener.deployed({ ...step, id: 5000 + this.#deployments, sha: this.#repository.tip() })
      } else {
        applyEdits(this.#repository, step.edits)
        this.#pushed = await this.#repository.commit({ by: step.by, at: step.at }, step.title)
      }
    }
    await this.#repository.settle()
  }

  /** Opens a pull request, has it reviewed and merges it; gives the facts as the forge has them afterwards. */
  async merge(step: PullStep): Promise<PullRequestFacts> {
    const { opened, branch } = await this.#open(step)
    const at = `${dayAfter(step.day, 2)}T15:00:00Z`
    const message = `${step.title} (#${opened.number})`
    const sha = await this.#repository.merge(branch, step.method, step.author, at, message)
    return demoFacts({
      ...opened,
      collectedAt: `${dayAfter(step.day, 2)}T15:01:00Z`,
      reviews: reviewsOf(step),
      merge: { by: step.mergedBy, at, sha },
    })
  }

  /** Opens a pull request that stays open; gives the facts after its reviews. */
  async leaveOpen(step: PullStep): Promise<PullRequestFacts> {
    const { opened } = await this.#open(step)
    return demoFacts({ ...opened, collectedAt: `${dayAfter(step.day, 2)}T09:00:00Z`, reviews: reviewsOf(step) })
  }

  /** An edit that names the commit which went around review, with that commit. */
  #named(edit: Edit): Edit {
    return 'text' in edit ? { ...edit, text: edit.text.replaceAll(pushedCommit, this.#pushed) } : edit
  }

  async #open(step: PullStep) {
    this.#pulls += 1
    const number = this.#pulls
    const repository = this.#repository
    const edits = [...step.edits.map((edit) => this.#named(edit)), changeRequest(step, number)]
    applyEdits(repository, edits)
    const signature = { by: step.author, at: `${step.day}T09:00:00Z` }
    const branch = await repository.branch(`change-${number}`, signature, step.title)
    const opened = {
      number,
      title: step.title,
      author: step.author,
      branch: branch.name,
      openedAt: `${step.day}T09:30:00Z`,
      baseSha: branch.baseSha,
      head: { sha: branch.sha, parents: [branch.baseSha] },
      files: branch.changes,
      changeFiles: edits
        .map(({ path }) => path)
        .filter((path) => path.startsWith('compliance/') && path.endsWith('.yaml'))
        .sort()
        .map((path) => ({ path, text: branch.files.get(path) ?? '' })),
      writers: Object.values(people),
      namedChanges: step.names ?? [],
    }
    return { opened, branch }
  }
}

const reviewsOf = (step: PullStep) =>
  step.approvers.map((by: DemoPerson, index) => ({
    by,
    at: `${dayAfter(step.day, 1)}T1${index}:00:00Z`,
    state: 'approved' as const,
  }))

/** The change request that lies in the pull request it describes. */
function changeRequest(step: PullStep, number: number): Edit {
  const id = `CHG-${step.day.slice(0, 4)}-${String(number).padStart(4, '0')}`
  const title = JSON.stringify(step.title)
  const lines = [
    '# yaml-language-server: $schema=../.schemas/v1/change-request.json',
    'apiVersion: countersign/v1',
    'kind: ChangeRequest',
    `id: ${id}`,
    `title: ${title}`,
    `description: ${title}`,
    `category: ${step.category}`,
    'status: submitted',
    ...(step.category === 'standard' ? ['template: TPL-DEPENDENCIES'] : []),
    `affectedSystems: [${step.edits.some(({ path }) => path.startsWith('app/')) ? 'service' : 'source-code'}]`,
    ...(step.category === 'emergency'
      ? ['reason: Tokens of live sessions can be read in the log until this is deployed.']
      : []),
    `requestedBy: ${step.author.id}`,
    `requestedAt: "${step.day}T09:00:00Z"`,
    ...(step.mergedBy === step.author ? [] : [`plannedDeployer: ${step.mergedBy.id}`]),
    'implementationPlan: Merge the pull request; the pipeline deploys it.',
    'testPlan: The pipeline runs the tests, and the author looks at the result in staging.',
    'rollbackPlan: Revert the merge commit; the pipeline deploys the state before.',
    '',
  ]
  return { path: `compliance/changes/${id}.yaml`, text: lines.join('\n') }
}

/** @throws Error when a replacement does not fit: the story and the starter program have come apart */
export function applyEdits(repository: DemoRepository, edits: readonly Edit[]): void {
  for (const edit of edits) {
    if ('text' in edit) {
      repository.write({ [edit.path]: edit.text })
      continue
    }
    let text = repository.read(edit.path) ?? ''
    for (const [from, to] of edit.replace) {
      if (!text.includes(from)) throw new Error(`demo: ${edit.path} does not contain ${JSON.stringify(from)}`)
      text = text.replaceAll(from, to)
    }
    repository.write({ [edit.path]: text })
  }
}
