import { nodeSourceReader } from '../adapters/node-source-reader.ts'
import type { SourceReader } from '../ports/source-reader.ts'
import type { Terminal } from './terminal.ts'

/** Declared sources, with commands run in the root of the repository. */
export const openSources = (root: string, { environment, signal }: Terminal): SourceReader =>
  nodeSourceReader({ cwd: root, environment, signal })
