import { printLocation } from '../model/location.ts'
import type { Related } from '../model/problem.ts'
import type { CheckPrinter, PrintOptions } from './check-printer.ts'
import type { CheckReport, ReportItem } from './check-report.ts'
import { codeFrame } from './code-frame.ts'
import { displayWidth } from './display-width.ts'
import { type Paint, painter } from './painter.ts'
import { printable } from './printable.ts'

/** From this one on, warnings of one rule are one line each. */
const framedWarnings = 3
/** Items that are printed in full; the verdict and the counts speak of all. */
const mostItems = 200
/** Related places of one item that are shown. */
const mostRelated = 5

/** The report for a person at a terminal or reading a log. */
export const printPretty: CheckPrinter = (report, { colours, quiet, textOf }) => {
  const paint = painter(colours)
  const lines: string[] = []
  const warned = new Map<string, number>()
  // Warnings first, so that what stops the run stands last, where the reader's eye is.
  const ordered = [
    ...(quiet === true ? [] : report.items.filter(({ severity }) => severity === 'warning')),
    ...report.items.filter(({ severity }) => severity === 'error'),
  ]
  const left = Math.max(0, ordered.length - mostItems)
  for (const item of ordered.slice(left)) {
    const seen = (warned.get(item.code) ?? 0) + 1
    warned.set(item.code, seen)
    const brief = item.severity === 'warning' && seen > framedWarnings
    lines.push(...printItem(item, brief, paint, textOf))
    if (!brief) lines.push('')
  }
  if (lines.length > 0 && lines.at(-1) !== '') lines.push('')
  if (left > 0) lines.push(`${left} more are not shown; \`--format json\` has all.`, '')
  // What leaves the verdict open is no aside.
  const isOpen = report.verdict === 'not-determined'
  if (quiet !== true) lines.push(...waivedLines(report), ...baselinedLines(report))
  if (quiet !== true || isOpen) lines.push(...openLines(report))
  lines.push(...summaryLines(report, paint))
  return `${lines.join('\n')}\n`
}

function printItem(item: ReportItem, brief: boolean, paint: Paint, textOf: PrintOptions['textOf']): string[] {
  const { at, severity, code, message, hint, related, notSilenced } = item
  const head = `${paint('bold', printable(printLocation(at)))} ${paint(severity, `${severity} ${code}`)}: ${printable(message)}`
  if (brief) return [head]
  const text = textOf(at.file)
  const frame = text === undefined ? undefined : codeFrame(text, at)
  const more = related.length - mostRelated
  return [
    head,
    ...(frame ?? []).map((line) => paint('dim', `  ${line}`)),
    ...(hint === undefined ? [] : [`  ${printable(upperFirst(hint))}`]),
    ...related.slice(0, mostRelated).flatMap((one) => relatedLines(one, paint, textOf)),
    ...(more > 0 ? [`  and ${more} more ${more === 1 ? 'place' : 'places'}`] : []),
    ...remedyLines(item, paint),
    ...(notSilenced === undefined ? [] : [`  ${printable(upperFirst(notSilenced))}.`]),
  ]
}

/** The other end, with the line as it stands there. */
function relatedLines({ at, message }: Related, paint: Paint, textOf: PrintOptions['textOf']): readonly string[] {
  const text = textOf(at.file)
  const frame = text === undefined ? undefined : codeFrame(text, at, false)
  return [
    `  ${paint('bold', printable(printLocation(at)))}: ${printable(message)}`,
    ...(frame ?? []).map((line) => paint('dim', `    ${line}`)),
  ]
}

/** What to do; where the value is one of several with a meaning each, they stand in a table. */
function remedyLines({ remedy, choices }: ReportItem, paint: Paint): readonly string[] {
  const start = `  ${paint('bold', 'To do:')}`
  if (choices === undefined || choices.allowed.every(({ meaning }) => meaning === undefined))
    return [`${start} ${printable(remedy)}`]
  const width = Math.max(...choices.allowed.map(({ value }) => displayWidth(printable(value))))
  return [
    `${start} ${printable(choices.advice)}${choices.advice === '' ? '' : ' '}Write one of these.`,
    ...choices.allowed.map(({ value, meaning }) => {
      const left = printable(value)
      const gap = ' '.repeat(width - displayWidth(left) + 2)
      return `    ${paint('bold', left)}${meaning === undefined ? '' : `${gap}${printable(meaning)}`}`
    }),
  ]
}

const upperFirst = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

function waivedLines({ waived }: CheckReport): string[] {
  if (waived.length === 0) return []
  const lines = waived.map(
    ({ at, code, message, exception, untilDay }) =>
      `  ${printable(printLocation(at))} ${code}: ${printable(message)} (${printable(exception)}, until ${untilDay})`,
  )
  return ['Waived by an exception, and still there:', ...lines, '']
}

/** Baselined findings that are listed; a legacy may have thousands. */
const mostKnown = 20

function baselinedLines({ baselined }: CheckReport): string[] {
  if (baselined.length === 0) return []
  const lines = baselined
    .slice(0, mostKnown)
    .map(
      ({ at, code, message, untilDay }) =>
        `  ${printable(printLocation(at))} ${code}: ${printable(message)} (until ${untilDay})`,
    )
  const left = baselined.length - lines.length
  const more = left > 0 ? [`  and ${left} more; \`--format json\` has all`] : []
  return ['In the baseline, and still there:', ...lines, ...more, '']
}

function openLines({ notDetermined, notRun, base }: CheckReport): string[] {
  const open = notDetermined
    .slice(0, 20)
    .map(({ rule, resource, why }) => `  ${rule} on ${printable(resource)}: ${printable(why)}`)
  const more = notDetermined.length > 20 ? [`  and ${notDetermined.length - 20} more`] : []
  const needs = [...new Set(notRun.map((one) => one.needs))].map((need) => {
    const rules = notRun.filter((one) => one.needs === need).map(({ rule }) => rule)
    const how = need === 'base' && base === undefined ? 'give --base REF to compare with' : `they need the ${need}`
    return `  ${rules.join(', ')}: ${how}`
  })
  return [
    ...(open.length === 0 ? [] : ['Could not be determined:', ...open, ...more, '']),
    ...(needs.length === 0 ? [] : ['Not run:', ...needs, '']),
  ]
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

function summaryLines({ verdict, counts, asOf, programFolder, base }: CheckReport, paint: Paint): string[] {
  const where = `${plural(counts.records, 'record')} in ${plural(counts.files, 'file')} of ${printable(programFolder)}`
  const compared = base === undefined ? '' : `, compared with ${printable(base.name)} (${base.sha.slice(0, 12)})`
  const found = `${plural(counts.errors, 'error')}, ${plural(counts.warnings, 'warning')}${counts.waived === 0 ? '' : `, ${counts.waived} waived`}${counts.baselined === 0 ? '' : `, ${counts.baselined} in the baseline`}`
  const said = {
    satisfied: paint('ok', 'In order.'),
    violated: paint('error', 'Not in order.'),
    'not-determined': paint('warning', 'Not determined: something that counts could not be looked at.'),
    'nothing-checked': paint(
      'warning',
      'Nothing was checked: there is no record. `countersign init` writes a program.',
    ),
  }[verdict]
  return [`${said} ${found}. ${where}, as of ${asOf}${compared}.`]
}
