import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { printable } from '../../report/printable.ts'
import { bumpLevels, bumpPolicy } from '../../usecases/bump-policy.ts'
import { editOptions, openEdit } from '../../wiring/edit-context.ts'
import { toDay } from '../../wiring/to-day.ts'
import { defineCommand } from '../define-command.ts'
import { finishChange } from '../finish-change.ts'

export const policyBumpCommand = defineCommand({
  examples: [
    ['countersign policy bump POL-ACCESS minor', 'a clarification: 1.2.0 becomes 1.3.0'],
    ['countersign policy bump POL-ACCESS major --effective 2026-04-01', 'duties change, from that day on'],
    ['countersign policy bump POL-ACCESS patch --base origin/main', 'also compare the text with that of main'],
  ],
  arguments: [
    { name: 'policy', help: 'id of the policy, for example POL-ACCESS' },
    { name: 'level', help: 'major: duties change; minor: a clarification; patch: only the wording' },
  ],
  options: {
    ...editOptions,
    reason: { value: 'text', help: 'why, in one line; becomes the proposed message of the commit' },
    effective: { value: 'date', help: 'first day of the new version, YYYY-MM-DD' },
    base: { value: 'ref', help: 'compare the text with this commit, to see whether the level is high enough' },
  },
  async run({ dryRun, reason, effective, base, ...place }, terminal, [id = '', word = '']) {
    const level = bumpLevels.find((known) => known === word)
    if (level === undefined) {
      const what = `The level cannot be \`${word.slice(0, 40)}\``
      throw new Refusal(exitStatus.usage, what, `Allowed: ${bumpLevels.join(', ')}.`)
    }
    const { request, ports } = openEdit(place, terminal)
    const change = await bumpPolicy(
      { ...request, ...(base === undefined ? {} : { base }) },
      { id, level, ...(effective === undefined ? {} : { effectiveFrom: toDay(effective, '--effective') }) },
      ports,
    )
    const status = await finishChange(change, { dryRun, ports, terminal })
    const why = reason === undefined ? '' : `: ${printable(reason.slice(0, 300))}`
    terminal.err(`For the commit that holds the new text: "${id} ${change.to}${why}"\n`)
    return status
  },
})
