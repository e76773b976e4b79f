import type { Remediation, RemediationState } from '../assess/remediation.ts'
import { inlineText } from '../model/markdown-text.ts'
import type { PageContext } from './page-context.ts'
import { orNothing } from './page-text.ts'

/** How far a deficiency is mended, as words. */
export const remediationWords: Readonly<Record<RemediationState, string>> = {
  open: '**Open**',
  'fix-claimed': '**Said to be mended**: the log does not show it',
  'fixed-without-approval': '**Mended without approval**',
  fixed: 'Mended, not tested again',
  'retest-failed': '**Test after the mending failed**',
  'retest-claimed': 'Mended; that it was tested again is only claimed',
  retested: 'Mended and tested again',
  'closed-without-retest': '**Closed without a test after the mending**',
  accepted: 'Accepted as it is',
}

/** A deficiency with its life, for a control that it is about. */
export function remediationRow(one: Remediation, context: PageContext, root: string) {
  const deficiency = context.model.deficiencies.get(one.deficiency)?.value
  const tester = deficiency?.retest?.by
  return {
    link: context.titled(one.deficiency, root),
    state: remediationWords[one.state],
    severity: orNothing(deficiency?.severity),
    due: one.late ? `${one.due} (**late**)` : one.due,
    why: context.text(one.why, root),
    tester:
      tester === undefined || one.retest.kind === 'none'
        ? ''
        : `Tested again by ${context.who(tester)}: ${one.retest.kind === 'shown' ? 'the log shows it' : '**claimed only**, no record of the log shows it'}.`,
    steps: one.steps.map(({ day, what, record, pull }) => ({
      day,
      what: `${pull === undefined ? '' : `${context.pull(pull)} `}${inlineText(what)}`,
      shown: record === undefined ? 'written down by people' : context.recordLink(record, root),
    })),
  }
}
