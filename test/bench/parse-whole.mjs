// Reads a file whole; parses it where it is JSON.
import { readFileSync } from 'node:fs'

const text = readFileSync(process.argv[2] ?? '', 'utf8')
if (text.startsWith('{')) JSON.parse(text)
