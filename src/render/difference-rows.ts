import type { SideRow } from '../assess/populations/reconciliation.ts'
import { inlineText, shortened } from '../model/markdown-text.ts'
import type { PageContext } from './page-context.ts'
import { nothing } from './page-text.ts'

const standings = {
  matched: 'Matched',
  explained: 'Explained',
  deviation: '**Deviation**',
  'not-determined': '**Not determined**',
} as const

const titleLimit = 100

export interface DifferenceRow {
  readonly what: string
  readonly day: string
  readonly standing: string
  readonly why: string
  readonly record: string
}

/** What stands on one side only, deviations first. @param root way to the index */
export const differenceRows = (
  differences: readonly SideRow[],
  context: PageContext,
  root: string,
): readonly DifferenceRow[] => differences.map((row) => rowOf(row, context, root))

function rowOf(
  { side, key, title, day, standing, why, record }: SideRow,
  context: PageContext,
  root: string,
): DifferenceRow {
  const isCommit = /^[0-9a-f]{40,64}$/.test(key)
  const pull = /^#(\d{1,9})$/.exec(key)?.[1]
  const named =
    pull !== undefined ? context.pull(Number(pull)) : isCommit ? context.commit(key) : context.link(key, root)
  const said = inlineText(shortened(title, titleLimit))
  return {
    what: `${isCommit ? 'commit' : pull === undefined ? side : 'pull request'} ${side === 'audit' || side === 'deployment' ? '' : named} ${said}`.replace(
      / {2,}/g,
      ' ',
    ),
    day,
    standing: standings[standing],
    why: context.text(why, root),
    record: record === undefined ? nothing : context.recordLink(record, root),
  }
}
