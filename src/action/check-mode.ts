import { findRoot } from '../adapters/find-root.ts'
import { nodeFiles } from '../adapters/node-files.ts'
import { systemClock } from '../adapters/system-clock.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import { checkSummary } from '../report/check-summary.ts'
import { type CheckFormatName, printCheckReport } from '../report/print-check-report.ts'
import { check } from '../usecases/check.ts'
import { printCheckOutputs, toCheckOutputs } from '../wiring/check-outputs.ts'
import { openHistory } from '../wiring/open-history.ts'
import { shaAt } from './event.ts'
import type { ActionContext, ModeResult } from './mode.ts'
import { placeOf } from './place-input.ts'

/** Checks the program in the workspace: findings in the log, as annotations on the files, in the summary and in files. */
export async function checkMode(context: ActionContext): Promise<ModeResult> {
  const { inputs, workspace, event, terminal } = context
  const files = toReportFiles(inputs.report, context)
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
  await printCheckOutputs(files, root, { report, textOf }, { colours: false, quiet: false, out: terminal.out })
  const print = (format: CheckFormatName) => printCheckReport(report, format, { colours: false, textOf })
  terminal.out(await print('pretty'))
  return {
    status,
    fails: status !== 0,
    verdict: report.verdict,
    summary: checkSummary(report),
    page: await print('markdown'),
    annotations: await print('github'),
    outputs: {
      findings: String(report.counts.errors),
      reports: files.flatMap(({ file }) => file ?? []).join('\n'),
    },
  }
}

/** `FORMAT=FILE`, one a line. @throws Refusal */
function toReportFiles(report: string | undefined, context: ActionContext) {
  const lines = (report ?? '').split(/\r?\n/).map((line) => line.trim())
  const given = lines.filter((line) => line !== '')
  const outputs = given.map((line) => {
    const [format = '', ...file] = line.split('=')
    if (file.length > 0) return `${format}=${placeOf('report', file.join('='), context)}`
    const remedy = 'Write FORMAT=FILE, one a line. Annotations and the summary are there without.'
    throw new Refusal(exitStatus.usage, `\`${line}\` of the input \`report\` names no file`, remedy)
  })
  return toCheckOutputs(outputs, 'The input `report`')
}
