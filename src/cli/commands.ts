import type { AnyCommand } from './define-command.ts'

export interface CommandEntry {
  /** One word, or a group and a word. */
  readonly name: string
  readonly summary: string
  load(): Promise<AnyCommand>
}

/** Every command: one file and one line here. A file is loaded only when its command runs. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'init',
    summary: 'Write a starter SOC 2 program into this repository.',
    load: async () => (await import('./commands/init.ts')).initCommand,
  },
  {
    name: 'check',
    summary: 'Check policies, controls, risks, roles and change requests against the rules.',
    load: async () => (await import('./commands/check.ts')).checkCommand,
  },
  {
    name: 'baseline',
    summary: 'List the findings of today, so that only new ones count until a day.',
    load: async () => (await import('./commands/baseline.ts')).baselineCommand,
  },
  {
    name: 'explain',
    summary: 'Say what a rule wants, why, and how to comply.',
    load: async () => (await import('./commands/explain.ts')).explainCommand,
  },
  {
    name: 'doctor',
    summary: 'Find what is set wrong on this machine, in this clone, in the workflows and on GitHub.',
    load: async () => (await import('./commands/doctor.ts')).doctorCommand,
  },
  {
    name: 'new',
    summary: 'Add a record of any kind: a policy, a control, a risk, a change request, a person ...',
    load: async () => (await import('./commands/new.ts')).newCommand,
  },
  {
    name: 'risk review',
    summary: 'Note that risks were reviewed, with a new rating where it changed.',
    load: async () => (await import('./commands/risk-review.ts')).riskReviewCommand,
  },
  {
    name: 'policy bump',
    summary: 'Raise the version of a policy.',
    load: async () => (await import('./commands/policy-bump.ts')).policyBumpCommand,
  },
  {
    name: 'policy show',
    summary: 'Print the text of a policy that was in force on a day, and who approved it.',
    load: async () => (await import('./commands/policy-show.ts')).policyShowCommand,
  },
  {
    name: 'change submit',
    summary: 'Make a draft of a change request ready to be approved, if nothing is missing.',
    load: async () => (await import('./commands/change-submit.ts')).changeSubmitCommand,
  },
  {
    name: 'gate pr',
    summary: 'Decide whether a pull request has the approvals that its base asks for.',
    load: async () => (await import('./commands/gate-pr.ts')).gatePrCommand,
  },
  {
    name: 'gate deploy',
    summary: 'Decide whether a deployment brings approved changes only, and not by their approvers.',
    load: async () => (await import('./commands/gate-deploy.ts')).gateDeployCommand,
  },
  {
    name: 'gate explain',
    summary: 'Say why a pull request was decided as it was, step by step.',
    load: async () => (await import('./commands/gate-explain.ts')).gateExplainCommand,
  },
  {
    name: 'gate simulate',
    summary: 'Say what the gate would decide if somebody approved, pushed, merged ...; posts nothing.',
    load: async () => (await import('./commands/gate-simulate.ts')).gateSimulateCommand,
  },
  {
    name: 'gate replay',
    summary: 'Decide recorded pull requests again from the log, and compare.',
    load: async () => (await import('./commands/gate-replay.ts')).gateReplayCommand,
  },
  {
    name: 'gate test',
    summary: 'Decide cases that you wrote for your rules, and compare with what you expect.',
    load: async () => (await import('./commands/gate-test.ts')).gateTestCommand,
  },
  {
    name: 'audit',
    summary: 'Decide every merge to the protected branch again, as of its merge, and find what got past the gate.',
    load: async () => (await import('./commands/audit.ts')).auditCommand,
  },
  {
    name: 'evidence init',
    summary: 'Propose the key that vouches for the evidence log.',
    load: async () => (await import('./commands/evidence-init.ts')).evidenceInitCommand,
  },
  {
    name: 'evidence keys',
    summary: 'List, replace or revoke the keys that sign the evidence log.',
    load: async () => (await import('./commands/evidence-keys.ts')).evidenceKeysCommand,
  },
  {
    name: 'evidence repair',
    summary: 'Restore the last good state of an evidence log that somebody damaged, and record that.',
    load: async () => (await import('./commands/evidence-repair.ts')).evidenceRepairCommand,
  },
  {
    name: 'evidence record',
    summary: 'Record merged pull requests and deployments, each judged again by the rules before it.',
    load: async () => (await import('./commands/evidence-record.ts')).evidenceRecordCommand,
  },
  {
    name: 'evidence import',
    summary: 'Record what files of scanners, test runs and other systems say.',
    load: async () => (await import('./commands/evidence-import.ts')).evidenceImportCommand,
  },
  {
    name: 'evidence attest',
    summary: 'Record what a person states about a requirement and a stretch of time, proven or claimed.',
    load: async () => (await import('./commands/evidence-attest.ts')).evidenceAttestCommand,
  },
  {
    name: 'evidence audit',
    summary: 'Find commits on the protected branch that no approved pull request brought, and record them.',
    load: async () => (await import('./commands/evidence-audit.ts')).evidenceAuditCommand,
  },
  {
    name: 'evidence collect',
    summary: 'Record who may do what, tokens, settings, alerts and activity, as the forge and other systems have them.',
    load: async () => (await import('./commands/evidence-collect.ts')).evidenceCollectCommand,
  },
  {
    name: 'evidence anchor',
    summary: 'Have a time stamping authority say when the evidence log was what it is, and record its receipt.',
    load: async () => (await import('./commands/evidence-anchor.ts')).evidenceAnchorCommand,
  },
  {
    name: 'evidence verify',
    summary: 'Prove that the evidence log is whole, signed and only grew.',
    load: async () => (await import('./commands/evidence-verify.ts')).evidenceVerifyCommand,
  },
  {
    name: 'evidence dispose',
    summary: 'Dispose of payloads that may or must go, and say so in the evidence log.',
    load: async () => (await import('./commands/evidence-dispose.ts')).evidenceDisposeCommand,
  },
  {
    name: 'evidence correct',
    summary: 'Say that a record is wrong and what holds instead; the record stays.',
    load: async () => (await import('./commands/evidence-correct.ts')).evidenceCorrectCommand,
  },
  {
    name: 'evidence close',
    summary: 'End a log for good, and name the one that goes on.',
    load: async () => (await import('./commands/evidence-close.ts')).evidenceCloseCommand,
  },
  {
    name: 'evidence query',
    summary: 'List the records that speak for a control, a criterion or a person.',
    load: async () => (await import('./commands/evidence-query.ts')).evidenceQueryCommand,
  },
  {
    name: 'evidence report',
    summary: 'Report accounts, activity, denials, tokens or sessions of a system, from what was read of it.',
    load: async () => (await import('./commands/evidence-report.ts')).evidenceReportCommand,
  },
  {
    name: 'evidence freshness',
    summary: 'Say which evidence is fresh, stale or was never there.',
    load: async () => (await import('./commands/evidence-freshness.ts')).evidenceFreshnessCommand,
  },
  {
    name: 'evidence calendar',
    summary: 'List what evidence is expected between two days, and whether it is there.',
    load: async () => (await import('./commands/evidence-calendar.ts')).evidenceCalendarCommand,
  },
  {
    name: 'evidence prove',
    summary: 'Make a proof of one record that stands alone, or check one without the log.',
    load: async () => (await import('./commands/evidence-prove.ts')).evidenceProveCommand,
  },
  {
    name: 'evidence export',
    summary: 'Write the log for other tools: as tlog-tiles, or all records as lines.',
    load: async () => (await import('./commands/evidence-export.ts')).evidenceExportCommand,
  },
  {
    name: 'assess',
    summary: 'Compute from the evidence log which controls and criteria are met.',
    load: async () => (await import('./commands/assess.ts')).assessCommand,
  },
  {
    name: 'drift',
    summary: 'Say what got better or worse since last time, and draft the deficiencies that follow.',
    load: async () => (await import('./commands/drift.ts')).driftCommand,
  },
  {
    name: 'sample',
    summary: 'Draw a sample from all items that a control acted on, so that anybody can draw it again.',
    load: async () => (await import('./commands/sample.ts')).sampleCommand,
  },
  {
    name: 'render',
    summary: 'Make the control documents, or check that they are what their PIN says.',
    load: async () => (await import('./commands/render.ts')).renderCommand,
  },
  {
    name: 'period close',
    summary: 'Make the bundle of a period for an auditor: report, documents, samples, records with proofs.',
    load: async () => (await import('./commands/period-close.ts')).periodCloseCommand,
  },
  {
    name: 'period verify',
    summary: 'Check the bundle of a period offline, and print a page that can be filed.',
    load: async () => (await import('./commands/period-verify.ts')).periodVerifyCommand,
  },
  {
    name: 'diff',
    summary: 'Say in words what changed between two versions of the program, by which pull request, and who approved.',
    load: async () => (await import('./commands/diff.ts')).diffCommand,
  },
  {
    name: 'publish',
    summary: 'Render and commit the documents to their branch.',
    load: async () => (await import('./commands/publish.ts')).publishCommand,
  },
]
