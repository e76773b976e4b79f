import { printLocation } from '../model/location.ts'
import { type Finding, failIfAny, notApplicable, notDetermined, type Outcome } from '../model/outcome.ts'
import type { Use, UseKind } from './countersign-step.ts'
import { openPlaces, type SetupFacts } from './setup-facts.ts'

/**
 * Judges every step that runs Countersign for one of the purposes. A workflow that could not be read leaves it open, unless
 * something is found wrong all the same.
 */
export function aboutUses(
  facts: SetupFacts,
  kinds: readonly UseKind[],
  findingsOf: (use: Use) => readonly Finding[],
): Outcome {
  const uses = facts.uses.filter(({ kind }) => kinds.includes(kind))
  const findings = unique(uses.flatMap(findingsOf))
  if (findings.length > 0) return failIfAny(findings)
  const open = openWorkflows(facts)
  if (open !== undefined) return open
  return uses.length === 0
    ? notApplicable(`no workflow runs Countersign for this (${kinds.join(', ')})`)
    : failIfAny([])
}

/** A not-determined outcome where it is not known what a workflow does. */
export function openWorkflows(facts: SetupFacts): Outcome | undefined {
  const [open] = openPlaces(facts)
  return open === undefined ? undefined : notDetermined(`${open.at.file}: ${open.what}`)
}

export const everyKind: readonly UseKind[] = ['check', 'gate', 'deploy', 'record', 'render', 'unknown']

/** Two steps in one job have the job in common, and what is wrong with it. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  const byText = new Map(findings.map((finding) => [`${printLocation(finding.at)} ${finding.message}`, finding]))
  return [...byText.values()]
}
