import { changePopulation } from '../../assess/populations/change-population.ts'
import { datasetReadings } from '../../assess/populations/dataset-population.ts'
import type { Population } from '../../assess/populations/population.ts'
import type { PopulationInput } from '../../assess/populations/population-input.ts'
import { populationOf } from '../../assess/populations/population-of.ts'
import type { ChangeReconciliation } from '../../assess/populations/reconciliation.ts'
import { isDataset, type WantedPopulation, wantedPopulations } from '../../assess/populations/wanted-populations.ts'
import { sha256Hex } from '../../evidence/attachments.ts'
import { inlineText, shortened } from '../../model/markdown-text.ts'
import type { Control } from '../../model/records.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { anchor, blocksOf, code, compare, listOf, plural } from '../page-text.ts'
import { branchCommits, protectedBranchOf, reconciledBranch } from '../reconciled-branch.ts'
import { reportDays } from '../report-days.ts'

const titleLimit = 100
const shownExclusions = 100
const shownWindows = 60

export const populationsDocument = defineDocument({
  id: 'DOC-POPULATIONS',
  title: 'Populations',
  about: 'what each control acted on, counted at its source, and what is not known of the count',
  path: 'populations.md',
  part: 'operation',
  classification: 'internal',
  pages: (context) => new Map([['populations.md', { text: context.fill('populations', view(context)), records: [] }]]),
}) satisfies { pages(context: PageContext): ReadonlyMap<string, Page> }

/** A population with the controls that act on it. */
interface Shared {
  readonly population: Population
  readonly count: number
  readonly controls: Control[]
  readonly place: string
}

function view(context: PageContext) {
  const days = reportDays(context.assessment.basis)
  const input: PopulationInput = {
    ...{ model: context.model, log: context.log, commits: branchCommits(context), timezone: context.timezone },
    branch: protectedBranchOf(context),
    ...days,
    itemsOf: () => undefined,
  }
  const reconciliation = reconciledBranch(context, days.from, days.to)
  const shared = new Map<string, Shared>()
  const occurrences: { readonly control: Control; readonly population: Population }[] = []
  const undetermined: { readonly control: Control; readonly why: readonly string[] }[] = []
  const controls = [...context.model.controls.values()]
    .map(({ value }) => value)
    .filter(({ status }) => status !== 'retired')
    .sort((a, b) => compare(a.id, b.id))
  const rows = controls.flatMap((control) => {
    const { wanted, undetermined: why } = wantedPopulations(control)
    if (why.length > 0 || wanted.length === 0) undetermined.push({ control, why })
    return wanted.map((one) => {
      const name = `${one.name} ${JSON.stringify(one.filters.map(({ kind, where }) => [kind, where]))}`
      if (one.name === 'occurrences') {
        const population = populationOf(control, one, input)
        occurrences.push({ control, population })
        return rowOf(control, population, population.items.length, '#what-the-calendar-expects', context)
      }
      const known = shared.get(name) ?? makeShared(control, one, input, reconciliation, name)
      shared.set(name, known)
      known.controls.push(control)
      return rowOf(control, known.population, known.count, `#${known.place}`, context)
    })
  })
  return {
    period: `${days.from} to ${days.to}`,
    timezone: inlineText(context.timezone),
    rows: blocksOf(rows, 60, 'more'),
    none: rows.length === 0,
    shared: [...shared.values()].map((one) => sharedView(one, context)),
    occurrences: occurrences.map(({ control, population }) => ({
      control: context.link(control.id, ''),
      query: inlineText(population.query),
      count: population.items.length,
      received: population.items.filter(({ records }) => records.length > 0).length,
      excluded: population.excluded.length,
      digest: code(population.digest),
    })),
    undetermined: undetermined.map(({ control, why }) => ({
      control: context.titled(control.id, ''),
      why: why.length === 0 ? 'it names no evidence' : why.map(inlineText).join('; '),
    })),
    footer: context.footer(''),
  }
}

function makeShared(
  control: Control,
  wanted: WantedPopulation,
  input: PopulationInput,
  reconciliation: ChangeReconciliation,
  name: string,
): Shared {
  // By what it is and not by its place: links from elsewhere stay.
  const place = `population-${wanted.name}-${sha256Hex(name).slice(0, 8)}`
  if (wanted.name === 'changes') {
    const population = changePopulation(input, wanted.filters, reconciliation)
    return { population, count: population.items.length, controls: [], place }
  }
  const population = populationOf(control, wanted, input, reconciliation)
  if (!isDataset(wanted.name)) return { population, count: population.items.length, controls: [], place }
  // A page does not hold the items of a dataset; how many there were, and their digest, the readings say.
  const { used, open } = datasetReadings(input, wanted.name, wanted.filters)
  const count = used.reduce((sum, { data }) => sum + data.count, 0)
  return { population: { ...population, windows: population.windows, open }, count, controls: [], place }
}

const rowOf = (control: Control, population: Population, count: number, place: string, context: PageContext) => ({
  control: context.titled(control.id, ''),
  population: `[${inlineText(population.title)}](${place})`,
  count: count === 0 ? '0: none in the period' : String(count),
  source: population.independent ? 'another source than the log' : 'the log or the program alone',
  open: population.open.length + population.gaps.length === 0 ? 'nothing' : openInWords(population),
})

const openInWords = ({ open, gaps }: Population): string =>
  listOf([
    ...(open.length === 0 ? [] : [plural(open.length, 'remark')]),
    ...(gaps.length === 0 ? [] : [plural(gaps.length, 'gap')]),
  ])

function sharedView({ population, count, controls, place }: Shared, context: PageContext) {
  const { title, source, query, digest, months, excluded, windows, gaps, open } = population
  const isRead = windows.length > 0
  return {
    anchor: anchor(place),
    title: inlineText(title),
    controls: context.links(
      controls.map(({ id }) => id),
      '',
    ),
    source: inlineText(source),
    query: inlineText(query),
    count,
    // Items of datasets are not on a page, so that their digests stand beside the readings.
    digest: isRead || isDataset(population.name as WantedPopulation['name']) ? '' : code(digest),
    months: isRead ? [] : months.map((month) => ({ month: month.month, count: month.count })),
    open: open.map(inlineText),
    gaps: gaps.map(({ from, to, what }) => ({ from, to, what: inlineText(what) })),
    windows: blocksOf(
      windows
        .toReversed()
        .slice(0, shownWindows)
        .map(({ from, to, endpoint, parameters, tool, pages, items, digest: of, complete, record }) => ({
          when: from === to ? to : `${from} to ${to}`,
          where: `${inlineText(endpoint)}; ${inlineText(parameters)}; ${inlineText(tool)}`,
          items: `${items}${pages === undefined ? '' : ` on ${plural(pages, 'page')}`}`,
          complete: complete ? 'yes' : '**no**',
          digest: `${code(of.slice(0, 32))}<br>${code(of.slice(32))}`,
          record: context.recordLink(record, ''),
        })),
      5,
      'earlier readings',
    ),
    moreWindows: Math.max(0, windows.length - shownWindows),
    excluded: blocksOf(
      excluded.slice(0, shownExclusions).map(({ key, title: what, why }) => ({
        item: /^[0-9a-f]{40,64}$/.test(key) ? context.commit(key) : inlineText(shortened(key, titleLimit)),
        what: inlineText(shortened(what, titleLimit)),
        why: inlineText(why),
      })),
      5,
      'more',
    ),
    excludedCount: excluded.length,
  }
}
