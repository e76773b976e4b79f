import type { Reading, WorkflowRun } from '../../model/facts.ts'
import type { Session } from './client.ts'
import { conclusionOf } from './conclusions.ts'
import { endpoints } from './endpoints.ts'
import { cutText, malformed, toCount, toId, toObject } from './json.ts'
import { countedList } from './pages.ts'
import type { PullQuestion } from './pull-question.ts'
import { NotKnown, readingOf } from './reading.ts'

/** A list of runs that is asked for by something ends here (GitHub REST documentation, "List workflow runs"). */
const listEnds = 1000

/** Every run of a workflow on the head, each by its latest attempt, in the order of their ids. */
export function readWorkflowRuns(
  session: Session,
  { pull, parameters, about }: PullQuestion,
): Promise<Reading<WorkflowRun>> {
  const { sha } = pull.facts.head
  return readingOf(async () => {
    const question = { endpoint: endpoints.runs, parameters: { ...parameters, head_sha: sha }, about }
    const runs = await countedList(session, question, 'workflow_runs')
    if (runs.length >= listEnds) return new NotKnown(`There are ${runs.length} runs; the forge may have more.`)
    return runs.map((entry) => toRun(entry, sha)).sort((a, b) => a.id - b.id)
  })
}

function toRun(entry: unknown, sha: string): WorkflowRun {
  const run = toObject(entry, 'a workflow run')
  if (run['head_sha'] !== sha) throw malformed('a workflow run', 'one of the commit that was asked for')
  return {
    path: cutText(run['path'], 'the file of a workflow', 500),
    event: cutText(run['event'], 'the event of a run', 100),
    state: run['status'] === 'completed' ? conclusionOf(run['conclusion']) : 'pending',
    number: toCount(run['run_number'], 'the number of a run'),
    attempt: toCount(run['run_attempt'], 'the attempt of a run'),
    id: toId(run['id'], 'the id of a run'),
  }
}
