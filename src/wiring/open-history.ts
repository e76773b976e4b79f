import type { History } from '../ports/history.ts'
import type { Terminal } from './terminal.ts'

/** Git is loaded and started only where somebody asks for history. */
export async function openHistory(root: string, { environment }: Terminal): Promise<History> {
  const [{ gitHistory }, { gitProcess }] = await Promise.all([
    import('../adapters/git-history.ts'),
    import('../adapters/git-process.ts'),
  ])
  return gitHistory(gitProcess(environment), { where: { cwd: root } })
}
