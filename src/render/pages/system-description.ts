import { onlyProgram } from '../../assess/assess-program.ts'
import { defineDocument, type Page } from '../define-document.ts'
import { describedParts } from '../described-parts.ts'
import type { PageContext } from '../page-context.ts'
import { blocksOf, orNothing } from '../page-text.ts'
import { programChanges } from '../program-changes.ts'
import { isTypeTwo, reportedSpan, reportInWords, scopeInWords } from '../report-scope.ts'

const shown = 25

/** Kinds of records whose text it states. */
const stated = [
  'Program',
  'Commitment',
  'ServiceLevels',
  'DataInventory',
  'Vendor',
  'ComplementaryControl',
  'CriterionDecision',
]

export const systemDescriptionDocument = defineDocument({
  id: 'DOC-SYSTEM-DESCRIPTION',
  title: 'System description (section III)',
  about: "management's draft, by the nine description criteria; what no record describes is said first",
  path: 'system-description.md',
  part: 'report',
  classification: 'confidential',
  pages: systemDescription,
})

/** The parts in the order of the description criteria DC 1 to DC 9 of the AICPA (2018), each made of records of the program. */
function systemDescription(context: PageContext): ReadonlyMap<string, Page> {
  const program = onlyProgram(context.model)
  const { parts, missing } = describedParts(context)
  const typeTwo = isTypeTwo(program)
  const span = reportedSpan(context)
  const changes = typeTwo ? programChanges(span, context, '') : []
  const view = {
    ...parts,
    organisation: orNothing(program?.organisation.name),
    system: orNothing(program?.system.name),
    report: reportInWords(context),
    scope: scopeInWords(context),
    asOf: context.assessment.basis.asOf,
    missing,
    from: span.from,
    to: span.to,
    typeTwo,
    changes: blocksOf(
      changes.filter(({ inert }) => !inert),
      shown,
      'more changes',
    ),
    inert: changes.filter(({ inert }) => inert).length,
    changed: countsInSpan(context, span),
    footer: context.footer(''),
  }
  return new Map([['system-description.md', { text: context.fill('system-description', view), records: stated }]])
}

/** What happened in the span, beside the records. */
function countsInSpan(context: PageContext, { from, to }: { readonly from: string; readonly to: string }) {
  const inside = (day: string | undefined) => day !== undefined && from <= day && day <= to
  const count = (kind: string) =>
    context.log.filter((record) => record.kind === kind && inside(context.day(record.occurredAt))).length
  const people = [...context.model.people.values()].map(({ value }) => value)
  return {
    merges: count('change.merged'),
    around: count('change.unreviewed'),
    audits: count('audit.window'),
    deployments: count('deployment'),
    joined: people.filter(({ start }) => inside(start)).length,
    left: people.filter(({ end }) => inside(end)).length,
  }
}
