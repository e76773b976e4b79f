import { stratifications } from '../../assess/samples/draw-sample.ts'
import { sampleText } from '../../assess/samples/make-sample.ts'
import { type ExitStatus, exitStatus } from '../../model/exit-status.ts'
import { Refusal } from '../../model/refusal.ts'
import type { FileToWrite } from '../../ports/files.ts'
import type { History } from '../../ports/history.ts'
import { sampleLimitBytes } from '../../read/read-sample.ts'
import { packetJson, packetPage } from '../../render/packet-page.ts'
import { printTable } from '../../report/print-table.ts'
import { printable } from '../../report/printable.ts'
import { populationTable, sampleTable } from '../../report/sample-tables.ts'
import { tableFormats } from '../../report/table.ts'
import { statusOfAppend } from '../../usecases/append-evidence.ts'
import { checkSample, drawAgain, toSample } from '../../usecases/check-sample.ts'
import { describeAppend } from '../../usecases/describe-evidence.ts'
import { gatherEvidence } from '../../usecases/gather-evidence.ts'
import { gatherPackets } from '../../usecases/gather-packets.ts'
import { recordSample } from '../../usecases/record-sample.ts'
import { type DrawnSample, sampleControl } from '../../usecases/sample-control.ts'
import { actorOfRun } from '../../wiring/actor-of-run.ts'
import { documentOptions, openDocuments } from '../../wiring/document-context.ts'
import { openEvidence } from '../../wiring/evidence-context.ts'
import type { Terminal } from '../../wiring/terminal.ts'
import { toDay } from '../../wiring/to-day.ts'
import { defineCommand, type OptionValues } from '../define-command.ts'
import { readGivenFile } from '../read-given-file.ts'
import { writeInto } from '../write-into.ts'

const { asOf: _asOf, ...placeOptions } = documentOptions

const options = {
  control: { value: 'id', help: 'the control that is tested' },
  n: { value: 'count', help: 'how many items; default: as the control or its frequency says' },
  nonce: { value: 'text', help: 'a text that the auditor chose, given after the log was closed or anchored' },
  population: { value: 'name', help: 'which of the populations of the control; default: its first' },
  from: { value: 'date', help: 'first day, YYYY-MM-DD; default: that of the period of the program' },
  to: { value: 'date', help: 'last day' },
  strata: { value: 'name', default: 'none', oneOf: stratifications, help: '`month`: in turn out of every month' },
  checkpoint: { value: 'file', help: 'an earlier checkpoint of the log to draw from; default: the log as it is' },
  extend: { value: 'file', help: 'a sample.json to draw more from: its items stay, --n says how many in all' },
  check: { value: 'file', help: 'a sample.json to draw again and compare' },
  out: { value: 'dir', help: 'folder for the sample, the population, a packet for each item, and proofs' },
  overwrite: { help: 'replace files of an earlier sample' },
  record: { help: 'append to the evidence log that it was drawn' },
  format: { value: 'name', default: 'table', oneOf: tableFormats, help: 'how to print the sample' },
  ...placeOptions,
} as const
type Options = OptionValues<typeof options>

export const sampleCommand = defineCommand({
  examples: [
    [
      'countersign sample --control CTL-CHG-REVIEW --n 25 --nonce "blue whale 7" --out sample',
      '25 changes of the period, with everything that is known of each',
    ],
    ['countersign sample --check sample/sample.json', 'that anybody draws the same'],
    ['countersign sample --extend sample/sample.json --n 40 --out more', 'fifteen more; the first 25 stay'],
  ],
  options,
  async run(given, terminal) {
    if (given.check !== undefined) return check(given.check, given, terminal)
    const { drawn, history } = await draw(given, terminal)
    const { sample } = drawn
    if (given.out !== undefined) await writeInto(given.out, given.overwrite, await filesOf(drawn, history))
    terminal.out(given.format === 'json' ? sampleText(sample) : printTable(sampleTable(sample), given.format))
    if (given.out !== undefined)
      terminal.err(`note: written into ${printable(given.out)}; \`sample --check\` draws it again\n`)
    return given.record ? record(drawn, given, terminal) : exitStatus.ok
  },
})

async function draw(
  given: Options,
  terminal: Terminal,
): Promise<{ readonly drawn: DrawnSample; readonly history: History }> {
  const size = given.n === undefined ? undefined : toCount(given.n)
  const { request, ports } = await openDocuments({ ...given, asOf: undefined }, terminal)
  if (given.extend !== undefined) {
    if (size === undefined || [given.control, given.nonce, given.population, given.from, given.to].some(isGiven))
      throw new Refusal(exitStatus.usage, 'It is not clear how to extend the sample', 'Give --extend and --n alone.')
    const sample = toSample(await textOf(given.extend, sampleLimitBytes, 'a sample.json'))
    if (size < sample.items.length) {
      const what = `The sample has ${sample.items.length} items already`
      throw new Refusal(exitStatus.usage, what, 'Give a larger --n: what was drawn stays drawn.')
    }
    return { drawn: await drawAgain(sample, request, ports, size), history: ports.history }
  }
  if (given.control === undefined)
    throw new Refusal(exitStatus.usage, 'There is no --control', 'Name the control to test, or a sample to --check.')
  const checkpoint = given.checkpoint === undefined ? undefined : await textOf(given.checkpoint, 65_536, 'a checkpoint')
  const gathered = await gatherEvidence(checkpoint === undefined ? request : { ...request, checkpoint }, ports)
  const drawn = await sampleControl(
    {
      control: given.control,
      population: given.population,
      from: given.from === undefined ? undefined : toDay(given.from, '--from'),
      to: given.to === undefined ? undefined : toDay(given.to, '--to'),
      ...{ size, nonce: given.nonce, strata: given.strata },
    },
    gathered,
  )
  return { drawn, history: ports.history }
}

const isGiven = (value: string | undefined): boolean => value !== undefined
const textOf = async (path: string, limit: number, what: string): Promise<string> =>
  (await readGivenFile(path, limit, what)).toString('utf8')

const mostItems = 100_000

function toCount(text: string): number {
  const count = /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined
  if (count !== undefined && count <= mostItems) return count
  throw new Refusal(exitStatus.usage, `--n cannot be \`${text.slice(0, 40)}\``, `Give a number from 1 to ${mostItems}.`)
}

/** Seen from the folder of the packets. */
const surroundings = { proofs: '../proofs/', back: [{ title: 'Sample', path: '../sample.md' }] }

/** What lies in the folder of a sample: the lists, a packet for each item, and the proofs of the records they rest on. */
async function filesOf({ sample, gathered }: DrawnSample, history: History): Promise<readonly FileToWrite[]> {
  const table = sampleTable(sample)
  const { packets, proofs } = await gatherPackets(sample, gathered, history)
  return [
    { path: 'sample.json', text: sampleText(sample) },
    { path: 'sample.csv', text: printTable(table, 'csv') },
    { path: 'sample.md', text: printTable(table, 'markdown') },
    { path: 'population.csv', text: printTable(populationTable(sample), 'csv') },
    { path: 'checkpoint', text: sample.checkpoint },
    ...packets.flatMap((packet) => [
      { path: `packets/${packet.name}.md`, text: packetPage(packet, surroundings) },
      { path: `packets/${packet.name}.json`, text: packetJson(packet) },
    ]),
    ...[...proofs.values()].flatMap(({ index, line, proof }) => [
      { path: `proofs/${index}.json`, text: line.toString('utf8') },
      { path: `proofs/${index}.tlog-proof`, text: proof },
    ]),
  ]
}

async function record({ sample }: DrawnSample, given: Options, terminal: Terminal): Promise<ExitStatus> {
  const { ports, places, signer, producer } = await openEvidence(given, terminal)
  const actor = actorOfRun(terminal.environment)
  const done = await recordSample({ sample, actor, places, signer, producer }, ports)
  terminal.err(describeAppend(done))
  return statusOfAppend[done.outcome.kind]
}

async function check(path: string, given: Options, terminal: Terminal): Promise<ExitStatus> {
  const { request, ports } = await openDocuments({ ...given, asOf: undefined }, terminal)
  const text = await textOf(path, sampleLimitBytes, 'a sample.json')
  const { drawn, differences } = await checkSample(text, request, ports)
  const { items, population, seed } = drawn.sample
  if (differences.length === 0) {
    const whose = seed.nonce === null ? 'a seed chosen by management' : 'the seed of the auditor'
    terminal.out(`The same sample: ${items.length} of ${population.count} items, drawn with ${whose}.\n`)
    return exitStatus.ok
  }
  terminal.out(['Not the same sample:', ...differences].map((line) => `${printable(line)}\n`).join(''))
  return exitStatus.violated
}
