import type { AnyCommand } from './define-command.ts'

export interface CommandEntry {
  /** One word, or a group and a word. */
  readonly name: string
  readonly summary: string
  load(): Promise<AnyCommand>
}

/** Every command: one file and one line here. A file is loaded only when its command runs. */
export const commands: readonly CommandEntry[] = []
