import type { AnyCommand } from './define-command.ts'

export interface CommandEntry {
  /** One word, or a group and a word. */
  readonly name: string
  readonly summary: string
  load(): Promise<AnyCommand>
}

/** Every command: one file and one line here. A file is loaded only when its command runs. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'init',
    summary: 'Write a starter SOC 2 program into this repository.',
    load: async () => (await import('./commands/init.ts')).initCommand,
  },
  {
    name: 'check',
    summary: 'Check policies, controls, risks, roles and change requests against the rules.',
    load: async () => (await import('./commands/check.ts')).checkCommand,
  },
  {
    name: 'explain',
    summary: 'Say what a rule wants, why, and how to comply.',
    load: async () => (await import('./commands/explain.ts')).explainCommand,
  },
]
