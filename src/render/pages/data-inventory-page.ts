import { addDuration } from '../../model/days.ts'
import { cellText, inlineText } from '../../model/markdown-text.ts'
import type { DataFlow, DataInventory, System } from '../../model/records.ts'
import { defineDocument, type Page } from '../define-document.ts'
import { flowDiagram } from '../flow-diagram.ts'
import type { PageContext } from '../page-context.ts'
import { code, compare, listOf, nothing } from '../page-text.ts'
import {
  attentionText,
  checkedInWords,
  entryText,
  linksOr,
  overviewText,
  placesOf,
  registerParts,
  tablesText,
} from '../register-entry.ts'
import { asWords, dueInWords, durationOr, everyOr, linkOr, notStated, stated, yesOrNo } from '../register-words.ts'

export const dataInventoryDocument = defineDocument({
  id: 'DOC-DATA-INVENTORY',
  title: 'Data inventory',
  about: 'systems, classes of data, where data lies and flows, how long it is kept, what was disposed of',
  path: 'data-inventory.md',
  part: 'program',
  classification: 'confidential',
  places: ({ model }) => [
    ...placesOf(model.systems.keys(), 'data-inventory.md', headingOfSystem),
    ...model.dataInventories.map(({ value }) => [value.id, 'data-inventory.md#inventories'] as const),
    ...[...model.dataClasses.keys()].map((id) => [id, 'data-inventory.md#classes-of-data'] as const),
    ...[...model.dataAssets.keys()].map((id) => [id, 'data-inventory.md#where-data-lies'] as const),
    ...[...model.externalParties.keys()].map((id) => [id, 'data-inventory.md#outside'] as const),
    ...[...model.processingPurposes.keys()].map(
      (id) => [id, 'data-inventory.md#what-personal-data-is-used-for'] as const,
    ),
  ],
  pages: inventoryPages,
})

const headingOfSystem = (id: string): string => `System ${id}`

function inventoryPages(context: PageContext): ReadonlyMap<string, Page> {
  const { model } = context
  const systems = [...model.systems.values()].map(({ value }) => value)
  const inventories = model.dataInventories.map(({ value }) => value)
  const classes = [...model.dataClasses.values()].map(({ value }) => value)
  const ids = [...inventories, ...systems, ...classes, ...[...model.dataAssets.values()].map(({ value }) => value)].map(
    ({ id }) => id,
  )
  const rows = [
    ...model.retentionRules.map(({ value }) => `The retention of ${value.dataClass}`),
    ...model.dataFlows.map(({ value }) => `The flow from ${value.from} to ${value.to}`),
  ]
  const flows = model.dataFlows
    .map(({ value }) => value)
    .toSorted((a, b) => compare(a.from, b.from) || compare(a.to, b.to) || compare(a.purpose, b.purpose))
  const pages = new Map<string, Page>()
  for (const { records, path, ...part } of registerParts(systems, 'data-inventory.md')) {
    const view = {
      ...part,
      unknown: inventories.length === 0,
      attention: part.first ? attentionText([...ids, ...rows], context, '') : '',
      inventories: part.first ? inventoriesText(inventories, context) : '',
      classes: part.first ? classesText(context) : '',
      assets: part.first ? assetsText(context) : '',
      diagram: part.first ? flowDiagram(flows, context) : '',
      flows: part.first ? flowsText(flows, context) : '',
      outside: part.first ? outsideText(context) : '',
      retention: part.first ? retentionText(context) : '',
      disposals: part.first ? disposalsText(context) : '',
      purposes: part.first ? purposesText(context) : '',
      overview: overviewText(
        {
          columns: ['System', 'Criticality', 'Status', 'Owner', 'Run by', 'Check'],
          records,
          row: (system) => [
            context.titled(system.id, ''),
            system.criticality,
            system.status ?? 'operating',
            context.who(system.owner),
            system.vendor === undefined ? 'the organisation' : context.titled(system.vendor, ''),
            checkedInWords(system.id, context),
          ],
        },
        context,
      ),
      entries: records.map((system) => systemEntry(system, context)),
      footer: context.footer(''),
    }
    pages.set(path, { text: context.fill('data-inventory', view), records: inventories.map(({ id }) => id) })
  }
  return pages
}

const table = (
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  none: string,
  context: PageContext,
): string => tablesText([{ title: '', columns, rows, none, whole: true }], context)

const inventoriesText = (inventories: readonly DataInventory[], context: PageContext): string =>
  table(
    ['Inventory', 'Title', 'Owner', 'Looked at'],
    inventories.map(({ id, title, owner, lastReviewed, reviewEvery }) => [
      inlineText(id),
      inlineText(title),
      owner === undefined ? notStated : context.who(owner),
      reviewedInWords(lastReviewed, reviewEvery, context),
    ]),
    'None.',
    context,
  )

function reviewedInWords(last: string | undefined, every: string | undefined, { assessment }: PageContext): string {
  if (last === undefined) return '**never**'
  return `last on ${last}, next ${every === undefined ? 'on no day that is written down' : dueInWords(addDuration(last, every), assessment.basis.asOf)}`
}

const classesText = (context: PageContext): string =>
  table(
    ['Class', 'What belongs to it', 'Classification', 'Personal', 'How it is handled', 'Kept'],
    [...context.model.dataClasses.values()]
      .map(({ value }) => value)
      .toSorted((a, b) => compare(a.id, b.id))
      .map((one) => [
        `${code(one.id)}: ${inlineText(one.title)}`,
        `${one.description === undefined ? notStated : cellText(one.description)}${one.examples === undefined ? '' : `<br>for example ${listOf(one.examples.map(inlineText))}`}`,
        one.classification,
        yesOrNo(one.personal),
        one.handling === undefined ? notStated : cellText(one.handling),
        keptInWords(one.id, context),
      ]),
    'No class of data is written down.',
    context,
  )

function keptInWords(dataClass: string, { model }: PageContext): string {
  const rules = model.retentionRules.map(({ value }) => value).filter((rule) => rule.dataClass === dataClass)
  return rules.length === 0 ? '**no rule**' : rules.map(({ keep }) => durationOr(keep)).join('<br>')
}

const assetsText = (context: PageContext): string =>
  table(
    ['Place', 'System', 'Data', 'Encrypted', 'Backup', 'Kept'],
    [...context.model.dataAssets.values()]
      .map(({ value }) => value)
      .toSorted((a, b) => compare(a.id, b.id))
      .map(
        ({ id, title, system, dataClass, otherDataClasses = [], owner, location, retention, encryption, backup }) => [
          `${code(id)}: ${inlineText(title)}<br>${stated(location)}, owner ${context.who(owner)}`,
          context.titled(system, ''),
          context.titledList([dataClass, ...otherDataClasses], ''),
          encryption === undefined
            ? '**not stated**'
            : `${encryption.atRest === 'none' ? '**none**' : asWords(encryption.atRest)}; keys: ${stated(encryption.keys)}`,
          backup === undefined
            ? '**none is written down**'
            : `every ${everyOr(backup.every)}, kept ${durationOr(backup.keep)}, in ${stated(backup.location)}, cannot be changed: ${yesOrNo(backup.immutable)}`,
          durationOr(retention, 'as its class'),
        ],
      ),
    'No place is written down.',
    context,
  )

const flowsText = (flows: readonly DataFlow[], context: PageContext): string =>
  table(
    ['From', 'To', 'Data', 'Why', 'Encrypted', 'Checked by the receiver'],
    flows.map(({ from, to, dataClasses, purpose, encryption, validated }) => [
      context.titled(from, ''),
      context.titled(to, ''),
      context.titledList(dataClasses, ''),
      inlineText(purpose),
      encryption === undefined ? '**not stated**' : encryption === 'none' ? '**none**' : asWords(encryption),
      stated(validated),
    ]),
    'No flow is written down.',
    context,
  )

const outsideText = (context: PageContext): string =>
  table(
    ['Party', 'Who they are'],
    [...context.model.externalParties.values()]
      .map(({ value }) => value)
      .toSorted((a, b) => compare(a.id, b.id))
      .map(({ id, title }) => [code(id), inlineText(title)]),
    'Nobody is written down.',
    context,
  )

const retentionText = (context: PageContext): string =>
  table(
    ['Class', 'Kept', 'Counted from', 'Disposed of by', 'Why so long', 'Who sees to it'],
    context.model.retentionRules
      .map(({ value }) => value)
      .toSorted((a, b) => compare(a.dataClass, b.dataClass) || compare(a.keep, b.keep))
      .map(({ dataClass, keep, countedFrom, disposal, basis, automated, owner }) => [
        context.titled(dataClass, ''),
        durationOr(keep),
        asWords(countedFrom),
        `${asWords(disposal)}, by itself: ${yesOrNo(automated)}`,
        stated(basis),
        owner === undefined ? notStated : context.who(owner),
      ]),
    'No rule is written down.',
    context,
  )

const disposalsText = (context: PageContext): string =>
  table(
    ['On', 'Class', 'From', 'What and how', 'By (claimed)', 'Proof'],
    context.model.disposals
      .map(({ value }) => value)
      .toSorted((a, b) => compare(b.disposedAt, a.disposedAt) || compare(a.dataClass, b.dataClass))
      .map(({ dataClass, asset, method, scope, disposedAt, disposedBy, proof }) => [
        disposedAt,
        context.titled(dataClass, ''),
        asset === undefined ? notStated : context.titled(asset, ''),
        `${stated(scope)}: ${asWords(method)}`,
        context.who(disposedBy),
        linkOr('proof', proof, '**none**'),
      ]),
    'No disposal is written down.',
    context,
  )

const purposesText = (context: PageContext): string =>
  table(
    ['Purpose', 'Data, and whose', 'Ground', 'Kept to what is needed, and correct', 'Recipients', 'People are told in'],
    [...context.model.processingPurposes.values()]
      .map(({ value }) => value)
      .toSorted((a, b) => compare(a.id, b.id))
      .map((one) => [
        `${code(one.id)}: ${inlineText(one.title)}`,
        `${context.titledList(one.dataClasses, '')}<br>of ${stated(one.dataSubjects)}`,
        `${asWords(one.legalBasis)}${one.consent === undefined ? '' : `: ${inlineText(one.consent)}`}`,
        `${stated(one.minimised)}<br>${stated(one.accuracy)}`,
        linksOr(one.recipients, context, '', 'none'),
        one.notice === undefined ? '**not stated**' : context.titled(one.notice, ''),
      ]),
    'No purpose is written down.',
    context,
  )

function systemEntry(system: System, context: PageContext): string {
  const { threatModel, recovery } = system
  const assets = [...context.model.dataAssets.values()]
    .map(({ value }) => value)
    .filter((one) => one.system === system.id)
  return entryText(
    {
      id: system.id,
      heading: headingOfSystem(system.id),
      title: inlineText(system.title),
      text: system.description === undefined ? '' : cellText(system.description),
      facts: [
        { name: 'Criticality and status', value: `${system.criticality}, ${system.status ?? 'operating'}` },
        { name: 'Owner', value: context.who(system.owner) },
        { name: 'Run by', value: system.vendor === undefined ? 'the organisation' : context.titled(system.vendor, '') },
        { name: 'Environments', value: listOf((system.environments ?? []).map(inlineText)) },
        { name: 'Code', value: listOf([...(system.repositories ?? []), ...(system.paths ?? [])].map(inlineText)) },
        { name: 'Reached from the internet', value: yesOrNo(system.internetFacing) },
        { name: 'Ways in', value: listOf([...(system.accessPaths ?? [])]) },
        {
          name: 'Threat model',
          value:
            threatModel === undefined
              ? 'none is named'
              : `${inlineText(threatModel.document)}, covers ${listOf([...(threatModel.covers ?? [])])}; ${reviewedInWords(threatModel.reviewedAt, threatModel.reviewEvery, context)}${uncovered(system)}`,
        },
        {
          name: 'Has to be back',
          value:
            recovery === undefined
              ? 'no objective'
              : `within ${durationOr(recovery.rto)}, losing the data of ${durationOr(recovery.rpo)} at most`,
        },
        { name: 'Needs', value: linksOr(system.dependsOn, context, '', 'no other system') },
        {
          name: 'Data in it',
          value:
            assets.length === 0
              ? nothing
              : assets.map(({ id, title }) => `${code(id)} ${inlineText(title)}`).join('<br>'),
        },
      ],
    },
    context,
    '',
  )
}

/** Ways into the system that its threat model says nothing about. */
function uncovered({ accessPaths = [], threatModel }: System): string {
  const open = accessPaths.filter((way) => threatModel?.covers?.includes(way) !== true)
  return open.length === 0 ? '' : `; **says nothing about ${listOf([...open])}**`
}
