import { printLocation } from '../model/location.ts'
import { codeFrame } from './code-frame.ts'
import type { DoctorReport } from './doctor-report.ts'
import { type Paint, painter } from './painter.ts'
import { printable } from './printable.ts'

export const doctorFormats = ['pretty', 'json'] as const
export type DoctorFormat = (typeof doctorFormats)[number]

export interface DoctorPrintOptions {
  readonly colours: boolean
  /** Text of a file that was looked at, for the code frame. */
  textOf(file: string): string | undefined
}

/** Raised when a field changes its meaning or goes; new fields do not raise it. */
const schemaVersion = 1

/** The report as text that ends in a line break; the contract of `json` is `schemas/doctor-report.json`. */
export function printDoctorReport(report: DoctorReport, format: DoctorFormat, options: DoctorPrintOptions): string {
  if (format === 'json') return `${JSON.stringify({ schemaVersion, kind: 'DoctorReport', ...report }, undefined, 2)}\n`
  const paint = painter(options.colours)
  // Warnings first, so that what fails stands last, where the reader's eye is.
  const ordered = [
    ...report.items.filter(({ severity }) => severity === 'warning'),
    ...report.items.filter(({ severity }) => severity === 'error'),
  ]
  const lines = [
    ...ordered.flatMap((item) => itemLines(item, paint, options)),
    ...(report.notDetermined.length === 0
      ? []
      : [
          'Could not be determined:',
          ...report.notDetermined.map(({ check, why }) => `  ${check}: ${printable(why)}`),
          '',
        ]),
    ...(report.remote.length === 0
      ? []
      : [
          'Not looked at, since only the forge knows; name the repository with --repo:',
          ...report.remote.map(({ id, title }) => `  ${id}: ${title}`),
          '',
        ]),
    summary(report, paint),
  ]
  return `${lines.join('\n')}\n`
}

function itemLines(item: DoctorReport['items'][number], paint: Paint, { textOf }: DoctorPrintOptions): string[] {
  const { code, severity, message, at, hint, remedy, settings, criteria } = item
  // Of what concerns the machine or a file that is not there, there is no line to show.
  const text = textOf(at.file)
  const place = text === undefined ? at.file : printLocation(at)
  const head = `${paint(severity, `${severity} ${code}`)}: ${printable(message)}`
  return [
    place === '.' ? head : `${paint('bold', printable(place))} ${head}`,
    ...(text === undefined ? [] : (codeFrame(text, at) ?? [])).map((line) => paint('dim', `  ${line}`)),
    ...(hint === undefined ? [] : [`  ${printable(hint)}`]),
    `  ${paint('bold', 'To do:')} ${printable(remedy)}`,
    ...(settings === undefined ? [] : [`  ${paint('bold', 'Where:')} ${printable(settings)}`]),
    ...(criteria === undefined ? [] : [`  ${paint('bold', 'Criteria:')} ${criteria.join(', ')}`]),
    '',
  ]
}

function summary({ verdict, counts }: DoctorReport, paint: Paint): string {
  const said = {
    satisfied: paint('ok', 'In order.'),
    violated: paint('error', 'Not in order.'),
    'not-determined': paint('warning', 'Not determined: something that counts could not be looked at.'),
    'nothing-checked': paint('warning', 'Nothing was looked at.'),
  }[verdict]
  const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`
  return `${said} ${plural(counts.errors, 'error')}, ${plural(counts.warnings, 'warning')} of ${plural(counts.checks, 'check')}.`
}
