/**
 * Runs the whole main job on a shipped example, in a git repository that it makes in `./demo`: a year of an example company.
 * It composes the use cases that the command line runs, with a clock that follows the story, so that two runs give the same
 * bytes. No flag or variable of the product sets the time of a record; the demo's key is accepted for its own log only.
 */
import { resolve } from 'node:path'
import { runDemo } from './run-demo.ts'

const folder = resolve(process.argv[2] ?? 'demo')
const lines = await runDemo(folder)
process.stdout.write(lines.map((line) => `${line}\n`).join(''))
