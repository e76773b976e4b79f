import { onlyProgram } from '../../assess/assess-program.ts'
import { inlineText, markdownLink } from '../../model/markdown-text.ts'
import { isInUse } from '../../rules/vendors/in-use.ts'
import { categoryWords } from '../category-words.ts'
import { commitmentsInForce } from '../commitments-in-force.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { blocksOf, code, compare, listOf, orNothing } from '../page-text.ts'
import { publicPolicies, publicPolicyPath } from '../public/public-policies.ts'
import { categoriesInScope, isTypeTwo } from '../report-scope.ts'

const shown = 50

export const publicSummaryDocument = defineDocument({
  id: 'DOC-PUBLIC-SUMMARY',
  title: 'Public summary',
  about: 'what customers may see: scope, the report that is planned, promises, subprocessors, public policies, contact',
  path: 'public-summary.md',
  part: 'report',
  classification: 'public',
  pages: publicSummary,
})

/**
 * What may be shown to everybody, and only from records that are meant for everybody: no evidence, no result, no deviation, no
 * name of a person, and no link to a page that outsiders do not have.
 */
function publicSummary(context: PageContext): ReadonlyMap<string, Page> {
  const { model } = context
  const program = onlyProgram(model)
  const view = {
    organisation: orNothing(program?.organisation.name),
    system: orNothing(program?.system.name),
    asOf: context.assessment.basis.asOf,
    report: plannedReport(context),
    typeTwo: isTypeTwo(program),
    categories: categoriesInScope(context).map(({ id, name }) => ({ name, about: categoryWords[id] })),
    commitments: blocksOf(
      commitmentsInForce(context)
        .filter(({ audience }) => audience === 'public')
        .map(({ title, statement, since }) => ({
          title: inlineText(title),
          statement: inlineText(statement),
          since: since ?? 'no day given',
        })),
      shown,
      'more promises',
    ),
    subprocessors: blocksOf(
      [...model.vendors.values()]
        .map(({ value }) => value)
        .filter((vendor) => isInUse(vendor) && vendor.subprocessor === true)
        .sort((a, b) => compare(a.title, b.title) || compare(a.id, b.id))
        .map(({ title, services, locations = [] }) => ({
          title: inlineText(title),
          services: listOf(services.map(inlineText)),
          locations: locations.length === 0 ? 'not stated' : listOf(locations.map(inlineText)),
        })),
      shown,
      'more subprocessors',
    ),
    policies: publicPolicies(context).map(({ policy, since }) => ({
      link: `[${inlineText(policy.title)}](${publicPolicyPath(policy.id)})`,
      version: code(policy.version),
      since,
    })),
    contacts: contactsOf(context),
    footer: context.footer(''),
  }
  return new Map([['public-summary.md', { text: context.fill('public-summary', view), records: [] }]])
}

/** What is planned: a program cannot know whether an auditor has reported. */
function plannedReport({ model }: PageContext): string {
  const program = onlyProgram(model)
  if (isTypeTwo(program)) {
    const { period } = program ?? {}
    return `SOC 2 report of Type II${period === undefined ? ', the period is not settled' : `, planned for ${period.start} to ${period.end}`}`
  }
  return `SOC 2 report of Type I${program?.asOf === undefined ? ', the day is not settled' : `, planned as of ${program.asOf}`}`
}

/** Ways to reach the organisation that are in use, reach outside and have an address on the web. */
function contactsOf({ model }: PageContext): readonly string[] {
  const channels = [...model.channels.values()]
    .map(({ value }) => value)
    .filter(({ reach, status, url }) => reach === 'external' && status === 'in-use' && url !== undefined)
    .sort((a, b) => compare(a.title, b.title) || compare(a.id, b.id))
    .map(({ title, url = '' }) => markdownLink(title, url))
  const pages = [...model.serviceLevels.values()].flatMap(({ value: { status, statusPage } }) =>
    status === 'in-force' && statusPage !== undefined ? [markdownLink('Status page', statusPage.url)] : [],
  )
  return [...new Set([...channels, ...pages])]
}
