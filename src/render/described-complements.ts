import { criteria, series } from '../model/criteria.ts'
import { inlineText } from '../model/markdown-text.ts'
import type { Vendor } from '../model/records.ts'
import { isInUse } from '../rules/vendors/in-use.ts'
import { approverInWords } from './claimed-approvals.ts'
import { described, notDescribed } from './not-described.ts'
import type { PageContext } from './page-context.ts'
import { blocksOf, compare, listOf, nothing, orNothing } from './page-text.ts'
import { categoriesInScope } from './report-scope.ts'

/** Rows of a table that stand open. */
const shown = 25

/** DC 5 to DC 8. */
export function complementParts(context: PageContext) {
  const { model, assessment } = context
  const complements = [...model.complementaryControls.values()]
    .map(({ value }) => value)
    .sort((a, b) => compare(a.id, b.id))
  const scoped = categoriesInScope(context).map(({ id }) => id)
  const assessed = [...assessment.criteria.values()]
  return {
    series: series
      .filter(({ category }) => scoped.includes(category))
      .map(({ id, title, category }) => {
        const own = assessed.filter((one) => criteria.get(one.id)?.series === id)
        const controls = new Set(own.flatMap((one) => one.controls))
        const operating = [...controls].filter((one) => model.controls.get(one)?.value.status === 'operating').length
        return {
          link: `[${id}](alignment/${category}.md)`,
          title,
          criteria: own.length,
          controls: controls.size,
          operating: operating === controls.size ? `${operating}` : `${operating} of ${controls.size}`,
        }
      }),
    cuecs: blocksOf(
      complements
        .filter(({ complement }) => complement === 'cuec')
        .map((one) => ({
          link: context.titled(one.id, ''),
          statement: inlineText(one.statement),
          customers: one.customers === undefined ? 'all' : inlineText(one.customers),
          criteria: context.links(one.criteria, ''),
          controls: context.links(one.neededBy ?? [], ''),
          told: described(one.communicated) === undefined ? '**not stated**' : orNothing(one.communicated),
        })),
      shown,
      'more',
    ),
    describeCuecs: notDescribed(
      'ComplementaryControl records with `complement: cuec`; where customers need to do nothing, management says so here',
    ),
    subservices: blocksOf(subserviceRows(context), shown, 'more'),
    describeSubservices: notDescribed('Vendor records with `subservice`'),
    csocs: blocksOf(
      complements
        .filter(({ complement }) => complement === 'csoc')
        .map((one) => ({
          link: context.titled(one.id, ''),
          vendor: one.vendor === undefined ? '**no vendor named**' : context.titled(one.vendor, ''),
          statement: inlineText(one.statement),
          criteria: context.links(one.criteria, ''),
          monitored: one.monitoredBy === undefined ? '**nobody**' : context.links(one.monitoredBy, ''),
        })),
      shown,
      'more',
    ),
    notRelevant: blocksOf(
      assessed
        .filter(({ applicability, state }) => state === 'not-applicable' || applicability === 'inherited')
        .map((one) => {
          const decision = model.decisions.find(({ value }) => value.id === one.decision)?.value
          return {
            link: context.link(one.id, ''),
            asks: criteria.get(one.id)?.summary ?? nothing,
            how: one.state === 'not-applicable' ? 'not relevant' : 'met by a subservice organisation',
            why: context.text(decision?.justification, ''),
            approved: `${decision === undefined ? '**nobody**' : approverInWords(decision.id, decision.approvedBy, ['approvedBy'], context)}; next review by ${decision?.reviewBy ?? 'no day'}`,
          }
        }),
      shown,
      'more',
    ),
  }
}

/** Vendors in use that the service rests on; one that does not say whether it is a subservice organisation comes first. */
function subserviceRows(context: PageContext) {
  const { model } = context
  const hosts = (id: string) =>
    [...model.systems.values()].some(({ value }) => value.vendor === id && value.status !== 'retired')
  const words: Readonly<Record<NonNullable<Vendor['subservice']>, string>> = {
    'carve-out': 'carve-out: left out of the report',
    inclusive: 'inclusive: described and tested in the report',
    none: 'none',
  }
  return [...model.vendors.values()]
    .map(({ value }) => value)
    .filter((vendor) => isInUse(vendor) && vendor.subservice !== 'none')
    .filter((vendor) => vendor.subservice !== undefined || vendor.tier === 'critical' || hosts(vendor.id))
    .sort((a, b) => Number(a.subservice !== undefined) - Number(b.subservice !== undefined) || compare(a.id, b.id))
    .map((vendor) => ({
      link: context.titled(vendor.id, ''),
      services: listOf(vendor.services.map(inlineText)),
      method: vendor.subservice === undefined ? '**not stated**' : words[vendor.subservice],
      csocs: [...model.complementaryControls.values()].filter(
        ({ value }) => value.complement === 'csoc' && value.vendor === vendor.id,
      ).length,
      report: reportOf(vendor),
    }))
}

const reportWords: Readonly<Record<NonNullable<Vendor['reports']>[number]['type'], string>> = {
  'soc2-type2': 'SOC 2 Type II',
  'soc2-type1': 'SOC 2 Type I',
  'soc1-type2': 'SOC 1 Type II',
  soc3: 'SOC 3',
  iso27001: 'ISO/IEC 27001',
  pentest: 'penetration test',
  questionnaire: 'its own answers',
}

function reportOf({ reports = [] }: Vendor): string {
  const newest = reports.toSorted((a, b) => compare(b.periodEnd ?? '', a.periodEnd ?? ''))[0]
  if (newest === undefined) return '**none**'
  const span = newest.periodEnd === undefined ? 'no period written' : `to ${newest.periodEnd}`
  return `${reportWords[newest.type]}, ${span}${newest.reviewedAt === undefined ? ', **nobody reviewed it**' : ''}`
}
