import { type ExitStatus, exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { printItems } from '../../report/print-items.ts'
import { printable } from '../../report/printable.ts'
import type { MissingValue } from '../../usecases/build-value.ts'
import { writeChange } from '../../usecases/change-program.ts'
import { newKinds } from '../../usecases/kind-by-word.ts'
import { type NewRequest, planNew } from '../../usecases/new-record.ts'
import { valueOfText } from '../../usecases/value-of-text.ts'
import { editOptions, openEdit } from '../../wiring/edit-context.ts'
import type { Terminal } from '../../wiring/terminal.ts'
import { defineCommand } from '../define-command.ts'
import { printDiff } from '../finish-change.ts'

export const newCommand = defineCommand({
  examples: [
    ['countersign new policy --title "Remote work" --set owner=security_lead', 'a file with a record, and its text'],
    ['countersign new change --title "Rotate the signing key"', 'asks for what is missing, on a terminal'],
    ['countersign new risk --title "Lost backup" --set category=availability ...', 'a row in the register'],
    ['countersign new control --title X --set "criteria=[{id: CC6.1, coverage: full}]" ...', 'lists as YAML'],
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
      if (!isSomebodyThere(terminal)) throw nameMissing(plan.missing)
      await askFor(plan.missing, given, terminal)
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

/** Nobody is asked in a pipeline, whatever its streams look like. */
const isSomebodyThere = ({ interactive, environment }: Terminal): boolean =>
  interactive && ['', '0', 'false'].includes(environment['CI'] ?? '')

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

function nameMissing(missing: readonly MissingValue[]): Refusal {
  const what = `${missing.map(({ path }) => path).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`
  const lines = missing.map(({ path, meaning, candidates }) => {
    const flag = path === 'title' || path === 'name' ? '--title TEXT' : path === 'id' ? '--id ID' : `--set ${path}=...`
    return `  ${flag}  ${meaning}${some(candidates)}`
  })
  return new Refusal(exitStatus.usage, what, `Give:\n${lines.join('\n')}`)
}

/** The first few of what there is to choose from. */
function some(candidates: readonly string[]): string {
  if (candidates.length === 0) return ''
  return ` There is ${candidates.slice(0, 8).join(', ')}${candidates.length > 8 ? ` and ${candidates.length - 8} more` : ''}.`
}

const mostTries = 3

/** Asks for each value until it is one; what is given in the end still has to pass the check of the whole record. */
async function askFor(missing: readonly MissingValue[], given: Map<string, string>, terminal: Terminal): Promise<void> {
  const { createInterface } = await import('node:readline/promises')
  const asker = createInterface({ input: process.stdin, output: process.stderr })
  try {
    for (const { path, meaning, schema, candidates } of missing) {
      terminal.err(`${printable(meaning)}${printable(some(candidates))}\n`)
      for (let tries = 1; !given.has(path); tries += 1) {
        const answer = (await asker.question(`${path}: `, { signal: terminal.signal })).trim()
        try {
          if (answer === '') throw new Refusal(exitStatus.usage, `${path} is needed`, 'Ctrl-C ends without writing.')
          valueOfText(answer, schema, path)
          given.set(path, answer)
        } catch (error) {
          if (!(error instanceof Refusal) || tries >= mostTries) throw error
          terminal.err(`${printable(error.message)}\n`)
        }
      }
    }
  } finally {
    asker.close()
  }
}
