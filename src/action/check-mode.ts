import { findRoot } from '../adapters/find-root.ts'
import { nodeFiles } from '../adapters/node-files.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { checkMarkdown, checkSummary } from '../report/check-summary.ts'
import { printCheckReport } from '../report/print-check-report.ts'
import { check } from '../usecases/check.ts'
import { openHistory } from '../wiring/open-history.ts'
import { shaAt } from './event.ts'
import type { ActionContext, ModeResult } from './mode.ts'

/** Checks the program in the workspace: findings in the log, as annotations on the files, and in the summary. */
export async function checkMode({ inputs, workspace, event, terminal }: ActionContext): Promise<ModeResult> {
  const { root, settingsPath } = findRoot(workspace, inputs.config)
  const base = inputs.base ?? shaAt(event.payload, ['pull_request', 'base', 'sha'])
  const { report, status, textOf } = await check(
    {
      settingsPath,
      required: [],
      paths: [],
      ...(inputs.asOf === undefined ? {} : { asOf: inputs.asOf }),
      ...(base === undefined ? {} : { base }),
    },
    { files: nodeFiles(root), clock: systemClock, history: () => openHistory(root, terminal) },
  )
  terminal.out(printCheckReport(report, 'pretty', { colours: false, textOf }))
  return {
    status,
    fails: status !== 0,
    verdict: report.verdict,
    summary: checkSummary(report),
    page: checkMarkdown(report),
    annotations: printCheckReport(report, 'github', { colours: false, textOf }),
    outputs: { findings: String(report.counts.errors) },
  }
}
