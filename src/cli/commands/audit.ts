import { exitStatus, statusOfVerdict } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { auditFormats, printAuditReport } from '../../report/print-audit-report.ts'
import { auditSince } from '../../usecases/audit-since.ts'
import type { AuditSinceRequest } from '../../usecases/audit-window.ts'
import { openEvidence } from '../../wiring/evidence-context.ts'
import { openForge, toRepository } from '../../wiring/gate-context.ts'
import { toDay } from '../../wiring/to-day.ts'
import { defineCommand } from '../define-command.ts'

export const auditCommand = defineCommand({
  examples: [
    ['countersign audit --repo acme/shop --since 2026-03-01', 'every change since then, decided again as of its merge'],
    ['countersign audit --repo acme/shop --since v1.4.0 --format json', 'since a tag or commit of the branch'],
    ['countersign audit --repo acme/shop --since v1.4.0 --status-by acme-gate[bot]', 'where an App posts the status'],
  ],
  options: {
    repo: { value: 'owner/name', required: true, help: 'repository on the forge (GITHUB_TOKEN, GITHUB_API_URL)' },
    since: {
      value: 'ref-or-day',
      required: true,
      help: 'a commit that the branch was at: what came after it; or the first day, YYYY-MM-DD in UTC',
    },
    statusBy: {
      value: 'login',
      default: 'github-actions[bot]',
      help: 'the only account that posts the status of the gate; a green one by another is forged',
    },
    format: { value: 'name', default: 'text', oneOf: auditFormats, help: 'how to print the report' },
    cwd: { value: 'dir', default: '.', help: 'a clone of the repository with all of its history' },
  },
  async run({ repo, since, statusBy, format, cwd }, terminal) {
    if (!/^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,99})(?:\[bot\])?$/.test(statusBy))
      throw new Refusal(exitStatus.usage, `\`${statusBy.slice(0, 60)}\` is not a login`, 'Give one with --status-by.')
    const { ports, settings } = await openEvidence({ cwd, remote: undefined }, terminal)
    const request = {
      repository: toRepository(repo),
      branch: settings.protectedBranch,
      since: toSince(since),
      poster: statusBy,
    }
    const report = await auditSince(request, { forge: await openForge(terminal), history: ports.history })
    terminal.out(printAuditReport(report, format))
    return statusOfVerdict[report.verdict]
  },
})

const toSince = (text: string): AuditSinceRequest['since'] =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) ? { day: toDay(text, '--since') } : { revision: text }
