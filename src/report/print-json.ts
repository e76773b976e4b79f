import type { CheckPrinter } from './check-printer.ts'

/** Raised when a field changes its meaning or goes; new fields do not raise it. */
export const schemaVersion = 1

/** The report for a program; the contract is `schemas/check-report.json`. Control characters are escaped by JSON. */
export const printJson: CheckPrinter = ({ base, ...report }) =>
  `${JSON.stringify({ schemaVersion, kind: 'CheckReport', ...report, base: base ?? null }, undefined, 2)}\n`
