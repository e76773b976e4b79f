import { type ExitStatus, exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import type { Questions } from '../../ports/questions.ts'
import { printItems } from '../../report/print-items.ts'
import { printable } from '../../report/printable.ts'
import type { MissingValue } from '../../usecases/build-value.ts'
import { writeChange } from '../../usecases/change-program.ts'
import { newKinds } from '../../usecases/kind-by-word.ts'
import { type NewRequest, planNew } from '../../usecases/new-record.ts'
import { editOptions, openEdit } from '../../wiring/edit-context.ts'
import { askForValues, nameMissing } from '../ask-for-values.ts'
import { defineCommand } from '../define-command.ts'
import { printDiff } from '../finish-change.ts'

export const newCommand = defineCommand({
  examples: [
    ['countersign new policy --title "Remote work" --set owner=security_lead', 'a file with a record, and its text'],
    ['countersign new change --title "Rotate the signing key"', 'asks for what is missing, on a terminal'],
    ['countersign new risk --title "Lost backup" --set category=availability', 'a row in the register'],
    ['countersign new control --title X --set "criteria=[{id: CC6.1, coverage: full}]"', 'lists as YAML'],
  ],
  arguments: [{ name: 'kind', help: `what to make: ${newKinds.map(({ word }) => word).join(', ')}` }],
  options: {
    ...editOptions,
    id: { value: 'id', help: 'default: the next free one, or words of the title' },
    title: { value: 'text', help: 'title or name' },
    set: {
      value: 'key=value',
      repeat: true,
      help: 'any other key, also inside: inherent.likelihood=rare, criteria.0.id=CC6.1',
    },
    into: { value: 'record', help: 'id or file of the record that gets a row; default: the one that has most of them' },
  },
  async run({ dryRun, id, title, set, into, ...place }, terminal, [word = '']): Promise<ExitStatus> {
    const { request, ports } = openEdit(place, terminal)
    const given = toValues(set)
    const wanted: NewRequest = {
      word,
      given,
      ...(id === undefined ? {} : { id }),
      ...(title === undefined ? {} : { title }),
      ...(into === undefined ? {} : { into }),
    }
    let plan = await planNew(request, wanted, ports)
    if (plan.kind === 'missing') {
      if (!terminal.interactive || terminal.questions === undefined) throw nameMissing(plan.missing)
      await converse(plan.missing, given, await terminal.questions(), terminal.err)
      plan = await planNew(request, wanted, ports)
      if (plan.kind === 'missing') throw nameMissing(plan.missing)
    }
    const { change, name } = plan
    printDiff(change, terminal)
    if (dryRun) terminal.err('Nothing was written.\n')
    else {
      await writeChange(change, ports)
      const files = change.changes.map(({ path, before }) => `${before === undefined ? 'Wrote' : 'Changed'} ${path}`)
      terminal.err(files.map((line) => `${printable(line)}\n`).join(''))
    }
    if (change.brought.length > 0) {
      terminal.err(
        `${printable(name)} needs a decision of yours before the check is content:\n${printItems(change.brought)}`,
      )
    }
    return exitStatus.ok
  },
})

function toValues(set: readonly string[]): Map<string, string> {
  const given = new Map<string, string>()
  for (const one of set) {
    const [, path, text] =
      /^([A-Za-z][A-Za-z0-9_-]*(?:\.(?:[A-Za-z][A-Za-z0-9_-]*|\d{1,2}))*)=([\s\S]*)$/.exec(one) ?? []
    if (path === undefined || text === undefined) {
      const remedy = 'Write --set key=value, or --set outer.inner=value.'
      throw new Refusal(exitStatus.usage, `--set cannot be \`${one.slice(0, 60)}\``, remedy)
    }
    if (given.has(path)) throw new Refusal(exitStatus.usage, `${path} is set twice`, 'Set it once.')
    given.set(path, text)
  }
  return given
}

/** Questions on the terminal, and never in the output that a pipe may read. */
async function converse(
  missing: readonly MissingValue[],
  given: Map<string, string>,
  questions: Questions,
  say: (text: string) => void,
) {
  try {
    await askForValues(missing, given, { ask: (question) => questions.ask(question), say })
  } finally {
    questions.close()
  }
}
