import { findRoot } from '../adapters/find-root.ts'
import { nodeFiles } from '../adapters/node-files.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { checkSummary } from '../report/check-summary.ts'
import { type CheckFormatName, printCheckReport } from '../report/print-check-report.ts'
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
  const print = (format: CheckFormatName) => printCheckReport(report, format, { colours: false, textOf })
  terminal.out(await print('pretty'))
  return {
    status,
    fails: status !== 0,
    verdict: report.verdict,
    summary: checkSummary(report),
    page: await print('markdown'),
    annotations: await print('github'),
    outputs: { findings: String(report.counts.errors) },
  }
}
