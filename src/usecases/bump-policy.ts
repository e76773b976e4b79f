import type { Edit } from '../edit/edit.ts'
import { exitStatus } from '../model/exit-status.ts'
import { Refusal } from '../model/refusal.ts'
import { checkBefore, judgeChange, type ProgramChange } from './change-program.ts'
import type { CheckPorts, CheckRequest } from './check.ts'
import { editRecords, findNamed } from './named-record.ts'
import { keysOf, schemaOf } from './record-schema.ts'

export const bumpLevels = ['major', 'minor', 'patch'] as const
export type BumpLevel = (typeof bumpLevels)[number]

export interface PolicyBump {
  readonly id: string
  readonly level: BumpLevel
  /** First day on which the new version applies. */
  readonly effectiveFrom?: string
}

/**
 * What it takes to give a policy its next version: the number, and the day from which it applies. Nobody's approval is
 * typed, and claims about the version before are taken out; those who approve the pull request approve the version.
 *
 * @throws Refusal for a policy that is not there or is retired
 */
export async function bumpPolicy(
  request: CheckRequest,
  { id, level, effectiveFrom }: PolicyBump,
  ports: CheckPorts,
): Promise<ProgramChange & { readonly from: string; readonly to: string }> {
  const before = await checkBefore(request, ports)
  const record = await findNamed(before, { id, collection: 'policies', idKind: 'policy' }, ports)
  const policy = before.model.policies.get(id)?.value
  if (policy === undefined || policy.status === 'retired') {
    throw new Refusal(exitStatus.usage, `${id} is retired`, 'A policy that is out of force gets no new version.')
  }
  const to = nextVersion(policy.version, level)
  const order = keysOf(schemaOf('policy.json'))
  const edits: Edit[] = [
    { kind: 'set', path: ['version'], value: to },
    ...(effectiveFrom === undefined
      ? []
      : [{ kind: 'set', path: ['effectiveFrom'], value: effectiveFrom, order } as const]),
    // They approved another version; who approves this one is seen on its pull request.
    ...(policy.approvedBy === undefined ? [] : [{ kind: 'remove', path: ['approvedBy'] } as const]),
  ]
  const changes = editRecords(edits.map((edit) => ({ record, edit })))
  return { ...(await judgeChange(request, before, changes, ports)), from: policy.version, to }
}

/** Semantic Versioning 2.0.0, items 6 to 8. */
function nextVersion(version: string, level: BumpLevel): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  if (level === 'major') return `${major + 1}.0.0`
  return level === 'minor' ? `${major}.${minor + 1}.0` : `${major}.${minor}.${patch + 1}`
}
