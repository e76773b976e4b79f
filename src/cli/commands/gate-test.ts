import { basename, dirname, resolve } from 'node:path'
import { findRoot } from '../../adapters/find-root.ts'
import { nodeFiles } from '../../adapters/node-files.ts'
import { exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import { caseFormats, printCases, statusOfCases } from '../../report/print-gate-cases.ts'
import type { RulesSource } from '../../usecases/judge-pull-request.ts'
import { type CasesFile, testGateRules } from '../../usecases/test-gate-rules.ts'
import { rulesAtCommit, rulesInFolder, rulesInWorkTree } from '../../wiring/gate-context.ts'
import { openHistory } from '../../wiring/open-history.ts'
import type { Terminal } from '../../wiring/terminal.ts'
import { defineCommand } from '../define-command.ts'

/** More files at once are a slip of a pattern. */
const mostFiles = 200

export const gateTestCommand = defineCommand({
  examples: [
    ['countersign gate test compliance/gate-cases.yaml', 'whether the rules decide these cases as they should'],
    ['countersign gate test compliance/gate-cases.yaml --base main', 'the same by the rules of a branch'],
  ],
  arguments: [{ name: 'file', help: 'cases in the form of schemas/gate-cases.json', many: true }],
  options: {
    base: { value: 'ref', help: 'commit whose rules decide; default: the files as they lie here' },
    rules: { value: 'dir', help: 'folder whose rules decide: the root of a repository, or a program' },
    cwd: { value: 'dir', default: '.', help: 'folder of the repository' },
    format: { value: 'name', default: 'pretty', oneOf: caseFormats, help: 'how to print the results' },
  },
  async run({ base, rules, cwd, format }, terminal, paths) {
    if (base !== undefined && rules !== undefined) {
      throw new Refusal(exitStatus.usage, '--base and --rules exclude each other', 'Leave one out.')
    }
    if (paths.length > mostFiles) {
      throw new Refusal(exitStatus.usage, `There are ${paths.length} files`, `Give at most ${mostFiles}.`)
    }
    const files = await Promise.all(paths.map(casesFile))
    const results = await testGateRules(files, await sourceOf(base, rules, cwd, terminal))
    // A report says the same whenever it is made.
    terminal.out(printCases(results, format, terminal.colours, '1970-01-01'))
    return statusOfCases(results)
  },
})

async function casesFile(path: string): Promise<CasesFile> {
  const files = nodeFiles(dirname(resolve(path)))
  const file = await files.read(basename(path))
  if (file === undefined) throw new Refusal(exitStatus.usage, `There is no file ${path}`, 'Name a file of cases.')
  return { file: { ...file, path }, read: (name) => files.read(name) }
}

async function sourceOf(
  base: string | undefined,
  rules: string | undefined,
  cwd: string,
  terminal: Terminal,
): Promise<RulesSource> {
  if (rules !== undefined) return rulesInFolder(rules)
  const { root } = findRoot(cwd)
  return base === undefined ? rulesInWorkTree(root) : rulesAtCommit(await openHistory(root, terminal), base)
}
