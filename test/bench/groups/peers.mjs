import { changeRequest, changesOf, check, folderWith, programOf } from '../inputs.mjs'
import { compare, isQuick, report, reportMissing } from '../measure.mjs'
import { ajvCli, install, languageServer, peers, spectral } from '../peers.mjs'

const scale = isQuick ? 10 : 1
const inWords = (/** @type {number} */ count) => `${count.toLocaleString('en')} file${count === 1 ? '' : 's'}`

/** Files of a kind by peer: how many, the limit of the ratio, pairs. @type {readonly (readonly [keyof typeof peers, number, number | undefined, number])[]} */
const runs = [
  ['ajvCli', 1, 0.3, 5],
  ['ajvCli', 1000, undefined, 3],
  ['ajvCli', 10_000, undefined, 3],
  ['languageServer', 1, undefined, 5],
  ['languageServer', 1000, undefined, 3],
  ['languageServer', 10_000, 0.167, 2],
  ['spectral', 1, undefined, 3],
  ['spectral', 100, undefined, 2],
  ['spectral', 1000, 0.017, 1],
]
const commandOf = { ajvCli, languageServer, spectral }
const notes = {
  ajvCli: 'no positions, one kind, nothing across files',
  languageServer: 'positions, one kind, nothing across files',
  spectral: 'positions, one kind, nothing across files; compiles the schema for each file',
}

/** `check` runs every rule over a whole program that holds these files; a peer validates the files against one schema. */
export function comparing() {
  for (const [key, wanted, limit, pairs] of runs) {
    const peer = peers[key]
    const count = wanted === 1 ? 1 : wanted / scale
    const what = `\`check\` of ${inWords(count)}, CPU`
    const entry = install(peer)
    if (entry instanceof Error) {
      reportMissing('A2', what, entry.message)
      continue
    }
    const ours = count === 1 ? folderWith('alone', changeRequest('CHG-2026-00001', 1)) : programOf(count)
    const theirs = commandOf[key](entry, changesOf(count))
    const { cpu, used } = compare(isQuick ? 1 : pairs, check(ours), theirs)
    report(count === 1 ? 'D2' : 'A2', what, `${peer.name} (${notes[key]})`, cpu, limit, used)
  }
}
