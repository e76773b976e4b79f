import { inlineText } from '../../model/markdown-text.ts'
import type { Baseline, ChangeTemplate, EvidenceSource, GateRules, Program } from '../../model/records.ts'
import { claimInWords } from '../claim-words.ts'
import { defineDocument, type Page } from '../define-document.ts'
import type { PageContext } from '../page-context.ts'
import { code, compare, listOf, nothing } from '../page-text.ts'
import { attentionText, entryText, placesOf, registerParts, tablesText } from '../register-entry.ts'
import { asWords, endInWords, momentInWords, notStated, stated } from '../register-words.ts'

export const settingsDocument = defineDocument({
  id: 'DOC-SETTINGS',
  title: 'Settings of the program',
  about: 'scope, rules of the gate, change templates, sources of evidence, names of checks, known findings',
  path: 'settings.md',
  part: 'program',
  classification: 'internal',
  places: ({ model }) => [
    ...placesOf(model.changeTemplates.keys(), 'settings.md'),
    ...model.programs.map(({ value }) => [value.id, 'settings.md#program'] as const),
    ...model.programs.flatMap(({ value }) =>
      (value.reports ?? []).map(({ id }) => [id, 'settings.md#reports'] as const),
    ),
    ...[...model.evidenceSources.keys()].map((id) => [id, 'settings.md#sources-of-evidence'] as const),
  ],
  pages: settingsPages,
})

function settingsPages(context: PageContext): ReadonlyMap<string, Page> {
  const { model } = context
  const templates = [...model.changeTemplates.values()].map(({ value }) => value)
  const sources = [...model.evidenceSources.values()].map(({ value }) => value)
  const programs = model.programs.map(({ value }) => value)
  const pages = new Map<string, Page>()
  for (const { records, path, ...part } of registerParts(templates, 'settings.md')) {
    const ids = [...programs.map(({ id }) => id), ...sources.map(({ id }) => id), ...templates.map(({ id }) => id)]
    const view = {
      ...part,
      attention: part.first ? attentionText([...ids, 'The gate', 'The baseline'], context, '') : '',
      programs: part.first ? programs.map((program) => programText(program, context)) : [],
      reports: part.first ? reportsText(programs, context) : '',
      gate: part.first ? model.gateRules.map(({ value }) => gateText(value, context)) : [],
      sources: part.first ? sourcesText(sources, context) : '',
      aliases: part.first ? aliasesText(context) : '',
      baselines: part.first ? model.baselines.map(({ value }) => baselineText(value, context)) : [],
      entries: records.map((template) => templateEntry(template, context)),
      footer: context.footer(''),
    }
    pages.set(path, { text: context.fill('settings', view), records: [...programs, ...records].map(({ id }) => id) })
  }
  return pages
}

/** Values of a record as lines `path: value`, in the order in which they are written; for parts that are read by a machine. */
function settingLines(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) {
    const plain = value.filter((one) => typeof one !== 'object' || one === null)
    if (plain.length === value.length)
      return [`${path}: ${value.length === 0 ? 'nobody' : listOf(plain.map((one) => inlineText(String(one))))}`]
    return value.flatMap((one, index) => settingLines(one, `${path} ${index + 1}`))
  }
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, one]) =>
      settingLines(one, path === '' ? inlineText(key) : `${path}, ${inlineText(key)}`),
    )
  return [`${path}: ${inlineText(String(value))}`]
}

const rowsOf = (value: object): readonly (readonly string[])[] =>
  Object.entries(value).map(([key, one]) => [
    inlineText(key),
    settingLines(one)
      .map((line) => line.replace(/^: /, ''))
      .join('<br>'),
  ])

const twoColumns = (title: string, value: object, context: PageContext): string =>
  tablesText([{ title, columns: ['Setting', 'Value'], rows: rowsOf(value), none: 'Nothing is written down.' }], context)

/** Parts of the program record that stand elsewhere, or that no reader needs. */
const leftOut = new Set(['apiVersion', 'kind', 'reports'])

function programText(program: Program, context: PageContext): string {
  const own = Object.fromEntries(Object.entries(program).filter(([key]) => !leftOut.has(key)))
  return twoColumns('', own, context)
}

const reportsText = (programs: readonly Program[], context: PageContext): string =>
  tablesText(
    [
      {
        title: '',
        columns: ['Report', 'Lists', 'From', 'Window and how often', 'Looked at by', 'Evidence for'],
        rows: programs
          .flatMap(({ reports = [] }) => reports)
          .toSorted((a, b) => compare(a.id, b.id))
          .map((one) => [
            `${inlineText(one.id)}: ${inlineText(one.title)}`,
            asWords(one.subject),
            one.system === undefined ? notStated : context.titled(one.system, ''),
            `${inlineText(one.window)}, ${asWords(one.frequency)}${one.query === undefined ? '' : `<br>made by: ${inlineText(one.query)}`}`,
            one.recipient === undefined ? notStated : context.who(one.recipient),
            one.control === undefined ? 'no control' : context.titled(one.control, ''),
          ]),
        none: 'None is written down.',
      },
    ],
    context,
  )

function gateText(gate: GateRules, context: PageContext): string {
  const { rules, freezes = [], botChanges = [] } = gate
  const general = {
    ...(gate.deployment === undefined ? {} : { deployment: gate.deployment }),
    ...(gate.default === undefined ? {} : { default: gate.default }),
    ...(gate.changeApprovals === undefined ? {} : { changeApprovals: gate.changeApprovals }),
  }
  return [
    ...(Object.keys(general).length === 0 ? [] : [twoColumns('In general', general, context)]),
    tablesText(
      [
        {
          title: 'Rules: all that apply must hold',
          columns: ['Rule', 'What it is for', 'Applies when', 'Asks for', 'Forbids'],
          rows: rules.map(({ id, title, when, require, forbid }) => [
            code(id),
            stated(title),
            when === undefined ? 'always' : settingLines(when).join('<br>'),
            require === undefined ? nothing : settingLines(require).join('<br>'),
            forbid === undefined ? nothing : settingLines(forbid).join('<br>'),
          ]),
          none: '**No rule is written down.**',
        },
        {
          title: 'Changes by machines alone',
          columns: ['Change', 'Machines', 'Files', 'Approvals', 'Instead of'],
          rows: botChanges.map((one) => [
            code(one.id),
            listOf(one.machines.map(inlineText)),
            listOf(one.paths.map(inlineText)),
            `${one.approvals}${one.update === undefined ? '' : `, updates up to ${one.update}`}`,
            listOf(one.insteadOf.map(code)),
          ]),
          none: 'None: machines have the same rules as people.',
        },
        {
          title: 'Freezes',
          columns: ['Freeze', 'From', 'Until', 'Where'],
          rows: freezes.map(({ title, start, end, environments }) => [
            inlineText(title),
            momentInWords(start),
            momentInWords(end),
            environments === undefined ? 'everywhere' : listOf(environments.map(inlineText)),
          ]),
          none: 'None is written down.',
        },
      ],
      context,
    ),
  ].join('\n\n')
}

const sourcesText = (sources: readonly EvidenceSource[], context: PageContext): string =>
  tablesText(
    [
      {
        title: '',
        columns: ['Source', 'Dataset of system', 'How it is read', 'Fields', 'Not kept', 'Readings in the log'],
        rows: sources
          .toSorted((a, b) => compare(a.id, b.id))
          .map((one) => [
            `${inlineText(one.id)}: ${stated(one.title)}<br>owner ${one.owner === undefined ? notStated : context.who(one.owner)}`,
            `${one.dataset} of ${inlineText(one.system)}`,
            one.http !== undefined
              ? `asked over HTTPS, ${one.format}`
              : one.command !== undefined
                ? `output of a program, ${one.format}`
                : `a file, ${one.format}`,
            one.fields
              .map(({ field, from }) => `${inlineText(field)}${from === undefined ? '' : ` from ${inlineText(from)}`}`)
              .join('<br>'),
            listOf((one.ignore ?? []).map(inlineText)),
            readingsOf(one, context),
          ]),
        none: 'None is written down.',
      },
    ],
    context,
  )

function readingsOf({ dataset, system }: EvidenceSource, context: PageContext): string {
  const found = context.log.filter(
    (record) => record.kind === 'collection.window' && record.data.dataset === dataset && record.data.system === system,
  )
  const last = found.at(-1)
  return last === undefined ? '**none**' : `${found.length}, last ${context.recordLink(last.index, '')}`
}

const aliasesText = (context: PageContext): string =>
  tablesText(
    [
      {
        title: '',
        columns: ['Name of the check', 'Tool', 'Criterion', 'What it says it checks', 'Why it is filed there'],
        rows: [...context.model.checkAliases.values()]
          .map(({ value }) => value)
          .toSorted((a, b) => compare(a.id, b.id))
          .map((one) => [
            code(one.id),
            inlineText(one.tool),
            context.link(one.criterion, ''),
            stated(one.meaning),
            stated(one.note),
          ]),
        none: 'None is written down.',
        whole: true,
      },
    ],
    context,
  )

const baselineText = (baseline: Baseline, context: PageContext): string =>
  [
    `Listed on ${baseline.created}, ${endInWords(baseline.expires, context.assessment.basis.asOf)}: ${stated(baseline.reason)}`,
    tablesText(
      [
        {
          title: '',
          columns: ['Rule', 'Record', 'Finding'],
          rows: baseline.findings.map(({ rule, record, finding }) => [
            code(rule),
            context.text(record, ''),
            context.text(finding, ''),
          ]),
          none: 'No finding is left.',
        },
      ],
      context,
    ),
  ].join('\n\n')

function templateEntry(template: ChangeTemplate, context: PageContext): string {
  const { asOf } = context.assessment.basis
  return entryText(
    {
      id: template.id,
      title: inlineText(template.title),
      text: inlineText(template.description),
      facts: [
        { name: 'Status', value: template.status },
        { name: 'Owner', value: context.who(template.owner) },
        { name: 'May touch', value: listOf(template.paths.map(inlineText)) },
        {
          name: 'Approved',
          value:
            template.approvedBy === undefined && template.approvedOn === undefined
              ? '**not yet**'
              : `${template.approvedOn ?? 'no day'}, by ${claimInWords<ChangeTemplate>(template.id, template.approvedBy, (one) => one.approvedBy, context)}, ${endInWords(template.expires, asOf, 'for 12 months')}`,
        },
        { name: 'How it is made', value: inlineText(template.implementationPlan) },
        { name: 'How one sees that it works', value: inlineText(template.testPlan) },
        { name: 'How it is taken back', value: inlineText(template.rollbackPlan) },
      ],
    },
    context,
    '',
  )
}
